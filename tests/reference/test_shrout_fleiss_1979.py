"""Shrout and Fleiss (1979), "Intraclass correlations", Psychological Bulletin 86: six targets, four judges
(table 2).
"""

import numpy as np
import pytest

from competitions.scoring import Marks, adjust, generalisability, intraclass
from competitions.scoring.agreement import complete_table

TABLE = np.array(
    [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], dtype=np.float64
)
MARKS = Marks.from_rows([(n, j, TABLE[n, j]) for n in range(6) for j in range(4)])

# Values from the paper's table 4; intervals from psych::ICC of the same data.
PUBLISHED = [
    ("one_way_single", 0.17, -0.133, 0.723),
    ("random_single", 0.29, 0.019, 0.761),
    ("fixed_single", 0.71, 0.342, 0.946),
    ("one_way_mean", 0.44, -0.884, 0.912),
    ("random_mean", 0.62, 0.071, 0.927),
    ("fixed_mean", 0.91, 0.676, 0.986),
]


@pytest.mark.parametrize(("name", "value", "low", "high"), PUBLISHED)
def test_six_coefficients_and_their_intervals(name, value, low, high):
    coefficient = getattr(intraclass(TABLE), name)

    assert coefficient.value == pytest.approx(value, abs=0.005)
    assert (coefficient.low, coefficient.high) == pytest.approx((low, high), abs=0.0006)


def test_marks_in_sparse_form_give_the_same_table():
    assert np.array_equal(complete_table(MARKS), TABLE)


def test_reml_of_the_balanced_table_is_its_analysis_of_variance():
    """BMS 11.24, JMS 32.49, EMS 1.02 (table 3): components (BMS-EMS)/4, (JMS-EMS)/6 and EMS."""
    variances = generalisability(MARKS).variances

    assert variances.entry == pytest.approx((11.2417 - 1.0194) / 4, abs=1e-3)
    assert variances.judge == pytest.approx((32.4861 - 1.0194) / 6, abs=1e-3)
    assert variances.residual == pytest.approx(1.0194, abs=1e-4)


def test_generalisability_of_the_balanced_table_is_its_intraclass_correlation():
    coefficients, study = intraclass(TABLE), generalisability(MARKS, (1, 4))

    assert study.absolute[1] == pytest.approx(coefficients.random_single.value, abs=1e-9)
    assert study.absolute[4] == pytest.approx(coefficients.random_mean.value, abs=1e-9)
    assert study.relative[4] == pytest.approx(coefficients.fixed_mean.value, abs=1e-9)


@pytest.mark.parametrize("model", ["hybrid", "additive", "crossed"])
def test_every_model_ranks_a_complete_table_as_its_raw_means(model):
    assert np.array_equal(np.argsort(adjust(MARKS, model).adjusted), np.argsort(TABLE.mean(axis=1)))
