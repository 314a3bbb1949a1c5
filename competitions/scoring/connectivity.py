"""Can the judges be compared at all, and how well? The graph whose edges are marks between entries and
judges.

Severities are identified only within a connected component (Weeks and Williams 1964; in Rasch terms,
Linacre's "subset connection"). How well they are identified is read from the judges' Laplacian L = D_J -
BᵀD_E⁻¹B: for judges a and b, Var(ŝ_a - ŝ_b) = σ²(e_a - e_b)ᵀL⁺(e_a - e_b), with σ the residual standard
deviation.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse.csgraph import connected_components

from .arrays import Indices, Mask, Matrix, Vector, cell_counts, sum_by
from .errors import Component, DisconnectedDesignError, Label
from .marks import Marks


def label_parts(entry: Indices, judge: Indices, shape: tuple[int, int]) -> tuple[int, Indices, Indices]:
    """Number of components, and the component of each entry (N,) and of each judge (M,).

    Nodes without an edge are components of their own. Numbered in order of first entry, then first judge.
    """
    entries, judges = shape
    graph = cell_counts(entry, entries + judge, (entries + judges, entries + judges))
    count, part = connected_components(graph, directed=False)
    return int(count), part[:entries].astype(np.intp), part[entries:].astype(np.intp)


def find_components(marks: Marks) -> tuple[Component, ...]:
    """The components of marked entries and their judges, largest first, then by first entry."""
    _, entry_part, judge_part = label_parts(marks.entry, marks.judge, (len(marks.entries), len(marks.judges)))
    return components_of(
        marks.entries,
        marks.judges,
        entry_part,
        judge_part,
        marks.marks_per_entry > 0,
        marks.marks_per_judge > 0,
    )


def components_of(
    entries: tuple[Label, ...],
    judges: tuple[Label, ...],
    entry_part: Indices,
    judge_part: Indices,
    entry_counts: Mask,
    judge_counts: Mask,
) -> tuple[Component, ...]:
    """Components with their labels, of those entries and judges that count."""
    members: dict[int, tuple[list[Label], list[Label]]] = {}
    for n in np.flatnonzero(entry_counts):
        members.setdefault(int(entry_part[n]), ([], []))[0].append(entries[n])
    for j in np.flatnonzero(judge_counts):
        members.setdefault(int(judge_part[j]), ([], []))[1].append(judges[j])
    parts = [Component(tuple(names), tuple(panel)) for names, panel in members.values()]
    return tuple(sorted(parts, key=lambda part: (-len(part.entries), part.entries, part.judges)))


def require_connected(marks: Marks) -> None:
    """Raise DisconnectedDesignError, with the components, unless marks link every marked entry and active
    judge.
    """
    components = find_components(marks)
    if len(components) > 1:
        raise DisconnectedDesignError(components)


def judge_laplacian(entry: Indices, judge: Indices, shape: tuple[int, int]) -> Matrix:
    """L = D_J - BᵀD_E⁻¹B (M x M) of a design with at least one mark per entry."""
    incidence = cell_counts(entry, judge, shape)
    per_entry = sum_by(entry, None, shape[0])
    scaled = incidence.multiply(1 / np.sqrt(per_entry)[:, None]).tocsr()
    return np.asarray(np.diag(sum_by(judge, None, shape[1])) - (scaled.T @ scaled).toarray())


@dataclass(frozen=True)
class Strength:
    """How firmly a connected design ties its judges together.

    `algebraic_connectivity` is Fiedler's λ₂ of the judges' Laplacian (0: disconnected). `mean_error` and
    `worst_error` are standard errors of a difference between two judges, in units of the residual standard
    deviation.
    """

    algebraic_connectivity: float
    mean_error: float
    worst_error: float


def measure_strength(marks: Marks) -> Strength:
    """Strength of the design of connected marks, with one mark per entry and judge counted.

    Raises DisconnectedDesignError. A design of one judge has no difference to measure: NaN throughout.
    """
    require_connected(marks)
    pairs = np.unique(marks.entry * len(marks.judges) + marks.judge)
    _, entry = np.unique(pairs // len(marks.judges), return_inverse=True)
    _, judge = np.unique(pairs % len(marks.judges), return_inverse=True)
    laplacian = judge_laplacian(entry, judge, (int(entry.max()) + 1, int(judge.max()) + 1))
    if laplacian.shape[0] == 1:
        return Strength(np.nan, np.nan, np.nan)
    inverse = np.asarray(np.linalg.pinv(laplacian, hermitian=True), dtype=np.float64)
    errors = np.sqrt(_difference_variances(inverse))
    return Strength(float(np.linalg.eigvalsh(laplacian)[1]), float(errors.mean()), float(errors.max()))


def _difference_variances(covariance: Matrix) -> Vector:
    a, b = np.triu_indices(covariance.shape[0], 1)
    spread = np.diag(covariance)
    return np.asarray(np.clip(spread[a] + spread[b] - 2 * covariance[a, b], 0.0, None))


@dataclass(frozen=True)
class Bridge:
    """One further mark that would link two components."""

    entry: Label
    judge: Label


def cheapest_bridges(entry_part: Indices, judge_part: Indices, cost: Matrix) -> tuple[list[tuple[int, int]], bool]:
    """The cheapest further marks (entry, judge positions) that join all parts, and whether they suffice.

    `cost` (N x M) is what each further mark would cost, infinite where it is not allowed. A minimum
    spanning tree over the parts (Kruskal 1956): its edges are the cheapest allowed marks between two
    parts.
    """
    count = int(max(entry_part.max(initial=-1), judge_part.max(initial=-1))) + 1
    root = list(range(count))
    chosen = []
    for n, j in _cheapest_between(entry_part, judge_part, cost, count):
        a, b = _find(root, int(entry_part[n])), _find(root, int(judge_part[j]))
        if a != b:
            root[a] = b
            chosen.append((n, j))
    return chosen, len(chosen) == count - 1


def _find(root: list[int], part: int) -> int:
    while root[part] != part:
        part = root[part]
    return part


def _cheapest_between(entry_part: Indices, judge_part: Indices, cost: Matrix, count: int) -> list[tuple[int, int]]:
    """For each pair (part of the entry, part of the judge) its cheapest allowed mark, cheapest first."""
    n, j = np.nonzero(np.isfinite(cost) & (entry_part[:, None] != judge_part[None, :]))
    between = entry_part[n] * count + judge_part[j]
    order = np.lexsort((j, n, cost[n, j], between))
    first = order[np.diff(between[order], prepend=-1) != 0]
    first = first[np.lexsort((j[first], n[first], cost[n[first], j[first]]))]
    return [(int(n[r]), int(j[r])) for r in first]


def suggest_bridges(marks: Marks) -> tuple[Bridge, ...]:
    """The fewest further marks that would connect these marks: the least busy judge and least marked entry
    of each part.

    Empty if the marks are connected already.
    """
    _, entry_part, judge_part = label_parts(marks.entry, marks.judge, (len(marks.entries), len(marks.judges)))
    entries = _least_busy(entry_part, marks.marks_per_entry)
    judges = _least_busy(judge_part, marks.marks_per_judge)
    cost = marks.marks_per_entry[entries][:, None] + marks.marks_per_judge[judges][None, :]
    bridges, _ = cheapest_bridges(_ranked(entry_part[entries]), _ranked(judge_part[judges]), cost)
    return tuple(Bridge(marks.entries[entries[n]], marks.judges[judges[j]]) for n, j in bridges)


def _least_busy(part: Indices, load: Vector) -> Indices:
    """One member of each part that has a mark: the one with the fewest, the first among equals."""
    active = np.flatnonzero(load > 0)
    order = active[np.lexsort((active, load[active], part[active]))]
    return np.asarray(order[np.diff(part[order], prepend=-1) != 0])


def _ranked(part: Indices) -> Indices:
    return np.unique(part, return_inverse=True)[1]
