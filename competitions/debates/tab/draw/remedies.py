"""Fields that do not fill their rooms: what may be done, and what each way would do to this round."""

from dataclasses import dataclass, replace

from competitions.debates.tab.draw.costs import draw_costs
from competitions.debates.tab.draw.model import Draw, DrawRequest, Term
from competitions.debates.tab.draw.rounds import draw_round
from competitions.debates.tab.draw.uneven import even_rooms
from competitions.debates.tab.field import Entrant
from competitions.debates.tab.formats.ballot_rules import Uneven
from competitions.debates.tab.formats.draw_rules import RoundRobin
from competitions.debates.tab.notes import Note, note


@dataclass(frozen=True, kw_only=True)
class Remedy:
    """One way to seat a field, with its effect on this round.

    `kind` is `fits`, `swing`, `bye` or `short_rooms`; `byes` are the teams that would sit out, `costs` those of the
    draw that would come of it; `request` draws it.
    """

    kind: str
    rooms: int
    swing_teams: int
    byes: tuple[str, ...]
    short_rooms: int
    costs: tuple[Term, ...]
    notes: tuple[Note, ...]
    request: DrawRequest


def propose_remedies(request: DrawRequest) -> tuple[Remedy, ...]:
    """The ways to seat the request's field, swing teams first; a single one where it fits."""
    size, teams = request.format.room_size, len(request.entrants)
    if teams % size == 0 or isinstance(request.drawn_by, RoundRobin):
        return (_remedy("fits", request),)
    ways = [_remedy("swing", _with_swings(request, -teams % size))]
    if _may_shorten(request, teams):
        ways.append(_remedy("short_rooms", _with_rule(request, Uneven.SHORT_ROOMS)))
    if teams >= size:
        ways.append(_remedy("bye", _with_rule(request, Uneven.BYE)))
    return tuple(ways)


def _may_shorten(request: DrawRequest, teams: int) -> bool:
    smallest = min(request.format.uneven.smallest_room, request.format.room_size - 1)
    return not request.format.has_two_sides and even_rooms(teams, request.format.room_size)[-1] >= smallest


def _with_rule(request: DrawRequest, how: Uneven) -> DrawRequest:
    smallest = min(request.format.uneven.smallest_room, request.format.room_size - 1)
    uneven = replace(request.format.uneven, how=how, smallest_room=smallest)
    return replace(request, format=replace(request.format, uneven=uneven))


def _with_swings(request: DrawRequest, count: int) -> DrawRequest:
    return replace(request, entrants=(*request.entrants, *swing_teams(request, count)))


def swing_teams(request: DrawRequest, count: int) -> tuple[Entrant, ...]:
    """So many swing teams, new to the field and on the lowest points of it."""
    taken = {one.team for one in request.entrants}
    names = [name for number in range(1, count + len(taken) + 1) if (name := f"swing {number}") not in taken]
    points = min((one.points for one in request.entrants), default=0)
    last = max((one.rank for one in request.entrants), default=0) + 1
    return tuple(Entrant(team=name, points=points, rank=last, swing=True) for name in names[:count])


def _remedy(kind: str, request: DrawRequest) -> Remedy:
    draw = draw_round(request)
    swings = len(request.entrants) - sum(not one.swing for one in request.entrants)
    short = sum(len(room.teams) < request.format.room_size for room in draw.rooms)
    return Remedy(
        kind=kind,
        rooms=len(draw.rooms),
        swing_teams=swings,
        byes=draw.byes,
        short_rooms=short,
        costs=draw_costs(draw),
        notes=_effects(draw, swings, short),
        request=request,
    )


def _effects(draw: Draw, swings: int, short: int) -> tuple[Note, ...]:
    format_ = draw.request.format
    effects = []
    if swings:
        effects.append(note("swing_needs_speakers", teams=swings, speakers=swings * format_.speakers))
    if draw.byes:
        rounds = -(-len(draw.request.entrants) // len(draw.byes))
        effects.append(note("sit_out", teams=draw.byes, points=format_.uneven.bye_points, rounds=rounds))
    if short:
        sizes = tuple(sorted({len(room.teams) for room in draw.rooms if len(room.teams) < format_.room_size}))
        effects.append(note("short_rooms", rooms=short, sizes=sizes))
    return tuple(effects)
