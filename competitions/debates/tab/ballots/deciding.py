"""From readings to the result: majority, casting vote, means, walk-overs."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from competitions.debates.tab.ballots.model import DebateSheet, Speech, TeamSheet
from competitions.debates.tab.ballots.reading import Reading, read_ballot, reply_score, speech_score
from competitions.debates.tab.errors import BallotError
from competitions.debates.tab.formats.ballot_rules import BallotsBy, IronPerson
from competitions.debates.tab.formats.format import Format
from competitions.debates.tab.results import ABSENT, Attendance, DebateResult, SpeechResult, TeamResult, mean


def decide_debate(sheet: DebateSheet) -> DebateResult:
    """The result of a debate from its ballots.

    Raises BallotError where a ballot breaks a rule of the format, or there are too few or too many of them.
    """
    _refuse_sheet(sheet)
    if len(sheet.present) < 2:
        return _result(sheet, lambda team: _without_debate(sheet, team))
    readings = [read_ballot(sheet.format, sheet.present, ballot) for ballot in sheet.ballots]
    _refuse_panel(sheet)
    places = _places(sheet, readings)
    counting = _who_counts(sheet.format, readings, places)
    return _result(sheet, lambda team: _debated(sheet, team, places, readings, counting))


def _result(sheet: DebateSheet, of_team: Callable[[str], TeamResult]) -> DebateResult:
    return DebateResult(
        round=sheet.round,
        room=sheet.room,
        sides=sheet.format.room_size,
        teams=tuple(of_team(team) for team in sheet.teams if team is not None),
        motion=sheet.motion,
        format=sheet.format.code,
    )


def _refuse_sheet(sheet: DebateSheet) -> None:
    teams = [team for team in sheet.teams if team is not None]
    if len(set(teams)) != len(teams) or len(sheet.teams) != sheet.format.room_size or not teams:
        raise BallotError("teams_do_not_fit", teams=tuple(teams), sides=sheet.format.room_size)
    if sheet.weight < 1:
        raise BallotError("weight_below_one", weight=sheet.weight)
    for team, attendance in sheet.absent.items():
        if team not in teams or attendance not in ABSENT:
            raise BallotError("absence_does_not_fit", team=team, attendance=attendance.value)


def _refuse_panel(sheet: DebateSheet) -> None:
    """One ballot by consensus, or one of each judge."""
    by = sheet.format.ballot.by
    judges = [ballot.adjudicator for ballot in sheet.ballots]
    if by is BallotsBy.AUDIENCE:
        raise BallotError("audience_decides", format=sheet.format.code)
    if not judges or (by is BallotsBy.CONSENSUS and len(judges) > 1):
        raise BallotError("ballots_do_not_fit", ballots=len(judges), by=by.value)
    if len(set(judges)) != len(judges):
        raise BallotError("judge_votes_twice", adjudicators=tuple(judges))


def _places(sheet: DebateSheet, readings: Sequence[Reading]) -> dict[str, int]:
    """The place of each team that debated, from 1; teams that are level share one."""
    if sheet.format.has_two_sides:
        winner = _majority(sheet, readings)
        return {team: 1 if team == winner else 2 for team in sheet.present}
    if len(readings) == 1:
        return _numbered(readings[0].places)
    totals = {team: mean(reading.totals[team] for reading in readings) for team in sheet.present}
    scores = sorted(set(totals.values()), reverse=True)
    return _numbered([[team for team in totals if totals[team] == score] for score in scores])


def _numbered(groups: Sequence[Sequence[str]]) -> dict[str, int]:
    places: dict[str, int] = {}
    for group in groups:
        places.update(dict.fromkeys(group, len(places) + 1))
    return places


def _majority(sheet: DebateSheet, readings: Sequence[Reading]) -> str:
    """The team most judges gave the debate to; the chair decides an even split."""
    votes = {team: sum(reading.winner == team for reading in readings) for team in sheet.present}
    first, second = sheet.present
    if votes[first] != votes[second]:
        return max(votes, key=lambda team: votes[team])
    for reading in readings:
        if sheet.chair and reading.ballot.adjudicator == sheet.chair:
            return reading.winner
    raise BallotError("split_without_chair", room=sheet.room)


def _who_counts(format_: Format, readings: Sequence[Reading], places: Mapping[str, int]) -> list[Reading]:
    """The judges whose scores are averaged: the majority, or all of them where dissenters count."""
    if not format_.has_two_sides or format_.ballot.dissenters_count:
        return list(readings)
    return [reading for reading in readings if places[reading.winner] == 1]


def _debated(
    sheet: DebateSheet,
    team: str,
    places: Mapping[str, int],
    readings: Sequence[Reading],
    counting: Sequence[Reading],
) -> TeamResult:
    if team in sheet.absent:
        return _without_debate(sheet, team)
    place, points = places[team], sheet.format.points
    is_scored = sheet.format.scores is not None
    return TeamResult(
        team=team,
        side=sheet.teams.index(team),
        place=place,
        points=points[place - 1] * sheet.weight if points else 0,
        score=mean(reading.totals[team] for reading in counting) if is_scored else None,
        margin=_margin(sheet, team, counting) if is_scored else None,
        votes=sum(reading.winner == team for reading in readings),
        votes_cast=len(readings),
        speeches=_speeches(sheet.format, [reading.sheets[team] for reading in counting]) if is_scored else (),
    )


def _margin(sheet: DebateSheet, team: str, counting: Sequence[Reading]) -> Decimal | None:
    """By how much a team led the other; below zero where it trailed."""
    if not sheet.format.has_two_sides:
        return None
    (other,) = (one for one in sheet.present if one != team)
    return mean(reading.totals[team] - reading.totals[other] for reading in counting)


def _without_debate(sheet: DebateSheet, team: str) -> TeamResult:
    """An absent team has nothing; a team left alone wins without scores."""
    side = sheet.teams.index(team)
    if team in sheet.absent:
        return TeamResult(team=team, side=side, attendance=sheet.absent[team])
    points = sheet.format.points
    return TeamResult(
        team=team,
        side=side,
        place=1 if points else None,
        points=points[0] * sheet.weight if points else 0,
        attendance=Attendance.WALKOVER,
    )


def _speeches(format_: Format, sheets: Sequence[TeamSheet]) -> tuple[SpeechResult, ...]:
    """Each speech with its mean over the judges that count; speakers as the first of them wrote them down."""
    written = sheets[0].speeches
    for sheet in sheets:
        if [speech.speaker for speech in sheet.speeches] != [speech.speaker for speech in written]:
            raise BallotError("judges_differ_on_speakers", team=sheet.team)
    scores = [mean(speech_score(format_, sheet.speeches[place]) for sheet in sheets) for place in range(len(written))]
    credited = _credit_iron_person(format_, written, scores)
    spoken = [
        SpeechResult(
            speaker=speech.speaker,
            score=credited[place],
            rank=speech.rank if len(sheets) == 1 else None,
            counts=not speech.iron,
        )
        for place, speech in enumerate(written)
    ]
    return (*spoken, *_replies(format_, sheets))


def _credit_iron_person(format_: Format, speeches: Sequence[Speech], scores: Sequence[Decimal]) -> list[Decimal]:
    """What each speech credits its speaker with: the mean of his speeches where the rule says so."""
    if format_.ballot.iron_person is not IronPerson.MEAN:
        return list(scores)
    by_speaker = [
        [score for other, score in zip(speeches, scores, strict=True) if other.speaker == speech.speaker]
        for speech in speeches
    ]
    return [mean(own) for own in by_speaker]


def _replies(format_: Format, sheets: Sequence[TeamSheet]) -> list[SpeechResult]:
    replies = [sheet.reply for sheet in sheets if sheet.reply is not None]
    if not replies or format_.reply is None:
        return []
    if len({reply.speaker for reply in replies}) > 1:
        raise BallotError("judges_differ_on_speakers", team=sheets[0].team)
    is_scored = format_.reply.scale is not None
    score = mean(reply_score(format_, reply) for reply in replies) if is_scored else None
    return [SpeechResult(speaker=replies[0].speaker, score=score, is_reply=True)]
