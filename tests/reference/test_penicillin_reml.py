"""Penicillin (Davies and Goldsmith 1972, table 6.6): 24 plates by 6 samples, fitted by REML in lme4 and
MixedModels.jl.
"""

import numpy as np
import pytest

from competitions.scoring import Marks, adjust
from competitions.scoring.agreement.icc import MeanSquares

# Diameters of samples A-F, one word of six two-digit numbers a plate.
PLATES = """
272326232321 272326232321 252125242420 262325232320 252226222320 242225232219
242023212219 262226242421 242124222220 242124232219 262326242421 252226242420
262426242522 262326232320 262325242422 252225232320 252124232320 252224232319
242123212119 262326242421 252124222218 252225222220 242124222419 242124222118
"""
DIAMETER = np.array([[int(plate[2 * s : 2 * s + 2]) for s in range(6)] for plate in PLATES.split()], dtype=np.float64)


@pytest.fixture(scope="module")
def crossed():
    rows = [(plate, sample, DIAMETER[plate, sample]) for plate in range(24) for sample in range(6)]
    return adjust(Marks.from_rows(rows), "crossed")


def test_standard_deviations_of_plates_samples_and_residual(crossed):
    """MixedModels.jl prints .8467056821, 1.9315555733, .5499230110, by a search to about 1e-6."""
    deviations = np.sqrt([crossed.variances.entry, crossed.variances.judge, crossed.variances.residual])

    assert deviations == pytest.approx([0.8467056821, 1.9315555733, 0.5499230110], abs=5e-6)


def test_reml_of_the_balanced_table_is_its_analysis_of_variance_to_the_last_digit(crossed):
    squares = MeanSquares.of(DIAMETER)
    entry = (squares.between - squares.residual) / 6
    judge = (squares.judges - squares.residual) / 24

    found = (crossed.variances.entry, crossed.variances.judge, crossed.variances.residual)
    assert found == pytest.approx((entry, judge, squares.residual), rel=1e-10)


def test_mean_and_its_standard_error(crossed):
    """The intercept is 22.97222 with standard error .80857; the mean is the last of the shared effects."""
    assert DIAMETER.mean() == pytest.approx(22.97222, abs=1e-5)
    assert crossed.adjusted.mean() == pytest.approx(22.97222, abs=1e-5)
    assert np.sqrt(crossed.errors.shared[-1, -1]) == pytest.approx(0.808572, abs=5e-6)
