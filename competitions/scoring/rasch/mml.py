"""Marginal maximum likelihood of the many-facet Rasch model, the entries a sample from a normal
population.

    θ_n ~ N(μ, σ²),    L = Π_n Σ_q w_q Π P(x | θ = μ + σz_q)

(Bock and Aitkin 1981; Adams, Wilson and Wang 1997) on equally spaced nodes z_q with normal weights, a
quadrature that is exact to rounding once the nodes are closer than the narrowest posterior. Steps use the
complete-data information far from the maximum (a gradient step of EM, Lange 1995), then the observed
information of Louis (1982), which is also where the standard errors come from.
"""

from dataclasses import dataclass

import numpy as np

from ..arrays import Matrix, Vector, sum_by
from ..errors import NotConvergedError, NotEnoughMarksError
from .categories import starting_thresholds
from .locations import Locations, constrained_covariance, solve_constrained
from .marginal import Grid, Point, complete_information, constraints_of, gradient_of, missing_information
from .ratings import Ratings

NODES = 31
"""Where the quadrature starts; the grid is made finer as the posteriors demand."""

_MOST_NODES = 961
_WIDE_ENOUGH = 1.25
_STEPS = 400
_NEAR = 1.0
_DONE = 1e-9
_WIDEST = 40.0
_MOST_MOVE = 2.0
_SEPARATED = "The marks separate some entries or judges completely: no finite measure fits them."
_LOOSE = "The marks are too few to tell the spread of the entries from the thresholds of the scale."


@dataclass(frozen=True, eq=False)
class MarginalEstimate:
    """Estimates of compact ratings: the population's `mean` and `spread`, locations, each θ's posterior
    mean and SD (N,).

    `covariance` is that of α (M), μ, σ, δ (I), τ (m), in this order, from the observed information.
    """

    mean: float
    spread: float
    locations: Locations
    theta: Vector
    theta_error: Vector
    covariance: Matrix
    log_likelihood: float
    nodes: int


def estimate_marginally(ratings: Ratings, nodes: int = NODES) -> MarginalEstimate:
    """Estimate compact ratings in which no judge and no criterion is extreme. Raises NotConvergedError."""
    grid = Grid.of(nodes)
    point = _approach(ratings, grid, _start(ratings, grid))
    while grid.gap * abs(point.spread) > _WIDE_ENOUGH * point.summary(grid)[1].min() and nodes < _MOST_NODES:
        nodes = 2 * nodes - 1
        grid = Grid.of(nodes)
        point = _approach(ratings, grid, Point.at(ratings, grid, point.mean, point.spread, point.places))
    point, covariance = _settle(ratings, grid, point)
    theta, error = point.summary(grid)
    return MarginalEstimate(point.mean, abs(point.spread), point.places, theta, error, covariance, point.height, nodes)


def _start(ratings: Ratings, grid: Grid) -> Point:
    _, judges, criteria = ratings.shape
    counts = sum_by(ratings.category, None, ratings.top + 1)
    share = float(ratings.category.mean()) / ratings.top
    places = Locations(np.zeros(judges), np.zeros(criteria), starting_thresholds(counts))
    return Point.at(ratings, grid, float(np.log(share / (1 - share))), 1.0, places)


def _approach(ratings: Ratings, grid: Grid, point: Point) -> Point:
    """EM gradient steps until about one unit of log-likelihood is left to gain."""
    constraints = constraints_of(ratings)
    for _ in range(_STEPS):
        gradient = gradient_of(ratings, grid, point)
        step = _safe_step(complete_information(ratings, grid, point), gradient, constraints)
        point = _climb(ratings, grid, point, step)
        if gradient @ step < _NEAR:
            return point
    raise NotConvergedError(f"The marginal estimate did not come near in {_STEPS} steps.")


def _settle(ratings: Ratings, grid: Grid, point: Point) -> tuple[Point, Matrix]:
    """Newton steps to the maximum, and the covariance of the parameters there."""
    constraints = constraints_of(ratings)
    for _ in range(_STEPS):
        gradient = gradient_of(ratings, grid, point)
        complete = complete_information(ratings, grid, point)
        observed = complete - missing_information(ratings, grid, point)
        try:
            step, concave = solve_constrained(observed, gradient, constraints), True
        except np.linalg.LinAlgError:  # far from the maximum, where EM's information still climbs
            step, concave = _safe_step(complete, gradient, constraints), False
        point = _climb(ratings, grid, point, step)
        if np.abs(step).max() < _DONE:
            if not concave:
                raise NotEnoughMarksError(_LOOSE)
            return point, constrained_covariance(observed, constraints)
    raise NotConvergedError(f"The marginal estimate did not settle in {_STEPS} steps.")


def _safe_step(information: Matrix, gradient: Vector, constraints: Matrix) -> Vector:
    """A step by the complete-data information, which is regular unless the parameters run away."""
    try:
        return solve_constrained(information, gradient, constraints)
    except np.linalg.LinAlgError as error:
        raise NotConvergedError(_SEPARATED) from error


def _climb(ratings: Ratings, grid: Grid, point: Point, step: Vector) -> Point:
    """The point after the step, halved until the likelihood does not fall."""
    if max(abs(point.spread), float(np.abs(point.places.alpha).max())) > _WIDEST:
        raise NotConvergedError(_SEPARATED)
    size = min(1.0, _MOST_MOVE / float(np.abs(step).max() or 1.0))
    for _ in range(30):
        new = point.moved(ratings, grid, size * step)
        if new.height >= point.height - 1e-10 * abs(point.height):
            return new
        size /= 2
    raise NotConvergedError("The marginal likelihood could not be raised further.")
