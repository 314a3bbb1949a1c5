"""A show debate: the audience votes before and after, and the side that won it over wins."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from competitions.debates.tab.errors import BallotError
from competitions.debates.tab.formats.ballot_rules import BallotsBy
from competitions.debates.tab.formats.format import Format
from competitions.debates.tab.results import DebateResult, TeamResult, compared


@dataclass(frozen=True, kw_only=True)
class AudienceVote:
    """Votes before and after a debate: for each side, and undecided."""

    before: tuple[int, int]
    before_undecided: int = 0
    after: tuple[int, int]
    after_undecided: int = 0


@dataclass(frozen=True, kw_only=True)
class AudienceResult:
    """Shares of all votes before and after by side, their change in points of per cent, and the side that won.

    `winner` is None where both gained alike and hold alike.
    """

    before: tuple[Decimal, Decimal]
    after: tuple[Decimal, Decimal]
    change: tuple[Decimal, Decimal]
    winner: int | None
    debate: DebateResult


def decide_by_audience(
    format_: Format, teams: Sequence[str], vote: AudienceVote, *, round_number: int = 1, room: int = 1
) -> AudienceResult:
    """The side whose share of all votes grew more wins; if they grew alike, the one that ends higher.

    Raises BallotError where the format is not decided by the audience or a vote has nobody in it.
    """
    if format_.ballot.by is not BallotsBy.AUDIENCE or len(teams) != 2:
        raise BallotError("audience_does_not_decide", format=format_.code)
    before = _shares(vote.before, vote.before_undecided)
    after = _shares(vote.after, vote.after_undecided)
    change = [late - early for early, late in zip(before, after, strict=True)]
    winner = _winner(change, after)
    return AudienceResult(
        before=_per_cent(before),
        after=_per_cent(after),
        change=_per_cent(change),
        winner=winner,
        debate=_result(format_, teams, winner, round_number, room),
    )


def _shares(votes: Sequence[int], undecided: int) -> list[Fraction]:
    everyone = sum(votes) + undecided
    if min(*votes, undecided) < 0 or not everyone:
        raise BallotError("vote_is_empty", votes=tuple(votes), undecided=undecided)
    return [Fraction(count, everyone) for count in votes]


def _winner(change: Sequence[Fraction], after: Sequence[Fraction]) -> int | None:
    first, second = zip(change, after, strict=True)
    return None if first == second else int(second > first)


def _per_cent(shares: Sequence[Fraction]) -> tuple[Decimal, Decimal]:
    first, second = (compared(Decimal(share.numerator * 100) / share.denominator) for share in shares)
    return first, second


def _result(format_: Format, teams: Sequence[str], winner: int | None, round_number: int, room: int) -> DebateResult:
    """A drawn debate leaves both sides on second place without points."""
    results = tuple(
        TeamResult(
            team=team,
            side=side,
            place=1 if winner == side else 2,
            points=0 if winner is None else format_.points[int(side != winner)],
        )
        for side, team in enumerate(teams)
    )
    return DebateResult(round=round_number, room=room, sides=2, teams=results, format=format_.code)
