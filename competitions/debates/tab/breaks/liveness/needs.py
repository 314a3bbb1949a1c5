"""What each team needs to break, from the points as they stand and the rounds that are left."""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal

from competitions.debates.tab.breaks.liveness.brackets import BracketOutlook
from competitions.debates.tab.breaks.liveness.free import FreeOutlook
from competitions.debates.tab.breaks.liveness.outlook import Ending, Outlook, Prospect, count_classes
from competitions.debates.tab.breaks.liveness.rooms import RoomOutlook
from competitions.debates.tab.draw.uneven import plan_rooms
from competitions.debates.tab.errors import BreakError
from competitions.debates.tab.formats.draw_rules import ClassicDraw, DrawRule, PositionDraw, Sides
from competitions.debates.tab.formats.format import Format

BRACKETED_ROUNDS = 3
"""With more rounds to go than these, brackets take too long to follow, and hardly bind yet."""

MOST_ROUNDS = 12
"""Nobody needs anything yet with more rounds to go than these."""


class State(StrEnum):
    """How a team stands towards a break."""

    SURE = "sure"  # it breaks whatever happens
    ALIVE = "alive"
    OUT = "out"  # it does not break whatever happens


@dataclass(frozen=True, kw_only=True)
class Need:
    """What a team needs in the rounds left.

    With `sure_with` points more it breaks whatever others do and however ties fall; with fewer than `possible_with`
    it does not break. None: no number of points would do. `model` names the outlook: `rooms`, `brackets` or `free`.
    """

    team: str
    points: int
    state: State
    sure_with: int | None
    possible_with: int | None
    model: str


def needs_of_teams(
    points: Mapping[str, int],
    format_: Format,
    *,
    size: int,
    rounds: int,
    eligible: frozenset[str] | None = None,
    rooms: Sequence[Sequence[str]] = (),
    rule: DrawRule | None = None,
) -> tuple[Need, ...]:
    """What each eligible team needs to be among the best `size` eligible ones after `rounds` more rounds.

    `points` are those of all teams that go on debating; `eligible` (all, where None) may break; `rooms` are those of
    the last round, once drawn; `rule` is the rule of draw of the rounds left (the format's, where None). Decided by
    points alone: a tie may fall either way. Raises BreakError for a break or rounds that make no sense.
    """
    if size < 1 or not 0 <= rounds <= MOST_ROUNDS or not format_.points or (rooms and rounds != 1):
        raise BreakError("needs_do_not_fit", size=size, rounds=rounds, rooms=len(rooms))
    may_break = frozenset(points) if eligible is None else eligible & points.keys()
    values = _values(len(points), format_)
    free_or_bracketed = _outlook(format_, rule or format_.draw, len(points), rounds)
    needs: list[Need] = []
    for team in sorted(may_break, key=lambda one: (-points[one], one)):
        prospect = Prospect(points[team], count_classes(points, may_break, team), rounds, values, format_.points)
        if rooms:
            outlook: Outlook = RoomOutlook(team, rooms, points, may_break, format_.uneven.bye_points)
            needs.append(_need(team, prospect, outlook, size, None))
        else:
            needs.append(_need_after(team, prospect, free_or_bracketed, size, needs[-1] if needs else None))
    return tuple(needs)


def _values(teams: int, format_: Format) -> tuple[int, ...]:
    """The points that a round gives, one for every team, byes among them."""
    sizes, byes = plan_rooms(teams, format_)
    in_rooms = [given for size in sizes for given in format_.points[:size]]
    return (*in_rooms, *[format_.uneven.bye_points] * byes)


def _outlook(format_: Format, rule: DrawRule, teams: int, rounds: int) -> Outlook:
    """Brackets where the rule keeps them strictly and all rooms are full, else the free outlook."""
    strict = isinstance(rule, PositionDraw) or (isinstance(rule, ClassicDraw) and rule.sides is not Sides.ALLOCATED)
    if strict and teams % format_.room_size == 0 and 1 <= rounds <= BRACKETED_ROUNDS:
        return BracketOutlook()
    return FreeOutlook()


def _need_after(team: str, prospect: Prospect, outlook: Outlook, size: int, above: Need | None) -> Need:
    """The need of a team that has no more points than the one above it.

    On equal points needs are equal, and below a team that is out everyone is.
    """
    if above is not None and (above.points == prospect.own or above.state is State.OUT):
        return replace(above, team=team, points=prospect.own)
    return _need(team, prospect, outlook, size, above)


def _need(team: str, prospect: Prospect, outlook: Outlook, size: int, above: Need | None) -> Need:
    gains = outlook.gains(prospect)

    def is_sure(gain: int) -> bool:
        caught = Ending(gain=gain, target=prospect.own + gain, fewest=size)
        return not outlook.can_end(prospect, caught)

    def is_possible(gain: int) -> bool:
        ahead = Ending(gain=gain, target=prospect.own + gain + 1, most=size - 1)
        return outlook.can_end(prospect, ahead)

    possible_with = _least(gains, is_possible, _guess(gains, prospect, above, "possible_with"))
    sure_with = None if possible_with is None else _least(gains, is_sure, _guess(gains, prospect, above, "sure_with"))
    return Need(
        team=team,
        points=prospect.own,
        state=_state(gains, sure_with, possible_with),
        sure_with=sure_with,
        possible_with=possible_with,
        model=outlook.name,
    )


def _state(gains: Sequence[int], sure_with: int | None, possible_with: int | None) -> State:
    if possible_with is None:
        return State.OUT
    return State.SURE if sure_with == gains[0] else State.ALIVE


def _guess(
    gains: Sequence[int], prospect: Prospect, above: Need | None, kind: Literal["sure_with", "possible_with"]
) -> int:
    """What a team needs that ends where the one above it has to end; without one, half of what can be gained."""
    needed = None if above is None else getattr(above, kind)
    if above is None or needed is None:
        return gains[-1] // 2
    return int(needed) + above.points - prospect.own


def _least(gains: Sequence[int], holds: Callable[[int], bool], guess: int) -> int | None:
    """The least gain for which something holds that, once it holds, goes on holding; the search begins at a guess."""
    place = min(bisect_left(gains, guess), len(gains) - 1)
    if holds(gains[place]):
        while place and holds(gains[place - 1]):
            place -= 1
        return gains[place]
    while place + 1 < len(gains):
        place += 1
        if holds(gains[place]):
            return gains[place]
    return None
