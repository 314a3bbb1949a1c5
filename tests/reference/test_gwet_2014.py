"""Gwet (2014), Handbook of Inter-Rater Reliability, 4th ed.: the four raters of table 2.10, as printed by
irrCAC.
"""

import pytest

from competitions.scoring import fleiss_kappa, gwet_ac
from tests.reference.observers import MARKS

AC = [
    ("nominal", 0.775, 0.143, 0.818, 0.190),
    ("linear", 0.859, 0.117, 0.939, 0.571),
    ("quadratic", 0.914, 0.104, 0.975, 0.714),
]
FLEISS = [
    ("nominal", 0.761, None, 0.818, 0.239),
    ("linear", 0.818, 0.149, 0.939, 0.667),
    ("quadratic", 0.865, 0.146, 0.975, 0.818),
]


@pytest.mark.parametrize(("weighting", "value", "error", "observed", "expected"), AC)
def test_ac1_and_ac2(weighting, value, error, observed, expected):
    coefficient = gwet_ac(MARKS, weighting)

    assert coefficient.value == pytest.approx(value, abs=0.0005)
    assert coefficient.standard_error == pytest.approx(error, abs=0.0005)
    assert coefficient.observed == pytest.approx(observed, abs=0.0005)
    assert coefficient.expected == pytest.approx(expected, abs=0.0005)


@pytest.mark.parametrize(("weighting", "value", "error", "observed", "expected"), FLEISS)
def test_fleiss_kappa_with_missing_marks(weighting, value, error, observed, expected):
    coefficient = fleiss_kappa(MARKS, weighting)

    assert coefficient.value == pytest.approx(value, abs=0.0005)
    assert error is None or coefficient.standard_error == pytest.approx(error, abs=0.0005)
    assert coefficient.observed == pytest.approx(observed, abs=0.0005)
    assert coefficient.expected == pytest.approx(expected, abs=0.0005)
