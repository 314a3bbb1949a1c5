"""What two teams would have cost elsewhere: the cheapest exchange with another room, and the cheapest other draw."""

from collections.abc import Iterator
from dataclasses import dataclass

from competitions.debates.tab.draw.costs import room_costs, table_of, total_costs
from competitions.debates.tab.draw.model import Draw, Term, subtract_terms
from competitions.debates.tab.draw.pairs import PairTable, match_cheapest

Rows = tuple[int, int]


@dataclass(frozen=True)
class Alternative:
    """Pairs that would meet instead, and what the draw would cost more, term by term.

    A term below zero is cheaper; in a classic draw the whole may be, for its steps are not free to choose.
    """

    difference: tuple[Term, ...]
    pairs: tuple[tuple[str, str], ...]


def cheapest_exchanges(draw: Draw) -> dict[int, Alternative]:
    """For each room the cheapest exchange of opponents with one other room, where there is any."""
    if len(draw.rooms) < 2:
        return {}
    table, costs = table_of(draw), room_costs(draw)
    rows = {room.number: _rows(table, room.teams) for room in draw.rooms}
    best = {number: min(_exchanges(table, number, rows), default=None) for number in rows}
    return {
        number: _alternative(table, found[2], total_costs((costs[number], costs[found[1]])))
        for number, found in best.items()
        if found is not None
    }


def _rows(table: PairTable, teams: tuple[str, ...]) -> Rows:
    first, second = teams
    return table.row(first), table.row(second)


def _exchanges(table: PairTable, number: int, rows: dict[int, Rows]) -> Iterator[tuple[int, int, tuple[Rows, Rows]]]:
    """Each exchange of a room: its cost beside the pairs as they stand, the other room, and the new pairs."""
    first, second = rows[number]
    for other, (third, fourth) in rows.items():
        before = table.costs[first][second] + table.costs[third][fourth]
        for pairs in (((first, third), (second, fourth)), ((first, fourth), (second, third))):
            if other != number and not any(table.barred[pair] for pair in pairs):
                yield sum(table.costs[one][two] for one, two in pairs) - before, other, pairs


def cheapest_without(draw: Draw, number: int) -> Alternative | None:
    """The cheapest draw of the whole field in which the teams of a room do not meet; None where there is none.

    Exact, at the price of one more matching; for formats of two sides. Raises KeyError for a room that is not there.
    """
    table = table_of(draw)
    first, second = sorted(_rows(table, draw.room(number).teams))
    matched = match_cheapest(table, without=(first, second))
    if len(matched) < len(draw.rooms):
        return None
    standing = {frozenset(_rows(table, room.teams)): room.number for room in draw.rooms}
    found = set(map(frozenset, matched))
    costs = room_costs(draw)
    given_up = total_costs(costs[room] for pair, room in standing.items() if pair not in found)
    return _alternative(table, tuple(pair for pair in matched if frozenset(pair) not in standing), given_up)


def _alternative(table: PairTable, pairs: tuple[Rows, ...], before: tuple[Term, ...]) -> Alternative:
    after = total_costs(table.pair_terms(*pair) for pair in pairs)
    named = tuple((table.entrants[one].team, table.entrants[other].team) for one, other in pairs)
    return Alternative(subtract_terms(after, before), named)
