"""Draws of rooms of three teams or more: by brackets and positions, by lot, or by pots of seeds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from competitions.debates.tab.draw.brackets import Bracket, form_brackets
from competitions.debates.tab.draw.model import DrawRequest, Room
from competitions.debates.tab.draw.positions import IntMatrix, position_costs
from competitions.debates.tab.draw.seating import (
    BoolMatrix,
    SeatingProblem,
    seats_by_room,
    solve_seating,
    zones_of,
)
from competitions.debates.tab.draw.swaps import clash_matrix, seat_apart
from competitions.debates.tab.field import Entrant
from competitions.debates.tab.formats.draw_rules import PositionDraw, PullUps, RandomDraw, SeededDraw
from competitions.debates.tab.lots import Lots


@dataclass(frozen=True)
class Posed:
    """A seating problem with what it was posed from: its entrants by row, and the points of each room's bracket."""

    problem: SeatingProblem
    entrants: tuple[Entrant, ...]
    brackets: tuple[int, ...]


def draw_many(request: DrawRequest, entrants: Sequence[Entrant], sizes: tuple[int, ...]) -> tuple[Room, ...]:
    """Seat the entrants in rooms of those sizes by the request's rule."""
    posed = pose_seating(request, entrants, sizes)
    seating = solve_seating(posed.problem, request.lots)
    if steers_apart(request):
        seating = seat_apart(posed.problem, seating, clash_matrix(posed.entrants))
    seats = seats_by_room(posed.problem, seating)
    return tuple(
        Room(number=number, bracket=points, seats=tuple(teams))
        for number, (points, teams) in enumerate(zip(posed.brackets, seats, strict=True), start=1)
    )


def steers_apart(request: DrawRequest) -> bool:
    """Whether the rule keeps teams of one institution and earlier opponents apart."""
    rule = request.drawn_by
    return (isinstance(rule, PositionDraw) and rule.swaps) or (isinstance(rule, RandomDraw) and rule.avoid)


def pose_seating(request: DrawRequest, entrants: Sequence[Entrant], sizes: tuple[int, ...]) -> Posed:
    """The seating problem of a rule: what each position costs and which rooms are open to each team."""
    rule = request.drawn_by
    if isinstance(rule, PositionDraw):
        return _pose_brackets(request, rule, entrants, sizes)
    if isinstance(rule, SeededDraw):
        return _pose_pots(request, entrants, sizes)
    anywhere = dict.fromkeys((one.team for one in entrants), (0,))
    return pose_rooms(request, anywhere, entrants, sizes, (0,) * len(sizes))


def _pose_brackets(
    request: DrawRequest, rule: PositionDraw, entrants: Sequence[Entrant], sizes: tuple[int, ...]
) -> Posed:
    brackets = form_brackets(order_by_points(entrants, request.lots), sizes)
    open_to = _own_bracket(brackets) if rule.pull_ups is PullUps.RANDOM else _brackets_of_level(brackets)
    zones = zones_of([bracket.end for bracket in brackets])
    return pose_rooms(request, open_to, entrants, sizes, zones, [bracket.points for bracket in brackets])


def order_by_points(entrants: Sequence[Entrant], lots: Lots) -> list[Entrant]:
    """Highest points first; who of a level comes first, and is pulled up, is drawn by lot."""
    return sorted(entrants, key=lambda one: (-one.points, lots.number("pull_up", one.team), one.team))


def _own_bracket(brackets: Sequence[Bracket]) -> dict[str, tuple[int, ...]]:
    return {one.team: (zone,) for zone, bracket in enumerate(brackets) for one in bracket.teams}


def _brackets_of_level(brackets: Sequence[Bracket]) -> dict[str, tuple[int, ...]]:
    """All brackets in which a team of these points sits: any of its level may be the one pulled up."""
    levels: dict[int, set[int]] = {}
    for zone, bracket in enumerate(brackets):
        for one in bracket.teams:
            levels.setdefault(one.points, set()).add(zone)
    return {one.team: tuple(levels[one.points]) for bracket in brackets for one in bracket.teams}


def _pose_pots(request: DrawRequest, entrants: Sequence[Entrant], sizes: tuple[int, ...]) -> Posed:
    """Each room takes one team of each pot of seeds; a pot goes to its rooms by lot."""
    room_of: dict[str, tuple[int, ...]] = {}
    seeded = [one.team for one in order_by_seed(entrants, request.lots)]
    for pot in range(max(sizes)):
        rooms = sum(size > pot for size in sizes)
        drawn, seeded = seeded[:rooms], seeded[rooms:]
        in_order = enumerate(request.lots.order("pot", drawn))
        room_of.update({team: (room,) for room, team in in_order})
    return pose_rooms(request, room_of, entrants, sizes, tuple(range(len(sizes))))


def order_by_seed(entrants: Sequence[Entrant], lots: Lots) -> list[Entrant]:
    """Seeds from 1 up; teams without a seed come last, by lot."""
    return sorted(entrants, key=lambda one: (one.seed is None, one.seed or 0, lots.number("seed", one.team), one.team))


def pose_rooms(
    request: DrawRequest,
    open_to: Mapping[str, tuple[int, ...]],
    entrants: Sequence[Entrant],
    sizes: tuple[int, ...],
    zones: tuple[int, ...],
    points: Sequence[int] | None = None,
) -> Posed:
    """A seating problem from the zones open to each team; `points` are those of each zone's bracket."""
    by_team = {one.team: one for one in entrants}
    rows = tuple(by_team[team] for team in request.lots.order("seat", by_team))
    problem = SeatingProblem(
        teams=tuple(one.team for one in rows),
        costs=costs_of_positions(request, rows),
        allowed=_open_zones(rows, open_to, max(zones) + 1),
        sizes=sizes,
        zones=zones,
    )
    return Posed(problem, rows, tuple(points[zone] if points else 0 for zone in zones))


def _open_zones(rows: Sequence[Entrant], open_to: Mapping[str, tuple[int, ...]], zones: int) -> BoolMatrix:
    allowed = np.zeros((len(rows), zones), dtype=np.bool_)
    for row, one in enumerate(rows):
        allowed[row, list(open_to[one.team])] = True
    return allowed


def costs_of_positions(request: DrawRequest, rows: Sequence[Entrant]) -> IntMatrix:
    """What each position costs each team, in millionths; nothing where lots alone decide."""
    rule = request.drawn_by
    sides = request.format.room_size
    history = np.array([one.history(sides) for one in rows], dtype=np.int64)
    if isinstance(rule, RandomDraw) and not rule.avoid:
        return np.zeros_like(history)
    return position_costs(history, rule if isinstance(rule, PositionDraw) else PositionDraw())
