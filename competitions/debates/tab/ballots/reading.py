"""Reading one ballot: everything a format asks of it, refused with the place where it fails."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from competitions.debates.tab.ballots.model import Ballot, Speech, TeamSheet
from competitions.debates.tab.errors import BallotError
from competitions.debates.tab.formats.ballot_rules import Winner
from competitions.debates.tab.formats.format import Format
from competitions.debates.tab.formats.scales import Scale


@dataclass(frozen=True)
class Reading:
    """A ballot that keeps the rules: totals by team (empty without scores) and the teams by place.

    `places` are groups of teams, best first; a group has several teams only where the format lets them be level.
    """

    ballot: Ballot
    sheets: Mapping[str, TeamSheet]
    totals: Mapping[str, Decimal]
    places: tuple[tuple[str, ...], ...]

    @property
    def winner(self) -> str:
        """The first team."""
        return self.places[0][0]


def read_ballot(format_: Format, teams: Sequence[str], ballot: Ballot) -> Reading:
    """Read a ballot on those teams. Raises BallotError for the first rule that it breaks."""
    sheets = _sheets_by_team(teams, ballot)
    totals: dict[str, Decimal] = {}
    if format_.scores is not None:
        totals = {team: _read_sheet(format_, sheets[team]) for team in teams}
        _refuse_ranks(format_, sheets.values())
        _refuse_margin(format_, totals)
    return Reading(ballot, sheets, totals, _read_places(format_, teams, ballot, totals))


def speech_score(format_: Format, speech: Speech) -> Decimal:
    """The score of a substantive speech, from its criteria or as given. Raises BallotError off the scale."""
    given = speech.score
    if speech.marks:
        given = _sum_of_marks(format_, speech)
        if speech.score is not None and speech.score != given:
            raise BallotError("marks_do_not_add_up", speaker=speech.speaker, score=speech.score, marks=given)
    return _on_scale(format_.scores, speech, given)


def reply_score(format_: Format, reply: Speech | None) -> Decimal:
    """The score of a reply; nothing where replies are not scored."""
    if reply is None or format_.reply is None or format_.reply.scale is None:
        return Decimal(0)
    return _on_scale(format_.reply.scale, reply, reply.score)


def _on_scale(scale: Scale | None, speech: Speech, score: Decimal | None) -> Decimal:
    if score is None:
        raise BallotError("score_missing", speaker=speech.speaker)
    if scale is None or not scale.has(score):
        low, high, step = (scale.low, scale.high, scale.step) if scale else (0, 0, 0)
        raise BallotError("score_off_scale", speaker=speech.speaker, score=score, low=low, high=high, step=step)
    return score


def _sum_of_marks(format_: Format, speech: Speech) -> Decimal:
    criteria = {criterion.code: criterion for criterion in format_.criteria}
    if set(speech.marks) != set(criteria):
        raise BallotError(
            "criteria_do_not_fit",
            speaker=speech.speaker,
            marked=tuple(sorted(speech.marks)),
            asked=tuple(sorted(criteria)),
        )
    for code, mark in speech.marks.items():
        if not criteria[code].scale.has(mark):
            raise BallotError("mark_off_scale", speaker=speech.speaker, criterion=code, mark=mark)
    return sum((criteria[code].weight * mark for code, mark in speech.marks.items()), Decimal(0))


def _sheets_by_team(teams: Sequence[str], ballot: Ballot) -> dict[str, TeamSheet]:
    sheets = {sheet.team: sheet for sheet in ballot.sheets}
    if len(sheets) != len(ballot.sheets) or set(sheets) != set(teams):
        raise BallotError(
            "sheets_do_not_fit",
            adjudicator=ballot.adjudicator,
            found=tuple(sheet.team for sheet in ballot.sheets),
            expected=tuple(teams),
        )
    return sheets


def _read_sheet(format_: Format, sheet: TeamSheet) -> Decimal:
    """The total of a team."""
    if len(sheet.speeches) != format_.speakers:
        raise BallotError(
            "speeches_do_not_fit", team=sheet.team, speeches=len(sheet.speeches), speakers=format_.speakers
        )
    _refuse_speakers(sheet)
    _refuse_reply(format_, sheet)
    scores = (speech_score(format_, speech) for speech in sheet.speeches)
    return sum(scores, Decimal(0)) + reply_score(format_, sheet.reply)


def _refuse_speakers(sheet: TeamSheet) -> None:
    """Nobody speaks twice, save as an iron person; and an iron person does speak twice."""
    heard: set[str] = set()
    for speech in sheet.speeches:
        if speech.speaker in heard and not speech.iron:
            raise BallotError("speaks_twice", team=sheet.team, speaker=speech.speaker)
        heard.add(speech.speaker)
    for speech in sheet.speeches:
        if speech.iron and sum(other.speaker == speech.speaker for other in sheet.speeches) < 2:
            raise BallotError("iron_person_speaks_once", team=sheet.team, speaker=speech.speaker)


def _refuse_reply(format_: Format, sheet: TeamSheet) -> None:
    """A reply is given where the format has one, by a speaker of the team who is not its last."""
    if format_.reply is None:
        if sheet.reply is not None:
            raise BallotError("reply_not_in_format", team=sheet.team)
        return
    if sheet.reply is None:
        if format_.reply.scale is not None:
            raise BallotError("reply_missing", team=sheet.team)
        return
    speakers = [speech.speaker for speech in sheet.speeches]
    if sheet.reply.speaker not in speakers[:-1]:
        raise BallotError("reply_by_wrong_speaker", team=sheet.team, speaker=sheet.reply.speaker)


def _refuse_ranks(format_: Format, sheets: Iterable[TeamSheet]) -> None:
    """Where speakers are ranked, each rank is given once and nobody is ranked above a better score."""
    speeches = [speech for sheet in sheets for speech in sheet.speeches]
    ranks = [speech.rank for speech in speeches if speech.rank is not None]
    if not ranks:
        return
    if sorted(ranks) != list(range(1, len(speeches) + 1)):
        raise BallotError("ranks_do_not_fit", ranks=tuple(ranks), speeches=len(speeches))
    ordered = sorted(speeches, key=lambda speech: speech.rank or 0)
    for better, worse in zip(ordered, ordered[1:], strict=False):
        if speech_score(format_, better) < speech_score(format_, worse):
            raise BallotError("rank_against_score", better=better.speaker, worse=worse.speaker)


def _refuse_margin(format_: Format, totals: Mapping[str, Decimal]) -> None:
    limit = format_.ballot.max_margin
    margin = max(totals.values()) - min(totals.values())
    if limit is not None and margin > limit:
        raise BallotError("margin_too_large", margin=margin, limit=limit)


def _read_places(
    format_: Format, teams: Sequence[str], ballot: Ballot, totals: Mapping[str, Decimal]
) -> tuple[tuple[str, ...], ...]:
    """The teams by place, from the totals, the declared ranking or both."""
    declared = _declared(teams, ballot)
    if not totals:
        if not declared:
            raise BallotError("ranking_missing", adjudicator=ballot.adjudicator)
        return tuple((team,) for team in declared)
    by_total = _groups(totals)
    if not format_.points:
        return by_total
    if not declared:
        return _strictly(by_total)
    _refuse_declared(format_, declared, totals)
    return tuple((team,) for team in declared)


def _declared(teams: Sequence[str], ballot: Ballot) -> tuple[str, ...]:
    """The ranking as declared, the loser added where only the winner of two is named."""
    declared = ballot.ranking
    if len(teams) == 2 and len(declared) == 1:
        declared = (*declared, *(team for team in teams if team != declared[0]))
    if declared and sorted(declared) != sorted(teams):
        raise BallotError(
            "ranking_does_not_fit", adjudicator=ballot.adjudicator, ranking=ballot.ranking, teams=tuple(teams)
        )
    return declared


def _groups(totals: Mapping[str, Decimal]) -> tuple[tuple[str, ...], ...]:
    scores = sorted(set(totals.values()), reverse=True)
    return tuple(tuple(team for team, total in totals.items() if total == score) for score in scores)


def _strictly(groups: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    for group in groups:
        if len(group) > 1:
            raise BallotError("totals_are_level", teams=group)
    return groups


def _refuse_declared(format_: Format, declared: Sequence[str], totals: Mapping[str, Decimal]) -> None:
    """The declared order agrees with the totals as far as the format binds it to them."""
    rule = format_.ballot.winner
    for better, worse in zip(declared, declared[1:], strict=False):
        if totals[better] == totals[worse] and rule is Winner.HIGH_POINTS:
            raise BallotError("totals_are_level", teams=(better, worse))
        if totals[better] < totals[worse] and rule is not Winner.LOW_POINTS:
            raise BallotError(
                "ranking_against_totals",
                better=better,
                total=totals[better],
                worse=worse,
                higher=totals[worse],
            )
