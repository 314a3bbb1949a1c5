"""What each team needs, against every sequence of rounds there is."""

from functools import cache
from itertools import combinations, permutations, product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from competitions.debates.tab import PRESETS, BreakError, ClassicDraw, MatchingDraw, PositionDraw, State, needs_of_teams

BP, TWO = PRESETS["bp"], PRESETS["two_team"]
CLASSIC = ClassicDraw()


def partitions(teams, size):
    """Every way to split teams into rooms."""
    if not teams:
        yield ()
        return
    first, *others = teams
    for company in combinations(others, size - 1):
        left = [team for team in others if team not in company]
        for rest in partitions(left, size):
            yield ((first, *company), *rest)


def is_bracketed(rooms, points, size):
    """For every level: the rooms it reaches are the fewest, and hold the best teams there are."""
    for level in set(points):
        reached = [team for room in rooms if any(points[team] >= level for team in room) for team in room]
        outside = [own for team, own in enumerate(points) if team not in reached]
        fewest = -(-sum(own >= level for own in points) // size)
        if len(reached) > fewest * size or max(outside, default=0) > min(points[team] for team in reached):
            return False
    return True


@cache
def after_a_round(points, places, bracketed):
    """All points that one round can lead to; the first team is kept apart, the others of a group are interchangeable."""
    reached = set()
    size = len(places)
    for rooms in partitions(range(len(points)), size):
        if bracketed and not is_bracketed(rooms, points, size):
            continue
        for orders in product(list(permutations(places)), repeat=len(rooms)):
            after = list(points)
            for room, order in zip(rooms, orders, strict=True):
                for team, gained in zip(room, order, strict=True):
                    after[team] += gained
            reached.add(tuple(after))
    return frozenset(reached)


def endings(points, rounds, places, bracketed, groups):
    """All points after the rounds that are left, teams of a group sorted."""
    states = {points}
    for _ in range(rounds):
        states = {_tidy(after, groups) for state in states for after in after_a_round(state, places, bracketed)}
    return states


def _tidy(points, groups):
    tidied = list(points)
    for group in groups:
        for place, value in zip(group, sorted((points[team] for team in group), reverse=True), strict=True):
            tidied[place] = value
    return tuple(tidied)


def needs_by_hand(points, eligible, size, rounds, places, bracketed):
    """The need of the first team, from every way the rounds can end."""
    others = range(1, len(points))
    groups = [[team for team in others if (team in eligible) is may] for may in (True, False)]
    sure, possible = {}, {}
    for end in endings(points, rounds, places, bracketed, groups):
        gain = end[0] - points[0]
        level = sum(end[team] >= end[0] for team in others if team in eligible)
        above = sum(end[team] > end[0] for team in others if team in eligible)
        sure[gain] = sure.get(gain, True) and level < size
        possible[gain] = possible.get(gain, False) or above < size
    return (
        min((gain for gain in sure if sure[gain]), default=None) if any(possible.values()) else None,
        min((gain for gain in possible if possible[gain]), default=None),
    )


def needs(points, eligible, size, rounds, format_, rule):
    names = {f"t{place}": own for place, own in enumerate(points)}
    found = needs_of_teams(
        names, format_, size=size, rounds=rounds, eligible=frozenset(f"t{team}" for team in eligible), rule=rule
    )
    first = next(need for need in found if need.team == "t0")
    return (first.sure_with, first.possible_with), first.model


MODELS = [(CLASSIC, True, "brackets"), (MatchingDraw(), False, "free")]


@pytest.mark.parametrize(("rule", "bracketed", "model"), MODELS)
@given(st.data())
@settings(max_examples=30, deadline=None)
def test_two_teams_a_room(rule, bracketed, model, data):
    teams, rounds = data.draw(st.sampled_from([(4, 1), (4, 2), (4, 3), (6, 1), (6, 2)]))
    points = tuple(data.draw(st.integers(0, 3)) for _ in range(teams))
    eligible = frozenset({0}) | data.draw(st.frozensets(st.integers(1, teams - 1)))
    size = data.draw(st.integers(1, teams - 1))

    expected = needs_by_hand(points, eligible, size, rounds, (1, 0), bracketed)
    assert needs(points, eligible, size, rounds, TWO, rule) == (expected, model)


@given(st.lists(st.integers(0, 6), min_size=8, max_size=8).map(tuple), st.integers(1, 7))
@settings(max_examples=10, deadline=None)
@example((0, 0, 0, 1, 1, 1, 1, 2), 1)
def test_four_teams_a_room_in_brackets(points, size):
    expected = needs_by_hand(points, frozenset(range(8)), size, 1, BP.points, True)

    assert needs(points, range(8), size, 1, BP, PositionDraw()) == (expected, "brackets")


def test_four_teams_a_room_over_two_rounds():
    points = (3, 3, 2, 2)

    for own in range(4):
        ordered = (points[own], *points[:own], *points[own + 1 :])
        for size in (1, 2, 3):
            expected = needs_by_hand(ordered, frozenset(range(4)), size, 2, BP.points, True)
            assert needs(ordered, range(4), size, 2, BP, PositionDraw()) == (expected, "brackets")


@given(st.lists(st.integers(0, 3), min_size=6, max_size=6), st.integers(1, 5), st.integers(0, 99))
@settings(max_examples=20, deadline=None)
def test_once_drawn_the_rooms_decide(points, size, seed):
    teams = [f"t{place}" for place in range(6)]
    own = dict(zip(teams, points, strict=True))
    rooms = [teams[:2], teams[2:4], teams[4:]]
    found = needs_of_teams(own, TWO, size=size, rounds=1, rooms=rooms)

    for need in found:
        ends = [
            {
                team: own[team] + gained
                for room, order in zip(rooms, orders, strict=True)
                for team, gained in zip(room, order, strict=True)
            }
            for orders in product([(1, 0), (0, 1)], repeat=3)
        ]
        level, above = (
            {
                gain: [
                    sum(beats(end[other], end[need.team]) for other in teams if other != need.team)
                    for end in ends
                    if end[need.team] == own[need.team] + gain
                ]
                for gain in (0, 1)
            }
            for beats in (int.__ge__, int.__gt__)
        )
        possible = [gain for gain in (0, 1) if min(above[gain]) < size]
        sure = [gain for gain in (0, 1) if max(level[gain]) < size]
        assert need.possible_with == min(possible, default=None)
        assert need.sure_with == (min(sure, default=None) if possible else None)
        assert need.model == "rooms"


def test_a_bye_in_the_last_round_is_counted():
    own = {"a": 2, "b": 2, "c": 2}
    by_team = {need.team: need for need in needs_of_teams(own, TWO, size=1, rounds=1, rooms=[("a", "b")])}

    assert (by_team["c"].possible_with, by_team["c"].sure_with) == (1, None)
    assert (by_team["a"].possible_with, by_team["a"].sure_with) == (1, None)


def states(points, **facts):
    return {need.team: need.state for need in needs_of_teams(points, **facts)}


def test_when_no_round_is_left_only_ties_are_open():
    own = {"a": 6, "b": 5, "c": 5, "d": 4}

    assert states(own, format_=BP, size=2, rounds=0) == {
        "a": State.SURE, "b": State.ALIVE, "c": State.ALIVE, "d": State.OUT
    }  # fmt: skip


def test_who_may_not_break_is_not_told_and_takes_no_place():
    own = {"a": 3, "b": 3, "c": 3, "d": 0}
    found = needs_of_teams(own, TWO, size=1, rounds=0, eligible=frozenset("ad"))

    assert [(need.team, need.state) for need in found] == [("a", State.SURE), ("d", State.OUT)]


@pytest.mark.parametrize(
    ("teams", "rounds", "rule", "model"),
    [
        (24, 1, PositionDraw(), "brackets"),
        (22, 1, PositionDraw(), "free"),  # rooms are not all full
        (24, 4, PositionDraw(), "free"),  # too far ahead
    ],
)
def test_the_model_is_named(teams, rounds, rule, model):
    own = {f"t{place}": place % 7 for place in range(teams)}

    assert {need.model for need in needs_of_teams(own, BP, size=4, rounds=rounds, rule=rule)} == {model}


def test_more_points_never_need_more():
    own = {f"t{place}": (place * 5) % 13 for place in range(24)}
    found = needs_of_teams(own, BP, size=8, rounds=1)

    ends_on = [need.points + need.possible_with for need in found if need.possible_with]
    assert [need.points for need in found] == sorted(own.values(), reverse=True)
    assert max(ends_on) - min(ends_on) <= 1


@pytest.mark.parametrize(
    "facts",
    [
        {"size": 0, "rounds": 1},
        {"size": 1, "rounds": -1},
        {"size": 1, "rounds": 2, "rooms": [("a", "b")]},
    ],
)
def test_questions_without_an_answer_are_refused(facts):
    with pytest.raises(BreakError, match="Nothing can be said"):
        needs_of_teams({"a": 1, "b": 0}, TWO, **facts)


def test_formats_without_points_have_no_needs():
    with pytest.raises(BreakError):
        needs_of_teams({"a": 0}, PRESETS["public_speaking"], size=1, rounds=1)
