"""Krippendorff's alpha: agreement beyond chance of any number of judges, holes allowed.

    α = 1 - D_o/D_e = 1 - (n-1) Σ o_ck δ²_ck / Σ n_c n_k δ²_ck

(Krippendorff 2011, "Computing Krippendorff's alpha-reliability"; 2019, ch. 12) with coincidences o_ck =
Σ_u (pairs c-k in unit u)/(m_u - 1) over units with m_u >= 2 marks, their margins n_c, and n their sum. The
difference δ² is of a level of measurement:

    nominal  [c ≠ k]          ordinal  (Σ_{g=c..k} n_g - (n_c + n_k)/2)²
    interval (c - k)²         ratio    ((c - k)/(c + k))²
"""

from typing import Literal, get_args

import numpy as np

from ..arrays import Matrix, Vector, sum_by
from ..errors import InvalidRequestError
from ..marks import Marks
from .counts import Counts

Level = Literal["nominal", "ordinal", "interval", "ratio"]
LEVELS: tuple[Level, ...] = get_args(Level)


def krippendorff_alpha(marks: Marks, level: Level = "interval") -> float:
    """Alpha of marks on one criterion.

    NaN if no entry has two marks, or if all paired marks are the same: without variation nothing can be
    said. Raises InvalidRequestError for an unknown level or ratio level with negative marks;
    DesignTooLargeError.
    """
    if level not in LEVELS:
        raise InvalidRequestError(f"There is no level {level}: choose nominal, ordinal, interval or ratio.")
    if level == "interval":
        observed, expected, total = _interval_sums(marks)
    else:
        observed, expected, total = _sums(Counts.of(marks), level)
    return 1 - (total - 1) * observed / expected if expected > 0 else np.nan


def _sums(counts: Counts, level: Level) -> tuple[float, float, float]:
    """Σ o δ², Σ n_c n_k δ² and n, from the coincidences of values."""
    if level == "ratio" and counts.values.min() < 0:
        raise InvalidRequestError("Ratio alpha needs marks of zero or more.")
    coincidence = coincidences(counts.with_marks(2))
    margin = coincidence.sum(axis=1)
    difference = squared_difference(counts.values, margin, level)
    return float(np.sum(coincidence * difference)), float(margin @ difference @ margin), float(margin.sum())


def _interval_sums(marks: Marks) -> tuple[float, float, float]:
    """The same sums at interval level, from sums of squares alone, so that marks may take any number of
    values.
    """
    if len(marks.criteria) > 1:
        raise InvalidRequestError("Agreement is measured on one criterion at a time.")
    paired = marks.marks_per_entry[marks.entry] > 1
    entry, value = marks.entry[paired], marks.value[paired]
    value = value - (value.mean() if value.size else 0.0)
    count = sum_by(entry, None, len(marks.entries))
    within = count * sum_by(entry, value**2, count.size) - sum_by(entry, value, count.size) ** 2
    observed = 2 * float(np.sum(within[count > 1] / (count[count > 1] - 1)))
    spread = value.size * float(value @ value) - float(value.sum()) ** 2
    return observed, 2 * spread if np.any(value != value[:1]) else 0.0, float(value.size)


def coincidences(counts: Counts) -> Matrix:
    """o (V x V), symmetric; its sum is the number of pairable marks."""
    weight = 1 / (counts.marks_each - 1)
    weighted = counts.table.multiply(weight[:, None]).tocsr()
    return np.asarray((counts.table.T @ weighted).toarray() - np.diag(weighted.sum(axis=0)))


def squared_difference(values: Vector, margin: Vector, level: Level) -> Matrix:
    """δ² between all values (V x V) at a level of measurement."""
    x, y = values[:, None], values[None, :]
    if level == "nominal":
        return np.asarray((x != y).astype(np.float64))
    if level == "interval":
        return np.asarray((x - y) ** 2)
    if level == "ratio":
        total = x + y
        return np.divide(x - y, total, out=np.zeros_like(total), where=total > 0) ** 2
    middle = np.cumsum(margin) - margin / 2
    return np.asarray((middle[:, None] - middle[None, :]) ** 2)
