"""A feasible assignment is not enough: its judges must be linked. Swaps that join parts without changing
any load.
"""

from dataclasses import dataclass

import numpy as np

from ..arrays import Indices, Mask, Matrix
from ..connectivity import label_parts
from .programme import Cells
from .request import Problem

_TRIES = 64
_MOST_PAIRS = 1_000


@dataclass(frozen=True)
class _Swap:
    """Pairs number `first` and `second` exchange their judges."""

    first: int
    second: int
    cost: float


def link_by_swaps(problem: Problem, pairs: Cells, cost: Matrix) -> Cells:
    """The assignment after swaps of judges between parts, cheapest first, until it is connected or no swap
    helps.

    A swap (n, a), (m, b) -> (n, b), (m, a) leaves every load and every entry's number of judges as they
    were. Forced and kept pairs stay.
    """
    while pairs.entry.size:
        count, _, _ = label_parts(pairs.entry, pairs.judge, problem.shape)
        if count == 1:
            return pairs
        swap = _find_swap(problem, pairs, cost, count)
        if swap is None:
            return pairs
        pairs = _swapped(pairs, swap)
    return pairs


def _find_swap(problem: Problem, pairs: Cells, cost: Matrix, count: int) -> _Swap | None:
    """The cheapest allowed swap that leaves fewer parts."""
    for swap in _candidates(problem, pairs, cost):
        changed = _swapped(pairs, swap)
        if label_parts(changed.entry, changed.judge, problem.shape)[0] < count:
            return swap
    return None


def _candidates(problem: Problem, pairs: Cells, cost: Matrix) -> list[_Swap]:
    """Allowed swaps between the largest part and the others, the cheapest few."""
    _, entry_part, _ = label_parts(pairs.entry, pairs.judge, problem.shape)
    part = entry_part[pairs.entry]
    free = ~(problem.forced | problem.kept)[pairs.entry, pairs.judge]
    largest = np.argmax(np.bincount(part))
    inside = np.flatnonzero(free & (part == largest))
    outside = np.flatnonzero(free & (part != largest))
    inside, outside = _reaching(problem, pairs, inside, outside), _reaching(problem, pairs, outside, inside)
    taken = _taken(problem, pairs)
    fits = _fits(problem, taken, pairs, inside, outside) & _fits(problem, taken, pairs, outside, inside).T
    a, b = np.nonzero(fits)
    change = _change(cost, pairs, inside, outside)[a, b]
    best = np.lexsort((outside[b], inside[a], change))[:_TRIES]
    return [_Swap(int(inside[a[r]]), int(outside[b[r]]), float(change[r])) for r in best]


def _reaching(problem: Problem, pairs: Cells, here: Indices, there: Indices) -> Indices:
    """At most a thousand or so of the pairs `here` whose entry and judge may both be paired with somebody
    `there`.
    """
    entries, judges = np.unique(pairs.entry[there]), np.unique(pairs.judge[there])
    wanted = np.asarray(problem.allowed[:, judges].any(axis=1))[pairs.entry[here]]
    able = np.asarray(problem.allowed[entries].any(axis=0))[pairs.judge[here]]
    reaching = here[wanted & able]
    return reaching[:: reaching.size // _MOST_PAIRS + 1]


def _taken(problem: Problem, pairs: Cells) -> Indices:
    """How many judges of each group sit on each entry (N x groups)."""
    groups = int(problem.group.max()) + 1
    seats = np.bincount(pairs.entry * groups + problem.group[pairs.judge], minlength=problem.shape[0] * groups)
    return seats.reshape(problem.shape[0], groups)


def _fits(problem: Problem, taken: Indices, pairs: Cells, receiving: Indices, giving: Indices) -> Mask:
    """May the entry of each receiving pair take the judge of each giving pair in place of its own?"""
    entry, judge = pairs.entry[receiving], pairs.judge[giving]
    own = problem.group[pairs.judge[receiving]]
    seats = taken[np.ix_(entry, problem.group[judge])] - (own[:, None] == problem.group[judge][None, :])
    return np.asarray(problem.allowed[np.ix_(entry, judge)] & (seats == 0))


def _change(cost: Matrix, pairs: Cells, inside: Indices, outside: Indices) -> Matrix:
    now = cost[pairs.entry, pairs.judge]
    crossed = cost[np.ix_(pairs.entry[inside], pairs.judge[outside])]
    back = cost[np.ix_(pairs.entry[outside], pairs.judge[inside])].T
    return crossed + back - now[inside][:, None] - now[outside][None, :]


def _swapped(pairs: Cells, swap: _Swap) -> Cells:
    judge = pairs.judge.copy()
    judge[[swap.first, swap.second]] = judge[[swap.second, swap.first]]
    return Cells(pairs.entry, judge)
