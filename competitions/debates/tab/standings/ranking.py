"""Ranking by any order of metrics, with joint ranks."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from competitions.debates.tab.field import Team
from competitions.debates.tab.formats.format import Format
from competitions.debates.tab.formats.metrics import LOWER_IS_BETTER, TeamMetric
from competitions.debates.tab.lots import Lots
from competitions.debates.tab.results import DebateResult, compared
from competitions.debates.tab.standings.metrics import metric_value
from competitions.debates.tab.standings.tallies import Tally, tally_results

Values = dict[str, list[Decimal | None]]


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One team's line: `rank` is None for a swing team; `values` stand in the order of `metrics`.

    A value is None where who beat whom was not asked, for it parts two level teams only.
    """

    team: str
    rank: int | None
    is_joint: bool
    points: int
    metrics: tuple[TeamMetric, ...]
    values: tuple[Decimal | None, ...]


def rank_teams(
    teams: Iterable[Team],
    results: Sequence[DebateResult],
    format_: Format,
    *,
    ranking: tuple[TeamMetric, ...] = (),
    seed: int = 0,
) -> tuple[Standing, ...]:
    """The standings, best first, swing teams last. `ranking` overrides the format's; `seed` draws lots."""
    metrics = ranking or format_.ranking
    entered = tuple(teams)
    tallies = tally_results(entered, results, format_)
    values = _values(tallies, metrics, Lots(seed))
    meetings = _meetings(results) if TeamMetric.WHO_BEAT_WHOM in metrics else {}
    ranked = [team.id for team in entered if not team.swing]
    groups = rank_groups(ranked, values, metrics, lambda pair: _who_beat_whom(pair, meetings))
    return tuple(
        Standing(
            team=team,
            rank=rank,
            is_joint=is_joint,
            points=tallies[team].points,
            metrics=metrics,
            values=tuple(values[team]),
        )
        for team, rank, is_joint in _lines(groups, [team.id for team in entered if team.swing])
    )


def _values(tallies: Mapping[str, Tally], metrics: Sequence[TeamMetric], lots: Lots) -> Values:
    """The value of each metric for each team, as it is compared; who beat whom is asked later."""
    return {
        team: [
            None if metric is TeamMetric.WHO_BEAT_WHOM else compared(metric_value(metric, tally, tallies, lots))
            for metric in metrics
        ]
        for team, tally in tallies.items()
    }


def _lines(
    groups: Sequence[tuple[int, Sequence[str]]], swings: Sequence[str]
) -> Iterator[tuple[str, int | None, bool]]:
    """Team, rank and whether it is joint: those that are ranked, then swing teams without a rank."""
    for rank, group in groups:
        yield from ((team, rank, len(group) > 1) for team in group)
    yield from ((team, None, False) for team in swings)


def rank_groups(
    names: Sequence[str],
    values: Values,
    metrics: Sequence[TeamMetric],
    between: Callable[[Sequence[str]], Mapping[str, Decimal]],
) -> list[tuple[int, list[str]]]:
    """Rank and names of each group that no metric parts, best first; who beat whom fills in `values` on the way."""
    groups = list(_split(list(names), values, metrics, 0, between))
    ranks = [1 + sum(map(len, groups[:place])) for place in range(len(groups))]
    return list(zip(ranks, groups, strict=True))


def _split(
    group: list[str],
    values: Values,
    metrics: Sequence[TeamMetric],
    level: int,
    between: Callable[[Sequence[str]], Mapping[str, Decimal]],
) -> Iterator[list[str]]:
    if len(group) < 2 or level == len(metrics):
        if group:
            yield sorted(group)
        return
    if metrics[level] is TeamMetric.WHO_BEAT_WHOM and len(group) == 2:
        for name, points in between(group).items():
            values[name][level] = points
    sign = 1 if metrics[level] in LOWER_IS_BETTER else -1
    keys = {name: sign * (values[name][level] or Decimal(0)) for name in group}
    for key in sorted(set(keys.values())):
        yield from _split([name for name in group if keys[name] == key], values, metrics, level + 1, between)


def _meetings(results: Sequence[DebateResult]) -> dict[frozenset[str], dict[str, int]]:
    """Points of the two teams of every debate between two, added up over their meetings."""
    meetings: dict[frozenset[str], dict[str, int]] = {}
    for debate in results:
        if len(debate.debated) == 2:
            pair = meetings.setdefault(frozenset(result.team for result in debate.debated), {})
            for result in debate.debated:
                pair[result.team] = pair.get(result.team, 0) + result.points
    return meetings


def _who_beat_whom(pair: Sequence[str], meetings: Mapping[frozenset[str], Mapping[str, int]]) -> dict[str, Decimal]:
    met = meetings.get(frozenset(pair), {})
    return {team: Decimal(met.get(team, 0)) for team in pair} if met else {}
