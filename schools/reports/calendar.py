"""The calendar as it stands in the register, read once for many schools."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache

import holidays
from django.utils.translation import get_language

from schools.choices import Boarding, RuleKind
from schools.models import CalendarVersion, ExamWindow, ExtraHoliday, HalfTerm, School, Term, VisitRule
from schools.reports.windows import ClosedTerm, Hours, Needed, SchoolCalendar, Span, VisitDay, visit_windows

LANGUAGE = {"sw": "sw", "en": "en_KE"}


@lru_cache(maxsize=32)
def public_holidays(year: int, language: str) -> dict[date, str]:
    """Kenya's public holidays of a year, with those that Muslims keep; the library needs a moment for the first."""
    found = holidays.country_holidays("KE", years=year, language=language, categories=("public", "islamic"))
    return dict(found.items())


def load_calendar(years: Iterable[int]) -> SchoolCalendar:
    """The calendars of these years, each for the days on which it is in force, with holidays and rules."""
    wanted = sorted(set(years))
    found = CalendarVersion.objects.filter(year__in=wanted).prefetch_related("terms", "half_terms", "exams")
    versions = list(in_force_spans(found))
    language = LANGUAGE.get(get_language() or "en", "en_KE")
    off = {day: name for year in wanted for day, name in public_holidays(year, language).items()}
    off |= dict(ExtraHoliday.objects.filter(day__year__in=wanted).values_list("day", "name"))
    rules = list(VisitRule.objects.all())
    return SchoolCalendar(
        years=frozenset(version.year for version, _held in versions),
        terms=[span for v, held in versions for t in v.terms.all() if (span := _within(held, t, t.number))],
        half_terms=[span for v, held in versions for h in v.half_terms.all() if (span := _within(held, h))],
        exams=[span for v, held in versions for e in v.exams.all() if (span := _within(held, e))],
        holidays=off,
        closed_terms=[
            ClosedTerm(rule.term or 0, rule.words, rule.effective_from, rule.effective_to)
            for rule in rules
            if rule.kind == RuleKind.CLOSED_TERM
        ],
        hours=[
            Hours(r.opens, r.closes, r.weekdays, r.boarding_only, r.words, r.effective_from, r.effective_to)
            for r in rules
            if r.kind == RuleKind.HOURS and r.opens and r.closes
        ],
        needed=[
            Needed(rule.words, rule.effective_from, rule.effective_to)
            for rule in rules
            if rule.kind == RuleKind.AUTHORITY
        ],
        sources=[f"{version}: {version.source}" for version, _held in versions],
    )


def in_force_spans(versions: Iterable[CalendarVersion]) -> Iterator[tuple[CalendarVersion, Span]]:
    """The days for which each version speaks: from its first day in force until a newer one takes over.

    The oldest version of a year speaks from the beginning of the year, whenever it was announced.
    """
    by_year: dict[int, list[CalendarVersion]] = {}
    for version in versions:
        by_year.setdefault(version.year, []).append(version)
    for year, found in by_year.items():
        until = date(year, 12, 31)
        newest_first = sorted(found, key=lambda version: -version.number)
        for version in newest_first:
            first = date(year, 1, 1) if version is newest_first[-1] else max(version.effective_from, date(year, 1, 1))
            if first <= until:
                yield version, Span(first, until, str(version))
                until = first - timedelta(days=1)


def _within(held: Span, days: Term | HalfTerm | ExamWindow, number: int = 0) -> Span | None:
    """The days of a term or break for which its version speaks."""
    first, last = max(days.first, held.first), min(days.last, held.last)
    return Span(first, last, str(days), number) if first <= last else None


def school_windows(school: School, first: date, last: date, calendar: SchoolCalendar | None = None) -> list[VisitDay]:
    """The days on which one school may be visited."""
    calendar = calendar or load_calendar(range(first.year, last.year + 1))
    spans = [Span(b.first, b.last, b.reason) for b in school.blackouts.all() if b.last >= first and b.first <= last]
    boarding = school.boarding in {Boarding.BOARDING, Boarding.BOTH}
    return visit_windows(calendar, first, last, boarding=boarding, blackouts=spans)
