"""How good the draws of a tournament were."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from competitions.debates.tab.draw.model import Draw


@dataclass(frozen=True, kw_only=True)
class Quality:
    """Draws of several rounds counted together.

    `rematches` and `same_institution` count pairs; `mean_gap` is the mean difference of points between the best and
    the worst of a room; `uneven` counts teams that end with one side held at least twice oftener than another.
    """

    rematches: int
    same_institution: int
    mean_gap: float
    uneven: int


def weigh_draws(draws: Sequence[Draw]) -> Quality:
    """Count what the draws of a tournament could not avoid, or did not."""
    pairs = [pair for draw in draws for pair in _pairs(draw)]
    gaps = [gap for draw in draws for gap in _gaps(draw)]
    return Quality(
        rematches=sum(met for met, _ in pairs),
        same_institution=sum(same for _, same in pairs),
        mean_gap=round(sum(gaps) / len(gaps), 4) if gaps else 0.0,
        uneven=sum(max(held) - min(held) > 1 for held in _held(draws).values()),
    )


def _pairs(draw: Draw) -> list[tuple[bool, bool]]:
    """Of each two teams in a room, whether they met before and whether they are of one institution."""
    entrants = draw.entrants()
    rooms = ([entrants[team] for team in room.teams] for room in draw.rooms)
    return [
        (one.times_met(other.team) > 0, one.is_of_same_institution(other))
        for room in rooms
        for one, other in combinations(room, 2)
    ]


def _gaps(draw: Draw) -> list[int]:
    entrants = draw.entrants()
    points = [[entrants[team].points for team in room.teams] for room in draw.rooms]
    return [max(room) - min(room) for room in points]


def _held(draws: Sequence[Draw]) -> Mapping[str, list[int]]:
    """How often each team was drawn on each side."""
    held: dict[str, list[int]] = {}
    for draw in draws:
        for team, (_, side) in draw.places().items():
            held.setdefault(team, [0] * draw.request.format.room_size)[side] += 1
    return held
