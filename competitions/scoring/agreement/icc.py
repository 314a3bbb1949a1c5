"""The six intraclass correlations of Shrout and Fleiss (1979), with the intervals of McGraw and Wong
(1996).

For a complete table of n entries by k judges, with mean squares between entries (BMS), within entries
(WMS), between judges (JMS) and residual (EMS):

    ICC(1,1) = (BMS-WMS)/(BMS+(k-1)WMS)                       each entry marked by other judges
    ICC(2,1) = (BMS-EMS)/(BMS+(k-1)EMS+k(JMS-EMS)/n)          the same judges, a sample of all
    ICC(3,1) = (BMS-EMS)/(BMS+(k-1)EMS)                       the same judges, the only ones of interest

and ICC(.,k) the reliability of the mean of the k judges.
"""

from dataclasses import dataclass

import numpy as np
from scipy.stats import f as f_distribution

from ..arrays import Matrix
from ..errors import IncompleteMarksError, InvalidRequestError, NotEnoughMarksError
from ..marks import Marks


@dataclass(frozen=True)
class Coefficient:
    """A coefficient with its confidence interval; NaN where the marks do not determine it."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class MeanSquares:
    """The two-way analysis of variance of a complete table."""

    between: float
    within: float
    judges: float
    residual: float
    entries_count: int
    judges_count: int

    @classmethod
    def of(cls, table: Matrix) -> "MeanSquares":
        """Mean squares of a table (n x k) without holes. Raises NotEnoughMarksError, IncompleteMarksError."""
        n, k = table.shape
        if n < 2 or k < 2:
            raise NotEnoughMarksError("An intraclass correlation needs at least two entries and two judges.")
        if not np.all(np.isfinite(table)):
            raise IncompleteMarksError("An intraclass correlation needs every entry marked by every judge.")
        grand = table.mean()
        rows, columns = table.mean(axis=1), table.mean(axis=0)
        residual = table - rows[:, None] - columns[None, :] + grand
        return cls(
            between=float(k * np.sum((rows - grand) ** 2) / (n - 1)),
            within=float(np.sum((table - rows[:, None]) ** 2) / (n * (k - 1))),
            judges=float(n * np.sum((columns - grand) ** 2) / (k - 1)),
            residual=float(np.sum(residual**2) / ((n - 1) * (k - 1))),
            entries_count=n,
            judges_count=k,
        )


@dataclass(frozen=True)
class Intraclass:
    """The six coefficients, named as in the paper: `single` judges and the `mean` of all k."""

    one_way_single: Coefficient
    one_way_mean: Coefficient
    random_single: Coefficient
    random_mean: Coefficient
    fixed_single: Coefficient
    fixed_mean: Coefficient


def complete_table(marks: Marks) -> Matrix:
    """Marks on one criterion as a table entries x judges. Raises IncompleteMarksError unless it is
    complete.
    """
    shape = (len(marks.entries), len(marks.judges))
    if len(marks.criteria) > 1:
        raise InvalidRequestError("Agreement is measured on one criterion at a time.")
    if len(marks) != shape[0] * shape[1]:
        raise IncompleteMarksError("An intraclass correlation needs every entry marked by every judge.")
    return marks.value.reshape(shape)


def intraclass(table: Matrix, confidence: float = 0.95) -> Intraclass:
    """The six coefficients of a complete table (n x k) with intervals at the given confidence.

    Raises NotEnoughMarksError, IncompleteMarksError. Constant marks give NaN.
    """
    squares = MeanSquares.of(table)
    with np.errstate(divide="ignore", invalid="ignore"):
        one_way = _one_way(squares, confidence)
        random = _random(squares, confidence)
        fixed = _fixed(squares, confidence)
    return Intraclass(*one_way, *random, *fixed)


def _ratio(numerator: float, denominator: float) -> float:
    return float(np.divide(numerator, denominator)) if denominator else np.nan


def _one_way(squares: MeanSquares, confidence: float) -> tuple[Coefficient, Coefficient]:
    n, k = squares.entries_count, squares.judges_count
    return _from_ratio(squares.between, squares.within, (n - 1, n * (k - 1)), k, confidence)


def _fixed(squares: MeanSquares, confidence: float) -> tuple[Coefficient, Coefficient]:
    n, k = squares.entries_count, squares.judges_count
    return _from_ratio(squares.between, squares.residual, (n - 1, (n - 1) * (k - 1)), k, confidence)


def _from_ratio(
    between: float, error: float, freedom: tuple[int, int], k: int, confidence: float
) -> tuple[Coefficient, Coefficient]:
    """Single and mean coefficient from one F ratio, as in the one-way and the fixed model."""
    tail = (1 + confidence) / 2
    ratio = _ratio(between, error)
    low = ratio / f_distribution.ppf(tail, *freedom)
    high = ratio * f_distribution.ppf(tail, *reversed(freedom))
    single = Coefficient(
        _ratio(between - error, between + (k - 1) * error),
        float((low - 1) / (low + k - 1)),
        float((high - 1) / (high + k - 1)),
    )
    mean = Coefficient(_ratio(between - error, between), float(1 - 1 / low), float(1 - 1 / high))
    return single, mean


def _random(squares: MeanSquares, confidence: float) -> tuple[Coefficient, Coefficient]:
    """The two-way random model; its interval uses Satterthwaite's degrees of freedom."""
    n, k = squares.entries_count, squares.judges_count
    between, judges, residual = squares.between, squares.judges, squares.residual
    single = _ratio(between - residual, between + (k - 1) * residual + k * (judges - residual) / n)
    mean = _ratio(between - residual, between + (judges - residual) / n)
    a = k * single / (n * (1 - single)) if single < 1 else np.inf
    b = 1 + k * single * (n - 1) / (n * (1 - single)) if single < 1 else np.inf
    spread = (a * judges) ** 2 / (k - 1) + (b * residual) ** 2 / ((n - 1) * (k - 1))
    freedom = _ratio((a * judges + b * residual) ** 2, spread)
    tail = (1 + confidence) / 2
    below = f_distribution.ppf(tail, n - 1, freedom)
    above = f_distribution.ppf(tail, freedom, n - 1)
    rest = k * judges + (k * n - k - n) * residual
    low = n * (between - below * residual) / (below * rest + n * between)
    high = n * (above * between - residual) / (rest + n * above * between)
    return (
        Coefficient(single, float(low), float(high)),
        Coefficient(mean, _stepped_up(float(low), k), _stepped_up(float(high), k)),
    )


def _stepped_up(single: float, k: int) -> float:
    """Reliability of a mean of k from that of one (Spearman 1910, Brown 1910)."""
    return k * single / (1 + (k - 1) * single)
