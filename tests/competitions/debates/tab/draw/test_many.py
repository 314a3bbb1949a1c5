"""Rooms of three teams or more: brackets, positions, pots, lots."""

from collections import Counter
from dataclasses import replace
from itertools import combinations, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from competitions.debates.tab import DrawRequest, PositionDraw, SeededDraw, check_draw, draw_round
from competitions.debates.tab.check.pricing import price_position
from competitions.debates.tab.draw.costs import draw_costs
from competitions.debates.tab.formats.ballot_rules import Uneven, UnevenRule
from competitions.debates.tab.formats.draw_rules import PositionCost, PullUps
from competitions.debates.tab.lots import Lots
from tests.competitions.debates.tab.fields import BP, BP_OPEN, SPEAKING, by_hand, draw_of, invent_entrants

COSTS = [
    PositionDraw(),
    PositionDraw(exponent=1),
    PositionDraw(cost=PositionCost.SIMPLE, exponent=2),
    PositionDraw(cost=PositionCost.VARIANCE),
    PositionDraw(renyi_order=2.0),
]
SHORT = replace(BP_OPEN, uneven=UnevenRule(how=Uneven.SHORT_ROOMS))


def position_total(draw):
    return next(term.amount for term in draw_costs(draw) if term.code == "position")


def cheapest_by_hand(draw, teams, rooms):
    """The least position cost of seating those teams in so many rooms, by trying every choice of positions.

    Rooms of a bracket are alike, so only the position of each team matters.
    """
    entrants = draw.entrants()
    prices = {team: [price_position(draw, entrants[team], side) for side in range(4)] for team in teams}
    best = None
    for opening in combinations(teams, 2 * rooms):
        closing = [team for team in teams if team not in opening]
        halves = [
            _cheapest_split(prices, list(half), rooms, sides) for half, sides in ((opening, (0, 1)), (closing, (2, 3)))
        ]
        best = sum(halves) if best is None else min(best, sum(halves))
    return best


def _cheapest_split(prices, teams, rooms, sides):
    first, second = sides
    return min(
        sum(prices[team][first if team in chosen else second] for team in teams)
        for chosen in combinations(teams, rooms)
    )


@pytest.mark.parametrize("rule", COSTS, ids=lambda rule: f"{rule.cost}-{rule.exponent}-{rule.renyi_order}")
@pytest.mark.parametrize("seed", range(3))
def test_positions_cost_the_least_there_is(rule, seed):
    draw = draw_of(BP, 8, seed=seed, rule=rule, most_points=0)

    assert position_total(draw) == cheapest_by_hand(draw, [one.team for one in draw.request.entrants], 2)


@pytest.mark.parametrize("seed", range(5))
def test_positions_cost_the_least_in_every_bracket(seed):
    draw = draw_of(BP, 16, seed=seed, most_points=2)

    by_bracket = {}
    for room in draw.rooms:
        by_bracket.setdefault(room.bracket, []).extend(room.teams)
    assert position_total(draw) == sum(cheapest_by_hand(draw, teams, len(teams) // 4) for teams in by_bracket.values())


@pytest.mark.parametrize("seed", range(4))
def test_pull_ups_by_cost_cost_the_least_of_all_legal_draws(seed):
    entrants = invent_entrants(8, sides=4, seed=seed, most_points=0)
    entrants = tuple(replace(one, points=int(place < 3)) for place, one in enumerate(entrants))
    request = DrawRequest(
        format=BP_OPEN, entrants=entrants, seed=seed, round=2, rule=PositionDraw(pull_ups=PullUps.BY_COST)
    )
    draw = draw_round(request)

    upper, lower = [one.team for one in entrants[:3]], [one.team for one in entrants[3:]]
    costs = [
        cheapest_by_hand(draw, [*upper, pulled], 1)
        + cheapest_by_hand(draw, [team for team in lower if team != pulled], 1)
        for pulled in lower
    ]
    assert position_total(draw) == min(costs)


def test_pull_ups_are_those_with_the_lowest_lots():
    entrants = tuple(replace(one, points=int(place < 3)) for place, one in enumerate(by_hand(*"abcdefgh")))
    draw = draw_round(DrawRequest(format=BP, entrants=entrants, seed=5, round=4))

    (pulled,) = set(draw.rooms[0].teams) - {"a", "b", "c"}
    assert pulled == Lots(5, 4).order("pull_up", "defgh")[0]


def test_over_many_seeds_everyone_is_pulled_up_and_sits_anywhere():
    entrants = tuple(replace(one, points=int(place < 7)) for place, one in enumerate(by_hand(*"abcdefghijkl")))
    pulled, places = Counter(), Counter()
    for seed in range(300):
        draw = draw_round(DrawRequest(format=BP, entrants=entrants, seed=seed, round=2))
        (team,) = {team for room in draw.rooms[:2] for team in room.teams} - set("abcdefg")
        pulled[team] += 1
        places[draw.places()[team]] += 1

    assert set(pulled) == set("hijkl") and min(pulled.values()) > 35
    assert len(places) == 8 and min(places.values()) > 15


@given(st.integers(1, 1000), st.integers(20, 26).flatmap(lambda teams: st.permutations(range(teams))))
@settings(max_examples=15, deadline=None)
def test_speaks_do_not_influence_rooms(seed, ranks):
    entrants = invent_entrants(len(ranks), sides=4, seed=3)
    ranked = tuple(replace(one, rank=rank + 1) for one, rank in zip(entrants, ranks, strict=True))

    plain, other = (
        draw_round(DrawRequest(format=BP, entrants=field, seed=seed, round=2)) for field in (entrants, ranked)
    )

    assert (plain.rooms, plain.byes) == (other.rooms, other.byes)


@pytest.mark.parametrize("seed", range(8))
def test_swaps_leave_the_cost_and_lower_the_clashes(seed):
    rule = PositionDraw(pull_ups=PullUps.BY_COST)
    plain, apart = (draw_of(BP_OPEN, 40, seed=seed, rule=one) for one in (rule, replace(rule, swaps=True)))

    _, cost, same, met = (term.amount for term in draw_costs(plain))
    _, cost_apart, same_apart, met_apart = (term.amount for term in draw_costs(apart))
    assert cost_apart == cost
    assert 3 * same_apart + met_apart < 3 * same + met
    assert check_draw(apart).is_legal


def test_a_strict_draw_does_not_look_at_institutions_or_meetings():
    plain = draw_of(BP, 24, seed=2)
    entrants = tuple(replace(one, institution="one", met={}) for one in plain.request.entrants)

    assert draw_round(replace(plain.request, entrants=entrants)).rooms == plain.rooms


def test_seeds_are_drawn_from_pots():
    entrants = tuple(replace(one, seed=place + 1) for place, one in enumerate(by_hand(*"abcdefghijklmnop")))
    draw = draw_round(DrawRequest(format=BP_OPEN, entrants=entrants, seed=1, rule=SeededDraw()))

    for room in draw.rooms:
        assert sorted("abcdefghijklmnop".index(team) // 4 for team in room.teams) == [0, 1, 2, 3]


def test_teams_without_a_seed_are_in_the_last_pot():
    entrants = tuple(
        replace(one, seed=place + 1 if place < 6 else None) for place, one in enumerate(by_hand(*"abcdefgh"))
    )
    draw = draw_round(DrawRequest(format=BP_OPEN, entrants=entrants, seed=1, rule=SeededDraw()))

    assert all(len({"g", "h"} & set(room.teams)) == 1 for room in draw.rooms)


@pytest.mark.parametrize(
    ("teams", "sizes"), [(6, [3, 3]), (7, [4, 3]), (9, [3, 3, 3]), (10, [4, 3, 3]), (5, [4]), (4, [4])]
)
def test_short_rooms_have_even_sizes(teams, sizes):
    draw = draw_of(SHORT, teams)

    assert [len(room.teams) for room in draw.rooms] == sizes
    assert len(draw.byes) == teams - sum(sizes)
    assert all(room.seats[len(room.teams) :] == (None,) * (4 - len(room.teams)) for room in draw.rooms)


def test_speaking_early_and_late_evens_out():
    held = {f"t{number}": [0] * 6 for number in range(12)}
    met = {team: Counter() for team in held}
    for number in range(1, 7):
        entrants = tuple(
            replace(one, positions=tuple(held[one.team]), met=dict(met[one.team])) for one in by_hand(*held)
        )
        draw = draw_round(DrawRequest(format=SPEAKING, entrants=entrants, seed=1, round=number))
        for room in draw.rooms:
            for side, team in enumerate(room.seats):
                held[team][side] += 1
            for one, other in permutations(room.teams, 2):
                met[one][other] += 1

    assert all(counts == [1] * 6 for counts in held.values())
