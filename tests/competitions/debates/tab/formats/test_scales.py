from decimal import Decimal

import pytest

from competitions.debates.tab import FormatError, scale
from competitions.debates.tab.formats.scales import Criterion

HALVES = scale(60, 80, "0.5")


@pytest.mark.parametrize(
    ("score", "has"),
    [("60", True), ("80", True), ("74.5", True), ("74.25", False), ("59.5", False), ("80.5", False)],
)
def test_scores_lie_on_steps(score, has):
    assert HALVES.has(Decimal(score)) is has


@pytest.mark.parametrize(
    ("low", "high", "step", "code"),
    [
        (80, 60, 1, "scale_is_empty"),
        (60, 60, 1, "scale_is_empty"),
        (60, 80, 0, "scale_step_does_not_fit"),
        (60, 80, 3, "scale_step_does_not_fit"),
    ],
)
def test_a_scale_that_makes_no_sense_is_refused(low, high, step, code):
    with pytest.raises(FormatError) as refused:
        scale(low, high, step)

    assert refused.value.note.code == code


def test_a_criterion_weighs_something():
    with pytest.raises(FormatError, match="style needs a weight above 0"):
        Criterion("style", HALVES, Decimal(0))
