"""What gatherings can say in numbers."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from core.needs import Day, WeekEntry
from schools.models import County
from workshops.choices import UNREPORTED
from workshops.models import Forum, HeadCount
from workshops.reports.plan import entries_of


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
    forums = mine.during(monday, sunday)
    days = {monday + timedelta(days=n): Day(monday + timedelta(days=n)) for n in range(7)}
    for forum, session in entries_of(forums.select_related("school").prefetch_related("sessions")):
        entry = WeekEntry(
            at=session.starts_at if session else forum.span[0],
            words=forum.school.name,
            url=forum.get_absolute_url(),
            detail=session.title if session else forum.topic,
            waits=forum.state in UNREPORTED and forum.is_over,
        )
        on = timezone.localtime(entry.at).date()
        if on in days:
            days[on].entries.append(entry)
    for day in days.values():
        day.entries.sort(key=lambda entry: entry.at)
    return [day for day in days.values() if day.entries or day.date.weekday() < 5]
