"""The checker: what it finds in draws that are wrong, and what it proves of those that are right."""

import ast
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import competitions.debates.tab.check.report as report_module
from competitions.debates.tab import (
    Draw,
    DrawRequest,
    Exchange,
    MatchingDraw,
    PositionDraw,
    RandomDraw,
    Room,
    RoundRobin,
    SeededDraw,
    Sides,
    apply_change,
    check_draw,
    draw_round,
)
from competitions.debates.tab.draw.costs import draw_costs, room_costs
from competitions.debates.tab.formats.draw_rules import Pairing, PositionCost, PullUps
from tests.competitions.debates.tab.fields import BP, BP_OPEN, SPEAKING, TWO_TEAM, amounts, by_hand, draw_of

RULES = [
    (TWO_TEAM, MatchingDraw()),
    (TWO_TEAM, MatchingDraw(pairing=Pairing.SLIDE, sides=Sides.ON_THE_DAY)),
    (TWO_TEAM, MatchingDraw(pairing=Pairing.RANDOM)),
    (TWO_TEAM, MatchingDraw(pairing=Pairing.FOLD_TOP)),
    (TWO_TEAM, MatchingDraw(pairing=Pairing.ADJACENT, sides=Sides.ALLOCATED)),
    (TWO_TEAM, RandomDraw(avoid=True)),
    (TWO_TEAM, RandomDraw()),
    (TWO_TEAM, SeededDraw()),
    (BP, PositionDraw(wudc_strict=True)),
    (BP, PositionDraw(cost=PositionCost.SIMPLE)),
    (BP, PositionDraw(cost=PositionCost.VARIANCE, exponent=2)),
    (BP, PositionDraw(renyi_order=0.5)),
    (BP_OPEN, PositionDraw(pull_ups=PullUps.BY_COST, swaps=True)),
    (BP_OPEN, SeededDraw()),
    (BP_OPEN, RandomDraw(avoid=True)),
    (SPEAKING, RandomDraw(avoid=True)),
]
IDS = [f"{format_.code}-{rule.kind}-{place}" for place, (format_, rule) in enumerate(RULES)]


def codes(notes):
    return {note.code for note in notes}


def shifted(draw: Draw, **changes: object) -> Draw:
    """The draw with its first room replaced."""
    return replace(draw, rooms=(replace(draw.rooms[0], **changes), *draw.rooms[1:]))


def test_the_checker_shares_no_method_with_the_engine():
    """Beside its own files it imports values only: formats, fields, draws, notes."""
    values = {"draw.model", "field", "formats.ballot_rules", "formats.draw_rules", "notes"}
    for file in Path(report_module.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.ImportFrom) and node.module.startswith("competitions"):
                short = node.module.removeprefix("competitions.debates.tab.")
                assert short in values or short.startswith("check.")


@pytest.mark.parametrize(("format_", "rule"), RULES, ids=IDS)
@given(st.integers(4, 26), st.integers(0, 999))
@settings(max_examples=8, deadline=None)
def test_it_counts_the_same_costs_and_finds_the_draw_legal_and_least(format_, rule, teams, seed):
    draw = draw_of(format_, teams, seed=seed, rule=rule)
    report = check_draw(draw, prove=True)

    assert report.is_legal
    assert {room.room: room.terms for room in report.rooms} == room_costs(draw)
    assert report.totals == draw_costs(draw)
    assert report.is_least is True


@pytest.mark.parametrize("seed", range(5))
def test_an_exchange_that_costs_is_found(seed):
    draw = draw_of(TWO_TEAM, 12, seed=seed)
    edited = apply_change(draw, Exchange(draw.rooms[0].teams[0], draw.rooms[-1].teams[0]))
    report = check_draw(edited, prove=True)

    assert amounts(draw_costs(edited)) > amounts(draw_costs(draw))
    assert report.is_least is False
    assert report.least == draw_costs(draw)
    assert "exchange_would_save" in codes(report.remarks)


def test_without_a_proof_a_pairing_is_not_called_least():
    assert check_draw(draw_of(TWO_TEAM, 12)).is_least is None


@pytest.mark.parametrize("seed", range(5))
def test_positions_that_could_be_cheaper_are_found(seed):
    draw = draw_of(BP, 12, seed=seed, most_points=0, rounds=5)
    first = draw.rooms[0]
    turned = shifted(draw, seats=(*first.seats[1:], first.seats[0]))
    report = check_draw(turned)

    assert draw_costs(turned)[1].amount > draw_costs(draw)[1].amount
    assert report.is_legal
    assert report.is_least is False
    assert "positions_could_save" in codes(report.remarks)


def test_a_chain_of_three_is_found_where_no_exchange_helps():
    # each of three teams wants the seat of the next one
    entrants = tuple(
        replace(one, positions=positions)
        for one, positions in zip(
            by_hand("a", "b", "c", "d"), [(1, 0, 1, 2), (1, 1, 0, 2), (0, 1, 1, 2), (2, 2, 2, 0)], strict=True
        )
    )
    request = DrawRequest(format=BP, entrants=entrants, seed=1, round=5)
    best = draw_round(request)
    assert best.rooms[0].seats == ("c", "a", "b", "d")

    report = check_draw(Draw(request=request, rooms=(Room(number=1, seats=("a", "b", "c", "d")),)))
    assert report.is_least is False


ONE = by_hand(*"abcdefgh")
REQUEST = DrawRequest(format=BP, entrants=ONE, seed=1, round=2)
GOOD = draw_round(REQUEST)

BROKEN = [
    (replace(GOOD, rooms=GOOD.rooms[:1]), {"team_missing"}),
    (shifted(GOOD, seats=(*GOOD.rooms[0].seats[:3], "stranger")), {"team_missing", "team_not_entered"}),
    (shifted(GOOD, seats=(*GOOD.rooms[0].seats[:3], GOOD.rooms[1].seats[0])), {"team_missing", "team_placed_twice"}),
    (shifted(GOOD, seats=GOOD.rooms[0].seats[:3]), {"team_missing", "room_of_wrong_size"}),
    (shifted(GOOD, number=2), {"room_number_twice"}),
    (replace(GOOD, rooms=GOOD.rooms[:1], byes=GOOD.rooms[1].teams), {"too_many_byes"}),
]


@pytest.mark.parametrize(("draw", "found"), BROKEN, ids=[sorted(found)[-1] for _, found in BROKEN])
def test_a_broken_draw_is_found(draw, found):
    report = check_draw(draw)

    assert codes(report.errors) == found
    assert not report.is_legal
    assert all(str(error).endswith(".") for error in report.errors)


def test_teams_spread_over_too_many_rooms_are_found():
    entrants = tuple(replace(one, points=3 if one.team in "abcd" else 0) for one in ONE)
    request = DrawRequest(format=BP, entrants=entrants, seed=1, round=2)
    spread = Draw(
        request=request,
        rooms=(Room(number=1, seats=tuple("abef")), Room(number=2, seats=tuple("cdgh"))),
    )

    (error,) = check_draw(spread).errors
    assert str(error) == "Teams on 3 points or more sit in 2 rooms, though 1 hold them."
    assert check_draw(draw_round(request)).is_legal


@pytest.mark.parametrize(
    ("points", "first", "second", "found"),
    [
        ("33320000", "abce", "dfgh", {"pulled_up_past", "bracket_spread"}),  # the 2 was passed over
        ("21111000", "afgh", "bcde", {"pulled_up_past"}),  # though no level is spread
        ("33330000", "abce", "dfgh", {"bracket_spread"}),
    ],
)
def test_pull_ups_that_are_not_from_the_next_bracket_are_found(points, first, second, found):
    entrants = tuple(replace(one, points=int(own)) for one, own in zip(ONE, points, strict=True))
    request = DrawRequest(format=BP, entrants=entrants, seed=1, round=2)
    wrong = Draw(request=request, rooms=(Room(number=1, seats=tuple(first)), Room(number=2, seats=tuple(second))))

    assert codes(check_draw(wrong).errors) == found
    assert check_draw(draw_round(request)).is_legal


def test_a_second_bye_is_found():
    entrants = tuple(replace(one, byes=int(one.team == "c")) for one in by_hand("a", "b", "c"))
    request = DrawRequest(format=TWO_TEAM, entrants=entrants, seed=1, round=2)
    again = Draw(request=request, rooms=(Room(number=1, seats=("a", "b")),), byes=("c",))

    assert codes(check_draw(again).errors) == {"bye_again"}
    assert check_draw(draw_round(request)).is_legal


def test_a_team_on_the_wrong_allocated_side_is_found():
    entrants = tuple(replace(one, side=place % 2) for place, one in enumerate(by_hand("a", "b")))
    request = DrawRequest(format=TWO_TEAM, entrants=entrants, seed=1, rule=RandomDraw(sides=Sides.ALLOCATED))
    turned = Draw(request=request, rooms=(Room(number=1, seats=("b", "a")),))

    assert codes(check_draw(turned).errors) == {"side_not_as_allocated"}


def test_a_rematch_before_its_time_is_found_in_a_round_robin():
    league = replace(TWO_TEAM, draw=RoundRobin(), first_draw=RoundRobin())
    met = {"a": {"b": 1}, "b": {"a": 1}, "c": {"d": 1}, "d": {"c": 1}}
    entrants = tuple(replace(one, met=met[one.team]) for one in by_hand(*"abcd"))
    again = Draw(
        request=DrawRequest(format=league, entrants=entrants, seed=1, round=2),
        rooms=(Room(number=1, seats=("a", "b")), Room(number=2, seats=("c", "d"))),
    )

    assert codes(check_draw(again).errors) == {"met_too_early"}


def test_remarks_name_what_somebody_will_ask_about():
    a, b = by_hand("a", "b")
    entrants = (
        replace(a, institution="x", met={"b": 1}, positions=(2, 0)),
        replace(b, institution="x", met={"a": 1}, positions=(2, 0)),
    )
    report = check_draw(draw_round(DrawRequest(format=TWO_TEAM, entrants=entrants, seed=1, round=3)))

    assert report.is_legal
    assert codes(report.remarks) == {"same_institution", "met_before", "sides_uneven"}


def test_an_empty_draw_is_unreadable_and_not_a_crash():
    report = check_draw(Draw(request=REQUEST, rooms=()))

    assert codes(report.errors) == {"team_missing"}
    assert report.totals == ()
