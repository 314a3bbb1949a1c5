"""LSAT section 6 (Bock and Lieberman 1970): the one-parameter logistic model by MML (Thissen 1982; ltm and
mirt agree).

Five questions are the judges here: a question's easiness is the population's mean less the judge's
severity.
"""

import pytest

from competitions.scoring import Marks, calibrate

PATTERNS = [
    3,
    6,
    2,
    11,
    1,
    1,
    3,
    4,
    1,
    8,
    0,
    16,
    0,
    3,
    2,
    15,
    10,
    29,
    14,
    81,
    3,
    28,
    15,
    80,
    16,
    56,
    21,
    173,
    11,
    61,
    28,
    298,
]
PEOPLE = [f"{pattern:05b}" for pattern, count in enumerate(PATTERNS) for _ in range(count)]
EASINESS = [2.7300, 0.9986, 0.2399, 1.3065, 2.0994]


@pytest.fixture(scope="module")
def calibration():
    rows = [
        (person, question, float(answers[question])) for person, answers in enumerate(PEOPLE) for question in range(5)
    ]
    return calibrate(Marks.from_rows(rows))


def test_the_patterns_have_the_published_totals():
    assert [sum(answers[question] == "1" for answers in PEOPLE) for question in range(5)] == [
        924,
        709,
        553,
        763,
        870,
    ]


def test_log_likelihood_and_spread(calibration):
    assert calibration.log_likelihood == pytest.approx(-2466.938, abs=0.0005)
    assert calibration.population[1] == pytest.approx(0.7551, abs=0.0001)


def test_easiness_of_the_questions(calibration):
    assert calibration.population[0] - calibration.judge.measure == pytest.approx(EASINESS, abs=0.0001)
