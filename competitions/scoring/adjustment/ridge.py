"""One-dimensional REML: the ridge that a variance of the judges puts on their normal equations.

With b ~ N(0, σ_b²) and γ = σ_b²/σ², the system L b = r becomes (L + I/γ) b = r. In the eigenbasis L = U
diag(w) Uᵀ, c = Uᵀr, twice the negative restricted log-likelihood is, up to a constant (Harville 1977;
Searle et al. 1992, ch. 6),

    f(γ) = ν ln s²(γ) + Σ ln(1 + γw),    s²(γ) = (q - Σ c²γ/(1 + γw)) / ν,

a function of one number. γ = 0 leaves raw means, γ = ∞ is least squares.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq

from ..arrays import Matrix, Vector
from .design import Reduced

_RANK = 1e-10
_PERFECT = 1e-12
_GRID = np.linspace(-9.0, 9.0, 145) * np.log(10.0)
_FLAT = 1e-6


@dataclass(frozen=True, eq=False)
class Spectrum:
    """A reduced system in the eigenbasis of its Laplacian: `weight` w, `share` c (M,), `vectors` U (M x
    M).

    A connected design has exactly one null vector (the same shift for all judges); its weight and share
    are set to 0. `least_residual` is the residual sum of squares of the least-squares fit, `freedom` the
    degrees of freedom of q.
    """

    weight: Vector
    share: Vector
    vectors: Matrix
    least_residual: float
    freedom: int

    @classmethod
    def of(cls, reduced: Reduced) -> "Spectrum":
        """The spectrum of a reduced system whose design is connected; what is only rounding becomes zero."""
        weight, vectors = np.linalg.eigh(reduced.laplacian)
        real = weight > _RANK * max(float(weight[-1]), 1.0)
        weight = np.where(real, weight, 0.0)
        varied = reduced.total > reduced.noise
        share = np.where(real & varied, vectors.T @ reduced.right, 0.0)
        left = reduced.total - float(np.sum(_over(share**2, weight)))
        real_rest = varied and left > max(_PERFECT * reduced.total, reduced.noise)
        return cls(weight, share, vectors, left if real_rest else 0.0, reduced.freedom)

    @property
    def rank(self) -> int:
        """Number of contrasts between judges that the marks determine."""
        return int(np.count_nonzero(self.weight))

    def shrinkage(self, ratio: float) -> Vector:
        """1/(w + 1/γ) (M,): what the inverse of L + I/γ is in the eigenbasis; 1/w or 0 when γ is infinite."""
        if np.isinf(ratio):
            return _over(np.ones_like(self.weight), self.weight)
        return ratio / (1 + ratio * self.weight)

    def solve(self, ratio: float) -> Vector:
        """b (M,): the judges' effects at variance ratio γ."""
        return np.asarray(self.vectors @ (self.shrinkage(ratio) * self.share))

    def inverse(self, ratio: float) -> Matrix:
        """(L + I/γ)⁻¹ (M x M), or the pseudo-inverse of L when γ is infinite."""
        return np.asarray((self.vectors * self.shrinkage(ratio)) @ self.vectors.T)

    def residual_variance(self, ratio: float) -> float:
        """s²(γ); NaN without a degree of freedom, which at infinite γ the judges have used up too."""
        if self.freedom == 0 or (np.isinf(ratio) and self.freedom == self.rank):
            return np.nan
        return self._residual(ratio) / self.freedom

    def is_silent(self) -> bool:
        """Whether the marks say nothing of the judges: no contrast, no replication, or no variation."""
        return self.rank == 0 or self.freedom == 0 or self._residual(0.0) == 0.0

    def deviance(self, ratio: float) -> float:
        """f(γ), twice the negative restricted log-likelihood up to a constant."""
        fit = self.freedom * np.log(self.residual_variance(ratio))
        return float(fit + np.log1p(ratio * self.weight).sum())

    def slope(self, log_ratio: float) -> float:
        """Derivative of f by ln γ."""
        ratio = np.exp(log_ratio)
        shrunk = 1 + ratio * self.weight
        fall = float(np.sum((self.share / shrunk) ** 2)) / self.residual_variance(ratio)
        return float(ratio * (np.sum(self.weight / shrunk) - fall))

    def _residual(self, ratio: float) -> float:
        """q - Σ c²γ/(1 + γw), as the least residual plus what the ridge adds: nothing cancels."""
        if np.isinf(ratio):
            return self.least_residual
        return self.least_residual + float(np.sum(_over(self.share**2, self.weight) / (1 + ratio * self.weight)))


def _over(numerator: Vector, weight: Vector) -> Vector:
    """numerator/weight, and 0 for the null vector."""
    return np.divide(numerator, weight, out=np.zeros_like(weight), where=weight > 0)


def choose_ratio(spectrum: Spectrum) -> float:
    """The variance ratio γ = σ_b²/σ² that maximises the restricted likelihood.

    0 if the likelihood is flat (one judge, one entry) or falls from there: no severity is claimed without
    evidence. Infinite if the additive model leaves no residual and nothing is gained by assuming one.
    """
    if spectrum.is_silent():
        return 0.0
    if spectrum.least_residual == 0.0 and spectrum.freedom > spectrum.rank:
        return np.inf
    grid = _GRID - np.log(spectrum.weight.max())
    heights = np.array([spectrum.deviance(np.exp(point)) for point in grid])
    ratio = float(np.exp(_refine(spectrum, grid, int(np.argmin(heights)))))
    lowest = spectrum.deviance(ratio) + _FLAT
    if spectrum.deviance(0.0) <= lowest:
        return 0.0
    return np.inf if spectrum.least_residual == 0.0 and heights[-1] <= lowest else ratio


def _refine(spectrum: Spectrum, grid: Vector, best: int) -> float:
    """The stationary point beside the best point of the grid, to machine precision."""
    low, high = float(grid[max(best - 1, 0)]), float(grid[min(best + 1, grid.size - 1)])
    if spectrum.slope(low) * spectrum.slope(high) >= 0:
        return float(grid[best])
    return float(brentq(spectrum.slope, low, high, xtol=1e-14, rtol=1e-14))
