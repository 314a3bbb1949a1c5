"""Exchanges of judges: they end where none gains any more, and break nothing on the way."""

from itertools import combinations

import pytest

from competitions.debates.tab.panels.allocate import allocate_panels
from competitions.debates.tab.panels.conflicts import Conflicts
from competitions.debates.tab.panels.exchange import exchange_judges
from competitions.debates.tab.panels.table import JudgeTable
from tests.competitions.debates.tab.panels.test_allocate import invent

NEVER = 10**9


def total(table, seats):
    """What all panels cost, counted by hand."""
    cost = 0
    for place, seated in enumerate(seats):
        cost += sum(int(table.seat_costs[judge, place]) for judge in seated)
        cost += sum(int(table.together[pair]) for pair in combinations(seated, 2))
        broken = any(table.apart[pair] for pair in combinations(seated, 2)) or not table.may_chair[seated[0]]
        cost += NEVER * (broken or not all(table.allowed[judge, place] for judge in seated))
    return cost


def bother(table, seats, judge):
    """What a judge's seat has to put up with."""
    for place, seated in enumerate(seats):
        if judge in seated:
            return table.seen[judge, place] + sum(table.together[judge, other] for other in seated)
    return 0


def exchanged(seats, one, other):
    swap = {one: other, other: one}
    return [[swap.get(judge, judge) for judge in seated] for seated in seats]


@pytest.mark.parametrize("seed", range(8))
def test_no_exchange_of_a_troubled_judge_gains_in_the_end(seed):
    request = invent(5, 20, seed)
    table = JudgeTable(request, request.judges, Conflicts(request))
    row = {judge.id: place for place, judge in enumerate(table.judges)}
    start = [[row[name] for name in panel.voting] for panel in allocate_panels(request).panels]
    clumsy = exchanged(start, start[0][-1], start[1][-1])
    seats = exchange_judges(table, clumsy)

    cost = total(table, seats)
    assert cost <= total(table, clumsy)
    for one in range(len(table.judges)):
        if bother(table, seats, one):
            for other in range(len(table.judges)):
                same_room = any({one, other} <= set(seated) for seated in seats)
                assert one == other or same_room or total(table, exchanged(seats, one, other)) >= cost
