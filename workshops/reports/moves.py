"""Where visits could go that must move: the first open day on which school, team and papers are free."""

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from schools.reports.calendar import load_calendar, school_windows
from schools.reports.windows import SchoolCalendar, VisitDay, why_not
from workshops.choices import State
from workshops.models import Forum
from workshops.services.door import clashes_of, open_blocks
from workshops.services.holding import schools_of, slots_of

HORIZON = 150  # days ahead that are searched


@dataclass
class Move:
    """One visit, why it moves, and to when; without a day nothing was found."""

    forum: Forum
    why: list[str] = field(default_factory=list)
    starts_at: datetime | None = None
    lacks: str = ""

    @property
    def value(self) -> str:
        """How a form carries it."""
        return f"{self.forum.pk}/{self.forum.revision}/{self.starts_at.isoformat() if self.starts_at else ''}"

    @property
    def new_when(self) -> str:
        """The new day and hour."""
        if self.starts_at is None:
            words = _("no open day within %(days)d days") % {"days": HORIZON}
            return f"{words} ({self.lacks})" if self.lacks else words
        return date_format(timezone.localtime(self.starts_at), "DATETIME_FORMAT")


def moves_for(visits: Iterable[tuple[Forum, list[str]]], first: date) -> list[Move]:
    """A new day for each visit, from `first` on, in their order; two of them never take the same person or school."""
    visits = list(visits)
    last = first + timedelta(days=HORIZON)
    calendar = load_calendar(range(first.year, last.year + 1)) if visits else None
    taken: list[Forum] = []
    found = []
    for forum, why in visits:
        move = Move(forum, why)
        placed = _first_open(forum, first, last, calendar, taken) if calendar else None
        if placed:
            move.starts_at = placed.starts_at
            taken.append(placed)
        elif calendar:
            move.lacks = " ".join(school_windows(forum.school, last, last, calendar)[0].closed)
        found.append(move)
    return found


def _first_open(
    forum: Forum, first: date, last: date, calendar: SchoolCalendar, taken: Sequence[Forum]
) -> Forum | None:
    team = forum.get_people()
    for day in school_windows(forum.school, first, last, calendar):
        start, (begins, ends) = _start_on(forum, day), forum.span
        if start is None or start == begins:
            continue
        there = copy(forum)
        there.starts_at, there.ends_at = start, ends + (start - begins)
        if any(_meet(there, other) for other in taken) or clashes_of(there, team):
            continue
        if not open_blocks(there, team, with_authority=forum.state == State.CONFIRMED):
            return there
    return None


def _start_on(forum: Forum, day: VisitDay) -> datetime | None:
    """At the same hour if the school is open then, else as soon as it opens; None where the visit does not fit."""
    if not day.is_open or forum.starts_at is None or forum.ends_at is None:
        return None
    zone = timezone.get_default_timezone()
    begins = timezone.localtime(forum.starts_at).time()
    first = slots_of(forum, [])[0].forum
    length = first.ends_at - first.starts_at  # type: ignore[operator]  # the visit has a date
    for opens in (begins, *(slot.opens for slot in day.slots)):
        start = datetime.combine(day.day, opens, zone)
        end = start + length
        if end.date() == day.day and not why_not(day, opens, end.time()):
            return start
    return None


def _meet(one: Forum, other: Forum) -> bool:
    """Whether two visits share a moment and a person or a school."""
    theirs = {*(p.pk for p in one.get_people())} & {*(p.pk for p in other.get_people())}
    schools = {s.pk for s in schools_of(one)} & {s.pk for s in schools_of(other)}
    together = one.starts_at < other.ends_at and other.starts_at < one.ends_at  # type: ignore[operator]  # the visit has a date
    return together and bool(theirs or schools)
