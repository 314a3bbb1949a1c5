"""Speaker tabs, of speeches or of replies."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from competitions.debates.tab.field import Team
from competitions.debates.tab.formats.format import Format
from competitions.debates.tab.formats.metrics import LOWER_IS_BETTER_SPEAKER, SpeakerMetric
from competitions.debates.tab.results import DebateResult, SpeechResult, compared
from competitions.debates.tab.standings.metrics import deviation, mean_or_zero, trimmed


@dataclass(frozen=True, kw_only=True)
class SpeakerStanding:
    """One speaker's line: `rank` is None where he gave too few speeches to be ranked."""

    speaker: str
    team: str
    rank: int | None
    is_joint: bool
    speeches: int
    metrics: tuple[SpeakerMetric, ...]
    values: tuple[Decimal, ...]


@dataclass
class _Speaker:
    name: str
    team: str
    points: int
    scores: list[Decimal] = field(default_factory=list)
    ranks: list[int] = field(default_factory=list)


VALUES: dict[SpeakerMetric, Callable[[_Speaker], Decimal]] = {
    SpeakerMetric.TOTAL: lambda speaker: sum(speaker.scores, Decimal(0)),
    SpeakerMetric.AVERAGE: lambda speaker: mean_or_zero(speaker.scores),
    SpeakerMetric.TRIMMED_MEAN: lambda speaker: mean_or_zero(trimmed(speaker.scores, 1)),
    SpeakerMetric.DEVIATION: lambda speaker: deviation(speaker.scores),
    SpeakerMetric.SPEECHES: lambda speaker: Decimal(len(speaker.scores)),
    SpeakerMetric.RANKS: lambda speaker: Decimal(sum(speaker.ranks)),
    SpeakerMetric.TEAM_POINTS: lambda speaker: Decimal(speaker.points),
}


def rank_speakers(
    teams: Iterable[Team],
    results: Sequence[DebateResult],
    format_: Format,
    *,
    replies: bool = False,
    ranking: tuple[SpeakerMetric, ...] = (),
    fewest_speeches: int = 1,
    speakers: frozenset[str] | None = None,
) -> tuple[SpeakerStanding, ...]:
    """The speaker tab, best first; those with too few speeches last and without a rank.

    `replies` ranks the reply speeches instead; `speakers` keeps those of one category. Swing teams are left out.
    """
    metrics = ranking or format_.speaker_ranking
    ranked = [team.id for team in teams if not team.swing]
    spoke = [one for one in _collect(ranked, results, replies) if speakers is None or one.name in speakers]
    return _lines(spoke, metrics, fewest_speeches)


def _collect(teams: Sequence[str], results: Sequence[DebateResult], replies: bool) -> list[_Speaker]:
    points = dict.fromkeys(teams, 0)
    found: dict[tuple[str, str], _Speaker] = {}
    for debate in results:
        for result in debate.teams:
            if result.team not in points:
                continue
            points[result.team] += result.points
            for speech in result.speeches:
                speaker = found.setdefault((result.team, speech.speaker), _Speaker(speech.speaker, result.team, 0))
                _count(speaker, speech, replies)
    for speaker in found.values():
        speaker.points = points[speaker.team]
    return [speaker for speaker in found.values() if speaker.scores]


def _count(speaker: _Speaker, speech: SpeechResult, replies: bool) -> None:
    if speech.is_reply is not replies or not speech.counts or speech.score is None:
        return
    speaker.scores.append(speech.score)
    if speech.rank is not None:
        speaker.ranks.append(speech.rank)


def _lines(
    speakers: Sequence[_Speaker], metrics: tuple[SpeakerMetric, ...], fewest: int
) -> tuple[SpeakerStanding, ...]:
    valued = [(speaker, _values(speaker, metrics)) for speaker in speakers]
    keys = {id(speaker): _key(values, metrics) for speaker, values in valued}
    ranked = [keys[id(speaker)] for speaker, _ in valued if len(speaker.scores) >= fewest]

    def line(speaker: _Speaker, values: tuple[Decimal, ...]) -> SpeakerStanding:
        key = keys[id(speaker)]
        is_ranked = len(speaker.scores) >= fewest
        return SpeakerStanding(
            speaker=speaker.name,
            team=speaker.team,
            rank=1 + sum(other < key for other in ranked) if is_ranked else None,
            is_joint=is_ranked and ranked.count(key) > 1,
            speeches=len(speaker.scores),
            metrics=metrics,
            values=values,
        )

    ordered = sorted(valued, key=lambda one: (len(one[0].scores) < fewest, keys[id(one[0])], one[0].name, one[0].team))
    return tuple(line(speaker, values) for speaker, values in ordered)


def _values(speaker: _Speaker, metrics: Sequence[SpeakerMetric]) -> tuple[Decimal, ...]:
    return tuple(compared(VALUES[metric](speaker)) for metric in metrics)


def _key(values: Sequence[Decimal], metrics: Sequence[SpeakerMetric]) -> tuple[Decimal, ...]:
    """Smaller is better."""
    return tuple(
        value if metric in LOWER_IS_BETTER_SPEAKER else -value for value, metric in zip(values, metrics, strict=True)
    )
