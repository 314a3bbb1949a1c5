"""Why a draw is as it is: each room's bracket, pull-ups, cost by term, and what the alternative would have cost."""

from dataclasses import dataclass, replace

from competitions.debates.tab.draw.alternatives import Alternative, cheapest_exchanges
from competitions.debates.tab.draw.costs import room_costs, total_costs
from competitions.debates.tab.draw.elsewhere import costs_elsewhere
from competitions.debates.tab.draw.many import costs_of_positions
from competitions.debates.tab.draw.model import Draw, Room, Term
from competitions.debates.tab.field import Entrant
from competitions.debates.tab.formats.ballot_rules import ByeGoesTo
from competitions.debates.tab.formats.draw_rules import (
    ClassicDraw,
    DrawRule,
    OddBracket,
    PositionDraw,
    PullUps,
    RoundRobin,
)
from competitions.debates.tab.notes import Note, note


@dataclass(frozen=True, kw_only=True)
class TeamExplanation:
    """One team in its room.

    `history` counts its debates by side before this one; `costs` is what each side would cost it alone, and
    `elsewhere` what the cheapest draw with the team on that side costs more than this draw, all in millionths (None
    where it may not sit there; both empty for rooms of two teams).
    """

    team: str
    side: int
    points: int
    history: tuple[int, ...]
    costs: tuple[int, ...] = ()
    elsewhere: tuple[int | None, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RoomExplanation:
    """One room: its bracket, its cost by term, its teams, remarks, and, for two teams, the cheapest exchange."""

    room: int
    bracket: int
    terms: tuple[Term, ...]
    teams: tuple[TeamExplanation, ...]
    notes: tuple[Note, ...] = ()
    alternative: Alternative | None = None


@dataclass(frozen=True, kw_only=True)
class DrawExplanation:
    """A whole draw: its rule and seed, the totals, every room, and why each bye fell where it did."""

    rule: str
    seed: int
    round: int
    totals: tuple[Term, ...]
    rooms: tuple[RoomExplanation, ...]
    byes: tuple[Note, ...]
    notes: tuple[Note, ...]


def explain_draw(draw: Draw) -> DrawExplanation:
    """Explain every room of a draw, whether it stands as drawn or was changed since."""
    costs = room_costs(draw)
    return DrawExplanation(
        rule=draw.request.drawn_by.kind,
        seed=draw.request.seed,
        round=draw.request.round,
        totals=total_costs(costs.values()),
        rooms=_explain_rooms(draw, costs),
        byes=_explain_byes(draw),
        notes=(note("drawn_" + draw.request.drawn_by.kind),),
    )


def _explain_rooms(draw: Draw, costs: dict[int, tuple[Term, ...]]) -> tuple[RoomExplanation, ...]:
    has_two = draw.request.format.has_two_sides
    teams = _explain_pairs(draw) if has_two else _explain_seats(draw)
    exchanges = cheapest_exchanges(draw) if has_two else {}
    return tuple(
        RoomExplanation(
            room=room.number,
            bracket=room.bracket,
            terms=costs[room.number],
            teams=tuple(teams[team] for team in room.teams),
            notes=room.notes,
            alternative=exchanges.get(room.number),
        )
        for room in draw.rooms
    )


def _explain_pairs(draw: Draw) -> dict[str, TeamExplanation]:
    entrants, places = draw.entrants(), draw.places()
    return {
        team: _explain_team(draw, entrants[team], side, draw.room(number)) for team, (number, side) in places.items()
    }


def _explain_seats(draw: Draw) -> dict[str, TeamExplanation]:
    elsewhere = costs_elsewhere(draw)
    entrants, places = draw.entrants(), draw.places()
    teams = list(places)
    costs = costs_of_positions(draw.request, [entrants[team] for team in teams]).tolist() if teams else []
    return {
        team: replace(
            _explain_team(draw, entrants[team], places[team][1], draw.room(places[team][0])),
            costs=tuple(costs[row]),
            elsewhere=elsewhere.get(team, ()),
        )
        for row, team in enumerate(teams)
    }


def _explain_team(draw: Draw, entrant: Entrant, side: int, room: Room) -> TeamExplanation:
    return TeamExplanation(
        team=entrant.team,
        side=side,
        points=entrant.points,
        history=entrant.history(draw.request.format.room_size),
        notes=_explain_pull_up(draw, entrant, room),
    )


def _explain_pull_up(draw: Draw, entrant: Entrant, room: Room) -> tuple[Note, ...]:
    """Why a team debates above its points, where the rule has brackets."""
    reason = _pull_up_reason(draw.request.drawn_by)
    if entrant.points >= room.bracket or not reason:
        return ()
    if any(remark.code in ("edited", "solved_again") for remark in room.notes):
        return (note("above_after_change", team=entrant.team, points=entrant.points, bracket=room.bracket),)
    level = sum(other.points == entrant.points for other in draw.entrants().values())
    return (note(reason, team=entrant.team, points=entrant.points, bracket=room.bracket, among=level),)


def _pull_up_reason(rule: DrawRule) -> str:
    if isinstance(rule, PositionDraw):
        return "pulled_up_by_lot" if rule.pull_ups is PullUps.RANDOM else "pulled_up_by_cost"
    if isinstance(rule, ClassicDraw):
        between = rule.odd_bracket in (OddBracket.INTERMEDIATE, OddBracket.INTERMEDIATE_BUBBLE)
        return "pulled_up_between" if between else rule.odd_bracket.value
    return "pulled_up_by_matching" if rule.kind == "matching" else ""


def _explain_byes(draw: Draw) -> tuple[Note, ...]:
    entrants = draw.entrants()
    return tuple(_explain_bye(draw, entrants[team]) for team in draw.byes)


def _explain_bye(draw: Draw, entrant: Entrant) -> Note:
    if isinstance(draw.request.drawn_by, RoundRobin):
        return note("bye_of_schedule", team=entrant.team)
    if entrant.swing:
        return note("bye_of_swing", team=entrant.team)
    lowest = draw.request.format.uneven.bye_goes_to is ByeGoesTo.LOWEST
    return note("bye_of_lowest" if lowest else "bye_by_lot", team=entrant.team, byes=entrant.byes)
