"""The field: teams as they entered, and as a draw sees them before a round."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from competitions.debates.tab.errors import DrawError

LARGEST_COUNT = 10_000
"""The most points, meetings or debates that a team may have; far above any tournament, far below any overflow."""


@dataclass(frozen=True, kw_only=True)
class Team:
    """A team as it entered the tournament.

    `categories` are the break categories it may break in besides the open one; a `swing` team fills rooms and is
    neither ranked nor able to break.
    """

    id: str
    institution: str = ""
    speakers: tuple[str, ...] = ()
    categories: frozenset[str] = frozenset()
    seed: int | None = None
    swing: bool = False


@dataclass(frozen=True, kw_only=True)
class Entrant:
    """A team as a draw sees it before a round.

    `rank` is its place in the standings (joint places are parted by lot); `positions` counts its debates in each side
    of this format (empty stands for none); `met` counts its meetings by opponent; `draw_strength` and
    `opponent_speaks` are its opponents' points and scores, summed; `side` is its side where sides are allocated.
    """

    team: str
    institution: str = ""
    points: int = 0
    rank: int = 1
    positions: tuple[int, ...] = ()
    met: Mapping[str, int] = field(default_factory=dict)
    pulled_up: int = 0
    byes: int = 0
    draw_strength: int = 0
    opponent_speaks: Decimal = Decimal(0)
    side: int | None = None
    seed: int | None = None
    swing: bool = False

    def times_met(self, other: str) -> int:
        """How often it met another team."""
        return self.met.get(other, 0)

    def is_of_same_institution(self, other: "Entrant") -> bool:
        """Whether both have one institution; teams without any share none."""
        return bool(self.institution) and self.institution == other.institution

    def history(self, sides: int) -> tuple[int, ...]:
        """Its debates in each of so many sides."""
        return self.positions or (0,) * sides

    @property
    def side_balance(self) -> int:
        """Debates on the first side less those on the second; for formats of two sides."""
        return self.positions[0] - self.positions[1] if self.positions else 0


def refuse_field(entrants: Iterable[Entrant], sides: int) -> None:
    """Raise DrawError for a field that no draw of so many sides can read."""
    seen: set[str] = set()
    for entrant in entrants:
        if entrant.team in seen:
            raise DrawError("team_twice", team=entrant.team)
        seen.add(entrant.team)
        if entrant.positions and len(entrant.positions) != sides:
            raise DrawError("positions_do_not_fit", team=entrant.team, sides=sides)
        if entrant.side is not None and not 0 <= entrant.side < sides:
            raise DrawError("side_unknown", team=entrant.team, side=entrant.side)
        for count in (entrant.points, entrant.byes, *entrant.positions, *entrant.met.values()):
            if not 0 <= count <= LARGEST_COUNT:
                raise DrawError("count_out_of_range", team=entrant.team, count=count, most=LARGEST_COUNT)
