"""Joint maximum likelihood of the many-facet Rasch model (Wright and Masters 1982; Linacre 1989).

Newton's method on all parameters at once: the entries' block of the information is diagonal, so it is
absorbed and a system in severities, difficulties and thresholds alone is left. The joint likelihood is
concave, hence every step with halving climbs. Estimates of few marks per entry are too far apart by a
factor of about L/(L-1) for L marks; `mml` has no such bias but assumes that entries were dealt at random.
"""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from ..arrays import Matrix, Sparse, Vector, row_products, sum_by
from ..errors import NotConvergedError
from .categories import Moments, log_probabilities, starting_thresholds
from .locations import Locations, constrained_covariance, solve_constrained, zero_sums
from .ratings import FACETS, Ratings

_BLOCK = 65_536
_STEPS = 100
_DONE = 1e-9
_WIDEST = 40.0
_MOST_MOVE = 2.0
_SEPARATED = "The marks separate some entries or judges completely: no finite measure fits them."


@dataclass(frozen=True, eq=False)
class JointEstimate:
    """Estimates and covariances of compact ratings: θ (N,) with its errors, locations with their
    covariance.

    `covariance` ((M+I+m) x (M+I+m)) is that of severities, difficulties and thresholds, under their zero
    sums.
    """

    theta: Vector
    theta_error: Vector
    locations: Locations
    covariance: Matrix
    log_likelihood: float


@dataclass(frozen=True, eq=False)
class _Slope:
    """Gradient and information at a point, in sums: `own` is the entries' diagonal, `link` their part with
    the rest.
    """

    own: Vector
    own_gradient: Vector
    link: Sparse
    gradient: Matrix
    information: Matrix

    @property
    def scaled_link(self) -> Sparse:
        return self.link.multiply(1 / self.own[:, None]).tocsr()


def estimate_jointly(ratings: Ratings) -> JointEstimate:
    """Estimate compact ratings without extreme members. Raises NotConvergedError if no finite maximum
    exists.
    """
    counts = sum_by(ratings.category, None, ratings.top + 1)
    _, judges, criteria = ratings.shape
    theta = _starting_theta(ratings)
    places = Locations(np.zeros(judges), np.zeros(criteria), starting_thresholds(counts))
    constraints = zero_sums((judges, criteria, ratings.top))
    height = _log_likelihood(ratings, theta, places)
    for _ in range(_STEPS):
        slope = _slope(ratings, theta, places)
        step = _step(slope, constraints)
        own_step = (slope.own_gradient - slope.link @ step) / slope.own
        theta, places, height = _climb(ratings, (theta, places, height), (own_step, step))
        if max(np.abs(theta).max(), np.abs(places.alpha).max()) > _WIDEST:
            raise NotConvergedError(_SEPARATED)
        if max(np.abs(own_step).max(), np.abs(step).max()) < _DONE:
            return _answer(ratings, theta, places, constraints, height)
    raise NotConvergedError(f"The joint estimate did not settle in {_STEPS} steps.")


def _step(slope: _Slope, constraints: Matrix) -> Vector:
    try:
        return solve_constrained(_reduced(slope), _reduced_gradient(slope), constraints)
    except np.linalg.LinAlgError as error:
        raise NotConvergedError(_SEPARATED) from error


def _starting_theta(ratings: Ratings) -> Vector:
    share = ratings.sums("entry", ratings.category.astype(float)) / (ratings.sums("entry", None) * ratings.top)
    return np.asarray(np.log(share / (1 - share)))


def _eta(ratings: Ratings, theta: Vector, places: Locations) -> Vector:
    return theta[ratings.entry] - places.alpha[ratings.judge] - places.delta[ratings.criterion]


def _log_likelihood(ratings: Ratings, theta: Vector, places: Locations) -> float:
    eta = _eta(ratings, theta, places)
    total = 0.0
    for start in range(0, len(ratings), _BLOCK):
        block = slice(start, start + _BLOCK)
        logs = log_probabilities(eta[block], places.tau)
        total += float(np.take_along_axis(logs, ratings.category[block, None], axis=1).sum())
    return total


def _climb(
    ratings: Ratings, point: tuple[Vector, Locations, float], step: tuple[Vector, Vector]
) -> tuple[Vector, Locations, float]:
    """The point after the step, halved until the likelihood does not fall."""
    theta, places, height = point
    own, rest = step
    size = min(1.0, _MOST_MOVE / max(np.abs(own).max(), np.abs(rest).max()))
    _, judges, criteria = ratings.shape
    alpha, delta, tau = np.split(rest, [judges, judges + criteria])
    for _ in range(30):
        new_theta = theta + size * own
        new_places = places.moved(size * alpha, size * delta, size * tau)
        new_height = _log_likelihood(ratings, new_theta, new_places)
        if new_height >= height - 1e-9 * abs(height):
            return new_theta, new_places, new_height
        size /= 2
    raise NotConvergedError("The joint likelihood could not be raised further.")


def _slope(ratings: Ratings, theta: Vector, places: Locations) -> _Slope:
    """Gradient and information, by blocks of ratings to bound memory."""
    _, judges, criteria = ratings.shape
    eta = _eta(ratings, theta, places)
    expected, variance = np.empty(eta.size), np.empty(eta.size)
    crossing = {name: np.zeros((ratings.facet(name)[1], ratings.top)) for name in FACETS}
    reaching, between = np.zeros(ratings.top), np.zeros((ratings.top, ratings.top))
    for start in range(0, eta.size, _BLOCK):
        block = slice(start, start + _BLOCK)
        moments = Moments.at(eta[block], places.tau)
        expected[block], variance[block] = moments.expected, moments.variance
        reaching += moments.reaching.sum(axis=0)
        between += moments.reaching_covariance(np.ones(moments.expected.size))
        for name in FACETS:
            np.add.at(crossing[name], ratings.facet(name)[0][block], moments.score_reaching)
    residual = ratings.category - expected
    sums = {name: ratings.sums(name, variance) for name in FACETS}
    both = sum_by(ratings.cell, variance, ratings.cells).reshape(judges, criteria)
    gradient = np.concatenate(
        [-ratings.sums("judge", residual), -ratings.sums("criterion", residual), reaching - ratings.reached]
    )
    information = np.block(
        [
            [np.diag(sums["judge"]), both, crossing["judge"]],
            [both.T, np.diag(sums["criterion"]), crossing["criterion"]],
            [crossing["judge"].T, crossing["criterion"].T, between],
        ]
    )
    link = _link(ratings, variance, crossing["entry"])
    return _Slope(sums["entry"], ratings.sums("entry", residual), link, gradient, information)


def _link(ratings: Ratings, variance: Vector, crossing: Matrix) -> Sparse:
    """The information between each entry and the other parameters (N x (M+I+m))."""
    entries, judges, criteria = ratings.shape
    rows = np.append(ratings.entry, ratings.entry)
    columns = np.append(ratings.judge, judges + ratings.criterion)
    facets = sp.csr_array((-np.append(variance, variance), (rows, columns)), shape=(entries, judges + criteria))
    return sp.hstack([facets, sp.csr_array(-crossing)]).tocsr()


def _reduced(slope: _Slope) -> Matrix:
    """The information on severities, difficulties and thresholds once the entries are absorbed."""
    scaled = slope.link.multiply(1 / np.sqrt(slope.own)[:, None]).tocsr()
    return np.asarray(slope.information - (scaled.T @ scaled).toarray())


def _reduced_gradient(slope: _Slope) -> Vector:
    return np.asarray(slope.gradient - slope.link.T @ (slope.own_gradient / slope.own))


def _answer(ratings: Ratings, theta: Vector, places: Locations, constraints: Matrix, height: float) -> JointEstimate:
    slope = _slope(ratings, theta, places)
    covariance = constrained_covariance(_reduced(slope), constraints)
    variance = 1 / slope.own + row_products(slope.scaled_link, covariance)
    return JointEstimate(theta, np.sqrt(variance), places, covariance, height)
