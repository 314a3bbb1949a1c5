"""The classic method, step by step as tables of cases."""

from dataclasses import replace
from decimal import Decimal

import pytest

from competitions.debates.tab import ClassicDraw, DrawRequest, Entrant, Sides, check_draw, draw_round
from competitions.debates.tab.draw.classic.groups import ClassicPair, choose_pull_up, split_levels
from competitions.debates.tab.draw.classic.one_up_one_down import swap_neighbours
from competitions.debates.tab.formats.draw_rules import Avoidance, OddBracket, Pairing, PullUpLimit
from competitions.debates.tab.lots import Lots
from tests.competitions.debates.tab.fields import TWO_TEAM, draw_of

PLAIN = ClassicDraw(avoidance=Avoidance.NONE)


def team(name, points=0, **facts):
    """A team that is ranked by its name: a before b."""
    return Entrant(team=name, points=points, rank=ord(name), **facts)


def draw(rule, entrants):
    return draw_round(DrawRequest(format=TWO_TEAM, entrants=tuple(entrants), seed=1, round=2, rule=rule))


def met(drawn):
    return ["".join(sorted(room.teams)) for room in drawn.rooms]


def levels(*names):
    """Teams by level, the best level first: levels("abc", "d") has three teams above one."""
    return [team(name, len(names) - place) for place, level in enumerate(names) for name in level]


PAIRINGS = [
    (Pairing.FOLD, ["af", "be", "cd", "gj", "hi"]),
    (Pairing.SLIDE, ["ad", "be", "cf", "gi", "hj"]),
    (Pairing.ADJACENT, ["ab", "cd", "ef", "gh", "ij"]),
    (Pairing.FOLD_TOP, ["af", "be", "cd", "gh", "ij"]),
]


@pytest.mark.parametrize(("pairing", "expected"), PAIRINGS)
def test_pairs_inside_brackets(pairing, expected):
    assert met(draw(replace(PLAIN, pairing=pairing), levels("abcdef", "ghij"))) == expected


def test_pairs_by_lot_stay_inside_their_bracket():
    drawn = draw(replace(PLAIN, pairing=Pairing.RANDOM), levels("abcdef", "ghij"))

    assert all(set(pair) <= set("abcdef") or set(pair) <= set("ghij") for pair in met(drawn))


ODD = [
    (OddBracket.PULL_UP_TOP, ["ad", "bc", "ef"]),
    (OddBracket.PULL_UP_BOTTOM, ["af", "bc", "de"]),
    (OddBracket.PULL_UP_MIDDLE, ["ae", "bc", "df"]),
    (OddBracket.INTERMEDIATE, ["ab", "cd", "ef"]),
    (OddBracket.INTERMEDIATE_BUBBLE, ["ab", "cd", "ef"]),
]


@pytest.mark.parametrize(("odd", "expected"), ODD)
def test_an_odd_bracket(odd, expected):
    assert met(draw(replace(PLAIN, odd_bracket=odd), levels("abc", "def"))) == expected


@pytest.mark.parametrize(
    ("odd", "expected"),
    [
        (OddBracket.PULL_UP_TOP, ["ab", "cf", "de"]),
        (OddBracket.INTERMEDIATE, ["ab", "cf", "de"]),
    ],
)
def test_a_bracket_of_one(odd, expected):
    assert met(draw(replace(PLAIN, odd_bracket=odd), levels("a", "b", "cdef"))) == expected


def test_a_pull_up_skips_an_emptied_bracket():
    assert met(draw(PLAIN, levels("abc", "d", "efgh"))) == ["ad", "bc", "eh", "fg"]
    assert met(draw(PLAIN, levels("a", "b", "c", "d"))) == ["ab", "cd"]


@pytest.mark.parametrize(
    ("limit", "chosen"),
    [
        (PullUpLimit.NONE, "a"),
        (PullUpLimit.LEAST_PULLED_UP, "b"),
        (PullUpLimit.LOWEST_DRAW_STRENGTH, "c"),
        (PullUpLimit.LOWEST_OPPONENT_SPEAKS, "d"),
    ],
)
def test_the_limit_of_pull_ups(limit, chosen):
    candidates = [
        team("a", pulled_up=1, draw_strength=2, opponent_speaks=Decimal(3)),
        team("b", draw_strength=2, opponent_speaks=Decimal(3)),
        team("c", draw_strength=1, opponent_speaks=Decimal(3)),
        team("d", draw_strength=2, opponent_speaks=Decimal(2)),
    ]

    assert choose_pull_up(candidates, OddBracket.PULL_UP_TOP, limit, Lots(1)).team == chosen


def test_a_pull_up_by_lot_may_be_any():
    field = levels("abc", "def")
    pulled = {
        met(draw_round(DrawRequest(format=TWO_TEAM, entrants=tuple(field), seed=seed, round=2, rule=rule)))[0]
        for seed in range(40)
        for rule in [replace(PLAIN, odd_bracket=OddBracket.PULL_UP_RANDOM)]
    }

    assert pulled == {"ad", "ae", "af"}


BUBBLE = replace(PLAIN, odd_bracket=OddBracket.INTERMEDIATE_BUBBLE, pairing=Pairing.SLIDE)


@pytest.mark.parametrize(
    ("conflict", "expected", "code"),
    [
        ({}, ["ab", "cd", "ef"], None),
        ({"c": "d"}, ["ac", "bd", "ef"], "bubbled_up"),
        ({"c": "d", "b": "d"}, ["ab", "ce", "df"], "bubbled_down"),
        ({"c": "de", "b": "d"}, ["ab", "cd", "ef"], None),
    ],
)
def test_a_conflict_in_an_intermediate_bracket_bubbles(conflict, expected, code):
    field = [replace(one, met=dict.fromkeys(conflict.get(one.team, ""), 1)) for one in levels("abc", "def")]
    drawn = draw(BUBBLE, field)

    assert met(drawn) == expected
    assert [note.code for room in drawn.rooms for note in room.notes if "bubbled" in note.code] == (
        [code] if code else []
    )


def test_a_shared_institution_bubbles_as_well():
    field = [replace(one, institution="x" if one.team in "cd" else "") for one in levels("abc", "def")]

    assert met(draw(BUBBLE, field)) == ["ac", "bd", "ef"]


def pairs(text, conflicts=(), institutions=""):
    """Pairs such as "ab cd" with those of `conflicts` having met before."""
    known = {}
    for one, other in conflicts:
        known.setdefault(one, {})[other] = 1
        known.setdefault(other, {})[one] = 1

    def of(name):
        return team(name, met=known.get(name, {}), institution="x" if name in institutions else "")

    return [ClassicPair(of(first), of(second)) for first, second in text.split()]


SWAPS = [
    ("ab cd ef", [], "", "ab cd ef"),
    ("ab cd ef", ["ab"], "", "ad cb ef"),
    ("ab cd ef", ["ab", "ad"], "", "ab cd ef"),  # a swap that gains nothing is not made
    ("ab cd ef", ["cd"], "", "ad cb ef"),  # upwards and downwards gain alike: the higher room
    ("ab cd ef gh", ["ab", "gh"], "", "ad cb eh gf"),
    ("ab cd ef", ["ab", "cd", "ef"], "", "ad cb ef"),  # no room is swapped twice
    ("ab cd ef", [], "ab", "ad cb ef"),
    ("ab cd", ["ad"], "ab", "ab cd"),  # never a rematch for an institution
    ("ab cd ef gh", ["cd", "ef"], "", "ab cf ed gh"),  # one swap mends both
]


@pytest.mark.parametrize(("before", "conflicts", "institutions", "after"), SWAPS)
def test_one_up_one_down(before, conflicts, institutions, after):
    swapped = swap_neighbours(pairs(before, conflicts, institutions))

    assert " ".join(pair.first.team + pair.second.team for pair in swapped) == after


def test_swaps_are_noted():
    assert [bool(pair.notes) for pair in swap_neighbours(pairs("ab cd ef", ["ab"]))] == [True, True, False]


def sided(*names):
    """Levels of teams on allocated sides: small letters affirm, capitals negate."""
    return [
        Entrant(team=name, points=len(names) - place, rank=ord(name.lower()), side=int(name.isupper()))
        for place, level in enumerate(names)
        for name in level
    ]


ALLOCATED = [
    (OddBracket.PULL_UP_TOP, Pairing.FOLD, ("abCD", "efGH"), ["aD", "bC", "eH", "fG"]),
    (OddBracket.PULL_UP_TOP, Pairing.ADJACENT, ("abCD", "efGH"), ["aC", "bD", "eG", "fH"]),
    (OddBracket.PULL_UP_TOP, Pairing.FOLD, ("abcD", "eFGH"), ["aG", "bF", "cD", "eH"]),
    (OddBracket.PULL_UP_BOTTOM, Pairing.FOLD, ("abcD", "eFGH"), ["aG", "bH", "cD", "eF"]),
    (OddBracket.INTERMEDIATE, Pairing.FOLD, ("abcD", "eFGH"), ["aD", "bG", "cF", "eH"]),
    (OddBracket.INTERMEDIATE, Pairing.FOLD, ("abc", "d", "EFGH"), ["aH", "bG", "cF", "dE"]),
]


@pytest.mark.parametrize(("odd", "pairing", "names", "expected"), ALLOCATED)
def test_allocated_sides(odd, pairing, names, expected):
    rule = replace(PLAIN, odd_bracket=odd, pairing=pairing, sides=Sides.ALLOCATED)

    assert ["".join(room.teams) for room in draw(rule, sided(*names)).rooms] == expected


def test_joint_ranks_are_parted_by_lot():
    field = [replace(one, rank=1) for one in levels("abcdef")]

    orders = {tuple(one.team for one in split_levels(field, Lots(seed))[0]) for seed in range(30)}
    assert len(orders) > 20


RULES = [
    ClassicDraw(odd_bracket=odd, pairing=pairing, sides=sides)
    for odd in OddBracket
    for pairing in Pairing
    for sides in (Sides.BALANCED, Sides.ALLOCATED)
    if not (odd is OddBracket.INTERMEDIATE_BUBBLE and sides is Sides.ALLOCATED)
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.odd_bracket}-{rule.pairing}-{rule.sides}")
def test_every_choice_keeps_its_rules(rule):
    for teams in (4, 7, 18, 31):
        report = check_draw(draw_of(TWO_TEAM, teams, seed=teams, rule=rule))

        assert report.errors == ()
