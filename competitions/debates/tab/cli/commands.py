"""The commands: each takes JSON and gives what is to be written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from competitions.debates.tab.ballots.advancing import AdvanceResult, decide_advancing
from competitions.debates.tab.ballots.audience import AudienceResult, decide_by_audience
from competitions.debates.tab.ballots.deciding import decide_debate
from competitions.debates.tab.breaks.categories import BreakCategory, CategoryBreak, make_breaks
from competitions.debates.tab.breaks.liveness.needs import Need, needs_of_teams
from competitions.debates.tab.check.report import CheckReport, check_draw
from competitions.debates.tab.cli.inputs import (
    BallotInput,
    BreakInput,
    BreakRoundInput,
    DrawInput,
    PanelsInput,
    RoundInput,
    StandingsInput,
)
from competitions.debates.tab.draw.changes import Price, price_change, replay
from competitions.debates.tab.draw.explain import DrawExplanation, explain_draw
from competitions.debates.tab.draw.knockout import KnockoutRound, next_knockout, seed_knockout
from competitions.debates.tab.draw.model import Change, Draw, DrawRequest
from competitions.debates.tab.draw.remedies import Remedy, propose_remedies
from competitions.debates.tab.errors import InputError
from competitions.debates.tab.formats.format import Format
from competitions.debates.tab.formats.presets import PRESETS
from competitions.debates.tab.json_form import Json, decode, fingerprint
from competitions.debates.tab.motions import MotionBalance, balance_of_motions
from competitions.debates.tab.panels.allocate import allocate_panels
from competitions.debates.tab.panels.model import PanelPlan
from competitions.debates.tab.panels.venues import VenueChoice, allocate_venues
from competitions.debates.tab.records import prepare_entrants
from competitions.debates.tab.results import DebateResult
from competitions.debates.tab.simulate.plan import SimulationPlan
from competitions.debates.tab.simulate.tournament import Tournament, simulate_tournament
from competitions.debates.tab.standings.ranking import Standing, rank_teams
from competitions.debates.tab.standings.speakers import SpeakerStanding, rank_speakers


@dataclass(frozen=True, kw_only=True)
class DrawOutput:
    """A draw with its explanation, the fingerprint of its request, ways to seat an uneven field, and prices."""

    draw: Draw
    explanation: DrawExplanation
    fingerprint: str
    remedies: tuple[Remedy, ...]
    prices: tuple[Price, ...]


@dataclass(frozen=True, kw_only=True)
class PanelsOutput:
    """Panels and rooms, whichever were asked for."""

    plan: PanelPlan | None
    venues: tuple[VenueChoice, ...]


@dataclass(frozen=True, kw_only=True)
class StandingsOutput:
    """Teams, speakers, replies and motions."""

    teams: tuple[Standing, ...]
    speakers: tuple[SpeakerStanding, ...]
    replies: tuple[SpeakerStanding, ...]
    motions: tuple[MotionBalance, ...]


@dataclass(frozen=True, kw_only=True)
class CategoryNeeds:
    """What each team needs to break in a category."""

    category: str
    needs: tuple[Need, ...]


@dataclass(frozen=True, kw_only=True)
class BreakOutput:
    """The breaks as things stand, and what each team needs where rounds are left."""

    breaks: tuple[CategoryBreak, ...]
    needs: tuple[CategoryNeeds, ...]


def draw(data: Json) -> DrawOutput | KnockoutRound:
    """Draw a preliminary or a knock-out round, or make a draw again."""
    asked = decode(DrawInput, data)
    _refuse_several(asked.preliminary, asked.knockout, asked.request)
    if asked.knockout is not None:
        return _draw_knockout(asked.knockout)
    if asked.preliminary is not None:
        given = asked.preliminary
        return _draw_output(_request(given), given.changes, given.prices)
    if asked.request is not None:
        return _draw_output(asked.request, asked.changes, ())
    raise InputError("nothing_asked", known=("preliminary", "knockout", "request"))


def _request(given: RoundInput) -> DrawRequest:
    entrants = given.entrants or prepare_entrants(given.teams, given.results, given.format)
    return DrawRequest(format=given.format, entrants=entrants, seed=given.seed, round=given.round, rule=given.rule)


def _draw_output(request: DrawRequest, changes: Sequence[Change], prices: Sequence[Change]) -> DrawOutput:
    drawn = replay(request, changes)
    return DrawOutput(
        draw=drawn,
        explanation=explain_draw(drawn),
        fingerprint=fingerprint(request),
        remedies=propose_remedies(request) if len(request.entrants) % request.format.room_size else (),
        prices=tuple(price_change(drawn, change) for change in prices),
    )


def _draw_knockout(given: BreakRoundInput) -> KnockoutRound:
    if given.previous is not None:
        return next_knockout(given.previous, given.winners or {})
    if given.format is None:
        raise InputError("field_missing", where="input.knockout", field="format")
    return seed_knockout(given.format, given.breaking, given.seed)


def panels(data: Json) -> PanelsOutput:
    """Allocate panels and rooms."""
    asked = decode(PanelsInput, data)
    plan = allocate_panels(asked.panels) if asked.panels else None
    return PanelsOutput(plan=plan, venues=allocate_venues(asked.venue_needs, asked.venues, asked.seed))


def ballot(data: Json) -> DebateResult | AudienceResult | AdvanceResult:
    """Decide a debate, an audience vote or a knock-out room."""
    asked = decode(BallotInput, data)
    _refuse_several(asked.debate, asked.audience, asked.knockout)
    if asked.debate is not None:
        return decide_debate(asked.debate)
    if asked.audience is not None:
        vote = asked.audience
        return decide_by_audience(vote.format, vote.teams, vote.vote, round_number=vote.round, room=vote.room)
    if asked.knockout is not None:
        room = asked.knockout
        return decide_advancing(room.teams, room.ballots, room.places, chair=room.chair)
    raise InputError("nothing_asked", known=("debate", "audience", "knockout"))


def standings(data: Json) -> StandingsOutput:
    """Rank teams and speakers, and weigh the motions."""
    asked = decode(StandingsInput, data)
    tabs = [
        rank_speakers(
            asked.teams,
            asked.results,
            asked.format,
            replies=replies,
            ranking=asked.speaker_ranking,
            fewest_speeches=asked.fewest_speeches,
        )
        for replies in (False, True)
    ]
    return StandingsOutput(
        teams=rank_teams(asked.teams, asked.results, asked.format, ranking=asked.ranking, seed=asked.seed),
        speakers=tabs[0],
        replies=tabs[1],
        motions=balance_of_motions(asked.results, asked.format),
    )


def break_(data: Json) -> BreakOutput:
    """Make the breaks, and say what each team needs."""
    asked = decode(BreakInput, data)
    ranked = rank_teams(asked.teams, asked.results, asked.format, ranking=asked.ranking, seed=asked.seed)
    needs = tuple(_needs(asked, category, ranked) for category in asked.categories) if asked.rounds_left else ()
    return BreakOutput(breaks=make_breaks(asked.teams, ranked, asked.categories), needs=needs)


def _needs(asked: BreakInput, category: BreakCategory, ranked: Sequence[Standing]) -> CategoryNeeds:
    may_break = frozenset(
        team.id for team in asked.teams if not team.swing and (category.is_general or category.code in team.categories)
    )
    needs = needs_of_teams(
        {line.team: line.points for line in ranked},
        asked.format,
        size=category.size,
        rounds=asked.rounds_left,
        eligible=may_break - frozenset(category.remarks or {}),
        rooms=asked.rooms,
        rule=asked.rule,
    )
    return CategoryNeeds(category=category.code, needs=needs)


def check(data: Json, *, prove: bool = False) -> CheckReport:
    """Verify a draw; the output of `draw` is read as well."""
    inner = data["draw"] if isinstance(data, dict) and "draw" in data else data
    return check_draw(decode(Draw, inner), prove=prove)


def simulate(data: Json) -> Tournament:
    """Play a practice tournament."""
    return simulate_tournament(decode(SimulationPlan, data))


def formats() -> list[Format]:
    """The formats ready for use."""
    return list(PRESETS.values())


COMMANDS: dict[str, Callable[[Json], object]] = {
    "draw": draw,
    "panels": panels,
    "ballot": ballot,
    "standings": standings,
    "break": break_,
    "check": check,
    "simulate": simulate,
}
"""The commands that read JSON, by name."""


def _refuse_several(*parts: object) -> None:
    """Raise InputError where more than one of several parts is given."""
    if sum(part is not None for part in parts) > 1:
        raise InputError("several_asked")
