import pytest
from hypothesis import given
from hypothesis import strategies as st

from competitions.debates.tab import Entrant
from competitions.debates.tab.draw.brackets import form_brackets

CASES = [
    # points of the teams in order, sizes of the rooms -> (points, rooms, pulled up) of each bracket
    ([3] * 4 + [0] * 4, (4, 4), [(3, 1, 0), (0, 1, 0)]),
    ([3] * 3 + [2] * 5, (4, 4), [(3, 1, 1), (2, 1, 0)]),
    ([3] + [2] + [1] + [0] * 5, (4, 4), [(3, 1, 3), (0, 1, 0)]),
    ([3] * 5 + [2] * 2 + [1] * 5, (4, 4, 4), [(3, 2, 3), (1, 1, 0)]),
    ([0] * 8, (4, 4), [(0, 2, 0)]),
    ([3, 3, 2, 2, 1, 1], (3, 3), [(3, 1, 1), (2, 1, 2)]),
    ([1] * 3 + [0] * 4, (4, 3), [(1, 1, 1), (0, 1, 0)]),
]


def teams(points):
    return [Entrant(team=f"t{place}", points=own) for place, own in enumerate(points)]


@pytest.mark.parametrize(("points", "sizes", "expected"), CASES)
def test_brackets(points, sizes, expected):
    brackets = form_brackets(teams(points), sizes)

    assert [(one.points, one.end - one.first, len(one.pulled_up)) for one in brackets] == expected


@given(st.lists(st.integers(0, 9), min_size=4, max_size=80))
def test_every_level_fills_the_fewest_rooms(points):
    points = sorted(points[: len(points) // 4 * 4], reverse=True)
    brackets = form_brackets(teams(points), (4,) * (len(points) // 4))

    assert [one.team for bracket in brackets for one in bracket.teams] == [f"t{n}" for n in range(len(points))]
    for level in set(points):
        reached = max(bracket.end for bracket in brackets if bracket.points >= level)
        assert reached == -(-sum(own >= level for own in points) // 4)
    for bracket in brackets:
        assert len(bracket.pulled_up) < 4
        assert len(bracket.teams) == 4 * (bracket.end - bracket.first)
