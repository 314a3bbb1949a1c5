"""What each command reads: the fields of these classes are the fields of its JSON."""

from dataclasses import dataclass

from competitions.debates.tab.ballots.advancing import KnockoutBallot
from competitions.debates.tab.ballots.audience import AudienceVote
from competitions.debates.tab.ballots.model import DebateSheet
from competitions.debates.tab.breaks.categories import BreakCategory
from competitions.debates.tab.draw.knockout import KnockoutRound
from competitions.debates.tab.draw.model import Change, DrawRequest
from competitions.debates.tab.field import Entrant, Team
from competitions.debates.tab.formats.draw_rules import DrawRule
from competitions.debates.tab.formats.format import Format
from competitions.debates.tab.formats.metrics import SpeakerMetric, TeamMetric
from competitions.debates.tab.panels.model import PanelRequest
from competitions.debates.tab.panels.venues import Venue, VenueNeed
from competitions.debates.tab.results import DebateResult


@dataclass(frozen=True, kw_only=True)
class RoundInput:
    """A round to draw: `entrants` as they stand, or `teams` with the `results` they stand on.

    `changes` are made after the draw, in order; `prices` are priced and not made.
    """

    format: Format
    seed: int
    round: int = 1
    rule: DrawRule | None = None
    entrants: tuple[Entrant, ...] = ()
    teams: tuple[Team, ...] = ()
    results: tuple[DebateResult, ...] = ()
    changes: tuple[Change, ...] = ()
    prices: tuple[Change, ...] = ()


@dataclass(frozen=True, kw_only=True)
class BreakRoundInput:
    """A knock-out round: the first, from the teams that break, best first; or the next, from who went on.

    `winners` are the teams that go on from each room of `previous`, by its number.
    """

    format: Format | None = None
    seed: int = 1
    breaking: tuple[str, ...] = ()
    previous: KnockoutRound | None = None
    winners: dict[int, tuple[str, ...]] | None = None


@dataclass(frozen=True, kw_only=True)
class DrawInput:
    """Exactly one of a preliminary round, a knock-out round, and a draw to make again from its request."""

    preliminary: RoundInput | None = None
    knockout: BreakRoundInput | None = None
    request: DrawRequest | None = None
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PanelsInput:
    """Panels to allocate, and rooms to hold the debates in; either may be left out."""

    panels: PanelRequest | None = None
    venues: tuple[Venue, ...] = ()
    venue_needs: tuple[VenueNeed, ...] = ()
    seed: int = 0


@dataclass(frozen=True, kw_only=True)
class AudienceInput:
    """A show debate: its format, its two teams by side, and the votes."""

    format: Format
    teams: tuple[str, ...]
    vote: AudienceVote
    round: int = 1
    room: int = 1


@dataclass(frozen=True, kw_only=True)
class AdvanceInput:
    """A knock-out room: its teams, how many go on, the ballots, and whose vote is the casting one."""

    teams: tuple[str, ...]
    places: int
    ballots: tuple[KnockoutBallot, ...]
    chair: str = ""


@dataclass(frozen=True, kw_only=True)
class BallotInput:
    """Exactly one of a debate, an audience vote and a knock-out room."""

    debate: DebateSheet | None = None
    audience: AudienceInput | None = None
    knockout: AdvanceInput | None = None


@dataclass(frozen=True, kw_only=True)
class StandingsInput:
    """Teams and results to rank. `ranking` and `speaker_ranking` override the format's; `seed` draws lots."""

    format: Format
    teams: tuple[Team, ...]
    results: tuple[DebateResult, ...]
    ranking: tuple[TeamMetric, ...] = ()
    speaker_ranking: tuple[SpeakerMetric, ...] = ()
    fewest_speeches: int = 1
    seed: int = 0


@dataclass(frozen=True, kw_only=True)
class BreakInput:
    """Teams, results and categories. With `rounds_left` it also says what each team needs.

    `rooms` are those of the last round, once it is drawn; `rule` is the draw of the rounds left.
    """

    format: Format
    teams: tuple[Team, ...]
    results: tuple[DebateResult, ...]
    categories: tuple[BreakCategory, ...]
    ranking: tuple[TeamMetric, ...] = ()
    rounds_left: int = 0
    rooms: tuple[tuple[str, ...], ...] = ()
    rule: DrawRule | None = None
    seed: int = 0
