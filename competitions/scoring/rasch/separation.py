"""How well a facet's members are told apart: separation, strata, reliability, and whether they differ at
all.
"""

from dataclasses import dataclass

import numpy as np
from scipy.stats import chi2

from ..arrays import Vector


@dataclass(frozen=True)
class Separation:
    """Of measures with errors: G = true SD / RMSE, strata (4G+1)/3, reliability G²/(1+G²) (Wright and
    Masters 1982).

    For entries high values are good; for judges they mean that it matters who marks. `chi_square` tests
    the hypothesis that all members have the same measure, with `freedom` degrees of freedom.
    """

    spread: float
    rmse: float
    true_spread: float
    separation: float
    strata: float
    reliability: float
    chi_square: float
    freedom: int
    p_value: float


_UNKNOWN = Separation(np.nan, np.nan, np.nan, np.nan, np.nan, np.nan, np.nan, 0, np.nan)


def measure_separation(measure: Vector, error: Vector) -> Separation:
    """Separation of measures (N,) with standard errors (N,), NaN left out; NaN throughout with fewer than
    two.
    """
    known = np.isfinite(measure) & np.isfinite(error) & (error > 0)
    value, variance = measure[known], error[known] ** 2
    if value.size < 2:
        return _UNKNOWN
    rmse = float(np.sqrt(variance.mean()))
    spread = float(np.std(value, ddof=1))
    true = float(np.sqrt(max(spread**2 - rmse**2, 0.0)))
    ratio = true / rmse
    weight = 1 / variance
    chi = float(weight @ value**2 - (weight @ value) ** 2 / weight.sum())
    freedom = value.size - 1
    p_value = float(chi2.sf(chi, freedom))
    reliability = ratio**2 / (1 + ratio**2)
    return Separation(spread, rmse, true, ratio, (4 * ratio + 1) / 3, reliability, chi, freedom, p_value)
