"""The value of each metric for each team."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from competitions.debates.tab.formats.metrics import TeamMetric
from competitions.debates.tab.lots import Lots
from competitions.debates.tab.results import mean
from competitions.debates.tab.standings.tallies import Tally

Tallies = Mapping[str, Tally]


def mean_or_zero(values: Sequence[Decimal]) -> Decimal:
    """The mean; nothing has the mean 0."""
    return mean(values) if values else Decimal(0)


def deviation(values: Sequence[Decimal]) -> Decimal:
    """The population standard deviation; of nothing it is 0."""
    if not values:
        return Decimal(0)
    middle = sum(values, Decimal(0)) / len(values)
    return (sum(((value - middle) ** 2 for value in values), Decimal(0)) / len(values)).sqrt()


def trimmed(values: Sequence[Decimal], times: int) -> list[Decimal]:
    """Without the best and the worst, so many times; at least one value is left of any."""
    cut = min(times, max(0, (len(values) - 1) // 2))
    return sorted(values)[cut : len(values) - cut]


def _sum_trimmed(values: Sequence[Decimal], times: int) -> Decimal:
    return sum(trimmed(values, times), Decimal(0))


def _opponents(tally: Tally, tallies: Tallies) -> list[Tally]:
    return [tallies[team] for team in tally.opponents if team in tallies]


def _draw_strength(tally: Tally, tallies: Tallies) -> Decimal:
    return Decimal(sum(other.points for other in _opponents(tally, tallies)))


def _draw_strength_average(tally: Tally, tallies: Tallies) -> Decimal:
    return mean_or_zero([Decimal(other.points) for other in _opponents(tally, tallies)])


def _draw_strength_speaks(tally: Tally, tallies: Tallies) -> Decimal:
    return sum((other.total_score for other in _opponents(tally, tallies)), Decimal(0))


VALUES: dict[TeamMetric, Callable[[Tally, Tallies], Decimal]] = {
    TeamMetric.POINTS: lambda tally, _: Decimal(tally.points),
    TeamMetric.WINS: lambda tally, _: Decimal(tally.wins),
    TeamMetric.SPEAKS: lambda tally, _: tally.total_score,
    TeamMetric.SPEAKS_AVERAGE: lambda tally, _: mean_or_zero(tally.scores),
    TeamMetric.SPEECH_AVERAGE: lambda tally, _: mean_or_zero(tally.speeches),
    TeamMetric.SPEAKS_DEVIATION: lambda tally, _: deviation(tally.scores),
    TeamMetric.SPEAKS_TRIMMED: lambda tally, _: _sum_trimmed(tally.scores, 1),
    TeamMetric.SPEAKS_TRIMMED_TWICE: lambda tally, _: _sum_trimmed(tally.scores, 2),
    TeamMetric.SPEAKER_RANKS: lambda tally, _: sum(tally.speaker_ranks, Decimal(0)),
    TeamMetric.SPEAKER_RANKS_TRIMMED: lambda tally, _: _sum_trimmed(tally.speaker_ranks, 1),
    TeamMetric.SPEAKER_RANKS_TRIMMED_TWICE: lambda tally, _: _sum_trimmed(tally.speaker_ranks, 2),
    TeamMetric.MARGIN: lambda tally, _: sum(tally.margins, Decimal(0)),
    TeamMetric.MARGIN_AVERAGE: lambda tally, _: mean_or_zero(tally.margins),
    TeamMetric.FIRSTS: lambda tally, _: Decimal(tally.places(1)),
    TeamMetric.SECONDS: lambda tally, _: Decimal(tally.places(2)),
    TeamMetric.THIRDS: lambda tally, _: Decimal(tally.places(3)),
    TeamMetric.DRAW_STRENGTH: _draw_strength,
    TeamMetric.DRAW_STRENGTH_AVERAGE: _draw_strength_average,
    TeamMetric.DRAW_STRENGTH_SPEAKS: _draw_strength_speaks,
    TeamMetric.VOTES: lambda tally, _: tally.votes,
    TeamMetric.BALLOTS: lambda tally, _: Decimal(tally.ballots),
    TeamMetric.PULL_UPS: lambda tally, _: Decimal(tally.pull_ups),
}
"""All metrics that one team has by itself."""


def metric_value(metric: TeamMetric, tally: Tally, tallies: Tallies, lots: Lots) -> Decimal:
    """The value of a metric for one team; who beat whom is a matter of two."""
    if metric is TeamMetric.LOT:
        return Decimal(lots.number("standings", tally.team.id))
    return VALUES[metric](tally, tallies)
