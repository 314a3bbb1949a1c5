"""Brackets of rooms: teams on equal points, filled up from below where they do not divide.

Walking down the points, a bracket closes with the room in which its last team sits; the seats left in that room go to
the next team or teams below. So R(p), the number of rooms with a team of p points or more, is always the least that
holds those teams, and a bracket may need several lower ones to be full.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from competitions.debates.tab.field import Entrant


@dataclass(frozen=True)
class Bracket:
    """Rooms `first` up to, not including, `end` (counted from 0) with the teams who sit in them.

    `points` are those of its own teams; whoever has fewer was pulled up.
    """

    points: int
    first: int
    end: int
    teams: tuple[Entrant, ...]

    @property
    def pulled_up(self) -> tuple[Entrant, ...]:
        """The teams from below."""
        return tuple(entrant for entrant in self.teams if entrant.points < self.points)


def form_brackets(ordered: Sequence[Entrant], sizes: Sequence[int]) -> tuple[Bracket, ...]:
    """Brackets of teams that are ordered by points, highest first, and by lot among equals.

    The order among equals decides who is pulled up: the first of the lower level.
    """
    filled = [0, *accumulate(sizes)]
    brackets: list[Bracket] = []
    for points, level_end in _level_ends(ordered):
        first = brackets[-1].end if brackets else 0
        end = bisect_left(filled, level_end)
        if end > first:
            brackets.append(Bracket(points, first, end, tuple(ordered[filled[first] : filled[end]])))
    return tuple(brackets)


def _level_ends(ordered: Sequence[Entrant]) -> list[tuple[int, int]]:
    """Each number of points with how many teams have it or more."""
    ends = {entrant.points: place for place, entrant in enumerate(ordered, start=1)}
    return list(ends.items())
