"""From ballots to results, as tables of cases."""

from dataclasses import replace
from decimal import Decimal

import pytest

from competitions.debates.tab import (
    PRESETS,
    Attendance,
    Ballot,
    BallotError,
    BallotRule,
    BallotsBy,
    DebateSheet,
    Speech,
    TeamSheet,
    Winner,
    decide_debate,
    scale,
)

BP, SPEAKING, APDA, WSDC, EASTERS, CANADIAN, AUSTRALS = (
    PRESETS[code] for code in ("bp", "public_speaking", "apda", "wsdc", "easters", "canadian", "australs")
)
PAIR = replace(  # two teams of one speaker, individual ballots: results at their plainest
    PRESETS["two_team"], speakers=1, reply=None, scores=scale(60, 80, "0.5")
)
LOW = replace(PAIR, ballot=BallotRule(by=BallotsBy.INDIVIDUAL, winner=Winner.LOW_POINTS))
TIED = replace(PAIR, ballot=BallotRule(by=BallotsBy.INDIVIDUAL, winner=Winner.TIED_POINTS))
ALL_COUNT = replace(PAIR, ballot=BallotRule(by=BallotsBy.INDIVIDUAL, dissenters_count=True))


def sheet(team, *scores, speakers=None, reply=None, ranks=None):
    speakers = speakers or [f"{team}{place}" for place in range(1, len(scores) + 1)]
    speeches = tuple(
        Speech(speaker=speaker, score=Decimal(str(score)), rank=ranks[place] if ranks else None)
        for place, (speaker, score) in enumerate(zip(speakers, scores, strict=True))
    )
    spoken = Speech(speaker=reply[0], score=Decimal(str(reply[1]))) if reply else None
    return TeamSheet(team=team, speeches=speeches, reply=spoken)


def duel(judge, first, second, winner=()):
    """A ballot on teams a and b with a score each."""
    return Ballot(adjudicator=judge, sheets=(sheet("a", first), sheet("b", second)), ranking=tuple(winner))


def decide(format_, *ballots, chair="", teams=("a", "b"), **facts):
    return decide_debate(
        DebateSheet(format=format_, round=1, room=1, teams=teams, ballots=ballots, chair=chair, **facts)
    )


def line(result, team):
    found = result.team(team)
    return found.place, found.points, found.score, found.margin, found.votes


D = Decimal

PANELS = [
    # format, ballots, chair, team a's place, points, score, margin and votes
    (PAIR, [duel("x", 75, 74)], "", (1, 1, D(75), D(1), 1)),
    (PAIR, [duel("x", 75, 74), duel("y", 70, 72), duel("z", 78, 70)], "", (1, 1, D("76.5"), D("4.5"), 2)),
    (PAIR, [duel("x", 75, 74), duel("y", 70, 72), duel("z", 70, 71)], "", (2, 0, D(70), D("-1.5"), 1)),
    (ALL_COUNT, [duel("x", 75, 74), duel("y", 70, 72), duel("z", 78, 70)], "",
     (1, 1, D("74.333333333333"), D("2.333333333333"), 2)),
    (PAIR, [duel("x", 75, 74), duel("y", 70, 72)], "x", (1, 1, D(75), D(1), 1)),
    (PAIR, [duel("x", 75, 74), duel("y", 70, 72)], "y", (2, 0, D(70), D(-2), 1)),
    (LOW, [duel("x", 70, 75, "a")], "", (1, 1, D(70), D(-5), 1)),
    (LOW, [duel("x", 75, 70)], "", (1, 1, D(75), D(5), 1)),
    (TIED, [duel("x", 75, 75, "b")], "", (2, 0, D(75), D(0), 0)),
    (LOW, [duel("x", 70, 75, "a"), duel("y", 70, 75), duel("z", 71, 74, "a")], "", (1, 1, D("70.5"), D(-4), 2)),
]  # fmt: skip


@pytest.mark.parametrize(("format_", "ballots", "chair", "expected"), PANELS)
def test_panels(format_, ballots, chair, expected):
    assert line(decide(format_, *ballots, chair=chair), "a") == expected


def test_thirds_add_up_again_to_the_whole():
    result = decide(ALL_COUNT, duel("x", 75, 74), duel("y", 70, 72), duel("z", 78, 70))

    assert result.team("a").score * 3 == D("222.999999999999")  # kept to twelve places; standings round to six


def test_a_split_needs_the_chair():
    with pytest.raises(BallotError) as refused:
        decide(PAIR, duel("x", 75, 74), duel("y", 70, 72), chair="z")

    assert refused.value.note.code == "split_without_chair"


def room(*totals, ranking=()):
    """A ballot on the four of BP, speeches about half the total each."""
    sheets = [sheet(team, total // 2, total - total // 2) for team, total in zip("abcd", totals, strict=False)]
    return Ballot(sheets=tuple(sheets), ranking=tuple(ranking))


FOUR = ("a", "b", "c", "d")


def test_four_teams_get_their_points_by_place():
    result = decide(BP, room(150, 148, 155, 140), teams=FOUR)

    assert [(team.place, team.points, team.side) for team in result.teams] == [
        (2, 2, 0),
        (3, 1, 1),
        (1, 3, 2),
        (4, 0, 3),
    ]


def test_a_round_may_weigh_double():
    assert decide(BP, room(150, 148, 155, 140), teams=FOUR, weight=2).team("c").points == 6


def test_a_short_room_gives_the_best_places():
    result = decide(BP, room(150, 148, 155), teams=("a", "b", "c", None))

    assert [(team.team, team.points) for team in result.teams] == [("a", 2), ("b", 1), ("c", 3)]


@pytest.mark.parametrize("attendance", [Attendance.NO_SHOW, Attendance.FORFEIT])
def test_who_does_not_appear_has_nothing_and_the_others_debate(attendance):
    ballot = Ballot(sheets=room(150, 148, 155).sheets)
    result = decide(BP, ballot, teams=FOUR, absent={"d": attendance})

    absent = result.team("d")
    assert (absent.place, absent.points, absent.score, absent.attendance) == (None, 0, None, attendance)
    assert [team.points for team in result.teams] == [2, 1, 3, 0]
    assert [team.team for team in result.debated] == ["a", "b", "c"]


def test_a_team_left_alone_wins_without_scores():
    result = decide(PAIR, absent={"b": Attendance.NO_SHOW})

    winner = result.team("a")
    assert (winner.place, winner.points, winner.score, winner.attendance) == (1, 1, None, Attendance.WALKOVER)
    assert result.debated == ()


def test_nobody_wins_where_nobody_comes():
    result = decide(PAIR, absent={"a": Attendance.NO_SHOW, "b": Attendance.FORFEIT})

    assert [team.points for team in result.teams] == [0, 0]


def iron(team, first, second):
    """One speaker gives both speeches."""
    return TeamSheet(
        team=team,
        speeches=(
            Speech(speaker=f"{team}1", score=D(first)),
            Speech(speaker=f"{team}1", score=D(second), iron=True),
        ),
    )


def test_an_iron_person_counts_twice_for_the_team_and_once_in_the_tab():
    sheets = (iron("a", 80, 70), *room(150, 148, 155, 140).sheets[1:])
    result = decide(BP, Ballot(sheets=sheets), teams=FOUR)

    assert result.team("a").score == 150
    assert [(speech.score, speech.counts) for speech in result.team("a").speeches] == [(80, True), (70, False)]


def test_where_the_rule_says_so_an_iron_person_is_credited_with_the_mean():
    ballot = Ballot(sheets=(iron("a", 26, 25), sheet("b", 25, 25)))
    result = decide(APDA, ballot)

    assert result.team("a").score == 51
    assert [(speech.score, speech.counts) for speech in result.team("a").speeches] == [
        (D("25.5"), True),
        (D("25.5"), False),
    ]


def test_replies_count_and_are_told_apart():
    ballot = Ballot(
        adjudicator="x",
        sheets=(sheet("a", 75, 75, 75, reply=("a1", 37.5)), sheet("b", 74, 75, 75, reply=("b2", 38))),
    )
    result = decide(AUSTRALS, ballot)

    assert (result.team("a").score, result.team("b").score) == (D("262.5"), 262)
    assert [(speech.speaker, speech.score) for speech in result.team("b").speeches if speech.is_reply] == [("b2", 38)]


def test_an_unscored_reply_is_kept_without_a_score():
    sheets = (
        replace(sheet("a", 75, 75), reply=Speech(speaker="a1")),
        sheet("b", 74, 75),
    )
    result = decide(CANADIAN, Ballot(sheets=sheets))

    assert result.team("a").score == 150
    assert [speech.score for speech in result.team("a").speeches] == [75, 75, None]


def marked(style, content, strategy, poi="0"):
    marks = {"style": style, "content": content, "strategy": strategy, "poi": poi}
    return {code: D(mark) for code, mark in marks.items()}


def world(team, marks, **speech):
    speeches = tuple(Speech(speaker=f"{team}{place}", marks=marks, **speech) for place in range(3))
    return TeamSheet(team=team, speeches=speeches, reply=Speech(speaker=f"{team}0", score=D(35)))


def test_criteria_add_up_to_the_score():
    sheets = (world("a", marked("28", "28.5", "14", "0.5")), world("b", marked("28", "28", "14")))
    result = decide(WSDC, Ballot(adjudicator="x", sheets=sheets))

    assert [speech.score for speech in result.team("a").speeches] == [71, 71, 71, 35]
    assert result.team("a").margin == 3


def test_speakers_of_a_room_rank_by_their_mean_and_may_be_level():
    ballots = [
        Ballot(adjudicator=judge, sheets=tuple(sheet(team, score) for team, score in zip("abc", scores, strict=True)))
        for judge, scores in (("x", (70, 72, 71)), ("y", (74, 70, 73)))
    ]
    result = decide(SPEAKING, *ballots, teams=("a", "b", "c", None, None, None))

    assert [(team.place, team.score, team.points) for team in result.teams] == [(1, 72, 0), (3, 71, 0), (1, 72, 0)]


def test_ranks_of_speakers_are_kept():
    ballot = Ballot(sheets=(sheet("a", 26, 25, ranks=(1, 3)), sheet("b", 26, 24, ranks=(2, 4))))

    assert [speech.rank for speech in decide(APDA, ballot).team("a").speeches] == [1, 3]


def test_a_format_without_scores_takes_a_declared_winner():
    votes = replace(PRESETS["show"], ballot=BallotRule())
    ballot = Ballot(sheets=(TeamSheet(team="a"), TeamSheet(team="b")), ranking=("b",))

    assert decide(votes, ballot).team("b").points == 1
    with pytest.raises(BallotError, match="names no winner"):
        decide(votes, replace(ballot, ranking=()))


def good(*sheets, **ballot):
    return Ballot(adjudicator="x", sheets=sheets, **ballot)


OKAY = sheet("b", 70)
REFUSED = [
    (PAIR, [duel("x", 75.25, 70)], "score_off_scale"),
    (PAIR, [duel("x", 59, 70)], "score_off_scale"),
    (PAIR, [good(TeamSheet(team="a", speeches=(Speech(speaker="a1"),)), OKAY)], "score_missing"),
    (PAIR, [duel("x", 70, 70)], "totals_are_level"),
    (PAIR, [duel("x", 70, 70, "a")], "totals_are_level"),
    (TIED, [duel("x", 70, 70)], "totals_are_level"),
    (PAIR, [duel("x", 70, 75, "a")], "ranking_against_totals"),
    (TIED, [duel("x", 70, 75, "a")], "ranking_against_totals"),
    (PAIR, [duel("x", 75, 70, "c")], "ranking_does_not_fit"),
    (PAIR, [duel("x", 75, 70, "ab" + "a")], "ranking_does_not_fit"),
    (PAIR, [good(sheet("a", 70))], "sheets_do_not_fit"),
    (PAIR, [good(sheet("a", 70), sheet("a", 71))], "sheets_do_not_fit"),
    (PAIR, [good(sheet("a", 70, 71), OKAY)], "speeches_do_not_fit"),
    (PAIR, [good(sheet("a", 75, reply=("a1", 35)), OKAY)], "reply_not_in_format"),
    (PAIR, [], "ballots_do_not_fit"),
    (PAIR, [duel("x", 75, 70), duel("x", 75, 70)], "judge_votes_twice"),
    (BP, [room(150, 148, 155, 140), replace(room(150, 148, 155, 140), adjudicator="y")], "ballots_do_not_fit"),
    (BP, [room(150, 150, 155, 140)], "totals_are_level"),
    (BP, [room(150, 148, 155, 140, ranking="abcd")], "ranking_against_totals"),
    (BP, [good(sheet("a", 75, 75, speakers=["s", "s"]), *room(0, 148, 155, 140).sheets[1:])], "speaks_twice"),
    (
        BP,
        [good(replace(sheet("a", 75, 75), speeches=(replace(sheet("a", 75).speeches[0], iron=True), *sheet("z", 75).speeches)), *room(0, 148, 155, 140).sheets[1:])],
        "iron_person_speaks_once",
    ),
    (EASTERS, [good(sheet("a", 80, 80, 80), sheet("b", 74, 75, 75))], "margin_too_large"),
    (APDA, [good(sheet("a", 26, 25, ranks=(1, 1)), sheet("b", 26, 24, ranks=(2, 4)))], "ranks_do_not_fit"),
    (APDA, [good(sheet("a", 26, 25, ranks=(1, 4)), sheet("b", 26, 24, ranks=(2, 3)))], "rank_against_score"),
    (AUSTRALS, [good(sheet("a", 75, 75, 75), sheet("b", 74, 75, 75))], "reply_missing"),
    (
        AUSTRALS,
        [good(sheet("a", 75, 75, 75, reply=("a3", 37)), sheet("b", 74, 75, 75, reply=("b1", 37)))],
        "reply_by_wrong_speaker",
    ),
    (AUSTRALS, [good(sheet("a", 75, 75, 75, reply=("a1", 41)), sheet("b", 74, 75, 75, reply=("b1", 37)))], "score_off_scale"),
    (WSDC, [good(world("a", marked("33", "28", "14")), world("b", marked("28", "28", "14")))], "mark_off_scale"),
    (WSDC, [good(world("a", {"style": D(28)}), world("b", marked("28", "28", "14")))], "criteria_do_not_fit"),
    (WSDC, [good(world("a", marked("28", "28", "14"), score=D(71)), world("b", marked("28", "28", "14")))], "marks_do_not_add_up"),
    (PRESETS["show"], [good(TeamSheet(team="a"), TeamSheet(team="b"), ranking=("a",))], "audience_decides"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("format_", "ballots", "code"), REFUSED, ids=[f"{row[2]}-{place}" for place, row in enumerate(REFUSED)]
)
def test_a_ballot_that_breaks_a_rule_is_refused(format_, ballots, code):
    with pytest.raises(BallotError) as refused:
        decide(format_, *ballots, teams=FOUR if format_.room_size == 4 else ("a", "b"))

    assert refused.value.note.code == code
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"teams": ("a",)}, "teams_do_not_fit"),
        ({"teams": ("a", "a")}, "teams_do_not_fit"),
        ({"teams": (None, None)}, "teams_do_not_fit"),
        ({"weight": 0}, "weight_below_one"),
        ({"absent": {"c": Attendance.NO_SHOW}}, "absence_does_not_fit"),
        ({"absent": {"a": Attendance.BYE}}, "absence_does_not_fit"),
    ],
)
def test_a_debate_that_makes_no_sense_is_refused(facts, code):
    with pytest.raises(BallotError) as refused:
        decide(PAIR, duel("x", 75, 74), **facts)

    assert refused.value.note.code == code


def test_judges_agree_on_who_spoke():
    other = Ballot(adjudicator="y", sheets=(sheet("a", 75, speakers=["else"]), sheet("b", 70)))

    with pytest.raises(BallotError, match="different speakers for a"):
        decide(PAIR, duel("x", 75, 74), other)
