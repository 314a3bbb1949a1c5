"""Teams gone and teams come late: only the rooms touched are solved again.

Touched are the rooms that lost a team. Whoever is left in them is pooled with those who have no room (byes and
late-comers); while somebody of the pool finds no seat, a short room is opened to it, and while two or more find none,
a full one. A short room is preferred to sending teams home.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, count

import numpy as np

from competitions.debates.tab.draw.many import Posed, draw_many, pose_rooms
from competitions.debates.tab.draw.model import Draw, DrawRequest, Room
from competitions.debates.tab.draw.pairs import draw_pairs
from competitions.debates.tab.draw.seating import seats_by_room, solve_seating
from competitions.debates.tab.draw.uneven import choose_byes, even_rooms, full_rooms, without
from competitions.debates.tab.field import Entrant
from competitions.debates.tab.formats.format import Format
from competitions.debates.tab.notes import note


def solve_again(draw: Draw, gone: frozenset[str], come: Sequence[Entrant]) -> Draw:
    """The draw without those who are gone and with those who came."""
    request = draw.request
    pool = _pool(draw, gone, come)
    byes = choose_byes(pool.entrants, pool.unseated, request.format.uneven, request.lots)
    kept = [room for room in draw.rooms if room not in pool.rooms]
    taken = {room.number for room in draw.rooms}
    new = (number for number in count(1) if number not in taken)
    numbers = chain(sorted(room.number for room in pool.rooms), new)
    solved = _solve(request, pool, without(pool.entrants, byes), numbers)
    touched = [replace(room, notes=(*room.notes, note("solved_again"))) for room in solved]
    return replace(draw, rooms=tuple(sorted([*kept, *touched], key=lambda room: room.number)), byes=byes)


@dataclass(frozen=True)
class _Pool:
    """What is solved again: rooms, the teams that are still in them, and the teams without a room."""

    format: Format
    rooms: tuple[Room, ...]
    staying: tuple[Entrant, ...]
    waiting: tuple[Entrant, ...]

    @property
    def entrants(self) -> tuple[Entrant, ...]:
        return self.staying + self.waiting

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """Sizes of the rooms for this pool, large ones first."""
        teams, size = len(self.entrants), self.format.room_size
        if self.format.has_two_sides or not teams:
            return full_rooms(teams, size)
        even = even_rooms(teams, size)
        smallest = min(self.format.uneven.smallest_room, size - 1)
        return even if even[-1] >= smallest else full_rooms(teams, size)

    @property
    def unseated(self) -> int:
        """How many find no seat."""
        return len(self.entrants) - sum(self.sizes)


def _pool(draw: Draw, gone: frozenset[str], come: Sequence[Entrant]) -> _Pool:
    entrants = draw.entrants()
    waiting = (*(entrants[team] for team in draw.byes if team not in gone), *come)
    touched = [room for room in draw.rooms if not gone.isdisjoint(room.teams)]
    while True:
        staying = tuple(entrants[team] for room in touched for team in room.teams if team not in gone)
        pool = _Pool(draw.request.format, tuple(touched), staying, waiting)
        helpful = _helpful_rooms(draw, pool)
        if not helpful:
            return pool
        touched.append(_nearest(helpful, pool.entrants))


def _helpful_rooms(draw: Draw, pool: _Pool) -> list[Room]:
    """Rooms that, opened to the pool, would let more of it debate."""
    if draw.request.format.has_two_sides or not pool.unseated:
        return []
    others = [room for room in draw.rooms if room not in pool.rooms]
    short = [room for room in others if None in room.seats]
    return short or (others if pool.unseated > 1 else [])


def _nearest(rooms: Sequence[Room], teams: Sequence[Entrant]) -> Room:
    """The room whose bracket is nearest to the lowest of the teams; the last of several."""
    lowest = min(one.points for one in teams)
    return min(rooms, key=lambda room: (abs(room.bracket - lowest), -room.number))


def _solve(request: DrawRequest, pool: _Pool, entrants: Sequence[Entrant], numbers: Iterable[int]) -> Sequence[Room]:
    """Rooms for those of the pool who have no bye; they keep their numbers or take the next ones."""
    if not entrants:
        return ()
    if request.format.has_two_sides:
        solved = draw_pairs(request, entrants)
    elif _can_stay(pool, entrants):
        return _fill_gaps(request, pool, entrants)
    else:
        solved = draw_many(request, entrants, pool.sizes)
    return [replace(room, number=number) for room, number in zip(solved, numbers, strict=False)]


def _staying_by_room(pool: _Pool, entrants: Sequence[Entrant]) -> list[tuple[Room, list[str]]]:
    """The pool's rooms with the teams that may stay in each, those with most first."""
    staying = {one.team for one in pool.staying} & {one.team for one in entrants}
    rooms = [(room, [team for team in room.teams if team in staying]) for room in pool.rooms]
    return sorted(rooms, key=lambda item: -len(item[1]))


def _can_stay(pool: _Pool, entrants: Sequence[Entrant]) -> bool:
    """Whether everyone may stay in his room, each room having one of the sizes."""
    counts = [len(staying) for _, staying in _staying_by_room(pool, entrants)]
    return len(counts) == len(pool.sizes) and all(count <= size for count, size in zip(counts, pool.sizes, strict=True))


def _fill_gaps(request: DrawRequest, pool: _Pool, entrants: Sequence[Entrant]) -> list[Room]:
    """Everyone stays in his room, those who wait fill the gaps, and positions are solved again."""
    rooms = _staying_by_room(pool, entrants)
    anywhere = tuple(range(len(rooms)))
    stays = {team: (place,) for place, (_, staying) in enumerate(rooms) for team in staying}
    open_to = {one.team: stays.get(one.team, anywhere) for one in entrants}
    posed = _prefer_old_sides(pose_rooms(request, open_to, entrants, pool.sizes, anywhere), pool)
    seats = seats_by_room(posed.problem, solve_seating(posed.problem, request.lots))
    return [replace(room, seats=tuple(teams)) for (room, _), teams in zip(rooms, seats, strict=True)]


def _prefer_old_sides(posed: Posed, pool: _Pool) -> Posed:
    """The same problem in which, among equal costs, a team that keeps its side is cheaper."""
    old = {team: side for room in pool.rooms for side, team in enumerate(room.seats) if team is not None}
    sides = np.array([old.get(team, -1) for team in posed.problem.teams])
    changed = sides[:, None] != np.arange(posed.problem.costs.shape[1])
    costs = posed.problem.costs * (len(sides) + 1) + changed
    return replace(posed, problem=replace(posed.problem, costs=costs))
