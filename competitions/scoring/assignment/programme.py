"""The linear programme of an assignment, and its solution by column generation.

    minimise Σ c_nj x_nj  subject to  Σ_j x_nj = k_n,  l_j <= Σ_n x_nj <= u_j,  Σ_{j in g} x_nj <= 1,  x >= 0

It is a flow from judges through (entry, group) to entries, so its matrix is totally unimodular (Hoffman
and Kruskal 1956) and the simplex method ends in whole numbers. Only the cheapest cells of each entry are
columns at first; with the dual prices of the solution every other cell is priced, those that would pay are
added, and the answer is optimal for all cells when none is left (Gilmore and Gomory 1961).
"""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from scipy.optimize import OptimizeResult, linprog

from ..arrays import Indices, Mask, Matrix, Sparse, Vector
from ..errors import NotConvergedError

_PRICE = 1e-7
_WHOLE = 1e-6
_INFEASIBLE = 2


@dataclass(frozen=True, eq=False)
class Cells:
    """A sparse set of cells: places of entry and judge (A,), in row order."""

    entry: Indices
    judge: Indices

    @classmethod
    def of(cls, mask: Mask) -> "Cells":
        """The cells of a mask (N x M)."""
        return cls(*np.nonzero(mask))


@dataclass(frozen=True, eq=False)
class Dues:
    """Constraints: judges wanted by each entry (N,), least and most entries of each judge (M,), group of
    each judge (M,).
    """

    wanted: Indices
    least: Indices
    most: Indices
    group: Indices


@dataclass(frozen=True, eq=False)
class Extras:
    """Columns beside the cells: for each its cost, upper bound, and the constraint rows it enters.

    `for_entry` (N x X) holds what a unit of each column adds to an entry's sum, `for_most` and `for_least`
    (M x X) to a judge's sum where it is held against the upper and the lower bound.
    """

    cost: Vector
    bound: Vector
    for_entry: Sparse
    for_most: Sparse
    for_least: Sparse


@dataclass(frozen=True, eq=False)
class Solution:
    """Chosen cells, and the values (X,) of the extra columns."""

    chosen: Cells
    extra: Vector


def cheapest_cells(cost: Matrix, allowed: Mask, count: int) -> Mask:
    """For each entry its `count` cheapest allowed cells (N x M)."""
    priced = np.where(allowed, cost, np.inf)
    if count >= cost.shape[1]:
        return allowed
    columns = np.argpartition(priced, count - 1, axis=1)[:, :count]
    mask = np.zeros(cost.shape, dtype=bool)
    np.put_along_axis(mask, columns, True, axis=1)
    return mask & allowed


def no_extras(entries: int, judges: int) -> Extras:
    """No column beside the cells."""
    nothing = sp.csr_array((judges, 0))
    return Extras(np.zeros(0), np.zeros(0), sp.csr_array((entries, 0)), nothing, nothing)


def solve(cost: Matrix, allowed: Mask, dues: Dues, extras: Extras, columns: Mask) -> Solution | None:
    """The cheapest assignment over all allowed cells, starting from `columns`; None if those leave no
    solution.

    Raises NotConvergedError if the solver gives up for another reason.
    """
    columns = columns.copy()
    while True:
        cells = Cells.of(columns)
        answer, grouped = _run(cost, cells, dues, extras)
        if answer.status == _INFEASIBLE:
            return None
        if answer.status != 0:
            raise NotConvergedError(f"The linear programme was not solved: {answer.message}")
        paying = _paying_cells(cost, allowed & ~columns, dues, answer, grouped)
        if not paying.any():
            return _whole_solution(cells, answer.x)
        columns |= paying


def _whole_solution(cells: Cells, values: Vector) -> Solution:
    """The chosen cells; a vertex of this programme is whole, so anything else is a fault of the solver."""
    whole = np.round(values)
    if np.abs(values - whole).max(initial=0.0) > _WHOLE:
        raise NotConvergedError("The linear programme was not solved: its solution is not in whole numbers.")
    taken = whole[: cells.entry.size] > 0
    return Solution(Cells(cells.entry[taken], cells.judge[taken]), whole[cells.entry.size :])


def _run(cost: Matrix, cells: Cells, dues: Dues, extras: Extras) -> tuple[OptimizeResult, Indices]:
    """Solve over these cells; also the keys entry x groups + group of the group rows, in order."""
    entry_rows = _rows(cells.entry, dues.wanted.size)
    judge_rows = _rows(cells.judge, dues.least.size)
    group_rows, keys = _group_rows(cells, dues.group)
    above = sp.vstack(
        [
            sp.hstack([judge_rows, extras.for_most]),
            sp.hstack([-judge_rows, -extras.for_least]),
            sp.hstack([group_rows, sp.csr_array((keys.size, extras.cost.size))]),
        ]
    )
    answer = linprog(
        np.concatenate([cost[cells.entry, cells.judge], extras.cost]),
        A_eq=sp.hstack([entry_rows, extras.for_entry]).tocsc(),
        b_eq=dues.wanted,
        A_ub=above.tocsc(),
        b_ub=np.concatenate([dues.most, -dues.least, np.ones(keys.size)]),
        bounds=_bounds(cells, extras),
        method="highs-ds",
        options={"presolve": False},
    )
    return answer, keys


def _bounds(cells: Cells, extras: Extras) -> Matrix:
    upper = np.concatenate([np.ones(cells.entry.size), extras.bound])
    return np.column_stack([np.zeros(upper.size), upper])


def _rows(index: Indices, size: int) -> Sparse:
    return sp.csr_array((np.ones(index.size), (index, np.arange(index.size))), shape=(size, index.size))


def _group_rows(cells: Cells, group: Indices) -> tuple[Sparse, Indices]:
    """One row for each entry and group that has two cells or more."""
    groups = int(group.max()) + 1
    keys, place, count = np.unique(cells.entry * groups + group[cells.judge], return_inverse=True, return_counts=True)
    shared = count > 1
    row = (np.cumsum(shared) - 1)[place]
    columns = np.flatnonzero(shared[place])
    rows = sp.csr_array((np.ones(columns.size), (row[columns], columns)), shape=(int(shared.sum()), cells.entry.size))
    return rows, keys[shared]


def _paying_cells(cost: Matrix, priced: Mask, dues: Dues, answer: OptimizeResult, keys: Indices) -> Mask:
    """Cells outside the programme with a negative reduced cost."""
    judges = dues.least.size
    prices = answer.ineqlin.marginals
    reduced = cost - answer.eqlin.marginals[:, None] - (prices[:judges] - prices[judges : 2 * judges])[None, :]
    groups = int(dues.group.max()) + 1
    seat = np.zeros(cost.shape[0] * groups)
    seat[keys] = prices[2 * judges :]
    reduced -= seat.reshape(-1, groups)[:, dues.group]
    return np.asarray(priced & (reduced < -_PRICE * (1 + np.abs(cost))))
