"""Kappas: agreement beyond that of judges who keep their habits but mark at random.

    κ = (p_o - p_e)/(1 - p_e),    p_o = Σ w_xy o_xy,    p_e = Σ w_xy p_x q_y

Cohen (1960, 1968) for two judges; with weights *by value* over the declared scale (1 - |x-y|/range, or its
square), so that a category which nobody used does not shift its neighbours. For many judges who share some
entries, observed and expected agreement are averaged over the pairs of judges, each counted by the entries
they share (Conger 1980, for sparse designs). Fleiss (1971) pools all judges' habits.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from ..arrays import Matrix, Vector, cell_counts, row_products
from ..marks import Marks
from .counts import Counts, Weighting, value_range

Chance = Callable[[Vector], Vector]
"""From the shares of the values (V,) the chance agreement of a mark of each value (V,)."""


@dataclass(frozen=True)
class ChanceCorrected:
    """A chance-corrected coefficient, its standard error, and the agreements it is made of; NaN if
    undetermined.
    """

    value: float
    standard_error: float
    observed: float
    expected: float


def fleiss_kappa(marks: Marks, weighting: Weighting = "nominal") -> ChanceCorrected:
    """Fleiss' kappa (1971) of marks on one criterion; entries may differ in their number of marks (Gwet
    2014, ch. 2).

    NaN if no entry has two marks or all marks are the same. Raises InvalidRequestError,
    DesignTooLargeError.
    """
    counts = Counts.of(marks)
    weights = counts.agreement_weights(weighting)
    return pooled_coefficient(counts, weights, lambda share: np.asarray(weights @ share))


def pooled_coefficient(counts: Counts, weights: Matrix, chance: Chance) -> ChanceCorrected:
    """A coefficient whose chance agreement rests on the pooled shares of the values.

    Observed agreement is the mean over entries with two marks or more, chance agreement the mean of
    `chance` over all marked entries. The standard error treats the entries as a sample and linearises
    (Gwet 2014, ch. 5).
    """
    counts = counts.with_marks(1)
    size, n = counts.marks_each, counts.marks_each.size
    paired = size > 1
    if not paired.any():
        return ChanceCorrected(np.nan, np.nan, np.nan, np.nan)
    agreeing = row_products(counts.table, weights) - size
    own = np.divide(agreeing, size * (size - 1), out=np.zeros(n), where=paired)
    observed = float(own.sum() / paired.sum())
    by_entry = counts.table @ chance(counts.table.T @ (1 / size) / n) / size
    expected = float(by_entry.mean())
    if not expected < 1:
        return ChanceCorrected(np.nan, np.nan, observed, expected)
    value = (observed - expected) / (1 - expected)
    part = (own - expected * paired) * (n / paired.sum()) - 2 * (1 - value) * (by_entry - expected)
    deviation = part / (1 - expected) - value
    error = float(np.sqrt(deviation @ deviation / (n * (n - 1)))) if n > 1 else np.nan
    return ChanceCorrected(value, error, observed, expected)


@dataclass(frozen=True)
class PairedKappa:
    """Kappa over all pairs of judges who share entries: its value, the agreements, and the number of
    shared marks.
    """

    value: float
    observed: float
    expected: float
    shared: int


def weighted_kappa(marks: Marks, weighting: Weighting = "quadratic") -> PairedKappa:
    """Cohen's kappa of marks on one criterion, pooled over the pairs of judges; exactly Cohen's when there
    are two.

    Every disagreement is a sum of squared differences of features of the marks (the mark itself; whether
    it reaches a threshold; whether it is a given value), so sums over shared entries are products of
    sparse matrices. NaN if no two judges share an entry, or all shared marks are the same. Raises
    InvalidRequestError, DesignTooLargeError.
    """
    counts = Counts.of(marks)
    shape = (len(marks.entries), len(marks.judges))
    who = cell_counts(marks.entry, marks.judge, shape)
    shared = _off_diagonal(who.T @ who)
    observed = expected = 0.0
    for weight, feature in _features(marks.value, counts.values, weighting):
        scores = sp.csr_array((feature, (marks.entry, marks.judge)), shape=shape)
        squares, sums = (scores.multiply(scores).T @ who).toarray(), (scores.T @ who).toarray()
        apart = squares + squares.T
        observed += weight * float(np.sum((apart - 2 * (scores.T @ scores).toarray())[shared > 0]))
        product = np.divide(sums * sums.T, shared, out=np.zeros_like(sums), where=shared > 0)
        expected += weight * float(np.sum((apart - 2 * product)[shared > 0]))
    total = float(shared.sum())
    if total == 0:
        return PairedKappa(np.nan, np.nan, np.nan, 0)
    most = total * _widest(counts.values, weighting)
    value = 1 - observed / expected if expected > 1e-12 * most else np.nan
    return PairedKappa(value, 1 - observed / most, 1 - expected / most, round(total / 2))


def _off_diagonal(shared: sp.csr_array) -> Matrix:
    table = np.asarray(shared.toarray())
    np.fill_diagonal(table, 0.0)
    return table


def _features(mark: Vector, values: Vector, weighting: Weighting) -> Iterator[tuple[float, Vector]]:
    """Features (R,) with weights such that Σ weight (u(x) - u(y))² is the disagreement of marks x and y."""
    if weighting == "quadratic":
        yield 1.0, mark - values.mean()
    elif weighting == "linear":
        for low, high in zip(values, values[1:], strict=False):
            yield float(high - low), (mark > (low + high) / 2).astype(np.float64)
    else:
        for value in values:
            yield 0.5, (np.abs(mark - value) <= 1e-9 * (1 + abs(value))).astype(np.float64)


def _widest(values: Vector, weighting: Weighting) -> float:
    """The largest possible disagreement of two marks."""
    if weighting == "nominal":
        return 1.0
    widest = value_range(values)
    return widest if weighting == "linear" else widest**2
