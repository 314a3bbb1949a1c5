"""Who stands where, teams and speakers, after the rounds that are confirmed or released."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from competitions.debates import tab
from competitions.debates.models import Team, Tournament

METRICS = {
    tab.TeamMetric.POINTS: _("Points"),
    tab.TeamMetric.WINS: _("Wins"),
    tab.TeamMetric.SPEAKS: _("Scores"),
    tab.TeamMetric.SPEAKS_AVERAGE: _("Average score"),
    tab.TeamMetric.MARGIN: _("Margin"),
    tab.TeamMetric.MARGIN_AVERAGE: _("Average margin"),
    tab.TeamMetric.FIRSTS: _("Firsts"),
    tab.TeamMetric.SECONDS: _("Seconds"),
    tab.TeamMetric.DRAW_STRENGTH: _("Strength of opponents"),
    tab.TeamMetric.WHO_BEAT_WHOM: _("Who beat whom"),
}


@dataclass(frozen=True)
class TeamLine:
    """One team: its rank ("3=" where it is joint), and its figures in the order in which they count."""

    rank: str
    team: Team
    points: int
    values: list[str]
    metrics: list[str]

    @property
    def figures(self) -> list[tuple[str, str]]:
        """Each figure with what it is."""
        return list(zip(self.metrics, self.values, strict=True))


@dataclass(frozen=True)
class SpeakerLine:
    """One speaker: the rank, the name or the initials, the team, the total, the average, the speeches."""

    rank: str
    name: str
    team: str
    total: str
    average: str
    speeches: int


def metric_words(tournament: Tournament) -> list[str]:
    """What the figures of a team are, in the order in which they count."""
    return [str(METRICS.get(metric, metric.value)) for metric in tournament.rules.ranking]


def team_lines(tournament: Tournament, through: int | None = None) -> list[TeamLine]:
    """The team tab after a round, or after all that are confirmed."""
    teams = {team.key: team for team in tournament.teams.select_related("institution")}
    words = metric_words(tournament)
    return [
        TeamLine(_rank(one), teams[one.team], one.points, [_figure(value) for value in one.values], words)
        for one in tournament.get_standings(through)
    ]


def speaker_lines(tournament: Tournament, through: int | None = None, *, named: bool) -> list[SpeakerLine]:
    """The speaker tab; `named` for those in the tab, initials for everybody else."""
    teams = list(tournament.teams.prefetch_related("speakers"))
    speakers = {one.key: one for team in teams for one in team.speakers.all()}
    results = tournament.rounds.confirmed(through).results()
    ranked = tab.rank_speakers(
        [team.as_entered() for team in teams],
        results,
        tournament.rules,
        ranking=(tab.SpeakerMetric.TOTAL, tab.SpeakerMetric.AVERAGE),
    )
    by_key = {team.key: team.name for team in teams}
    return [
        SpeakerLine(
            rank=_rank(one),
            name=speakers[one.speaker].name if named else speakers[one.speaker].initials,
            team=by_key[one.team],
            total=_figure(one.values[0]),
            average=_figure(one.values[1]),
            speeches=one.speeches,
        )
        for one in ranked
    ]


def _rank(line: tab.Standing | tab.SpeakerStanding) -> str:
    if line.rank is None:
        return "–"
    return f"{line.rank}=" if line.is_joint else str(line.rank)


def _figure(value: Decimal | None) -> str:
    """A figure without needless places: 304, 76.25."""
    if value is None:
        return ""
    places = 0 if value == value.to_integral_value() else 2
    return str(number_format(value, decimal_pos=places))
