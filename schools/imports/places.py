"""Coordinates for schools that have none, from the ministry's list of 2016: by name within the county, or roughly."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from statistics import fmean

from django_tasks import task
from rapidfuzz import fuzz, process

from accounts.models import User
from core.text import fold
from schools.choices import Placing, name_key
from schools.imports.cells import gender_in_name, read_county, read_degrees
from schools.imports.seed import county_words, read_csv
from schools.models import School
from schools.services.places import Placement, place_many

LIKELY = 92  # likeness of two names from which the one is taken for the other
CLEARLY = 3  # by how much the best must beat the next


@dataclass(frozen=True)
class Spot:
    """One entry of the list: what it is called, for whom, and where."""

    entry: str
    gender: str
    latitude: Decimal
    longitude: Decimal


class Atlas:
    """The list of 2016 as a map: entries by county and name, and the middles of sub-counties."""

    def __init__(self) -> None:
        self.spots: dict[str, dict[str, list[Spot]]] = defaultdict(lambda: defaultdict(list))
        around: dict[tuple[str, str], list[Spot]] = defaultdict(list)
        for row in read_csv("schools_2016.csv"):
            county = read_county(row["county"], county_words())[0]
            latitude, longitude = read_degrees(row["y_coord"]), read_degrees(row["x_coord"])
            if not county or latitude is None or longitude is None:
                continue
            name = row["school_name"]
            spot = Spot(f"{row['code'].removesuffix('.0')} {name}"[:160], gender_in_name(name), latitude, longitude)
            self.spots[county][name_key(name)].append(spot)
            for area in {fold(row["sub_county"]), fold(row["district"])} - {""}:
                around[county, area].append(spot)
        self.middles = {
            area: (fmean(float(s.latitude) for s in spots), fmean(float(s.longitude) for s in spots))
            for area, spots in around.items()
        }

    def find(self, school: School) -> Placement:
        """The best that can be said of where a school is."""
        names = self.spots[school.county_id]
        same = [spot for spot in names.get(school.name_key, ()) if self._may_be(spot, school)]
        if len(same) == 1:
            return self._at(school, same[0], Placing.MATCHED, 100)
        near = process.extract(
            school.name_key, names.keys(), scorer=fuzz.token_sort_ratio, score_cutoff=LIKELY - CLEARLY, limit=3
        )
        fitting = [(score, spot) for key, score, _n in near for spot in names[key] if self._may_be(spot, school)]
        clear = fitting and (len(fitting) == 1 or fitting[0][0] >= fitting[1][0] + CLEARLY)
        if clear and not same and fitting[0][0] >= LIKELY:
            return self._at(school, fitting[0][1], Placing.LIKELY, round(fitting[0][0]))
        return self._roughly(school)

    def _roughly(self, school: School) -> Placement:
        for area in (school.education_sub_county, school.sub_county):
            middle = self.middles.get((school.county_id, fold(area.name))) if area else None
            if middle:
                latitude, longitude = (round(Decimal(degrees), 5) for degrees in middle)
                return Placement(school, latitude, longitude, Placing.SUB_COUNTY)
        latitude, longitude = round(school.county.latitude, 5), round(school.county.longitude, 5)
        return Placement(school, latitude, longitude, Placing.COUNTY)

    @staticmethod
    def _may_be(spot: Spot, school: School) -> bool:
        fits = not spot.gender or not school.gender or spot.gender == school.gender
        return fits and spot.entry not in school.placing_refused

    @staticmethod
    def _at(school: School, spot: Spot, placing: str, score: int) -> Placement:
        return Placement(school, spot.latitude, spot.longitude, placing, score, spot.entry)


@task()
def place_in_background(person_id: int) -> int:
    """`place_schools` for an officer who need not wait."""
    return place_schools(by=User.objects.get(pk=person_id))


def place_schools(*, by: User) -> int:
    """Find coordinates for every open secondary school that has none of its own. Returns how many changed."""
    atlas = Atlas()
    taken = set(School.objects.exclude(list_code=None).values_list("list_code", flat=True))
    for names in atlas.spots.values():  # an entry that stands in the register is a school of its own
        for key, spots in names.items():
            names[key] = [spot for spot in spots if spot.entry.split(" ", 1)[0] not in taken]
    return place_many(placements=_placements(atlas), by=by)


def _placements(atlas: Atlas) -> Iterator[Placement]:
    rough = ("", Placing.COUNTY, Placing.SUB_COUNTY)
    schools = School.objects.secondary().open().filter(placing__in=rough)
    for school in schools.select_related("county", "sub_county", "education_sub_county").iterator(chunk_size=1000):
        yield atlas.find(school)
