"""What a team's results add up to, before they are compared."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from competitions.debates.tab.field import Team
from competitions.debates.tab.formats.ballot_rules import MissingScores
from competitions.debates.tab.formats.format import Format
from competitions.debates.tab.results import ABSENT, EXCUSED, Attendance, DebateResult, TeamResult, mean


@dataclass
class Tally:
    """One team's results by round, and the teams it met, once for each meeting.

    Scores of a round are the team's own; where the format credits a bye or a walk-over with the team's average, that
    average stands in for them.
    """

    team: Team
    format: Format
    results: list[TeamResult] = field(default_factory=list)
    opponents: list[str] = field(default_factory=list)
    pull_ups: int = 0

    @property
    def points(self) -> int:
        """Points of all rounds."""
        return sum(result.points for result in self.results)

    @property
    def wins(self) -> int:
        """First places, and byes that count as one."""
        return sum(
            result.place == 1 or (result.attendance is Attendance.BYE and result.points > 0) for result in self.results
        )

    def places(self, place: int) -> int:
        """How often it took a place."""
        return sum(result.place == place for result in self.results)

    @property
    def byes(self) -> int:
        """Rounds without a room."""
        return sum(result.attendance is Attendance.BYE for result in self.results)

    @cached_property
    def scores(self) -> list[Decimal]:
        """The score of each round that has one, an average standing in where the format says so."""
        return self._filled([result.score for result in self.results if result.score is not None])

    @cached_property
    def total_score(self) -> Decimal:
        """All scores added up."""
        return sum(self.scores, Decimal(0))

    @cached_property
    def margins(self) -> list[Decimal]:
        """The margin of each debate that has one."""
        return [result.margin for result in self.results if result.margin is not None]

    @cached_property
    def speeches(self) -> list[Decimal]:
        """Scores of all substantive speeches, those of an iron person among them."""
        return [
            speech.score
            for result in self.results
            for speech in result.speeches
            if not speech.is_reply and speech.score is not None
        ]

    @cached_property
    def speaker_ranks(self) -> list[Decimal]:
        """The sum of the speakers' places of each round; an absent team takes the mean of the last places."""
        ranked = [sum(ranks) for result in self.results if (ranks := _ranks(result))]
        absent = sum(result.attendance in ABSENT for result in self.results)
        speakers, in_room = self.format.speakers, self.format.speakers * self.format.room_size
        worst = speakers * (in_room - Decimal(speakers - 1) / 2)
        given = [Decimal(rank) for rank in ranked]
        return [*self._filled(given), *([worst] * absent if given and self._fills else [])]

    @property
    def votes(self) -> Decimal:
        """Judges' votes carried, as if every panel had three."""
        counted = (result for result in self.results if result.votes_cast)
        return sum((Decimal(3 * result.votes) / result.votes_cast for result in counted), Decimal(0))

    @property
    def ballots(self) -> int:
        """Judges' votes carried, as cast."""
        return sum(result.votes for result in self.results)

    @property
    def _fills(self) -> bool:
        return self.format.uneven.missing_scores is MissingScores.OWN_AVERAGE

    def _filled(self, given: list[Decimal]) -> list[Decimal]:
        excused = sum(result.attendance in EXCUSED for result in self.results)
        return [*given, *([mean(given)] * excused if given and self._fills else [])]


def _ranks(result: TeamResult) -> list[int]:
    return [speech.rank for speech in result.speeches if speech.rank is not None]


def tally_results(teams: Iterable[Team], results: Sequence[DebateResult], format_: Format) -> dict[str, Tally]:
    """The tallies of those teams, by id; results of other teams count only as opponents' names."""
    tallies = {team.id: Tally(team, format_) for team in teams}
    for debate in sorted(results, key=lambda one: one.round):
        for result in debate.teams:
            if result.team in tallies:
                tallies[result.team].results.append(result)
                tallies[result.team].opponents.extend(_opponents(debate, result.team))
    for team, count in _pull_ups(results).items():
        if team in tallies:
            tallies[team].pull_ups = count
    return tallies


def _opponents(debate: DebateResult, team: str) -> list[str]:
    """Those a team debated against; nobody where it or they were absent."""
    debated = [other.team for other in debate.debated]
    return [other for other in debated if other != team] if team in debated else []


def _pull_ups(results: Sequence[DebateResult]) -> dict[str, int]:
    """How often each team debated in a room with a team on more points than its own."""
    points: dict[str, int] = {}
    counts: dict[str, int] = {}
    for number in sorted({debate.round for debate in results}):
        of_round = [debate for debate in results if debate.round == number]
        for debate in of_round:
            highest = max(points.get(result.team, 0) for result in debate.teams)
            for result in debate.teams:
                counts[result.team] = counts.get(result.team, 0) + (points.get(result.team, 0) < highest)
        for debate in of_round:
            for result in debate.teams:
                points[result.team] = points.get(result.team, 0) + result.points
    return counts
