"""Who marks what: every entry gets its judges, loads are even, ties are respected, judges stay comparable."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ..arrays import Mask, Matrix
from ..chance import random_from
from ..connectivity import Bridge, cheapest_bridges, components_of, label_parts
from ..errors import Component, InfeasibleAssignmentError, Label
from .linking import link_by_swaps
from .loads import most_even_loads, room_of, target_loads
from .programme import Cells, Dues, cheapest_cells, no_extras, solve
from .request import AssignmentRequest, EntryNeed, JudgeOffer, Pair, Problem

SMALL = 2_000
"""Up to this many entries all their cells are columns of the programme from the start."""

_FEW_CELLS = 500_000


@dataclass(frozen=True)
class Assignment:
    """Who marks what. `pairs` (entry, judge) in label order; `loads` names every judge.

    `added` and `dropped` compare with the kept pairs of the request; `cost` is the sum of the preference
    costs. If some judges cannot be compared, `components` has more than one part and `bridges` the
    cheapest further marks that link them (`bridges_suffice` says whether conflicts leave enough of them).
    """

    pairs: tuple[Pair, ...]
    loads: Mapping[Label, int]
    added: tuple[Pair, ...]
    dropped: tuple[Pair, ...]
    cost: int
    components: tuple[Component, ...]
    bridges: tuple[Bridge, ...]
    bridges_suffice: bool
    seed: int

    @property
    def is_connected(self) -> bool:
        """Whether marks will link all judges who mark."""
        return len(self.components) == 1


def assign_judges(request: AssignmentRequest, seed: int = 0) -> Assignment:
    """Deal the entries: first kept pairs, then the cheapest by preference, random among equals from the
    seed.

    Loads lie within the judges' bounds and differ by at most one where languages, conflicts and kept pairs
    leave that open. The same request (in any order) and seed give the same answer. Raises
    InvalidRequestError, DesignTooLargeError, or InfeasibleAssignmentError naming the entries that lack
    judges.
    """
    problem = Problem.of(request)
    draw = random_from(seed).random(problem.shape)
    cost = _total_cost(problem, draw)
    pairs = link_by_swaps(problem, Cells.of(_deal(problem, draw, cost)), cost)
    return _answer(request, problem, pairs, seed)


def _total_cost(problem: Problem, draw: Matrix) -> Matrix:
    """One number per cell in which kept pairs outweigh preferences and preferences outweigh chance.

    Two assignments differ by cycles that pass each of the M judges at most once. Chance changes a cycle by
    less than M, so a preference is worth M + 1; preferences change it by at most M times their range, so a
    kept pair is worth more.
    """
    judges = problem.shape[1]
    kept = judges * np.ptp(problem.preference) + 1
    return np.asarray(draw + (judges + 1) * (problem.preference - kept * problem.kept))


def _deal(problem: Problem, draw: Matrix, cost: Matrix) -> Mask:
    """All pairs, the forced ones included (N x M); all kept pairs stay if the rest can be dealt around."""
    settled = problem.keeping_all()
    if settled is not None:
        try:
            return _deal_open(settled, draw, cost)
        except InfeasibleAssignmentError:
            if not problem.kept.any():
                raise
    return _deal_open(problem, draw, cost)


def _deal_open(problem: Problem, draw: Matrix, cost: Matrix) -> Mask:
    """All pairs: the forced ones, and the open ones with even loads or, failing that, the most even ones."""
    pairs = problem.forced.copy()
    if problem.open_wanted.any() or room_of(problem)[0].any():
        dealt = _deal_evenly(problem, cost) or _deal_most_evenly(problem, draw, cost)
        pairs[dealt.entry, dealt.judge] = True
    return pairs


def _deal_evenly(problem: Problem, cost: Matrix) -> Cells | None:
    """The cheapest even assignment, None if there is none or if kept pairs might have to move for it."""
    loads = target_loads(problem)
    if loads is None or (problem.kept & ~problem.forced).any():
        return None
    start = cheapest_cells(cost, problem.allowed, _columns_for(problem))
    dues = Dues(problem.open_wanted, *loads, problem.group)
    solution = solve(cost, problem.allowed, dues, no_extras(*problem.shape), start)
    return None if solution is None else solution.chosen


def _deal_most_evenly(problem: Problem, draw: Matrix, cost: Matrix) -> Cells:
    """The cheapest assignment with the most even loads that the request allows."""
    loads, start = most_even_loads(problem, draw, _columns_for(problem))
    dues = Dues(problem.open_wanted, loads, loads, problem.group)
    solution = solve(cost, problem.allowed, dues, no_extras(*problem.shape), start)
    if solution is None:  # the loads come from an assignment over these very cells
        raise AssertionError("loads that were met cannot be met again")
    return solution.chosen


def _columns_for(problem: Problem) -> int:
    """Cells of each entry in the first programme: all of a small problem, the cheapest dozen or so of a
    large one.
    """
    entries, judges = problem.shape
    if entries <= SMALL and entries * judges <= _FEW_CELLS:
        return judges
    return max(10, 3 * int(problem.wanted.max()))


def _answer(request: AssignmentRequest, problem: Problem, pairs: Cells, seed: int) -> Assignment:
    mask = np.zeros(problem.shape, dtype=bool)
    mask[pairs.entry, pairs.judge] = True
    named = _names(problem, mask)
    components, bridges, suffice = _links(problem, pairs, mask)
    return Assignment(
        pairs=named,
        loads=dict(zip(problem.judges, mask.sum(axis=0).tolist(), strict=True)),
        added=_names(problem, mask & ~problem.kept & ~problem.forced),
        dropped=tuple(sorted(set(request.kept) - set(named), key=_by_kind_and_label)),
        cost=int(problem.preference[mask].sum()),
        components=components,
        bridges=bridges,
        bridges_suffice=suffice,
        seed=seed,
    )


def _by_kind_and_label(pair: Pair) -> list[tuple[str, Label]]:
    """An order for pairs that may name somebody who is not there, by whatever kind of label."""
    return [(type(label).__name__, label) for label in pair]


def _names(problem: Problem, mask: Mask) -> tuple[Pair, ...]:
    cells = Cells.of(mask)
    return tuple((problem.entries[n], problem.judges[j]) for n, j in zip(cells.entry, cells.judge, strict=True))


def _links(problem: Problem, pairs: Cells, mask: Mask) -> tuple[tuple[Component, ...], tuple[Bridge, ...], bool]:
    """Components of the entries and judges that take part, and the cheapest marks that would join them."""
    _, entry_part, judge_part = label_parts(pairs.entry, pairs.judge, problem.shape)
    marked, active = np.asarray(mask.any(axis=1)), np.asarray(mask.any(axis=0))
    components = components_of(problem.entries, problem.judges, entry_part, judge_part, marked, active)
    if len(components) <= 1:
        return components, (), True
    open_cells = problem.allowed & ~mask & marked[:, None] & active[None, :]
    cost = np.where(open_cells, problem.preference + mask.sum(axis=0) / (problem.shape[0] + 1), np.inf)
    chosen, _ = cheapest_bridges(entry_part, judge_part, cost)
    bridges = tuple(Bridge(problem.entries[n], problem.judges[j]) for n, j in chosen)
    return components, bridges, len(chosen) == len(components) - 1


__all__ = ["SMALL", "Assignment", "AssignmentRequest", "EntryNeed", "JudgeOffer", "Pair", "assign_judges"]
