"""From leniencies to scores, for the models in which entries are fixed."""

import numpy as np

from ..arrays import Matrix, Vector, cell_counts, spread
from ..marks import Marks
from .design import Design
from .result import Adjustment, Model, ScoreErrors, Variances


def fixed_entries_result(
    model: Model,
    marks: Marks,
    design: Design,
    *,
    leniency: Vector,
    covariance: Matrix,
    residual: float,
    judge: float,
    unmarked_judge: tuple[float, float],
) -> Adjustment:
    """The answer of a model in which entries are fixed: θ̂_n is the mean of its marks less their judges'
    leniency.

    `leniency` (M,) and `covariance` (M x M) are those of the active judges; a judge without a mark gets
    the leniency and error variance `unmarked_judge`.
    """
    entries, judges = len(marks.entries), len(marks.judges)
    score = design.entry_sums(design.value - leniency[design.judge]) / design.per_entry
    shared = np.diag(np.full(judges, unmarked_judge[1]))
    shared[np.ix_(design.judge_at, design.judge_at)] = covariance
    share = 1 / np.maximum(marks.marks_per_entry, 1)
    errors = ScoreErrors(
        own=spread(residual / design.per_entry, design.entry_at, entries, np.nan),
        loading=cell_counts(marks.entry, marks.judge, (entries, judges)).multiply(share[:, None]).tocsr(),
        shared=shared,
    )
    return Adjustment(
        model,
        marks,
        spread(score, design.entry_at, entries, np.nan),
        spread(leniency, design.judge_at, judges, unmarked_judge[0]),
        Variances(_entry_variance(score, errors, design), judge, residual),
        errors,
    )


def _entry_variance(score: Vector, errors: ScoreErrors, design: Design) -> float:
    """Variance between entries: that of the scores less what errors add to it, not below zero."""
    if score.size < 2:
        return np.nan
    return float(np.maximum(np.var(score, ddof=1) - errors.spread_of(design.entry_at), 0.0))
