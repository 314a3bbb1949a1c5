"""Do judges, entries and criteria behave as the model says? Infit, outfit and their standardised forms.

    infit = Σ(x - E)²/ΣV,    outfit = mean of (x - E)²/V      (Wright and Masters 1982, ch. 5)
    z = (MS^{1/3} - 1)·3/q + q/3      (Wilson and Hilferty 1931)
    q² = Σ(C - V²)/(ΣV)² for infit, Σ(C/V²)/n² - 1/n for outfit, C the fourth central moment

Expected value 1. About 0.5 to 1.5 is productive of measurement (Linacre 2002); less says that marks are
more alike than the model expects (a judge who uses few categories, or copies), more that they are erratic.
Fixed limits over-flag: show the figures, drop nobody by them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ..arrays import Indices, Matrix, Vector, sum_by
from .calibration import Calibration
from .categories import Moments
from .ratings import FACETS, FacetName


@dataclass(frozen=True, eq=False)
class Fit:
    """For each member of a facet: number of marks, mean squares, standardised forms; NaN without a
    calibrated mark.
    """

    count: Vector
    infit: Vector
    infit_z: Vector
    outfit: Vector
    outfit_z: Vector


def measure_fit(calibration: Calibration) -> Mapping[FacetName, Fit]:
    """Fit of the members of every facet, over the marks that took part in the calibration."""
    marks, usable = calibration.marks, calibration.usable
    index: Mapping[FacetName, Indices] = {
        "entry": marks.entry[usable],
        "judge": marks.judge[usable],
        "criterion": marks.criterion[usable],
    }
    per_mark = _residuals(calibration)
    return {name: _fit(per_mark, index[name], calibration.facet(name).measure.size) for name in FACETS}


def _fit(per_mark: Matrix, index: Indices, size: int) -> Fit:
    square, relative, variance, excess, relative_excess = (sum_by(index, column, size) for column in per_mark)
    count = sum_by(index, None, size)
    with np.errstate(divide="ignore", invalid="ignore"):
        infit, outfit = square / variance, relative / count
        infit_spread, outfit_spread = np.sqrt(excess) / variance, np.sqrt(relative_excess) / count
        return Fit(count, infit, _standardise(infit, infit_spread), outfit, _standardise(outfit, outfit_spread))


def _residuals(calibration: Calibration) -> Matrix:
    """For each calibrated mark (5 x R): (x-E)², (x-E)²/V, V, C - V², C/V² - 1, averaged over the entry's
    posterior.

    Averaging keeps the expected mean square at 1: under the model a quality drawn from its posterior has
    the same joint distribution with the marks as the true one (Wu 1997). At the posterior mean itself
    marks would fit too well.
    """
    marks, usable = calibration.marks, calibration.usable
    entry, category = marks.entry[usable], calibration.category[usable]
    criteria = len(marks.criteria)
    cell = (marks.judge * criteria + marks.criterion)[usable]
    place = np.add.outer(calibration.judge.measure, calibration.criterion.measure).ravel()
    if calibration.posterior is None:
        eta = calibration.entry.measure[entry] - place[cell]
        return _residual_rows(category, Moments.at(eta, calibration.threshold))
    total = np.zeros((5, entry.size))
    for node, weight in zip(calibration.posterior.node, calibration.posterior.weight.T, strict=True):
        by_cell = Moments.at(node - place, calibration.threshold)
        total += weight[entry] * _residual_rows(category, by_cell.of(cell))
    return total


def _residual_rows(category: Indices, moments: Moments) -> Matrix:
    square, variance = (category - moments.expected) ** 2, moments.variance
    excess = moments.fourth - variance**2
    return np.stack([square, square / variance, variance, excess, excess / variance**2])


def _standardise(mean_square: Vector, q: Vector) -> Vector:
    return np.asarray((np.cbrt(mean_square) - 1) * 3 / q + q / 3)
