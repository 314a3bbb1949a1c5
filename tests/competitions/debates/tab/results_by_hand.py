"""Results written by hand, as short as a table allows."""

from collections.abc import Sequence
from decimal import Decimal

from competitions.debates.tab import Attendance, DebateResult, SpeechResult, Team, TeamResult


def duel(number: int, first: str, second: str, *, margin: int = 1, votes: int = 1, of: int = 1, motion: str = "m"):
    """A debate that `first` won, on the first side; scores are 75 apart by the margin."""
    score = Decimal(75)
    return DebateResult(
        round=number,
        room=1,
        sides=2,
        motion=motion,
        teams=(
            TeamResult(
                team=first, side=0, place=1, points=1, score=score, margin=Decimal(margin), votes=votes, votes_cast=of
            ),
            TeamResult(
                team=second,
                side=1,
                place=2,
                points=0,
                score=score - margin,
                margin=Decimal(-margin),
                votes=of - votes,
                votes_cast=of,
            ),
        ),
    )


def four(number: int, *order: str, score: int = 150, motion: str = "m", sides: Sequence[int] = (0, 1, 2, 3)):
    """A room of four in the order of its places; scores fall by one from place to place."""
    return DebateResult(
        round=number,
        room=1,
        sides=4,
        motion=motion,
        teams=tuple(
            TeamResult(team=team, side=sides[place], place=place + 1, points=3 - place, score=Decimal(score - place))
            for place, team in enumerate(order)
        ),
    )


def spoken(number: int, team: str, *speeches: SpeechResult, points: int = 0) -> DebateResult:
    """A debate of which only one team's speeches matter."""
    total = sum((speech.score or Decimal(0) for speech in speeches), Decimal(0))
    other = TeamResult(team="other", side=1, place=2)
    line = TeamResult(team=team, side=0, place=1, points=points, score=total, speeches=speeches)
    return DebateResult(round=number, room=1, sides=2, teams=(line, other))


def alone(number: int, team: str, attendance: Attendance, points: int = 0) -> DebateResult:
    """A round in which a team did not debate."""
    return DebateResult(
        round=number,
        room=0,
        sides=2,
        teams=(
            TeamResult(
                team=team, points=points, attendance=attendance, place=1 if attendance is Attendance.WALKOVER else None
            ),
        ),
    )


def teams(*names: str, **of_all: object) -> tuple[Team, ...]:
    """Teams by name."""
    return tuple(Team(id=name, **of_all) for name in names)
