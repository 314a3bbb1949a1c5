"""How often each entry got each value: all that alpha, Fleiss' kappa and Gwet's coefficients need to know
of the marks.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from ..arrays import Matrix, Sparse, Vector, cell_counts
from ..errors import DesignTooLargeError, InvalidRequestError
from ..marks import Marks

MOST_VALUES = 2_000
"""Coefficients compare every value with every other; beyond this number use interval alpha's near
relative, the ICC.
"""

Weighting = Literal["nominal", "linear", "quadratic"]


@dataclass(frozen=True, eq=False)
class Counts:
    """Marks on one criterion as counts: `table` (N x V, sparse) over the sorted `values` (V,).

    The values are all marks of the declared scale, if it has a step, else those that occur.
    """

    values: Vector
    table: Sparse

    @classmethod
    def of(cls, marks: Marks) -> "Counts":
        """Counts of marks on one criterion. Raises InvalidRequestError, DesignTooLargeError."""
        if len(marks.criteria) > 1:
            raise InvalidRequestError("Agreement is measured on one criterion at a time.")
        if marks.scale is None or marks.scale.step is None:
            values, place = np.unique(marks.value, return_inverse=True)
        else:
            values = marks.scale.values()
            place = np.round((marks.value - marks.scale.low) / marks.scale.step).astype(np.intp)
        if values.size > MOST_VALUES:
            raise DesignTooLargeError(
                f"{values.size} different marks are more than the {MOST_VALUES} that can be compared."
            )
        return cls(values, cell_counts(marks.entry, place, (len(marks.entries), values.size)))

    @cached_property
    def marks_each(self) -> Vector:
        """Number of marks of each entry (N,)."""
        return np.asarray(self.table.sum(axis=1), dtype=np.float64)

    def with_marks(self, least: int) -> "Counts":
        """Only the entries with at least so many marks."""
        return Counts(self.values, self.table[self.marks_each >= least])

    def agreement_weights(self, weighting: Weighting) -> Matrix:
        """How much two values agree (V x V), 1 on the diagonal: by value, over the range of the values.

        nominal [x = y]; linear 1 - |x-y|/range; quadratic 1 - (x-y)²/range².
        """
        gap = np.abs(self.values[:, None] - self.values[None, :])
        if weighting == "nominal":
            return np.asarray(gap == 0, dtype=np.float64)
        share = gap / value_range(self.values)
        return 1 - (share if weighting == "linear" else share**2)


def value_range(values: Vector) -> float:
    """Highest less lowest value, 1 if there is only one."""
    return float(values[-1] - values[0]) or 1.0
