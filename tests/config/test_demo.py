"""The demonstration can be loaded on any day."""

from datetime import datetime, timedelta
from itertools import combinations

import pytest

from config.demo.workshops import FAR_VISITS, VISITS, begins

MONDAY = datetime(2026, 11, 16, 9)


@pytest.mark.parametrize("day", range(7))
def test_nobody_is_in_two_places(day):
    now = MONDAY + timedelta(days=day)
    for one, other in combinations([*VISITS, *FAR_VISITS], 2):
        if set(one.team) & set(other.team):
            assert abs(begins(one, now) - begins(other, now)) > timedelta(hours=2), (one, other)
