"""The rules that a draw has to keep, each tested by itself; what is broken comes back as notes."""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from competitions.debates.tab.draw.model import Draw, Room
from competitions.debates.tab.formats.ballot_rules import Uneven
from competitions.debates.tab.formats.draw_rules import (
    ClassicDraw,
    PositionDraw,
    RoundRobin,
    Sides,
)
from competitions.debates.tab.notes import Note, note


def broken_rules(draw: Draw) -> Iterator[Note]:
    """Everything in the draw that its rules forbid."""
    unreadable = [*_wrong_teams(draw), *_wrong_rooms(draw)]
    yield from unreadable
    if unreadable:
        return
    yield from _wrong_byes(draw)
    yield from _wrong_brackets(draw)
    yield from _wrong_sides(draw)
    yield from _early_rematches(draw)


def _wrong_teams(draw: Draw) -> Iterator[Note]:
    """Every team is in one room or has a bye."""
    entered = draw.entrants()
    placed = Counter(draw.byes)
    for room in draw.rooms:
        placed.update(team for team in room.seats if team is not None)
    for team in entered:
        if not placed[team]:
            yield note("team_missing", team=team)
    for team, times in placed.items():
        if team not in entered:
            yield note("team_not_entered", team=team)
        elif times > 1:
            yield note("team_placed_twice", team=team, times=times)


def _wrong_rooms(draw: Draw) -> Iterator[Note]:
    """Every room has a seat for each side and teams enough for a debate."""
    sides = len(draw.request.format.sides)
    numbers = Counter(room.number for room in draw.rooms)
    for room in draw.rooms:
        here = sum(team is not None for team in room.seats)
        if len(room.seats) != sides or here < _fewest(draw):
            yield note("room_of_wrong_size", room=room.number, teams=here, sides=sides)
        if numbers[room.number] > 1:
            yield note("room_number_twice", room=room.number)


def _fewest(draw: Draw) -> int:
    """The fewest teams a room may have; after a change a room may be one team short."""
    sides, uneven = len(draw.request.format.sides), draw.request.format.uneven
    if sides == 2 or (uneven.how is Uneven.BYE and not draw.changes):
        return sides
    return min(uneven.smallest_room, sides - 1, len(draw.entrants()))


def _wrong_byes(draw: Draw) -> Iterator[Note]:
    """No more teams sit out than have to, and those who do had the fewest byes."""
    rule = draw.request.drawn_by
    sides = len(draw.request.format.sides)
    if isinstance(rule, RoundRobin) or draw.changes:
        return
    if len(draw.byes) >= sides:
        yield note("too_many_byes", byes=draw.byes)
    entrants = draw.entrants()
    allocated = not isinstance(rule, PositionDraw) and rule.sides is Sides.ALLOCATED
    debating = [one.byes for team, one in entrants.items() if team not in draw.byes]
    for team in draw.byes:
        is_unfair = entrants[team].byes > min(debating, default=0) and not entrants[team].swing
        if is_unfair and not allocated:
            yield note("bye_again", team=team, byes=entrants[team].byes)


def _wrong_brackets(draw: Draw) -> Iterator[Note]:
    """Nobody is pulled up without need, and nobody past another: that is the whole rule of brackets.

    For every p, the rooms that teams of p points or more reach are the fewest that hold them, and whoever else sits
    in these rooms has no fewer points than anybody outside.
    """
    rule = draw.request.drawn_by
    free_sides = not isinstance(rule, ClassicDraw) or rule.sides is not Sides.ALLOCATED
    if not isinstance(rule, PositionDraw | ClassicDraw) or not free_sides:
        return
    entrants = draw.entrants()
    rooms = [[entrants[team].points for team in _teams(room)] for room in draw.rooms]
    for level in sorted({points for room in rooms for points in room}, reverse=True):
        reached = [room for room in rooms if max(room) >= level]
        fewest = _fewest_rooms(rooms, level)
        if len(reached) > fewest:
            yield note("bracket_spread", points=level, rooms=len(reached), fewest=fewest)
        outside = max((max(room) for room in rooms if max(room) < level), default=0)
        lowest = min(min(room) for room in reached)
        if lowest < outside:
            yield note("pulled_up_past", points=lowest, bracket=level, past=outside)


def _fewest_rooms(rooms: list[list[int]], level: int) -> int:
    """How few of the rooms hold all teams on a level or above."""
    teams = sum(points >= level for room in rooms for points in room)
    sizes = sorted(map(len, rooms), reverse=True)
    return next(count for count in range(len(sizes) + 1) if sum(sizes[:count]) >= teams)


def _wrong_sides(draw: Draw) -> Iterator[Note]:
    """Where sides are allocated, as few teams as possible are on another side than theirs."""
    rule = draw.request.drawn_by
    if isinstance(rule, PositionDraw) or rule.sides is not Sides.ALLOCATED:
        return
    entrants = draw.entrants()
    seated = [(team, side) for room in draw.rooms for side, team in enumerate(room.seats) if team is not None]
    given = Counter(entrants[team].side for team, _ in seated)
    needed = max(0, max(given[0], given[1]) - len(draw.rooms))
    moved = [team for team, side in seated if entrants[team].side not in (None, side)]
    if len(moved) > needed:
        yield note("side_not_as_allocated", teams=tuple(moved))


def _early_rematches(draw: Draw) -> Iterator[Note]:
    """In a round-robin nobody meets again before he has met everyone."""
    if not isinstance(draw.request.drawn_by, RoundRobin):
        return
    entrants = draw.entrants()
    for room in draw.rooms:
        first, second = (entrants[team] for team in _teams(room))
        least = min(first.met.get(other, 0) for other in entrants if other != first.team)
        if first.met.get(second.team, 0) > least:
            yield note("met_too_early", first=first.team, second=second.team)


def remarks(draw: Draw) -> Iterator[Note]:
    """What no rule forbids and somebody will ask about."""
    entrants = draw.entrants()
    for room in draw.rooms:
        for one, other in combinations([entrants[team] for team in _teams(room)], 2):
            if one.institution == other.institution != "":
                yield note("same_institution", room=room.number, first=one.team, second=other.team)
            if times := one.met.get(other.team, 0):
                yield note("met_before", room=room.number, first=one.team, second=other.team, times=times)
    yield from _uneven_histories(draw)


def _uneven_histories(draw: Draw) -> Iterator[Note]:
    """Teams that will have held one side at least twice oftener than another."""
    entrants, sides = draw.entrants(), len(draw.request.format.sides)
    for room in draw.rooms:
        for side, team in enumerate(room.seats):
            if team is not None:
                held = list(entrants[team].positions or (0,) * sides)
                held[side] += 1
                if max(held) - min(held) > 1 and sum(held) > 1 and held[side] == max(held):
                    yield note("sides_uneven", room=room.number, team=team, held=tuple(held))


def _teams(room: Room) -> list[str]:
    return [team for team in room.seats if team is not None]
