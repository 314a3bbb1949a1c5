from dataclasses import replace
from decimal import Decimal

from competitions.debates.tab import PRESETS, Attendance, Team, prepare_entrants
from tests.competitions.debates.tab.results_by_hand import alone, duel, four, teams

TWO, BP = PRESETS["two_team"], PRESETS["bp"]
RESULTS = [
    duel(1, "a", "b"),
    duel(1, "c", "d"),
    duel(2, "a", "c"),
    duel(2, "b", "d"),
    duel(3, "b", "a"),
    alone(3, "c", Attendance.BYE, 1),
]


def entrants(*args, **kwargs):
    return {one.team: one for one in prepare_entrants(*args, **kwargs)}


def test_what_a_draw_has_to_know():
    field = entrants(teams(*"abcd", institution="x"), RESULTS, TWO)

    a, c = field["a"], field["c"]
    assert (a.points, a.positions, a.met, a.byes, a.institution) == (2, (2, 1), {"b": 2, "c": 1}, 0, "x")
    assert (c.points, c.positions, c.met, c.byes) == (2, (1, 1), {"d": 1, "a": 1}, 1)
    assert a.draw_strength == 2 + 2 + 2  # b twice, c once
    assert a.opponent_speaks == 2 * (74 + 75 + 75) + (75 + 74) * Decimal("1.5")  # c's bye counts its average


def test_points_and_meetings_carry_over_to_another_format_but_positions_do_not():
    field = entrants(teams(*"abcd"), [four(1, *"abcd"), duel(2, "a", "b")], TWO)

    assert field["a"].points == 4
    assert field["a"].positions == (1, 0)
    assert field["a"].met == {"b": 2, "c": 1, "d": 1}
    assert entrants(teams(*"abcd"), [four(1, *"abcd"), duel(2, "a", "b")], BP)["a"].positions == (1, 0, 0, 0)


def test_a_walkover_is_neither_a_meeting_nor_a_side():
    walkover = duel(1, "a", "b")
    walkover = replace(
        walkover,
        teams=(
            replace(walkover.teams[0], attendance=Attendance.WALKOVER),
            replace(walkover.teams[1], attendance=Attendance.NO_SHOW),
        ),
    )
    field = entrants(teams("a", "b"), [walkover], TWO)

    assert (field["a"].points, field["a"].met, field["a"].positions) == (1, {}, ())


def test_absent_teams_are_left_out_and_sides_handed_on():
    field = entrants(teams("a", "b", "c"), [], TWO, present={"a", "b"}, sides={"a": 1})

    assert set(field) == {"a", "b"}
    assert (field["a"].side, field["b"].side) == (1, None)


def test_ranks_are_those_of_the_standings_and_swings_come_last():
    field = entrants((*teams("a", "b"), Team(id="s", swing=True, seed=3)), [duel(1, "b", "a"), duel(2, "s", "b")], TWO)

    assert (field["b"].rank, field["a"].rank, field["s"].rank) == (1, 2, 4)
    assert field["s"].swing and field["s"].seed == 3
