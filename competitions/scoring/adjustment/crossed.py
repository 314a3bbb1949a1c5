"""The crossed mixed model: entries and judges both random.

    y_nj = μ + θ_n + b_j + ε,    θ_n ~ N(0, σ_θ²),    b_j ~ N(0, σ_b²),    ε ~ N(0, σ²)

REML for two crossed factors (Patterson and Thompson 1971; Searle, Casella and McCulloch 1992, ch. 6-7),
with the entries absorbed by weights w_n = γ/(1 + γk_n), γ = σ_θ²/σ² and k_n the marks of entry n. For
every γ the judges' ratio is the one-dimensional problem of `ridge`, so what is left is a second
one-dimensional search, on the derivative of the profile. Scores are best linear unbiased predictions,
drawn towards the mean. It assumes that entries were dealt at random; where panels have pools of different
quality it takes the pool for the judge and is biased.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import scipy.sparse as sp
from scipy.optimize import brentq

from ..arrays import Matrix, Vector, spread
from ..errors import NotEnoughMarksError
from ..marks import Marks
from .additive import adjust_additive
from .design import Design, Reduced, absorb_fixed_entries
from .result import Adjustment, ScoreErrors, Variances
from .ridge import Spectrum, choose_ratio

_GRID = np.linspace(-5.0, 9.0, 15) * np.log(10.0)
_FLAT = 1e-6


def adjust_crossed(marks: Marks) -> Adjustment:
    """Scores with entries and judges random; marks on one criterion.

    A judge without a mark gets leniency 0 with the standard error σ_b; an entry without one gets NaN. If
    the additive model fits without any residual its scores are returned. Raises NotEnoughMarksError with
    one entry, one judge or no entry marked twice; DisconnectedDesignError, DesignTooLargeError,
    InvalidRequestError.
    """
    design = Design.of(marks)
    if min(design.shape) < 2 or design.per_entry.max() < 2:
        raise NotEnoughMarksError("The crossed model needs two entries, two judges and an entry with two marks.")
    fixed = Spectrum.of(absorb_fixed_entries(design))
    if fixed.least_residual == 0.0 and fixed.freedom > fixed.rank:
        return _unshrunk(marks)
    gamma = _choose_entry_ratio(design)
    return _unshrunk(marks) if np.isinf(gamma) else _answer(marks, design, Profile.of(design, gamma))


@dataclass(frozen=True, eq=False)
class Profile:
    """The model at one ratio γ = σ_θ²/σ², the judges' ratio being the best for it."""

    design: Design
    gamma: float
    centre: float
    spectrum: Spectrum
    judge_ratio: float
    level_weight: float  # h = 1ᵀH1
    level_share: Vector  # a = ZᵀH1 (M,)
    level_right: float  # 1ᵀHy

    @classmethod
    def of(cls, design: Design, gamma: float) -> "Profile":
        """Absorb the entries at γ, then the mean, then choose the judges' ratio."""
        centre = float(design.value.mean())
        deviation = design.value - centre
        kept, weight = _weights(design, gamma)
        sums = design.entry_sums(deviation)
        share, level = design.incidence.T @ kept, float(design.per_entry @ kept)
        right_level = float(kept @ sums)
        reduced = Reduced(
            np.diag(design.per_judge) - design.weighted_gram(weight) - np.outer(share, share) / level,
            design.judge_sums(deviation) - design.incidence.T @ (weight * sums) - share * (right_level / level),
            float(deviation @ deviation - weight @ sums**2 - right_level**2 / level),
            design.value.size - 1,
            design.noise,
        )
        spectrum = Spectrum.of(reduced)
        return cls(design, gamma, centre, spectrum, choose_ratio(spectrum), level, share, right_level)

    @property
    def residual(self) -> float:
        """s², the residual variance."""
        return self.spectrum.residual_variance(self.judge_ratio)

    @property
    def deviance(self) -> float:
        """Twice the negative restricted log-likelihood at this γ, up to a constant."""
        absorbed = float(np.log1p(self.gamma * self.design.per_entry).sum()) + float(np.log(self.level_weight))
        return self.spectrum.deviance(self.judge_ratio) + absorbed

    @cached_property
    def leniency(self) -> Vector:
        """b̂ (M,)."""
        return self.spectrum.solve(self.judge_ratio)

    @cached_property
    def mean(self) -> float:
        """μ̂ less the centre of the marks."""
        return (self.level_right - float(self.level_share @ self.leniency)) / self.level_weight

    @cached_property
    def inverse(self) -> Matrix:
        """Inverse of the system in (b, μ) after absorption ((M+1) x (M+1)), in units of σ²."""
        judges = self.spectrum.inverse(self.judge_ratio)
        tilt = judges @ self.level_share / self.level_weight
        corner = 1 / self.level_weight + float(self.level_share @ tilt) / self.level_weight
        return np.block([[judges, -tilt[:, None]], [-tilt[None, :], np.array([[corner]])]])

    @cached_property
    def unexplained(self) -> Vector:
        """Sum of each entry's marks (N,) beyond mean and judges."""
        return self.design.entry_sums(self.design.value - self.centre - self.mean - self.leniency[self.design.judge])

    @property
    def slope(self) -> float:
        """Derivative of the profiled deviance by ln γ: N - Σu - tr(S⁻¹G) - Σuwz²/s² (envelope theorem)."""
        kept, weight = _weights(self.design, self.gamma)
        both = kept * weight
        cross = (self.design.incidence.T @ (both * self.design.per_entry))[:, None]
        corner = np.array([[float(both @ self.design.per_entry**2)]])
        loadings = np.block([[self.design.weighted_gram(both), cross], [cross.T, corner]])
        explained = float(kept.sum()) + float(np.sum(self.inverse * loadings))
        return self.design.shape[0] - explained - float(both @ self.unexplained**2) / self.residual


def _weights(design: Design, gamma: float) -> tuple[Vector, Vector]:
    """u = 1/(1 + γk) and w = γu (N,): what of an entry's sum is left, and what is absorbed."""
    kept = 1 / (1 + gamma * design.per_entry)
    return kept, gamma * kept


def _choose_entry_ratio(design: Design) -> float:
    """γ = σ_θ²/σ² at the minimum of the profiled deviance.

    0 if nothing is gained by entries that differ, infinite if nothing is gained by a residual.
    """
    heights = np.array([Profile.of(design, gamma).deviance for gamma in np.exp(_GRID)])
    best = int(np.argmin(heights))
    low, high = float(_GRID[max(best - 1, 0)]), float(_GRID[min(best + 1, _GRID.size - 1)])
    gamma = float(np.exp(_stationary(design, low, high, float(_GRID[best]))))
    lowest = Profile.of(design, gamma).deviance + _FLAT
    if Profile.of(design, 0.0).deviance <= lowest:
        return 0.0
    return np.inf if heights[-1] <= lowest else gamma


def _stationary(design: Design, low: float, high: float, best: float) -> float:
    def slope(log_gamma: float) -> float:
        return Profile.of(design, float(np.exp(log_gamma))).slope

    if slope(low) * slope(high) >= 0:
        return best
    return float(brentq(slope, low, high, xtol=1e-13, rtol=1e-13))


def _answer(marks: Marks, design: Design, profile: Profile) -> Adjustment:
    kept, weight = _weights(design, profile.gamma)
    entries, judges = len(marks.entries), len(marks.judges)
    judge = profile.judge_ratio * profile.residual
    shared = np.diag(np.append(np.full(judges, judge), 0.0))
    places = np.append(design.judge_at, judges)
    shared[np.ix_(places, places)] = profile.residual * profile.inverse
    wide_weight = spread(weight, design.entry_at, entries, np.nan)
    errors = ScoreErrors(
        own=profile.residual * wide_weight,
        loading=_loading(marks, wide_weight, spread(kept, design.entry_at, entries, 0.0)),
        shared=shared,
    )
    score = profile.centre + profile.mean + weight * profile.unexplained
    return Adjustment(
        "crossed",
        marks,
        spread(score, design.entry_at, entries, np.nan),
        spread(profile.leniency, design.judge_at, judges, 0.0),
        Variances(profile.gamma * profile.residual, judge, profile.residual),
        errors,
    )


def _loading(marks: Marks, weight: Vector, kept: Vector) -> sp.csr_array:
    """(N x (M+1)): w for each judge of the entry, -u for the mean."""
    entries, judges = len(marks.entries), len(marks.judges)
    rows = np.append(marks.entry, np.arange(entries))
    columns = np.append(marks.judge, np.full(entries, judges))
    return sp.csr_array((np.append(weight[marks.entry], -kept), (rows, columns)), shape=(entries, judges + 1))


def _unshrunk(marks: Marks) -> Adjustment:
    """Marks without any residual: nothing is to be shrunk, so the additive scores stand."""
    return replace(adjust_additive(marks), model="crossed")
