"""The sums at the door: roads, hours, weeks, heads. Pure; the figures are facts/forums.md, appendix B."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.functional import Promise

from workshops.choices import Bar

Point = tuple[float, float]  # latitude, longitude
ROAD_FACTOR = 1.35  # of a road to the great circle
USUAL_KMH = 45
PARKING_MINUTES = 15
FIELD_DAYS_A_WEEK = 3
REST_DAYS = 90  # between two visits to one school
LEARNERS_A_FACILITATOR = 120
EARTH_KM = 6371.0


@dataclass(frozen=True)
class Block:
    """One thing that bars a visit, in words."""

    bar: Bar
    words: str | Promise


def great_circle_km(here: tuple[float, float], there: tuple[float, float]) -> float:
    """The distance between two points (latitude, longitude) on the globe, by the haversine formula."""
    (lat1, lon1), (lat2, lon2) = (tuple(map(math.radians, point)) for point in (here, there))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(half))


def road_km(here: tuple[float, float], there: tuple[float, float]) -> float:
    """The way by road."""
    return ROAD_FACTOR * great_circle_km(here, there)


def bearing(here: Point, there: Point) -> float:
    """Into which direction one sets out, in degrees from north over east."""
    (lat1, lon1), (lat2, lon2) = (tuple(map(math.radians, point)) for point in (here, there))
    east = math.sin(lon2 - lon1) * math.cos(lat2)
    north = math.cos(lat1) * math.sin(lat2) - math.sin(lat1) * math.cos(lat2) * math.cos(lon2 - lon1)
    return math.degrees(math.atan2(east, north)) % 360


def round_trip_km(home: Point, stops: Sequence[Point]) -> float:
    """From home over the stops in their order and back, by road; nowhere to go is no way."""
    way = [home, *stops, home] if stops else []
    return sum(road_km(here, there) for here, there in zip(way, way[1:], strict=False))


def travel_minutes(km: float, kmh: int) -> int:
    """How long a way takes, with getting in and out."""
    return math.ceil(60 * km / kmh) + PARKING_MINUTES


def week_of_day(day: date) -> tuple[date, date]:
    """Monday and Sunday of a day."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def too_many_learners(expected: int | None, team: int) -> bool:
    """Whether a team of this size is too small."""
    return bool(expected) and (expected or 0) > LEARNERS_A_FACILITATOR * max(team, 1)
