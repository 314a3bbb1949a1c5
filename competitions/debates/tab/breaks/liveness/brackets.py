"""The outlook in which every round is drawn in brackets, pull-ups from the next bracket and anywhere in the upper.

Teams of a class are counted, not named. Let Y(a, i) be how many teams on a points or more take place i in a round,
M(a) their number over all places, and K(a) = ceil(M(a) / k) the rooms of k that they reach. A round is possible
exactly when

- Y(a, i) <= K(a): the teams on a or more fit the first K(a) rooms, and
- Y(a, i) >= K(b), b the next level above, unless K(a) = K(b): the rooms of the level above are full before
  others of this level have rooms of their own.

For, given such numbers, the j-th best of those who take place i may sit in room j. Over several rounds that is an
integer programme of some hundreds of unknowns, whose answer is exact.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from competitions.debates.tab.breaks.liveness.outlook import Ending, Prospect
from competitions.debates.tab.programme import UNBOUNDED, Amounts, IntegerProgramme

OWN, OPEN, CLOSED = "own", "open", "closed"
"""The team itself, others that may break, others that may not."""


class BracketOutlook:
    """Every round is drawn in brackets and all rooms are full."""

    name = "brackets"

    def gains(self, prospect: Prospect) -> list[int]:
        """See Outlook."""
        return prospect.sums()

    def can_end(self, prospect: Prospect, ending: Ending) -> bool:
        """See Outlook."""
        rounds = _Rounds(prospect)
        rounds.end_own_on(prospect.own + ending.gain)
        reaching: Amounts = {name: 1 for name, points in rounds.endings(OPEN) if points >= ending.target}
        most = UNBOUNDED if ending.most is None else ending.most
        rounds.programme.require(reaching, ending.fewest, most)
        return rounds.programme.minimise({}) is not None


@dataclass(frozen=True)
class _Taking:
    """How many teams of a group on so many points take a place in a round; the name of an unknown."""

    round: int
    group: str
    points: int
    place: int


@dataclass(frozen=True)
class _Reached:
    """How many rooms the teams on so many points or more reach in a round; the name of an unknown."""

    round: int
    points: int


@dataclass(frozen=True)
class _Overflows:
    """1 where a level has rooms beyond those of the level above; the name of an unknown."""

    round: int
    points: int


class _Rounds:
    """The programme of all rounds that are left."""

    def __init__(self, prospect: Prospect) -> None:
        self.places = prospect.places
        self.last = prospect.rounds - 1
        self.teams = sum(prospect.others.values()) + 1
        self.rooms = self.teams // len(self.places)
        self.start = _start(prospect)
        self.levels = _levels(self.start, self.places, prospect.rounds)
        self.programme = IntegerProgramme()
        for number in range(prospect.rounds):
            self._add_round(number)

    def end_own_on(self, points: int) -> None:
        """Require that the team itself ends on so many points."""
        for name, ends_on in self.endings(OWN):
            if ends_on != points:
                self.programme.require({name: 1}, 0, 0)

    def endings(self, group: str) -> Iterator[tuple[_Taking, int]]:
        """The unknowns of the last round with the points on which they end."""
        for points in self.levels[self.last].get(group, ()):
            for place, gained in enumerate(self.places):
                yield _Taking(self.last, group, points, place), points + gained

    def _add_round(self, number: int) -> None:
        for group, levels in self.levels[number].items():
            for points in levels:
                self._add_class(number, group, points)
        for place in range(len(self.places)):
            self.programme.require(self._at_least(number, -1, place), self.rooms, self.rooms)
        self._require_brackets(number)

    def _add_class(self, number: int, group: str, points: int) -> None:
        """Everyone takes one place; who is here came from a place of the round before."""
        for place in range(len(self.places)):
            self.programme.add(_Taking(number, group, points, place), 1 if group == OWN else self.rooms)
        taking: Amounts = {_Taking(number, group, points, place): 1 for place in range(len(self.places))}
        if number == 0:
            here = self.start[group][points]
            self.programme.require(taking, here, here)
            return
        before = self.levels[number - 1][group]
        for place, gained in enumerate(self.places):
            if points - gained in before:
                taking[_Taking(number - 1, group, points - gained, place)] = -1
        self.programme.require(taking, 0, 0)

    def _require_brackets(self, number: int) -> None:
        levels = sorted({points for of_group in self.levels[number].values() for points in of_group}, reverse=True)
        for above, points in zip([None, *levels], levels, strict=False):
            self._require_rooms(number, points)
            if above is not None:
                self._require_order(number, above, points)

    def _require_rooms(self, number: int, points: int) -> None:
        """K(a) = ceil(M(a) / k), and every place's teams fit these rooms."""
        reached = _Reached(number, points)
        self.programme.add(reached, self.rooms)
        size = len(self.places)
        self.programme.require({**self._everyone(number, points), reached: -size}, 1 - size, 0)
        for place in range(size):
            self.programme.require({**self._at_least(number, points, place), reached: -1}, -UNBOUNDED, 0)

    def _require_order(self, number: int, above: int, points: int) -> None:
        """Where a level overflows the rooms of the one above, those rooms are full."""
        overflows, reached = _Overflows(number, points), _Reached(number, above)
        self.programme.add(overflows, 1)
        held = {reached: -len(self.places), overflows: -self.teams}
        self.programme.require({**self._everyone(number, points), **held}, -UNBOUNDED, -1)
        for place in range(len(self.places)):
            filled = {**self._at_least(number, points, place), reached: -1, overflows: -self.rooms}
            self.programme.require(filled, -self.rooms, UNBOUNDED)

    def _at_least(self, number: int, points: int, place: int) -> Amounts:
        """Y(points, place)."""
        return {
            _Taking(number, group, level, place): 1
            for group, levels in self.levels[number].items()
            for level in levels
            if level >= points
        }

    def _everyone(self, number: int, points: int) -> Amounts:
        """M(points)."""
        return {name: 1 for place in range(len(self.places)) for name in self._at_least(number, points, place)}


def _start(prospect: Prospect) -> dict[str, dict[int, int]]:
    """Teams of each group by points, before the first of the rounds."""
    groups: dict[str, dict[int, int]] = {OWN: {prospect.own: 1}}
    for (may_break, points), teams in prospect.others.items():
        groups.setdefault(OPEN if may_break else CLOSED, {})[points] = teams
    return groups


def _levels(start: dict[str, dict[int, int]], places: tuple[int, ...], rounds: int) -> list[dict[str, frozenset[int]]]:
    """The points on which teams of each group may be before each round."""
    levels = [{group: frozenset(counts) for group, counts in start.items()}]
    for _ in range(rounds - 1):
        levels.append(
            {
                group: frozenset(points + gained for points in before for gained in places)
                for group, before in levels[-1].items()
            }
        )
    return levels
