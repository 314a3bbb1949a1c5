"""What a room costs, term by term, wherever the room came from."""

from collections.abc import Iterable, Sequence
from itertools import combinations

import numpy as np

from competitions.debates.tab.draw.many import costs_of_positions
from competitions.debates.tab.draw.model import Draw, DrawRequest, Room, Term
from competitions.debates.tab.draw.pairs import PairTable, pair_table
from competitions.debates.tab.field import Entrant
from competitions.debates.tab.formats.draw_rules import Sides, sides_of

ROOM_TERMS = ("gap", "position", "institution", "rematch")
"""The terms of a room of three teams or more, most important first."""


def room_costs(draw: Draw) -> dict[int, tuple[Term, ...]]:
    """The terms of every room, by its number."""
    if draw.request.format.has_two_sides:
        return _pair_costs(draw)
    return {room.number: _many_costs(draw, room) for room in draw.rooms}


def total_costs(rooms: Iterable[tuple[Term, ...]]) -> tuple[Term, ...]:
    """The terms of several rooms added up, in the order of importance; empty for no room."""
    totals: dict[str, int] = {}
    for terms in rooms:
        for term in terms:
            totals[term.code] = totals.get(term.code, 0) + term.amount
    return tuple(Term(code, amount) for code, amount in totals.items())


def draw_costs(draw: Draw) -> tuple[Term, ...]:
    """The terms of a whole draw."""
    return total_costs(room_costs(draw).values())


def table_of(draw: Draw) -> PairTable:
    """What each pair of the teams that debate would cost; for formats of two sides."""
    entrants = draw.entrants()
    return pair_table(draw.request, [entrants[team] for team in draw.places()])


def _pair_costs(draw: Draw) -> dict[int, tuple[Term, ...]]:
    if not draw.rooms:
        return {}
    table = table_of(draw)
    balances = sides_of(draw.request.drawn_by) is Sides.BALANCED
    costs = {}
    for room in draw.rooms:
        first, second = (table.row(team) for team in room.teams)
        side = _side_cost(table.entrants[first], table.entrants[second]) if balances else 0
        terms = table.pair_terms(first, second)
        costs[room.number] = tuple(Term("side", side) if term.code == "side" else term for term in terms)
    return costs


def _side_cost(affirms: Entrant, negates: Entrant) -> int:
    """By how much the sides as they stand are held too often already."""
    return max(affirms.side_balance, 0) + max(-negates.side_balance, 0)


def _many_costs(draw: Draw, room: Room) -> tuple[Term, ...]:
    entrants = draw.entrants()
    here = [entrants[team] for team in room.teams]
    amounts = {
        "gap": sum(max(one.points for one in here) - one.points for one in here),
        "position": position_cost(draw.request, room, here),
        "institution": sum(one.is_of_same_institution(other) for one, other in combinations(here, 2)),
        "rematch": sum(one.times_met(other.team) for one, other in combinations(here, 2)),
    }
    return tuple(Term(code, amounts[code]) for code in ROOM_TERMS)


def position_cost(request: DrawRequest, room: Room, here: Sequence[Entrant]) -> int:
    """The position cost of a room, in millionths."""
    sides = [side for side, team in enumerate(room.seats) if team is not None]
    return int(costs_of_positions(request, here)[np.arange(len(here)), sides].sum())
