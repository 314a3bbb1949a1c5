"""What the school says afterwards, by its link, and the letter that thanks it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from core.pages import FormPage, Page, PdfPage
from core.pdf import Paper
from workshops import pdf
from workshops.choices import State
from workshops.forms import FeedbackForm
from workshops.models import Feedback, Forum
from workshops.rules import can_see_team
from workshops.views.ask import PublicPage, SchoolVisit
from workshops.views.forum import OneForum


class FeedbackPage(PublicPage, FormPage):
    """The form of the host teacher: the link is the permission."""

    rate = (30, 3600)
    form_class = FeedbackForm
    template_name = "workshops/feedback.html"
    title = _("How was it?")
    button = _("Send the answer")
    done = _("Thank you. We read every answer.")

    @cached_property
    def forum(self) -> Forum:
        """The visit of the link, or 404."""
        return get_object_or_404(Forum.objects.select_related("school"), token=self.kwargs["token"].upper())

    def get_lead(self) -> str:
        """Which visit."""
        return f"{self.forum} · {self.forum.when}"

    def get_form_kwargs(self) -> dict[str, Any]:
        """The answer is about that visit."""
        return {**super().get_form_kwargs(), "instance": self.forum}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whether it can be answered now."""
        return super().get_context_data(is_open=Feedback.is_open(self.forum), object=self.forum, **kwargs)

    def get_success_url(self) -> str:
        """Back to the school's own page."""
        return reverse("workshops:school-visit", args=[self.forum.token])


def letter_of(forum: Forum) -> Paper:
    """The letter of thanks."""
    return pdf.thanks(forum, forum.reports.filter(newest=True).prefetch_related("head_counts").first())


class Thanks(OneForum, PdfPage):
    """The letter of thanks, once the report is verified."""

    rule = can_see_team
    queryset = OneForum.queryset.filter(state=State.VERIFIED)

    def paper(self, thing: Forum) -> Paper:
        """Print."""
        return letter_of(thing)


class SchoolThanks(PublicPage, Page, View):
    """The same by the school's link."""

    rule = SchoolVisit.rule

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """The letter, or 404 until the report is verified."""
        return letter_of(get_object_or_404(OneForum.queryset, token=token.upper(), state=State.VERIFIED)).response()
