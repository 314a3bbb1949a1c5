"""How many entries each judge gets: even loads where they can be had, else the most even that can."""

import numpy as np
import scipy.sparse as sp

from ..arrays import Indices, Mask, Matrix, Sparse, Vector
from ..errors import InfeasibleAssignmentError, Shortage
from .programme import Cells, Dues, Extras, cheapest_cells, solve
from .request import Problem


def even_loads(least: Indices, most: Indices, total: int) -> tuple[Indices, Indices]:
    """The tightest equal load within bounds: each judge gets clip(t) or clip(t + 1), and the loads sum to
    `total`.

    Returns lower and upper loads (M,). Water-filling; the caller makes sure that the bounds leave room for
    the total.
    """
    low, high = 0, int(most.max(initial=0)) + 1
    while high - low > 1:
        level = (low + high) // 2
        if int(np.clip(level, least, most).sum()) <= total:
            low = level
        else:
            high = level
    return np.clip(low, least, most), np.clip(low + 1, least, most)


def room_of(problem: Problem) -> tuple[Indices, Indices]:
    """Least and most open entries of each judge (M,), beside the forced ones."""
    return np.maximum(problem.least - problem.forced_load, 0), problem.most - problem.forced_load


def target_loads(problem: Problem) -> tuple[Indices, Indices] | None:
    """Lower and upper open loads (M,) of an even assignment; None if the bounds leave no room for one."""
    least, most = room_of(problem)
    total = int(problem.open_wanted.sum())
    if not least.sum() <= total <= most.sum():
        return None
    done = problem.forced_load
    low, high = even_loads(least + done, most + done, total + int(done.sum()))
    return low - done, high - done


def _slack_columns(problem: Problem, nudge: Vector) -> Extras:
    """Columns that let an entry go short, a judge stay below the least, and a load rise at a growing
    price.

    In this order: one for each entry, one for each judge, one for each step of each judge's load, which
    costs what it adds to the sum of squares, and the judge's `nudge` (M,) to break ties.
    """
    entries, judges = problem.shape
    least, most = room_of(problem)
    steps = np.maximum(np.minimum(most, entries) - least, 0)
    judge = np.repeat(np.arange(judges), steps)
    rung = np.arange(judge.size) - np.repeat(np.cumsum(steps) - steps, steps)
    load = (least + problem.forced_load)[judge] + rung
    dear = _kept_price(problem) * (judges + 2.0)
    return Extras(
        cost=np.concatenate([np.full(entries + judges, dear), 2.0 * load + 1.0 + nudge[judge]]),
        bound=np.concatenate([problem.open_wanted, least, np.ones(judge.size)]),
        for_entry=_beside(0, sp.eye_array(entries), judges + judge.size),
        for_most=_beside(entries + judges, -_steps(judge, judges), 0),
        for_least=_beside(entries, sp.eye_array(judges), judge.size),
    )


def _beside(before: int, block: Sparse, after: int) -> Sparse:
    """A block with so many empty columns before and after it."""
    rows = block.shape[0]
    return sp.hstack([sp.csr_array((rows, before)), block, sp.csr_array((rows, after))])


def _steps(judge: Indices, judges: int) -> Sparse:
    return sp.csr_array((np.ones(judge.size), (judge, np.arange(judge.size))), shape=(judges, judge.size))


def _kept_price(problem: Problem) -> float:
    """More than evenness could ever gain by moving one kept pair."""
    return 2.0 * (int(problem.forced_load.max()) + problem.shape[0]) + 2.0


def most_even_loads(problem: Problem, draw: Matrix, columns: int) -> tuple[Indices, Mask]:
    """The loads (M,) that meet the request with the smallest sum of squares, and cells that allow them.

    Kept pairs come first. On a flow the least sum of squares is also the least unequal in every other
    sense (Frank and Murota 2022). Raises InfeasibleAssignmentError, saying which entries lack judges and
    why.
    """
    least, _ = room_of(problem)
    judges = problem.shape[1]
    slack = _slack_columns(problem, draw[0] / (2.0 * judges))
    cost = draw / (4.0 * judges) - _kept_price(problem) * problem.kept
    dues = Dues(problem.open_wanted, least, least, problem.group)
    start = cheapest_cells(cost, problem.allowed, columns)
    solution = solve(cost, problem.allowed, dues, slack, start)
    if solution is None:  # every entry may go short, so there is always a solution
        raise AssertionError("a relaxed programme without a solution")
    _refuse_shortage(problem, solution.extra)
    return np.bincount(solution.chosen.judge, minlength=judges), _mask(solution.chosen, problem.shape) | start


def _mask(cells: Cells, shape: tuple[int, int]) -> Mask:
    mask = np.zeros(shape, dtype=bool)
    mask[cells.entry, cells.judge] = True
    return mask


def _refuse_shortage(problem: Problem, extra: Vector) -> None:
    entries, judges = problem.shape
    short = extra[:entries].astype(np.intp)
    idle = np.flatnonzero(extra[entries : entries + judges])
    if short.any() or idle.size:
        gaps = [
            Shortage(problem.entries[n], int(short[n]), explain_shortage(problem, int(n)))
            for n in np.flatnonzero(short)
        ]
        raise InfeasibleAssignmentError(tuple(gaps), tuple(problem.judges[j] for j in idle))


def explain_shortage(problem: Problem, n: int) -> str:
    """Why entry n lacks judges, in words: nobody else may mark it, or all who may are full."""
    able = np.flatnonzero(problem.allowed[n])
    seats = np.unique(problem.group[able]).size
    if seats >= problem.open_wanted[n]:
        return "every judge who may mark it is full"
    lost = {
        "cannot read its language": ~problem.reads[n],
        "in conflict": problem.reads[n] & problem.conflict[n],
        "forced on it, or of the group of one who is": problem.occupied[n],
    }
    why = [f"{int(mask.sum())} {words}" for words, mask in lost.items() if mask.any()]
    left = f"{able.size} left" if seats == able.size else f"{able.size} left, of {seats} groups"
    return f"of {problem.shape[1]} judges {', '.join([*why, left])}"
