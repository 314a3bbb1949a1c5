from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competitions.debates.tab import DrawRequest, RandomDraw, Sides, allocate_sides, check_draw, draw_round
from competitions.debates.tab.draw.sides import settle_sides, take_sides
from competitions.debates.tab.lots import Lots
from tests.competitions.debates.tab.fields import TWO_TEAM, by_hand, draw_of

A, B = by_hand("a", "b")
LEANING = replace(A, positions=(3, 1))


@pytest.mark.parametrize("pair", [(LEANING, B), (B, LEANING)])
def test_who_affirmed_less_affirms(pair):
    assert take_sides(pair, Sides.BALANCED, {}, Lots(1)) == (B, LEANING)


def test_a_tie_falls_by_lot():
    affirming = {take_sides((A, B), Sides.BALANCED, {}, Lots(seed))[0].team for seed in range(20)}

    assert affirming == {"a", "b"}


def test_allocated_sides_are_taken():
    assert take_sides((A, B), Sides.ALLOCATED, {"a": 1, "b": 0}, Lots(1)) == (B, A)


def test_sides_on_the_day_are_noted():
    draw = draw_of(TWO_TEAM, 4, rule=RandomDraw(sides=Sides.ON_THE_DAY))

    assert {note.code for room in draw.rooms for note in room.notes} == {"sides_on_the_day"}


@given(st.lists(st.sampled_from([0, 1, None]), min_size=2, max_size=20).filter(lambda sides: len(sides) % 2 == 0))
def test_settled_sides_come_out_even_with_the_fewest_moved(sides):
    entrants = [replace(one, side=side) for one, side in zip(by_hand(*map(str, range(len(sides)))), sides, strict=True)]
    settled = settle_sides(entrants, Lots(1))

    half = len(sides) // 2
    moved = sum(one.side not in (None, settled[one.team]) for one in entrants)
    assert sum(settled.values()) == half
    assert moved == max(0, sides.count(0) - half, sides.count(1) - half)


def test_a_moved_side_is_noted():
    entrants = tuple(replace(one, side=0) for one in by_hand(*"abcd"))
    draw = draw_round(DrawRequest(format=TWO_TEAM, entrants=entrants, seed=1, rule=RandomDraw(sides=Sides.ALLOCATED)))

    assert [note.code for room in draw.rooms for note in room.notes] == ["side_moved", "side_moved"]
    assert check_draw(draw).is_legal


def test_the_bye_is_on_the_longer_side():
    entrants = tuple(replace(one, side=int(one.team in "abc")) for one in by_hand(*"abcde"))
    for seed in range(10):
        draw = draw_round(
            DrawRequest(format=TWO_TEAM, entrants=entrants, seed=seed, rule=RandomDraw(sides=Sides.ALLOCATED))
        )
        assert set(draw.byes) <= set("abc")


@given(st.integers(2, 30), st.integers(1, 9), st.integers(0, 99))
def test_allocated_rounds_are_balanced(teams, rounds, seed):
    names = [f"t{number}" for number in range(teams)]
    sides = allocate_sides(names, rounds, seed)

    assert all(len(held) == rounds for held in sides.values())
    assert all(abs(held.count(0) - held.count(1)) <= 1 for held in sides.values())
    assert all(abs(sum(held[number] == 0 for held in sides.values()) - teams / 2) <= 0.5 for number in range(rounds))
    assert sides == allocate_sides(reversed(names), rounds, seed)
