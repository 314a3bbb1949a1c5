"""Rooms of three teams or more: who sits where, at the least total cost of positions.

Rooms fall into zones (the brackets); a team may sit in any room of the zones allowed to it, and rooms of one zone are
alike. That is an assignment problem, solved exactly; which of equal draws comes out is decided by lot.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from competitions.debates.tab.draw.positions import FloatMatrix, IntMatrix
from competitions.debates.tab.lots import Lots

BoolMatrix = NDArray[np.bool_]
IntVector = NDArray[np.int64]


@dataclass(frozen=True)
class SeatingProblem:
    """Teams (rows), what each position costs each, and the zones in which each may sit.

    Rows stand in the order of lots, so that ties fall by lot. `costs` is (teams, positions) in millionths, `allowed`
    is (teams, zones); `sizes` and `zones` give the seats and the zone of each room.
    """

    teams: tuple[str, ...]
    costs: IntMatrix
    allowed: BoolMatrix
    sizes: tuple[int, ...]
    zones: tuple[int, ...]

    def seats(self) -> list[tuple[int, int]]:
        """Room and position of every seat."""
        return [(room, side) for room, size in enumerate(self.sizes) for side in range(size)]

    def seat_costs(self) -> FloatMatrix:
        """What each seat costs each team, infinite where it may not sit: (teams, seats)."""
        rooms, sides = np.array(self.seats()).T
        zones = np.array(self.zones)[rooms]
        return np.where(self.allowed[:, zones], self.costs[:, sides], np.inf)


@dataclass(frozen=True)
class Seating:
    """Room and position of each team, in the order of the problem's rows."""

    rooms: IntVector
    sides: IntVector

    def total(self, costs: IntMatrix) -> int:
        """The total cost, in millionths."""
        return int(costs[np.arange(len(self.sides)), self.sides].sum())


def solve_seating(problem: SeatingProblem, lots: Lots) -> Seating:
    """A seating of least total cost; the rooms of a zone are then shuffled by lot."""
    _, columns = linear_sum_assignment(problem.seat_costs())
    rooms, sides = np.array(problem.seats())[columns].T
    return _shuffle_rooms(problem, Seating(rooms, sides), lots)


def _shuffle_rooms(problem: SeatingProblem, seating: Seating, lots: Lots) -> Seating:
    """The same positions in rooms drawn by lot: rooms of a zone are alike, so the cost stays."""
    room_lots = np.array([lots.number("room", team) % 2**62 for team in problem.teams], dtype=np.int64)
    rooms = seating.rooms.copy()
    for rows in _rows_by_zone_and_side(problem, seating):
        rooms[rows[np.argsort(room_lots[rows], kind="stable")]] = np.sort(rooms[rows])
    return Seating(rooms, seating.sides)


def _rows_by_zone_and_side(problem: SeatingProblem, seating: Seating) -> Iterator[IntVector]:
    keys = np.array(problem.zones)[seating.rooms] * problem.costs.shape[1] + seating.sides
    for key in np.unique(keys):
        yield np.flatnonzero(keys == key)


def seats_by_room(problem: SeatingProblem, seating: Seating) -> list[list[str | None]]:
    """The teams of each room by position, None where a short room has no team."""
    rooms: list[list[str | None]] = [[None] * problem.costs.shape[1] for _ in problem.sizes]
    for team, room, side in zip(problem.teams, seating.rooms, seating.sides, strict=True):
        rooms[room][side] = team
    return rooms


def zones_of(ends: Sequence[int]) -> tuple[int, ...]:
    """The zone of each room, from the number of rooms up to the end of each zone."""
    return tuple(int(zone) for zone in np.searchsorted(ends, np.arange(ends[-1]), side="right"))
