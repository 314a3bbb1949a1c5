"""Citations between four journals of statistics (Stigler 1994; Agresti 2002, p. 448), as fitted by
BradleyTerry2.
"""

import numpy as np
import pytest

from competitions.scoring import Comparison, Comparisons, fit_bradley_terry

JOURNALS = ("Biometrika", "Comm Statist", "JASA", "JRSS-B")
CITED = [
    [714, 730, 498, 221],
    [33, 425, 68, 17],
    [320, 813, 1072, 142],
    [284, 276, 325, 188],
]  # row cited by column


@pytest.fixture(scope="module")
def strengths():
    return fit_bradley_terry(
        Comparisons.of(
            Comparison(JOURNALS[cited], JOURNALS[citing], count=CITED[cited][citing])
            for cited in range(4)
            for citing in range(4)
            if cited != citing
        )
    )


def test_strengths_relative_to_biometrika(strengths):
    strength, error = strengths.relative_to("Biometrika")

    assert strength == pytest.approx([0.0, -2.94907, -0.47957, 0.26895], abs=5e-6)
    assert error == pytest.approx([0.0, 0.10255, 0.06059, 0.07083], abs=5e-6)


def test_strengths_without_a_reference_sum_to_zero(strengths):
    assert strengths.strength.sum() == pytest.approx(0.0, abs=1e-12)
    assert np.argmax(strengths.strength) == JOURNALS.index("JRSS-B")
