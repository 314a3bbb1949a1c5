"""How sure is the ranking, and where would further marks make it surer?

True scores are drawn from their joint distribution given the marks: own errors independent, errors of the
judges' leniency shared by all whom a judge marked. Ranks of the draws give P(in the top K); entries that
cannot be told from the first of their band are tied; further marks are weighed by what they would do to
the shortlist.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.stats import norm, studentized_range

from .adjustment import Adjustment
from .arrays import Indices, Mask, Matrix, Sparse, Vector, symmetric_root
from .chance import random_from
from .errors import InvalidRequestError, Label, NotEnoughMarksError
from .marks import Marks

DRAWS = 2_000
_BLOCK = 4_000_000
Reason = Literal["near the cut", "discrepant", "near the cut and discrepant"]


@dataclass(frozen=True, eq=False)
class Shortlist:
    """Chances of the marked entries for the top `places`.

    `probability` (N,) is P(in the top K), NaN without a mark; `selected` (N,) the K best by adjusted
    score; `certainty` the expected share of the true top K among the selected.
    """

    places: int
    probability: Vector
    selected: Mask
    certainty: float


def simulate_shortlist(adjustment: Adjustment, places: int, *, draws: int = DRAWS, seed: int = 0) -> Shortlist:
    """P(in the top K) by simulated ranks. Raises InvalidRequestError, and NotEnoughMarksError without
    standard errors.
    """
    world = _World.of(adjustment, places)
    hits = np.zeros(world.order.size)
    for truth in world.draws(draws, seed):
        hits += _top(truth, places).sum(axis=0)
    probability = np.full(adjustment.adjusted.size, np.nan)
    probability[world.order] = hits / draws
    selected = np.zeros(adjustment.adjusted.size, dtype=bool)
    selected[world.order[:places]] = True
    return Shortlist(places, probability, selected, float(probability[selected].mean()))


@dataclass(frozen=True, eq=False)
class _World:
    """The marked entries, best first, as random variables: mean (n,), own SD (n,), loading (n x P), root
    of the covariance of the shared effects (P x P).
    """

    order: Indices
    mean: Vector
    own: Vector
    loading: Sparse
    root: Matrix

    @classmethod
    def of(cls, adjustment: Adjustment, places: int) -> "_World":
        order = adjustment.order
        if not 1 <= places <= order.size:
            raise InvalidRequestError(f"A shortlist of {places} cannot be made of {order.size} marked entries.")
        if not np.all(np.isfinite(adjustment.standard_error[order])):
            raise NotEnoughMarksError("Without standard errors nothing is known of the certainty of ranks.")
        errors = adjustment.errors
        used = np.isfinite(np.diag(errors.shared))
        root = symmetric_root(errors.shared[np.ix_(used, used)])
        loading = errors.loading[order][:, used]
        return cls(order, adjustment.adjusted[order], np.sqrt(errors.own[order]), loading, root)

    @property
    def level_loading(self) -> Vector:
        """Loading (P,) of the mean of all scores, an error that moves everybody alike and no rank."""
        return np.asarray(self.loading.sum(axis=0)).ravel() / self.mean.size

    @property
    def rank_variance(self) -> Vector:
        """Error variance (n,) of each score beside the level of all."""
        level = self.level_loading @ self.root
        own = self.loading @ self.root
        return np.asarray(self.own**2 + np.sum((own - level) ** 2, axis=1))

    def draws(self, draws: int, seed: int) -> Iterator[Matrix]:
        """True scores (d x n), in blocks of draws."""
        if draws < 1:
            raise InvalidRequestError("A simulation needs at least one draw.")
        rng = random_from(seed)
        step = max(1, _BLOCK // self.mean.size)
        for start in range(0, draws, step):
            count = min(step, draws - start)
            shared = self.root @ rng.standard_normal((self.root.shape[0], count))
            yield (self.mean - rng.standard_normal((count, self.mean.size)) * self.own + (self.loading @ shared).T)


def _top(score: Matrix, places: int) -> Mask:
    """Which are the K highest of each row (d x n)."""
    mask = np.zeros(score.shape, dtype=bool)
    if places == score.shape[1]:
        return ~mask
    best = np.argpartition(-score, places - 1, axis=1)[:, :places]
    np.put_along_axis(mask, best, True, axis=1)
    return mask


def tied_bands(adjustment: Adjustment, confidence: float = 0.95) -> tuple[tuple[Label, ...], ...]:
    """Bands of entries, best first, whose first cannot be said to be better than any other of the band.

    An entry opens a new band when its score lies below that of the band's first by more than z standard
    errors of their difference, z the one-sided quantile (1.645 at 95 %). Raises InvalidRequestError,
    NotEnoughMarksError.
    """
    if not 0 < confidence < 1:
        raise InvalidRequestError("A confidence lies between 0 and 1.")
    order = _World.of(adjustment, 1).order
    quantile = float(norm.ppf(confidence))
    bands, start = [], 0
    while start < order.size:
        length = _band_length(adjustment, order[start:], quantile)
        bands.append(tuple(adjustment.marks.entries[n] for n in order[start : start + length]))
        start += length
    return tuple(bands)


def _band_length(adjustment: Adjustment, order: Indices, quantile: float) -> int:
    """How many of the remaining entries are tied with their first; looked up in growing pieces."""
    first, reach = int(order[0]), 1
    while reach < order.size:
        piece = order[reach : 2 * reach + 64]
        gap = adjustment.adjusted[first] - adjustment.adjusted[piece]
        apart = gap > quantile * adjustment.errors.of_differences(first, piece) + 1e-9
        if apart.any():
            return reach + int(np.argmax(apart))
        reach += piece.size
    return order.size


def discrepant_entries(
    adjustment: Adjustment, marks: Marks | None = None, *, confidence: float = 0.95, bands: float = 2.0
) -> Mask:
    """Entries (N,) whose judges disagree more than chance allows.

    The range of the adjusted marks of an entry exceeds the quantile of the studentised range of its k
    marks (for two marks 1.96√2 σ); or, if the `marks` by criterion are given, two judges differ by `bands`
    or more on one criterion.
    """
    adjusted = adjustment.marks.value - adjustment.leniency[adjustment.marks.judge]
    flagged = _ranges(adjustment.marks.entry, adjusted, adjustment.adjusted.size) > _allowed_range(
        adjustment, confidence
    )
    if marks is not None:
        cell = marks.entry * len(marks.criteria) + marks.criterion
        ranges = _ranges(cell, marks.value, len(marks.entries) * len(marks.criteria))
        flagged |= (ranges.reshape(len(marks.entries), -1) >= bands).any(axis=1)
    return np.asarray(flagged)


def _ranges(group: Indices, values: Vector, size: int) -> Vector:
    """Highest less lowest value of each group; 0 for an empty one."""
    high, low = np.full(size, -np.inf), np.full(size, np.inf)
    np.maximum.at(high, group, values)
    np.minimum.at(low, group, values)
    return np.where(high >= low, high - low, 0.0)


def _allowed_range(adjustment: Adjustment, confidence: float) -> Vector:
    """The range that adjusted marks may have by chance (N,); infinite below two marks."""
    count = adjustment.marks.marks_per_entry
    limit = np.full(count.size, np.inf)
    for k in np.unique(count[count > 1]):
        limit[count == k] = studentized_range.ppf(confidence, k, np.inf)
    return np.asarray(limit * np.sqrt(adjustment.variances.residual))


@dataclass(frozen=True)
class FurtherMark:
    """An entry that should get one more mark, and why."""

    entry: Label
    priority: float
    reason: Reason


@dataclass(frozen=True)
class MarkPlan:
    """Where the next marks go, and what they would buy: `certainty` of the shortlist now and after them."""

    marks: tuple[FurtherMark, ...]
    certainty_now: float
    certainty_after: float


def plan_marks(
    adjustment: Adjustment,
    places: int,
    budget: int,
    *,
    marks: Marks | None = None,
    bonus: float = 1.0,
    draws: int = DRAWS,
    seed: int = 0,
) -> MarkPlan:
    """One more mark for each of the `budget` entries where it buys most.

    Priority is -|score - cut|/SE, plus `bonus` if the judges of an entry are discrepant (see
    `discrepant_entries`, to which `marks` goes). What the marks would buy is simulated: true scores are
    drawn, new marks drawn around them, scores revised and the shortlist drawn up again. Raises
    InvalidRequestError, NotEnoughMarksError.
    """
    world = _World.of(adjustment, places)
    if not 1 <= budget <= world.order.size:
        raise InvalidRequestError(
            f"{budget} further marks cannot go to {world.order.size} marked entries, one to each."
        )
    flagged = discrepant_entries(adjustment, marks)[world.order]
    error = adjustment.standard_error[world.order]
    gap = np.abs(world.mean - _cut(world.mean, places))
    near = -np.divide(gap, error, out=np.where(gap > 0, np.inf, 0.0), where=error > 0)
    priority = near + bonus * flagged
    chosen = np.lexsort((world.order, -priority))[:budget]
    now, after = _certainties(world, places, _Further.of(adjustment, world, chosen), (draws, seed))
    plan = [
        FurtherMark(adjustment.marks.entries[world.order[n]], float(priority[n]), _reason(near[n], bool(flagged[n])))
        for n in chosen
    ]
    return MarkPlan(tuple(plan), now, after)


def _cut(score: Vector, places: int) -> float:
    """The score half way between the last in and the first out; the last in if all are in."""
    return float(score[places - 1 : places + 1].mean())


def _reason(near: float, flagged: bool) -> Reason:
    """Within two standard errors of the cut, discrepant, or both."""
    if not flagged:
        return "near the cut"
    return "near the cut and discrepant" if near > -2 else "discrepant"


@dataclass(frozen=True, eq=False)
class _Further:
    """One further mark for each of the `chosen`: its standard deviation around the truth, and how far it
    moves a score.

    Its judge is one of the panel, so its variance is τ² = σ² plus the mean error variance of a leniency; a
    score of error variance v moves by v/(v + τ²) of the surprise. Errors of the level of all scores count
    in neither.
    """

    chosen: Indices
    noise: float
    gain: Vector

    @classmethod
    def of(cls, adjustment: Adjustment, world: _World, chosen: Indices) -> "_Further":
        known = np.isfinite(adjustment.leniency_error)
        panel = adjustment.leniency_covariance[np.ix_(known, known)]
        noise = adjustment.variances.residual + float(np.diag(panel).mean() - panel.mean())
        variance = world.rank_variance[chosen]
        total = variance + noise
        gain = np.divide(variance, total, out=np.zeros(chosen.size), where=total > 0)
        return cls(chosen, float(np.sqrt(noise)), gain)

    def revised(self, mean: Vector, truth: Matrix, rng: np.random.Generator) -> Matrix:
        """Scores (d x n) after the further marks, in worlds whose true scores are `truth`."""
        level = truth.mean(axis=1, keepdims=True) - mean.mean()
        seen = (truth - level)[:, self.chosen]
        seen = seen + self.noise * rng.standard_normal(seen.shape)
        score = np.tile(mean, (truth.shape[0], 1))
        score[:, self.chosen] += self.gain * (seen - mean[self.chosen])
        return score


def _certainties(world: _World, places: int, further: _Further, run: tuple[int, int]) -> tuple[float, float]:
    """Expected share of the true top K in the shortlist, as it is and after the further marks."""
    draws, seed = run
    rng = random_from(seed, 1)
    hits_now = hits_after = 0
    for truth in world.draws(draws, seed):
        best = _top(truth, places)
        hits_now += int(best[:, :places].sum())
        hits_after += int((best & _top(further.revised(world.mean, truth, rng), places)).sum())
    return hits_now / (draws * places), hits_after / (draws * places)
