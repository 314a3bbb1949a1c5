"""Comparative judgement: judges say which of two is better, and a scale results.

    P(a beats b) = π_a/(π_a + π_b + ν√(π_aπ_b)),    P(tie) = ν√(π_aπ_b)/(π_a + π_b + ν√(π_aπ_b)),    π = e^θ

Bradley and Terry (1952), with ties by Davidson (1970); ν = 0 without ties. The log-likelihood is concave
in (θ, ln ν), so Newton's method finds its maximum, which is finite if and only if everybody is linked to
everybody by chains of wins (Ford 1957; a tie counts as half a win for both).
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..arrays import Matrix, Vector, standard_errors, sum_by
from ..errors import InvalidRequestError, Label, NotConvergedError, NotEnoughMarksError, UnlinkedItemsError
from .judgements import Comparisons

_STEPS = 100
_DONE = 1e-9


@dataclass(frozen=True, eq=False)
class Strengths:
    """Fitted strengths θ (n,) in logits, summing to zero, with their `covariance` (n x n).

    `tie` is Davidson's ν (0 without ties); `reliability` the scale separation reliability (SD² - MSE)/SD²
    (NaN below two items). `prior` is the standard deviation of the normal prior on θ, None for plain
    maximum likelihood.
    """

    comparisons: Comparisons
    strength: Vector
    covariance: Matrix
    tie: float
    tie_error: float
    log_likelihood: float
    prior: float | None

    @cached_property
    def standard_error(self) -> Vector:
        """Standard error of each strength (n,)."""
        return standard_errors(self.covariance)

    @cached_property
    def reliability(self) -> float:
        """Scale separation reliability, not below zero."""
        if self.strength.size < 2:
            return np.nan
        spread = float(np.var(self.strength, ddof=1))
        return max(0.0, 1 - float(np.mean(self.standard_error**2)) / spread) if spread > 0 else 0.0

    def relative_to(self, item: Label) -> tuple[Vector, Vector]:
        """Strengths and standard errors (n,) as differences from one item. Raises InvalidRequestError."""
        if item not in self.comparisons.items:
            raise InvalidRequestError(f"There is no item {item}.")
        place = self.comparisons.items.index(item)
        variance = np.diag(self.covariance) + self.covariance[place, place] - 2 * self.covariance[place]
        return self.strength - self.strength[place], np.sqrt(np.clip(variance, 0.0, None))


def fit_bradley_terry(comparisons: Comparisons, prior: float | None = None) -> Strengths:
    """Strengths by maximum likelihood, or with a normal prior of the given SD on each (posterior mode).

    Raises NotEnoughMarksError without a judgement, UnlinkedItemsError where no finite maximum exists
    (never with a prior), InvalidRequestError, NotConvergedError.
    """
    if prior is not None and not prior > 0:
        raise InvalidRequestError("The standard deviation of a prior is above zero.")
    if not comparisons.items:
        raise NotEnoughMarksError("Nothing was compared.")
    if comparisons.ties.any() and not (comparisons.first_wins + comparisons.second_wins).any():
        raise NotEnoughMarksError("Every comparison ended in a tie: nothing tells the items apart.")
    if prior is None:
        _require_linked(comparisons)
    model = _Model(comparisons, bool(comparisons.ties.any()), prior)
    point = np.zeros(model.size)
    height = model.height(point)
    for _ in range(_STEPS):
        gradient, information = model.slope(point)
        step = np.asarray(np.linalg.solve(model.regular(information), gradient), dtype=np.float64)
        point, height = _climb(model, point, height, step)
        if np.abs(step).max() < _DONE:
            return _answer(model, point, height)
    raise NotConvergedError(f"The strengths did not settle in {_STEPS} steps.")


def _require_linked(comparisons: Comparisons) -> None:
    groups = comparisons.strong_groups()
    if len(groups) > 1:
        raise UnlinkedItemsError(groups)


@dataclass(frozen=True, eq=False)
class _Model:
    """The likelihood of judgements as a function of a point: θ (n,), then ln ν if there are ties."""

    data: Comparisons
    has_ties: bool
    prior: float | None

    @property
    def size(self) -> int:
        return len(self.data.items) + self.has_ties

    def chances(self, point: Vector) -> tuple[Vector, Vector, Vector, Vector]:
        """P(first wins), P(second wins), P(tie) and the log of their common denominator, per pair (P,)."""
        n = len(self.data.items)
        a, b = point[self.data.first], point[self.data.second]
        tie = (a + b) / 2 + point[n] if self.has_ties else np.full(a.size, -np.inf)
        total = np.logaddexp(np.logaddexp(a, b), tie)
        return np.exp(a - total), np.exp(b - total), np.exp(tie - total), total

    def height(self, point: Vector) -> float:
        """Log-likelihood, less the penalty of the prior."""
        n = len(self.data.items)
        total = self.chances(point)[3]
        value = float(self.data.wins @ point[:n] - self.data.met @ total)
        if self.has_ties:
            value += float(self.data.ties.sum() * point[n])
        return value - (float(point[:n] @ point[:n]) / (2 * self.prior**2) if self.prior else 0.0)

    def slope(self, point: Vector) -> tuple[Vector, Matrix]:
        """Gradient and information of the penalised log-likelihood."""
        n, data = len(self.data.items), self.data
        win, _, tie, _ = self.chances(point)
        expected = win + tie / 2
        variance = data.met * (win + tie / 4 - expected**2)
        surprise = data.first_wins + data.ties / 2 - data.met * expected
        gradient = np.zeros(self.size)
        gradient[:n] = sum_by(data.first, surprise, n) - sum_by(data.second, surprise, n)
        information = np.zeros((self.size, self.size))
        information[:n, :n] = _laplacian(data, variance)
        if self.has_ties:
            leaning = data.met * tie * (0.5 - expected)
            gradient[n] = float(np.sum(data.ties - data.met * tie))
            information[n, :n] = sum_by(data.first, leaning, n) - sum_by(data.second, leaning, n)
            information[:n, n] = information[n, :n]
            information[n, n] = float(np.sum(data.met * tie * (1 - tie)))
        if self.prior:
            gradient[:n] -= point[:n] / self.prior**2
            information[np.arange(n), np.arange(n)] += 1 / self.prior**2
        return gradient, information

    def regular(self, information: Matrix) -> Matrix:
        """The information made regular: without a prior a shift of all θ changes nothing, so their sum is
        held at 0.
        """
        n = len(self.data.items)
        held = information.copy()
        if not self.prior:
            held[:n, :n] += max(float(np.trace(information)), 1.0) / n**2
        return held


def _laplacian(data: Comparisons, weight: Vector) -> Matrix:
    """Σ weight (e_a - e_b)(e_a - e_b)ᵀ over pairs (n x n)."""
    n = len(data.items)
    table = np.zeros((n, n))
    table[data.first, data.second] = table[data.second, data.first] = -weight
    return np.asarray(table - np.diag(table.sum(axis=1)))


def _climb(model: _Model, point: Vector, height: float, step: Vector) -> tuple[Vector, float]:
    """The point after the step, halved until the likelihood does not fall."""
    for halving in range(40):
        new = point + step / 2**halving
        new_height = model.height(new)
        if new_height >= height - 1e-10 * (1 + abs(height)):
            return new, new_height
    raise NotConvergedError("The likelihood of the comparisons could not be raised further.")


def _answer(model: _Model, point: Vector, height: float) -> Strengths:
    n = len(model.data.items)
    _, information = model.slope(point)
    covariance = np.asarray(np.linalg.inv(model.regular(information)), dtype=np.float64)
    if model.prior is None:
        covariance = np.asarray(covariance @ information @ covariance)
    tie = float(np.exp(point[n])) if model.has_ties else 0.0
    tie_error = tie * float(np.sqrt(covariance[n, n])) if model.has_ties else np.nan
    centring = np.eye(n) - 1 / n
    centred = np.asarray(centring @ covariance[:n, :n] @ centring)
    return Strengths(model.data, centring @ point[:n], centred, tie, tie_error, height, model.prior)
