"""Fleiss (1971), "Measuring nominal scale agreement among many raters", Psychological Bulletin 76, table
1.

Thirty patients, six psychiatrists each, five diagnoses: depression, personality disorder, schizophrenia,
neurosis, other.
"""

import numpy as np
import pytest

from competitions.scoring import Marks, fleiss_kappa

DIAGNOSES = """
00060 03003 01401 00006 03030 20400 00402 20310 20040 00006
10050 11040 03300 10050 02031 00501 30012 51000 02040 10203
00006 01050 02013 20040 10041 05010 40002 02040 10500 00006
"""
COUNTS = np.array([[int(digit) for digit in patient] for patient in DIAGNOSES.split()])


def marks_of(counts):
    return Marks.from_rows(
        [
            (patient, judge, float(diagnosis))
            for patient, row in enumerate(counts)
            for judge, diagnosis in enumerate(np.repeat(np.arange(row.size), row))
        ]
    )


def test_the_table_has_the_published_shares_of_diagnoses():
    assert COUNTS.shape == (30, 5)
    assert COUNTS.sum(axis=0) / 180 == pytest.approx([0.144, 0.144, 0.167, 0.306, 0.239], abs=0.0005)


def test_kappa_is_430():
    kappa = fleiss_kappa(marks_of(COUNTS))

    assert kappa.value == pytest.approx(0.430, abs=0.0005)
    assert kappa.observed == pytest.approx(0.556, abs=0.0005)
    assert kappa.expected == pytest.approx(0.220, abs=0.0005)
