"""What seeds tell: what they cost, where each judge stands beside what was agreed, how far the judges agree."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean, stdev
from typing import Any

import numpy as np
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _t

from competitions.essays.choices import EntryState, TaskState
from competitions.essays.models import Competition, Criterion, DealPlan, JudgePlace, MarkSheet, Seed
from competitions.essays.models.exemplar import Compared
from competitions.essays.models.outcome import known
from competitions.essays.models.seed import agreed_points_of
from competitions.scoring import Adjustment, Marks, ScoringError, intraclass, krippendorff_alpha, measure_strength

STEP = 3  # seeds: the feedback begins with so many, and changes only with so many more


@dataclass(frozen=True)
class SeedLine:
    """One seed for officers: who has it, who has marked it, whether points are agreed and still open."""

    seed: Seed
    dealt: int
    begun: int
    marked: int
    agreed: bool


def seeds_of(competition: Competition) -> list[SeedLine]:
    """The seeds of a competition that stand."""
    held = Q(entry__assignments__state__in=[TaskState.OPEN, TaskState.DONE])
    rows = (
        Seed.objects.standing(competition)
        .select_related("entry", "draw")
        .annotate(
            dealt=Count("entry__assignments", filter=held, distinct=True),
            begun=Count("entry__assignments", filter=Q(entry__assignments__version__gt=0), distinct=True),
            marked=Count("entry__assignments", filter=Q(entry__assignments__state=TaskState.DONE), distinct=True),
            agreed=Count("agreements", distinct=True),
        )
    )
    return [SeedLine(row, row.dealt, row.begun, row.marked, bool(row.agreed)) for row in rows]


@dataclass(frozen=True)
class SeedCost:
    """What the seeds of a plan cost and bring: marks on them, marks beyond the terms, how well judges compare.

    The errors are those of a comparison of two judges, in the random error of one mark; none where judges are not
    linked.
    """

    seeds: int
    marks: int
    more: int
    without: float | None
    with_them: float | None


def seed_cost_of(plan: DealPlan) -> SeedCost | None:
    """For the preview of a dealing; nothing without seeds."""
    held = set(Seed.objects.standing(plan.competition).values_list("entry", flat=True))
    on_seeds = [pair for pair in plan.dealt.pairs if pair[0] in held]
    if not on_seeds:
        return None
    usual, plain = plan.competition.marks_per_entry, []
    seen: Counter[object] = Counter()
    for entry, judge in plan.dealt.pairs:  # as if each seed went to as many judges as any other entry
        seen[entry] += 1
        if entry not in held or seen[entry] <= usual:
            plain.append((entry, judge))
    more = len(plan.dealt.pairs) - len(plain)
    return SeedCost(len(held), len(on_seeds), more, _error_of(plain), _error_of(plan.dealt.pairs))


def _error_of(pairs: Iterable[Any]) -> float | None:
    try:
        return known(measure_strength(Marks.from_rows((entry, judge, 0.0) for entry, judge in pairs)).mean_error)
    except ScoringError:
        return None


Given = dict[int, int]


@dataclass(frozen=True)
class SeedSheet:
    """What one judge gave a seed when finishing it first and what stands now, beside what was agreed."""

    place: int
    entry: int
    at: datetime
    first: Given
    newest: Given
    agreed: Given


def seed_sheets_of(competition: Competition, place: JudgePlace | None = None) -> list[SeedSheet]:
    """All finished sheets of seeds on which points were agreed, in the order in which they were finished."""
    agreed = agreed_points_of(competition)
    sheets = MarkSheet.objects.filter(
        finished=True,
        assignment__state=TaskState.DONE,
        assignment__place__competition=competition,
        assignment__entry__in=agreed,
        assignment__entry__state=EntryState.SUBMITTED,
    )
    if place is not None:
        sheets = sheets.filter(assignment__place=place)
    by_task: dict[int, list[MarkSheet]] = defaultdict(list)
    for sheet in sheets.order_by("pk").select_related("assignment").prefetch_related("marks"):
        by_task[sheet.assignment_id].append(sheet)
    found = [
        SeedSheet(
            kept[0].assignment.place_id,
            kept[0].assignment.entry_id,
            kept[0].at,
            _given(kept[0]),
            _given(kept[-1]),
            agreed[kept[0].assignment.entry_id],
        )
        for kept in by_task.values()
    ]
    return sorted(found, key=lambda one: (one.at, one.entry))


def _given(sheet: MarkSheet) -> Given:
    return {mark.criterion_id: mark.points for mark in sheet.marks.all() if mark.points is not None}


@dataclass(frozen=True)
class Standing:
    """Where a judge stands, one sentence a criterion; which works were seeds is told nowhere."""

    competition: Competition
    sentences: list[str]


def standings_of(judge: Any) -> list[Standing]:
    """For the desk of a judge while judging goes on.

    It must not tell which works are seeds: what counts is the first finished sheet of each, of days before today, and
    in steps of three, so that no single work, and no change of a mark, shows in it.
    """
    found = []
    for place in JudgePlace.objects.visible_to(judge).judging_now().select_related("competition"):
        midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        sheets = [sheet for sheet in seed_sheets_of(place.competition, place) if sheet.at < midnight]
        counted = sheets[: len(sheets) // STEP * STEP]
        if counted:
            criteria = list(place.competition.criteria.all())
            found.append(Standing(place.competition, standing_sentences(counted, criteria)))
    return found


def standing_sentences(sheets: Sequence[SeedSheet], criteria: Sequence[Criterion]) -> list[str]:
    """Where a judge stands on each criterion, by the mean difference from what was agreed."""
    found = []
    for c in criteria:
        off = [one.first[c.pk] - one.agreed[c.pk] for one in sheets if c.pk in one.first and c.pk in one.agreed]
        if off:
            found.append(standing_words(fmean(off), c.name))
    return found


def standing_words(off: float, criterion: str) -> str:
    """A mean difference in plain words, to half a point."""
    halves = round(abs(off) * 2 + 1e-9)
    if not halves:
        return _t("On %(criterion)s you give what was agreed.") % {"criterion": criterion}
    if halves <= 2:
        amount = _t("about half a point") if halves == 1 else _t("about one point")
    else:
        amount = _t("about %(n)s points") % {"n": f"{halves / 2:g}"}
    words = {"amount": amount, "criterion": criterion}
    if off < 0:
        return _t("You give %(amount)s less than agreed on %(criterion)s.") % words
    return _t("You give %(amount)s more than agreed on %(criterion)s.") % words


@dataclass(frozen=True)
class Deviation:
    """How far one judge lies from what was agreed on seeds, in points of a hundred: mean and spread."""

    seeds: int
    mean: float
    spread: float | None


def deviations_of(competition: Competition) -> dict[int, Deviation]:
    """By place, of the marks as they stand."""
    criteria = list(competition.criteria.all())
    by_place: dict[int, list[float]] = defaultdict(list)
    for sheet in seed_sheets_of(competition):
        both = [c for c in criteria if c.pk in sheet.newest and c.pk in sheet.agreed]
        lines = tuple((c.weight, c.max_points, sheet.newest[c.pk], sheet.agreed[c.pk]) for c in both)
        by_place[sheet.place].append(Compared(lines).own - Compared(lines).agreed)
    return {
        place: Deviation(len(off), fmean(off), stdev(off) if len(off) > 1 else None) for place, off in by_place.items()
    }


@dataclass(frozen=True)
class SeedAgreementFound:
    """How far judges agree on the works that all of them marked: a crossed table, so that nothing is modelled."""

    seeds: int
    judges: int
    one_judge: float | None
    low: float | None
    high: float | None
    alpha: float | None


def seed_agreement_of(competition: Competition, adjustment: Adjustment) -> SeedAgreementFound | None:
    """Of totals, after the close; nothing where fewer than two seeds were marked by the same two judges."""
    if not competition.is_decided and timezone.now() < competition.judging_closes_at:
        return None
    held = set(Seed.objects.standing(competition).values_list("entry", flat=True))
    marks = adjustment.marks
    given = {
        (int(marks.entries[e]), int(marks.judges[j])): float(value)
        for e, j, value in zip(marks.entry, marks.judge, marks.value, strict=True)
        if int(marks.entries[e]) in held
    }
    return agreement_on(given)


def agreement_on(given: dict[tuple[int, int], float]) -> SeedAgreementFound | None:
    """The agreement of those judges who marked every work; alpha takes the others in too."""
    entries, judges = sorted({entry for entry, _judge in given}), sorted({judge for _entry, judge in given})
    whole = [judge for judge in judges if all((entry, judge) in given for entry in entries)]
    if len(entries) < 2 or len(whole) < 2:
        return None
    table = np.array([[given[entry, judge] for judge in whole] for entry in entries])
    found = intraclass(table).random_single
    alpha = krippendorff_alpha(Marks.from_rows((entry, judge, value) for (entry, judge), value in given.items()))
    return SeedAgreementFound(
        len(entries), len(whole), known(found.value), known(found.low), known(found.high), known(float(alpha))
    )
