"""Panels: hard conflicts, strength, sizes, trainees, and who is to blame where there are none."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from competitions.debates.tab import (
    Adjudicator,
    Conflict,
    PanelDebate,
    PanelRequest,
    PanelRule,
    PanelsError,
    Reason,
    With,
    allocate_panels,
)
from competitions.debates.tab.panels.model import ExtraJudges, Strength


def judge(name, strength=5, **facts):
    return Adjudicator(id=name, strength=Decimal(strength), **facts)


def judges(count, **of_all):
    return tuple(judge(f"j{number}", number, **of_all) for number in range(count))


def debates(count, **of_all):
    """Rooms of two teams each: room 1 holds a1 of A1 and b1 of B1."""
    return tuple(
        PanelDebate(room=room, teams={f"a{room}": f"A{room}", f"b{room}": f"B{room}"}, **of_all)
        for room in range(1, count + 1)
    )


def panels(rooms, adjudicators, conflicts=(), **facts):
    request = PanelRequest(debates=tuple(rooms), adjudicators=tuple(adjudicators), conflicts=tuple(conflicts), **facts)
    return allocate_panels(request)


def in_rooms(plan):
    return {panel.room: set(panel.voting) for panel in plan.panels}


TEAM, INSTITUTION, ADJUDICATOR = With.TEAM, With.INSTITUTION, With.ADJUDICATOR


@pytest.mark.parametrize("reason", Reason)
@pytest.mark.parametrize(("kind", "other"), [(TEAM, "a1"), (INSTITUTION, "B1")])
def test_a_conflict_with_a_team_or_its_institution_is_kept(kind, other, reason):
    for seed in range(5):
        plan = panels(debates(2), judges(2), [Conflict("j1", kind, other, reason)], seed=seed)
        assert in_rooms(plan) == {1: {"j0"}, 2: {"j1"}}


def test_the_own_institution_is_a_conflict_without_being_declared():
    field = (judge("own", institutions=frozenset({"A1"})), judge("free"))

    assert in_rooms(panels(debates(2), field)) == {1: {"free"}, 2: {"own"}}


def test_judges_in_conflict_never_sit_together():
    conflicts = [Conflict(one, ADJUDICATOR, other) for one, other in (("j0", "j1"), ("j3", "j2"))]
    for seed in range(10):
        plan = panels(debates(2), judges(4), conflicts, seed=seed, rule=PanelRule(smallest=2, largest=2))
        assert all(
            not {frozenset(("j0", "j1")), frozenset(("j2", "j3"))} & {frozenset(panel)}
            for panel in in_rooms(plan).values()
        )


def test_a_trainee_keeps_conflicts_too():
    field = (*judges(2), judge("learner", trainee=True))
    conflicts = [Conflict("learner", TEAM, "a1"), Conflict("j1", ADJUDICATOR, "learner")]
    plan = panels(debates(2), field, [*conflicts, Conflict("j1", TEAM, "a1")])

    assert [panel.trainees for panel in plan.panels] == [(), ()]
    assert plan.unused == ("learner",)


def test_trainees_never_vote_and_learn_from_the_best():
    field = (judge("strong", 9), judge("weak", 1), judge("learner", 10, trainee=True))
    plan = panels(debates(2), field)

    by_chair = {panel.chair: panel.trainees for panel in plan.panels}
    assert by_chair == {"strong": ("learner",), "weak": ()}


@pytest.mark.parametrize(("per_room", "seated"), [(0, 0), (1, 2), (2, 4)])
def test_trainees_per_room(per_room, seated):
    field = (*judges(2), *(judge(f"t{number}", trainee=True) for number in range(4)))
    plan = panels(debates(2), field, rule=PanelRule(trainees_per_room=per_room))

    assert sum(len(panel.trainees) for panel in plan.panels) == seated


def test_the_strongest_chairs_sit_where_it_matters():
    rooms = [replace(debate, importance=importance) for debate, importance in zip(debates(3), (1, 5, 3), strict=True)]
    plan = panels(rooms, judges(3))

    assert in_rooms(plan) == {1: {"j0"}, 2: {"j2"}, 3: {"j1"}}


def test_strength_may_be_spread_evenly():
    plan = panels(debates(3), judges(6), rule=PanelRule(largest=2, strength=Strength.EVEN))

    assert {panel.strength for panel in plan.panels} == {Decimal("2.5")}
    assert {panel.chair for panel in plan.panels} == {"j3", "j4", "j5"}


def test_the_strongest_of_a_panel_who_may_chair_does():
    field = (judge("star", 9, may_chair=False), judge("good", 5), judge("fair", 3))
    (panel,) = panels(debates(1), field, rule=PanelRule(smallest=3)).panels

    assert (panel.chair, panel.panellists) == ("good", ("star", "fair"))


SIZES = [
    # judges, rule, importances -> sizes
    (4, PanelRule(), (1, 5, 3, 3), (1, 1, 1, 1)),
    (6, PanelRule(), (1, 5, 3, 3), None),
    (5, PanelRule(), (1, 5, 3, 3), (1, 2, 1, 1)),
    (5, PanelRule(extra=ExtraJudges.UNIMPORTANT), (1, 5, 3, 3), (2, 1, 1, 1)),
    (7, PanelRule(odd=True), (1, 5, 3, 3), (1, 3, 1, 1)),
    (7, PanelRule(odd=True, extra=ExtraJudges.UNIMPORTANT), (1, 5, 3, 3), (3, 1, 1, 1)),
    (8, PanelRule(), (1, 5, 3, 3), (2, 2, 2, 2)),  # all rooms grow before one grows twice
    (12, PanelRule(odd=True), (1, 5, 3, 3), (3, 3, 3, 3)),
    (30, PanelRule(largest=2), (1, 5, 3, 3), (2, 2, 2, 2)),
]  # fmt: skip


@pytest.mark.parametrize(("count", "rule", "importances", "sizes"), SIZES)
def test_sizes(count, rule, importances, sizes):
    rooms = [replace(debate, importance=own) for debate, own in zip(debates(4), importances, strict=True)]
    plan = panels(rooms, judges(count), rule=rule)

    found = tuple(len(panel.voting) for panel in plan.panels)
    assert found == sizes if sizes else (sorted(found), found[1]) == ([1, 1, 2, 2], 2)
    assert len(plan.unused) == count - sum(found)


def test_a_debate_may_ask_for_more_judges():
    rooms = [replace(debates(2)[0], smallest=3, importance=5), debates(2)[1]]

    assert [len(panel.voting) for panel in panels(rooms, judges(4)).panels] == [3, 1]
    assert [len(panel.voting) for panel in panels(rooms, judges(5)).panels] == [3, 2]


def test_history_is_put_up_with_only_where_it_must_be():
    field = (judge("a", 9, seen={"a1": 1}), judge("b", 1))
    rooms = [replace(debates(2)[0], importance=5), debates(2)[1]]

    assert in_rooms(panels(rooms, field)) == {1: {"b"}, 2: {"a"}}
    (panel,) = panels(debates(1), field[:1]).panels
    assert [str(note) for note in panel.notes] == ["a judges a1 again, after 1 times."]


@pytest.mark.parametrize("facts", [{"institutions": frozenset({"x"})}, {"sat_with": {"j2": 1, "j3": 1}}])
def test_panels_are_mixed_where_they_can_be(facts):
    field = (judge("j0"), judge("j1"), judge("j2", **facts), judge("j3", **facts))
    plan = panels(debates(2), field, rule=PanelRule(smallest=2))

    assert all(len(panel & {"j2", "j3"}) == 1 for panel in in_rooms(plan).values())


def test_a_smaller_panel_than_planned_is_noted():
    conflicts = [Conflict("j0", TEAM, "a1"), Conflict("j0", TEAM, "a2")]
    plan = panels(debates(2), judges(3), conflicts)

    notes = [note.code for panel in plan.panels for note in panel.notes]
    assert (notes, plan.unused) == (["panel_smaller_than_planned"], ("j0",))


def refused(*args, **facts):
    with pytest.raises(PanelsError) as error:
        panels(*args, **facts)
    return error.value


def test_too_few_judges_are_told():
    assert str(refused(debates(3), judges(2))) == "2 judges do not make panels for 3 rooms: 3 are needed."


def test_rooms_that_share_too_few_chairs_are_told_with_the_culprits():
    conflicts = [Conflict("j2", TEAM, "a1", Reason.PUPILS), Conflict("j2", INSTITUTION, "B2", Reason.FORMER)]
    field = (judge("j1"), judge("j2"), judge("j3", may_chair=False))
    error = refused(debates(2), field[:2], conflicts)
    causes = {str(cause) for cause in error.causes}

    assert str(error) == "The rooms 1, 2 can be chaired by j1 only, which is too few."
    assert causes == {"j2 must not judge a1 in room 1 (pupils).", "j2 must not judge B2 in room 2 (former)."}
    assert "j3 may not chair." in {str(cause) for cause in refused(debates(2), field, conflicts).causes}


def test_a_panel_that_only_an_exact_search_finds_is_found():
    """Two judges may sit in both rooms, two in one only; taken greedily, one room is left short."""
    conflicts = [Conflict(one, TEAM, "a2") for one in ("j2", "j3")]
    apart = [Conflict("j2", ADJUDICATOR, "j0"), Conflict("j3", ADJUDICATOR, "j1")]
    for seed in range(8):
        plan = panels(debates(2), judges(4), [*conflicts, *apart], seed=seed, rule=PanelRule(smallest=2, largest=2))
        assert in_rooms(plan) == {1: {"j2", "j3"}, 2: {"j0", "j1"}}


def test_judges_that_keep_each_other_out_are_told():
    apart = [Conflict("j0", ADJUDICATOR, "j1"), Conflict("j1", ADJUDICATOR, "j2"), Conflict("j0", ADJUDICATOR, "j2")]
    error = refused(debates(1), judges(3), apart, rule=PanelRule(smallest=2, largest=2))

    assert str(error) == "No panels keep every conflict: the rooms 1 lack judges."
    assert [cause.code for cause in error.causes] == ["room_lacks_judges", *["judges_kept_apart"] * 3]


def test_teams_that_keep_judges_out_of_a_panel_are_told():
    conflicts = [Conflict(name, TEAM, "a1") for name in ("j0", "j1", "j2")]
    error = refused(debates(1), judges(4), conflicts, rule=PanelRule(smallest=2, largest=2))

    assert [cause.code for cause in error.causes] == ["room_lacks_judges", *["conflict_with_team"] * 3]


def invent(rooms, count, seed, **rule):
    dice = Random(seed)
    teams = [(f"t{number}", f"i{dice.randrange(rooms * 2)}") for number in range(4 * rooms)]
    return PanelRequest(
        debates=tuple(
            PanelDebate(room=room + 1, teams=dict(teams[4 * room : 4 * room + 4]), importance=dice.randint(1, 5))
            for room in range(rooms)
        ),
        adjudicators=tuple(
            judge(
                f"j{number}",
                dice.randint(0, 9),
                institutions=frozenset({f"i{dice.randrange(rooms * 2)}"}),
                may_chair=dice.random() < 0.8,
                trainee=number >= count,
                seen={f"t{dice.randrange(4 * rooms)}": 1 for _ in range(4)},
                sat_with={f"j{dice.randrange(count)}": 1 for _ in range(3)},
            )
            for number in range(count + rooms // 2)
        ),
        conflicts=tuple(
            Conflict(f"j{one}", ADJUDICATOR, f"j{other}")
            for one, other in (dice.sample(range(count + rooms // 2), 2) for _ in range(count // 2))
        ),
        rule=PanelRule(**rule),
        seed=seed,
    )


RULES = [
    {},
    {"odd": True},
    {"smallest": 2},
    {"odd": True, "strength": Strength.EVEN, "extra": ExtraJudges.UNIMPORTANT},
    {"largest": 5, "odd": True, "trainees_per_room": 2},
]


@given(st.integers(1, 12), st.integers(0, 40), st.integers(0, 9999), st.sampled_from(RULES))
@settings(max_examples=60, deadline=None)
def test_hard_conflicts_are_never_broken(rooms, spare, seed, rule):
    request = invent(rooms, rooms + spare, seed, **rule)
    try:
        plan = allocate_panels(request)
    except PanelsError as error:
        assert error.note.code in ("too_few_judges", "too_few_chairs", "panels_impossible")
        return

    by_id = {one.id: one for one in request.adjudicators}
    apart = {frozenset((conflict.adjudicator, conflict.other)) for conflict in request.conflicts}
    seated = Counter(name for panel in plan.panels for name in (*panel.voting, *panel.trainees))
    assert max(seated.values()) == 1
    assert set(seated) | set(plan.unused) == set(by_id)
    for panel, debate in zip(plan.panels, request.debates, strict=True):
        everyone = (*panel.voting, *panel.trainees)
        assert by_id[panel.chair].may_chair
        assert request.rule.smallest <= len(panel.voting) <= request.rule.largest
        assert all(by_id[name].trainee is (name in panel.trainees) for name in everyone)
        assert all(by_id[name].institutions.isdisjoint(debate.teams.values()) for name in everyone)
        assert all(frozenset(pair) not in apart for pair in combinations(everyone, 2))
    assert allocate_panels(request) == plan


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: PanelRule(smallest=3, largest=2), "panel_sizes_upside_down"),
        (lambda: PanelRule(odd=True, largest=4), "voting_panels_are_odd"),
        (lambda: PanelDebate(room=1, teams={}, importance=6), "importance_off_scale"),
        (lambda: panels(debates(1) * 2, judges(2)), "room_or_adjudicator_twice"),
        (lambda: panels(debates(1), judges(1) * 2), "room_or_adjudicator_twice"),
        (lambda: panels(debates(1), judges(1), [Conflict("j0", ADJUDICATOR, "j0")]), "conflict_with_oneself"),
    ],
)
def test_what_makes_no_sense_is_refused(make, code):
    with pytest.raises(PanelsError) as error:
        make()

    assert error.value.note.code == code


def test_no_debates_need_no_panels():
    plan = panels((), judges(2))

    assert (plan.panels, plan.unused) == ((), ("j0", "j1"))
