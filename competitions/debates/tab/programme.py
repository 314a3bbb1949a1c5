"""Integer programmes, built by name and solved by HiGHS."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

UNBOUNDED = float("inf")

Amounts = dict[Hashable, float]
"""Unknowns with their factors in a sum."""


@dataclass
class IntegerProgramme:
    """Whole-number unknowns, each under a name, with linear bounds on sums of them.

    All amounts are small whole numbers, so that rounding the solver's answer gives the exact one.
    """

    _columns: dict[Hashable, int] = field(default_factory=dict)
    _upper: list[float] = field(default_factory=list)
    _rows: list[tuple[dict[int, float], float, float]] = field(default_factory=list)

    def add(self, name: Hashable, upper: float = UNBOUNDED) -> None:
        """A new unknown from 0 to `upper`."""
        self._columns[name] = len(self._upper)
        self._upper.append(upper)

    def require(self, amounts: Mapping[Hashable, float], low: float, high: float) -> None:
        """The sum of amount x unknown lies from `low` to `high`."""
        self._rows.append(({self._columns[name]: amount for name, amount in amounts.items()}, low, high))

    def minimise(self, amounts: Mapping[Hashable, float]) -> dict[Hashable, int] | None:
        """The unknowns for which the sum of amount x unknown is least; None where nothing fits."""
        costs = np.zeros(len(self._upper))
        for name, amount in amounts.items():
            costs[self._columns[name]] = amount
        solved = milp(
            costs,
            constraints=self._constraint(),
            integrality=np.ones(len(self._upper)),
            bounds=Bounds(0, np.array(self._upper)),
        )
        if solved.x is None:
            return None
        return {name: round(float(solved.x[column])) for name, column in self._columns.items()}

    def _constraint(self) -> LinearConstraint:
        values = [amount for row, _, _ in self._rows for amount in row.values()]
        rows = [place for place, (row, _, _) in enumerate(self._rows) for _ in row]
        columns = [column for row, _, _ in self._rows for column in row]
        matrix = csr_array((values, (rows, columns)), shape=(len(self._rows), len(self._upper)))
        return LinearConstraint(matrix, [low for _, low, _ in self._rows], [high for _, _, high in self._rows])
