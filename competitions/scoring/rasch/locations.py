"""The parameters beside the entries, and the linear algebra of their indeterminate zero points.

A shift of all severities, of all difficulties or of all thresholds changes no probability once the entries
shift along. Estimates are those whose severities, difficulties and thresholds each sum to zero.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_factor, cho_solve

from ..arrays import Matrix, Sparse, Vector, cell_counts
from ..errors import ConfoundedDesignError, Label, list_some
from .ratings import Ratings

_ZERO = 1e-9
_SINGULAR = 1e-6


@dataclass(frozen=True, eq=False)
class Locations:
    """Severities α (M,), difficulties δ (I,) and thresholds τ (m,), in logits, each summing to zero."""

    alpha: Vector
    delta: Vector
    tau: Vector

    def moved(self, alpha: Vector, delta: Vector, tau: Vector) -> "Locations":
        """The locations after a step."""
        return Locations(self.alpha + alpha, self.delta + delta, self.tau + tau)

    @property
    def sizes(self) -> tuple[int, int, int]:
        """Number of severities, difficulties and thresholds."""
        return self.alpha.size, self.delta.size, self.tau.size

    @property
    def of_cells(self) -> Vector:
        """α_j + δ_i for each cell (M·I,)."""
        return (self.alpha[:, None] + self.delta[None, :]).ravel()


def zero_sums(sizes: tuple[int, ...], free: int = 0) -> Matrix:
    """Constraint vectors as columns: each block of the given size sums to zero; `free` parameters stand
    before them.
    """
    columns = np.zeros((free + sum(sizes), len(sizes)))
    start = free
    for place, size in enumerate(sizes):
        columns[start : start + size, place] = 1.0
        start += size
    return columns


def solve_constrained(information: Matrix, gradient: Vector, constraints: Matrix) -> Vector:
    """The x with J x = g and Cᵀx = 0, for a J that is singular exactly along the indeterminate shifts.

    (J + CCᵀ) x = g is regular, and its solution meets the constraints because g is orthogonal to those
    shifts. Raises numpy.linalg.LinAlgError if J + CCᵀ is not safely positive definite.
    """
    factor, lower = cho_factor(_bordered(information, constraints))
    pivot = np.diag(factor)
    if pivot.min() < _SINGULAR * pivot.max():
        raise np.linalg.LinAlgError("the information is singular")
    return np.asarray(cho_solve((factor, lower), gradient))


def constrained_covariance(information: Matrix, constraints: Matrix) -> Matrix:
    """Covariance of the constrained estimates: G J G with G = (J + CCᵀ)⁻¹.

    It meets the constraints already; projecting on them clears the rounding, so that what is fixed has
    error 0.
    """
    inverse = np.linalg.inv(_bordered(information, constraints))
    free = np.eye(information.shape[0]) - (constraints / constraints.sum(axis=0)) @ constraints.T
    return np.asarray(free @ inverse @ information @ inverse @ free)


def _bordered(information: Matrix, constraints: Matrix) -> Matrix:
    size = float(np.trace(information)) / information.shape[0]
    scale = size / float(constraints.sum(axis=0).max())
    return np.asarray(information + scale * (constraints @ constraints.T))


def cell_design(judges: int, criteria: int) -> Sparse:
    """Which judge and which criterion (columns, M + I) make up each cell (rows, M·I)."""
    cell = np.arange(judges * criteria)
    columns = np.append(cell // criteria, judges + cell % criteria)
    return cell_counts(np.append(cell, cell), columns, (cell.size, judges + criteria))


def require_distinct(ratings: Ratings, names: Sequence[Label]) -> None:
    """Raise ConfoundedDesignError if judges (called `names`) and criteria of a connected design cannot be
    told apart.

    So it is when one judge marks only the first criterion and another only the second: absorbing the
    entries must leave exactly two indeterminate shifts, of all judges and of all criteria.
    """
    _, judges, criteria = ratings.shape
    if criteria == 1:
        return
    design = cell_design(judges, criteria)
    per_entry = ratings.by_cell @ design
    scaled = per_entry.multiply(1 / np.sqrt(ratings.sums("entry", None))[:, None]).tocsr()
    counted = design.multiply(ratings.by_cell.sum(axis=0)[:, None]).tocsr()
    left = (design.T @ counted - scaled.T @ scaled).toarray()
    values, vectors = np.linalg.eigh(left)
    loose = vectors[:, values < _ZERO * max(float(values[-1]), 1.0)]
    if loose.shape[1] > 2:
        raise ConfoundedDesignError(_describe(loose[:judges], names))


def _describe(loose: Matrix, names: Sequence[Label]) -> str:
    """Name the judges on either side of a shift that no mark could notice."""
    deviation = loose - loose.mean(axis=0)
    direction = deviation[:, np.argmax(np.abs(deviation).max(axis=0))]
    raised = [judge for judge, move in zip(names, direction, strict=True) if move > direction.mean()]
    return (
        f"The severity of judges {list_some(raised, 3)} cannot be told from the difficulty of the criteria "
        "they mark: let some judge mark the criteria of both sides."
    )
