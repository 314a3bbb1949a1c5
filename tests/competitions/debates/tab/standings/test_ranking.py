"""Standings by any order of metrics, as tables of cases."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competitions.debates.tab import (
    PRESETS,
    Attendance,
    DebateResult,
    SpeechResult,
    Team,
    TeamMetric,
    TeamResult,
    rank_teams,
)
from tests.competitions.debates.tab.results_by_hand import alone, duel, four, teams

M = TeamMetric
BP, TWO, APDA, AUSTRALS = (PRESETS[code] for code in ("bp", "two_team", "apda", "australs"))


def value(metric, team, results, format_=TWO, field="abcd"):
    """The value of one metric for one team."""
    lines = rank_teams(teams(*field), results, format_, ranking=(metric,))
    return next(line.values[0] for line in lines if line.team == team)


def scored(number, *scores, ranks=()):
    """A debate of team a alone on paper, with such scores of its speeches."""
    speeches = tuple(
        SpeechResult(speaker=f"a{place}", score=Decimal(score), rank=ranks[place] if ranks else None)
        for place, score in enumerate(scores)
    )
    line = TeamResult(team="a", side=0, place=1, points=1, score=sum(map(Decimal, scores)), speeches=speeches)
    return DebateResult(round=number, room=1, sides=2, teams=(line, TeamResult(team="b", side=1, place=2)))


BYE, NO_SHOW, WALKOVER = Attendance.BYE, Attendance.NO_SHOW, Attendance.WALKOVER
D = Decimal

VALUES = [
    # metric, results, format, value for team a
    (M.POINTS, [four(1, *"abcd"), four(2, *"badc"), four(3, *"dcba")], BP, 5),
    (M.FIRSTS, [four(1, *"abcd"), four(2, *"badc"), four(3, *"abdc")], BP, 2),
    (M.SECONDS, [four(1, *"bacd"), four(2, *"badc"), four(3, *"abdc")], BP, 2),
    (M.THIRDS, [four(1, *"bcad"), four(2, *"badc")], BP, 1),
    (M.SPEAKS, [four(1, *"abcd"), four(2, *"badc")], BP, 299),
    (M.DRAW_STRENGTH, [four(1, *"abcd"), four(2, *"abcd")], BP, 12),  # b 4, c 2, d 0: each met twice
    (M.WINS, [duel(1, "a", "b"), duel(2, "b", "a"), alone(3, "a", BYE, 1), alone(4, "a", WALKOVER, 1)], TWO, 3),
    (M.WINS, [alone(1, "a", BYE, 0)], TWO, 0),
    (M.SPEAKS, [duel(1, "a", "b"), duel(2, "b", "a", margin=3)], TWO, 147),
    (M.SPEAKS, [duel(1, "a", "b"), alone(2, "a", BYE, 1)], TWO, 150),  # credited with its own average
    (M.SPEAKS, [duel(1, "a", "b"), alone(2, "a", BYE, 1)], AUSTRALS, 75),  # not credited
    (M.SPEAKS, [duel(1, "a", "b"), alone(2, "a", NO_SHOW)], TWO, 75),
    (M.SPEAKS_AVERAGE, [duel(1, "a", "b"), duel(2, "b", "a", margin=3)], TWO, D("73.5")),
    (M.SPEAKS_AVERAGE, [], TWO, 0),
    (M.SPEAKS_DEVIATION, [duel(1, "a", "b"), duel(2, "b", "a", margin=4)], TWO, 2),
    (M.SPEAKS_TRIMMED, [scored(n, score) for n, score in enumerate((70, 75, 71, 80))], TWO, 146),
    (M.SPEAKS_TRIMMED_TWICE, [scored(n, score) for n, score in enumerate((70, 75, 71, 80, 60))], TWO, 71),
    (M.SPEAKS_TRIMMED, [scored(1, 70), scored(2, 75)], TWO, 145),  # of two nothing is cut
    (M.SPEECH_AVERAGE, [scored(1, 70, 75), scored(2, 74, 77)], TWO, 74),
    (M.SPEAKER_RANKS, [scored(1, 25, 26, ranks=(1, 3)), scored(2, 25, 26, ranks=(2, 4))], APDA, 10),
    (M.SPEAKER_RANKS, [scored(1, 25, 26, ranks=(1, 3)), alone(2, "a", NO_SHOW)], APDA, 11),  # 3.5 a speaker
    (M.SPEAKER_RANKS, [scored(1, 25, 26, ranks=(1, 3)), alone(2, "a", BYE, 1)], APDA, 8),
    (M.MARGIN, [duel(1, "a", "b", margin=3), duel(2, "b", "a", margin=1)], TWO, 2),
    (M.MARGIN_AVERAGE, [duel(1, "a", "b", margin=3), duel(2, "b", "a")], TWO, 1),
    (M.VOTES, [duel(1, "a", "b", votes=3, of=5), duel(2, "a", "b", votes=1, of=1)], TWO, D("4.8")),
    (M.BALLOTS, [duel(1, "a", "b", votes=3, of=5), duel(2, "b", "a", votes=2, of=3)], TWO, 4),
    (M.DRAW_STRENGTH, [duel(1, "a", "b"), duel(1, "c", "d"), duel(2, "a", "c"), duel(2, "b", "d")], TWO, 2),
    (M.DRAW_STRENGTH_AVERAGE, [duel(1, "a", "b"), duel(2, "c", "a"), duel(3, "c", "b")], TWO, 1),
    (M.DRAW_STRENGTH_SPEAKS, [duel(1, "a", "b", margin=2), duel(2, "a", "c")], TWO, 147),
    (M.PULL_UPS, [duel(1, "a", "b"), duel(1, "c", "d"), duel(2, "c", "b"), duel(2, "d", "a")], TWO, 0),
]  # fmt: skip


@pytest.mark.parametrize(("metric", "results", "format_", "expected"), VALUES)
def test_values(metric, results, format_, expected):
    assert value(metric, "a", results, format_) == expected


def test_who_meets_better_teams_was_pulled_up():
    results = [duel(1, "a", "b"), duel(1, "c", "d"), duel(2, "c", "b"), duel(2, "d", "a")]

    assert [value(M.PULL_UPS, team, results) for team in "abcd"] == [0, 1, 0, 1]


def test_a_no_show_was_not_an_opponent():
    walkover = DebateResult(
        round=1,
        room=1,
        sides=2,
        teams=(
            TeamResult(team="a", side=0, place=1, points=1, attendance=WALKOVER),
            TeamResult(team="b", side=1, attendance=NO_SHOW),
        ),
    )

    assert value(M.DRAW_STRENGTH, "b", [walkover]) == 0


def ranks(lines):
    return [(line.team, line.rank, line.is_joint) for line in lines]


def test_joint_ranks_leave_a_gap():
    results = [duel(1, "a", "b"), duel(1, "c", "d")]

    assert ranks(rank_teams(teams(*"abcd"), results, TWO, ranking=(M.WINS,))) == [
        ("a", 1, True), ("c", 1, True), ("b", 3, True), ("d", 3, True)
    ]  # fmt: skip


def test_each_metric_parts_what_the_one_before_left_level():
    results = [duel(1, "a", "b", margin=1), duel(1, "c", "d", margin=3)]

    assert ranks(rank_teams(teams(*"abcd"), results, TWO, ranking=(M.WINS, M.MARGIN))) == [
        ("c", 1, False), ("a", 2, False), ("b", 3, False), ("d", 4, False)
    ]  # fmt: skip


def test_less_is_better_of_deviations():
    results = [duel(1, "a", "b", margin=2), duel(2, "b", "a", margin=2), duel(1, "c", "d"), duel(2, "c", "d")]
    lines = rank_teams(teams(*"ac"), results, TWO, ranking=(M.SPEAKS_DEVIATION,))

    assert [line.team for line in lines] == ["c", "a"]


LEVEL = (M.WINS, M.WHO_BEAT_WHOM, M.SPEAKS)


def test_who_beat_whom_parts_two():
    results = [duel(1, "b", "a", margin=5), duel(2, "a", "c", margin=9), duel(2, "d", "b", margin=1)]
    lines = rank_teams(teams(*"ab"), results, TWO, ranking=LEVEL)

    assert [(line.team, line.rank) for line in lines] == [("b", 1), ("a", 2)]
    assert [line.values[1] for line in lines] == [1, 0]


def test_who_beat_whom_adds_up_all_meetings():
    results = [duel(1, "b", "a"), duel(2, "a", "b"), duel(3, "a", "b"), duel(4, "b", "c")]
    lines = rank_teams(teams(*"ab"), results, TWO, ranking=(M.WINS, M.WHO_BEAT_WHOM))

    assert [(line.team, line.values) for line in lines] == [("a", (2, 2)), ("b", (2, 1))]


def test_who_beat_whom_is_not_asked_of_three():
    results = [duel(1, "b", "a"), duel(2, "a", "c"), duel(3, "c", "b")]
    lines = rank_teams(teams(*"abc"), results, TWO, ranking=(M.WINS, M.WHO_BEAT_WHOM))

    assert {line.rank for line in lines} == {1}
    assert {line.values[1] for line in lines} == {None}


def test_who_beat_whom_may_be_asked_again_once_two_are_left():
    results = [duel(1, "b", "a", margin=1), duel(2, "a", "c", margin=1), duel(3, "c", "b", margin=2)]
    ranking = (M.WINS, M.WHO_BEAT_WHOM, M.MARGIN, M.WHO_BEAT_WHOM)
    lines = rank_teams(teams(*"abc"), results, TWO, ranking=ranking)

    assert [line.team for line in lines] == ["c", "a", "b"]


def test_two_that_never_met_stay_level():
    lines = rank_teams(teams(*"ac"), [duel(1, "a", "b"), duel(1, "c", "d")], TWO, ranking=(M.WINS, M.WHO_BEAT_WHOM))

    assert [line.is_joint for line in lines] == [True, True]


def test_swing_teams_are_listed_last_and_unranked():
    field = (*teams("a"), Team(id="s", swing=True), *teams("b"))
    lines = rank_teams(field, [duel(1, "s", "a"), duel(2, "s", "b"), duel(3, "a", "b")], TWO)

    assert [(line.team, line.rank) for line in lines] == [("a", 1), ("b", 2), ("s", None)]


def test_a_lot_parts_everyone_and_falls_alike_again():
    orders = {
        tuple(line.team for line in rank_teams(teams(*"abcdef"), [], TWO, ranking=(M.WINS, M.LOT), seed=seed))
        for seed in (1, 2, 1)
    }

    assert len(orders) == 2


def test_a_third_is_no_tie_breaker():
    """Means over three judges that add up to a whole number are level with that number."""
    third = duel(1, "a", "b")
    thirds = [
        replace(third, round=number, teams=(replace(third.teams[0], score=D("74.333333333333")), third.teams[1]))
        for number in range(3)
    ]
    whole = [
        replace(third, round=number, teams=(replace(third.teams[0], team="c", score=D(score)), third.teams[1]))
        for number, score in enumerate((74, 74, 75))
    ]
    lines = rank_teams(teams(*"ac"), [*thirds, *whole], TWO, ranking=(M.SPEAKS,))

    assert [(line.rank, line.values) for line in lines] == [(1, (223,)), (1, (223,))]


@given(st.lists(st.permutations("abcd"), min_size=1, max_size=8))
def test_ranks_are_those_of_sorting(orders):
    results = [four(number, *order, score=150 + number) for number, order in enumerate(orders)]
    lines = rank_teams(teams(*"abcd"), results, BP)

    keys = {line.team: tuple(-one for one in line.values) for line in lines}
    for line in lines:
        assert line.rank == 1 + sum(key < keys[line.team] for key in keys.values())
        assert line.is_joint == (list(keys.values()).count(keys[line.team]) > 1)
