"""The package as others see it: pure, whole, and of the size it is made for."""

import subprocess
import sys

import numpy as np
import pytest

import competitions.scoring as scoring
from competitions.scoring import Marks, adjust, errors, krippendorff_alpha
from competitions.scoring.adjustment import adjust_crossed


def test_it_imports_neither_django_nor_its_own_command_line():
    code = f"import sys; sys.path[:] = {sys.path!r}; import competitions.scoring; print(*sys.modules)"
    found = subprocess.run([sys.executable, "-S", "-c", code], capture_output=True, check=True, text=True)
    modules = set(found.stdout.split())

    assert {"numpy", "scipy", "competitions.scoring.rasch"} <= modules
    assert not modules & {"django", "pandas", "networkx", "competitions.scoring.cli"}


def test_the_map_of_the_package_names_only_what_there_is():
    assert sorted(scoring.__all__) == list(scoring.__all__)
    assert all(hasattr(scoring, name) for name in scoring.__all__)


def test_every_refusal_is_a_scoring_error_that_the_map_names():
    refusals = [thing for thing in vars(errors).values() if isinstance(thing, type) and issubclass(thing, ValueError)]

    assert all(issubclass(refusal, scoring.ScoringError) for refusal in refusals)
    assert {refusal.__name__ for refusal in refusals} <= set(scoring.__all__)


@pytest.mark.parametrize("model", ["hybrid", "additive"])
def test_a_million_marks_are_adjusted(model):
    """250 000 entries, 400 judges, four marks each."""
    rng = np.random.default_rng(0)
    entry = np.repeat(np.arange(250_000), 4)
    judge = (rng.integers(0, 400, 250_000)[:, None] + np.array([0, 7, 101, 213])).ravel() % 400
    quality, leniency = rng.normal(size=250_000), rng.normal(0, 0.5, 400)
    value = quality[entry] + leniency[judge] + rng.normal(0, 0.7, entry.size)

    marks = Marks.from_columns(entry, judge, value)
    answer = adjust(marks, model)

    assert np.std(answer.leniency - leniency) < 0.03
    assert np.corrcoef(answer.adjusted, quality)[0, 1] > 0.92
    assert krippendorff_alpha(marks) == pytest.approx(1 / (1 + 0.25 + 0.49), abs=0.02)


def test_sixty_thousand_marks_take_the_crossed_model():
    rng = np.random.default_rng(0)
    entry = np.repeat(np.arange(20_000), 3)
    judge = (rng.integers(0, 300, 20_000)[:, None] + np.array([0, 7, 101])).ravel() % 300
    value = rng.normal(size=20_000)[entry] + rng.normal(0, 0.5, 300)[judge] + rng.normal(0, 0.7, entry.size)

    variances = adjust_crossed(Marks.from_columns(entry, judge, value)).variances

    assert (variances.entry, variances.judge, variances.residual) == pytest.approx((1, 0.25, 0.49), rel=0.15)
