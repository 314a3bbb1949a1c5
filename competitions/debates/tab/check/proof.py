"""Proofs that a draw is of least cost, by other means than those that found it."""

from collections.abc import Iterator
from itertools import combinations

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from competitions.debates.tab.check.pricing import bracket_places, price_pair, price_position
from competitions.debates.tab.draw.model import Draw, Room, Term
from competitions.debates.tab.formats.draw_rules import PositionDraw, PullUps, SeededDraw, Sides

Seat = tuple[int, int]


def position_saving(draw: Draw) -> int:
    """What a chain of moves between seats would save, in millionths: 0 proves that positions are of least cost.

    Teams move between positions of their bracket (or of every bracket that holds a team of their points, where
    pull-ups are chosen by cost); a chain that comes back to its beginning and saves is found by Bellman and Ford's
    rule, relaxing moves until nothing changes.
    """
    moves = _cheapest_moves(draw)
    reached = dict.fromkeys({seat for move in moves for seat in move}, 0)
    for _ in range(len(reached)):
        before = dict(reached)
        for (start, end), cost in moves.items():
            reached[end] = min(reached[end], reached[start] + cost)
        if reached == before:
            return 0
    return _saving_of_a_chain(moves)


def _saving_of_a_chain(moves: dict[tuple[Seat, Seat], int]) -> int:
    """The largest saving of an exchange of two seats, or 1 where only a longer chain saves."""
    both = (cost + moves[end, start] for (start, end), cost in moves.items() if (end, start) in moves)
    return max(1, -min(both, default=0))


def _cheapest_moves(draw: Draw) -> dict[tuple[Seat, Seat], int]:
    """Between each two kinds of seats (zone and position), the cheapest move of one of the teams seated there."""
    entrants = draw.entrants()
    zones = {room.number: _zone(draw, room) for room in draw.rooms}
    seats = {(zones[room.number], side) for room in draw.rooms for side, team in enumerate(room.seats) if team}
    moves: dict[tuple[Seat, Seat], int] = {}
    for room in draw.rooms:
        for side, team in enumerate(room.seats):
            if team is None:
                continue
            start = zones[room.number], side
            now = price_position(draw, entrants[team], side)
            prices = [price_position(draw, entrants[team], other) for other in range(len(room.seats))]
            for end in seats:
                if end != start and end[0] in _open_zones(draw, team, start[0]):
                    cost = prices[end[1]] - now
                    moves[start, end] = min(moves.get((start, end), cost), cost)
    return moves


def _zone(draw: Draw, room: Room) -> int:
    """Rooms of one zone are alike. A bracket has its highest team in every room: fewer than a room are pulled up."""
    rule = draw.request.drawn_by
    if isinstance(rule, SeededDraw):
        return room.number
    entrants = draw.entrants()
    return max(entrants[team].points for team in room.teams) if isinstance(rule, PositionDraw) else 0


def _open_zones(draw: Draw, team: str, own: int) -> set[int]:
    rule = draw.request.drawn_by
    if not isinstance(rule, PositionDraw) or rule.pull_ups is PullUps.RANDOM:
        return {own}
    entrants = draw.entrants()
    level = entrants[team].points
    return {_zone(draw, room) for room in draw.rooms for one in room.teams if entrants[one].points == level}


def least_pair_costs(draw: Draw) -> tuple[Term, ...]:
    """The least totals that any pairing of the teams that debate can reach, term after term.

    An integer programme a term, the totals of the terms before it held at their least. Exact; seconds above a hundred
    teams.
    """
    pairs, prices = _all_pairs(draw)
    constraints = [_each_team_once(pairs)]
    least = []
    for place, term in enumerate(next(iter(prices))):
        amounts = np.array([price[place].amount for price in prices], dtype=np.float64)
        solved = milp(amounts, constraints=constraints, integrality=np.ones(len(pairs)), bounds=Bounds(0, 1))
        total = round(float(solved.fun))
        least.append(Term(term.code, total))
        constraints.append(LinearConstraint(amounts[None, :], -np.inf, total + 0.5))
    return tuple(least)


def _all_pairs(draw: Draw) -> tuple[list[tuple[str, str]], list[tuple[Term, ...]]]:
    places = bracket_places(draw)
    pairs = [pair for pair in combinations(sorted(places), 2) if _may_meet(draw, *pair)]
    return pairs, [_price_freely(draw, pair, places) for pair in pairs]


def _may_meet(draw: Draw, one: str, other: str) -> bool:
    rule = draw.request.drawn_by
    if isinstance(rule, PositionDraw) or rule.sides is not Sides.ALLOCATED:
        return True
    sides = {team: side for room in draw.rooms for side, team in enumerate(room.seats)}
    return sides[one] != sides[other]


def _price_freely(draw: Draw, pair: tuple[str, str], places: dict[str, tuple[int, int, int]]) -> tuple[Term, ...]:
    """The terms of a pair on the sides that suit it better."""
    both = (price_pair(draw, seats, places) for seats in (pair, pair[::-1]))
    return min(both, key=lambda terms: [term.amount for term in terms])


def _each_team_once(pairs: list[tuple[str, str]]) -> LinearConstraint:
    row = {team: place for place, team in enumerate(sorted({team for pair in pairs for team in pair}))}
    rows = [row[team] for pair in pairs for team in pair]
    columns = np.repeat(np.arange(len(pairs)), 2)
    return LinearConstraint(csr_array((np.ones(len(rows)), (rows, columns))), 1, 1)


def saving_exchanges(draw: Draw) -> Iterator[tuple[int, int, tuple[Term, ...]]]:
    """Two rooms of two teams whose opponents, exchanged, would cost less, with what changes term by term."""
    places = bracket_places(draw)
    priced = {room.number: _price_freely(draw, _pair(room.seats), places) for room in draw.rooms}
    for one, other in combinations(draw.rooms, 2):
        before = _add(priced[one.number], priced[other.number])
        (first, second), (third, fourth) = _pair(one.seats), _pair(other.seats)
        for new in (((first, third), (second, fourth)), ((first, fourth), (second, third))):
            if all(_may_meet(draw, *pair) for pair in new):
                after = _add(*(_price_freely(draw, pair, places) for pair in new))
                if after < before:
                    change = zip(priced[one.number], after, before, strict=True)
                    yield (
                        one.number,
                        other.number,
                        tuple(Term(term.code, new - old) for term, new, old in change),
                    )


def _pair(seats: tuple[str | None, ...]) -> tuple[str, str]:
    first, second = (team for team in seats if team is not None)
    return first, second


def _add(one: tuple[Term, ...], other: tuple[Term, ...]) -> list[int]:
    return [first.amount + second.amount for first, second in zip(one, other, strict=True)]
