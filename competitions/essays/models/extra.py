"""Where further marks buy most, as a plan: which entries, and how sure the prizes are with them. It writes nothing.

In a screening the places are those in the final; in a final only finalists are marked further.
"""

from dataclasses import dataclass
from typing import Any

from competitions.essays.choices import ExtraReason
from competitions.essays.models.competition import Competition
from competitions.essays.models.dealing import DealPlan
from competitions.essays.models.outcome import adjustment_of, contest_of, criterion_marks, inputs_of, places_of
from competitions.scoring import Adjustment, InvalidRequestError, plan_marks

REASONS = {
    "near the cut": ExtraReason.NEAR,
    "discrepant": ExtraReason.DISCREPANT,
    "near the cut and discrepant": ExtraReason.BOTH,
}


@dataclass(frozen=True)
class ExtraLine:
    """One entry that should be marked once more, and why."""

    entry: int
    reason: ExtraReason
    rank: int
    adjusted: float


@dataclass(frozen=True)
class ExtraPlan:
    """One mark more for each of these entries: what that buys in certainty, and who would give it."""

    marks: tuple[ExtraLine, ...]
    certainty_now: float
    certainty_after: float
    steps: tuple[tuple[int, float], ...]  # what other numbers of marks would buy
    seed: int
    competition: Competition

    @classmethod
    def of(cls, competition: Competition, marks: int, seed: int, *, steps: tuple[int, ...] = ()) -> "ExtraPlan":
        """The plan for the marks as they stand.

        Raises:
            ScoringError: the marks say nothing yet, or more are asked for than there are entries.
        """
        inputs = inputs_of(competition)
        adjustment = contest_of(inputs, adjustment_of(inputs))
        size = int(adjustment.marked.size)
        places = min(competition.finalists or 0, size) if competition.in_screening else places_of(inputs, adjustment)
        bought = _buy(inputs, adjustment, places, marks, competition.pk)
        lines = [_line(adjustment, mark) for mark in bought.marks]
        others = [(n, _buy(inputs, adjustment, places, n, competition.pk).certainty_after) for n in steps if n <= size]
        found = bought.certainty_now, bought.certainty_after
        return cls(tuple(lines), *found, tuple(others), seed, competition)

    def deal(self) -> DealPlan:
        """Who would get them, with least change to what is dealt.

        Raises:
            ScoringError: no judge is free for one of them.
        """
        return DealPlan.of(self.competition, self.seed, [line.entry for line in self.marks])


def _buy(inputs: dict[str, Any], adjustment: Adjustment, places: int, marks: int, seed: int) -> Any:
    if marks < 1:
        raise InvalidRequestError("Ask for one mark at least.")
    return plan_marks(adjustment, places, marks, marks=criterion_marks(inputs), seed=seed)


def _line(adjustment: Adjustment, mark: Any) -> ExtraLine:
    at = adjustment.marks.entries.index(mark.entry)
    return ExtraLine(mark.entry, REASONS[mark.reason], int(adjustment.rank[at]), float(adjustment.adjusted[at]))
