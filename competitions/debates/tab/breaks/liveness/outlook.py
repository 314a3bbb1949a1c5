"""Where a team stands with some rounds to go, and what an outlook has to tell of it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations_with_replacement
from typing import Protocol

Class = tuple[bool, int]
"""Teams that are alike: whether they may break in the category, and their points."""


@dataclass(frozen=True)
class Prospect:
    """One team before the rounds that are left.

    `others` counts the other teams by class; `values` are the points that each round gives, one to every team, and
    `places` those of a full room, first to last.
    """

    own: int
    others: Mapping[Class, int]
    rounds: int
    values: tuple[int, ...]
    places: tuple[int, ...]

    def sums(self) -> list[int]:
        """What values of as many rounds can add up to, ascending."""
        return sorted({sum(chosen) for chosen in combinations_with_replacement(set(self.values), self.rounds)})


@dataclass(frozen=True)
class Ending:
    """A way for the rounds to end.

    The team gains `gain`, and of the others that may break at least `fewest` and at most `most` (None: any number)
    end on `target` points or more.
    """

    gain: int
    target: int
    fewest: int = 0
    most: int | None = None


class Outlook(Protocol):
    """A model of the rounds left."""

    name: str

    def gains(self, prospect: Prospect) -> list[int]:
        """What the team can gain, ascending."""
        ...

    def can_end(self, prospect: Prospect, ending: Ending) -> bool:
        """Whether the rounds can end so; exact in the model."""
        ...


def count_classes(points: Mapping[str, int], eligible: frozenset[str], without: str) -> Counter[Class]:
    """The other teams by class."""
    return Counter((team in eligible, own) for team, own in points.items() if team != without)
