"""Teams gone, teams come late, edits by hand."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from competitions.debates.tab import (
    Arrive,
    DrawError,
    DrawRequest,
    Exchange,
    Leave,
    RandomDraw,
    Sides,
    apply_change,
    check_draw,
    draw_round,
    price_change,
    replay,
    touched_rooms,
)
from competitions.debates.tab.draw.costs import draw_costs
from tests.competitions.debates.tab.fields import (
    BP,
    BP_OPEN,
    SPEAKING,
    TWO_TEAM,
    amounts,
    by_hand,
    draw_of,
    invent_entrants,
)

LATE = by_hand("late", "later", "latest", "last")


def everyone(draw):
    return sorted([team for room in draw.rooms for team in room.teams] + list(draw.byes))


def sizes(draw):
    return sorted((len(room.teams) for room in draw.rooms), reverse=True)


def first_of(draw, *numbers):
    """One team of each of those rooms."""
    return tuple(draw.room(number).teams[0] for number in numbers)


GONE = [
    # format, teams, rooms that lose a team -> rooms touched, sizes, byes
    (TWO_TEAM, 8, (2,), [2], [2, 2, 2], 1),
    (TWO_TEAM, 8, (1, 4), [1, 4], [2, 2, 2], 0),
    (TWO_TEAM, 9, (3,), [3], [2, 2, 2, 2], 0),  # the bye comes in
    (BP, 12, (2,), [2], [4, 4, 3], 0),
    (BP, 12, (1, 3), [1, 3], [4, 3, 3], 0),
    (BP, 16, (1, 2, 3, 4), [1, 2, 3, 4], [4, 4, 4], 0),
    (BP, 14, (1,), [1], [4, 4, 4], 1),  # one of the two byes comes in
    (SPEAKING, 12, (1,), [1], [6, 5], 0),
]


@pytest.mark.parametrize(("format_", "teams", "rooms", "touched", "left", "byes"), GONE)
def test_only_the_rooms_of_those_gone_are_touched(format_, teams, rooms, touched, left, byes):
    draw = draw_of(format_, teams)
    gone = first_of(draw, *rooms)
    changed = apply_change(draw, Leave(gone))

    assert list(touched_rooms(draw, changed)) == touched
    assert sizes(changed) == left
    assert len(changed.byes) == byes
    assert everyone(changed) == sorted(set(everyone(draw)) - set(gone))


def test_those_who_stay_keep_their_room():
    draw = draw_of(BP, 16)
    changed = apply_change(draw, Leave(first_of(draw, 2)))

    assert set(changed.room(2).teams) == set(draw.room(2).teams[1:])
    assert "solved_again" in [note.code for note in changed.room(2).notes]


def test_among_equal_costs_those_who_stay_keep_their_seats():
    draw = draw_of(BP, 16, rounds=0, most_points=0)
    before, after = draw.room(2), apply_change(draw, Leave(draw.room(2).teams[3:])).room(2)

    assert after.seats == (*before.seats[:3], None)


def test_a_room_that_is_left_empty_goes():
    draw = draw_of(TWO_TEAM, 8)
    changed = apply_change(draw, Leave(draw.room(2).teams))

    assert [room.number for room in changed.rooms] == [1, 3, 4]


def test_two_left_of_a_room_of_four_are_joined_with_the_nearest():
    draw = draw_of(BP, 16, most_points=0)
    changed = apply_change(draw, Leave(draw.room(1).teams[:2]))

    assert sizes(changed) == [4, 4, 3, 3]
    assert changed.byes == ()
    assert list(touched_rooms(draw, changed)) == [1, 4]


COME = [
    # format, teams, late -> rooms touched, sizes, byes
    (TWO_TEAM, 8, 1, [], [2, 2, 2, 2], 1),
    (TWO_TEAM, 9, 1, [5], [2] * 5, 0),
    (TWO_TEAM, 8, 2, [5], [2] * 5, 0),
    (BP_OPEN, 11, 1, [3], [4, 4, 4], 0),
    (BP, 12, 4, [4], [4] * 4, 0),
    (BP, 12, 1, [], [4] * 3, 1),
    (BP, 12, 3, [4], [4, 4, 4, 3], 0),
]


@pytest.mark.parametrize(("format_", "teams", "late", "touched", "left", "byes"), COME)
def test_those_who_come_late_find_the_seats_there_are(format_, teams, late, touched, left, byes):
    draw = draw_of(format_, teams)
    changed = apply_change(draw, Arrive(LATE[:late]))

    assert list(touched_rooms(draw, changed)) == touched
    assert sizes(changed) == left
    assert len(changed.byes) == byes


def test_a_swing_team_fills_the_gap():
    draw = draw_of(BP, 12)
    changed = replay(draw.request, [Leave(first_of(draw, 2)), Arrive((replace(LATE[0], swing=True),))])

    assert sizes(changed) == [4, 4, 4]
    assert "late" in changed.room(2).teams


def test_the_gap_is_filled_at_the_least_cost():
    draw = draw_of(TWO_TEAM, 8, rounds=0)
    gone = first_of(draw, 2)
    lone = draw.room(2).teams[1]
    met = replace(LATE[0], met={lone: 1})
    changed = apply_change(apply_change(draw, Arrive((met, LATE[1]))), Leave(gone))

    assert not any({"late", lone} == set(room.teams) for room in changed.rooms)


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_any_changes_keep_everyone_once_and_replay(data):
    format_ = data.draw(st.sampled_from([TWO_TEAM, BP, BP_OPEN, SPEAKING]))
    draw = draw_of(format_, data.draw(st.integers(4, 40)), seed=data.draw(st.integers(0, 99)))
    for number in range(data.draw(st.integers(1, 4))):
        before, present = draw, sorted(draw.entrants())
        gone = data.draw(st.lists(st.sampled_from(present), unique=True, max_size=min(6, len(present) - 1)))
        come = tuple(replace(one, team=f"{one.team} {number}") for one in LATE[: data.draw(st.integers(0, 4))])
        draw = apply_change(apply_change(draw, Leave(tuple(gone))), Arrive(come))

        assert everyone(draw) == sorted(draw.entrants())
        assert set(draw.entrants()) == (set(present) - set(gone)) | {one.team for one in come}
        untouched = {room.number for room in before.rooms} - set(touched_rooms(before, draw))
        assert all(draw.room(room).seats == before.room(room).seats for room in untouched)
        assert not [
            error for error in check_draw(draw).errors if error.code not in ("bracket_spread", "pulled_up_past")
        ]
    assert replay(draw.request, draw.changes) == draw


def test_an_exchange_is_made_and_noted():
    draw = draw_of(BP, 12)
    one, other = first_of(draw, 1, 3)
    changed = apply_change(draw, Exchange(one, other))

    assert changed.places()[one] == draw.places()[other]
    assert changed.places()[other] == draw.places()[one]
    assert [note.code for note in changed.room(3).notes] == ["edited"]
    assert list(touched_rooms(draw, changed)) == [1, 3]


def test_a_team_may_change_places_with_a_bye():
    draw = draw_of(TWO_TEAM, 9)
    (bye,) = draw.byes
    (team,) = first_of(draw, 1)
    changed = apply_change(draw, Exchange(team, bye))

    assert changed.byes == (team,)
    assert changed.places()[bye] == draw.places()[team]


def test_two_teams_of_a_room_change_sides():
    draw = draw_of(TWO_TEAM, 8)
    first, second = draw.room(1).seats
    changed = apply_change(draw, Exchange(first, second))

    assert changed.room(1).seats == (second, first)


@pytest.mark.parametrize("format_", [TWO_TEAM, BP], ids=lambda format_: format_.code)
def test_a_price_says_what_an_edit_costs_and_makes_nothing(format_):
    draw = draw_of(format_, 16)
    one, other = first_of(draw, 1, 4)
    price = price_change(draw, Exchange(one, other))
    changed = apply_change(draw, Exchange(one, other))

    assert price.before == draw_costs(draw)
    assert price.after == draw_costs(changed)
    assert amounts(price.difference) == tuple(
        after - before for before, after in zip(amounts(price.before), amounts(price.after), strict=True)
    )
    assert price.touched == (1, 4)
    assert amounts(price.difference) >= (0,) * len(price.difference)


def test_a_turned_room_costs_its_sides():
    a, b = by_hand("a", "b")
    draw = draw_round(
        DrawRequest(
            format=TWO_TEAM, entrants=(replace(a, positions=(2, 0)), replace(b, positions=(0, 2))), seed=1, round=3
        )
    )
    price = price_change(draw, Exchange("a", "b"))

    assert draw.room(1).seats == ("b", "a")
    assert {term.code: term.amount for term in price.difference}["side"] == 4


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (Leave(("nobody",)), "team_not_in_draw"),
        (Exchange("t1", "nobody"), "team_not_in_draw"),
        (Arrive(by_hand("t1")), "team_already_in_draw"),
        (Arrive((*by_hand("x"), *by_hand("x"))), "team_twice"),
    ],
)
def test_changes_that_make_no_sense_are_refused(change, code):
    with pytest.raises(DrawError) as refused:
        apply_change(draw_of(TWO_TEAM, 8), change)

    assert refused.value.note.code == code


def test_everyone_may_leave():
    draw = draw_of(BP, 8)
    empty = apply_change(draw, Leave(tuple(draw.entrants())))

    assert (empty.rooms, empty.byes) == ((), ())


def test_allocated_sides_survive_an_absence():
    entrants = tuple(replace(one, side=place % 2) for place, one in enumerate(invent_entrants(8)))
    draw = draw_round(DrawRequest(format=TWO_TEAM, entrants=entrants, seed=1, rule=RandomDraw(sides=Sides.ALLOCATED)))
    changed = apply_change(draw, Leave((draw.rooms[0].teams[0], draw.rooms[1].teams[1])))

    assert [note.code for room in changed.rooms for note in room.notes] == ["solved_again"]
    assert check_draw(changed).is_legal
