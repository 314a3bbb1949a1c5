"""The two-way layout y_nj = θ_n + b_j + ε of one mark per entry and judge, and its normal equations after
absorption.

Words. θ_n is what entry n deserves, b_j the *leniency* of judge j in marks (severity is its negative), ε
the residual. Absorbing the entries leaves one symmetric system L b = r in the judges, whatever the number
of entries: additive least squares, the hybrid model and the crossed model differ only in what is added to
it.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..arrays import Indices, Matrix, Sparse, Vector, cell_counts, sum_by
from ..connectivity import judge_laplacian, require_connected
from ..errors import DesignTooLargeError, InvalidRequestError
from ..marks import Marks

MOST_JUDGES = 5_000
"""Judges' covariances are dense; beyond this number they would not fit an ordinary machine's memory."""

_ROUNDING = 1e-13


@dataclass(frozen=True, eq=False)
class Design:
    """The marked entries (N) and active judges (M) of connected marks, renumbered without gaps.

    `entry`, `judge`, `value` are (R,); `entry_at` and `judge_at` give their places in the marks they came
    from.
    """

    entry: Indices
    judge: Indices
    value: Vector
    entry_at: Indices
    judge_at: Indices

    @classmethod
    def of(cls, marks: Marks) -> "Design":
        """The design of marks on one criterion. Raises DisconnectedDesignError, DesignTooLargeError,
        InvalidRequestError.
        """
        if len(marks.criteria) > 1:
            raise InvalidRequestError("This model takes one mark for an entry and judge: combine the criteria.")
        entry_at, entry = np.unique(marks.entry, return_inverse=True)
        judge_at, judge = np.unique(marks.judge, return_inverse=True)
        if judge_at.size > MOST_JUDGES:
            raise DesignTooLargeError(
                f"{judge_at.size} judges are more than the {MOST_JUDGES} that can be held at once."
            )
        require_connected(marks)
        return cls(entry, judge, marks.value, entry_at, judge_at)

    @property
    def shape(self) -> tuple[int, int]:
        """Number of entries and of judges."""
        return self.entry_at.size, self.judge_at.size

    @cached_property
    def incidence(self) -> Sparse:
        """B (N x M): 1 where a judge marked an entry."""
        return cell_counts(self.entry, self.judge, self.shape)

    @cached_property
    def per_entry(self) -> Vector:
        """Marks of each entry (N,)."""
        return sum_by(self.entry, None, self.shape[0])

    @cached_property
    def per_judge(self) -> Vector:
        """Marks of each judge (M,)."""
        return sum_by(self.judge, None, self.shape[1])

    def entry_sums(self, values: Vector) -> Vector:
        """Sum over each entry's marks of values (R,)."""
        return sum_by(self.entry, values, self.shape[0])

    def judge_sums(self, values: Vector) -> Vector:
        """Sum over each judge's marks of values (R,)."""
        return sum_by(self.judge, values, self.shape[1])

    @cached_property
    def noise(self) -> float:
        """The sum of squares that rounding alone can leave of these marks."""
        return self.value.size * float(np.abs(self.value).max() * _ROUNDING) ** 2

    def weighted_gram(self, weight: Vector) -> Matrix:
        """BᵀWB (M x M) for weights (N,) of the entries."""
        scaled = self.incidence.multiply(np.sqrt(weight)[:, None]).tocsr()
        return np.asarray((scaled.T @ scaled).toarray())


@dataclass(frozen=True)
class Reduced:
    """L b = r after the entries are absorbed: `laplacian` (M x M), `right` (M,), `total` yᵀHy, `freedom`
    of that sum.

    `noise` is the part of `total` that rounding alone can make.
    """

    laplacian: Matrix
    right: Vector
    total: float
    freedom: int
    noise: float


def absorb_fixed_entries(design: Design) -> Reduced:
    """L = D_J - BᵀD_E⁻¹B and r for entries as fixed effects (Searle, Casella and McCulloch 1992, ch. 4)."""
    deviation = design.value - (design.entry_sums(design.value) / design.per_entry)[design.entry]
    laplacian = judge_laplacian(design.entry, design.judge, design.shape)
    freedom = design.value.size - design.shape[0]
    return Reduced(laplacian, design.judge_sums(deviation), float(deviation @ deviation), freedom, design.noise)
