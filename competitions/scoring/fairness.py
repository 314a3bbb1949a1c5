"""Is a group of entries treated like the others? Means with intervals, and judges who mark one group
differently.

Groups are labels of entries (a county, a sex, a language). Cells below a minimum size are counted but not
described, so that nobody can be recognised in them; a difference between groups is not in itself a bias.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from scipy.stats import norm
from scipy.stats import t as t_distribution

from .adjustment import Adjustment
from .adjustment.design import Design, absorb_fixed_entries
from .adjustment.ridge import Spectrum
from .arrays import Indices, Vector, sum_by
from .errors import InvalidRequestError, Label, NotEnoughMarksError

MINIMUM_CELL = 10
Correction = Literal["holm", "benjamini-hochberg"]


@dataclass(frozen=True)
class GroupMean:
    """Adjusted scores of one group: how many entries, their mean with its interval, and the share
    selected.

    Everything but `count` is NaN in a cell below the minimum size. `selection_ratio` compares the share
    selected with that of all entries.
    """

    group: Label
    count: int
    mean: float
    standard_error: float
    low: float
    high: float
    selected_share: float
    selection_ratio: float


def group_means(
    adjustment: Adjustment,
    groups: Mapping[Label, Label],
    *,
    selected: Collection[Label] = (),
    minimum: int = MINIMUM_CELL,
    confidence: float = 0.95,
) -> tuple[GroupMean, ...]:
    """Means by group of the marked entries, in group order; t intervals for the entries as a sample of
    their group.

    `groups` names the group of every marked entry, `selected` the entries on the shortlist. Raises
    InvalidRequestError.
    """
    _check(minimum, confidence)
    labels, group, marked = _grouped(adjustment, groups)
    score = adjustment.adjusted[marked]
    chosen_labels = set(selected)
    chosen = np.array([adjustment.marks.entries[n] in chosen_labels for n in marked], dtype=np.float64)
    count = sum_by(group, None, len(labels))
    mean = sum_by(group, score, len(labels)) / count
    squares = sum_by(group, (score - mean[group]) ** 2, len(labels))
    share = sum_by(group, chosen, len(labels)) / count
    overall = float(chosen.mean()) if chosen.any() else np.nan
    with np.errstate(divide="ignore", invalid="ignore"):
        error = np.sqrt(squares / (count - 1) / count)
        reach = t_distribution.ppf((1 + confidence) / 2, count - 1) * error
        table = np.stack([mean, error, mean - reach, mean + reach, share, share / overall])
    table[:, count < minimum] = np.nan
    return tuple(
        GroupMean(label, int(count[g]), *(float(value) for value in table[:, g])) for g, label in enumerate(labels)
    )


def _check(minimum: int, confidence: float) -> None:
    if minimum < 1:
        raise InvalidRequestError("The minimum size of a cell is at least 1.")
    if not 0 < confidence < 1:
        raise InvalidRequestError("A confidence lies between 0 and 1.")


def _grouped(adjustment: Adjustment, groups: Mapping[Label, Label]) -> tuple[tuple[Label, ...], Indices, Indices]:
    """Group labels, the group of each marked entry, and the places of those entries."""
    marked = adjustment.marked
    names = [adjustment.marks.entries[n] for n in marked]
    missing = [name for name in names if name not in groups]
    if missing:
        raise InvalidRequestError(f"{len(missing)} marked entries have no group, among them {missing[0]}.")
    labels = tuple(sorted({groups[name] for name in names}))
    place = {label: number for number, label in enumerate(labels)}
    return labels, np.array([place[groups[name]] for name in names], dtype=np.intp), marked


@dataclass(frozen=True)
class JudgeGroupEffect:
    """How much more a judge gives to one group than to the others, beyond severity and the entries' own
    quality.

    `effect` in marks with its `standard_error`; `p_value` of no effect, two-sided; `corrected_p` after the
    correction for all cells of the report.
    """

    judge: Label
    group: Label
    count: int
    effect: float
    standard_error: float
    p_value: float
    corrected_p: float


@dataclass(frozen=True)
class BiasReport:
    """Effects of all judges on all groups in cells of the minimum size, in order of judge and group.

    `correction` names how p-values were corrected, for the `tests` that were made; `too_small` cells were
    left out.
    """

    effects: tuple[JudgeGroupEffect, ...]
    correction: Correction
    tests: int
    too_small: int


def judge_group_effects(
    adjustment: Adjustment,
    groups: Mapping[Label, Label],
    *,
    minimum: int = MINIMUM_CELL,
    correction: Correction = "holm",
) -> BiasReport:
    """Judge x group effects of a hybrid or additive adjustment.

    For the marks c of judge j in group g the model with one more parameter β for the cell gives β̂ =
    1_cᵀPy/1_cᵀP1_c with variance σ²/1_cᵀP1_c, where Py are the residuals and P the residual projection of
    the fitted model: an exact one-parameter test, which knows that residuals were shrunk by the fit (Cook
    and Weisberg 1982, added variables). Cells that are all of a judge's marks, or otherwise leave nothing
    to compare with, are not tested. Raises InvalidRequestError for a crossed adjustment or an unknown
    correction, NotEnoughMarksError without a residual variance.
    """
    _check(minimum, 0.5)
    if correction not in get_args(Correction):
        raise InvalidRequestError(f"There is no correction {correction}: choose holm or benjamini-hochberg.")
    if adjustment.model == "crossed":
        raise InvalidRequestError("Judge and group effects are measured beside fixed entries: use the hybrid model.")
    if not adjustment.variances.residual > 0:
        raise NotEnoughMarksError("Without a residual variance no effect can be tested.")
    cells = _Cells.of(adjustment, groups)
    information = cells.information(adjustment)
    large = cells.count >= minimum
    tested = large & (information > 1e-9 * cells.count)
    effect = cells.residual[tested] / information[tested]
    error = np.sqrt(adjustment.variances.residual / information[tested])
    p_value = 2 * norm.sf(np.abs(effect / error))
    corrected = _holm(p_value) if correction == "holm" else _benjamini_hochberg(p_value)
    effects = tuple(
        JudgeGroupEffect(*cells.names(int(c)), int(cells.count[c]), float(e), float(s), float(p), float(q))
        for c, e, s, p, q in zip(np.flatnonzero(tested), effect, error, p_value, corrected, strict=True)
    )
    return BiasReport(effects, correction, len(effects), int(np.count_nonzero(~large & (cells.count > 0))))


@dataclass(frozen=True, eq=False)
class _Cells:
    """Cells judge x group (C = M·G): number of marks and sum of residuals, and the design they lie in."""

    design: Design
    groups: tuple[Label, ...]
    judges: tuple[Label, ...]
    group: Indices  # of each entry of the design
    count: Vector
    residual: Vector

    @classmethod
    def of(cls, adjustment: Adjustment, groups: Mapping[Label, Label]) -> "_Cells":
        labels, group, _ = _grouped(adjustment, groups)
        design = Design.of(adjustment.marks)
        cell = design.judge * len(labels) + group[design.entry]
        size = design.shape[1] * len(labels)
        judges = tuple(adjustment.marks.judges[j] for j in design.judge_at)
        return cls(design, labels, judges, group, sum_by(cell, None, size), sum_by(cell, adjustment.residual, size))

    def names(self, cell: int) -> tuple[Label, Label]:
        """Judge and group of a cell."""
        return self.judges[cell // len(self.groups)], self.groups[cell % len(self.groups)]

    def information(self, adjustment: Adjustment) -> Vector:
        """1_cᵀP1_c for each cell (C,): Σ(1 - 1/k) over its marks, less t_cᵀ(L + λI)⁻¹t_c with t_c =
        ZᵀH1_c.
        """
        spectrum = Spectrum.of(absorb_fixed_entries(self.design))
        inverse = spectrum.inverse(_ratio(adjustment))
        groups, judges = len(self.groups), self.design.shape[1]
        cell = self.design.judge * groups + self.group[self.design.entry]
        own = sum_by(cell, 1 - 1 / self.design.per_entry[self.design.entry], judges * groups)
        total = np.empty(judges * groups)
        for g in range(groups):
            shared = self.design.weighted_gram((self.group == g) / self.design.per_entry)
            reach = np.diag(self.count[g::groups]) - shared
            total[g::groups] = np.einsum("aj,ab,bj->j", reach, inverse, reach, optimize=True)
        return np.asarray(own - total)


def _ratio(adjustment: Adjustment) -> float:
    """σ_b²/σ² of the fit; infinite for least squares."""
    if adjustment.model == "additive":
        return np.inf
    return adjustment.variances.judge / adjustment.variances.residual


def _holm(p_value: Vector) -> Vector:
    """Holm's step-down p-values (1979): bounds the chance of any false alarm."""
    order = np.argsort(p_value, kind="stable")
    steps = p_value[order] * np.arange(p_value.size, 0, -1)
    corrected = np.empty_like(p_value)
    corrected[order] = np.minimum(np.maximum.accumulate(steps), 1.0)
    return corrected


def _benjamini_hochberg(p_value: Vector) -> Vector:
    """Benjamini and Hochberg's p-values (1995): bounds the expected share of false alarms."""
    order = np.argsort(-p_value, kind="stable")
    steps = p_value[order] * p_value.size / np.arange(p_value.size, 0, -1)
    corrected = np.empty_like(p_value)
    corrected[order] = np.minimum(np.minimum.accumulate(steps), 1.0)
    return corrected
