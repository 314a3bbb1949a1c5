"""Explanations: brackets, pull-ups, costs by term, and what the alternative would have cost."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from competitions.debates.tab import (
    SENTENCES,
    ClassicDraw,
    DrawRequest,
    Exchange,
    Leave,
    MatchingDraw,
    PositionDraw,
    RandomDraw,
    RoundRobin,
    SeededDraw,
    apply_change,
    cheapest_without,
    draw_round,
    encode,
    explain_draw,
)
from competitions.debates.tab.draw.costs import draw_costs, table_of
from competitions.debates.tab.draw.elsewhere import costs_elsewhere
from competitions.debates.tab.draw.many import pose_seating
from competitions.debates.tab.draw.pairs import pair_table
from competitions.debates.tab.draw.seating import Seating, solve_seating
from competitions.debates.tab.formats.draw_rules import OddBracket, PullUps
from tests.competitions.debates.tab.draw.test_pairs import pairings
from tests.competitions.debates.tab.fields import BP, BP_OPEN, SPEAKING, TWO_TEAM, amounts, by_hand, draw_of


def cost_if_held(draw, team, side):
    """The least position cost of the draw with one team held on a side, solved anew; None where that is impossible."""
    posed = pose_seating(draw.request, draw.request.entrants, tuple(len(room.teams) for room in draw.rooms))
    row = posed.problem.teams.index(team)
    costs = posed.problem.costs.copy()
    costs[row] += 10**12
    costs[row, side] -= 10**12
    seating: Seating = solve_seating(replace(posed.problem, costs=costs), draw.request.lots)
    if seating.sides[row] != side:
        return None
    return seating.total(posed.problem.costs)


@pytest.mark.parametrize(
    "rule", [PositionDraw(), PositionDraw(pull_ups=PullUps.BY_COST), PositionDraw(swaps=True), SeededDraw()]
)
@pytest.mark.parametrize("seed", range(3))
def test_what_it_costs_elsewhere_is_what_solving_anew_finds(rule, seed):
    draw = draw_of(BP_OPEN, 16, seed=seed, rule=rule)
    total = next(term.amount for term in draw_costs(draw) if term.code == "position")

    for team, extra in costs_elsewhere(draw).items():
        held = [cost_if_held(draw, team, side) for side in range(4)]
        assert extra == tuple(None if cost is None else cost - total for cost in held)
        assert extra[draw.places()[team][1]] == 0
        assert min(cost for cost in extra if cost is not None) == 0


def test_elsewhere_is_not_told_of_a_changed_draw():
    draw = draw_of(BP, 16)
    changed = apply_change(draw, Leave(draw.rooms[0].teams[:1]))

    assert costs_elsewhere(changed) == {}
    assert all(team.elsewhere == () for room in explain_draw(changed).rooms for team in room.teams)


@pytest.mark.parametrize("seed", range(6))
def test_the_cheapest_exchange_of_every_room(seed):
    draw = draw_of(TWO_TEAM, 10, seed=seed)
    table = pair_table(draw.request, draw.request.entrants)

    def cost(*pairs):
        return tuple(
            sum(int(terms[table.row(one), table.row(other)]) for one, other in pairs) for terms in table.terms.values()
        )

    for room in explain_draw(draw).rooms:
        a, b = draw.room(room.room).teams
        ways = [
            (cost(*new), cost((a, b), (c, d)))
            for other in draw.rooms
            if other.number != room.room
            for c, d in [other.teams]
            for new in (((a, c), (b, d)), ((a, d), (b, c)))
        ]
        best = min(tuple(x - y for x, y in zip(new, old, strict=True)) for new, old in ways)
        assert amounts(room.alternative.difference) == best
        assert best >= (0,) * 5
        assert {a, b} < {team for pair in room.alternative.pairs for team in pair}


@pytest.mark.parametrize("seed", range(4))
def test_the_cheapest_draw_without_a_pair_is_exact(seed):
    draw = draw_of(TWO_TEAM, 8, seed=seed)
    table = table_of(draw)
    total = amounts(draw_costs(draw))

    for room in draw.rooms:
        barred = tuple(sorted(table.row(team) for team in room.teams))
        best = min(
            tuple(sum(int(terms[pair]) for pair in way) for terms in table.terms.values())
            for way in pairings(list(range(8)))
            if barred not in way
        )
        found = amounts(cheapest_without(draw, room.number).difference)
        assert tuple(more + old for more, old in zip(found, total, strict=True)) == best


def test_without_its_only_pair_there_is_no_draw():
    draw = draw_of(TWO_TEAM, 2)

    assert cheapest_without(draw, 1) is None
    assert explain_draw(draw).rooms[0].alternative is None


@pytest.mark.parametrize(
    ("format_", "rule"),
    [
        (TWO_TEAM, MatchingDraw()),
        (TWO_TEAM, RandomDraw()),
        (TWO_TEAM, RandomDraw(avoid=True)),
        (TWO_TEAM, SeededDraw()),
        (TWO_TEAM, RoundRobin()),
        *((TWO_TEAM, ClassicDraw(odd_bracket=odd)) for odd in OddBracket),
        (BP, PositionDraw()),
        (BP_OPEN, PositionDraw(swaps=True, pull_ups=PullUps.BY_COST)),
        (SPEAKING, RandomDraw(avoid=True)),
        (BP, RandomDraw()),
    ],
)
@given(st.integers(4, 30), st.integers(0, 99))
@settings(max_examples=6, deadline=None)
def test_every_draw_is_explained_in_sentences(format_, rule, teams, seed):
    draw = draw_of(format_, teams, seed=seed, rule=rule)
    explained = explain_draw(draw)

    assert explained.totals == draw_costs(draw)
    assert [room.room for room in explained.rooms] == [room.number for room in draw.rooms]
    assert len(explained.byes) == len(draw.byes)
    for room in explained.rooms:
        assert sorted(team.team for team in room.teams) == sorted(draw.room(room.room).teams)
        remarks = [*room.notes, *(note for team in room.teams for note in team.notes)]
        assert all(str(remark).endswith(".") and remark.code in SENTENCES for remark in remarks)
    encode(explained)


def test_a_pull_up_says_where_from_and_out_of_how_many():
    entrants = tuple(replace(one, points=6 if one.team in "abc" else 5) for one in by_hand(*"abcdefgh"))
    explained = explain_draw(draw_round(DrawRequest(format=BP, entrants=entrants, seed=1, round=2)))

    (remark,) = [note for team in explained.rooms[0].teams for note in team.notes]
    pulled = remark.values["team"]
    assert str(remark) == f"{pulled} (5 points) was pulled up to 6 by lot, out of 5 teams."
    assert explained.rooms[0].bracket == 6


def test_a_room_of_four_shows_its_costs():
    entrants = (
        replace(by_hand("a")[0], positions=(2, 0, 0, 0)),
        *(replace(one, positions=(0, 1, 1, 0)) for one in by_hand("b", "c", "d")),
    )
    (room,) = explain_draw(draw_round(DrawRequest(format=BP, entrants=entrants, seed=1, round=3))).rooms

    a = next(team for team in room.teams if team.team == "a")
    assert a.history == (2, 0, 0, 0)
    assert a.costs[0] > a.costs[1] == a.costs[2] == a.costs[3]
    assert a.elsewhere[0] > 0
    assert (
        sum(team.costs[team.side] for team in room.teams) == {term.code: term.amount for term in room.terms}["position"]
    )


def test_an_edit_is_told():
    draw = draw_of(BP, 12)
    changed = apply_change(draw, Exchange(draw.rooms[0].teams[0], draw.rooms[1].teams[0]))

    assert "edited" in [note.code for note in explain_draw(changed).rooms[0].notes]


def test_who_came_up_by_an_edit_is_not_called_pulled_up():
    entrants = tuple(replace(one, points=int(one.team in "abcd")) for one in by_hand(*"abcdefgh"))
    draw = draw_round(DrawRequest(format=BP, entrants=entrants, seed=1, round=2))
    upper = explain_draw(apply_change(draw, Exchange("a", "e"))).rooms[0]

    assert [note.code for team in upper.teams for note in team.notes] == ["above_after_change"]


@pytest.mark.parametrize(("swing", "code"), [(True, "bye_of_swing"), (False, "bye_of_lowest")])
def test_a_bye_is_told(swing, code):
    entrants = (*by_hand("a", "b"), replace(by_hand("c")[0], rank=9, swing=swing))

    (remark,) = explain_draw(draw_round(DrawRequest(format=TWO_TEAM, entrants=entrants, seed=1))).byes
    assert (remark.code, remark.values["team"]) == (code, "c")
