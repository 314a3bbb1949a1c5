import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from competitions.scoring.assignment.loads import even_loads
from tests.competitions.scoring.designs import steady


@pytest.mark.parametrize(
    ("least", "most", "total", "expected"),
    [
        ([0, 0, 0], [9, 9, 9], 10, ([3, 3, 3], [4, 4, 4])),
        ([0, 0, 0], [2, 9, 9], 10, ([2, 4, 4], [2, 5, 5])),
        ([7, 0, 0], [9, 9, 9], 10, ([7, 1, 1], [7, 2, 2])),
        ([0, 0], [5, 5], 10, ([5, 5], [5, 5])),
        ([0, 0], [5, 5], 0, ([0, 0], [1, 1])),
    ],
)
def test_water_finds_its_level(least, most, total, expected):
    low, high = even_loads(np.array(least), np.array(most), total)

    assert (low.tolist(), high.tolist()) == expected


@steady
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=6), st.floats(0, 1))
def test_bounds_hold_the_total_and_leave_no_judge_more_than_one_step(bounds, share):
    least, most = np.array([low for low, _ in bounds]), np.array([low + more for low, more in bounds])
    total = int(least.sum() + share * (most - least).sum())

    low, high = even_loads(least, most, total)

    assert low.sum() <= total <= high.sum()
    assert np.all((least <= low) & (high <= most) & (high - low <= 1))
