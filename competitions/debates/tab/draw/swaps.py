"""Exchanges among seatings of equal position cost, to keep teams of one institution and earlier opponents apart."""

from collections.abc import Sequence

import numpy as np

from competitions.debates.tab.draw.positions import IntMatrix
from competitions.debates.tab.draw.seating import BoolMatrix, IntVector, Seating, SeatingProblem
from competitions.debates.tab.field import Entrant

SAME_INSTITUTION = 3
"""What a pair of one institution weighs beside a first repeated meeting; meetings weigh by their square."""


def clash_matrix(entrants: Sequence[Entrant]) -> IntMatrix:
    """What it weighs to seat two teams together: (teams, teams), symmetric, zero on the diagonal."""
    clashes = meetings(entrants) ** 2 + SAME_INSTITUTION * same_institution(entrants)
    np.fill_diagonal(clashes, 0)
    return clashes


def meetings(entrants: Sequence[Entrant]) -> IntMatrix:
    """How often each two teams have met: (teams, teams)."""
    row = {entrant.team: place for place, entrant in enumerate(entrants)}
    met = np.zeros((len(entrants), len(entrants)), dtype=np.int64)
    for entrant in entrants:
        known = [(row[other], times) for other, times in entrant.met.items() if other in row]
        for other, times in known:
            met[row[entrant.team], other] = times
    return np.asarray(np.maximum(met, met.T))


def same_institution(entrants: Sequence[Entrant]) -> IntMatrix:
    """1 where two teams, or a team and itself, have one institution: (teams, teams)."""
    codes = np.unique([entrant.institution for entrant in entrants], return_inverse=True)[1]
    has_one = np.array([bool(entrant.institution) for entrant in entrants])
    return np.asarray((codes[:, None] == codes) & has_one, dtype=np.int64)


def seat_apart(problem: SeatingProblem, seating: Seating, clashes: IntMatrix) -> Seating:
    """Exchange two teams while that lowers the clashes; the total position cost never changes.

    Each step takes the exchange that lowers them most, among equals the first in the order of lots.
    """
    board = _Board(problem, seating, clashes)
    while board.exchange_best():
        pass
    return Seating(board.rooms, board.sides)


class _Board:
    """Who sits where while exchanges are tried, and how each team would clash in each room."""

    def __init__(self, problem: SeatingProblem, seating: Seating, clashes: IntMatrix) -> None:
        self.costs, self.allowed, self.clashes = problem.costs, problem.allowed, clashes
        self.zones = np.array(problem.zones)
        self.rooms, self.sides = seating.rooms.copy(), seating.sides.copy()
        self.every = np.arange(len(problem.teams))
        members = np.zeros((len(problem.teams), len(problem.sizes)), dtype=np.int64)
        members[self.every, self.rooms] = 1
        self.in_room = clashes @ members

    def exchange_best(self) -> bool:
        """Make the exchange that lowers the clashes most; say whether there was one."""
        now = self.in_room[self.every, self.rooms]
        troubled = np.flatnonzero(now > 0)
        if not len(troubled):
            return False
        gains = np.where(self._is_equal_and_allowed(troubled), self._gains(troubled, now), 0)
        best = int(gains.argmax())
        if gains.flat[best] <= 0:
            return False
        self._exchange(int(troubled[best // len(now)]), best % len(now))
        return True

    def _gains(self, troubled: IntVector, now: IntVector) -> IntMatrix:
        """By how much an exchange of a troubled team (row) with any (column) lowers the clashes."""
        theirs = self.in_room[troubled][:, self.rooms]
        ours = self.in_room[:, self.rooms[troubled]].T
        # Each of the two counted the other as staying.
        after = theirs + ours - 2 * self.clashes[troubled]
        return np.asarray(now[troubled][:, None] + now - after)

    def _is_equal_and_allowed(self, troubled: IntVector) -> BoolMatrix:
        costs, sides = self.costs, self.sides
        now = costs[self.every, sides]
        then = costs[troubled][:, sides] + costs[:, sides[troubled]].T
        zone = self.zones[self.rooms]
        allowed = self.allowed[troubled][:, zone] & self.allowed[:, zone[troubled]].T
        elsewhere = self.rooms[troubled][:, None] != self.rooms
        return np.asarray((then == now[troubled][:, None] + now) & allowed & elsewhere)

    def _exchange(self, first: int, second: int) -> None:
        change = self.clashes[:, second] - self.clashes[:, first]
        self.in_room[:, self.rooms[first]] += change
        self.in_room[:, self.rooms[second]] -= change
        pair, swapped = [first, second], [second, first]
        self.rooms[pair], self.sides[pair] = self.rooms[swapped], self.sides[swapped]
