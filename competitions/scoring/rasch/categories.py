"""The rating-scale model of one mark, and its moments.

    ln[P(x = h) / P(x = h-1)] = η - τ_h,    η = θ_n - α_j - δ_i      (Andrich 1978; Linacre 1989)

θ is the quality of the entry, α the severity of the judge, δ the difficulty of the criterion, τ_h the
threshold of category h = 1..m; all in logits. The score x is sufficient for η, the count of marks at or
above h for τ_h.
"""

from dataclasses import dataclass

import numpy as np

from ..arrays import Indices, Matrix, Vector


def log_probabilities(eta: Vector, tau: Vector) -> Matrix:
    """ln P(x = h) for h = 0..m (last axis), for locations η of any shape (...)."""
    steps = np.append(0.0, np.cumsum(tau))
    psi = eta[..., None] * np.arange(steps.size) - steps
    psi -= psi.max(axis=-1, keepdims=True)
    return np.asarray(psi - np.log(np.exp(psi).sum(axis=-1, keepdims=True)))


@dataclass(frozen=True, eq=False)
class Moments:
    """Of a mark at each location (...): expected score, variance, fourth central moment, P(x >= h) for h =
    1..m.
    """

    expected: Vector
    variance: Vector
    fourth: Vector
    reaching: Matrix

    @classmethod
    def at(cls, eta: Vector, tau: Vector) -> "Moments":
        """Moments at locations η (...) with thresholds τ (m,)."""
        probability = np.exp(log_probabilities(eta, tau))
        score = np.arange(tau.size + 1.0)
        expected = probability @ score
        deviation = (score - expected[..., None]) ** 2
        return cls(
            expected,
            np.sum(probability * deviation, axis=-1),
            np.sum(probability * deviation**2, axis=-1),
            np.cumsum(probability[..., ::-1], axis=-1)[..., ::-1][..., 1:],
        )

    def of(self, places: Indices) -> "Moments":
        """The moments at some of the locations."""
        return Moments(self.expected[places], self.variance[places], self.fourth[places], self.reaching[places])

    @property
    def score_reaching(self) -> Matrix:
        """Cov(x, 1[x >= h]) for h = 1..m (last axis)."""
        above = np.cumsum(self.reaching[..., ::-1], axis=-1)[..., ::-1]
        h = np.arange(1, self.reaching.shape[-1] + 1)
        return np.asarray(above + (h - 1 - self.expected[..., None]) * self.reaching)

    def reaching_covariance(self, weight: Vector) -> Matrix:
        """Σ weight Cov(1[x >= g], 1[x >= h]) over all locations (m x m)."""
        flat = self.reaching.reshape(-1, self.reaching.shape[-1])
        weighted = weight.ravel()[:, None] * flat
        total = weighted.sum(axis=0)
        m = np.arange(total.size)
        return np.asarray(total[np.maximum.outer(m, m)] - flat.T @ weighted)


def starting_thresholds(counts: Vector) -> Vector:
    """Thresholds (m,) that would give the category counts (m+1,) at one location, summing to zero."""
    tau = np.log(counts[:-1] / counts[1:])
    return np.asarray(tau - tau.mean())
