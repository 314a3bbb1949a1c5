"""Fields that do not fill their rooms: how large each room is, and who has the bye."""

from collections.abc import Iterable, Sequence

from competitions.debates.tab.errors import DrawError
from competitions.debates.tab.field import Entrant
from competitions.debates.tab.formats.ballot_rules import ByeGoesTo, Uneven, UnevenRule
from competitions.debates.tab.formats.format import Format
from competitions.debates.tab.lots import Lots


def plan_rooms(teams: int, format_: Format) -> tuple[tuple[int, ...], int]:
    """Sizes of the rooms, large ones first, and the number of byes.

    Short rooms are of even size; where they would fall below the smallest size allowed, the rest have byes. Raises
    DrawError where not even one room can be filled.
    """
    sizes = short_rooms(teams, format_) or full_rooms(teams, format_.room_size)
    if not sizes:
        raise DrawError("too_few_teams", teams=teams, size=format_.room_size)
    return sizes, teams - sum(sizes)


def full_rooms(teams: int, size: int) -> tuple[int, ...]:
    """Full rooms only."""
    return (size,) * (teams // size)


def short_rooms(teams: int, format_: Format) -> tuple[int, ...]:
    """Rooms of even size that seat everyone; empty where the format or the smallest size forbids it."""
    if format_.uneven.how is not Uneven.SHORT_ROOMS:
        return ()
    sizes = even_rooms(teams, format_.room_size)
    return sizes if sizes and sizes[-1] >= format_.uneven.smallest_room else ()


def even_rooms(teams: int, size: int) -> tuple[int, ...]:
    """The fewest rooms that seat so many teams, as even as can be, large ones first."""
    rooms = -(-teams // size)
    return tuple(teams // rooms + (room < teams % rooms) for room in range(rooms))


def choose_byes(entrants: Sequence[Entrant], count: int, rule: UnevenRule, lots: Lots) -> tuple[str, ...]:
    """Who has the bye: swing teams first, then the fewest byes so far, then lowest or by lot."""

    def order(entrant: Entrant) -> tuple[int, ...]:
        lowest = (entrant.points, -entrant.rank) if rule.bye_goes_to is ByeGoesTo.LOWEST else ()
        return (not entrant.swing, entrant.byes, *lowest, lots.number("bye", entrant.team))

    return tuple(entrant.team for entrant in sorted(entrants, key=order)[:count])


def without(entrants: Iterable[Entrant], teams: Iterable[str]) -> tuple[Entrant, ...]:
    """The entrants save those teams."""
    gone = set(teams)
    return tuple(entrant for entrant in entrants if entrant.team not in gone)
