import numpy as np
import pytest

from competitions.scoring import (
    InvalidRequestError,
    Recipe,
    Scale,
    find_components,
    measure_strength,
    simulate_marks,
)
from competitions.scoring.simulate import DESIGNS, to_rubric


@pytest.mark.parametrize("design", DESIGNS)
def test_every_entry_gets_its_marks_from_different_judges(design):
    marks = simulate_marks(Recipe(design, 90, 24, 3), seed=1).marks
    pairs = set(zip(marks.entry.tolist(), marks.judge.tolist(), strict=True))

    assert marks.marks_per_entry.tolist() == [3.0] * 90
    assert len(pairs) == 270


@pytest.mark.parametrize("design", DESIGNS)
def test_the_truth_has_the_moments_of_the_recipe(design):
    world = simulate_marks(Recipe(design, 2_000, 80, 3), seed=1)
    error = world.marks.value - world.quality[world.marks.entry] - world.leniency[world.marks.judge]

    assert (world.quality.mean(), world.quality.std()) == pytest.approx((0, 1), abs=1e-9)
    assert world.leniency.std() == pytest.approx(0.5, rel=0.25)
    assert error.std() == pytest.approx(0.7, rel=0.03)


def test_regions_differ_and_few_entries_link_them():
    world = simulate_marks(Recipe("clustered", 2_000, 80, 3), seed=1)
    region = np.arange(2_000) % 8
    between = np.var([world.quality[region == r].mean() for r in range(8)])
    away = (world.marks.judge % 8) != region[world.marks.entry]

    assert 0.2 < between < 0.9
    assert away.sum() == pytest.approx(200, rel=0.2)
    assert np.bincount(world.marks.entry[away]).max() == 1
    assert len(find_components(world.marks)) == 1
    assert measure_strength(world.marks).algebraic_connectivity < 5


def test_uneven_loads_are_uneven():
    loads = {
        design: simulate_marks(Recipe(design, 2_000, 80, 3), 1).marks.marks_per_judge for design in ("random", "uneven")
    }

    assert loads["uneven"].std() > 3 * loads["random"].std()


def test_the_seed_decides():
    first, again, other = (simulate_marks(Recipe(), seed).marks.value for seed in (1, 1, 2))

    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_marks_can_be_put_on_a_rubric():
    world = to_rubric(simulate_marks(Recipe(), 1), Scale(0, 20, 1), middle=10, unit=3)

    assert not world.marks.scale.refuses(world.marks.value).any()
    assert world.marks.value.mean() == pytest.approx(10, abs=0.5)
    assert (world.quality.std(), world.leniency.std()) == pytest.approx((3, 1.5), rel=0.4)


@pytest.mark.parametrize(
    "change",
    [
        {"design": "spiral"},
        {"entries": 0},
        {"marks_each": 0},
        {"marks_each": 21},
        {"error_sd": -1},
        {"region_share": 2},
        {"design": "clustered", "judges": 20, "regions": 8},
    ],
)
def test_recipes_that_make_no_sense_are_refused(change):
    with pytest.raises(InvalidRequestError):
        Recipe(**change)
