"""A school asks for a visit and answers a proposal: with an account, or by a link and a code."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from core.access import anyone
from core.pages import FormPage, PlainPage
from core.ratelimit import RateLimited
from schools.models import School
from workshops.forms import AgreeForm, AskForm, CodeForm, TeacherAskForm
from workshops.models import Feedback, Forum, VisitRequest
from workshops.pdf import days_of
from workshops.rules import can_request
from workshops.views.forum import FORUMS

FOUND = 20  # schools shown for a search


class TeacherAsk(FormPage):
    """A teacher asks for the own school."""

    rule = can_request
    form_class = TeacherAskForm
    title = _("Ask for a visit")
    lead = _("We answer within five days, with a date and the names of those who come.")
    button = _("Ask")
    done = _("Thank you. We answer within five days.")
    draft = "ask"
    crumbs = FORUMS


@method_decorator(login_not_required, "dispatch")
class PublicPage(RateLimited):
    """Open to the world, braked, and in no search engine."""

    rule = anyone
    rate = (60, 600)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Mark the answer."""
        response = super().dispatch(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex"
        return response


class AskSchool(PublicPage, PlainPage):
    """First step: which school?"""

    template_name = "workshops/ask_school.html"
    title = _("Ask for a visit")
    lead = _("A forum on human rights at your school, free of charge. Which school is it?")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the register finds."""
        words = self.request.GET.get("q", "").replace("\0", "")[:80]
        found = School.objects.open().secondary().search(words).for_list() if len(words.strip()) > 2 else []
        return super().get_context_data(words=words, found=found[:FOUND], **kwargs)


class Ask(PublicPage, FormPage):
    """Second step: who asks, and for what?"""

    rate = (12, 3600)
    form_class = AskForm
    template_name = "workshops/ask.html"
    title = _("Ask for a visit")
    button = _("Send me the code")

    @cached_property
    def school(self) -> School:
        """The school of the address."""
        return get_object_or_404(School.objects.open().secondary().select_related("county"), pk=self.kwargs["pk"])

    def get_lead(self) -> str:
        """Where."""
        return self.school.full_name

    def get_form_kwargs(self) -> dict[str, Any]:
        """For that school."""
        return {**super().get_form_kwargs(), "school": self.school}

    def get_success_url(self) -> str:
        """To the page that asks for the code."""
        return reverse("workshops:ask-code", args=[self.saved.key])


class AskCode(PublicPage, FormPage):
    """Third step: the code of the SMS."""

    rate = (20, 3600)
    form_class = CodeForm
    template_name = "workshops/public_form.html"
    title = _("Enter the code")
    lead = _("We have sent six digits to your phone. They are good for fifteen minutes.")
    button = _("Send the request")
    done = _("Thank you. We answer within five days.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """What was asked under this key."""
        wish = get_object_or_404(VisitRequest.objects.select_related("forum"), key=self.kwargs["key"])
        return {**super().get_form_kwargs(), "wish": wish}

    def get_success_url(self) -> str:
        """To the school's own page about the visit."""
        return reverse("workshops:school-visit", args=[self.saved.token])


class SchoolVisit(PublicPage, FormPage):
    """The school's own page about its visit: the link is the permission, and it names no learner and no phone."""

    form_class = AgreeForm
    template_name = "workshops/school_visit.html"
    button = _("Send the answer")
    done = _("Thank you. Your answer is with us.")

    @cached_property
    def forum(self) -> Forum:
        """The visit of the link, or 404."""
        rows = Forum.objects.select_related("school__county").prefetch_related(
            "bookings__facilitator", "programme", "sessions__bookings__facilitator"
        )
        return get_object_or_404(rows, token=self.kwargs["token"].upper())

    def get_title(self) -> str:
        """Which visit."""
        return str(self.forum)

    def get_form_kwargs(self) -> dict[str, Any]:
        """The answer is to that visit."""
        return {**super().get_form_kwargs(), "instance": self.forum}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """How far it is."""
        facts = {"photos": self.forum.photos.released() if self.forum.active else []}
        facts |= {"days": days_of(self.forum)}
        facts |= {"feedback_open": Feedback.is_open(self.forum), "feedback": hasattr(self.forum, "feedback")}
        return super().get_context_data(object=self.forum, team=self.forum.get_team(), **facts, **kwargs)

    def get_success_url(self) -> str:
        """The same page, which now says what comes next."""
        return reverse("workshops:school-visit", args=[self.forum.token])
