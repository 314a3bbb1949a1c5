"""Changes to a draw: teams gone, teams come late, and edits by hand; only the rooms touched are solved again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce

from competitions.debates.tab.draw.costs import draw_costs
from competitions.debates.tab.draw.model import (
    Change,
    Draw,
    DrawRequest,
    Exchange,
    Leave,
    Term,
    subtract_terms,
)
from competitions.debates.tab.draw.repair import solve_again
from competitions.debates.tab.draw.rounds import draw_round
from competitions.debates.tab.errors import DrawError
from competitions.debates.tab.field import Entrant, refuse_field
from competitions.debates.tab.notes import note


@dataclass(frozen=True)
class Price:
    """What a change does to a draw's cost, term by term, and which rooms it touches."""

    before: tuple[Term, ...]
    after: tuple[Term, ...]
    difference: tuple[Term, ...]
    touched: tuple[int, ...]


def replay(request: DrawRequest, changes: Iterable[Change] = ()) -> Draw:
    """Draw a round and make the changes, in order: the same inputs give the same draw."""
    return reduce(apply_change, changes, draw_round(request))


def price_change(draw: Draw, change: Change) -> Price:
    """What a change would cost, without making it."""
    changed = apply_change(draw, change)
    before, after = draw_costs(draw), draw_costs(changed)
    return Price(before, after, subtract_terms(after, before), touched_rooms(draw, changed))


def touched_rooms(before: Draw, after: Draw) -> tuple[int, ...]:
    """Numbers of the rooms whose seats differ, those that are new or gone among them."""
    old = {room.number: room.seats for room in before.rooms}
    new = {room.number: room.seats for room in after.rooms}
    return tuple(number for number in sorted(old | new) if old.get(number) != new.get(number))


def apply_change(draw: Draw, change: Change) -> Draw:
    """The draw after one change. Raises DrawError for a team that is unknown or already there."""
    if isinstance(change, Exchange):
        changed = _exchange(draw, change)
    elif isinstance(change, Leave):
        _refuse_unknown(draw, change.teams)
        changed = solve_again(draw, gone=frozenset(change.teams), come=())
    else:
        _refuse_present(draw, change.entrants)
        changed = solve_again(draw, gone=frozenset(), come=change.entrants)
    return replace(changed, changes=(*draw.changes, change))


def _refuse_unknown(draw: Draw, teams: Iterable[str]) -> None:
    present = draw.entrants()
    for team in teams:
        if team not in present:
            raise DrawError("team_not_in_draw", team=team)


def _refuse_present(draw: Draw, entrants: Sequence[Entrant]) -> None:
    refuse_field(entrants, draw.request.format.room_size)
    present = draw.entrants()
    for entrant in entrants:
        if entrant.team in present:
            raise DrawError("team_already_in_draw", team=entrant.team)


def _exchange(draw: Draw, change: Exchange) -> Draw:
    _refuse_unknown(draw, (change.first, change.second))
    swap = {change.first: change.second, change.second: change.first}
    remark = note("edited", first=change.first, second=change.second)
    rooms = tuple(
        replace(room, seats=tuple(swap.get(team or "", team) for team in room.seats), notes=(*room.notes, remark))
        if not swap.keys().isdisjoint(room.teams)
        else room
        for room in draw.rooms
    )
    return replace(draw, rooms=rooms, byes=tuple(swap.get(team, team) for team in draw.byes))
