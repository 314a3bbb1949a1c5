"""The debate engine: draws, panels, ballots, standings and breaks. Pure: no framework, no clock.

    formats    Format, PRESETS, preset; rules of draw: RandomDraw, SeededDraw, PositionDraw, MatchingDraw,
               ClassicDraw, RoundRobin
    field      Team -> prepare_entrants(teams, results, format) -> Entrant
    draw       DrawRequest -> draw_round -> Draw; explain_draw; propose_remedies for an uneven field;
               replay, apply_change (Leave, Arrive, Exchange), price_change, touched_rooms, cheapest_without;
               allocate_sides; seed_knockout, next_knockout
    check      check_draw -> CheckReport: verifies a draw by other means than those that made it
    panels     PanelRequest -> allocate_panels -> PanelPlan; allocate_venues
    ballots    DebateSheet -> decide_debate -> DebateResult; decide_by_audience; decide_advancing; bye_result
    standings  rank_teams, rank_speakers, balance_of_motions
    breaks     make_breaks, needs_of_teams
    simulate   simulate_tournament
    words      Note (code, values), SENTENCES (English by code), TERMS; every refusal is a TabError with a Note
    json       read_json, decode, encode, write_json, fingerprint

Everything is a frozen dataclass; equal inputs and seeds give equal outputs; scores are decimals, costs whole numbers.
`python -m competitions.debates.tab` is its command line, `docs/tab.md` its manual.
"""

from competitions.debates.tab.ballots.advancing import AdvanceResult, KnockoutBallot, decide_advancing
from competitions.debates.tab.ballots.audience import AudienceResult, AudienceVote, decide_by_audience
from competitions.debates.tab.ballots.deciding import decide_debate
from competitions.debates.tab.ballots.model import Ballot, DebateSheet, Speech, TeamSheet
from competitions.debates.tab.breaks.categories import BreakCategory, CategoryBreak, Remark, make_breaks
from competitions.debates.tab.breaks.liveness.needs import Need, State, needs_of_teams
from competitions.debates.tab.check.report import CheckReport, check_draw
from competitions.debates.tab.draw.alternatives import Alternative, cheapest_without
from competitions.debates.tab.draw.changes import Price, apply_change, price_change, replay, touched_rooms
from competitions.debates.tab.draw.explain import (
    DrawExplanation,
    RoomExplanation,
    TeamExplanation,
    explain_draw,
)
from competitions.debates.tab.draw.knockout import KnockoutRound, next_knockout, seed_knockout
from competitions.debates.tab.draw.model import (
    Arrive,
    Change,
    Draw,
    DrawRequest,
    Exchange,
    Leave,
    Room,
    Term,
)
from competitions.debates.tab.draw.remedies import Remedy, propose_remedies
from competitions.debates.tab.draw.rounds import draw_round
from competitions.debates.tab.draw.sides import allocate_sides
from competitions.debates.tab.errors import (
    BallotError,
    BreakError,
    DrawError,
    FormatError,
    InputError,
    PanelsError,
    TabError,
)
from competitions.debates.tab.field import Entrant, Team
from competitions.debates.tab.formats.ballot_rules import BallotRule, BallotsBy, UnevenRule, Winner
from competitions.debates.tab.formats.draw_rules import (
    ClassicDraw,
    DrawRule,
    MatchingDraw,
    PositionDraw,
    RandomDraw,
    RoundRobin,
    SeededDraw,
    Sides,
)
from competitions.debates.tab.formats.format import Format, Reply, RuleText
from competitions.debates.tab.formats.metrics import BreakRule, SpeakerMetric, TeamMetric
from competitions.debates.tab.formats.presets import PRESETS, preset
from competitions.debates.tab.formats.scales import Criterion, Scale, scale
from competitions.debates.tab.json_form import decode, encode, fingerprint, read_json, write_json
from competitions.debates.tab.motions import MotionBalance, balance_of_motions
from competitions.debates.tab.notes import Note, note
from competitions.debates.tab.panels.allocate import allocate_panels
from competitions.debates.tab.panels.model import (
    Adjudicator,
    Conflict,
    Panel,
    PanelDebate,
    PanelPlan,
    PanelRequest,
    PanelRule,
    Reason,
    With,
)
from competitions.debates.tab.panels.venues import Venue, VenueChoice, VenueNeed, allocate_venues
from competitions.debates.tab.records import prepare_entrants
from competitions.debates.tab.results import (
    Attendance,
    DebateResult,
    SpeechResult,
    TeamResult,
    bye_result,
)
from competitions.debates.tab.sentences import SENTENCES, TERMS
from competitions.debates.tab.simulate.plan import SimulationPlan
from competitions.debates.tab.simulate.tournament import Tournament, simulate_tournament
from competitions.debates.tab.standings.ranking import Standing, rank_teams
from competitions.debates.tab.standings.speakers import SpeakerStanding, rank_speakers

__all__ = [
    "Adjudicator",
    "AdvanceResult",
    "Alternative",
    "Arrive",
    "Attendance",
    "AudienceResult",
    "AudienceVote",
    "Ballot",
    "BallotError",
    "BallotRule",
    "BallotsBy",
    "BreakCategory",
    "BreakError",
    "BreakRule",
    "CategoryBreak",
    "Change",
    "CheckReport",
    "ClassicDraw",
    "Conflict",
    "Criterion",
    "DebateResult",
    "DebateSheet",
    "Draw",
    "DrawError",
    "DrawExplanation",
    "DrawRequest",
    "DrawRule",
    "Entrant",
    "Exchange",
    "Format",
    "FormatError",
    "InputError",
    "KnockoutBallot",
    "KnockoutRound",
    "Leave",
    "MatchingDraw",
    "MotionBalance",
    "Need",
    "Note",
    "PRESETS",
    "Panel",
    "PanelDebate",
    "PanelPlan",
    "PanelRequest",
    "PanelRule",
    "PanelsError",
    "PositionDraw",
    "Price",
    "RandomDraw",
    "Reason",
    "Remark",
    "Remedy",
    "Reply",
    "Room",
    "RoomExplanation",
    "RoundRobin",
    "RuleText",
    "SENTENCES",
    "Scale",
    "SeededDraw",
    "Sides",
    "SimulationPlan",
    "SpeakerMetric",
    "SpeakerStanding",
    "Speech",
    "SpeechResult",
    "Standing",
    "State",
    "TERMS",
    "TabError",
    "Team",
    "TeamExplanation",
    "TeamMetric",
    "TeamResult",
    "TeamSheet",
    "Term",
    "Tournament",
    "UnevenRule",
    "Venue",
    "VenueChoice",
    "VenueNeed",
    "Winner",
    "With",
    "allocate_panels",
    "allocate_sides",
    "allocate_venues",
    "apply_change",
    "balance_of_motions",
    "bye_result",
    "cheapest_without",
    "check_draw",
    "decide_advancing",
    "decide_by_audience",
    "decide_debate",
    "decode",
    "draw_round",
    "encode",
    "explain_draw",
    "fingerprint",
    "make_breaks",
    "needs_of_teams",
    "next_knockout",
    "note",
    "prepare_entrants",
    "preset",
    "price_change",
    "propose_remedies",
    "rank_speakers",
    "rank_teams",
    "read_json",
    "replay",
    "scale",
    "seed_knockout",
    "simulate_tournament",
    "touched_rooms",
    "write_json",
]
