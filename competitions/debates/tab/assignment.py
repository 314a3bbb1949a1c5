"""Assigning rows to columns where some pairs are forbidden, and saying why it cannot be done."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

Costs = NDArray[np.float64]


@dataclass(frozen=True)
class Shortage:
    """Rows that together can go to these columns only, and so find too few (Hall's condition fails)."""

    rows: tuple[int, ...]
    columns: tuple[int, ...]


def assign(costs: Costs) -> list[int] | Shortage:
    """The column of each row at the least total cost, or the shortage that leaves a row without one.

    `costs` is (rows, columns), infinite where forbidden.
    """
    shortage = find_shortage(np.isfinite(costs))
    if shortage is not None:
        return shortage
    columns: list[int] = linear_sum_assignment(costs)[1].tolist() if len(costs) else []
    return columns


def find_shortage(allowed: NDArray[np.bool_]) -> Shortage | None:
    """A set of rows with fewer columns among them than rows, or None where every row finds a column of its own."""
    matched = maximum_bipartite_matching(csr_array(allowed), perm_type="column") if allowed.size else ()
    without = [row for row in range(len(allowed)) if not len(matched) or matched[row] < 0]
    if not without:
        return None
    owner = {int(column): row for row, column in enumerate(matched) if column >= 0}
    rows, columns = {without[0]}, set[int]()
    fresh = [without[0]]
    while fresh:
        reached = set(np.flatnonzero(allowed[fresh.pop()]).tolist()) - columns
        columns |= reached
        next_rows = {owner[column] for column in reached} - rows
        rows |= next_rows
        fresh.extend(next_rows)
    return Shortage(tuple(sorted(rows)), tuple(sorted(columns)))
