"""Marks with a known truth: the designs on which the models of this package are measured.

    mark = quality + leniency + error,    leniency ~ N(0, σ_b²),    error ~ N(0, σ²)

with qualities of mean 0 and standard deviation 1 in every sample.

Designs. `random`: every entry's judges are drawn from all alike. `uneven`: from all, some judges far
oftener than others (lognormal). `clustered`: entries and judges belong to regions whose mean quality
differs, and judges mark their own region but for a share of links to another. Marks may be rounded to a
rubric's scale.
"""

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from .arrays import Indices, Vector
from .chance import random_from
from .errors import InvalidRequestError
from .marks import Marks, Scale

Design = Literal["random", "uneven", "clustered"]
DESIGNS: tuple[str, ...] = get_args(Design)


@dataclass(frozen=True)
class Recipe:
    """What to simulate. Standard deviations are in units of the quality's own, which is 1.

    `region_share` is the part of the quality's variance that lies between regions, `link_share` the part
    of the entries that have one judge from another region; both serve the clustered design alone. Raises
    InvalidRequestError.
    """

    design: str = "random"
    entries: int = 500
    judges: int = 20
    marks_each: int = 3
    leniency_sd: float = 0.5
    error_sd: float = 0.7
    regions: int = 8
    region_share: float = 0.5
    link_share: float = 0.1

    def __post_init__(self) -> None:
        if self.design not in DESIGNS:
            raise InvalidRequestError(f"There is no design {self.design}: choose random, uneven, clustered.")
        if not 1 <= self.marks_each <= self.judges or self.entries < 1:
            raise InvalidRequestError(
                "A simulation needs an entry, and at least as many judges as marks for each entry."
            )
        if min(self.leniency_sd, self.error_sd) < 0 or not 0 <= self.region_share <= 1:
            raise InvalidRequestError("Standard deviations are not negative, and shares lie between 0 and 1.")
        if self.design == "clustered" and not 1 <= self.regions <= self.judges // self.marks_each:
            raise InvalidRequestError("Each region needs at least as many judges as marks for each entry.")


@dataclass(frozen=True, eq=False)
class Simulation:
    """Simulated marks and the truth behind them: `quality` (N,) and `leniency` (M,), in the order of the
    labels.
    """

    marks: Marks
    quality: Vector
    leniency: Vector


def simulate_marks(recipe: Recipe, seed: int) -> Simulation:
    """Marks by the recipe; labels are E0001... and J001..., the same seed gives the same marks."""
    rng = random_from(seed)
    region = np.arange(recipe.entries) % recipe.regions if recipe.design == "clustered" else None
    quality = _draw_quality(recipe, region, rng)
    leniency = rng.normal(0, recipe.leniency_sd, recipe.judges) if recipe.leniency_sd else np.zeros(recipe.judges)
    judge = _deal(recipe, region, rng)
    entry = np.repeat(np.arange(recipe.entries), recipe.marks_each)
    value = quality[entry] + leniency[judge.ravel()] + rng.normal(0, recipe.error_sd, entry.size)
    names = _labels("E", recipe.entries), _labels("J", recipe.judges)
    marks = Marks(*names, ("mark",), entry, judge.ravel(), np.zeros(entry.size, dtype=np.intp), value)
    return Simulation(marks, quality, leniency)


def to_rubric(simulation: Simulation, scale: Scale, *, middle: float, unit: float) -> Simulation:
    """The same marks on a rubric: quality 0 at mark `middle`, one standard deviation worth `unit`, rounded
    and cut off.
    """
    values = scale.values()
    position = np.round((middle + unit * simulation.marks.value - scale.low) / (scale.step or 1))
    value = values[np.clip(position, 0, values.size - 1).astype(np.intp)]
    marks = simulation.marks
    rounded = Marks(
        marks.entries, marks.judges, marks.criteria, marks.entry, marks.judge, marks.criterion, value, scale
    )
    return Simulation(rounded, middle + unit * simulation.quality, unit * simulation.leniency)


def _labels(letter: str, count: int) -> tuple[str, ...]:
    return tuple(f"{letter}{number:0{len(str(count))}d}" for number in range(1, count + 1))


def _draw_quality(recipe: Recipe, region: Indices | None, rng: np.random.Generator) -> Vector:
    """Quality (N,), standardised in the sample; of its expected variance `region_share` lies between
    regions.
    """
    quality = rng.normal(size=recipe.entries)
    if region is not None:
        between = rng.normal(size=recipe.regions)
        quality = np.sqrt(recipe.region_share) * between[region] + np.sqrt(1 - recipe.region_share) * quality
    return np.asarray((quality - quality.mean()) / (quality.std() or 1.0))


def _deal(recipe: Recipe, region: Indices | None, rng: np.random.Generator) -> Indices:
    """Judges of each entry (N x k), all different, in ascending order."""
    draw = rng.exponential(size=(recipe.entries, recipe.judges))
    if recipe.design == "uneven":
        draw /= rng.lognormal(0.0, 1.0, recipe.judges)
    if region is None:
        return np.sort(_first(draw, recipe.marks_each), axis=1)
    home = region[:, None] == (np.arange(recipe.judges) % recipe.regions)[None, :]
    near = _first(np.where(home, draw, np.inf), recipe.marks_each)
    far = _first(np.where(home, np.inf, draw), recipe.marks_each)
    linked = rng.random(recipe.entries) < recipe.link_share
    near[linked, 0] = far[linked, 0]
    return np.sort(near, axis=1)


def _first(draw: Vector, count: int) -> Indices:
    return np.argsort(draw, axis=1)[:, :count]
