"""What the marks say now: raw means, and scores adjusted for the severity of the judges. It writes nothing.

Each sheet becomes one mark of a hundred points: every criterion counts by its weight, as the share of its most points.

Where there are two rounds, the marks of both count in one adjusted scale. A finalist's score then rests on all that is
known of it, and judges of both rounds are compared on more works in common; a judge of the final does not know the
marks of the screening, so the marks stay independent. That finalists were chosen by some of these very marks says
nothing more about them: the marks themselves are counted. But finalists rank before all others, whose few marks are
enough to say who goes on, not to give a prize.
"""

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from competitions.essays.choices import Award, EntryState
from competitions.essays.models.competition import Competition
from competitions.essays.models.dealing import fingerprint
from competitions.essays.models.judging import Assignment, Mark
from competitions.essays.models.moderation import Decision
from competitions.essays.models.rounds import finalists_of
from competitions.scoring import Adjustment, Marks, NotEnoughMarksError, ScoringError, adjust, simulate_shortlist

METHOD = "hybrid-1"
METHOD_OF_TWO_ROUNDS = "hybrid-2"  # the same scores; finalists rank before all others
FULL = 100  # points of the best possible sheet


@dataclass(frozen=True)
class EntryScore:
    """One entry's outcome: what was computed, and the honour and place given, which a meeting may have decided."""

    entry: int
    marks: int
    raw_mean: float
    adjusted: float
    standard_error: float | None
    rank: int
    chance: float | None
    computed: Award
    award: Award
    place: int


@dataclass(frozen=True)
class JudgeScore:
    """One judge beside the others: how many points a mark lies above (below zero: under) the colleagues'."""

    judge: int
    marks: int
    leniency: float
    standard_error: float | None


@dataclass(frozen=True)
class Outcome:
    """The outcome of a competition: its inputs (plain lists, so that they can be kept), and what came of them."""

    inputs: dict[str, Any]
    seed: int
    entries: tuple[EntryScore, ...]
    judges: tuple[JudgeScore, ...]
    certainty: float | None

    @classmethod
    def of(cls, competition: Competition) -> "Outcome":
        """From the rows as they stand.

        Raises:
            ScoringError: no mark at all, or judges who cannot be compared; its text is a sentence.
        """
        return cls.from_inputs(inputs_of(competition), seed=competition.pk)

    @classmethod
    def from_inputs(cls, inputs: dict[str, Any], *, seed: int) -> "Outcome":
        """Again, from what was kept.

        Raises:
            ScoringError: as `of`.
        """
        adjustment = adjustment_of(inputs)
        places = places_of(inputs, adjustment)
        chances, certainty = _chances(contest_of(inputs, adjustment), places, seed)
        return cls(inputs, seed, _entries(adjustment, chances, inputs), _judges(adjustment), certainty)

    @cached_property
    def inputs_hash(self) -> str:
        """A finger-print of all marks and terms."""
        return fingerprint(self.inputs)


def adjustment_of(inputs: dict[str, Any]) -> Adjustment:
    """The scores adjusted for severity, as the engine gives them.

    Raises:
        ScoringError: no mark at all, or judges who cannot be compared.
    """
    return adjust(Marks.from_rows(totals_of(inputs)))


def places_of(inputs: dict[str, Any], adjustment: Adjustment) -> int:
    """How many prize places there are, at most one for each entry that competes for them."""
    return int(min(inputs["prize_places"], contest_of(inputs, adjustment).marked.size))


def contest_of(inputs: dict[str, Any], adjustment: Adjustment) -> Adjustment:
    """The entries that compete for the prizes: all, or from the beginning of a final on the finalists."""
    return adjustment.among(inputs["finalists"]) if "finalists" in inputs else adjustment


def ranks_of(inputs: dict[str, Any], adjustment: Adjustment) -> list[float]:
    """Rank of each entry, in label order: finalists before all others."""
    if "finalists" not in inputs:
        return list(adjustment.rank.tolist())
    contest = adjustment.among(inputs["finalists"])
    others = adjustment.among(set(adjustment.marks.entries) - set(inputs["finalists"]))
    before = contest.marked.size
    pairs = zip(contest.rank.tolist(), others.rank.tolist(), strict=True)
    return [before + other if math.isnan(rank) else rank for rank, other in pairs]


def method_of(inputs: dict[str, Any]) -> str:
    """The model by which these inputs are counted."""
    return METHOD_OF_TWO_ROUNDS if "finalists" in inputs else METHOD


def criterion_marks(inputs: dict[str, Any]) -> Marks:
    """The points as they were given, by criterion.

    Raises:
        NotEnoughMarksError: no mark at all.
    """
    return Marks.from_rows((entry, judge, float(points), name) for entry, judge, name, points in inputs["marks"])


def inputs_of(competition: Competition) -> dict[str, Any]:
    """All that a result rests on, by keys only: terms, finished marks of standing entries, decisions of a meeting.

    From the beginning of a final on the finalists stand there too.
    """
    finished = Assignment.objects.marked().filter(place__competition=competition)
    rows = (
        Mark.objects.filter(sheet__newest=True, sheet__assignment__in=finished, points__isnull=False)
        .order_by("sheet__assignment__entry_id", "sheet__assignment__place__judge_id", "criterion__order")
        .values_list("sheet__assignment__entry_id", "sheet__assignment__place__judge_id", "criterion_id", "points")
    )
    final = {"finalists": finalists_of(competition)} if competition.in_final else {}
    return {
        **final,
        "method": method_of(final),
        "criteria": [[c.pk, c.weight, c.max_points] for c in competition.criteria.all()],
        "prize_places": competition.prize_places,
        "merit_places": competition.merit_places,
        "marks": [list(row) for row in rows],
        "decisions": [list(row) for row in _decisions(competition)],
    }


def _decisions(competition: Competition) -> Iterable[tuple[Any, ...]]:
    """The newest of each standing entry: entry, honour, place, reason."""
    rows = Decision.objects.filter(competition=competition, entry__state=EntryState.SUBMITTED).order_by("pk")
    newest = {row[0]: row for row in rows.values_list("entry_id", "award", "place", "reason")}
    return [newest[entry] for entry in sorted(newest)]


def totals_of(inputs: dict[str, Any]) -> list[tuple[int, int, float]]:
    """Each sheet as one mark of a hundred points: entry, judge, total.

    Raises:
        NotEnoughMarksError: no mark at all.
    """
    worth = {pk: (weight, most) for pk, weight, most in inputs["criteria"]}
    whole = sum(weight for weight, _most in worth.values())
    sums: dict[tuple[int, int], float] = defaultdict(float)
    for entry, judge, criterion, points in inputs["marks"]:
        weight, most = worth[criterion]
        sums[entry, judge] += FULL * weight * points / most / whole
    if not sums:
        raise NotEnoughMarksError("There is no mark at all.")
    return [(entry, judge, total) for (entry, judge), total in sums.items()]


def _chances(contest: Adjustment, places: int, seed: int) -> tuple[Iterable[float], float | None]:
    try:
        shortlist = simulate_shortlist(contest, places, seed=seed)
    except ScoringError:  # too few marks to say how sure anything is
        return [math.nan] * len(contest.marks.entries), None
    return shortlist.probability.tolist(), shortlist.certainty


def _entries(adjustment: Adjustment, chances: Iterable[float], inputs: dict[str, Any]) -> tuple[EntryScore, ...]:
    marks = adjustment.marks
    columns = zip(
        marks.entries,
        marks.marks_per_entry.tolist(),
        marks.raw_mean.tolist(),
        adjustment.adjusted.tolist(),
        adjustment.standard_error.tolist(),
        ranks_of(inputs, adjustment),
        chances,
        strict=True,
    )
    competing = set(inputs.get("finalists", marks.entries))
    decided = {entry: (Award(award), place) for entry, award, place, _reason in inputs.get("decisions", ())}
    found = []
    for pk, n, raw, score, error, rank, chance in columns:
        computed = _award(int(rank), pk in competing, inputs)
        award, place = decided.get(pk, (computed, None))
        told = (known(error), int(rank), known(chance), computed, award, place or int(rank))
        found.append(EntryScore(int(pk), int(n), raw, score, *told))
    return tuple(sorted(found, key=lambda score: (score.rank, score.entry)))


def _award(rank: int, competes: bool, inputs: dict[str, Any]) -> Award:
    if competes and rank <= inputs["prize_places"]:
        return Award.WINNER
    return Award.MERIT if rank <= inputs["prize_places"] + inputs["merit_places"] else Award.PARTICIPATION


def _judges(adjustment: Adjustment) -> tuple[JudgeScore, ...]:
    marks = adjustment.marks
    columns = zip(
        marks.judges,
        marks.marks_per_judge.tolist(),
        adjustment.leniency.tolist(),
        adjustment.leniency_error.tolist(),
        strict=True,
    )
    found = [JudgeScore(int(pk), int(n), leniency, known(error)) for pk, n, leniency, error in columns]
    return tuple(sorted(found, key=lambda score: (score.leniency, score.judge)))


def known(number: float) -> float | None:
    """A number, or nothing where the marks do not determine it."""
    return None if math.isnan(number) else number
