"""The calendar of a school year and the rules about visitors, published in versions."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from accounts.models import User
from accounts.services.log import record
from core.access import demand
from schools.models import (
    Blackout,
    CalendarVersion,
    ExamWindow,
    ExtraHoliday,
    HalfTerm,
    SavedFilter,
    School,
    Term,
    VisitRule,
)
from schools.rules import can_edit_register, can_see_register

Span = tuple[date, date]


@transaction.atomic
def publish_calendar(
    *,
    version: CalendarVersion,
    terms: Sequence[tuple[int, date, date]],
    half_terms: Sequence[Span],
    exams: Sequence[tuple[str, date, date]],
    by: User,
) -> CalendarVersion:
    """Publish the calendar of a year. An earlier one of the same year stays as history.

    Raises:
        ValidationError: there is no term, days come in the wrong order or overlap, or `by` may not.
    """
    demand(can_edit_register(by))
    _check_days(version.year, terms, half_terms, exams)
    last = CalendarVersion.objects.filter(year=version.year).aggregate(last=Max("number"))["last"] or 0
    version.pk, version.number, version.published_by = None, last + 1, by
    version._state.adding = True
    version.full_clean()
    version.save()
    _write_days(version, terms, half_terms, exams)
    record(by, N_("published the"), version)
    return version


@transaction.atomic
def load_calendar_year(*, calendar: dict[str, Any], rules: Iterable[dict[str, Any]]) -> int:
    """Write the calendar and the rules that come with the system, where there are none. Returns how many rules."""
    if not CalendarVersion.objects.filter(year=calendar["year"]).exists():
        spans = {name: calendar[name] for name in ("terms", "half_terms", "exams")}
        said = {name: value for name, value in calendar.items() if name not in spans}
        _write_days(CalendarVersion.objects.create(number=1, **said), **spans)
    if VisitRule.objects.exists():
        return 0
    return len(VisitRule.objects.bulk_create(VisitRule(**rule) for rule in rules))


def _write_days(version: CalendarVersion, terms: Any, half_terms: Any, exams: Any) -> None:
    Term.objects.bulk_create(Term(version=version, number=n, first=a, last=z) for n, a, z in terms)
    HalfTerm.objects.bulk_create(HalfTerm(version=version, first=a, last=z) for a, z in half_terms)
    ExamWindow.objects.bulk_create(ExamWindow(version=version, name=name[:60], first=a, last=z) for name, a, z in exams)


def _check_days(year: int, terms: Sequence[Any], half_terms: Sequence[Any], exams: Sequence[Any]) -> None:
    if not terms:
        raise ValidationError({"terms": _("A calendar has at least one term.")})
    spans = sorted((first, last) for _n, first, last in terms)
    for first, last in [*spans, *half_terms, *(span[1:] for span in exams)]:
        if last < first:
            raise ValidationError(_("The last day must not come before the first."))
        if first.year != year:
            raise ValidationError(_("%(day)s is not in %(year)d."), params={"day": first, "year": year})
    for (_first, last), (first, _last) in zip(spans, spans[1:], strict=False):
        if first <= last:
            raise ValidationError({"terms": _("Two terms share a day.")})
    for first, last in half_terms:
        if not any(a <= first and last <= z for a, z in spans):
            raise ValidationError({"half_terms": _("A half-term lies within a term.")})


@transaction.atomic
def save_rule(*, rule: VisitRule, by: User) -> VisitRule:
    """Add a rule about visitors, or keep its changes.

    Raises:
        ValidationError: it lacks what its kind needs, or `by` may not.
    """
    demand(can_edit_register(by))
    if rule.kind == "closed" and not rule.term:
        raise ValidationError({"term": _("Say which term is closed.")})
    if rule.kind == "hours" and not (rule.opens and rule.closes and rule.opens < rule.closes):
        raise ValidationError({"opens": _("Say from when until when visitors come.")})
    rule.full_clean()
    rule.save()
    record(by, N_("wrote down the rule"), rule)
    return rule


@transaction.atomic
def add_holiday(*, holiday: ExtraHoliday, by: User) -> ExtraHoliday:
    """Write down a day off that was gazetted, or that a religion keeps.

    Raises:
        ValidationError: the day has a name already, or `by` may not.
    """
    demand(can_edit_register(by))
    holiday.full_clean()
    holiday.save()
    record(by, N_("wrote down the day off"), holiday)
    return holiday


@transaction.atomic
def add_blackout(*, school: School, first: date, last: date, reason: str, by: User) -> Blackout:
    """Write down days on which a school takes no visitor.

    Raises:
        ValidationError: the days come in the wrong order, or `by` may not.
    """
    demand(can_edit_register(by))
    blackout = Blackout(school=school, first=first, last=last, reason=reason)
    blackout.full_clean()
    blackout.save()
    record(by, N_("wrote down closed days of"), school)
    return blackout


@transaction.atomic
def remove_blackout(*, blackout: Blackout, by: User) -> None:
    """The school takes visitors on these days after all."""
    demand(can_edit_register(by))
    record(by, N_("took away closed days of"), blackout.school)
    blackout.delete()


@transaction.atomic
def save_filter(*, name: str, query: str, by: User) -> SavedFilter:
    """Keep a way of narrowing the list of schools; the same name again replaces it."""
    demand(can_see_register(by))
    kept, _new = SavedFilter.objects.update_or_create(owner=by, name=name, defaults={"query": query[:400]})
    record(by, N_("kept the filter"), kept)
    return kept


@transaction.atomic
def drop_filter(*, saved: SavedFilter, by: User) -> None:
    """Forget a filter."""
    if saved.owner_id != by.pk:
        raise ValidationError(_("This filter is somebody else’s."))
    record(by, N_("forgot the filter"), saved)
    saved.delete()
