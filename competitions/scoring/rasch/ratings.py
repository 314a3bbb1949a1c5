"""Marks as the many-facet Rasch model sees them: whole categories 0..m, and the sums that are sufficient."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np

from ..arrays import Indices, Mask, Matrix, Sparse, Vector, cell_counts, sum_by
from ..connectivity import require_connected
from ..errors import InvalidMarksError, NotEnoughMarksError
from ..marks import Marks

FacetName = Literal["entry", "judge", "criterion"]
FACETS: tuple[FacetName, ...] = ("entry", "judge", "criterion")

_ON_STEP = 1e-6

MOST_CATEGORIES = 201
"""A scale with more categories than this is not a rating scale: its thresholds could not be estimated."""


@dataclass(frozen=True, eq=False)
class Places:
    """Where the entries, judges and criteria of compact ratings stand among all."""

    entry: Indices
    judge: Indices
    criterion: Indices


@dataclass(frozen=True, eq=False)
class Ratings:
    """R ratings of N entries by M judges on I criteria, in categories 0..m.

    `category_value` (m+1,) is the mark that each category stands for. Marks that nobody gave have no
    category: a category without an observation has no threshold, so the scale is made of the marks that
    were used.
    """

    entry: Indices
    judge: Indices
    criterion: Indices
    category: Indices
    category_value: Vector
    shape: tuple[int, int, int]

    @classmethod
    def of(cls, marks: Marks) -> "Ratings":
        """Ratings of connected marks. Raises DisconnectedDesignError, NotEnoughMarksError (constant
        marks), InvalidMarksError.
        """
        values, category = np.unique(marks.value, return_inverse=True)
        if values.size < 2:
            raise NotEnoughMarksError("All marks are the same: there is nothing to measure.")
        if values.size > MOST_CATEGORIES:
            raise InvalidMarksError(
                f"{values.size} different marks are not the steps of a rating scale: use the hybrid model."
            )
        if not _on_steps(values):
            raise InvalidMarksError("The marks lie on no common step, as a rating scale's do: use the hybrid model.")
        require_connected(marks)
        shape = (len(marks.entries), len(marks.judges), len(marks.criteria))
        return cls(marks.entry, marks.judge, marks.criterion, category, values, shape)

    def __len__(self) -> int:
        return self.category.size

    def on_scale_of(self, other: "Ratings") -> "Ratings":
        """These ratings in the categories of others; a mark that has none there counts as the next lower
        category.
        """
        value = self.category_value[self.category]
        category = np.searchsorted(other.category_value, value, side="right") - 1
        return replace(self, category=np.maximum(category, 0), category_value=other.category_value)

    @property
    def top(self) -> int:
        """m, the highest category."""
        return self.category_value.size - 1

    def compact(self, chosen: Mask) -> tuple["Ratings", "Places"]:
        """The chosen ratings (a mask over R), facets and categories renumbered without gaps, and where
        they came from.
        """
        entry_at, entry = np.unique(self.entry[chosen], return_inverse=True)
        judge_at, judge = np.unique(self.judge[chosen], return_inverse=True)
        criterion_at, criterion = np.unique(self.criterion[chosen], return_inverse=True)
        used, category = np.unique(self.category[chosen], return_inverse=True)
        shape = (entry_at.size, judge_at.size, criterion_at.size)
        ratings = Ratings(entry, judge, criterion, category, self.category_value[used], shape)
        return ratings, Places(entry_at, judge_at, criterion_at)

    def facet(self, name: "FacetName") -> tuple[Indices, int]:
        """The index (R,) and size of a facet."""
        index = {"entry": self.entry, "judge": self.judge, "criterion": self.criterion}[name]
        return index, self.shape[FACETS.index(name)]

    def sums(self, name: "FacetName", values: Vector | None) -> Vector:
        """Sum of values (R,) for each member of a facet; None counts its ratings."""
        index, size = self.facet(name)
        return sum_by(index, values, size)

    @cached_property
    def reached(self) -> Vector:
        """How many ratings reach each category 1..m (m,)."""
        counts = sum_by(self.category, None, self.top + 1)
        return np.asarray(np.cumsum(counts[::-1])[::-1][1:])

    @cached_property
    def cell(self) -> Indices:
        """Cell (judge, criterion) of each rating (R,), numbered judge x I + criterion."""
        return self.judge * self.shape[2] + self.criterion

    @property
    def cells(self) -> int:
        """Number of cells, M x I."""
        return self.shape[1] * self.shape[2]

    @cached_property
    def first_of_pair(self) -> Indices:
        """The first rating of each pair of entry and judge; ratings are in canonical order, so a pair's
        are together.
        """
        return np.flatnonzero(np.diff(self.entry * self.shape[1] + self.judge, prepend=-1))

    @cached_property
    def by_cell(self) -> Sparse:
        """Which cells rated each entry (N x cells)."""
        return cell_counts(self.entry, self.cell, (self.shape[0], self.cells))

    @cached_property
    def by_outcome(self) -> Sparse:
        """Which (cell, category) each entry got (N x cells(m+1))."""
        outcome = self.cell * (self.top + 1) + self.category
        return cell_counts(self.entry, outcome, (self.shape[0], self.cells * (self.top + 1)))

    @cached_property
    def reached_by_entry(self) -> Matrix:
        """Ratings of each entry that reach each category 1..m (N x m)."""
        flat = self.entry * (self.top + 1) + self.category
        counts = sum_by(flat, None, self.shape[0] * (self.top + 1)).reshape(self.shape[0], -1)
        return np.asarray(np.cumsum(counts[:, ::-1], axis=1)[:, ::-1][:, 1:])


def _on_steps(values: Vector) -> bool:
    """Whether sorted values are whole multiples of their smallest gap apart, as they are on a rating
    scale.
    """
    position = (values - values[0]) / np.diff(values).min()
    return bool(np.all(np.abs(position - np.round(position)) < _ON_STEP * (1 + position)))
