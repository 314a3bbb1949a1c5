"""On which days, and in which hours, a school may be visited; or why not. Pure: the calendar is an argument."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from django.utils.translation import gettext as _

from core.pages import Words


@dataclass(frozen=True)
class Span:
    """Days from first to last, and what they are."""

    first: date
    last: date
    words: Words
    number: int = 0  # of a term

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Hours:
    """Hours in which visitors come: on which weekdays (1 is Monday), at which schools, and since when."""

    opens: time
    closes: time
    weekdays: str
    boarding_only: bool
    words: Words
    first: date
    last: date | None


@dataclass(frozen=True)
class ClosedTerm:
    """A term in which no visitor comes."""

    number: int
    words: Words
    first: date
    last: date | None


@dataclass(frozen=True)
class Needed:
    """A paper that a visitor must bring, and since when."""

    words: Words
    first: date
    last: date | None


@dataclass(frozen=True)
class SchoolCalendar:
    """All that governs visits: terms, breaks, examinations, holidays, rules. `years` are those that have a calendar."""

    years: frozenset[int]
    terms: Sequence[Span]
    half_terms: Sequence[Span]
    exams: Sequence[Span]
    holidays: dict[date, str]
    closed_terms: Sequence[ClosedTerm] = ()
    hours: Sequence[Hours] = ()
    needed: Sequence[Needed] = ()
    sources: Sequence[str] = ()


@dataclass(frozen=True)
class Slot:
    """Hours of one day that are open."""

    opens: time
    closes: time


@dataclass(frozen=True)
class VisitDay:
    """One day: its open hours and what a visitor must bring, or the reasons why it is closed."""

    day: date
    slots: tuple[Slot, ...] = ()
    closed: tuple[str, ...] = field(default=())
    needs: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether somebody may come at all."""
        return bool(self.slots) and not self.closed


def visit_windows(
    calendar: SchoolCalendar, first: date, last: date, *, boarding: bool = False, blackouts: Sequence[Span] = ()
) -> list[VisitDay]:
    """Each day from first to last, with its open hours or the reasons why it is closed."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [_day(calendar, day, boarding, blackouts) for day in days]


def _day(calendar: SchoolCalendar, day: date, boarding: bool, blackouts: Sequence[Span]) -> VisitDay:
    closed = tuple(_reasons(calendar, day, blackouts))
    slots = tuple(
        Slot(hours.opens, hours.closes)
        for hours in calendar.hours
        if str(day.isoweekday()) in hours.weekdays and (boarding or not hours.boarding_only) and _holds(hours, day)
    )
    if closed:
        return VisitDay(day, (), closed)
    if not slots:
        return VisitDay(day, (), (_("No visiting hours on this weekday."),))
    needs = tuple(str(needed.words) for needed in calendar.needed if _holds(needed, day))
    return VisitDay(day, tuple(sorted(set(slots), key=lambda slot: slot.opens)), (), needs)


def _holds(rule: Hours | ClosedTerm | Needed, day: date) -> bool:
    """Whether a rule is in force on a day."""
    return rule.first <= day and (rule.last is None or day <= rule.last)


def _reasons(calendar: SchoolCalendar, day: date, blackouts: Sequence[Span]) -> Iterator[str]:
    if day.year not in calendar.years:
        yield _("There is no calendar of %(year)d yet.") % {"year": day.year}
        return
    term = next((term for term in calendar.terms if day in term), None)
    if term is None:
        yield _("School holidays.")
    for rule in calendar.closed_terms:
        if term and term.number == rule.number and _holds(rule, day):
            yield str(rule.words)
    for span in calendar.half_terms:
        if day in span:
            yield _("Half-term.")
    for span in calendar.exams:
        if day in span:
            yield _("Examinations: %(name)s.") % {"name": span.words}
    if day in calendar.holidays:
        yield _("Public holiday: %(name)s.") % {"name": calendar.holidays[day]}
    for span in blackouts:
        if day in span:
            yield _("The school takes no visitors: %(why)s.") % {"why": span.words}


def why_not(day: VisitDay, opens: time, closes: time) -> list[str]:
    """Why a visit from when to when does not fit into a day; empty if it does."""
    if not day.is_open:
        return list(day.closed)
    if any(slot.opens <= opens and closes <= slot.closes for slot in day.slots):
        return []
    hours = ", ".join(f"{slot.opens:%H:%M}–{slot.closes:%H:%M}" for slot in day.slots)
    return [_("Outside the visiting hours %(hours)s.") % {"hours": hours}]
