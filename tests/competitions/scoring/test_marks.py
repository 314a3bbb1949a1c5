import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from competitions.scoring import (
    DuplicateMarkError,
    IncompleteMarksError,
    InvalidMarksError,
    InvalidRequestError,
    Marks,
    NotEnoughMarksError,
    OffScaleError,
    Scale,
)
from tests.competitions.scoring.designs import connected_rows, steady

ROWS = [("b", "y", 3.0), ("a", "y", 2.0), ("a", "x", 1.0)]


def test_marks_are_held_in_label_order_whatever_order_they_come_in():
    marks = Marks.from_rows(ROWS)

    assert list(marks.rows()) == [("a", "x", "mark", 1.0), ("a", "y", "mark", 2.0), ("b", "y", "mark", 3.0)]
    assert (marks.entries, marks.judges) == (("a", "b"), ("x", "y"))


def test_labels_without_a_mark_may_be_named():
    marks = Marks.from_rows(ROWS, entries=["c"], judges=["w"])

    assert marks.entries == ("a", "b", "c")
    assert marks.judges == ("w", "x", "y")
    assert marks.marks_per_judge.tolist() == [0, 1, 2]
    assert np.isnan(marks.raw_mean[2])


def test_labels_may_be_whole_numbers_in_numpy_columns():
    marks = Marks.from_columns(np.array([3, 1]), np.array([7, 7]), np.array([1.0, 2.0]))

    assert marks.entries == (1, 3)
    assert marks.value.tolist() == [2.0, 1.0]


@pytest.mark.parametrize(
    ("rows", "error", "words"),
    [
        ([("a", "x", float("nan"))], InvalidMarksError, "judge x for entry a is not a finite number"),
        ([("a", "x", float("inf"))], InvalidMarksError, "not a finite number"),
        ([("a", "x", "good")], InvalidMarksError, "not a number"),
        ([("a", "x", 1.0), ("a", "x", 2.0)], DuplicateMarkError, "given twice"),
        ([("a", "x", 1.0), ("a", 7, 2.0)], InvalidMarksError, "judge column"),
        ([("a", True, 1.0)], InvalidMarksError, "judge column"),
        ([], NotEnoughMarksError, "no mark at all"),
    ],
)
def test_marks_that_cannot_be_read_are_refused(rows, error, words):
    with pytest.raises(error, match=words):
        Marks.from_rows(rows)


def test_columns_of_unequal_length_are_refused():
    with pytest.raises(InvalidMarksError, match="differ in length"):
        Marks.from_columns(["a"], ["x", "y"], [1.0])


@pytest.mark.parametrize(
    ("value", "allowed"), [(0.0, True), (2.5, True), (5.0, True), (5.5, False), (-0.5, False), (2.25, False)]
)
def test_marks_off_the_scale_are_refused(value, allowed):
    scale = Scale(0, 5, 0.5)
    if allowed:
        assert len(Marks.from_rows([("a", "x", value)], scale=scale)) == 1
    else:
        with pytest.raises(OffScaleError, match="off the scale"):
            Marks.from_rows([("a", "x", value)], scale=scale)


def test_a_scale_lists_its_marks():
    assert Scale(1, 3, 0.5).values().tolist() == [1.0, 1.5, 2.0, 2.5, 3.0]


@pytest.mark.parametrize(
    ("low", "high", "step"), [(5, 5, None), (5, 1, None), (0, 5, 2), (0, 5, -1), (0, float("inf"), 1)]
)
def test_a_scale_that_leads_nowhere_is_refused(low, high, step):
    with pytest.raises(InvalidRequestError):
        Scale(low, high, step)


class TestCombine:
    RUBRIC = [
        ("a", "x", 2.0, "style"),
        ("a", "x", 4.0, "facts"),
        ("a", "y", 3.0, "style"),
        ("a", "y", 5.0, "facts"),
    ]

    def test_criteria_are_averaged_with_equal_weights(self):
        total = Marks.from_rows(self.RUBRIC).combine()

        assert total.criteria == ("total",)
        assert total.value.tolist() == [3.0, 4.0]

    def test_weights_are_shares_so_that_the_total_stays_on_the_scale(self):
        total = Marks.from_rows(self.RUBRIC).combine({"style": 1, "facts": 3})

        assert total.value.tolist() == [3.5, 4.5]

    def test_a_criterion_left_unmarked_is_refused_by_name(self):
        with pytest.raises(IncompleteMarksError, match="a by y"):
            Marks.from_rows(self.RUBRIC[:3]).combine()

    @pytest.mark.parametrize("weights", [{"style": 1}, {"style": 1, "facts": -1}, {"style": 0, "facts": 0}])
    def test_weights_that_do_not_fit_are_refused(self, weights):
        with pytest.raises(InvalidRequestError):
            Marks.from_rows(self.RUBRIC).combine(weights)

    def test_weights_are_checked_even_if_there_is_nothing_to_combine(self):
        with pytest.raises(InvalidRequestError, match="exactly the criteria mark"):
            Marks.from_rows(ROWS).combine({"style": 1})

    def test_one_criterion_can_be_taken_alone(self):
        assert Marks.from_rows(self.RUBRIC).of_criterion("style").value.tolist() == [2.0, 3.0]

        with pytest.raises(InvalidRequestError, match="no criterion"):
            Marks.from_rows(self.RUBRIC).of_criterion("length")


@steady
@given(connected_rows(), st.randoms())
def test_the_order_of_rows_leaves_no_trace(rows, random):
    marks = Marks.from_rows(rows)
    shuffled = list(rows)
    random.shuffle(shuffled)

    assert list(Marks.from_rows(shuffled).rows()) == list(marks.rows())
