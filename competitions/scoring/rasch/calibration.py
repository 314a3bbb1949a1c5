"""The many-facet Rasch model of a set of marks, by marginal or joint maximum likelihood, with everybody
placed.

ln[P(x_nij = h) / P(x_nij = h-1)] = θ_n - α_j - δ_i - τ_h      (Linacre 1989)
"""

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from ..arrays import Indices, Mask, Matrix, Vector, spread, standard_errors
from ..connectivity import require_connected
from ..errors import InvalidRequestError, NotEnoughMarksError
from ..marks import Marks
from .extremes import Extremes, find_extremes, place_extreme
from .jmle import estimate_jointly
from .locations import Locations, require_distinct
from .marginal import Grid, Point
from .mml import NODES, estimate_marginally
from .ratings import FACETS, FacetName, Places, Ratings

Method = Literal["mml", "jmle"]


@dataclass(frozen=True, eq=False)
class Facet:
    """Measures of the members of a facet in logits, their standard errors, and who was extreme; NaN
    without a mark.
    """

    measure: Vector
    error: Vector
    extreme: Mask


@dataclass(frozen=True, eq=False)
class Posterior:
    """What is known of each entry's quality: weights (N x Q) over the nodes (Q,), zero rows without a
    mark.
    """

    node: Vector
    weight: Matrix


@dataclass(frozen=True, eq=False)
class Calibration:
    """A fitted model. Facets are in label order; `usable` (R,) are the marks that took part.

    An entry's measure is its quality θ, a judge's the severity α (the higher the harder), a criterion's
    the difficulty δ; severities and difficulties of the calibrated sum to zero. `threshold` (m,) lies
    between neighbours of `category_value` (m+1,), the marks that were used. With `mml` an entry's measure
    is the mean of its posterior, its error the posterior's standard deviation, and `population` the
    normal's mean and SD.
    """

    marks: Marks
    method: Method
    entry: Facet
    judge: Facet
    criterion: Facet
    threshold: Vector
    threshold_error: Vector
    category_value: Vector
    severity_covariance: Matrix
    population: tuple[float, float] | None
    posterior: Posterior | None
    log_likelihood: float
    usable: Mask

    def facet(self, name: FacetName) -> Facet:
        """The facet of that name."""
        return {"entry": self.entry, "judge": self.judge, "criterion": self.criterion}[name]

    @property
    def category(self) -> Indices:
        """The category of each mark (R,)."""
        place = np.searchsorted(self.category_value, self.marks.value, side="right") - 1
        return np.maximum(place, 0)


@dataclass(frozen=True, eq=False)
class _Estimate:
    """What either method finds for compact ratings."""

    theta: Vector
    theta_error: Vector
    locations: Locations
    covariance: Matrix  # α δ τ
    population: tuple[float, float] | None
    log_likelihood: float
    nodes: int


def calibrate(marks: Marks, method: Method = "mml", nodes: int = NODES) -> Calibration:
    """Fit the model to marks on one or more criteria of a common scale.

    `mml` needs entries dealt about at random and gives unbiased spread; `jmle` needs no such assumption
    but stretches it. Raises DisconnectedDesignError, ConfoundedDesignError, NotEnoughMarksError,
    InvalidMarksError, NotConvergedError, InvalidRequestError.
    """
    if method not in get_args(Method):
        raise InvalidRequestError(f"There is no method {method}: choose mml or jmle.")
    ratings = Ratings.of(marks)
    extremes = find_extremes(ratings, ("judge", "criterion") if method == "mml" else FACETS)
    compact, places = ratings.compact(extremes.usable)
    if compact.shape[0] < 2 or compact.sums("entry", None).max() < 2:
        raise NotEnoughMarksError("The Rasch model needs two entries, and one of them with two marks.")
    if compact.top < 1:
        raise NotEnoughMarksError(
            "Without extreme judges and entries all marks are the same: there is nothing to measure."
        )
    require_connected(marks.where(extremes.usable))
    require_distinct(compact, [marks.judges[j] for j in places.judge])
    estimate = _estimate_mml(compact, nodes) if method == "mml" else _estimate_jmle(compact)
    return _placed(marks, method, ratings.on_scale_of(compact), extremes, places, estimate, compact.category_value)


def _estimate_mml(ratings: Ratings, nodes: int) -> _Estimate:
    found = estimate_marginally(ratings, nodes)
    beside = [ratings.shape[1], ratings.shape[1] + 1]
    covariance = np.delete(np.delete(found.covariance, beside, axis=0), beside, axis=1)
    population = (found.mean, found.spread)
    return _Estimate(
        found.theta,
        found.theta_error,
        found.locations,
        covariance,
        population,
        found.log_likelihood,
        found.nodes,
    )


def _estimate_jmle(ratings: Ratings) -> _Estimate:
    found = estimate_jointly(ratings)
    return _Estimate(found.theta, found.theta_error, found.locations, found.covariance, None, found.log_likelihood, 0)


def _placed(
    marks: Marks,
    method: Method,
    ratings: Ratings,
    extremes: Extremes,
    places: Places,
    estimate: _Estimate,
    category_value: Vector,
) -> Calibration:
    """Everybody's measures: the calibrated, then the extreme in reverse order of discovery."""
    found = _calibrated(ratings, places, estimate)
    for name, members in reversed(extremes.layers):
        if members.size:
            others = _others(ratings, found, name)
            measure, error = place_extreme(ratings, name, members, others, estimate.locations.tau)
            found[name].measure[members], found[name].error[members] = measure, error
            found[name].extreme[members] = True
    posterior = None
    if estimate.population is not None:
        found["entry"], posterior = _posterior_entries(ratings, found, estimate)
    judges, criteria, _ = estimate.locations.sizes
    return Calibration(
        marks,
        method,
        found["entry"],
        found["judge"],
        found["criterion"],
        estimate.locations.tau,
        standard_errors(estimate.covariance)[judges + criteria :],
        category_value,
        _wide_covariance(found["judge"], places.judge, estimate.covariance[:judges, :judges]),
        estimate.population,
        posterior,
        estimate.log_likelihood,
        extremes.usable,
    )


def _calibrated(ratings: Ratings, places: Places, estimate: _Estimate) -> dict[FacetName, Facet]:
    """Facets of full size that hold what was calibrated and NaN elsewhere."""
    judges, criteria, _ = estimate.locations.sizes
    error = standard_errors(estimate.covariance)
    return {
        "entry": _facet(estimate.theta, estimate.theta_error, places.entry, ratings.shape[0]),
        "judge": _facet(estimate.locations.alpha, error[:judges], places.judge, ratings.shape[1]),
        "criterion": _facet(
            estimate.locations.delta, error[judges : judges + criteria], places.criterion, ratings.shape[2]
        ),
    }


def _facet(measure: Vector, error: Vector, at: Indices, size: int) -> Facet:
    return Facet(spread(measure, at, size, np.nan), spread(error, at, size, np.nan), np.zeros(size, dtype=bool))


def _others(ratings: Ratings, found: dict[FacetName, Facet], name: FacetName) -> Vector:
    """Location of each rating without one facet; members not placed yet count as average."""
    sign = {"entry": 1.0, "judge": -1.0, "criterion": -1.0}
    total = np.zeros(len(ratings))
    for other in FACETS:
        if other != name:
            measure = found[other].measure
            placed = np.where(np.isnan(measure), np.nanmean(measure), measure)
            total += sign[other] * placed[ratings.facet(other)[0]]
    return total


def _posterior_entries(ratings: Ratings, found: dict[FacetName, Facet], estimate: _Estimate) -> tuple[Facet, Posterior]:
    """What is known of every marked entry from all its marks, those of extreme judges included."""
    everything, places = ratings.compact(np.ones(len(ratings), dtype=bool))
    mean, width = estimate.population or (0.0, 1.0)
    locations = Locations(
        found["judge"].measure[places.judge],
        found["criterion"].measure[places.criterion],
        estimate.locations.tau,
    )
    grid = Grid.of(estimate.nodes)
    point = Point.at(everything, grid, mean, width, locations)
    weight = np.zeros((ratings.shape[0], grid.z.size))
    weight[places.entry] = point.posterior
    return _facet(*point.summary(grid), places.entry, ratings.shape[0]), Posterior(mean + width * grid.z, weight)


def _wide_covariance(judge: Facet, at: Indices, covariance: Matrix) -> Matrix:
    wide = np.diag(judge.error**2)
    wide[np.ix_(at, at)] = covariance
    return wide
