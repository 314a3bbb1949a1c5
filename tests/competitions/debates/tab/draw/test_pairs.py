"""The whole field paired at once."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from competitions.debates.tab import DrawRequest, MatchingDraw, RandomDraw, SeededDraw, Sides, draw_round
from competitions.debates.tab.draw.costs import draw_costs
from competitions.debates.tab.draw.pairs import IMPORTANCE, order_costs, pair_table
from competitions.debates.tab.formats.draw_rules import Pairing
from tests.competitions.debates.tab.fields import TWO_TEAM, amounts, by_hand, draw_of, invent_entrants

RULES = [
    MatchingDraw(),
    MatchingDraw(pairing=Pairing.SLIDE),
    MatchingDraw(pairing=Pairing.ADJACENT, sides=Sides.RANDOM),
    MatchingDraw(pairing=Pairing.RANDOM),
    MatchingDraw(pairing=Pairing.FOLD_TOP),
    MatchingDraw(sides=Sides.ALLOCATED),
    RandomDraw(avoid=True),
    RandomDraw(),
    SeededDraw(),
]


def pairings(teams: list[int]) -> Iterator[list[tuple[int, int]]]:
    """Every way to pair them."""
    if not teams:
        yield []
        return
    first, *others = teams
    for other in others:
        for rest in pairings([team for team in others if team != other]):
            yield [(first, other), *rest]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.kind}-{getattr(rule, 'pairing', '')}-{rule.sides}")
@pytest.mark.parametrize("seed", range(4))
def test_the_pairing_costs_the_least_there_is(rule, seed):
    draw = draw_of(TWO_TEAM, 8, seed=seed, rule=rule)

    table = pair_table(draw.request, draw.request.entrants)
    allowed = [way for way in pairings(list(range(8))) if not any(table.barred[pair] for pair in way)]
    best = min(tuple(sum(int(matrix[pair]) for pair in way) for matrix in table.terms.values()) for way in allowed)
    assert amounts(draw_costs(draw)) == best


@given(st.integers(0, 10_000), st.integers(2, 5).map(lambda half: 2 * half))
@settings(max_examples=40, deadline=None)
def test_no_rematch_that_could_be_avoided(seed, teams):
    draw = draw_of(TWO_TEAM, teams, seed=seed, rounds=teams - 2)

    table = pair_table(draw.request, draw.request.entrants)
    fewest = min(sum(int(table.terms["rematch"][pair]) for pair in way) for way in pairings(list(range(teams))))
    assert amounts(draw_costs(draw))[0] == fewest


@given(st.integers(0, 10_000), st.integers(4, 60))
@settings(max_examples=30, deadline=None)
def test_each_term_outweighs_all_below_it(seed, teams):
    request = DrawRequest(format=TWO_TEAM, entrants=invent_entrants(teams, seed=seed), seed=seed, round=2)
    table = pair_table(request, request.entrants)

    for place, code in enumerate(IMPORTANCE):
        below = sum(
            table.weights[lower] * int(table.terms[lower].max()) * (teams // 2) for lower in IMPORTANCE[place + 1 :]
        )
        assert table.weights[code] > below


def test_costs_stay_exact_beyond_64_bits():
    entrants = tuple(
        replace(one, points=place * 250, positions=(9999, 0), met=dict.fromkeys(one.met, 9999))
        for place, one in enumerate(invent_entrants(40))
    )
    table = pair_table(DrawRequest(format=TWO_TEAM, entrants=entrants, seed=1, round=2), entrants)

    expected = [
        [
            sum(table.weights[code] * int(terms[one, other]) for code, terms in table.terms.items())
            for other in range(40)
        ]
        for one in range(40)
    ]
    assert table.costs == expected
    assert max(map(max, expected)) > 2**63


ORDER = [
    # pairing, points, pairs that cost nothing
    (Pairing.FOLD, [1] * 6, {(0, 5), (1, 4), (2, 3)}),
    (Pairing.SLIDE, [1] * 6, {(0, 3), (1, 4), (2, 5)}),
    (Pairing.ADJACENT, [1] * 6, {(0, 1), (1, 2), (2, 3), (3, 4), (4, 5)}),
    (Pairing.FOLD, [2, 2, 2, 1, 1, 1], {(0, 2), (2, 3), (3, 5)}),
    (Pairing.FOLD_TOP, [2] * 4 + [1] * 4, {(0, 3), (1, 2), (3, 4), (4, 5), (5, 6), (6, 7)}),
]


@pytest.mark.parametrize(("pairing", "points", "free"), ORDER)
def test_the_pairing_itself_costs_nothing(pairing, points, free):
    costs = order_costs(np.array(points), np.arange(len(points)), pairing)

    pairs = {(one, other) for other in range(len(points)) for one in range(other) if costs[one, other] == 0}
    assert pairs == free
    assert (costs == costs.T).all()


def test_conflicts_cost_a_step_from_the_fold():
    a, b, c, d = by_hand("a", "b", "c", "d")
    met = (replace(a, met={"d": 1}), b, c, replace(d, met={"a": 1}))
    draw = draw_round(DrawRequest(format=TWO_TEAM, entrants=met, seed=1, round=2))

    assert {frozenset(room.teams) for room in draw.rooms} in (
        {frozenset("ac"), frozenset("bd")},
        {frozenset("ab"), frozenset("cd")},
    )


def test_an_institution_is_avoided_before_a_gap():
    entrants = tuple(
        replace(one, institution="x" if one.team in "ab" else one.team, points=3 if one.team in "ab" else 0)
        for one in by_hand("a", "b", "c", "d")
    )
    draw = draw_round(DrawRequest(format=TWO_TEAM, entrants=entrants, seed=1, round=2))

    assert not any(set(room.teams) == {"a", "b"} for room in draw.rooms)


def test_random_rounds_differ_by_seed_and_repeat_by_seed():
    entrants = by_hand(*(f"t{number}" for number in range(16)))
    draws = [
        draw_round(DrawRequest(format=TWO_TEAM, entrants=entrants, seed=seed, rule=RandomDraw())).rooms
        for seed in (1, 2, 1)
    ]

    assert draws[0] == draws[2] != draws[1]


def test_seeds_fold():
    entrants = tuple(replace(one, seed=place + 1) for place, one in enumerate(by_hand(*"abcdefgh")))
    draw = draw_round(DrawRequest(format=TWO_TEAM, entrants=entrants, seed=1, rule=SeededDraw()))

    assert {"".join(sorted(room.teams)) for room in draw.rooms} == {"ah", "bg", "cf", "de"}
