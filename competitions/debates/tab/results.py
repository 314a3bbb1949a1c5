"""What a debate leaves behind: places, points, scores and speeches, in decimals throughout.

A mean over judges is kept to twelve places; totals are compared after rounding to six. Two totals of scores on any
usual step differ by far more than that or not at all, so no tie is lost to rounding and none is made by it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum

from competitions.debates.tab.errors import BallotError

KEPT = Decimal("1e-12")
COMPARED = Decimal("1e-6")


class Attendance(StrEnum):
    """How a team came by its result."""

    DEBATED = "debated"
    BYE = "bye"  # no room
    WALKOVER = "walkover"  # its opponents did not appear or forfeited
    FORFEIT = "forfeit"  # gave the debate up
    NO_SHOW = "no_show"  # did not appear


ABSENT = frozenset({Attendance.FORFEIT, Attendance.NO_SHOW})
EXCUSED = frozenset({Attendance.BYE, Attendance.WALKOVER})
"""Without a debate through no fault of its own."""


@dataclass(frozen=True, kw_only=True)
class SpeechResult:
    """One speech as it counts: `score` is its mean over the judges who count, `rank` its place in the room.

    `counts` is false for the speech that an iron person gives a second time and that the speaker tab leaves out.
    """

    speaker: str
    score: Decimal | None
    rank: int | None = None
    is_reply: bool = False
    counts: bool = True


@dataclass(frozen=True, kw_only=True)
class TeamResult:
    """One team in one debate.

    `place` counts from 1 (None without a debate); `score` is the sum of its speeches; `margin` its lead over the
    opponent where there are two sides; `votes` of `votes_cast` are the judges' votes it carried.
    """

    team: str
    side: int | None = None
    place: int | None = None
    points: int = 0
    score: Decimal | None = None
    margin: Decimal | None = None
    votes: int = 0
    votes_cast: int = 0
    speeches: tuple[SpeechResult, ...] = ()
    attendance: Attendance = Attendance.DEBATED


@dataclass(frozen=True, kw_only=True)
class DebateResult:
    """One debate, or one bye (`room` 0, one team). `sides` is how many sides its format has.

    Raises BallotError for a debate without teams, with one twice, or on a side or place that there is not.
    """

    round: int
    room: int
    sides: int
    teams: tuple[TeamResult, ...]
    motion: str = ""
    format: str = ""

    def __post_init__(self) -> None:
        names = {result.team for result in self.teams}
        if not names or len(names) != len(self.teams) or not all(map(self._has_room_for, self.teams)):
            raise BallotError("result_does_not_fit", round=self.round, room=self.room, sides=self.sides)

    def _has_room_for(self, result: TeamResult) -> bool:
        on_side = result.side is None or 0 <= result.side < self.sides
        return on_side and (result.place is None or 1 <= result.place <= self.sides)

    @property
    def debated(self) -> tuple[TeamResult, ...]:
        """The teams that spoke; empty after a walk-over, for a debate needs two."""
        spoke = tuple(team for team in self.teams if team.attendance is Attendance.DEBATED)
        return spoke if len(spoke) > 1 else ()

    def team(self, team: str) -> TeamResult:
        """That team's result; raises KeyError where it was not in the debate."""
        for result in self.teams:
            if result.team == team:
                return result
        raise KeyError(team)


def bye_result(round_number: int, team: str, points: int, sides: int) -> DebateResult:
    """The result of a bye."""
    given = TeamResult(team=team, points=points, attendance=Attendance.BYE)
    return DebateResult(round=round_number, room=0, sides=sides, teams=(given,))


def mean(values: Iterable[Decimal]) -> Decimal:
    """The mean, kept to twelve places; raises ZeroDivisionError for no values."""
    numbers = list(values)
    return tidy((sum(numbers, Decimal(0)) / len(numbers)).quantize(KEPT, ROUND_HALF_EVEN))


def compared(value: Decimal) -> Decimal:
    """A number as it is compared with others: rounded to six places."""
    return tidy(value.quantize(COMPARED, ROUND_HALF_EVEN))


def tidy(value: Decimal) -> Decimal:
    """The same number without trailing zeros and without an exponent."""
    short = value.normalize()
    return short.quantize(Decimal(1)) if short == short.to_integral_value() else short
