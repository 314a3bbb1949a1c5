from collections import Counter
from dataclasses import replace

import pytest

from competitions.debates.tab import DrawRequest, RoundRobin, check_draw, draw_round
from competitions.debates.tab.draw.round_robin import round_of_circle
from tests.competitions.debates.tab.fields import TWO_TEAM, by_hand

LEAGUE = replace(TWO_TEAM, draw=RoundRobin(), first_draw=RoundRobin())


@pytest.mark.parametrize("teams", range(2, 13))
def test_everyone_meets_everyone_once(teams):
    names = [f"t{number}" for number in range(teams)]
    rounds = teams - 1 if teams % 2 == 0 else teams
    met = Counter(frozenset(pair) for number in range(1, rounds + 1) for pair in round_of_circle(names, number))

    assert len(met) == teams * (teams - 1) // 2
    assert set(met.values()) == {1}


def test_the_schedule_begins_anew():
    assert round_of_circle("abcdef", 6) == round_of_circle("abcdef", 1)


def test_a_whole_league_keeps_its_rules_and_balances_sides():
    names = tuple("abcdefg")
    positions, met, byes = {team: [0, 0] for team in names}, {team: Counter() for team in names}, Counter()
    for number in range(1, 8):
        entrants = tuple(
            replace(one, positions=tuple(positions[one.team]), met=dict(met[one.team]), byes=byes[one.team])
            for one in by_hand(*names)
        )
        draw = draw_round(DrawRequest(format=LEAGUE, entrants=entrants, seed=4, round=number))
        assert check_draw(draw).errors == ()
        byes.update(draw.byes)
        for first, second in (room.teams for room in draw.rooms):
            positions[first][0] += 1
            positions[second][1] += 1
            met[first][second] += 1
            met[second][first] += 1

    assert set(byes.values()) == {1}
    assert all(abs(affirmed - negated) <= 2 for affirmed, negated in positions.values())


def test_an_absent_team_leaves_its_opponent_a_bye_and_no_other_room_changes():
    names = tuple("abcdef")
    rule = RoundRobin(order=names)
    whole, less = (
        draw_round(DrawRequest(format=LEAGUE, entrants=by_hand(*there), seed=1, round=3, rule=rule))
        for there in (names, names[:-1])
    )

    lone = next(room for room in whole.rooms if "f" in room.teams)
    assert less.byes == tuple(team for team in lone.teams if team != "f")
    assert {room.seats for room in less.rooms} == {room.seats for room in whole.rooms} - {lone.seats}
    assert check_draw(less).is_legal
