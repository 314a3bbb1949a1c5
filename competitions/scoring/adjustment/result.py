"""What every model of judge severity answers, in units of the rubric."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
from scipy.stats import rankdata

from ..arrays import Indices, Matrix, Sparse, Vector, row_products, standard_errors
from ..errors import Label
from ..marks import Marks

Model = Literal["hybrid", "additive", "crossed"]

_TIED = 9
"""Scores that agree to so many decimals are equal: what is beyond is rounding."""


@dataclass(frozen=True)
class Variances:
    """Variance components in squared marks; NaN where the marks cannot tell them apart.

    For models with fixed entries `entry` is the variance of the adjusted scores less what their errors add
    to it.
    """

    entry: float
    judge: float
    residual: float


@dataclass(frozen=True, eq=False)
class ScoreErrors:
    """The joint error of the scores of N entries: an own part, and a part from P effects that entries
    share.

    error_n = own_n - loading_n · effects, with independent own parts of variance `own` (N,), NaN without a
    mark; `loading` is sparse (N x P); effects have the covariance `shared` (P x P): the judges first, in
    the crossed model the mean last.
    """

    own: Vector
    loading: Sparse
    shared: Matrix

    @cached_property
    def variance(self) -> Vector:
        """Error variance of each score (N,)."""
        return np.asarray(self.own + self._from_effects(self.loading))

    def of_differences(self, entry: int, others: Indices) -> Vector:
        """Standard error of the difference between one entry's score and each of the others'."""
        contrast = self.loading[others] - self.loading[np.full(others.size, entry)]
        own = self.own[others] + self.own[entry]
        return np.asarray(np.sqrt(own + self._from_effects(contrast)))

    def spread_of(self, entries: Indices) -> float:
        """What these errors add to the sample variance of the scores of some entries."""
        size = entries.size
        centre = np.asarray(self.loading[entries].sum(axis=0)) / size
        used = centre != 0
        common = float(centre[used] @ self.shared[np.ix_(used, used)] @ centre[used])
        common += float(self.own[entries].mean()) / size
        return float(self.variance[entries].mean() - common) * size / (size - 1)

    def _from_effects(self, loading: Sparse) -> Vector:
        return np.clip(row_products(loading, self.shared), 0.0, None)


@dataclass(frozen=True, eq=False)
class Adjustment:
    """Scores corrected for the judges that an entry happened to have.

    N entries and M judges are those of `marks`, in label order. `adjusted` (N,) is in marks, NaN for an
    entry without one; `leniency` (M,) is what a judge adds to a mark beyond colleagues, NaN where nothing
    is known.
    """

    model: Model
    marks: Marks
    adjusted: Vector
    leniency: Vector
    variances: Variances
    errors: ScoreErrors

    @property
    def standard_error(self) -> Vector:
        """Standard error of each adjusted score (N,), the uncertainty of its judges' leniencies included."""
        return np.sqrt(self.errors.variance)

    @property
    def leniency_covariance(self) -> Matrix:
        """Full covariance of the errors of the judges' leniencies (M x M), in squared marks."""
        size = len(self.marks.judges)
        return self.errors.shared[:size, :size]

    @property
    def leniency_error(self) -> Vector:
        """Standard error of each leniency (M,)."""
        return standard_errors(self.leniency_covariance)

    @property
    def residual(self) -> Vector:
        """What is left of each mark (R,) after its entry and its judge."""
        return self.marks.value - self.adjusted[self.marks.entry] - self.leniency[self.marks.judge]

    def among(self, entries: Iterable[Label]) -> "Adjustment":
        """The same scores with only these entries in the running: ranks and shortlists are made of them."""
        held = set(entries)
        there = np.array([entry in held for entry in self.marks.entries], dtype=bool)
        return replace(self, adjusted=np.where(there, self.adjusted, np.nan))

    @property
    def marked(self) -> Indices:
        """Places of the entries that have a mark."""
        return np.flatnonzero(~np.isnan(self.adjusted))

    @cached_property
    def rank(self) -> Vector:
        """Rank of each entry (N,), 1 the best; equal scores share the best of their ranks; NaN without a
        mark.
        """
        ranks = rankdata(-np.round(self.adjusted, _TIED), method="min", nan_policy="omit")
        return np.asarray(ranks, dtype=np.float64)

    @cached_property
    def order(self) -> Indices:
        """Places of the marked entries, best first; equals in label order."""
        return self.marked[np.argsort(-np.round(self.adjusted[self.marked], _TIED), kind="stable")]
