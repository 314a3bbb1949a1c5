"""What the register can say in numbers and on a map."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.maps import outlines, shade
from schools.models import County
from schools.models.place import OUTLINES


@dataclass(frozen=True)
class CountyFigure:
    """One county on a map: its outline, its figure, the step of the scale, and where a tap leads."""

    code: str
    name: str
    path: str
    value: int
    step: int
    url: str


@dataclass(frozen=True)
class CountyMap:
    """A choropleth of the 47 counties: its box, its counties, its scale (limits of the steps) and what it counts."""

    width: int
    height: int
    counties: list[CountyFigure]
    limits: tuple[int, ...]
    counts: str

    @property
    def legend(self) -> list[tuple[int, str]]:
        """The scale in words: (step, "10–49")."""
        tops = [str(limit - 1) for limit in self.limits[1:]]
        spans = [f"{low}–{top}" if str(low) != top else str(low) for low, top in zip(self.limits, tops, strict=False)]
        return [(0, "0"), *enumerate([*spans, f"{self.limits[-1]}+"], 1)]


def county_map(values: Mapping[str, int], *, limits: tuple[int, ...], counts: str, url: str) -> CountyMap:
    """A map of one figure a county. `url` is an address with %s for the county's code."""
    drawn = outlines(OUTLINES)
    counties = [
        CountyFigure(s.code, s.name, s.path, values.get(s.code, 0), shade(values.get(s.code, 0), limits), url % s.code)
        for s in drawn.shapes
    ]
    return CountyMap(drawn.width, drawn.height, counties, limits, counts)


def schools_by_county() -> dict[str, int]:
    """How many open secondary schools the register has in each county, by the county's code."""
    return dict(County.objects.with_school_count().values_list("code", "school_count"))
