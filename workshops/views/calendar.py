"""The calendar: a month, a week by facilitator, an agenda; one visit for a phone; what clashes while one edits."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from core.calendars import calendar_file
from core.pages import Link, Page, PlainPage
from schools.models import School
from workshops.forms import ClashForm
from workshops.models import Forum
from workshops.reports import agenda_of, forum_entries, grid_of, month_of
from workshops.rules import can_plan_forum, can_see_forums
from workshops.views.ask import PublicPage, SchoolVisit
from workshops.views.forum import FORUMS, OneForum

AGENDA_DAYS = 42


class CalendarPage(PlainPage):
    """What all three share: the day they begin with, the way to the others, a page back and a page on."""

    rule = can_see_forums
    url_name = ""
    crumbs = FORUMS

    @cached_property
    def first(self) -> date:
        """The day of the address, or today where it says none that exists."""
        try:
            day = date.fromisoformat(self.request.GET.get("day", ""))
        except ValueError:
            day = timezone.localdate()
        return self.begin(day if 2000 < day.year < 2100 else timezone.localdate())

    def begin(self, day: date) -> date:
        """With which day the page of a day begins."""
        return day

    def around(self) -> tuple[date, date]:
        """The first days of the page before and of the page after."""
        raise NotImplementedError

    def get_links(self) -> Iterable[Link]:
        """The other ways to look at it."""
        ways = [(_("Month"), "month"), (_("Week"), "week"), (_("Agenda"), "agenda")]
        for words, name in ways:
            if name != self.url_name and (name != "week" or can_plan_forum(self.request.user)):
                yield Link(words, f"{reverse(f'workshops:calendar-{name}')}?day={self.first.isoformat()}")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Where back and on lead."""
        before, after = self.around()
        return super().get_context_data(before=before, after=after, today=timezone.localdate(), **kwargs)


class CalendarMonth(CalendarPage):
    """A month."""

    url_name = "month"
    template_name = "workshops/calendar_month.html"

    def begin(self, day: date) -> date:
        """The first of the month."""
        return day.replace(day=1)

    def around(self) -> tuple[date, date]:
        """A month back, a month on."""
        return (self.first - timedelta(days=1)).replace(day=1), (self.first + timedelta(days=31)).replace(day=1)

    def get_title(self) -> str:
        """Which month."""
        return date_format(self.first, "F Y")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The weeks."""
        return super().get_context_data(weeks=month_of(self.request.user, self.first), first=self.first, **kwargs)


class CalendarWeek(CalendarPage):
    """A week, by facilitator."""

    rule = can_plan_forum
    url_name = "week"
    template_name = "workshops/calendar_week.html"
    title = _("Week by facilitator")

    def begin(self, day: date) -> date:
        """Monday."""
        return day - timedelta(days=day.weekday())

    def around(self) -> tuple[date, date]:
        """A week back, a week on."""
        return self.first - timedelta(days=7), self.first + timedelta(days=7)

    def get_lead(self) -> str:
        """From when to when."""
        return f"{date_format(self.first)} – {date_format(self.first + timedelta(days=6))}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The grid."""
        days = [self.first + timedelta(days=n) for n in range(7)]
        return super().get_context_data(rows=grid_of(self.first), days=days, **kwargs)


class CalendarAgenda(CalendarPage):
    """What comes, day by day."""

    url_name = "agenda"
    template_name = "workshops/calendar_agenda.html"
    title = _("Agenda")
    lead = _("Six weeks, and only the days on which something happens.")

    def around(self) -> tuple[date, date]:
        """Six weeks back, six weeks on."""
        return self.first - timedelta(days=AGENDA_DAYS), self.first + timedelta(days=AGENDA_DAYS)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The days."""
        days = agenda_of(self.request.user, self.first, AGENDA_DAYS)
        return super().get_context_data(days=days, first=self.first, **kwargs)


class Clash(PlainPage):
    """What stands against a date and a team while they are being chosen; the same is asked again when it is sent."""

    rule = can_plan_forum
    template_name = "workshops/clash.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What bars it, what to think about; nothing while something is still to be chosen."""
        school = get_object_or_404(School.objects.select_related("county"), pk=self.kwargs["pk"])
        form = ClashForm(self.request.GET, school=school)
        bars, warnings = form.find() if form.is_valid() else ([], [])
        return super().get_context_data(bars=bars, warnings=warnings, known=form.is_valid(), **kwargs)


def visit_file(forum: Forum) -> HttpResponse:
    """One visit as a file that a phone's calendar opens; a cancelled one takes itself out again."""
    method = "PUBLISH" if forum.active else "CANCEL"
    body = calendar_file(forum_entries(forum), name=str(forum), method=method)
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{forum.number}.ics"'
    response["Cache-Control"] = "private, no-store"
    return response


class ForumFile(OneForum, Page, View):
    """One visit for the team's phones."""

    rule = can_see_forums

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The file, or 404."""
        rows = Forum.objects.visible_to(request.user).dated().select_related("school__county")
        return visit_file(get_object_or_404(rows, pk=pk))


class SchoolFile(PublicPage, Page, View):
    """The same for the school, by its link."""

    rule = SchoolVisit.rule

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """The file, or 404."""
        rows = Forum.objects.dated().select_related("school__county")
        return visit_file(get_object_or_404(rows, token=token.upper()))
