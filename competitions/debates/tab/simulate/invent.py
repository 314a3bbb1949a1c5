"""Invented ballots and votes that keep every rule of their format."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import cast

import numpy as np

from competitions.debates.tab.ballots.audience import AudienceVote
from competitions.debates.tab.ballots.model import Ballot, Speech, TeamSheet
from competitions.debates.tab.field import Team
from competitions.debates.tab.formats.format import Format
from competitions.debates.tab.formats.metrics import TeamMetric
from competitions.debates.tab.formats.scales import Scale

Dice = np.random.Generator

SPREAD = 8
"""A skill of 1 above the mean is worth an eighth of the scale."""


def invent_ballot(
    format_: Format, teams: Sequence[Team], form: Mapping[str, float], dice: Dice, adjudicator: str = ""
) -> Ballot:
    """A judge's ballot on teams that show some form today (0 is average, 1 a standard deviation better)."""
    seen = {team.id: form[team.id] + float(dice.normal(0, 0.5)) for team in teams}
    ranking = tuple(sorted(seen, key=lambda team: -seen[team]))
    if format_.scores is None:
        return Ballot(adjudicator=adjudicator, sheets=_blank(teams), ranking=ranking)
    units = _units(format_, format_.scores, [seen[team] for team in ranking])
    by_team = dict(zip(ranking, units, strict=True))
    sheets = [_sheet(format_, format_.scores, team, by_team[team.id], dice) for team in teams]
    return Ballot(adjudicator=adjudicator, sheets=_ranked(format_, sheets), ranking=ranking if format_.points else ())


def invent_vote(form: Sequence[float], dice: Dice) -> AudienceVote:
    """An audience of two hundred, some of whom the better side wins over."""
    before = dice.multinomial(200, (0.35, 0.35, 0.3))
    lean = 1 / (1 + float(np.exp(form[1] - form[0])))
    after = dice.multinomial(200, (0.9 * lean, 0.9 * (1 - lean), 0.1))
    first, second, undecided = (int(count) for count in before)
    for_first, for_second, still = (int(count) for count in after)
    return AudienceVote(
        before=(first, second),
        before_undecided=undecided,
        after=(for_first, for_second),
        after_undecided=still,
    )


def _blank(teams: Sequence[Team]) -> tuple[TeamSheet, ...]:
    return tuple(TeamSheet(team=team.id) for team in teams)


def _units(format_: Format, scale: Scale, shown: Sequence[float]) -> list[int]:
    """Steps above the lowest total of each team, best first, all different and within the largest margin."""
    most = format_.speakers * int((scale.high - scale.low) / scale.step)
    limit = format_.ballot.max_margin
    widest = most if limit is None else min(most, int(limit / scale.step))
    units = [min(most, max(0, round(most * (0.5 + one / SPREAD)))) for one in shown]
    for place in range(1, len(units)):
        units[place] = max(min(units[place], units[place - 1] - 1), units[0] - widest)
    for place in reversed(range(len(units))):
        units[place] = max(units[place], len(units) - 1 - place)
    return units


def _sheet(format_: Format, scale: Scale, team: Team, units: int, dice: Dice) -> TeamSheet:
    share, rest = divmod(units, format_.speakers)
    order = dice.permutation(format_.speakers)
    speeches = tuple(
        Speech(speaker=speaker, score=scale.low + scale.step * (share + int(order[place] < rest)))
        for place, speaker in enumerate(team.speakers)
    )
    return TeamSheet(team=team.id, speeches=speeches, reply=_reply(format_, scale, team, units))


def _reply(format_: Format, scale: Scale, team: Team, units: int) -> Speech | None:
    """A reply that is the better the better the team was, so that it never turns the order."""
    if format_.reply is None:
        return None
    replies = format_.reply.scale
    if replies is None:
        return Speech(speaker=team.speakers[0])
    most = format_.speakers * int((scale.high - scale.low) / scale.step)
    steps = int((replies.high - replies.low) / replies.step)
    return Speech(speaker=team.speakers[0], score=replies.low + replies.step * (units * steps // most))


def _ranked(format_: Format, sheets: Sequence[TeamSheet]) -> tuple[TeamSheet, ...]:
    """The sheets with speakers ranked by their scores, where the format ranks by that."""
    if TeamMetric.SPEAKER_RANKS not in format_.ranking:
        return tuple(sheets)
    speeches = [speech for sheet in sheets for speech in sheet.speeches]
    ordered = sorted(speeches, key=lambda speech: -cast(Decimal, speech.score))
    ranks = {speech.speaker: rank for rank, speech in enumerate(ordered, start=1)}
    return tuple(
        TeamSheet(
            team=sheet.team,
            speeches=tuple(
                Speech(speaker=speech.speaker, score=speech.score, rank=ranks[speech.speaker])
                for speech in sheet.speeches
            ),
            reply=sheet.reply,
        )
        for sheet in sheets
    )
