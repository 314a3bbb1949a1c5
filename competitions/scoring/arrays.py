"""The array types of this package, and the few operations on them that several models share."""

from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

Vector = npt.NDArray[np.float64]
Matrix = npt.NDArray[np.float64]
Indices = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]
Sparse = Any  # scipy publishes no types; always a csr_array here


def sum_by(index: Indices, values: Vector | None, size: int) -> Vector:
    """Sum of `values` (or the count) for each of the groups 0..size-1 that `index` names."""
    return np.asarray(np.bincount(index, weights=values, minlength=size), dtype=np.float64)


def spread(values: Vector, positions: Indices, size: int, fill: float) -> Vector:
    """A vector of `size` that holds `values` at `positions` and `fill` elsewhere."""
    wide = np.full(size, fill)
    wide[positions] = values
    return wide


def gram(sparse: Sparse, dense: Matrix) -> Matrix:
    """[S D]ᵀ[S D] for a sparse block (N x M) beside a dense one (N x K), as a dense (M+K) x (M+K)."""
    cross = sparse.T @ dense
    return np.block([[(sparse.T @ sparse).toarray(), cross], [cross.T, dense.T @ dense]])


def row_products(rows: Sparse, middle: Matrix, block: int = 16_384) -> Vector:
    """g M gᵀ for every row g of a sparse (N x P) matrix; blocks of rows keep memory at block x P."""
    parts = [_row_products(rows[start : start + block], middle) for start in range(0, rows.shape[0], block)]
    return np.concatenate(parts) if parts else np.zeros(0)


def _row_products(rows: Sparse, middle: Matrix) -> Vector:
    return np.asarray(rows.multiply(rows @ middle).sum(axis=1), dtype=np.float64).ravel()


def cell_counts(rows: Indices, columns: Indices, shape: tuple[int, int]) -> Sparse:
    """A sparse matrix of how often each (row, column) occurs."""
    ones = np.ones(rows.size)
    return sp.csr_array((ones, (rows, columns)), shape=shape)


def symmetric_root(covariance: Matrix) -> Matrix:
    """The symmetric square root of a covariance; unlike a factor from eigenvectors it has no arbitrary
    signs.
    """
    values, vectors = np.linalg.eigh(covariance)
    return np.asarray((vectors * np.sqrt(np.clip(values, 0.0, None))) @ vectors.T)


def standard_errors(covariance: Matrix) -> Vector:
    """Square roots of the diagonal of a covariance; rounding below zero counts as zero, NaN stays."""
    return np.asarray(np.sqrt(np.clip(np.diag(covariance), 0.0, None)))
