"""Additive two-way least squares: entries and judges both fixed.

    y_nj = θ_n + b_j + ε,    least squares under Σ b = 0    (Yates 1934; Searle 1987, ch. 4)

It is the only order-preserving model here in the strict sense: a constant added to all marks of one judge,
or a judge with a single mark, changes no comparison between entries. The price is that a judge with few
marks is believed wholly.
"""

import numpy as np

from ..arrays import Matrix, Vector
from ..marks import Marks
from .design import Design, absorb_fixed_entries
from .fixed import fixed_entries_result
from .result import Adjustment
from .ridge import Spectrum


def adjust_additive(marks: Marks) -> Adjustment:
    """Scores by least squares; marks on one criterion.

    Leniencies sum to zero over the judges with two marks or more (over all, if there is none), so that a
    judge with a single mark moves nobody else, not even by a common shift. A judge without a mark gets
    NaN; standard errors are NaN when no degree of freedom is left. Raises DisconnectedDesignError,
    DesignTooLargeError, InvalidRequestError.
    """
    design = Design.of(marks)
    spectrum = Spectrum.of(absorb_fixed_entries(design))
    centring = _centring(design.per_judge)
    freedom = spectrum.freedom - spectrum.rank
    residual = spectrum.least_residual / freedom if freedom else np.nan
    leniency = centring @ spectrum.solve(np.inf)
    covariance = residual * (centring @ spectrum.inverse(np.inf) @ centring.T)
    return fixed_entries_result(
        "additive",
        marks,
        design,
        leniency=leniency,
        covariance=covariance,
        residual=residual,
        judge=_excess_variance(leniency, covariance),
        unmarked_judge=(np.nan, np.nan),
    )


def _centring(per_judge: Vector) -> Matrix:
    """I - 1wᵀ (M x M), w the equal weights of the judges that define the zero."""
    core = per_judge > 1 if np.any(per_judge > 1) else per_judge > 0
    return np.eye(core.size) - np.where(core, 1 / np.count_nonzero(core), 0.0)[None, :]


def _excess_variance(leniency: Vector, covariance: Matrix) -> float:
    """Variance between judges: that of their leniencies less the mean error variance, not below zero."""
    if leniency.size < 2:
        return np.nan
    return float(np.maximum(np.var(leniency, ddof=1) - np.mean(np.diag(covariance)), 0.0))
