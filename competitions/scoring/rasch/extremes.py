"""Members of a facet with only lowest or only highest marks: their measures are infinite, so they are set
apart.

They take no part in the calibration. Afterwards they get the measure of a score 0.3 away from the extreme,
the other facets being held (Linacre, Facets manual, "extreme scores"; Wright 1998).
"""

from dataclasses import dataclass

import numpy as np

from ..arrays import Indices, Mask, Vector, sum_by
from ..errors import NotEnoughMarksError
from .categories import Moments
from .ratings import FacetName, Ratings

_FRACTION = 0.3
_WIDEST = 40.0
_HALVINGS = 60


@dataclass(frozen=True, eq=False)
class Extremes:
    """`usable` (R,): the ratings of nobody extreme. `layers`: who was found extreme, in the order of
    discovery.

    Setting somebody apart can make others extreme among what is left, hence the layers.
    """

    usable: Mask
    layers: tuple[tuple[FacetName, Indices], ...]


def find_extremes(ratings: Ratings, facets: tuple[FacetName, ...]) -> Extremes:
    """Set apart the extreme members of these facets. Raises NotEnoughMarksError if nothing is left."""
    usable = np.ones(len(ratings), dtype=bool)
    layers: list[tuple[FacetName, Indices]] = []
    while True:
        found = [(name, _extreme_members(ratings, name, usable)) for name in facets]
        if not any(members.size for _, members in found):
            return Extremes(usable, tuple(layers))
        for name, members in found:
            layers.append((name, members))
            usable &= ~np.isin(ratings.facet(name)[0], members)
        if not usable.any():
            raise NotEnoughMarksError(
                "Every mark is at an end of the scale for its entry or judge: nothing can be measured."
            )


def _extreme_members(ratings: Ratings, name: FacetName, usable: Mask) -> Indices:
    index, size = ratings.facet(name)
    lowest, highest = ratings.category[usable].min(), ratings.category[usable].max()
    count = sum_by(index[usable], None, size)
    low = sum_by(index[usable], (ratings.category[usable] == lowest).astype(float), size)
    high = sum_by(index[usable], (ratings.category[usable] == highest).astype(float), size)
    return np.flatnonzero((count > 0) & ((low == count) | (high == count)))


def place_extreme(
    ratings: Ratings, name: FacetName, members: Indices, others: Vector, tau: Vector
) -> tuple[Vector, Vector]:
    """Measures and standard errors of the extreme members of a facet.

    `others` (R,) is the location of each rating without this facet. Bisection on the expected score, which
    falls with a judge's severity or a criterion's difficulty and rises with an entry's quality.
    """
    sign = 1.0 if name == "entry" else -1.0
    chosen, group = _rows_of(ratings.facet(name)[0], members)
    target = _target(ratings.category[chosen], group, members.size, tau.size)
    low, high = np.full(members.size, -_WIDEST), np.full(members.size, _WIDEST)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        moments = Moments.at(others[chosen] + middle[group], tau)
        too_low = sum_by(group, moments.expected, members.size) < target
        low, high = np.where(too_low, middle, low), np.where(too_low, high, middle)
    variance = sum_by(group, Moments.at(others[chosen] + low[group], tau).variance, members.size)
    return sign * low, 1 / np.sqrt(variance)


def _rows_of(index: Indices, members: Indices) -> tuple[Indices, Indices]:
    """The ratings of the members, and for each its place among the members."""
    rows = np.flatnonzero(np.isin(index, members))
    return rows, np.searchsorted(members, index[rows])


def _target(category: Indices, group: Indices, members: int, top: int) -> Vector:
    """The members' scores, drawn 0.3 away from the ends of what they could score."""
    highest = top * sum_by(group, None, members)
    return np.clip(sum_by(group, category.astype(float), members), _FRACTION, highest - _FRACTION)
