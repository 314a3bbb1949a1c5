"""What must not matter: row order, names, the zero of the scale, a constant of one judge, a single mark."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import spearmanr

from competitions.scoring import DisconnectedDesignError, Marks, adjust
from competitions.scoring.adjustment.design import Design, absorb_fixed_entries
from competitions.scoring.adjustment.ridge import Spectrum
from competitions.scoring.simulate import Recipe, simulate_marks
from tests.competitions.scoring.designs import (
    MODELS,
    by_entry,
    by_judge,
    complete_tables,
    connected_rows,
    steady,
)


def shifted(rows, judge, constant):
    return [(entry, name, mark + constant * (name == judge)) for entry, name, mark in rows]


def all_differences(adjustment):
    return adjustment.adjusted[:, None] - adjustment.adjusted[None, :]


@steady
@given(complete_tables(), st.sampled_from(MODELS))
def test_a_balanced_design_is_ranked_as_by_raw_means(marks, model):
    answer = adjust(marks, model)
    raw, score = marks.raw_mean, answer.adjusted

    assert np.all((raw[:, None] - raw[None, :]) * (score[:, None] - score[None, :]) >= -1e-9)


@steady
@given(complete_tables())
def test_in_a_balanced_design_fixed_entries_keep_their_distances(marks):
    for model in ("hybrid", "additive"):
        assert np.ptp(adjust(marks, model).adjusted - marks.raw_mean) == pytest.approx(0, abs=1e-9)


@steady
@given(connected_rows(), st.floats(-50, 50))
def test_a_constant_added_to_one_judge_changes_no_difference_in_least_squares(rows, constant):
    before = adjust(Marks.from_rows(rows), "additive")
    after = adjust(Marks.from_rows(shifted(rows, "j1", constant)), "additive")

    assert np.allclose(all_differences(before), all_differences(after), atol=1e-8)
    assert by_judge(after)["j1"] - by_judge(before)["j1"] == pytest.approx(
        constant * (1 - 1 / len(before.marks.judges)), abs=1e-8
    )


@steady
@given(complete_tables(), st.floats(-50, 50))
def test_a_constant_added_to_one_judge_changes_no_hybrid_order_in_a_balanced_design(marks, constant):
    rows = [(entry, judge, mark) for entry, judge, _, mark in marks.rows()]
    before, after = adjust(marks), adjust(Marks.from_rows(shifted(rows, "j1", constant)))

    assert np.allclose(all_differences(before), all_differences(after), atol=1e-8)


@steady
@given(connected_rows(), st.floats(-50, 50))
def test_a_constant_moves_differences_of_the_hybrid_model_by_what_the_ridge_withholds(rows, constant):
    """At a given variance ratio by c·(B_a/k_a - B_b/k_b)(L + λI)⁻¹λe_j, which vanishes with λ."""
    design = Design.of(Marks.from_rows(rows))
    after = Design.of(Marks.from_rows(shifted(rows, "j1", constant)))
    spectrum, moved = (Spectrum.of(absorb_fixed_entries(each)) for each in (design, after))
    assume(spectrum.least_residual > 0)
    share = design.incidence.toarray() / design.per_entry[:, None]
    for ratio in (0.5, 5.0, 500.0):
        change = (moved.solve(ratio) - spectrum.solve(ratio)) - constant * np.eye(design.shape[1])[1]
        withheld = -constant * spectrum.inverse(ratio)[:, 1] / ratio

        assert np.allclose(share @ change, share @ withheld, atol=1e-8)


@pytest.mark.parametrize(
    "recipe", [Recipe("random", 400, 20), Recipe("clustered", 800, 32), Recipe("uneven", 500, 20, 2)]
)
@pytest.mark.parametrize("constant", [0.5, 2.0, 10.0, 1000.0])
def test_a_constant_added_to_one_judge_swaps_no_two_entries_a_standard_error_apart(recipe, constant):
    """Exact invariance is least squares' alone: who shrinks leniencies believes a constant only in part."""
    marks = simulate_marks(recipe, seed=5).marks
    before, after = adjust(marks), adjust(replace(marks, value=marks.value + constant * (marks.judge == 0)))
    clear = all_differences(before) > before.standard_error.mean()

    assert np.all(all_differences(after)[clear] > 0)
    assert spearmanr(before.adjusted, after.adjusted).statistic > 0.995


@steady
@given(connected_rows(), st.sampled_from(MODELS), st.floats(-100, 100), st.floats(0.1, 10))
def test_scores_follow_the_zero_and_the_unit_of_the_marks(rows, model, zero, unit):
    before = adjust(Marks.from_rows(rows), model)
    after = adjust(Marks.from_rows([(entry, judge, zero + unit * mark) for entry, judge, mark in rows]), model)

    assert np.allclose(after.adjusted, zero + unit * before.adjusted, atol=1e-5 * max(1, unit))
    assert np.allclose(after.leniency, unit * before.leniency, atol=1e-5 * max(1, unit))


@steady
@given(connected_rows(), st.sampled_from(MODELS), st.randoms())
def test_the_same_marks_in_another_order_give_the_same_bytes(rows, model, random):
    shuffled = list(rows)
    random.shuffle(shuffled)
    first, second = adjust(Marks.from_rows(rows), model), adjust(Marks.from_rows(shuffled), model)

    assert first.adjusted.tobytes() == second.adjusted.tobytes()
    assert first.leniency.tobytes() == second.leniency.tobytes()
    assert first.standard_error.tobytes() == second.standard_error.tobytes()


@steady
@given(connected_rows(), st.sampled_from(MODELS), st.randoms())
def test_relabelling_changes_nothing(rows, model, random):
    entries, judges = (sorted({row[place] for row in rows}) for place in (0, 1))
    names = [
        {old: f"n{new}" for old, new in zip(labels, random.sample(range(99), len(labels)))}
        for labels in (entries, judges)
    ]
    renamed = [(names[0][entry], names[1][judge], mark) for entry, judge, mark in rows]
    before, after = adjust(Marks.from_rows(rows), model), adjust(Marks.from_rows(renamed), model)

    for entry, score in by_entry(before).items():
        assert by_entry(after)[names[0][entry]] == pytest.approx(score, abs=1e-6)
    for judge, leniency in by_judge(before).items():
        assert by_judge(after)[names[1][judge]] == pytest.approx(leniency, abs=1e-6)


@steady
@given(connected_rows(), st.integers(0, 20), st.floats(-100, 100))
def test_in_least_squares_a_judge_with_one_mark_moves_nobody_else(rows, place, mark):
    entry = rows[place % len(rows)][0]
    before = adjust(Marks.from_rows(rows), "additive")
    after = adjust(Marks.from_rows([*rows, (entry, "visitor", mark)]), "additive")

    assert np.allclose(after.adjusted, before.adjusted, atol=1e-8)
    assert np.allclose(after.leniency[: before.leniency.size], before.leniency, atol=1e-8)


def test_in_the_hybrid_model_a_judge_with_one_mark_moves_others_far_less_than_the_entry_marked():
    marks = simulate_marks(Recipe("random", 200, 10), seed=1).marks
    rows = [(entry, judge, mark) for entry, judge, _, mark in marks.rows()]
    before = by_entry(adjust(marks))
    after = by_entry(adjust(Marks.from_rows([*rows, ("E001", "visitor", 3.0)])))
    level = np.median([after[entry] - before[entry] for entry in before])
    moved = {entry: abs(after[entry] - before[entry] - level) for entry in before}
    own = moved.pop("E001")

    assert own > 0.1
    assert max(moved.values()) < own / 20


@steady
@given(connected_rows(), st.sampled_from(MODELS))
def test_a_disconnected_design_is_refused_by_every_model(rows, model):
    apart = [(entry + "2", judge + "2", mark) for entry, judge, mark in rows]

    with pytest.raises(DisconnectedDesignError) as refusal:
        adjust(Marks.from_rows(rows + apart), model)

    assert len(refusal.value.components) == 2
