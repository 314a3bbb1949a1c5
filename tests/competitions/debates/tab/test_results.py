from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competitions.debates.tab import Attendance, BallotError, DebateResult, TeamResult, bye_result
from competitions.debates.tab.results import compared, mean, tidy

HALVES = st.integers(0, 200).map(lambda number: Decimal(number) / 2)


@given(st.lists(st.lists(HALVES, min_size=1, max_size=9), min_size=1, max_size=12))
def test_totals_of_means_compare_as_if_they_were_exact(panels):
    """Two totals are level exactly when the fractions are."""
    kept = sum((mean(scores) for scores in panels), Decimal(0))
    exact = sum(Fraction(sum(map(Fraction, scores))) / len(scores) for scores in panels)

    assert compared(kept) == compared(Decimal(exact.numerator) / Decimal(exact.denominator))


@pytest.mark.parametrize(("number", "text"), [("75.0", "75"), ("7E+1", "70"), ("74.50", "74.5"), ("0.000", "0")])
def test_numbers_are_tidy(number, text):
    assert str(tidy(Decimal(number))) == text


def test_a_bye_is_a_result_without_a_debate():
    result = bye_result(3, "a", 1, 2)

    assert (result.team("a").points, result.team("a").attendance, result.debated) == (1, Attendance.BYE, ())


LINE = TeamResult(team="a", side=0, place=1)


@pytest.mark.parametrize(
    "lines",
    [
        (),
        (LINE, LINE),
        (TeamResult(team="a", side=2),),
        (TeamResult(team="a", side=-1),),
        (TeamResult(team="a", place=3),),
        (TeamResult(team="a", place=0),),
    ],
)
def test_a_result_that_makes_no_sense_is_refused(lines):
    with pytest.raises(BallotError, match="round 1, room 2 does not fit 2 sides"):
        DebateResult(round=1, room=2, sides=2, teams=lines)


def test_a_debate_needs_two():
    lone = DebateResult(round=1, room=1, sides=2, teams=(TeamResult(team="a", place=1, points=1),))

    assert lone.debated == ()
    with pytest.raises(KeyError):
        lone.team("b")
