"""What a judge takes along: the list of it, the service worker that keeps it, and a fresh token for what comes back."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.views.generic import TemplateView, View

from competitions.essays.reports.along import packs_of
from competitions.essays.rules import can_judge
from competitions.essays.views.judging import Unkept
from core.pages import Page


class PackList(Unkept, Page, View):
    """The works of one competition with their files, for the device that fetches them."""

    rule = can_judge

    def get(self, request: HttpRequest, place: int) -> JsonResponse:
        """Addresses, versions, states; nothing of what is in the works.

        Raises:
            Http404: nothing of that place lies in this judge's hands now.
        """
        pack = packs_of(request.user).get(place)
        if pack is None:
            raise Http404
        return JsonResponse(pack.told)


class Worker(Page, TemplateView):
    """The service worker: written for the person who is signed in, so that it opens no other's pack."""

    rule = can_judge
    template_name = "essays/worker.js"
    content_type = "text/javascript"

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """For all under the desk, and looked at anew each time."""
        response = super().render_to_response(context, **kwargs)
        response["Service-Worker-Allowed"] = reverse("essays:desk")
        response["Cache-Control"] = "no-cache"
        return response


class Token(Unkept, Page, View):
    """Who is signed in, and the token for what was typed before."""

    rule = can_judge

    def get(self, request: HttpRequest) -> JsonResponse:
        """Both."""
        return JsonResponse({"user": str(request.user.pk), "token": get_token(request)})
