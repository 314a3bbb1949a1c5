"""Judgements which of two is better, gathered by pair."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse.csgraph import connected_components

from ..arrays import Indices, Vector, cell_counts, sum_by
from ..errors import InvalidRequestError, Label

MOST_ITEMS = 2_000
"""Covariances of strengths are dense."""


@dataclass(frozen=True)
class Comparison:
    """One judgement: `winner` was preferred to `loser`, or the two were tied; `count` equal judgements in
    one.
    """

    winner: Label
    loser: Label
    tied: bool = False
    count: float = 1.0


@dataclass(frozen=True, eq=False)
class Comparisons:
    """Judgements gathered by pair: P pairs first < second, with wins of each and ties (P,)."""

    items: tuple[Label, ...]
    first: Indices
    second: Indices
    first_wins: Vector
    second_wins: Vector
    ties: Vector

    @classmethod
    def of(cls, comparisons: Iterable[Comparison], items: Iterable[Label] = ()) -> "Comparisons":
        """Gather judgements; `items` may name more than were compared. Raises InvalidRequestError."""
        rows = list(comparisons)
        labels = _labels(rows, items)
        place = {label: number for number, label in enumerate(labels)}
        a = np.array([place[row.winner] for row in rows], dtype=np.intp)
        b = np.array([place[row.loser] for row in rows], dtype=np.intp)
        count = np.array([row.count for row in rows], dtype=np.float64)
        tied = np.array([row.tied for row in rows], dtype=bool)
        key, pair = np.unique(np.minimum(a, b) * len(labels) + np.maximum(a, b), return_inverse=True)
        forward = a < b
        return cls(
            labels,
            key // max(len(labels), 1),
            key % max(len(labels), 1),
            sum_by(pair, count * (forward & ~tied), key.size),
            sum_by(pair, count * (~forward & ~tied), key.size),
            sum_by(pair, count * tied, key.size),
        )

    @cached_property
    def met(self) -> Vector:
        """Judgements of each pair (P,)."""
        return self.first_wins + self.second_wins + self.ties

    @cached_property
    def per_item(self) -> Vector:
        """Judgements of each item (n,)."""
        size = len(self.items)
        return sum_by(self.first, self.met, size) + sum_by(self.second, self.met, size)

    @cached_property
    def wins(self) -> Vector:
        """Wins of each item (n,), a tie counting half."""
        size = len(self.items)
        return sum_by(self.first, self.first_wins + self.ties / 2, size) + sum_by(
            self.second, self.second_wins + self.ties / 2, size
        )

    def strong_groups(self) -> tuple[tuple[Label, ...], ...]:
        """Groups within which chains of wins lead from everybody to everybody."""
        size = len(self.items)
        up = (self.first_wins + self.ties) > 0
        down = (self.second_wins + self.ties) > 0
        rows = np.append(self.first[up], self.second[down])
        columns = np.append(self.second[up], self.first[down])
        graph = cell_counts(rows, columns, (size, size))
        count, group = connected_components(graph, directed=True, connection="strong")
        members = [tuple(self.items[n] for n in np.flatnonzero(group == number)) for number in range(count)]
        return tuple(sorted(members))


def _labels(rows: Sequence[Comparison], items: Iterable[Label]) -> tuple[Label, ...]:
    for row in rows:
        if row.winner == row.loser:
            raise InvalidRequestError(f"The item {row.winner} was compared with itself.")
        if not (np.isfinite(row.count) and row.count > 0):
            raise InvalidRequestError(f"The count of {row.winner} and {row.loser} is not a positive number.")
    labels = {row.winner for row in rows} | {row.loser for row in rows} | set(items)
    if len({type(label) for label in labels}) > 1:
        raise InvalidRequestError("Labels of items must be all text or all whole numbers.")
    if len(labels) > MOST_ITEMS:
        raise InvalidRequestError(f"{len(labels)} items are more than the {MOST_ITEMS} that can be compared at once.")
    return tuple(sorted(labels))
