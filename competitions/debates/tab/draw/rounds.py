"""The draw of a preliminary round."""

from collections.abc import Sequence

from competitions.debates.tab.draw.classic.method import draw_classic
from competitions.debates.tab.draw.many import draw_many
from competitions.debates.tab.draw.model import Draw, DrawRequest, Room
from competitions.debates.tab.draw.pairs import draw_pairs
from competitions.debates.tab.draw.round_robin import draw_round_robin
from competitions.debates.tab.draw.uneven import choose_byes, plan_rooms, without
from competitions.debates.tab.field import Entrant
from competitions.debates.tab.formats.draw_rules import ClassicDraw, RoundRobin, Sides, sides_of


def draw_round(request: DrawRequest) -> Draw:
    """Draw a round: everyone sits in one room or has a bye.

    Raises DrawError where not even one room can be filled.
    """
    rule = request.drawn_by
    if isinstance(rule, RoundRobin):
        return draw_round_robin(request, rule)
    sizes, spare = plan_rooms(len(request.entrants), request.format)
    byes = choose_byes(_may_have_bye(request, spare), spare, request.format.uneven, request.lots)
    return Draw(request=request, rooms=fill_rooms(request, without(request.entrants, byes), sizes), byes=byes)


def fill_rooms(request: DrawRequest, entrants: Sequence[Entrant], sizes: tuple[int, ...]) -> tuple[Room, ...]:
    """Fill rooms of those sizes, which hold the entrants exactly, by the request's rule."""
    rule = request.drawn_by
    if isinstance(rule, ClassicDraw):
        return draw_classic(request, entrants, rule)
    if request.format.has_two_sides:
        return draw_pairs(request, entrants)
    return draw_many(request, entrants, sizes)


def _may_have_bye(request: DrawRequest, spare: int) -> tuple[Entrant, ...]:
    """Where sides are allocated and one of them has a team more, the bye is on that side."""
    entrants = request.entrants
    if sides_of(request.drawn_by) is not Sides.ALLOCATED or not spare:
        return entrants
    counts = [sum(one.side == side for one in entrants) for side in (0, 1)]
    larger = tuple(one for one in entrants if one.side == int(counts[1] > counts[0]))
    return larger if counts[0] != counts[1] else entrants
