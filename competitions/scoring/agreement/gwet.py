"""Gwet's AC1 and AC2: agreement that stays sensible when nearly all marks are alike, where kappa breaks
down.

    AC = (p_a - p_e)/(1 - p_e),    p_e = Σ_kl w_kl / (q(q-1)) · Σ_k π_k(1 - π_k)      (Gwet 2008; 2014, ch. 4)

with q values and the share π_k of each. AC1 counts only identical marks, AC2 weights near ones by value.
"""

import numpy as np

from ..arrays import Vector
from ..marks import Marks
from .counts import Counts, Weighting
from .kappa import ChanceCorrected, pooled_coefficient


def gwet_ac(marks: Marks, weighting: Weighting = "nominal") -> ChanceCorrected:
    """AC1 (nominal) or AC2 (linear, quadratic) of marks on one criterion, with its standard error.

    Declare the scale with its step: values that nobody gave count among the q. NaN if no entry has two
    marks or only one value is known. Raises InvalidRequestError, DesignTooLargeError.
    """
    counts = Counts.of(marks)
    weights = counts.agreement_weights(weighting)
    q = counts.values.size
    if q < 2:
        return ChanceCorrected(np.nan, np.nan, np.nan, np.nan)
    factor = float(weights.sum()) / (q * (q - 1))

    def chance(share: Vector) -> Vector:
        return factor * (1 - share)

    return pooled_coefficient(counts, weights, chance)
