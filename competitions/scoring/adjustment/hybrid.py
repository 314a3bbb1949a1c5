"""The hybrid model, the default: entries fixed, judges random.

    y_nj = θ_n + b_j + ε,    b_j ~ N(0, σ_b²),    ε ~ N(0, σ²),    θ_n free

Nothing is assumed of how entries were dealt, as in least squares, so that panels with pools of different
quality are compared fairly; and a judge with few marks is believed only as far as the marks go, as in a
mixed model. The one ratio γ = σ_b²/σ² is chosen by REML. It is the model that lme4 writes `y ~ 0 + entry +
(1 | judge)`.
"""

import numpy as np

from ..marks import Marks
from .design import Design, absorb_fixed_entries
from .fixed import fixed_entries_result
from .result import Adjustment
from .ridge import Spectrum, choose_ratio


def adjust_hybrid(marks: Marks) -> Adjustment:
    """Scores with entries fixed and judges random; marks on one criterion.

    A judge without a mark gets leniency 0 with the standard error σ_b. With one judge, or one entry, or
    one mark for each entry, nothing is corrected. Raises DisconnectedDesignError, DesignTooLargeError,
    InvalidRequestError.
    """
    design = Design.of(marks)
    spectrum = Spectrum.of(absorb_fixed_entries(design))
    ratio = choose_ratio(spectrum)
    residual = spectrum.residual_variance(ratio)
    judge = judge_variance(spectrum, ratio, residual)
    return fixed_entries_result(
        "hybrid",
        marks,
        design,
        leniency=spectrum.solve(ratio),
        covariance=residual * spectrum.inverse(ratio),
        residual=residual,
        judge=judge,
        unmarked_judge=(0.0, judge),
    )


def judge_variance(spectrum: Spectrum, ratio: float, residual: float) -> float:
    """σ_b² = γσ²; when the additive model fits perfectly, the plain variance of the leniencies."""
    if np.isinf(ratio):
        return float(np.var(spectrum.solve(ratio), ddof=1))
    return ratio * residual
