"""Gatherings: the list, one of them, planning, changing, cancelling, reporting, printing."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import Message
from core.pages import ChangePage, FormPage, Link, ListPage, PdfPage, PlainPage, ThingPage
from core.pdf import Paper
from schools.models import School
from schools.views.school import SchoolList
from workshops import pdf
from workshops.choices import AHEAD
from workshops.filters import ForumFilter, TeamForumFilter
from workshops.forms import CancelForm, ForumForm, ReportForm
from workshops.models import Forum
from workshops.reports import broken_visits, reminders_to_come, stations_of
from workshops.rules import can_plan_forum, can_report, can_request, can_see_forums, can_see_team
from workshops.services.door import open_blocks, warnings_of
from workshops.tables import ForumTable, TeamForumTable
from workshops.views.links import links_of
from workshops.views.preview import Previewed

FORUMS = ((_("Forums"), "workshops:forum-list"),)


class ForumList(ListPage):
    """The calendar as a list."""

    rule = can_see_forums
    queryset = Forum.objects.select_related("school__county").prefetch_related("bookings__facilitator")
    title = _("Forums")
    lead = _("Forums, information sessions, workshops and festivals in schools.")
    empty = _("No forum yet. Plan the first one: choose a school, a day and a team.")
    export_name = "forums"

    def get_table_class(self) -> type:
        """With the team for those who may see it."""
        return TeamForumTable if can_see_team(self.request.user) else ForumTable

    def get_filterset_class(self) -> type:
        """The same."""
        return TeamForumFilter if can_see_team(self.request.user) else ForumFilter

    def get_links(self) -> Iterable[Link]:
        """The calendar; plan, or ask."""
        if can_plan_forum(self.request.user):
            yield Link(_("Plan a forum"), reverse("workshops:forum-school"), "primary")
            yield Link(_("Requests"), reverse("workshops:request-list"))
            yield Link(_("Facilitators"), reverse("workshops:facilitator-list"))
            yield Link(_("The year"), reverse("workshops:overview"))
            yield Link(_("Modules"), reverse("workshops:module-list"))
        if can_request(self.request.user):
            yield Link(_("Ask for a visit"), reverse("workshops:request-add"), "primary")
        yield Link(_("Calendar"), reverse("workshops:calendar-month"))


class ForumSchool(SchoolList):
    """First step of planning: which school?"""

    rule = can_plan_forum
    template_name = "workshops/forum_school.html"
    title = _("Plan a forum")
    lead = _("Which school? Search by name, county or code.")
    crumbs = FORUMS
    export_name = ""

    def get_links(self) -> Iterable[Link]:
        """Nowhere else from here."""
        return []

    def get_table(self, **kwargs: Any) -> Any:
        """A tap on a school goes on."""
        table = super().get_table(**kwargs)
        table.columns["name"].column.href = lambda school: reverse("workshops:forum-add", args=[school.pk])
        return table


class ForumRecheck(PlainPage):
    """Visits that no longer fit the calendar."""

    rule = can_plan_forum
    template_name = "workshops/forum_recheck.html"
    title = _("Visits that no longer fit the calendar")
    lead = _("The calendar or a rule has changed, or they were planned against it. Move or cancel them.")
    crumbs = FORUMS

    def get_links(self) -> Iterable[Link]:
        """All at once."""
        yield Link(_("Move many visits"), reverse("workshops:reschedule"), "primary")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The visits, and why."""
        return super().get_context_data(broken=broken_visits(), **kwargs)


class ForumAdd(Previewed, FormPage):
    """Second step: when, what, who."""

    rule = can_plan_forum
    form_class = ForumForm
    template_name = "workshops/forum_form.html"
    title = _("Plan a forum")
    button = _("Plan")
    done = _("The forum is in the calendar, and the team has been told.")
    draft = "forum"
    crumbs = FORUMS

    @cached_property
    def school(self) -> School:
        """The school of the address."""
        return get_object_or_404(School.objects.open().select_related("county"), pk=self.kwargs["pk"])

    def get_lead(self) -> str:
        """Where."""
        return self.school.full_name

    def get_form_kwargs(self) -> dict[str, Any]:
        """An empty gathering at that school."""
        return {**super().get_form_kwargs(), "instance": Forum(school=self.school)}


class OneForum:
    """Pages under one gathering."""

    queryset: QuerySet = Forum.objects.select_related("school__county", "wish", "feedback").prefetch_related(
        "bookings__facilitator", "programme", "steps__by", "sessions__bookings__facilitator", "guests__school__county"
    )
    get_object: Any

    def get_crumbs(self) -> list[Any]:
        """Under the gathering."""
        forum = self.get_object()
        return [(_("Forums"), reverse("workshops:forum-list")), (str(forum), forum.get_absolute_url())]


def team_facts(forum: Forum, user: Any) -> dict[str, Any]:
    """What those see who may see the team; what the host asked for is not for schools that only come."""
    comes = forum.guests.filter(school__members__user=user.pk).exists()
    return {
        "can_print": True,
        "team": forum.get_team(),
        "wish": None if comes else getattr(forum, "wish", None),
        "steps": forum.steps.all(),
        "blocks": open_blocks(forum, forum.get_people()) if forum.state in AHEAD else [],
        "overrides": forum.overrides.select_related("by"),
        "feedback": getattr(forum, "feedback", None),
    }


def office_facts(forum: Forum) -> dict[str, Any]:
    """What an officer sees besides."""
    ahead = forum.state in AHEAD
    return {
        "warnings": warnings_of(forum, forum.get_people()) if ahead else [],
        "reminders": reminders_to_come(forum),
        "reserved": forum.reservations.select_related("title", "reserved_by"),
        "can_change": ahead,
    }


class ForumDetail(ThingPage):
    """One gathering: how far it is, what is missing, who goes, what happened."""

    rule = can_see_forums
    queryset = OneForum.queryset
    template_name = "workshops/forum_detail.html"
    crumbs = FORUMS

    def get_lead(self) -> str:
        """When and what about."""
        return f"{self.get_object().when} · {self.get_object().topic}"

    def get_links(self) -> Iterable[Link]:
        """What this person may do now."""
        return links_of(self.get_object(), self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Line, sessions, newest report; what team and office see besides."""
        forum, user = self.get_object(), self.request.user
        facts = team_facts(forum, user) if can_see_team(user) else {}
        facts |= office_facts(forum) if can_plan_forum(user) else {}
        return super().get_context_data(
            stations=stations_of(forum),
            report=forum.reports.filter(newest=True).select_related("sent_by").first(),
            sent=Message.objects.visible_to(user).filter(about_url=forum.get_absolute_url()),
            days=pdf.days_of(forum) if forum.starts_at else [],
            guests=forum.guests.all(),
            can_pack=bool(can_report(user)),
            photos=forum.photos.kept() if can_report(user) else [],
            **facts,
            **kwargs,
        )


class ForumChange(Previewed, OneForum, ChangePage):
    """Another day, another team."""

    rule = can_plan_forum
    form_class = ForumForm
    template_name = "workshops/forum_form.html"
    title = _("Change the visit")
    done = _("The visit is changed, and the team has been told.")

    def get_lead(self) -> str:
        """Where."""
        return self.get_object().school.full_name


class ForumCancel(Previewed, OneForum, ChangePage):
    """It does not take place."""

    rule = can_plan_forum
    form_class = CancelForm
    title = _("Cancel the visit")
    lead = _("The team is told at once. The time of the school and of the team is free again.")
    button = _("Cancel the visit")
    done = _("The visit is cancelled.")


class ForumReportPage(OneForum, ChangePage):
    """What happened, from a phone."""

    rule = can_report
    form_class = ReportForm
    template_name = "workshops/forum_report.html"
    title = _("What happened")
    button = _("Send the report")
    done = _("Thank you. The report is in.")
    draft = "report"

    def get_lead(self) -> str:
        """Which one."""
        return f"{self.get_object()} · {self.get_object().when}"

    def get_success_url(self) -> str:
        """Back to the gathering."""
        return self.get_object().get_absolute_url()


class Programme(OneForum, PdfPage):
    """The programme on paper, while the visit stands."""

    rule = can_see_team
    queryset = OneForum.queryset.filter(active=True)

    def paper(self, thing: Forum) -> Paper:
        """Print."""
        return pdf.programme(thing)


class Register(OneForum, PdfPage):
    """The attendance register on paper, while the visit stands."""

    rule = can_see_team
    queryset = OneForum.queryset.filter(active=True)

    def paper(self, thing: Forum) -> Paper:
        """Print."""
        return pdf.register(thing)


class Pack(OneForum, PdfPage):
    """Everything that the team carries, in one document."""

    rule = can_report
    queryset = OneForum.queryset.filter(active=True)

    def paper(self, thing: Forum) -> Paper:
        """Print."""
        return pdf.pack(thing, self.request.user)
