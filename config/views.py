"""Pages of the house itself: the theme, the phone's "More", and the pages that say what went wrong."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from core.access import anyone, signed_in
from core.colours import palette
from core.pages import Page, PlainPage


@method_decorator(login_not_required, "dispatch")
class Theme(Page, TemplateView):
    """The organisation's colours as a style sheet; its address changes with them, so it is kept for a year."""

    rule = anyone
    template_name = "core/theme.css"
    content_type = "text/css"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The palette."""
        return {"p": palette(settings.ORGANISATION["accent"])}

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """With a long life."""
        response = super().render_to_response(context, **kwargs)
        response["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


class More(PlainPage):
    """The places that the phone's bottom bar has no room for."""

    rule = signed_in
    template_name = "core/more.html"
    title = _("More")


def _sorry(request: HttpRequest, status: int, **context: Any) -> HttpResponse:
    return render(request, f"{status}.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 when too much was sent."""
    return _sorry(request, 413 if isinstance(exception, RequestDataTooBig) else 400, limit=settings.UPLOAD_LIMIT)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403, with the reason."""
    return _sorry(request, 403, reason=str(exception))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return _sorry(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: a page that needs neither the database nor a person."""
    return render(None, "500.html", {"org": settings.ORGANISATION}, status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long, or came from elsewhere."""
    return _sorry(request, 403, stale=True)
