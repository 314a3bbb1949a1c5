"""Which ballots are in: what the tab chases."""

from dataclasses import dataclass

from competitions.debates.choices import BallotState
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
