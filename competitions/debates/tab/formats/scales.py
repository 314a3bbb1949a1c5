"""Score ranges and criteria."""

from dataclasses import dataclass
from decimal import Decimal

from competitions.debates.tab.errors import FormatError


@dataclass(frozen=True)
class Scale:
    """The scores that may be given: from `low` to `high` in steps of `step`, all decimals."""

    low: Decimal
    high: Decimal
    step: Decimal = Decimal(1)

    def __post_init__(self) -> None:
        if self.low >= self.high:
            raise FormatError("scale_is_empty", low=self.low, high=self.high)
        if self.step <= 0 or (self.high - self.low) % self.step:
            raise FormatError("scale_step_does_not_fit", low=self.low, high=self.high, step=self.step)

    def has(self, score: Decimal) -> bool:
        """Whether the score lies in the range and on a step."""
        return self.low <= score <= self.high and (score - self.low) % self.step == 0


@dataclass(frozen=True)
class Criterion:
    """One part of a speech's score: score = sum of weight x mark over the criteria."""

    code: str
    scale: Scale
    weight: Decimal = Decimal(1)

    def __post_init__(self) -> None:
        if self.weight <= 0:
            raise FormatError("criterion_weighs_nothing", criterion=self.code)


def scale(low: int | str, high: int | str, step: int | str = 1) -> Scale:
    """A scale from whole numbers or decimal text: `scale(60, 80, "0.5")`."""
    return Scale(Decimal(low), Decimal(high), Decimal(step))
