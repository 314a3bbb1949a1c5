"""A brake for pages that are open to the world."""

import time
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.crypto import salted_hmac


def client_address(request: HttpRequest) -> str:
    """The address a request comes from: behind n proxies of ours, the n-th from the end of what they passed on."""
    passed = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    proxies = settings.TRUSTED_PROXY_COUNT
    if proxies and len(passed) >= proxies:
        return passed[-proxies]
    return request.META.get("REMOTE_ADDR", "")


def too_many(request: HttpRequest, what: str, *, most: int, seconds: int) -> bool:
    """Whether this address has asked for `what` more than `most` times within the current `seconds`.

    The address itself is not kept, only a keyed hash of it, and that no longer than the window.
    """
    window = int(time.time()) // seconds
    who = salted_hmac("core.ratelimit", client_address(request)).hexdigest()[:24]
    key = f"rate:{what}:{who}:{window}"
    if cache.add(key, 1, timeout=seconds):
        return most < 1
    try:
        return cache.incr(key) > most
    except ValueError:  # it ran out between the two lines
        return False


class RateLimited:
    """A view that answers 429 to an address that asks too often."""

    rate = (30, 60)  # requests, seconds

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Count first."""
        most, seconds = self.rate
        if too_many(request, type(self).__name__, most=most, seconds=seconds):
            response = TemplateResponse(request, "429.html", status=429)
            response["Retry-After"] = str(seconds)
            return response
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
