from dataclasses import replace

import pytest

from competitions.debates.tab import DrawError, DrawRequest, draw_round, propose_remedies
from competitions.debates.tab.draw.uneven import choose_byes, plan_rooms
from competitions.debates.tab.formats.ballot_rules import ByeGoesTo, UnevenRule
from competitions.debates.tab.lots import Lots
from tests.competitions.debates.tab.fields import BP, BP_OPEN, SPEAKING, TWO_TEAM, by_hand, invent_entrants

LOWEST, BY_LOT = UnevenRule(), UnevenRule(bye_goes_to=ByeGoesTo.RANDOM)


@pytest.mark.parametrize(
    ("format_", "teams", "sizes", "byes"),
    [
        (TWO_TEAM, 7, (2, 2, 2), 1),
        (BP, 22, (4,) * 5, 2),
        (BP_OPEN, 22, (4, 4, 4, 4, 3, 3), 0),
        (BP_OPEN, 5, (4,), 1),
        (SPEAKING, 13, (5, 4, 4), 0),
        (SPEAKING, 6, (6,), 0),
        (SPEAKING, 4, (4,), 0),
    ],
)
def test_rooms_are_planned(format_, teams, sizes, byes):
    assert plan_rooms(teams, format_) == (sizes, byes)


@pytest.mark.parametrize(("format_", "teams"), [(BP, 3), (TWO_TEAM, 1), (TWO_TEAM, 0), (SPEAKING, 2), (BP_OPEN, 2)])
def test_a_field_without_a_room_is_refused(format_, teams):
    with pytest.raises(DrawError, match=f"{teams} teams do not fill a room"):
        draw_round(DrawRequest(format=format_, entrants=by_hand(*map(str, range(teams))), seed=1))


def test_the_bye_goes_to_the_lowest_of_those_with_fewest():
    high, low, had = by_hand("high", "low", "had")
    field = (replace(high, points=3), replace(low, points=1), replace(had, points=0, byes=1))

    assert choose_byes(field, 1, LOWEST, Lots(1)) == ("low",)
    assert choose_byes(field, 2, LOWEST, Lots(1)) == ("low", "high")


def test_a_swing_team_sits_out_first():
    field = (*by_hand("a", "b"), replace(by_hand("swing")[0], swing=True, byes=5, points=9))

    assert choose_byes(field, 1, LOWEST, Lots(1)) == ("swing",)


def test_byes_by_lot_do_not_look_at_points():
    field = tuple(replace(one, points=place) for place, one in enumerate(by_hand(*"abcdef")))

    assert {choose_byes(field, 1, BY_LOT, Lots(seed))[0] for seed in range(60)} == set("abcdef")


def test_22_teams_have_three_ways():
    request = DrawRequest(format=BP, entrants=invent_entrants(22, sides=4), seed=1, round=2)
    swing, short, bye = propose_remedies(request)

    assert (swing.kind, swing.rooms, swing.swing_teams, swing.byes) == ("swing", 6, 2, ())
    assert (short.kind, short.rooms, short.short_rooms, short.byes) == ("short_rooms", 6, 2, ())
    assert (bye.kind, bye.rooms, len(bye.byes)) == ("bye", 5, 2)
    assert [str(effect) for effect in swing.notes] == ["2 swing teams need 4 speakers."]
    assert [str(effect) for effect in short.notes] == ["2 rooms would be short, with 3 teams."]
    assert str(bye.notes[0]).endswith("would sit out with 2 points; everyone would, once in about 11 rounds.")


@pytest.mark.parametrize("teams", range(4, 30))
@pytest.mark.parametrize("format_", [BP, TWO_TEAM, SPEAKING], ids=lambda format_: format_.code)
def test_every_way_can_be_drawn_as_it_was_proposed(format_, teams):
    request = DrawRequest(format=format_, entrants=invent_entrants(teams, sides=format_.room_size), seed=1, round=2)
    for remedy in propose_remedies(request):
        draw = draw_round(remedy.request)

        assert (len(draw.rooms), draw.byes) == (remedy.rooms, remedy.byes)
        assert sum(one.swing for one in remedy.request.entrants) == remedy.swing_teams
        if remedy.kind == "swing":
            assert (teams + remedy.swing_teams) % format_.room_size == 0
            assert remedy.swing_teams < format_.room_size


def test_three_teams_of_four_still_have_a_way():
    kinds = [way.kind for way in propose_remedies(DrawRequest(format=BP, entrants=by_hand("a", "b", "c"), seed=1))]

    assert kinds == ["swing", "short_rooms"]
