"""Ways of scoring in common use, kept only so that the models of this package can be measured against
them.

Nothing else here calls them. The median wastes information; z-scores take a judge's pool for the judge.
"""

from collections.abc import Callable, Mapping

import numpy as np

from .arrays import Vector, sum_by
from .marks import Marks


def raw_mean(marks: Marks) -> Vector:
    """Mean mark of each entry (N,)."""
    return marks.raw_mean


def median(marks: Marks) -> Vector:
    """Median mark of each entry (N,); NaN without a mark."""
    order = np.lexsort((marks.value, marks.entry))
    value = np.append(marks.value[order], np.nan)
    count = marks.marks_per_entry.astype(np.intp)
    start = np.cumsum(count) - count
    low, high = start + (count - 1) // 2, start + count // 2
    return np.where(count > 0, (value[np.maximum(low, 0)] + value[high]) / 2, np.nan)


def z_score(marks: Marks) -> Vector:
    """Mean of marks standardised within each judge (N,); a judge without spread counts as 0."""
    size = len(marks.judges)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = sum_by(marks.judge, marks.value, size) / marks.marks_per_judge
        deviation = marks.value - mean[marks.judge]
        spread = np.sqrt(sum_by(marks.judge, deviation**2, size) / (marks.marks_per_judge - 1))
        standard = np.nan_to_num(deviation / spread[marks.judge], posinf=0.0, neginf=0.0)
        return sum_by(marks.entry, standard, len(marks.entries)) / marks.marks_per_entry


BASELINES: Mapping[str, Callable[[Marks], Vector]] = {
    "raw mean": raw_mean,
    "median": median,
    "z-score": z_score,
}
