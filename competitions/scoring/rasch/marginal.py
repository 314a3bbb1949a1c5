"""The marginal likelihood of ratings at one set of parameters: posteriors, gradient, information.

Parameters stand in the order α (M severities), μ, σ, δ (I difficulties), τ (m thresholds) throughout.
"""

from dataclasses import dataclass, replace

import numpy as np
import scipy.sparse as sp
from scipy.special import logsumexp

from ..arrays import Indices, Matrix, Vector, gram, sum_by
from .categories import Moments, log_probabilities
from .locations import Locations, cell_design, zero_sums
from .ratings import Ratings

_REACH = 6.0


@dataclass(frozen=True, eq=False)
class Grid:
    """Equally spaced nodes z (Q,) of the standard normal, and their log weights."""

    z: Vector
    log_weight: Vector

    @classmethod
    def of(cls, nodes: int) -> "Grid":
        """A grid of so many nodes, six standard deviations to either side."""
        z = np.linspace(-_REACH, _REACH, nodes)
        weight = -(z**2) / 2
        return cls(z, weight - logsumexp(weight))

    @property
    def gap(self) -> float:
        """Distance of neighbouring nodes."""
        return float(self.z[1] - self.z[0])


@dataclass(frozen=True, eq=False)
class Point:
    """Parameters, the posterior of every entry over the nodes at them (N x Q), and the log-likelihood."""

    mean: float
    spread: float
    places: Locations
    eta: Matrix  # cells x Q, the location of a mark by each cell of an entry at each node
    posterior: Matrix
    height: float

    @classmethod
    def at(cls, ratings: Ratings, grid: Grid, mean: float, spread: float, places: Locations) -> "Point":
        """The point with these parameters."""
        eta = mean + spread * grid.z[None, :] - places.of_cells[:, None]
        outcomes = log_probabilities(eta, places.tau).transpose(0, 2, 1).reshape(-1, grid.z.size)
        joint = ratings.by_outcome @ outcomes + grid.log_weight
        total = logsumexp(joint, axis=1, keepdims=True)
        return cls(mean, spread, places, eta, np.exp(joint - total), float(total.sum()))

    def moved(self, ratings: Ratings, grid: Grid, step: Vector) -> "Point":
        """The point after a step in all parameters."""
        _, judges, criteria = ratings.shape
        alpha, (mean, spread), delta, tau = np.split(step, [judges, judges + 2, judges + 2 + criteria])
        places = self.places.moved(alpha, delta, tau)
        return Point.at(ratings, grid, self.mean + mean, self.spread + spread, places)

    def summary(self, grid: Grid) -> tuple[Vector, Vector]:
        """Posterior mean and standard deviation of each θ (N,)."""
        z = self.posterior @ grid.z
        width = np.sqrt(np.maximum(self.posterior @ grid.z**2 - z**2, 0.0))
        return self.mean + self.spread * z, abs(self.spread) * width


def constraints_of(ratings: Ratings) -> Matrix:
    """The zero sums of α, δ and τ, as columns."""
    _, judges, criteria = ratings.shape
    columns = zero_sums((judges, criteria, ratings.top))
    return np.insert(columns, [judges, judges], 0.0, axis=0)


def gradient_of(ratings: Ratings, grid: Grid, point: Point) -> Vector:
    """Derivative of the log-likelihood: observed less expected sums (Fisher's identity)."""
    _, judges, criteria = ratings.shape
    count = ratings.by_cell.T @ point.posterior
    moments = Moments.at(point.eta, point.places.tau)
    category = ratings.category.astype(float)
    residual = sum_by(ratings.cell, category, ratings.cells) - np.sum(count * moments.expected, axis=1)
    scored = ratings.sums("entry", category) @ point.posterior - np.sum(count * moments.expected, axis=0)
    reached = np.einsum("cq,cqh->h", count, moments.reaching)
    by_judge = residual.reshape(judges, criteria)
    population = [residual.sum(), scored @ grid.z]
    return np.concatenate([-by_judge.sum(axis=1), population, -by_judge.sum(axis=0), reached - ratings.reached])


def complete_information(ratings: Ratings, grid: Grid, point: Point) -> Matrix:
    """Expected information if every θ were known, given the marks."""
    _, judges, criteria = ratings.shape
    count = ratings.by_cell.T @ point.posterior
    moments = Moments.at(point.eta, point.places.tau)
    weight = count * moments.variance
    flat, tilted = weight.sum(axis=1), weight @ grid.z
    crossing = np.einsum("cq,cqh->ch", count, moments.score_reaching)
    leaning = np.einsum("cq,cqh->ch", count * grid.z, moments.score_reaching)
    cells = -cell_design(judges, criteria)
    population = [[flat.sum(), tilted.sum()], [tilted.sum(), np.sum(weight @ grid.z**2)]]
    beside = np.column_stack([cells.T @ flat, cells.T @ tilted])
    thresholds = -np.vstack([cells.T @ crossing, crossing.sum(axis=0), leaning.sum(axis=0)])
    facets = (cells.T @ cells.multiply(flat[:, None]).tocsr()).toarray()
    above = np.block([[facets, beside], [beside.T, np.array(population)]])
    whole = np.block([[above, thresholds], [thresholds.T, moments.reaching_covariance(count)]])
    order = _population_second(judges, criteria, ratings.top)
    return np.asarray(whole[np.ix_(order, order)])


def _population_second(judges: int, criteria: int, top: int) -> Indices:
    """Places that turn the order α δ μ σ τ into α μ σ δ τ."""
    places = np.arange(judges + criteria + 2 + top)
    return np.concatenate(
        [
            places[:judges],
            places[judges + criteria : judges + criteria + 2],
            places[judges : judges + criteria],
            places[judges + criteria + 2 :],
        ]
    )


@dataclass(frozen=True, eq=False)
class _Scores:
    """Scores s_n of all entries: a sparse block for the severities, a dense one (N x (2+I+m)) for the
    rest.
    """

    rows: Indices
    columns: Indices
    severity: Vector
    rest: Matrix
    shape: tuple[int, int]

    def weighted(self, weight: Vector) -> "_Scores":
        """weight_n s_n."""
        return replace(self, severity=self.severity * weight[self.rows], rest=self.rest * weight[:, None])

    def plus(self, other: "_Scores") -> "_Scores":
        """Sum of the scores of the same entries."""
        return replace(self, severity=self.severity + other.severity, rest=self.rest + other.rest)

    def gram(self) -> Matrix:
        """Σ_n s_n s_nᵀ."""
        return gram(sp.csr_array((self.severity, (self.rows, self.columns)), shape=self.shape), self.rest)


def missing_information(ratings: Ratings, grid: Grid, point: Point) -> Matrix:
    """Σ_n Var(s_n) over the posteriors: what is lost by not knowing θ (Louis 1982)."""
    moments = Moments.at(point.eta, point.places.tau)
    size = sum(point.places.sizes) + 2
    total = np.zeros((size, size))
    mean: _Scores | None = None
    for q, z in enumerate(grid.z):
        scores = _scores_at(ratings, moments.expected[:, q], moments.reaching[:, q], float(z))
        weight = point.posterior[:, q]
        total += scores.weighted(np.sqrt(weight)).gram()
        part = scores.weighted(weight)
        mean = part if mean is None else mean.plus(part)
    return total if mean is None else total - mean.gram()


def _scores_at(ratings: Ratings, expected: Vector, reaching: Matrix, z: float) -> _Scores:
    """Scores at one node, from the cells' expected marks (cells,) and P(x >= h) (cells x m)."""
    entries, judges, criteria = ratings.shape
    residual = ratings.category - expected[ratings.cell]
    own = ratings.sums("entry", residual)
    by_criterion = sum_by(ratings.entry * criteria + ratings.criterion, residual, entries * criteria)
    thresholds = ratings.by_cell @ reaching - ratings.reached_by_entry
    rest = np.column_stack([own, z * own, -by_criterion.reshape(entries, criteria), thresholds])
    first = ratings.first_of_pair
    severity = -np.add.reduceat(residual, first)
    return _Scores(ratings.entry[first], ratings.judge[first], severity, rest, (entries, judges))
