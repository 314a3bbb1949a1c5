"""Properties of every draw, and tournaments of nine rounds."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from competitions.debates.tab import (
    PRESETS,
    Draw,
    DrawError,
    DrawRequest,
    Entrant,
    MatchingDraw,
    SimulationPlan,
    check_draw,
    decode,
    draw_round,
    read_json,
    simulate_tournament,
    write_json,
)
from tests.competitions.debates.tab.fields import TWO_TEAM, by_hand, draw_of, invent_entrants

FORMATS = st.sampled_from(list(PRESETS.values()))


@given(FORMATS, st.integers(4, 200), st.integers(0, 10**6), st.integers(0, 8))
@settings(max_examples=40, deadline=None)
def test_each_team_once_in_rooms_of_the_right_size_and_legal_brackets(format_, teams, seed, most_points):
    draw = draw_of(format_, teams, seed=seed, most_points=most_points)

    placed = [team for room in draw.rooms for team in room.teams] + list(draw.byes)
    assert sorted(placed) == sorted(one.team for one in draw.request.entrants)
    assert len(draw.byes) < format_.room_size
    assert [room.number for room in draw.rooms] == list(range(1, len(draw.rooms) + 1))
    assert check_draw(draw).errors == ()


@given(FORMATS, st.integers(4, 60), st.integers(0, 10**6))
@settings(max_examples=30, deadline=None)
def test_a_draw_is_drawn_again_alike_from_its_own_file(format_, teams, seed):
    draw = draw_of(format_, teams, seed=seed)

    again = decode(Draw, read_json(write_json(draw)))
    assert again == draw
    assert draw_round(again.request) == draw


@given(FORMATS, st.integers(4, 40), st.integers(0, 99), st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_the_order_in_which_teams_are_listed_does_not_matter(format_, teams, seed, random):
    entrants = invent_entrants(teams, sides=format_.room_size, seed=seed)
    shuffled = tuple(random.sample(entrants, teams))
    draws = [
        draw_round(DrawRequest(format=format_, entrants=field, seed=seed, round=2)) for field in (entrants, shuffled)
    ]

    assert draws[0].rooms == draws[1].rooms
    assert sorted(draws[0].byes) == sorted(draws[1].byes)


LARGE = dict(zip(PRESETS, (200, 199, 120, 198, 161, 197, 80, 101, 150, 133, 90, 200, 196, 110), strict=True))


@pytest.mark.parametrize("code", PRESETS)
def test_nine_rounds_of_every_preset(code):
    for teams in (4, 5, 6, 7, 11, 22, 37, LARGE[code]):
        plan = SimulationPlan(format=PRESETS[code], teams=teams, rounds=9, seed=teams, judges=0, absence=0.04)
        tournament = simulate_tournament(plan)

        assert len(tournament.rounds) == 9
        assert len(tournament.standings) == teams
        for played in tournament.rounds:
            assert sum(len(result.teams) for result in played.results) == teams
            assert teams > 40 or check_draw(played.draw).errors == ()


@given(FORMATS, st.integers(4, 90), st.integers(0, 10**6))
@settings(max_examples=12, deadline=None)
def test_nine_rounds_of_any_field(format_, teams, seed):
    simulate_tournament(SimulationPlan(format=format_, teams=teams, rounds=9, seed=seed, judges=0, absence=0.1))


@pytest.mark.parametrize("teams", [8, 12, 24, 40])
def test_five_rounds_pass_without_a_rematch(teams):
    plan = SimulationPlan(format=TWO_TEAM, teams=teams, rounds=5, judges=0, rule=MatchingDraw())

    assert simulate_tournament(plan).quality.rematches == 0


REFUSED = [
    ((Entrant(team="a"), Entrant(team="a")), "team_twice"),
    ((Entrant(team="a", positions=(1, 0, 0)), Entrant(team="b")), "positions_do_not_fit"),
    ((Entrant(team="a", positions=(1, -1)), Entrant(team="b")), "count_out_of_range"),
    ((Entrant(team="a", points=-1), Entrant(team="b")), "count_out_of_range"),
    ((Entrant(team="a", met={"b": -1}), Entrant(team="b")), "count_out_of_range"),
    ((Entrant(team="a", side=2), Entrant(team="b")), "side_unknown"),
]


@pytest.mark.parametrize(("entrants", "code"), REFUSED, ids=[code for _, code in REFUSED])
def test_a_field_that_makes_no_sense_is_refused(entrants, code):
    with pytest.raises(DrawError) as refused:
        DrawRequest(format=TWO_TEAM, entrants=entrants, seed=1)

    assert refused.value.note.code == code


def test_meetings_with_teams_that_left_do_no_harm():
    entrants = tuple(Entrant(team=one.team, met={"gone": 2}) for one in by_hand("a", "b"))

    assert len(draw_round(DrawRequest(format=TWO_TEAM, entrants=entrants, seed=1)).rooms) == 1
