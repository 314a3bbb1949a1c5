import pytest

from competitions.debates.tab import (
    BreakCategory,
    BreakError,
    BreakRule,
    Remark,
    Standing,
    Team,
    TeamMetric,
    make_breaks,
)

OPEN = BreakCategory(code="open", size=2, is_general=True, priority=1)
ESL = BreakCategory(code="esl", size=2, priority=2)
EFL = BreakCategory(code="efl", size=1, priority=3)


def field(*rows):
    """Teams best first: (name, categories, institution)."""
    teams = [
        Team(id=name, categories=frozenset(categories.split()), institution=institution)
        for name, categories, institution in rows
    ]
    standings = [
        Standing(team=team.id, rank=rank, is_joint=False, points=9 - rank, metrics=(TeamMetric.POINTS,), values=(None,))
        for rank, team in enumerate(teams, start=1)
    ]
    return teams, standings


TEAMS, STANDINGS = field(
    ("a", "", "x"), ("b", "esl", "x"), ("c", "esl", "x"), ("d", "", "y"), ("e", "esl efl", "y"), ("f", "esl efl", "z")
)


def lines(one):
    return [(line.team, line.break_rank, line.remark) for line in one.lines]


def test_categories_break_in_the_order_of_priority():
    found = make_breaks(TEAMS, STANDINGS, (EFL, ESL, OPEN))

    assert [(one.category, one.breaking) for one in found] == [
        ("open", ("a", "b")), ("esl", ("c", "e")), ("efl", ("f",))
    ]  # fmt: skip


def test_a_list_says_who_is_passed_over_and_why():
    _, esl, efl = make_breaks(TEAMS, STANDINGS, (OPEN, ESL, EFL))

    assert lines(esl) == [("b", None, Remark.OTHER_BREAK), ("c", 1, None), ("e", 2, None)]
    assert lines(efl) == [("e", None, Remark.OTHER_BREAK), ("f", 1, None)]


def test_a_decision_takes_a_team_out():
    category = BreakCategory(code="open", size=2, is_general=True, remarks={"a": Remark.WITHDRAWN})
    (found,) = make_breaks(TEAMS, STANDINGS, (category,))

    assert lines(found) == [("a", None, Remark.WITHDRAWN), ("b", 1, None), ("c", 2, None)]


def test_who_meets_a_cap_is_listed_as_capped():
    category = BreakCategory(code="open", size=4, is_general=True, rule=BreakRule.AIDA_1996)
    teams, standings = field(*((name, "", "x") for name in "abcd"), ("e", "", "y"))
    (found,) = make_breaks(teams, standings, (category,))

    assert lines(found)[3] == ("d", None, Remark.CAPPED)
    assert found.breaking == ("a", "b", "c", "e")


def test_a_tied_last_place_breaks_over():
    level = [*STANDINGS[:1], *(Standing(**{**one.__dict__, "rank": 2, "is_joint": True}) for one in STANDINGS[1:3])]
    (found,) = make_breaks(TEAMS, level, (OPEN,))

    assert (found.breaking, found.over) == (("a", "b", "c"), 1)
    assert [line.break_rank for line in found.lines] == [1, 2, 2]


def test_swing_teams_do_not_break():
    swing = Standing(**{**STANDINGS[0].__dict__, "rank": None})
    (found,) = make_breaks(TEAMS, [*STANDINGS[1:], swing], (OPEN,))

    assert found.breaking == ("b", "c")


def test_a_category_nobody_may_break_in_is_empty():
    (found,) = make_breaks(TEAMS, STANDINGS, (BreakCategory(code="novice", size=4),))

    assert (found.lines, found.over) == ((), 0)
    assert make_breaks([], [], (OPEN,))[0].breaking == ()


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: BreakCategory(code="open", size=0), "break_without_places"),
        (lambda: make_breaks(TEAMS, STANDINGS, (OPEN, OPEN)), "category_twice"),
        (lambda: make_breaks(TEAMS[:2], STANDINGS, (OPEN,)), "standing_of_unknown_team"),
    ],
)
def test_what_makes_no_sense_is_refused(make, code):
    with pytest.raises(BreakError) as refused:
        make()

    assert refused.value.note.code == code
