from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from competitions.debates.tab.assignment import Shortage, assign, find_shortage

X = np.inf


def test_the_cheapest_assignment():
    assert assign(np.array([[1.0, 5, 9], [1, X, 2]])) == [0, 2]


def test_nothing_is_assigned_without_rows():
    assert assign(np.zeros((0, 3))) == []


@pytest.mark.parametrize(
    ("costs", "rows", "columns"),
    [
        ([[X, X]], (0,), ()),
        ([[1, X], [1, X]], (0, 1), (0,)),
        ([[1, X, X], [1, X, X], [1, 1, 1]], (0, 1), (0,)),
        ([[1, 1, X], [1, 1, X], [1, 1, X]], (0, 1, 2), (0, 1)),
    ],
)
def test_a_shortage_names_its_rows_and_columns(costs, rows, columns):
    assert assign(np.array(costs, dtype=float)) == Shortage(rows, columns)


def test_more_rows_than_columns_are_short():
    assert find_shortage(np.ones((2, 1), dtype=bool)) == Shortage((0, 1), (0,))
    assert find_shortage(np.ones((2, 0), dtype=bool)) == Shortage((0,), ())


@given(
    st.integers(1, 5).flatmap(
        lambda n: st.lists(st.lists(st.booleans(), min_size=n, max_size=n), min_size=1, max_size=5)
    )
)
def test_a_shortage_is_told_exactly_where_there_is_one(allowed):
    table = np.array(allowed)
    rows, columns = table.shape
    feasible = rows <= columns and any(
        all(table[row, column] for row, column in enumerate(chosen)) for chosen in permutations(range(columns), rows)
    )
    shortage = find_shortage(table)

    assert (shortage is None) is feasible
    if shortage:
        assert len(shortage.columns) < len(shortage.rows)
        assert set(np.flatnonzero(table[list(shortage.rows)].any(axis=0))) == set(shortage.columns)
