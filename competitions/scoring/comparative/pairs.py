"""Which two to show next."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from ..arrays import Mask, Matrix
from ..chance import random_from
from ..errors import InvalidRequestError, Label
from .bradley_terry import Strengths, fit_bradley_terry
from .judgements import Comparisons

PLANNING_PRIOR = 2.0
"""SD in logits of the prior under which the next pairs are planned, so that it works from the first
comparison on.
"""


@dataclass(frozen=True)
class NextPair:
    """A pair to be shown next, and the information it is expected to bring (gain in log-determinant)."""

    first: Label
    second: Label
    gain: float


def choose_pairs(
    comparisons: Comparisons,
    count: int,
    *,
    seed: int = 0,
    exclude: Iterable[tuple[Label, Label]] = (),
    prior: float = PLANNING_PRIOR,
) -> tuple[NextPair, ...]:
    """The next `count` pairs to show: greedily those that most reduce the uncertainty of all strengths
    together.

    The gain of a pair is ln(1 + I·Var(θ_a - θ_b)), I the information of one judgement at the present
    strengths (D-optimality); the covariance is updated after each choice, so a batch spreads over the
    items. Random among equals from the seed; `exclude` names pairs not to be shown. Choosing close pairs
    makes the reliability of the comparisons themselves look higher than it is (Bramley 2015): check it on
    pairs dealt at random. Raises InvalidRequestError.
    """
    n = len(comparisons.items)
    if n < 2 or count < 0:
        raise InvalidRequestError("Pairs need at least two items, and their number is not below zero.")
    fitted = fit_bradley_terry(comparisons, prior)
    information = _information_of_pairs(fitted)
    barred = _barred(comparisons.items, exclude)
    chance = random_from(seed).random((n, n))
    covariance = fitted.covariance.copy()
    chosen: list[NextPair] = []
    for _ in range(min(count, int(np.count_nonzero(~barred)))):
        a, b, gain = _best_pair(covariance, information, barred, chance)
        chosen.append(NextPair(comparisons.items[a], comparisons.items[b], gain))
        barred[a, b] = True
        column = covariance[:, a] - covariance[:, b]
        weight = information[a, b]
        covariance -= np.outer(column, column) * (weight / (1 + weight * (column[a] - column[b])))
    return tuple(chosen)


def _information_of_pairs(fitted: Strengths) -> Matrix:
    """Information of one more judgement of each pair (n x n)."""
    gap = np.exp((fitted.strength[:, None] - fitted.strength[None, :]) / 2)
    total = gap + 1 / gap + fitted.tie
    win, tie = gap / total, fitted.tie / total
    return np.asarray(win + tie / 4 - (win + tie / 2) ** 2)


def _barred(items: tuple[Label, ...], exclude: Iterable[tuple[Label, Label]]) -> Mask:
    """Which cells (n x n) may not be chosen: the lower triangle, and what is excluded."""
    barred = ~np.triu(np.ones((len(items), len(items)), dtype=bool), 1)
    place = {label: number for number, label in enumerate(items)}
    for pair in exclude:
        if all(label in place for label in pair):
            a, b = sorted(place[label] for label in pair)
            barred[a, b] = True
    return barred


def _best_pair(covariance: Matrix, information: Matrix, barred: Mask, chance: Matrix) -> tuple[int, int, float]:
    spread = np.diag(covariance)
    gain = np.log1p(information * (spread[:, None] + spread[None, :] - 2 * covariance))
    open_gain = np.where(barred, -np.inf, np.round(gain, 9))
    best = np.flatnonzero(open_gain.ravel() == open_gain.max())
    place = int(best[np.argmax(chance.ravel()[best])])
    return place // gain.shape[0], place % gain.shape[0], float(gain.ravel()[place])
