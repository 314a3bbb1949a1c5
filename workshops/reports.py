"""What gatherings can say in numbers, and what they ask for on a start page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.rules import is_facilitator, is_officer
from core.calendars import CalendarEntry
from core.needs import Day, Need, WeekEntry
from schools.models import County
from schools.reports.calendar import load_calendar, school_windows
from schools.reports.windows import why_not
from workshops.choices import State
from workshops.models import Booking, Forum, HeadCount


@dataclass(frozen=True)
class Reach:
    """How far the programme has come in a year.

    schools: schools with at least one reported gathering; counties: counties with such a school, of 47;
    participations: the sum of head-counts, in which a learner who came twice counts twice.
    """

    year: int
    schools: int
    counties: int
    participations: int
    by_county: dict[str, int]


def reach(year: int) -> Reach:
    """The reach of a calendar year, from the newest report of each gathering."""
    counts = HeadCount.objects.filter(report__forum__starts_at__year=year)
    by_county = counts.by_county()
    return Reach(year, sum(by_county.values()), len(by_county), counts.participations(), by_county)


def counties_not_reached(year: int) -> list[County]:
    """Where nobody has been in a year."""
    return list(County.objects.exclude(code__in=reach(year).by_county))


def week_of(user: Any, today: date) -> list[Day]:
    """The week of a day as this person sees it: Monday to Friday, and the weekend if something happens then.

    At an empty weekend it is the week to come.
    """
    mine = Forum.objects.visible_to(user).active()
    monday = today - timedelta(days=today.weekday())
    sunday = monday + timedelta(days=6)
    if today.weekday() >= 5 and not mine.between(today, sunday).exists():
        monday, sunday = sunday + timedelta(days=1), sunday + timedelta(days=7)
    forums = mine.between(monday, sunday)
    days = {monday + timedelta(days=n): Day(monday + timedelta(days=n)) for n in range(7)}
    for forum in forums.select_related("school").order_by("starts_at"):
        entry = WeekEntry(
            at=forum.starts_at,
            words=forum.school.name,
            url=forum.get_absolute_url(),
            detail=forum.topic,
            waits=forum.state == State.PLANNED and forum.is_over,
        )
        days[timezone.localtime(forum.starts_at).date()].entries.append(entry)
    return [day for day in days.values() if day.entries or day.date.weekday() < 5]


def needs_of(user: Any) -> Iterator[Need]:
    """Reports that are due: for the team to write, for an officer to chase."""
    if is_facilitator(user):
        yield from _reports_to_write(user)
    if is_officer(user):
        yield from _reports_to_chase()
        yield from _visits_to_move()


@dataclass(frozen=True)
class BrokenVisit:
    """A visit that the calendar no longer allows, and why."""

    forum: Forum
    why: list[str]


def broken_visits() -> list[BrokenVisit]:
    """Visits to come that fall outside the days and hours of the calendar as it stands now."""
    forums = Forum.objects.filter(state=State.PLANNED, starts_at__gt=timezone.now())
    forums = forums.select_related("school__county").prefetch_related("school__blackouts").order_by("starts_at")
    planned = [(forum, timezone.localtime(forum.starts_at), timezone.localtime(forum.ends_at)) for forum in forums]
    if not planned:
        return []
    calendar = load_calendar(start.year for _forum, start, _end in planned)
    found = []
    for forum, start, end in planned:
        if start.year in calendar.years:  # where no calendar is published, nothing is known yet
            day = school_windows(forum.school, start.date(), start.date(), calendar)[0]
            if why := why_not(day, start.time(), end.time()):
                found.append(BrokenVisit(forum, why))
    return found


def _visits_to_move() -> Iterator[Need]:
    broken = broken_visits()
    if broken:
        words = ngettext(
            "%(n)d visit no longer fits the calendar", "%(n)d visits no longer fit the calendar", len(broken)
        )
        yield Need(
            words=words % {"n": len(broken)},
            detail=broken[0].forum.when,
            due=broken[0].forum.starts_at,
            url=reverse("workshops:forum-recheck"),
            action=_("Look"),
        )


def _reports_to_write(user: Any) -> Iterator[Need]:
    for forum in Forum.objects.led_by(user).awaiting_report().select_related("school"):
        yield Need(
            words=_("Report: %(school)s") % {"school": forum.school},
            detail=forum.when,
            due=forum.report_due,
            url=f"{forum.get_absolute_url()}report/",
            action=_("Report"),
        )


def _reports_to_chase() -> Iterator[Need]:
    waiting = Forum.objects.awaiting_report().select_related("school").prefetch_related("bookings__facilitator")
    for forum in waiting:
        names = ", ".join(booking.facilitator.short_name for booking in forum.get_team())
        yield Need(
            words=_("Report missing: %(school)s") % {"school": forum.school},
            detail=f"{forum.when} · {names}",
            due=forum.report_due,
            url=forum.get_absolute_url(),
            action=_("Open"),
        )


def calendar_entries(person: Any) -> list[CalendarEntry]:
    """The gatherings of a person's private calendar; cancelled ones say so.

    A facilitator's are those in whose team he or she is or was; everybody else's are all that the person may see.
    """
    since = timezone.now() - timedelta(days=90)
    if is_officer(person) or not is_facilitator(person):
        forums = Forum.objects.visible_to(person).filter(ends_at__gte=since).select_related("school__county")
        return [_entry(forum, forum.active) for forum in forums]
    bookings = Booking.objects.filter(facilitator=person, ends_at__gte=since).select_related("forum__school__county")
    return [_entry(booking.forum, booking.active) for booking in bookings]


def _entry(forum: Forum, active: bool) -> CalendarEntry:
    """One gathering in a calendar. Whoever left its team sees it cancelled."""
    return CalendarEntry(
        uid=f"forum-{forum.pk}@{urlsplit(settings.SITE_URL).hostname}",
        revision=forum.revision,
        changed_at=forum.changed_at,
        starts_at=forum.starts_at,
        ends_at=forum.ends_at,
        summary=str(forum),
        location=", ".join(filter(None, [forum.place, forum.school.full_name])),
        description=forum.topic,
        url=f"{settings.SITE_URL}{forum.get_absolute_url()}",
        cancelled=not active,
    )
