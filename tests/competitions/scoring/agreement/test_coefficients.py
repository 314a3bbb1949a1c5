import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from competitions.scoring import (
    DesignTooLargeError,
    IncompleteMarksError,
    InvalidRequestError,
    Marks,
    NotEnoughMarksError,
    Scale,
    fleiss_kappa,
    generalisability,
    gwet_ac,
    intraclass,
    krippendorff_alpha,
    weighted_kappa,
)
from competitions.scoring.adjustment import Variances
from competitions.scoring.agreement import LEVELS, Generalisability, complete_table
from tests.competitions.scoring.designs import complete_tables, connected_rows, steady

CONSTANT = Marks.from_rows([(n, j, 3.0) for n in range(4) for j in range(3)])
AGREED = Marks.from_rows([(n, j, float(n)) for n in range(4) for j in range(3)])
SINGLE = Marks.from_rows([(n, n % 2, float(n)) for n in range(4)])
TWO_CRITERIA = Marks.from_rows([("a", "x", 1.0, "style"), ("a", "x", 2.0, "facts")])


def pairs_of(marks):
    """All ordered pairs of marks of one entry by different judges, with the number of marks of that entry."""
    for n in range(len(marks.entries)):
        values = marks.value[marks.entry == n]
        for a in range(values.size):
            for b in range(values.size):
                if a != b:
                    yield values[a], values[b], values.size


class TestAlpha:
    @steady
    @given(connected_rows())
    def test_interval_alpha_is_what_its_definition_says(self, rows):
        marks = Marks.from_rows(rows)
        observed = sum((x - y) ** 2 / (size - 1) for x, y, size in pairs_of(marks))
        values = marks.value[marks.marks_per_entry[marks.entry] > 1]
        expected = sum((x - y) ** 2 for x in values for y in values) / (values.size - 1)
        if expected == 0:
            assert np.isnan(krippendorff_alpha(marks))
        else:
            assert krippendorff_alpha(marks) == pytest.approx(1 - observed / expected)

    @pytest.mark.parametrize("level", LEVELS)
    def test_agreement_is_one_and_constant_marks_say_nothing(self, level):
        assert krippendorff_alpha(AGREED, level) == pytest.approx(1)
        assert np.isnan(krippendorff_alpha(CONSTANT, level))
        assert np.isnan(krippendorff_alpha(SINGLE, level))

    def test_interval_alpha_takes_any_number_of_values_and_the_others_refuse(self):
        value = np.random.default_rng(0).normal(size=4_400)
        marks = Marks.from_columns(np.repeat(np.arange(2_200), 2), np.tile([0, 1], 2_200), value)

        assert krippendorff_alpha(marks) == pytest.approx(0, abs=0.05)
        with pytest.raises(DesignTooLargeError, match="4400 different marks"):
            krippendorff_alpha(marks, "nominal")

    def test_negative_marks_have_no_ratio(self):
        with pytest.raises(InvalidRequestError, match="zero or more"):
            krippendorff_alpha(Marks.from_rows([("a", "x", -1.0), ("a", "y", 1.0)]), "ratio")

    def test_an_unknown_level(self):
        with pytest.raises(InvalidRequestError, match="nominal, ordinal"):
            krippendorff_alpha(AGREED, "absolute")


class TestWeightedKappa:
    FIRST = [1.0, 2, 3, 5, 5, 2, 1, 3, 5, 2]
    SECOND = [1.0, 2, 5, 5, 3, 2, 2, 3, 5, 1]
    MARKS = Marks.from_rows(
        [(n, "x", value) for n, value in enumerate(FIRST)] + [(n, "y", value) for n, value in enumerate(SECOND)],
        scale=Scale(1, 5, 1),
    )

    @pytest.mark.parametrize("weighting", ["nominal", "linear", "quadratic"])
    def test_of_two_judges_is_cohens(self, weighting):
        disagreement = {
            "nominal": lambda x, y: float(x != y),
            "linear": lambda x, y: abs(x - y),
            "quadratic": lambda x, y: (x - y) ** 2,
        }[weighting]
        observed = np.mean([disagreement(x, y) for x, y in zip(self.FIRST, self.SECOND)])
        expected = np.mean([disagreement(x, y) for x in self.FIRST for y in self.SECOND])

        kappa = weighted_kappa(self.MARKS, weighting)

        assert kappa.value == pytest.approx(1 - observed / expected)
        assert kappa.shared == 10

    def test_weights_go_by_value_so_a_category_nobody_used_keeps_its_distance(self):
        """Nobody gave a 4: by index 3 and 5 would be neighbours, and kappa would be larger."""
        squeezed = Marks.from_rows([(n, j, min(mark, 4.0)) for n, j, _, mark in self.MARKS.rows()])

        assert weighted_kappa(self.MARKS).value != pytest.approx(weighted_kappa(squeezed).value, abs=0.01)
        assert weighted_kappa(self.MARKS).observed == pytest.approx(
            1 - np.mean(np.square(np.subtract(self.FIRST, self.SECOND))) / 16
        )

    @steady
    @given(complete_tables())
    def test_quadratic_kappa_of_two_judges_is_an_intraclass_correlation(self, marks):
        """Fleiss and Cohen (1973): κ = (BMS-EMS)/(BMS+EMS+2JMS/n·...) with n in place of n-1 throughout."""
        table = complete_table(marks)[:, :2]
        if np.ptp(table) == 0:
            return
        x, y = table.T
        closed = 2 * np.cov(x, y, ddof=0)[0, 1] / (np.var(x) + np.var(y) + (x.mean() - y.mean()) ** 2)
        rows = [(n, j, table[n, j]) for n in range(len(table)) for j in range(2)]

        assert weighted_kappa(Marks.from_rows(rows)).value == pytest.approx(closed)

    @steady
    @given(complete_tables())
    def test_of_many_judges_pools_observed_and_expected_disagreement_over_their_pairs(self, marks):
        table = complete_table(marks)
        observed = expected = 0.0
        for a in range(table.shape[1]):
            for b in range(a):
                observed += np.sum((table[:, a] - table[:, b]) ** 2)
                expected += np.sum((table[:, a][:, None] - table[:, b][None, :]) ** 2) / len(table)
        kappa = weighted_kappa(marks)

        assert np.isnan(kappa.value) if expected < 1e-9 else kappa.value == pytest.approx(1 - observed / expected)

    def test_judges_who_share_nothing(self):
        assert np.isnan(weighted_kappa(SINGLE).value)
        assert weighted_kappa(SINGLE).shared == 0


class TestChanceCorrected:
    @pytest.mark.parametrize("coefficient", [fleiss_kappa, gwet_ac])
    def test_agreement_is_one_without_error(self, coefficient):
        found = coefficient(AGREED)

        assert (found.value, found.standard_error) == pytest.approx((1, 0), abs=1e-12)

    @pytest.mark.parametrize("coefficient", [fleiss_kappa, gwet_ac])
    def test_single_marks_say_nothing(self, coefficient):
        assert np.isnan(coefficient(SINGLE).value)

    def test_constant_marks_leave_kappa_undetermined_and_ac1_perfect_on_a_declared_scale(self):
        declared = Marks.from_rows([(n, j, 3.0) for n in range(4) for j in range(3)], scale=Scale(1, 5, 1))

        assert np.isnan(fleiss_kappa(declared).value)
        assert np.isnan(gwet_ac(CONSTANT).value)
        assert gwet_ac(declared).value == 1

    def test_ac1_withstands_the_skew_that_breaks_kappa(self):
        """Feinstein and Cicchetti's paradox: 118 of 125 agreed, nearly all on one category."""
        rows = [(n, j, 1.0) for n in range(118) for j in range(2)]
        rows += [(n, j, float(j == n % 2)) for n in range(118, 125) for j in range(2)]

        assert fleiss_kappa(Marks.from_rows(rows)).value < 0
        assert gwet_ac(Marks.from_rows(rows)).value > 0.93

    def test_the_standard_error_is_that_of_the_sampling_of_entries(self):
        """Against the spread of the coefficient over samples drawn from the entries."""
        rng = np.random.default_rng(3)
        table = np.clip(rng.integers(0, 4, (120, 1)) + rng.integers(-1, 2, (120, 3)), 0, 3).astype(float)

        def ac1(rows):
            return gwet_ac(
                Marks.from_rows([(n, j, row[j]) for n, row in enumerate(rows) for j in range(3)], scale=Scale(0, 3, 1))
            )

        draws = [ac1(table[rng.integers(0, 120, 120)]).value for _ in range(150)]

        assert ac1(table).standard_error == pytest.approx(np.std(draws), rel=0.2)

    def test_criteria_are_taken_one_at_a_time(self):
        for coefficient in (fleiss_kappa, gwet_ac, krippendorff_alpha, weighted_kappa, complete_table):
            with pytest.raises(InvalidRequestError, match="one criterion"):
                coefficient(TWO_CRITERIA)


class TestIntraclass:
    def test_holes_and_small_tables_are_refused(self):
        with pytest.raises(IncompleteMarksError):
            complete_table(SINGLE)
        with pytest.raises(IncompleteMarksError):
            intraclass(np.array([[1.0, 2.0], [np.nan, 3.0]]))
        with pytest.raises(NotEnoughMarksError):
            intraclass(np.array([[1.0, 2.0]]))

    def test_constant_marks_are_undetermined_and_agreement_is_one(self):
        assert np.isnan(intraclass(complete_table(CONSTANT)).fixed_single.value)
        assert intraclass(complete_table(AGREED)).random_single.value == pytest.approx(1)

    def test_intervals_cover_the_truth(self):
        """ICC(3,1) of variances 1 and .5 is 2/3; 95 % intervals should hold it in about 95 of 100 samples."""
        rng = np.random.default_rng(7)
        hits = 0
        for _ in range(400):
            table = rng.normal(size=(15, 1)) + rng.normal(size=(1, 4)) + np.sqrt(0.5) * rng.normal(size=(15, 4))
            found = intraclass(table).fixed_single
            hits += found.low < 2 / 3 < found.high
        assert 0.92 < hits / 400 < 0.98

    @steady
    @given(complete_tables(), st.floats(-20, 20))
    def test_a_constant_of_one_judge_matters_to_absolute_agreement_alone(self, marks, constant):
        table = complete_table(marks)
        moved = table + constant * (np.arange(table.shape[1]) == 0)
        before, after = intraclass(table), intraclass(moved)

        assert after.fixed_single.value == pytest.approx(before.fixed_single.value, abs=1e-9, nan_ok=True)


class TestGeneralisability:
    @pytest.mark.parametrize(
        ("variances", "absolute", "relative"),
        [
            ((9.69, 1.08, 2.28), (0.74, 0.85, 0.90), (0.81, 0.89, 0.93)),
            ((1.35, 0.13, 1.22), (0.50, 0.67, 0.75), (0.53, 0.69, 0.77)),
            ((0.33, 0.03, 0.35), (0.47, 0.64, 0.72), (0.49, 0.65, 0.74)),
        ],
    )
    def test_reliability_of_one_two_and_three_judges(self, variances, absolute, relative):
        study = Generalisability.of(Variances(*variances), (1, 2, 3))

        assert tuple(study.absolute.values()) == pytest.approx(absolute, abs=0.006)
        assert tuple(study.relative.values()) == pytest.approx(relative, abs=0.009)

    def test_a_result_of_no_judge(self):
        with pytest.raises(InvalidRequestError):
            generalisability(AGREED, (0,))
