"""Training works: writing them, marking them before judging, and letting a judge begin."""

from collections.abc import Mapping
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from accounts.models import User
from accounts.services.log import record
from competitions.essays.choices import CompetitionState
from competitions.essays.models import (
    AgreedPoint,
    Competition,
    Criterion,
    Exemplar,
    JudgePlace,
    Training,
    TrainingAttempt,
    TrainingMark,
    TrainingPass,
    TrainingTerms,
)
from competitions.essays.models.exemplar import is_passed
from competitions.essays.rules import can_judge, can_run_competition
from core.access import Denied, demand

TRAINING = (CompetitionState.OPEN, CompetitionState.JUDGING)
Points = Mapping[Criterion, tuple[int, str]]


def _check_before_dealing(competition: Competition) -> None:
    Competition.objects.select_for_update().get(pk=competition.pk)
    if competition.is_decided or competition.deals.exists():
        raise ValidationError(_("Works are dealt: the training stays as it is."))


@transaction.atomic
def save_training_terms(*, terms: TrainingTerms, by: User) -> TrainingTerms:
    """Say how near a judge must come to the agreed points, and on how many works.

    Raises:
        ValidationError: works are dealt already, a number is off its range, or `by` may not.
    """
    demand(can_run_competition(by))
    _check_before_dealing(terms.competition)
    fields = {"near_total": terms.near_total, "near_points": terms.near_points, "needed": terms.needed}
    terms.full_clean(exclude=["competition"], validate_unique=False)
    kept, _new = TrainingTerms.objects.update_or_create(competition=terms.competition, defaults=fields)
    record(by, N_("set the terms of training of"), terms.competition, **fields)
    return kept


@transaction.atomic
def save_exemplar(*, exemplar: Exemplar, points: Points, by: User) -> Exemplar:
    """Write a training work with its agreed points, or change one that nobody has marked. The same key is one work.

    Raises:
        ValidationError: works are dealt, a judge has marked it, it is an entry of the competition, its language is not
            taken, points are off the scale, or `by` may not.
    """
    demand(can_run_competition(by))
    competition = exemplar.competition
    _check_before_dealing(competition)
    sent = Exemplar.objects.filter(key=exemplar.key, competition=competition).first() if exemplar.pk is None else None
    if sent:
        return sent
    if exemplar.pk and exemplar.attempts.exists():
        raise ValidationError(_("A judge has marked this work: it stays as it is."))
    if exemplar.language not in competition.languages:
        raise ValidationError({"language": _("This competition does not take works in this language.")})
    if competition.entries.filter(text__iexact=exemplar.text.strip()).exists():
        raise ValidationError({"text": _("This is an entry of the competition: train on another work.")})
    _check_points(points)
    added = exemplar.pk is None
    if added:
        exemplar.made_by = by
    exemplar.full_clean(exclude=["made_by"])
    exemplar.save()
    exemplar.points.all().delete()
    AgreedPoint.objects.bulk_create(
        AgreedPoint(exemplar=exemplar, order=c.order, criterion=c.name, points=given, reason=reason)
        for c, (given, reason) in points.items()
    )
    verb = N_("wrote a training work for") if added else N_("changed a training work of")
    record(by, verb, competition, work=exemplar.pk)
    return exemplar


def _check_points(points: Points) -> None:
    for criterion, (given, _reason) in points.items():
        if given not in criterion.points:
            named = {"criterion": criterion.name, "most": criterion.max_points}
            raise ValidationError(_("%(criterion)s takes points from 1 to %(most)d."), params=named)


@transaction.atomic
def remove_exemplar(*, exemplar: Exemplar, by: User) -> None:
    """Take out a training work that nobody has marked.

    Raises:
        ValidationError: works are dealt, a judge has marked it, or `by` may not.
    """
    demand(can_run_competition(by))
    _check_before_dealing(exemplar.competition)
    if exemplar.attempts.exists():
        raise ValidationError(_("A judge has marked this work: it stays as it is."))
    record(by, N_("took out a training work of"), exemplar.competition, work=exemplar.pk)
    exemplar.delete()


@transaction.atomic
def mark_exemplar(
    *, place: JudgePlace, exemplar: Exemplar, points: Points, key: UUID, taken: int, by: User
) -> TrainingAttempt:
    """A judge marks the training work whose turn it is; near enough on enough of them opens the works.

    The same key again gives back the first attempt. `taken` is how many attempts the judge had made when the page came.

    Raises:
        ValidationError: another work's turn, points missing or off the scale, nothing to train for, or another's place.
    """
    mine = place.judge_id == by.pk and place.active and bool(can_judge(by))
    demand(mine or Denied(_("This is another judge’s training.")))
    place = JudgePlace.objects.select_for_update(of=("self",)).select_related("competition").get(pk=place.pk)
    sent = TrainingAttempt.objects.filter(key=key, place=place).first()
    if sent:
        return sent
    if place.competition.state not in TRAINING:
        raise ValidationError(_("There is nothing to train for now."))
    training = Training.of(place)
    if training.next != exemplar or taken != len(training.attempts):
        raise ValidationError(_("You have marked this work already. Go on with the next."))
    criteria = list(place.competition.criteria.all())
    if set(points) != set(criteria):
        raise ValidationError(_("Give points for every criterion."))
    _check_points(points)
    attempt = TrainingAttempt.objects.create(
        place=place, exemplar=exemplar, key=key, round=1 + sum(a.exemplar_id == exemplar.pk for a in training.attempts)
    )
    TrainingMark.objects.bulk_create(
        TrainingMark(attempt=attempt, criterion=c, points=given, reason=reason) for c, (given, reason) in points.items()
    )
    now = Training.of(place)
    passed = is_passed(now.compared(criteria), now.terms, len(now.works))
    if passed:
        TrainingPass.objects.get_or_create(place=place)
    record(by, N_("marked a training work of"), place.competition, round=attempt.round, passed=passed)
    return attempt


@transaction.atomic
def let_judge_begin(*, place: JudgePlace, reason: str, by: User) -> TrainingPass:
    """Open the works to a judge who has not passed the training, and say why. Pressed twice it stands once.

    Raises:
        ValidationError: no reason, or `by` may not.
    """
    demand(can_run_competition(by))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    found, added = TrainingPass.objects.get_or_create(place=place, defaults={"by": by, "reason": reason})
    if added:
        record(by, N_("let a judge begin without the training in"), place.competition, place=place.pk)
    return found
