"""The rules of the break, as tables: teams named by their institution, best first, with their wins."""

import pytest

from competitions.debates.tab import BreakRule
from competitions.debates.tab.breaks.rules import Candidate, cap_of_2019, choose_breaking, institution_ranks

R = BreakRule


def ranked(text, *, level=()):
    """Candidates from "x6 x6 y5": institution and wins; places in `level` share the rank of the one before."""
    candidates = []
    for place, word in enumerate(text.split()):
        rank = candidates[-1].rank if place in level else place + 1
        candidates.append(Candidate(f"{word[0]}.{place + 1}", rank, int(word[1:]), word[0]))
    return candidates


CASES = [
    # rule, places, candidates -> places that break, counted from 1
    (R.STANDARD, 4, "x6 x6 x5 x5 y5 y4", "1 2 3 4"),
    (R.STANDARD, 8, "x6 x6", "1 2"),
    (R.AIDA_1996, 4, "x6 x6 x5 x5 y5 y4", "1 2 3 5"),
    (R.AIDA_1996, 4, "x6 x6 x5 x5", "1 2 3"),  # nobody comes back
    # the first of an institution below the cut-off takes the place of a fourth
    (R.AIDA_2016_AUSTRALS, 4, "x6 x6 x5 x5 y5 z4", "1 2 3 5"),
    # with fewer wins than the last place nobody comes in: the fourth comes back
    (R.AIDA_2016_AUSTRALS, 4, "x6 x6 x5 x5 y4 z4", "1 2 3 4"),
    # below the cut-off only firsts of their institutions: the second y is set aside, then the better of the two back
    (R.AIDA_2016_AUSTRALS, 5, "x6 x6 y6 x5 x5 y5 z4", "1 2 3 4 5"),
    (R.AIDA_2016_EASTERS, 5, "x6 x6 y6 x5 x5 y5 z4", "1 2 3 4 6"),  # within the cap before beyond it
    (R.AIDA_2016_EASTERS, 4, "x6 x6 x5 x5 y4 z4", "1 2 3 4"),
    (R.AIDA_2016_EASTERS, 6, "x6 x6 x6 x5 x5 y5 y5", "1 2 3 4 6 7"),
    # the cap of 8 places is 2
    (R.AIDA_2019, 8, "x9 x9 x9 a8 b8 c8 d7 e7 f7 g7", "1 2 4 5 6 7 8 9"),
    (R.AIDA_2019, 8, "x9 x9 x9 a8 b8 c8 d7 e7 f6 g6", "1 2 3 4 5 6 7 8"),
]


@pytest.mark.parametrize(("rule", "size", "text", "breaking"), CASES)
def test_who_breaks(rule, size, text, breaking):
    chosen = choose_breaking(ranked(text), size, rule)

    assert [one.team.split(".")[1] for one in chosen] == breaking.split()


@pytest.mark.parametrize("rule", [R.STANDARD, R.AIDA_1996])
def test_a_tie_on_the_last_place_breaks_whole(rule):
    assert len(choose_breaking(ranked("a5 b5 c5 d4", level=(2,)), 2, rule)) == 3


def test_places_inside_an_institution():
    candidates = [*ranked("x6 y6 x5"), Candidate("alone", 4, 4), Candidate("lone", 5, 4)]

    assert list(institution_ranks(candidates).values()) == [1, 1, 2, 1, 1]


@pytest.mark.parametrize(("size", "cap"), [(16, 3), (24, 4), (32, 5), (23, 3), (8, 2), (4, 1), (48, 7)])
def test_the_cap_of_2019(size, cap):
    assert cap_of_2019(size) == cap
