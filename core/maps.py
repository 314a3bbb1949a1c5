"""Maps as SVG paths, from outlines in degrees."""

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

Ring = list[tuple[float, float]]  # (longitude, latitude) pairs


@dataclass(frozen=True)
class Shape:
    """One area: its code, its name, and its outline as the `d` of an SVG path."""

    code: str
    name: str
    path: str


@dataclass(frozen=True)
class Outlines:
    """A map: the size of its box in units, and its shapes."""

    width: int
    height: int
    shapes: tuple[Shape, ...]


def _rings(geometry: dict) -> list[Ring]:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [[(x, y) for x, y, *_ in ring] for polygon in polygons for ring in polygon]


@lru_cache
def outlines(source: Path, width: int = 600) -> Outlines:
    """Read a GeoJSON file of areas with `code` and `name`, in an equirectangular projection true at mid latitude."""
    features = json.loads(source.read_text(encoding="utf-8"))["features"]
    areas = [(f["properties"]["code"], f["properties"]["name"], _rings(f["geometry"])) for f in features]
    points = [point for _code, _name, rings in areas for ring in rings for point in ring]
    west, east = min(x for x, _y in points), max(x for x, _y in points)
    south, north = min(y for _x, y in points), max(y for _x, y in points)
    squeeze = math.cos(math.radians((south + north) / 2))
    scale = width / ((east - west) * squeeze)
    shapes = tuple(
        Shape(code, name, "".join(_path(ring, west, north, scale * squeeze, scale) for ring in rings))
        for code, name, rings in areas
    )
    return Outlines(width, math.ceil((north - south) * scale), shapes)


def _path(ring: Ring, west: float, north: float, across: float, down: float) -> str:
    """A ring in whole units, as steps from point to point; points that fall together are dropped."""
    at = [(round((x - west) * across), round((north - y) * down)) for x, y in ring]
    (x0, y0), steps = at[0], []
    for (x1, y1), (x2, y2) in zip(at, at[1:], strict=False):
        if (x1, y1) != (x2, y2):
            steps.append(f"{x2 - x1} {y2 - y1}")
    return f"M{x0} {y0}l{' '.join(steps)}z" if len(steps) > 2 else ""


def contains(rings: Iterable[Ring], x: float, y: float) -> bool:
    """Whether a point lies inside (even-odd rule over all rings)."""
    inside = False
    for ring in rings:
        for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                inside = not inside
    return inside


@lru_cache
def area_rings(source: Path) -> dict[str, list[Ring]]:
    """The rings of each area by its code."""
    features = json.loads(source.read_text(encoding="utf-8"))["features"]
    return {f["properties"]["code"]: _rings(f["geometry"]) for f in features}


def area_at(source: Path, longitude: float, latitude: float) -> str | None:
    """The code of the area in which a point lies, or None."""
    for code, rings in area_rings(source).items():
        if contains(rings, longitude, latitude):
            return code
    return None


def shade(value: float, limits: Iterable[float]) -> int:
    """Which step of a scale a value falls on: 0 for nothing, then one more for each limit reached."""
    return sum(value >= limit for limit in limits) if value else 0
