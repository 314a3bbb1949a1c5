from dataclasses import replace

import pytest

from competitions.debates.tab import (
    PRESETS,
    Attendance,
    ClassicDraw,
    InputError,
    SimulationPlan,
    check_draw,
    encode,
    simulate_tournament,
)

PLAN = SimulationPlan(format=PRESETS["bp"], teams=24, rounds=4, breaking=8, seed=7)


def test_a_whole_tournament_is_played_down_to_its_winner():
    played = simulate_tournament(PLAN)

    assert [one.number for one in played.rounds] == [1, 2, 3, 4]
    assert all(len(one.panels) == 6 for one in played.rounds)
    assert all(check_draw(one.draw).is_legal for one in played.rounds)
    assert len(played.standings) == 24
    assert len(played.breaks[0].breaking) >= 8
    assert [one.stage for one in played.knockouts] == ["semifinal", "final"]
    assert played.winner in played.breaks[0].breaking
    encode(played)


def test_the_same_plan_plays_alike_and_another_seed_does_not():
    assert simulate_tournament(PLAN) == simulate_tournament(PLAN)
    assert simulate_tournament(PLAN) != simulate_tournament(replace(PLAN, seed=8))


@pytest.mark.parametrize("code", PRESETS)
def test_every_preset_with_judges(code):
    played = simulate_tournament(SimulationPlan(format=PRESETS[code], teams=16, rounds=3, absence=0.1))

    judged = PRESETS[code].ballot.by != "audience"
    assert all(bool(one.panels) is judged for one in played.rounds)
    assert bool(played.speakers) is judged


def test_judges_are_kept_from_their_own_and_from_those_they_saw():
    played = simulate_tournament(PLAN)
    institution = {team.id: team.institution for team in played.teams}

    assert len({name for one in played.rounds for panel in one.panels for name in panel.voting}) == 18
    for one in played.rounds:
        for panel in one.panels:
            assert len(panel.voting) == len(set(panel.voting))
            assert {institution[team] for team in one.draw.room(panel.room).teams}


def test_absence_is_played():
    played = simulate_tournament(replace(PLAN, absence=0.3, breaking=0))
    seen = {line.attendance for one in played.rounds for result in one.results for line in result.teams}

    assert Attendance.NO_SHOW in seen
    assert (played.breaks, played.knockouts, played.winner) == ((), (), None)


def test_rounds_may_be_of_four_and_the_final_of_two():
    played = simulate_tournament(replace(PLAN, breaking=2, knockout_format=PRESETS["two_team"]))

    assert [one.stage for one in played.knockouts] == ["final"]
    assert len(played.knockouts[0].rooms[0].teams) == 2


def test_another_rule_may_draw():
    plan = SimulationPlan(format=PRESETS["two_team"], teams=12, rounds=3, judges=0, rule=ClassicDraw())
    played = simulate_tournament(plan)

    assert [one.draw.request.drawn_by.kind for one in played.rounds] == ["random", "classic", "classic"]


@pytest.mark.parametrize(
    "facts", [{"teams": 1}, {"rounds": 0}, {"per_institution": 0}, {"judges": -1}, {"teams": 1001}, {"rounds": 31}]
)
def test_a_plan_that_makes_no_sense_is_refused(facts):
    with pytest.raises(InputError):
        replace(PLAN, **facts)
