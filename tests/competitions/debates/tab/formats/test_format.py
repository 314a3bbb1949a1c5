from dataclasses import replace
from decimal import Decimal

import pytest

from competitions.debates.tab import (
    PRESETS,
    BallotRule,
    BallotsBy,
    BreakRule,
    ClassicDraw,
    Criterion,
    FormatError,
    MatchingDraw,
    PositionDraw,
    RandomDraw,
    Reply,
    RoundRobin,
    SeededDraw,
    Sides,
    SpeakerMetric,
    TeamMetric,
    UnevenRule,
    Winner,
    scale,
)
from competitions.debates.tab.formats.ballot_rules import IronPerson, MissingScores, Uneven
from competitions.debates.tab.formats.draw_rules import OddBracket, PositionCost, PullUpLimit, PullUps
from competitions.debates.tab.formats.format import REFUSALS

BP, TWO, SPEAKING, SHOW = (PRESETS[code] for code in ("bp", "two_team", "public_speaking", "show"))
STYLE = Criterion("style", scale(1, 5))

NONSENSE = [
    (TWO, {"sides": ("aff",)}, "format_has_no_room"),
    (TWO, {"sides": ("aff", "aff")}, "format_has_no_room"),
    (TWO, {"speakers": 0}, "format_has_no_speakers"),
    (BP, {"points": (1, 0)}, "points_do_not_fit_places"),
    (BP, {"points": (0, 1, 2, 3)}, "points_upside_down"),
    (BP, {"points": (3, 2, 1, -1)}, "points_upside_down"),
    (BP, {"points": ()}, "draw_needs_points"),
    (BP, {"reply": Reply(scale(1, 2))}, "reply_needs_two_sides"),
    (TWO, {"speakers": 1}, "reply_needs_two_speakers"),
    (SHOW, {"criteria": (STYLE,)}, "parts_of_no_score"),
    (SHOW, {"reply": Reply(scale(1, 2))}, "parts_of_no_score"),
    (TWO, {"criteria": (STYLE, STYLE)}, "criterion_twice"),
    (TWO, {"ballot": BallotRule(by=BallotsBy.AUDIENCE)}, "audience_gives_no_scores"),
    (SPEAKING, {"scores": None, "ballot": BallotRule(by=BallotsBy.AUDIENCE)}, "audience_needs_two_sides"),
    (BP, {"ballot": BallotRule(winner=Winner.LOW_POINTS)}, "many_need_high_points"),
    (SHOW, {"ballot": BallotRule(winner=Winner.TIED_POINTS)}, "winner_needs_scores"),
    (BP, {"ballot": BallotRule(by=BallotsBy.INDIVIDUAL)}, "places_need_consensus"),
    (TWO, {"ballot": BallotRule(dissenters_count=True)}, "dissenters_need_a_panel"),
    (BP, {"ballot": BallotRule(max_margin=Decimal(5))}, "margin_limit_needs_scores"),
    (TWO, {"ballot": BallotRule(max_margin=Decimal(0))}, "margin_limit_needs_scores"),
    (SHOW, {"uneven": UnevenRule(missing_scores=MissingScores.OWN_AVERAGE)}, "average_needs_scores"),
    (SHOW, {"ballot": BallotRule(iron_person=IronPerson.MEAN)}, "average_needs_scores"),
    (TWO, {"uneven": UnevenRule(how=Uneven.SHORT_ROOMS)}, "two_sides_have_no_short_rooms"),
    (BP, {"uneven": UnevenRule(how=Uneven.SHORT_ROOMS, smallest_room=4)}, "short_rooms_too_small"),
    (BP, {"uneven": UnevenRule(how=Uneven.SHORT_ROOMS, smallest_room=1)}, "short_rooms_too_small"),
    (BP, {"uneven": UnevenRule(bye_points=4)}, "bye_beats_a_win"),
    (SPEAKING, {"uneven": UnevenRule(bye_points=1)}, "bye_beats_a_win"),
    (BP, {"ranking": ()}, "ranking_is_empty"),
    (BP, {"ranking": (TeamMetric.POINTS, TeamMetric.POINTS)}, "metric_twice"),
    (BP, {"speaker_ranking": (SpeakerMetric.TOTAL, SpeakerMetric.TOTAL)}, "metric_twice"),
    (TWO, {"ranking": (TeamMetric.WHO_BEAT_WHOM, TeamMetric.WINS)}, "who_beat_whom_comes_first"),
    (SPEAKING, {"ranking": (TeamMetric.POINTS,)}, "ranking_needs_points"),
    (SHOW, {"ranking": (TeamMetric.SPEAKS,)}, "ranking_needs_scores"),
    (SHOW, {"speaker_ranking": (SpeakerMetric.TOTAL,)}, "ranking_needs_scores"),
    (BP, {"ranking": (TeamMetric.POINTS, TeamMetric.MARGIN)}, "ranking_needs_two_sides"),
    (TWO, {"ranking": (TeamMetric.WINS, TeamMetric.SECONDS)}, "ranking_needs_places"),
    (PRESETS["apda"], {"ranking": (TeamMetric.WINS, TeamMetric.BALLOTS)}, "ranking_needs_ballots"),
    (SPEAKING, {"break_rule": BreakRule.AIDA_1996}, "cap_needs_points"),
    (BP, {"break_rule": BreakRule.AIDA_1996}, "wudc_strict_has_no_cap"),
    (BP, {"first_draw": RandomDraw(avoid=True)}, "wudc_strict_first_round_is_by_lot"),
    (BP, {"uneven": UnevenRule()}, "wudc_strict_bye_is_by_lot"),
    (TWO, {"draw": RoundRobin()}, "round_robin_from_the_first"),
    (TWO, {"draw": PositionDraw()}, "positions_need_three_teams"),
    (BP, {"draw": MatchingDraw()}, "rule_needs_two_sides"),
    (BP, {"draw": ClassicDraw()}, "rule_needs_two_sides"),
    (BP, {"first_draw": SeededDraw(sides=Sides.ON_THE_DAY)}, "sides_need_two_teams"),
]


@pytest.mark.parametrize(("format_", "changes", "code"), NONSENSE, ids=[f"{row[2]}-{row[0].code}" for row in NONSENSE])
def test_what_makes_no_sense_is_refused_when_chosen(format_, changes, code):
    with pytest.raises(FormatError) as refused:
        replace(format_, **changes)

    assert refused.value.note.code == code
    assert str(refused.value).endswith(".")


def test_every_refusal_is_tried():
    assert {code for code, _ in REFUSALS} <= {code for _, _, code in NONSENSE}


@pytest.mark.parametrize(
    ("rule", "choices", "code"),
    [
        (PositionDraw, {"wudc_strict": True, "swaps": True}, "wudc_strict_is_by_lot"),
        (PositionDraw, {"wudc_strict": True, "pull_ups": PullUps.BY_COST}, "wudc_strict_is_by_lot"),
        (PositionDraw, {"exponent": 5}, "exponent_out_of_range"),
        (PositionDraw, {"exponent": 0}, "exponent_out_of_range"),
        (PositionDraw, {"renyi_order": 0.0}, "renyi_order_out_of_range"),
        (PositionDraw, {"cost": PositionCost.SIMPLE, "renyi_order": 2.0}, "renyi_order_needs_entropy"),
        (
            ClassicDraw,
            {"odd_bracket": OddBracket.INTERMEDIATE, "pull_up_limit": PullUpLimit.LEAST_PULLED_UP},
            "intermediate_pulls_nobody_up",
        ),
        (
            ClassicDraw,
            {"odd_bracket": OddBracket.INTERMEDIATE_BUBBLE, "sides": Sides.ALLOCATED},
            "bubble_needs_free_sides",
        ),
        (RoundRobin, {"sides": Sides.ALLOCATED}, "round_robin_takes_any_side"),
    ],
)
def test_a_rule_of_draw_refuses_choices_that_contradict(rule, choices, code):
    with pytest.raises(FormatError) as refused:
        rule(**choices)

    assert refused.value.note.code == code


def test_a_round_may_be_drawn_by_another_rule():
    assert BP.rule_of_round(1) == RandomDraw()
    assert BP.rule_of_round(2) == PositionDraw(wudc_strict=True)
