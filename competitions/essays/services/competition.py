"""Setting up a competition and moving it on."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from accounts.models import User
from accounts.rules import is_officer
from accounts.services.log import record
from competitions.essays.choices import CompetitionState
from competitions.essays.models import Competition, Criterion, JudgePlace
from competitions.essays.rules import can_run_competition
from core.access import demand
from schools.models import ClassLevel


@transaction.atomic
def save_competition(
    *,
    competition: Competition,
    criteria: Sequence[Criterion],
    class_levels: Iterable[ClassLevel] | None = None,
    by: User,
    changed: Iterable[str] = (),
) -> Competition:
    """Prepare a competition, or keep the changes to one. Its rubric and terms are fixed once it is open.

    Raises:
        ValidationError: it is open already, the dates do not follow each other, no criterion, or `by` may not.
    """
    demand(can_run_competition(by))
    if competition.state != CompetitionState.DRAFT:
        raise ValidationError(_("This competition is open: its terms stay as they were announced."))
    if not criteria:
        raise ValidationError(_("Name at least one criterion."))
    added = competition.pk is None
    if added:
        competition.made_by = by
    competition.full_clean()
    competition.save()
    if class_levels is not None:
        competition.class_levels.set(class_levels)
    competition.criteria.all().delete()
    for order, criterion in enumerate(criteria, 1):
        criterion.pk, criterion.competition, criterion.order = None, competition, order
        criterion.full_clean()
    Criterion.objects.bulk_create(criteria)
    record(by, N_("prepared") if added else N_("changed"), competition, fields=sorted(changed))
    return competition


def _move(competition: Competition, before: CompetitionState, after: CompetitionState, **fields: Any) -> None:
    moved = Competition.objects.filter(pk=competition.pk, state=before).update(state=after, **fields)
    if not moved:
        raise ValidationError(_("Somebody was quicker: this competition has moved on already."))
    competition.refresh_from_db()


@transaction.atomic
def open_competition(*, competition: Competition, by: User) -> Competition:
    """Let entries come in; from now on the terms stay.

    Raises:
        ValidationError: it was open already, its last day has passed, or `by` may not.
    """
    demand(can_run_competition(by))
    if competition.closes_at <= timezone.now():
        raise ValidationError(_("Its last day has passed. Change the dates first."))
    _move(competition, CompetitionState.DRAFT, CompetitionState.OPEN)
    record(by, N_("opened"), competition)
    return competition


@transaction.atomic
def close_entries(*, competition: Competition, by: User) -> Competition:
    """Take no more entries; judging can begin.

    Raises:
        ValidationError: it is not open, nothing was handed in, or `by` may not.
    """
    demand(can_run_competition(by))
    if not competition.entries.submitted().exists():
        raise ValidationError(_("Nothing has been handed in yet."))
    last = min(competition.closes_at, max(timezone.now(), competition.opens_at + timedelta(seconds=1)))
    _move(competition, CompetitionState.OPEN, CompetitionState.JUDGING, closes_at=last)
    record(by, N_("closed the entries of"), competition)
    return competition


Offers = Mapping[User, tuple[bool, bool, int | None]]


@transaction.atomic
def set_judges(*, competition: Competition, offers: Offers, by: User) -> int:
    """Say who judges: for each judge whether English and Kiswahili are read, and how many works at most.

    A judge who is not named any more gets no further works; what was marked stays. Returns how many judge.

    Raises:
        ValidationError: results are frozen, somebody is no judge or reads nothing, or `by` may not.
    """
    demand(can_run_competition(by))
    Competition.objects.select_for_update().get(pk=competition.pk)  # who closes a round locks it too, then the places
    if competition.is_decided:
        raise ValidationError(_("The results are frozen."))
    for judge, (english, kiswahili, most) in offers.items():
        if is_officer(judge):
            raise ValidationError(_("%(name)s sees who wrote what, and cannot judge."), params={"name": judge.name})
        if not (english or kiswahili):
            raise ValidationError(_("Say what %(name)s reads."), params={"name": judge.name})
        fields = {"reads_english": english, "reads_kiswahili": kiswahili, "most": most, "active": True}
        JudgePlace.objects.update_or_create(competition=competition, judge=judge, defaults=fields)
    competition.places.exclude(judge__in=list(offers)).update(active=False)
    record(by, N_("named the judges of"), competition, judges=len(offers))
    return len(offers)
