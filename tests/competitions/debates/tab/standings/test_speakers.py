from decimal import Decimal

import pytest

from competitions.debates.tab import PRESETS, SpeakerMetric, SpeechResult, Team, rank_speakers
from tests.competitions.debates.tab.results_by_hand import spoken, teams

M = SpeakerMetric
TWO = PRESETS["two_team"]


def speech(speaker, score, **facts):
    return SpeechResult(speaker=speaker, score=None if score is None else Decimal(score), **facts)


RESULTS = [
    spoken(1, "a", speech("ann", 75), speech("bob", 74), speech("ann", 38, is_reply=True), points=1),
    spoken(2, "a", speech("ann", 77), speech("bob", 80), speech("bob", 36, is_reply=True)),
    spoken(3, "a", speech("ann", 70), speech("cho", 76), speech("ann", 37, is_reply=True)),
]


def tab(*metrics, **facts):
    return [
        (line.speaker, line.rank, line.values)
        for line in rank_speakers(teams("a"), RESULTS, TWO, ranking=metrics, **facts)
    ]


@pytest.mark.parametrize(
    ("metric", "ann"),
    [
        (M.TOTAL, 222),
        (M.AVERAGE, 74),
        (M.TRIMMED_MEAN, 75),
        (M.DEVIATION, Decimal("2.94392")),
        (M.SPEECHES, 3),
        (M.TEAM_POINTS, 1),
    ],
)
def test_values(metric, ann):
    assert {speaker: values for speaker, _, values in tab(metric)}["ann"] == (ann,)


def test_the_tab_ranks_by_average():
    assert [(speaker, rank) for speaker, rank, _ in tab(M.AVERAGE)] == [("bob", 1), ("cho", 2), ("ann", 3)]


def test_level_speakers_share_a_rank():
    results = [spoken(1, "a", speech("ann", 75), speech("bob", 75), speech("cho", 74))]
    lines = rank_speakers(teams("a"), results, TWO, ranking=(M.TOTAL,))

    assert [(line.speaker, line.rank, line.is_joint) for line in lines] == [
        ("ann", 1, True), ("bob", 1, True), ("cho", 3, False)
    ]  # fmt: skip


def test_the_reply_tab_stands_apart():
    assert tab(M.AVERAGE, replies=True) == [("ann", 1, (Decimal("37.5"),)), ("bob", 2, (36,))]


def test_who_spoke_too_seldom_is_listed_without_a_rank():
    assert [(speaker, rank) for speaker, rank, _ in tab(M.AVERAGE, fewest_speeches=2)] == [
        ("bob", 1), ("ann", 2), ("cho", None)
    ]  # fmt: skip


def test_a_category_is_ranked_by_itself():
    assert [(speaker, rank) for speaker, rank, _ in tab(M.AVERAGE, speakers=frozenset({"ann", "cho"}))] == [
        ("cho", 1), ("ann", 2)
    ]  # fmt: skip


def test_the_second_speech_of_an_iron_person_is_left_out():
    results = [spoken(1, "a", speech("ann", 75), speech("ann", 60, counts=False))]

    assert [line.values for line in rank_speakers(teams("a"), results, TWO, ranking=(M.AVERAGE,))] == [(75,)]


def test_ranks_in_the_room_are_added_up_and_less_is_better():
    results = [spoken(1, "a", speech("ann", 25, rank=1), speech("bob", 25, rank=2))]
    lines = rank_speakers(teams("a"), results, PRESETS["apda"], ranking=(M.RANKS,))

    assert [(line.speaker, line.values) for line in lines] == [("ann", (1,)), ("bob", (2,))]


def test_namesakes_of_two_teams_are_two_speakers():
    results = [spoken(1, "a", speech("ann", 75)), spoken(1, "b", speech("ann", 70))]

    assert [(line.team, line.rank) for line in rank_speakers(teams("a", "b"), results, TWO)] == [("a", 1), ("b", 2)]


def test_speakers_of_swing_teams_and_unscored_speeches_are_left_out():
    field = (*teams("a"), Team(id="s", swing=True))
    results = [spoken(1, "s", speech("sue", 80)), spoken(1, "a", speech("ann", None), speech("bob", 70))]

    assert [line.speaker for line in rank_speakers(field, results, TWO)] == ["bob"]
