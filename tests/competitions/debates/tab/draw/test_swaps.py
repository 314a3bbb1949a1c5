"""Exchanges at equal position cost: they end where none gains any more."""

from itertools import combinations

import pytest

from competitions.debates.tab import DrawRequest, PositionDraw
from competitions.debates.tab.draw.many import pose_seating
from competitions.debates.tab.draw.seating import solve_seating
from competitions.debates.tab.draw.swaps import clash_matrix, seat_apart
from competitions.debates.tab.formats.draw_rules import PullUps
from tests.competitions.debates.tab.fields import BP_OPEN, invent_entrants


def clashes_of(rooms, clashes):
    return sum(
        int(clashes[one, other]) for one, other in combinations(range(len(rooms)), 2) if rooms[one] == rooms[other]
    )


def exchanges(problem, rooms, sides):
    """Every exchange of two teams that is allowed and leaves the total position cost as it is."""
    zones = [problem.zones[room] for room in rooms]
    for one, other in combinations(range(len(rooms)), 2):
        now = problem.costs[one, sides[one]] + problem.costs[other, sides[other]]
        then = problem.costs[one, sides[other]] + problem.costs[other, sides[one]]
        if now == then and problem.allowed[one, zones[other]] and problem.allowed[other, zones[one]]:
            yield [
                rooms[other] if row == one else rooms[one] if row == other else room for row, room in enumerate(rooms)
            ]


@pytest.mark.parametrize("pull_ups", PullUps)
@pytest.mark.parametrize("seed", range(6))
def test_no_exchange_gains_in_the_end(seed, pull_ups):
    entrants = invent_entrants(20, sides=4, seed=seed, rounds=6, most_points=2)
    request = DrawRequest(
        format=BP_OPEN, entrants=entrants, seed=seed, round=7, rule=PositionDraw(swaps=True, pull_ups=pull_ups)
    )
    posed = pose_seating(request, entrants, (4,) * 5)
    clashes = clash_matrix(posed.entrants)
    before = solve_seating(posed.problem, request.lots)
    after = seat_apart(posed.problem, before, clashes)
    rooms = after.rooms.tolist()

    found = clashes_of(rooms, clashes)
    assert found < clashes_of(before.rooms.tolist(), clashes)
    assert min(clashes_of(other, clashes) for other in exchanges(posed.problem, rooms, after.sides)) >= found
    assert after.total(posed.problem.costs) == before.total(posed.problem.costs)
    assert sorted(zip(rooms, after.sides.tolist())) == sorted(posed.problem.seats())
