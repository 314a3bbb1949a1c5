"""Trust: the log, the outbox, concerns, and whether a paper is genuine."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.utils.translation import gettext_lazy as _
from django.views.generic import RedirectView, View

from accounts.filters import ActionFilter, ConcernFilter, MessageFilter
from accounts.forms import CloseConcernForm
from accounts.models import Action, Concern, IssuedPaper, Message
from accounts.rules import can_see_concerns, can_see_log, can_see_messages
from accounts.services.people import change_profile
from accounts.tables import ActionTable, ConcernTable, MessageTable
from core.access import anyone
from core.pages import ChangePage, Link, ListPage, Page, PlainPage, ThingPage
from core.ratelimit import RateLimited


class ActionList(ListPage):
    """Who did what, and when."""

    rule = can_see_log
    queryset = Action.objects.select_related("by")
    table_class = ActionTable
    filterset_class = ActionFilter
    title = _("Action log")
    lead = _("Every change, with the person and the moment. Nothing here can be altered or deleted.")
    export_name = "actions"


class MessageList(ListPage):
    """What the machine has sent."""

    rule = can_see_messages
    queryset = Message.objects.all()
    table_class = MessageTable
    filterset_class = MessageFilter
    title = _("Messages")
    lead = _("Every e-mail and SMS that the system sends, and whether it left.")
    empty = _("No message yet. Invitations, reminders and notices will stand here.")


class MessageDetail(ThingPage):
    """One message, as it was sent."""

    rule = can_see_messages
    queryset = Message.objects.all()
    template_name = "accounts/message_detail.html"
    crumbs = ((_("Messages"), "accounts:message-list"),)


class ConcernList(ListPage):
    """Concerns about a child."""

    rule = can_see_concerns
    queryset = Concern.objects.select_related("raised_by")
    table_class = ConcernTable
    filterset_class = ConcernFilter
    title = _("Concerns")
    lead = _("Only safeguarding leads see this page.")
    empty = _("No concern has been raised.")


class ConcernDetail(ThingPage):
    """One concern."""

    rule = can_see_concerns
    queryset = Concern.objects.select_related("raised_by", "closed_by")
    template_name = "accounts/concern_detail.html"
    crumbs = ((_("Concerns"), "accounts:concern-list"),)

    def get_links(self) -> Iterable[Link]:
        """Close it."""
        concern = self.get_object()
        return (
            []
            if concern.closed_at
            else [Link(_("Close"), reverse("accounts:concern-close", args=[concern.pk]), "primary")]
        )


class ConcernClose(ChangePage):
    """Close a concern with what was done."""

    rule = can_see_concerns
    queryset = Concern.objects.open()
    form_class = CloseConcernForm
    title = _("Close the concern")
    button = _("Close")
    done = _("The concern is closed.")
    crumbs = ((_("Concerns"), "accounts:concern-list"),)


@method_decorator(login_not_required, "dispatch")
class Verify(RateLimited, PlainPage):
    """Is this paper genuine? Open to everybody, braked, and it says no more than consent allows."""

    rule = anyone
    template_name = "accounts/verify.html"
    title = _("Is this paper genuine?")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The paper of the number, or none: an unknown number is an answer, not an error."""
        token = self.kwargs["token"].upper().replace("-", "")
        paper = IssuedPaper.objects.filter(token=token).first()
        facts = [(_(name), value) for name, value in paper.facts.items()] if paper else []
        return super().get_context_data(**{**kwargs, "paper": paper, "token": token, "facts": facts})

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """Unknown numbers answer 404, and no search engine keeps a page."""
        response = super().render_to_response(context, status=200 if context["paper"] else 404, **kwargs)
        response["X-Robots-Tag"] = "noindex"
        return response


@method_decorator(login_not_required, "dispatch")
class VerifyElsewhere(RateLimited, Page, RedirectView):
    """The long address of the same page, for who types it."""

    rule = anyone
    pattern_name = "accounts:verify"


@method_decorator(login_not_required, "dispatch")
class SetLanguage(Page, View):
    """Read on in another language; kept in the profile, or for a stranger in a cookie."""

    rule = anyone
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Switch, and back to the page."""
        language, after = request.POST.get("language", ""), request.POST.get("next", "/")
        if not url_has_allowed_host_and_scheme(after, {request.get_host()}, request.is_secure()):
            after = "/"
        response = HttpResponseRedirect(after)
        if language in ("en", "sw") and check_for_language(language):
            if request.user.is_authenticated:
                change_profile(person=request.user, by=request.user, language=language)
            response.set_cookie(
                "django_language",
                language,
                max_age=365 * 24 * 3600,
                samesite="Lax",
                secure=request.is_secure(),
            )
        return response
