from dataclasses import replace

import numpy as np
import pytest

from competitions.scoring import (
    ConfoundedDesignError,
    DisconnectedDesignError,
    InvalidMarksError,
    InvalidRequestError,
    Marks,
    NotConvergedError,
    NotEnoughMarksError,
    calibrate,
    fair_entry_averages,
)
from competitions.scoring.rasch import fair_judge_averages, measure_fit, measure_separation
from tests.competitions.scoring.designs import RaschWorld

WORLD = RaschWorld(entries=60, judges=6, each=3, criteria=2, top=4, seed=3)
METHODS = ["mml", "jmle"]


def rows_of(marks):
    return [(entry, judge, mark, criterion) for entry, judge, criterion, mark in marks.rows()]


class TestInvariance:
    @pytest.mark.parametrize("method", METHODS)
    def test_row_order_leaves_no_trace(self, method):
        rows = rows_of(WORLD.marks)
        found, again = (
            calibrate(Marks.from_rows(rows), method),
            calibrate(Marks.from_rows(rows[::-1]), method),
        )

        assert found.entry.measure.tobytes() == again.entry.measure.tobytes()
        assert found.judge.error.tobytes() == again.judge.error.tobytes()

    @pytest.mark.parametrize("method", METHODS)
    def test_relabelling_changes_nothing(self, method):
        names = np.random.default_rng(1).permutation(60)
        rows = [
            (int(names[entry]), 9 - judge, mark, -criterion) for entry, judge, mark, criterion in rows_of(WORLD.marks)
        ]
        found, again = calibrate(WORLD.marks, method), calibrate(Marks.from_rows(rows), method)

        assert again.entry.measure[names] == pytest.approx(found.entry.measure, abs=1e-7)
        assert again.judge.measure[::-1] == pytest.approx(found.judge.measure, abs=1e-7)

    def test_the_values_of_the_scale_matter_only_to_what_is_told_in_marks(self):
        stretched = [(entry, judge, 10 + 5 * mark, criterion) for entry, judge, mark, criterion in rows_of(WORLD.marks)]
        found, again = calibrate(WORLD.marks), calibrate(Marks.from_rows(stretched))

        assert again.entry.measure == pytest.approx(found.entry.measure)
        assert fair_entry_averages(again).value == pytest.approx(10 + 5 * fair_entry_averages(found).value)
        assert fair_entry_averages(again).error == pytest.approx(5 * fair_entry_averages(found).error)


class TestExtremes:
    WORLD = RaschWorld(entries=12, judges=4, each=4, top=3, seed=2)
    ROWS = [(f"e{entry}", f"j{judge}", mark) for entry, judge, _, mark in WORLD.marks.rows()]

    def test_the_plain_world_has_none(self):
        found = calibrate(Marks.from_rows(self.ROWS), "jmle")

        assert not found.entry.extreme.any()
        assert not found.judge.extreme.any()

    @pytest.mark.parametrize("method", METHODS)
    def test_a_judge_who_gives_only_top_marks_is_set_apart_and_placed_last(self, method):
        generous = [(f"e{n}", "star", 3.0) for n in range(6)]
        without, found = (
            calibrate(Marks.from_rows(self.ROWS), method),
            calibrate(Marks.from_rows(self.ROWS + generous), method),
        )

        assert found.judge.extreme.tolist() == [False] * 4 + [True]
        assert found.judge.measure[:4] == pytest.approx(without.judge.measure, abs=1e-6)
        assert found.judge.measure[4] < found.judge.measure[:4].min() - 1
        assert np.isfinite(found.judge.error[4])

    def test_entries_with_only_top_or_bottom_marks_are_set_apart_by_the_joint_estimate(self):
        ends = [(name, f"j{j}", mark) for name, mark in (("best", 3.0), ("worst", 0.0)) for j in range(4)]
        found = calibrate(Marks.from_rows(self.ROWS + ends), "jmle")
        fair = fair_entry_averages(found)

        assert [found.marks.entries[n] for n in np.flatnonzero(found.entry.extreme)] == ["best", "worst"]
        assert np.nanargmax(found.entry.measure) == 0
        assert 2.7 < fair.value[0] < 3.0

    def test_the_marginal_estimate_places_them_by_their_posterior(self):
        ends = [(name, f"j{j}", mark) for name, mark in (("best", 3.0), ("worst", 0.0)) for j in range(4)]
        found = calibrate(Marks.from_rows(self.ROWS + ends))

        assert not found.entry.extreme.any()
        assert np.argmax(found.entry.measure) == 0

    def test_an_entry_marked_only_by_an_extreme_judge_is_placed_all_the_same(self):
        rows = self.ROWS + [(f"e{n}", "star", 3.0) for n in range(6)] + [("lonely", "star", 3.0)]
        for method in METHODS:
            assert np.isfinite(calibrate(Marks.from_rows(rows), method).entry.measure).all()


class TestScale:
    def test_marks_that_nobody_gave_have_no_threshold(self):
        rows = [(entry, judge, mark + (mark >= 2), criterion) for entry, judge, mark, criterion in rows_of(WORLD.marks)]
        found = calibrate(Marks.from_rows(rows))

        assert found.category_value.tolist() == [0, 1, 3, 4, 5]
        assert found.threshold.size == 4
        assert found.threshold == pytest.approx(calibrate(WORLD.marks).threshold, abs=1e-6)

    def test_two_categories_are_the_dichotomous_model(self):
        rows = [(entry, judge, float(mark >= 2), criterion) for entry, judge, mark, criterion in rows_of(WORLD.marks)]
        found = calibrate(Marks.from_rows(rows))

        assert found.threshold == pytest.approx([0.0])
        assert found.threshold_error == pytest.approx([0.0], abs=1e-6)

    def test_measured_marks_are_refused(self):
        rng = np.random.default_rng(0)
        rows = [(n, j, float(rng.normal())) for n in range(8) for j in range(3)]
        with pytest.raises(InvalidMarksError, match="no common step"):
            calibrate(Marks.from_rows(rows))


class TestRefusals:
    def test_a_disconnected_design(self):
        apart = [(entry + 100, judge + 100, mark, criterion) for entry, judge, mark, criterion in rows_of(WORLD.marks)]
        with pytest.raises(DisconnectedDesignError):
            calibrate(Marks.from_rows(rows_of(WORLD.marks) + apart))

    def test_judges_who_mark_different_criteria_only(self):
        rng = np.random.default_rng(5)
        rows = [(n, judge, float(rng.integers(0, 4)), f"c{judge // 2}") for n in range(20) for judge in range(4)]
        with pytest.raises(ConfoundedDesignError, match="judges [02], [13] cannot be told from the difficulty"):
            calibrate(Marks.from_rows(rows))

    @pytest.mark.parametrize("method", METHODS)
    def test_constant_marks(self, method):
        with pytest.raises(NotEnoughMarksError, match="the same"):
            calibrate(Marks.from_rows([(n, j, 3.0) for n in range(3) for j in range(3)]), method)

    @pytest.mark.parametrize("method", METHODS)
    def test_a_single_mark_for_each_entry(self, method):
        rows = [(n, "x", float(n % 4)) for n in range(12)]
        with pytest.raises(NotEnoughMarksError):
            calibrate(Marks.from_rows(rows), method)

    @pytest.mark.parametrize("method", METHODS)
    def test_marks_that_are_separated_completely(self, method):
        rows = [(n, j, float(n + j)) for n in range(4) for j in range(3)]
        with pytest.raises(NotConvergedError, match="separate"):
            calibrate(Marks.from_rows(rows), method)

    def test_an_unknown_method(self):
        with pytest.raises(InvalidRequestError, match="mml or jmle"):
            calibrate(WORLD.marks, "bayes")


def test_unmarked_entries_and_judges_are_unknown():
    marks = Marks.from_rows(rows_of(WORLD.marks), entries=[999], judges=[999])
    for method in METHODS:
        found = calibrate(marks, method)
        assert np.isnan([found.entry.measure[-1], found.judge.measure[-1], fair_entry_averages(found).value[-1]]).all()
        assert np.isfinite(found.entry.measure[:-1]).all()


class TestFairAverages:
    def test_an_average_judge_on_an_average_criterion_expects_them(self):
        from_measure = fair_entry_averages(calibrate(WORLD.marks))

        assert np.all((from_measure.value > 0) & (from_measure.value < 4))
        assert np.corrcoef(from_measure.value, WORLD.marks.raw_mean)[0, 1] > 0.95

    def test_errors_follow_the_slope_of_the_curve(self):
        found = calibrate(WORLD.marks)
        fair = fair_entry_averages(found)
        nudged = fair_entry_averages(calibrate_with(found, 1e-5))

        assert fair.error == pytest.approx((nudged.value - fair.value) / 1e-5 * found.entry.error, rel=1e-3)

    def test_a_severe_judge_gives_less_to_an_average_entry(self):
        found = calibrate(WORLD.marks)

        assert np.array_equal(np.argsort(-found.judge.measure), np.argsort(fair_judge_averages(found).value))


def calibrate_with(found, shift):
    return replace(found, entry=replace(found.entry, measure=found.entry.measure + shift))


class TestFit:
    @pytest.mark.parametrize("method", METHODS)
    def test_mean_squares_of_data_that_fit_are_about_one(self, method):
        world = RaschWorld(entries=500, judges=15, each=3, criteria=3, top=4, seed=8)
        fit = measure_fit(calibrate(world.marks, method))

        for name in ("judge", "entry", "criterion"):
            assert np.nanmean(fit[name].infit) == pytest.approx(1, abs=0.06)
            assert np.nanmean(fit[name].outfit) == pytest.approx(1, abs=0.08)
        assert np.abs(fit["judge"].infit_z).max() < 3.5
        assert np.abs(fit["judge"].infit_z.mean()) < 0.5

    def test_an_erratic_judge_stands_out_above_and_a_copying_one_below(self):
        world = RaschWorld(entries=300, judges=8, each=4, criteria=1, top=4, seed=8)
        rng = np.random.default_rng(0)
        marks = world.marks
        value = marks.value.copy()
        erratic = marks.judge == 2
        value[erratic] = rng.integers(0, 5, erratic.sum())
        dull = marks.judge == 5
        value[dull] = 2 + (rng.random(dull.sum()) < 0.1)
        rows = zip(marks.entry.tolist(), marks.judge.tolist(), value.tolist(), strict=True)
        fit = measure_fit(calibrate(Marks.from_rows(list(rows))))["judge"]

        assert np.argmax(fit.infit) == np.argmax(fit.outfit) == 2
        assert fit.infit_z[2] > 4
        assert np.argmin(fit.infit) == 5
        assert fit.infit_z[5] < -3

    def test_counts_leave_out_what_was_set_apart(self):
        rows = TestExtremes.ROWS + [(f"e{n}", "star", 3.0) for n in range(6)]
        fit = measure_fit(calibrate(Marks.from_rows(rows)))["judge"]

        assert fit.count.tolist() == [12, 12, 12, 12, 0]
        assert np.isnan(fit.infit[4])


class TestSeparation:
    def test_by_hand(self):
        """Measures -1, 0, 1 (SD 1) with errors .5: true SD √.75, G √3, strata (4√3+1)/3, reliability .75."""
        separation = measure_separation(np.array([-1.0, 0.0, 1.0]), np.full(3, 0.5))

        assert separation.separation == pytest.approx(np.sqrt(3))
        assert separation.strata == pytest.approx((4 * np.sqrt(3) + 1) / 3)
        assert separation.reliability == pytest.approx(0.75)
        assert (separation.chi_square, separation.freedom) == pytest.approx((8, 2))
        assert separation.p_value == pytest.approx(np.exp(-4))

    def test_measures_closer_than_their_errors_are_not_separated(self):
        assert measure_separation(np.array([0.0, 0.1]), np.array([1.0, 1.0])).reliability == 0

    def test_of_one_member_is_unknown(self):
        assert np.isnan(measure_separation(np.array([1.0, np.nan]), np.array([1.0, 1.0])).reliability)
