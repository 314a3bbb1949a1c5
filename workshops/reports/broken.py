"""Visits that the calendar no longer allows."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from schools.reports.calendar import load_calendar, school_windows
from schools.reports.windows import why_not
from workshops.choices import AHEAD, Bar
from workshops.models import Forum


@dataclass(frozen=True)
class BrokenVisit:
    """A visit that the calendar no longer allows, and why."""

    forum: Forum
    why: list[str]


def broken_visits() -> list[BrokenVisit]:
    """Visits to come that fall outside the days and hours of the calendar as it stands now, and no exception holds."""
    forums = Forum.objects.filter(state__in=AHEAD, starts_at__gt=timezone.now()).exclude(overrides__bar=Bar.CALENDAR)
    forums = forums.select_related("school__county").prefetch_related("school__blackouts").order_by("starts_at")
    return [BrokenVisit(forum, why) for forum, why in fit_of(forums) if why]


def fit_of(forums: Iterable[Forum]) -> list[tuple[Forum, list[str]]]:
    """Each visit, and why the calendar as it stands does not allow it; nothing where it does."""
    planned = [(forum, timezone.localtime(forum.starts_at), timezone.localtime(forum.ends_at)) for forum in forums]
    if not planned:
        return []
    calendar = load_calendar(start.year for _forum, start, _end in planned)
    found: list[tuple[Forum, list[str]]] = []
    for forum, start, end in planned:
        if start.year in calendar.years:  # where no calendar is published, nothing is known yet
            day = school_windows(forum.school, start.date(), start.date(), calendar)[0]
            found.append((forum, why_not(day, start.time(), end.time())))
        else:
            found.append((forum, []))
    return found
