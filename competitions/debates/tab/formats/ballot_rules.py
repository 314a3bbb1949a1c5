"""Rules of ballots, absences and byes as data."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class BallotsBy(StrEnum):
    """Whose ballots make the result."""

    CONSENSUS = "consensus"  # one ballot a room
    INDIVIDUAL = "individual"  # one ballot a judge
    AUDIENCE = "audience"  # a vote before and after


class Winner(StrEnum):
    """How the scores bind the winner."""

    HIGH_POINTS = "high_points"  # the higher total wins, totals differ
    TIED_POINTS = "tied_points"  # equal totals are allowed, the winner is declared
    LOW_POINTS = "low_points"  # a declared winner may have the lower total


class IronPerson(StrEnum):
    """How a speech counts that one speaker gives in place of an absent one; the team counts both speeches."""

    LEAVE_OUT = "leave_out"  # the second speech is left out of the speaker tab
    MEAN = "mean"  # the speaker is credited with the mean of his speeches


class MissingScores(StrEnum):
    """What a team scores in a round it could not debate through no fault of its own."""

    NOTHING = "nothing"
    OWN_AVERAGE = "own_average"


class Uneven(StrEnum):
    """What happens when the teams do not fill the rooms."""

    BYE = "bye"  # the teams left over have no debate
    SHORT_ROOMS = "short_rooms"  # some rooms have a team less


class ByeGoesTo(StrEnum):
    """Who has the bye, among those with the fewest byes so far; a swing team always comes first."""

    LOWEST = "lowest"
    RANDOM = "random"


@dataclass(frozen=True, kw_only=True)
class BallotRule:
    """How ballots become a result.

    `dissenters_count`: scores and margins are means over all judges, not over the majority only. `max_margin`: the
    largest difference of two teams' totals that a ballot may show.
    """

    by: BallotsBy = BallotsBy.CONSENSUS
    winner: Winner = Winner.HIGH_POINTS
    dissenters_count: bool = False
    max_margin: Decimal | None = None
    iron_person: IronPerson = IronPerson.LEAVE_OUT


@dataclass(frozen=True, kw_only=True)
class UnevenRule:
    """Byes, short rooms and forfeits.

    `bye_points` go to the team with the bye; `missing_scores` is what it, and the winner by forfeit, score.
    `smallest_room` is the fewest teams a short room may have.
    """

    how: Uneven = Uneven.BYE
    bye_goes_to: ByeGoesTo = ByeGoesTo.LOWEST
    bye_points: int = 0
    missing_scores: MissingScores = MissingScores.NOTHING
    smallest_room: int = 3
