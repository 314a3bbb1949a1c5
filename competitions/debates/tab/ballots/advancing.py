"""Knock-out ballots: who goes on, without scores."""

from collections.abc import Sequence
from dataclasses import dataclass

from competitions.debates.tab.errors import BallotError


@dataclass(frozen=True, kw_only=True)
class KnockoutBallot:
    """The teams that a judge, or the panel by consensus, sends on."""

    adjudicator: str = ""
    advancing: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class AdvanceResult:
    """Who goes on, with the votes of every team of the room; `by_chair` where the casting vote decided."""

    advancing: tuple[str, ...]
    votes: tuple[tuple[str, int], ...]
    by_chair: bool = False


def decide_advancing(
    teams: Sequence[str], ballots: Sequence[KnockoutBallot], places: int, *, chair: str = ""
) -> AdvanceResult:
    """The teams with most votes go on; among teams level for the last places the chair's ballot decides.

    Raises BallotError where a ballot does not name so many teams of the room, or the chair's vote is needed and does
    not part them.
    """
    for ballot in ballots:
        named = set(ballot.advancing)
        if len(named) != places or len(ballot.advancing) != places or not named <= set(teams):
            raise BallotError("advancing_does_not_fit", adjudicator=ballot.adjudicator, places=places)
    if not ballots:
        raise BallotError("ballots_do_not_fit", ballots=0, by="knock-out")
    votes = {team: sum(team in ballot.advancing for ballot in ballots) for team in teams}
    last = sorted(votes.values(), reverse=True)[places - 1]
    sure = [team for team in teams if votes[team] > last]
    level = [team for team in teams if votes[team] == last]
    left = places - len(sure)
    chosen = level if len(level) == left else _of_chair(level, left, ballots, chair)
    return AdvanceResult(
        advancing=tuple(team for team in teams if team in {*sure, *chosen}),
        votes=tuple(votes.items()),
        by_chair=len(level) > left,
    )


def _of_chair(level: Sequence[str], left: int, ballots: Sequence[KnockoutBallot], chair: str) -> list[str]:
    for ballot in ballots:
        if chair and ballot.adjudicator == chair:
            chosen = [team for team in level if team in ballot.advancing]
            if len(chosen) == left:
                return chosen
    raise BallotError("votes_are_level", teams=tuple(level), places=left)
