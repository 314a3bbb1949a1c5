"""What the models answer to little or odd input; the table of docs/scoring.md."""

import numpy as np
import pytest

from competitions.scoring import (
    DesignTooLargeError,
    InvalidRequestError,
    Marks,
    NotEnoughMarksError,
    adjust,
)
from competitions.scoring.adjustment import adjust_hybrid
from competitions.scoring.adjustment.design import MOST_JUDGES
from tests.competitions.scoring.designs import MODELS

ONE_JUDGE = Marks.from_rows([("a", "x", 1.0), ("b", "x", 2.0), ("c", "x", 4.0)])
ONE_ENTRY = Marks.from_rows([("a", "x", 1.0), ("a", "y", 2.0), ("a", "z", 6.0)])
CONSTANT = Marks.from_rows([(entry, judge, 3.0) for entry in "abc" for judge in "xy"])
ADDITIVE = Marks.from_rows([(f"e{n}", f"j{j}", 2.0 * n - j) for n in range(4) for j in range(3)])
CHAIN = Marks.from_rows([("a", "x", 1.0), ("a", "y", 2.0), ("b", "y", 4.0), ("b", "z", 3.0), ("c", "z", 2.0)])
PARTIAL = Marks.from_rows(
    [("a", "x", 1.0), ("a", "y", 2.0), ("b", "x", 3.0), ("b", "y", 3.0), ("d", "x", 3.0), ("d", "y", 4.0)],
    entries=["c"],
    judges=["w"],
)


@pytest.mark.parametrize("model", ["hybrid", "additive"])
def test_one_judge_leaves_the_marks_as_they_are_and_their_error_unknown(model):
    answer = adjust(ONE_JUDGE, model)

    assert answer.adjusted.tolist() == [1.0, 2.0, 4.0]
    assert answer.leniency.tolist() == [0.0]
    assert np.isnan(answer.standard_error).all()


def test_one_entry_says_nothing_of_its_judges_in_the_hybrid_model():
    answer = adjust(ONE_ENTRY)

    assert answer.adjusted == pytest.approx([3.0])
    assert answer.leniency == pytest.approx([0, 0, 0])
    assert answer.standard_error == pytest.approx([np.std([1, 2, 6], ddof=1) / np.sqrt(3)])


def test_one_entry_puts_all_on_its_judges_in_least_squares():
    answer = adjust(ONE_ENTRY, "additive")

    assert answer.leniency == pytest.approx([-2, -1, 3])
    assert np.isnan(answer.standard_error).all()


@pytest.mark.parametrize("marks", [ONE_JUDGE, ONE_ENTRY])
def test_the_crossed_model_refuses_one_judge_and_one_entry(marks):
    with pytest.raises(NotEnoughMarksError, match="two entries, two judges"):
        adjust(marks, "crossed")


@pytest.mark.parametrize("model", MODELS)
def test_constant_marks_are_certain(model):
    answer = adjust(CONSTANT, model)

    assert answer.adjusted.tolist() == [3.0, 3.0, 3.0]
    assert answer.leniency.tolist() == [0.0, 0.0]
    assert answer.standard_error.tolist() == [0.0, 0.0, 0.0]
    assert answer.rank.tolist() == [1, 1, 1]


@pytest.mark.parametrize("model", MODELS)
def test_marks_that_are_exactly_additive_are_taken_apart_exactly(model):
    answer = adjust(ADDITIVE, model)

    assert answer.adjusted == pytest.approx([-1, 1, 3, 5])
    assert answer.leniency == pytest.approx([1, 0, -1])
    assert answer.standard_error == pytest.approx([0, 0, 0, 0], abs=1e-9)
    assert answer.variances.residual == 0


@pytest.mark.parametrize("model", MODELS)
def test_marks_without_replication_have_unknown_errors(model):
    assert np.isnan(adjust(CHAIN, model).standard_error).all()


@pytest.mark.parametrize("model", MODELS)
def test_an_entry_without_a_mark_has_no_score(model):
    answer = adjust(PARTIAL, model)

    assert np.isnan(answer.adjusted).tolist() == [False, False, True, False]
    assert np.isnan(answer.standard_error).tolist() == [False, False, True, False]
    assert np.isnan(answer.rank).tolist() == [False, False, True, False]
    assert [PARTIAL.entries[n] for n in answer.order] == ["d", "b", "a"]


@pytest.mark.parametrize("model", ["hybrid", "crossed"])
def test_a_judge_without_a_mark_is_an_average_judge_with_the_error_of_any_judge(model):
    answer = adjust(PARTIAL, model)

    assert answer.leniency[0] == 0
    assert answer.leniency_error[0] == pytest.approx(np.sqrt(answer.variances.judge))


def test_a_judge_without_a_mark_is_unknown_in_least_squares():
    assert np.isnan(adjust(PARTIAL, "additive").leniency[0])


def test_idle_labels_change_nothing_for_the_others():
    rows = [(entry, judge, mark) for entry, judge, _, mark in PARTIAL.rows()]
    alone, among = adjust(Marks.from_rows(rows)), adjust(PARTIAL)

    assert np.array_equal(alone.adjusted, among.adjusted[[0, 1, 3]])


def test_more_judges_than_can_be_held_are_refused():
    judges = list(range(MOST_JUDGES + 1))

    with pytest.raises(DesignTooLargeError, match="5001 judges"):
        adjust(Marks.from_columns([0] * len(judges), judges, [1.0] * len(judges)))


def test_unknown_models_and_uncombined_criteria_are_refused():
    with pytest.raises(InvalidRequestError, match="hybrid, additive or crossed"):
        adjust(CONSTANT, "median")
    with pytest.raises(InvalidRequestError, match="combine the criteria"):
        adjust_hybrid(Marks.from_rows([("a", "x", 1.0, "style"), ("a", "x", 2.0, "facts")]))
