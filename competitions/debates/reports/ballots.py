"""Which ballots are in: what the tab chases."""

from dataclasses import dataclass
from decimal import Decimal

from competitions.debates.choices import BallotState, side_letters
from competitions.debates.models import Adjudicator, Ballot, Debate, Round


@dataclass(frozen=True)
class BallotLine:
    """One ballot that is due: the room, the judge, the newest ballot and the one that counts, if there are any."""

    debate: Debate
    judge: Adjudicator
    newest: Ballot | None
    counts: Ballot | None

    @property
    def is_in(self) -> bool:
        """Whether any was sent."""
        return self.newest is not None

    @property
    def is_confirmed(self) -> bool:
        """Whether one counts."""
        return self.counts is not None

    @property
    def waits(self) -> bool:
        """Whether a ballot was sent that nobody has confirmed yet."""
        return self.newest is not None and self.newest.state == BallotState.SENT

    @property
    def totals(self) -> list[tuple[str, str, str]]:
        """Side, team and total of the newest ballot; empty where none is in."""
        if self.newest is None:
            return []
        sums: dict[int, Decimal] = {}
        for one in self.newest.scores.all():
            sums[one.team_id] = sums.get(one.team_id, Decimal(0)) + one.score
        rules = self.debate.round.rules
        return [
            (side_letters(rules, seat.side), seat.team.name, f"{sums[seat.team_id].normalize():f}")
            for seat in self.debate.teams.all()
            if seat.team_id in sums
        ]


def ballot_lines(round_: Round) -> list[BallotLine]:
    """A line for each ballot that is due, room by room."""
    debates = round_.debates.select_related("round__tournament", "venue").prefetch_related(
        "panel__adjudicator", "teams__team", "ballots__adjudicator", "ballots__sent_by", "ballots__scores"
    )
    return [_line(debate, judge) for debate in debates for judge in debate.get_ballot_judges()]


def _line(debate: Debate, judge: Adjudicator) -> BallotLine:
    mine = [one for one in debate.ballots.all() if one.adjudicator_id == judge.pk]
    counts = next((one for one in mine if one.state == BallotState.CONFIRMED), None)
    return BallotLine(debate, judge, max(mine, key=lambda one: one.version, default=None), counts)
