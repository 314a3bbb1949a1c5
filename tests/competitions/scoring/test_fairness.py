from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import norm

from competitions.scoring import (
    InvalidRequestError,
    Marks,
    NotEnoughMarksError,
    adjust,
    fairness,
    group_means,
    judge_group_effects,
    simulate_marks,
)
from competitions.scoring.simulate import Recipe

WORLD = simulate_marks(Recipe("random", 240, 8, 3), seed=2)
GROUP = {entry: ("north", "south", "west")[n % 3] for n, entry in enumerate(WORLD.marks.entries)}
SOUTH = np.arange(240) % 3 == 1


def biased(judge, effect):
    marks = WORLD.marks
    return replace(marks, value=marks.value + effect * ((marks.judge == judge) & SOUTH[marks.entry]))


class TestGroupMeans:
    def test_means_and_intervals_are_those_of_a_sample(self):
        answer = adjust(WORLD.marks)
        south = next(mean for mean in group_means(answer, GROUP) if mean.group == "south")
        scores = answer.adjusted[SOUTH]

        assert south.count == 80
        assert south.mean == pytest.approx(scores.mean())
        assert south.standard_error == pytest.approx(scores.std(ddof=1) / np.sqrt(80))
        assert (south.high - south.mean) / south.standard_error == pytest.approx(1.99045, abs=1e-4)  # t of 79 at 95 %

    def test_shares_selected_are_compared_with_that_of_all(self):
        answer = adjust(WORLD.marks)
        selected = [answer.marks.entries[n] for n in answer.order[:24]]
        means = group_means(answer, GROUP, selected=selected)

        assert sum(mean.selected_share * mean.count for mean in means) == pytest.approx(24)
        assert all(mean.selection_ratio == pytest.approx(mean.selected_share / 0.1) for mean in means)

    def test_small_groups_are_counted_but_not_described(self):
        groups = {entry: "few" if n < 9 else "many" for n, entry in enumerate(WORLD.marks.entries)}
        few, many = group_means(adjust(WORLD.marks), groups)

        assert (few.group, few.count, many.count) == ("few", 9, 231)
        assert np.isnan([few.mean, few.low, few.high, few.selected_share]).all()
        assert np.isfinite(many.mean)

    def test_unmarked_entries_need_no_group_and_marked_ones_do(self):
        rows = [(entry, judge, mark) for entry, judge, _, mark in WORLD.marks.rows()]
        answer = adjust(Marks.from_rows(rows, entries=["unmarked"]))

        assert sum(mean.count for mean in group_means(answer, GROUP)) == 240
        with pytest.raises(InvalidRequestError, match="no group"):
            group_means(answer, {})

    def test_impossible_arguments(self):
        with pytest.raises(InvalidRequestError, match="minimum"):
            group_means(adjust(WORLD.marks), GROUP, minimum=0)
        with pytest.raises(InvalidRequestError, match="confidence"):
            group_means(adjust(WORLD.marks), GROUP, confidence=1.5)


class TestJudgeGroupEffects:
    def test_an_effect_is_that_of_a_regression_with_one_more_column(self):
        marks = biased(3, 1.0)
        cell = ((marks.judge == 3) & SOUTH[marks.entry]).astype(float)
        design = np.column_stack([np.eye(240)[marks.entry], np.eye(8)[marks.judge][:, 1:], cell])
        solution = np.linalg.lstsq(design, marks.value)[0]
        answer = adjust(marks, "additive")
        report = judge_group_effects(answer, GROUP)

        effect = next(e for e in report.effects if (e.judge, e.group) == (marks.judges[3], "south"))
        variance = answer.variances.residual * np.linalg.inv(design.T @ design)[-1, -1]
        assert effect.effect == pytest.approx(solution[-1])
        assert effect.standard_error == pytest.approx(np.sqrt(variance))
        assert effect.p_value == pytest.approx(2 * norm.sf(abs(solution[-1]) / np.sqrt(variance)))
        assert effect.count == cell.sum()

    def test_in_the_hybrid_model_it_is_generalised_least_squares_with_one_more_column(self):
        marks = biased(3, 1.0)
        answer = adjust(marks)
        judges = np.eye(8)[marks.judge]
        covariance = answer.variances.residual * np.eye(len(marks)) + answer.variances.judge * judges @ judges.T
        cell = ((marks.judge == 3) & SOUTH[marks.entry]).astype(float)
        design = np.column_stack([np.eye(240)[marks.entry], cell])
        weighted = np.linalg.solve(covariance, design)
        normal = design.T @ weighted
        effect = next(
            e for e in judge_group_effects(answer, GROUP).effects if (e.judge, e.group) == (marks.judges[3], "south")
        )

        assert effect.effect == pytest.approx(np.linalg.solve(normal, weighted.T @ marks.value)[-1])
        assert effect.standard_error == pytest.approx(np.sqrt(np.linalg.inv(normal)[-1, -1]))

    def test_the_biased_judge_is_found_and_named(self):
        report = judge_group_effects(adjust(biased(3, 1.5)), GROUP)
        worst = min(report.effects, key=lambda effect: effect.corrected_p)

        assert (worst.judge, worst.group) == (WORLD.marks.judges[3], "south")
        assert worst.corrected_p < 0.001
        assert report.tests == 24

    def test_without_bias_few_false_alarms(self):
        alarms = 0
        for seed in range(30):
            world = simulate_marks(Recipe("random", 150, 6, 3), seed)
            groups = {entry: n % 2 for n, entry in enumerate(world.marks.entries)}
            alarms += any(e.corrected_p < 0.05 for e in judge_group_effects(adjust(world.marks), groups).effects)
        assert alarms <= 5

    @pytest.mark.parametrize(
        ("correction", "expected"),
        [("holm", [0.03, 0.06, 0.06, 0.02]), ("benjamini-hochberg", [0.02, 0.04, 0.04, 0.02])],
    )
    def test_corrections_by_hand(self, correction, expected):
        correct = {"holm": fairness._holm, "benjamini-hochberg": fairness._benjamini_hochberg}[correction]
        assert correct(np.array([0.01, 0.04, 0.03, 0.005])) == pytest.approx(expected)

    def test_small_cells_are_left_out_and_counted(self):
        groups = {entry: "few" if n < 9 else "many" for n, entry in enumerate(WORLD.marks.entries)}
        report = judge_group_effects(adjust(WORLD.marks), groups)

        assert {effect.group for effect in report.effects} == {"many"}
        assert 0 < report.too_small <= 8
        assert report.correction == "holm"

    def test_a_single_group_leaves_nothing_to_compare_with(self):
        report = judge_group_effects(adjust(WORLD.marks, "additive"), dict.fromkeys(GROUP, "all"))

        assert report.effects == ()

    def test_refusals(self):
        with pytest.raises(InvalidRequestError, match="hybrid"):
            judge_group_effects(adjust(WORLD.marks, "crossed"), GROUP)
        with pytest.raises(InvalidRequestError, match="correction"):
            judge_group_effects(adjust(WORLD.marks), GROUP, correction="bonferroni")
        with pytest.raises(NotEnoughMarksError):
            judge_group_effects(
                adjust(Marks.from_rows([("a", "x", 1.0), ("b", "x", 2.0)])), {"a": 1, "b": 1}, minimum=1
            )
