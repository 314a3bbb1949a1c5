"""A brake for pages that are open to the world."""

import ipaddress
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


def neighbourhood(address: str) -> str:
    """What counts as one: an IPv4 address, or the /64 of an IPv6 one, since a household has all of that."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    return str(parsed.ipv4_mapped or ipaddress.IPv6Network((int(parsed), 64), strict=False))


def too_many(request: HttpRequest, what: str, *, most: int, seconds: int) -> bool:
    """Whether this address has asked for `what` more than `most` times within the current `seconds`.

    The address itself is not kept, only a keyed hash of it, and that no longer than the window.
    """
    window = int(time.time()) // seconds
    who = salted_hmac("core.ratelimit", neighbourhood(client_address(request))).hexdigest()[:24]
    key = f"rate:{what}:{who}:{window}"
    if cache.add(key, 1, timeout=seconds):
        return most < 1
    try:
        count = cache.incr(key)
    except ValueError:  # it ran out between the two lines
        return False
    cache.touch(key, seconds)  # the database's incr() would let it live for five minutes, whatever the window
    return count > most


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
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # a mixin: the view stands behind it
