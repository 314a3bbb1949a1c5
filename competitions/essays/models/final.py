"""Who would go on to the final, as a plan: computed from the marks as they stand, looked at, then written down.

It writes nothing.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

from competitions.essays.models.competition import Competition
from competitions.essays.models.dealing import DealPlan, fingerprint
from competitions.essays.models.outcome import adjustment_of, inputs_of, known
from competitions.essays.models.rounds import Final, finalists_of
from competitions.scoring import Adjustment, ScoringError, simulate_shortlist

UNSURE = (0.05, 0.95)  # chances of going on between which an entry is near the cut


@dataclass(frozen=True)
class FinalLine:
    """One entry in the screening: rank and score, its chance of belonging to the first so many, whether it goes on."""

    entry: int
    rank: int
    adjusted: float
    standard_error: float | None
    chance: float | None
    goes_on: bool

    @property
    def is_near(self) -> bool:
        """The marks do not say for sure on which side of the cut it belongs."""
        return self.chance is None or UNSURE[0] < self.chance < UNSURE[1]


@dataclass(frozen=True)
class FinalPlan:
    """All entries by their rank in the screening, and how sure the cut is. Equals at the cut all go on."""

    competition: Competition
    inputs: dict[str, Any]
    lines: tuple[FinalLine, ...]
    certainty: float | None

    @classmethod
    def of(cls, competition: Competition) -> "FinalPlan":
        """The plan for the marks as they stand.

        Raises:
            ScoringError: no mark at all, or judges who cannot be compared.
        """
        return cls.from_inputs(competition, inputs_of(competition))

    @classmethod
    def from_inputs(cls, competition: Competition, inputs: dict[str, Any]) -> "FinalPlan":
        """Again, from what was kept.

        Raises:
            ScoringError: as `of`.
        """
        adjustment = adjustment_of(inputs)
        lines, certainty = _screened(adjustment, competition.finalists or 0, competition.pk)
        return cls(competition, inputs, tuple(lines), certainty)

    @cached_property
    def inputs_hash(self) -> str:
        """A finger-print of all marks and terms."""
        return fingerprint(self.inputs)

    @property
    def finalists(self) -> list[FinalLine]:
        """Who would go on."""
        return [line for line in self.lines if line.goes_on]

    @property
    def cut(self) -> FinalLine | None:
        """The last who goes on."""
        return self.finalists[-1] if self.lines else None

    @property
    def tied(self) -> int:
        """How many more go on than the terms say, because the last are equal."""
        return max(0, len(self.finalists) - (self.competition.finalists or 0))

    @property
    def near(self) -> list[FinalLine]:
        """Those around the cut: the last in and the first out, and all whom chance may have put on their side."""
        beside = {line.entry for pair in pairwise(self.lines) if pair[0].goes_on != pair[1].goes_on for line in pair}
        return [line for line in self.lines if line.entry in beside or line.is_near]

    def deal(self, seed: int) -> DealPlan:
        """Who would read them.

        Raises:
            ScoringError: there are not enough judges who have not read them yet.
        """
        extra = [line.entry for line in self.finalists] * self.competition.final_marks
        return DealPlan.of(self.competition, seed, extra)


def _screened(adjustment: Adjustment, places: int, seed: int) -> tuple[list[FinalLine], float | None]:
    marks = adjustment.marks
    try:
        shortlist = simulate_shortlist(adjustment, min(places, adjustment.marked.size), seed=seed)
        chances, certainty = shortlist.probability.tolist(), shortlist.certainty
    except ScoringError:  # too few marks to say how sure anything is
        chances, certainty = [None] * len(marks.entries), None
    errors, ranks = adjustment.standard_error.tolist(), adjustment.rank.tolist()
    columns = zip(marks.entries, ranks, adjustment.adjusted.tolist(), errors, chances, strict=True)
    lines = [
        FinalLine(int(pk), int(rank), score, known(error), None if chance is None else known(chance), rank <= places)
        for pk, rank, score, error, chance in columns
    ]
    return sorted(lines, key=lambda line: (line.rank, line.entry)), certainty


def next_in_rank(competition: Competition) -> list[FinalLine]:
    """Who goes on where a finalist has left: the best of the others in the screening, equals together; or nobody."""
    final = Final.objects.filter(competition=competition).first()
    if final is None or competition.is_decided or len(finalists_of(competition)) >= (competition.finalists or 0):
        return []
    went = set(final.finalists.values_list("entry", flat=True))
    standing = set(competition.entries.submitted().values_list("pk", flat=True))
    lines = FinalPlan.from_inputs(competition, final.inputs).lines
    left = [line for line in lines if line.entry in standing and line.entry not in went]
    return [line for line in left if line.rank == left[0].rank]
