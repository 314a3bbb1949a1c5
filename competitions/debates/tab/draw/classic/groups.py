"""What the classic method works on: levels of equal points, groups that debate among themselves, pairs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from competitions.debates.tab.field import Entrant
from competitions.debates.tab.formats.draw_rules import OddBracket, PullUpLimit
from competitions.debates.tab.lots import Lots
from competitions.debates.tab.notes import Note

Level = list[Entrant]
"""Teams on equal points, best first."""


@dataclass(frozen=True)
class Group:
    """Teams that are paired among themselves, best first; `notes` go to each of their rooms."""

    teams: tuple[Entrant, ...]
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class ClassicPair:
    """Two teams that meet; in draws with allocated sides the first of them affirms."""

    first: Entrant
    second: Entrant
    notes: tuple[Note, ...] = ()

    @property
    def rematches(self) -> int:
        """How often they met before."""
        return self.first.times_met(self.second.team)

    @property
    def is_conflict(self) -> bool:
        """Whether they are of one institution or met before."""
        return self.first.is_of_same_institution(self.second) or self.rematches > 0

    def with_note(self, remark: Note) -> "ClassicPair":
        """The same pair with one remark more."""
        return replace(self, notes=(*self.notes, remark))


def split_levels(entrants: Sequence[Entrant], lots: Lots) -> list[Level]:
    """Levels from the highest points down; joint ranks inside a level are parted by lot."""
    by_lot = {team: lot for lot, team in enumerate(lots.order("rank", (one.team for one in entrants)))}
    ordered = sorted(entrants, key=lambda one: (-one.points, one.rank, by_lot[one.team]))
    return [list(level) for _, level in groupby(ordered, key=lambda one: one.points)]


def choose_pull_up(candidates: Sequence[Entrant], odd: OddBracket, limit: PullUpLimit, lots: Lots) -> Entrant:
    """Which of the lower bracket's teams, best first, is pulled up."""
    allowed = _within_limit(candidates, limit)
    if odd is OddBracket.PULL_UP_BOTTOM:
        return allowed[-1]
    if odd is OddBracket.PULL_UP_MIDDLE:
        return allowed[len(allowed) // 2]
    if odd is OddBracket.PULL_UP_RANDOM:
        return min(allowed, key=lambda one: lots.number("pull_up", one.team))
    return allowed[0]


def _within_limit(candidates: Sequence[Entrant], limit: PullUpLimit) -> list[Entrant]:
    if limit is PullUpLimit.NONE:
        return list(candidates)
    least = min(_LIMITED_BY[limit](one) for one in candidates)
    return [one for one in candidates if _LIMITED_BY[limit](one) == least]


_LIMITED_BY = {
    PullUpLimit.LEAST_PULLED_UP: lambda one: one.pulled_up,
    PullUpLimit.LOWEST_DRAW_STRENGTH: lambda one: one.draw_strength,
    PullUpLimit.LOWEST_OPPONENT_SPEAKS: lambda one: one.opponent_speaks,
}
