"""Fair averages: Rasch measures in units of the rubric, which is what is published instead of logits.

    FA(θ) = Σ_h value_h P(h | θ, α = 0, δ = 0)      (Linacre, "fair average")

the mark that an entry would get from a judge of average severity on a criterion of average difficulty.
"""

from dataclasses import dataclass

import numpy as np

from ..arrays import Vector
from .calibration import Calibration
from .categories import log_probabilities


@dataclass(frozen=True, eq=False)
class FairAverages:
    """Marks in rubric units and their standard errors (delta method)."""

    value: Vector
    error: Vector


def fair_entry_averages(calibration: Calibration) -> FairAverages:
    """Fair average of each entry (N,)."""
    return _fair(calibration, calibration.entry.measure, calibration.entry.error)


def fair_judge_averages(calibration: Calibration) -> FairAverages:
    """The mark that each judge (M,) would give to an entry of average quality."""
    centre = float(np.nanmean(calibration.entry.measure))
    return _fair(calibration, centre - calibration.judge.measure, calibration.judge.error)


def _fair(calibration: Calibration, eta: Vector, error: Vector) -> FairAverages:
    probability = np.exp(log_probabilities(eta, calibration.threshold))
    category = np.arange(calibration.category_value.size)
    value = probability @ calibration.category_value
    covariance = probability @ (calibration.category_value * category) - value * (probability @ category)
    return FairAverages(value, covariance * error)
