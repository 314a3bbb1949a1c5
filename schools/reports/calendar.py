"""The calendar as it stands in the register, read once for many schools."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

import holidays
from django.utils.translation import get_language

from schools.choices import Boarding, RuleKind
from schools.models import CalendarVersion, ExtraHoliday, School, VisitRule
from schools.reports.windows import ClosedTerm, Hours, SchoolCalendar, Span, VisitDay, visit_windows

LANGUAGE = {"sw": "sw", "en": "en_KE"}


@lru_cache(maxsize=32)
def public_holidays(year: int, language: str) -> dict[date, str]:
    """Kenya's public holidays of a year, with those that Muslims keep; the library needs a moment for the first."""
    found = holidays.country_holidays("KE", years=year, language=language, categories=("public", "islamic"))
    return dict(found.items())


def load_calendar(years: Iterable[int]) -> SchoolCalendar:
    """The newest calendar of each of these years, with holidays and rules."""
    wanted = sorted(set(years))
    versions = [version for year in wanted if (version := CalendarVersion.objects.in_force(year))]
    language = LANGUAGE.get(get_language() or "en", "en_KE")
    off = {day: name for year in wanted for day, name in public_holidays(year, language).items()}
    off |= dict(ExtraHoliday.objects.filter(day__year__in=wanted).values_list("day", "name"))
    rules = list(VisitRule.objects.all())
    return SchoolCalendar(
        years=frozenset(version.year for version in versions),
        terms=[Span(t.first, t.last, str(t), t.number) for version in versions for t in version.terms.all()],
        half_terms=[Span(h.first, h.last, str(h)) for version in versions for h in version.half_terms.all()],
        exams=[Span(e.first, e.last, e.name) for version in versions for e in version.exams.all()],
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
        authorities=[rule.words for rule in rules if rule.kind == RuleKind.AUTHORITY],
        sources=[f"{version}: {version.source}" for version in versions],
    )


def school_windows(school: School, first: date, last: date, calendar: SchoolCalendar | None = None) -> list[VisitDay]:
    """The days on which one school may be visited."""
    calendar = calendar or load_calendar(range(first.year, last.year + 1))
    spans = [Span(b.first, b.last, b.reason) for b in school.blackouts.all() if b.last >= first and b.first <= last]
    boarding = school.boarding in {Boarding.BOARDING, Boarding.BOTH}
    return visit_windows(calendar, first, last, boarding=boarding, blackouts=spans)
