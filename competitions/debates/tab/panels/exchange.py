"""Exchanges of two judges, or of a judge with one who is free, while that lowers what panels put up with."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from competitions.debates.tab.panels.table import BoolMatrix, IntMatrix, JudgeTable

IntVector = NDArray[np.int64]

MOST_EXCHANGES = 500
FORBIDDEN = 10**12


def exchange_judges(table: JudgeTable, seats: Sequence[Sequence[int]]) -> list[list[int]]:
    """Better seats for judges who saw a team before or share a panel not for the first time.

    Each step makes the exchange that gains most; none breaks a hard conflict, and chairs stay with those who may
    chair.
    """
    board = _Board(table, seats)
    for _ in range(MOST_EXCHANGES):
        if not board.exchange_best():
            break
    return board.seats()


class _Board:
    """Where each judge sits while exchanges are tried; those who are free sit in a room of their own, the last one."""

    def __init__(self, table: JudgeTable, seats: Sequence[Sequence[int]]) -> None:
        judges, self.free = len(table.judges), len(seats)
        self.every = np.arange(judges)
        self.rooms: IntVector = np.full(judges, self.free, dtype=np.int64)
        self.chairs: BoolMatrix = np.zeros(judges, dtype=np.bool_)
        for place, seated in enumerate(seats):
            self.rooms[list(seated)] = place
            self.chairs[seated[0]] = True
        self.table = table
        self.costs = _with_free_room(table.seat_costs, table.allowed)
        self.chair_costs = _with_free_room(table.seat_costs, table.allowed & table.may_chair[:, None])
        self.pairs: IntMatrix = np.where(table.apart, FORBIDDEN, table.together)
        self.bother = table.request.rule.weights.seen * np.pad(table.seen, ((0, 0), (0, 1)))
        members = np.zeros((judges, self.free + 1), dtype=np.int64)
        members[self.every, self.rooms] = 1
        members[:, self.free] = 0
        self.with_room: IntMatrix = self.pairs @ members

    def seats(self) -> list[list[int]]:
        """The judges of each debate, the chair first."""
        seated = [np.flatnonzero(self.rooms == place) for place in range(self.free)]
        return [sorted(rows.tolist(), key=lambda row: not self.chairs[row]) for rows in seated]

    def exchange_best(self) -> bool:
        """Make the exchange that gains most; say whether there was one."""
        bothered = self.bother[self.every, self.rooms] + self.with_room[self.every, self.rooms]
        troubled = np.flatnonzero(bothered > 0)
        if not len(troubled):
            return False
        gains = self._gains(troubled)
        best = int(gains.argmax())
        if gains.flat[best] <= 0:
            return False
        self._exchange(int(troubled[best // len(self.every)]), best % len(self.every))
        return True

    def _gains(self, troubled: IntVector) -> IntMatrix:
        """What an exchange of a troubled judge (row) with any (column) gains."""
        own = np.where(self.chairs, self.chair_costs[self.every, self.rooms], self.costs[self.every, self.rooms])
        now = own + self.with_room[self.every, self.rooms]
        theirs = self._seat_costs(troubled, self.every) + self._apart_from(troubled, self.every)
        ours = (self._seat_costs(self.every, troubled) + self._apart_from(self.every, troubled)).T
        gains: IntMatrix = now[troubled][:, None] + now - theirs - ours
        same = self.rooms[troubled][:, None] == self.rooms
        return np.asarray(np.where(same, 0, gains))

    def _seat_costs(self, judges: IntVector, seats: IntVector) -> IntMatrix:
        """What the seats of some judges would cost others: (judges, seats)."""
        rooms = self.rooms[seats]
        panel, chair = self.costs[judges][:, rooms], self.chair_costs[judges][:, rooms]
        return np.asarray(np.where(self.chairs[seats], chair, panel))

    def _apart_from(self, judges: IntVector, seats: IntVector) -> IntMatrix:
        """What the company in the rooms of some judges would cost others, those judges gone: (judges, seats)."""
        company: IntMatrix = self.with_room[judges][:, self.rooms[seats]]
        leaving = self.pairs[np.ix_(judges, seats)] * (self.rooms[seats] != self.free)
        return np.asarray(company - leaving)

    def _exchange(self, first: int, second: int) -> None:
        change = self.pairs[:, second] - self.pairs[:, first]
        self.with_room[:, self.rooms[first]] += change
        self.with_room[:, self.rooms[second]] -= change
        self.with_room[:, self.free] = 0
        pair, swapped = [first, second], [second, first]
        self.rooms[pair], self.chairs[pair] = self.rooms[swapped], self.chairs[swapped]


def _with_free_room(costs: IntMatrix, allowed: BoolMatrix) -> IntMatrix:
    """Seat costs with a last column for judges who are free: nothing is forbidden there and nothing costs."""
    return np.asarray(np.pad(np.where(allowed, costs, FORBIDDEN), ((0, 0), (0, 1))))
