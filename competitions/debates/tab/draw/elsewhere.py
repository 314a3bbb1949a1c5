"""What it would have cost to put a team elsewhere: exact, for every team and position at once.

Seats of one bracket and position are alike, so they make one class. Moving a team from class A to class B costs the
difference of its own two costs, and somebody has to move from B on until class A is filled again: the cheapest such
chain is a shortest path between classes. In a draw of least cost no chain gains, so the paths are well defined.
"""

from collections.abc import Mapping

import numpy as np

from competitions.debates.tab.draw.many import Posed, pose_seating
from competitions.debates.tab.draw.model import Draw
from competitions.debates.tab.draw.positions import IntMatrix
from competitions.debates.tab.draw.seating import IntVector
from competitions.debates.tab.draw.uneven import without

NEVER = 2**60
"""Stands for a move that is not allowed; two of them still fit a whole number of 64 bits."""

Place = tuple[int, int]


def costs_elsewhere(draw: Draw) -> dict[str, tuple[int | None, ...]]:
    """By team, what the cheapest draw with the team in each position costs more than this draw, in millionths.

    None where the team may not sit in that position. Empty for a draw that was changed: it may not be of least cost.
    """
    if draw.changes or not draw.rooms:
        return {}
    posed = _posed_of(draw)
    places = {team: (number - 1, side) for team, (number, side) in draw.places().items()}
    classes = _Classes(posed, places)
    return {team: classes.extra_by_side(row) for row, team in enumerate(posed.problem.teams)}


def _posed_of(draw: Draw) -> Posed:
    sizes = tuple(len(room.teams) for room in draw.rooms)
    return pose_seating(draw.request, without(draw.request.entrants, draw.byes), sizes)


class _Classes:
    """Classes of seats that are alike, what each team costs in each, and the cheapest chains between them."""

    def __init__(self, posed: Posed, places: Mapping[str, Place]) -> None:
        problem = posed.problem
        seats = sorted({(problem.zones[room], side) for room, side in problem.seats()})
        self.index = {seat: place for place, seat in enumerate(seats)}
        zones, self.sides = np.array(seats).T
        costs = problem.costs[:, self.sides]
        self.costs: IntMatrix = np.where(problem.allowed[:, zones], costs, NEVER)
        here = ((problem.zones[places[team][0]], places[team][1]) for team in problem.teams)
        self.own: IntVector = np.array([self.index[seat] for seat in here])
        self.positions = problem.costs.shape[1]
        self.chains = _shortest_chains(self._cheapest_moves())

    def moves(self, row: int) -> IntVector:
        """What moving one team to each class costs it."""
        own = self.costs[row, self.own[row]]
        return np.asarray(np.where(self.costs[row] >= NEVER, NEVER, self.costs[row] - own))

    def extra_by_side(self, row: int) -> tuple[int | None, ...]:
        """What the cheapest draw with the team in each position costs more."""
        extra = self.moves(row) + self.chains[:, self.own[row]]
        least = [int(extra[self.sides == side].min(initial=NEVER)) for side in range(self.positions)]
        return tuple(cost if cost < NEVER // 2 else None for cost in least)

    def _cheapest_moves(self) -> IntMatrix:
        """Of each class, the cheapest move of any of its teams to each other: (from, to)."""
        least = np.full((len(self.index), len(self.index)), NEVER, dtype=np.int64)
        for row, own in enumerate(self.own):
            least[own] = np.minimum(least[own], self.moves(row))
        np.fill_diagonal(least, 0)
        return least


def _shortest_chains(steps: IntMatrix) -> IntMatrix:
    """Floyd and Warshall's recurrence: the cheapest chain of moves between any two classes."""
    chains = steps.copy()
    for via in range(len(chains)):
        np.minimum(chains, chains[:, via, None] + chains[via], out=chains)
        np.minimum(chains, NEVER, out=chains)
    return chains
