"""How judges stand in the training: on the own desk, beside what was agreed, and for officers."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _t

from competitions.essays.models import (
    AgreedPoint,
    Competition,
    Criterion,
    Exemplar,
    JudgePlace,
    Training,
    TrainingAttempt,
    TrainingMark,
    TrainingTerms,
)
from competitions.essays.models.exemplar import Compared, compared_of
from competitions.essays.services.training import TRAINING


def trainings_of(judge: Any) -> list[Training]:
    """The trainings of a judge that open the works: those due first, then those that are passed."""
    places = JudgePlace.objects.visible_to(judge).filter(competition__state__in=TRAINING)
    found = [Training.of(place) for place in places.select_related("competition", "training_pass")]
    return sorted((training for training in found if training.works), key=lambda training: not training.is_due)


@dataclass(frozen=True)
class Beside:
    """One criterion: what the judge gave and why, what was agreed and why."""

    criterion: Criterion
    own: TrainingMark
    agreed: AgreedPoint

    @property
    def chip(self) -> tuple[str, str]:
        """How far apart, as (tone, words)."""
        off = self.own.points - self.agreed.points
        if not off:
            return "done", _t("as agreed")
        return "wait" if abs(off) == 1 else "stop", f"{off:+d}".replace("-", "−")


@dataclass(frozen=True)
class Answer:
    """What a judge learns after one training work: each criterion beside the agreed one, and the totals."""

    attempt: TrainingAttempt
    lines: list[Beside]
    compared: Compared
    terms: TrainingTerms
    near: bool


def answer_of(attempt: TrainingAttempt, training: Training) -> Answer:
    """One attempt beside what was agreed."""
    criteria = list(training.place.competition.criteria.all())
    agreed, own = attempt.exemplar.agreed_on(criteria), {mark.criterion_id: mark for mark in attempt.marks.all()}
    lines = [Beside(c, own[c.pk], agreed[c.pk]) for c in criteria if c.pk in own and c.pk in agreed]
    compared, terms = compared_of(attempt, criteria), training.terms
    near = compared.off <= terms.near_total and compared.furthest <= terms.near_points
    return Answer(attempt, lines, compared, terms, near)


def answers_of(training: Training) -> list[Answer]:
    """All attempts, the newest first."""
    return [answer_of(attempt, training) for attempt in reversed(training.attempts)]


@dataclass(frozen=True)
class ExemplarLine:
    """A training work for officers: what is agreed on it, what is missing, how often it was marked."""

    exemplar: Exemplar
    points: list[AgreedPoint]
    missing: list[Criterion]
    attempts: int


def exemplars_of(competition: Competition) -> list[ExemplarLine]:
    """All training works of a competition."""
    criteria = list(competition.criteria.all())
    lines = []
    for exemplar in competition.exemplars.prefetch_related("points", "attempts"):
        agreed = exemplar.agreed_on(criteria)
        missing = [criterion for criterion in criteria if criterion.pk not in agreed]
        lines.append(ExemplarLine(exemplar, list(agreed.values()), missing, len(exemplar.attempts.all())))
    return lines


def training_chips(competition: Competition) -> dict[int, tuple[str, str]]:
    """By place how each judge stands, as (tone, words); none where there is nothing to train on."""
    languages = set(competition.exemplars.values_list("language", flat=True))
    places = competition.places.filter(active=True).select_related("training_pass").annotate(taken=Count("attempts"))
    return {place.pk: _chip(place) for place in places if languages & set(place.languages)}


def _chip(place: Any) -> tuple[str, str]:
    passed = getattr(place, "training_pass", None)
    if passed is not None:
        return ("", _t("let begin")) if passed.by_id else ("done", _t("passed"))
    if place.taken:
        return "wait", _t("%(taken)d marked, not passed") % {"taken": place.taken}
    return "wait", _t("not begun")
