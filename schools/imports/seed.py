"""Reading the lists that come with the system: places, the ministry's schools of 2016, universities."""

import csv
import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from core.maps import area_at
from core.text import fold, tidy
from schools.choices import Gender, Level, Ownership, Placing, SubCountyKind
from schools.imports.cells import CountyWord, gender_in_name, read_county
from schools.models import County, School, SubCounty
from schools.models.place import DATA, OUTLINES

SOURCE_2016 = "Ministry of Education, 2016"


def read_csv(name: str) -> Iterator[dict[str, str]]:
    """The rows of one of our own files, every cell as text."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def read_counties() -> Iterator[dict[str, object]]:
    """Counties, ready for `load_places`."""
    for row in read_csv("counties.csv"):
        yield {
            "code": row["code"],
            "name": row["name"],
            "iso": row["iso3166_2"],
            "knec_prefix": row["knec_county_code"],
            "region": row["former_province"].title(),
            "latitude": Decimal(row["rep_lat"]),
            "longitude": Decimal(row["rep_lon"]),
        }


def read_constituencies() -> Iterator[dict[str, str]]:
    """Constituencies, ready for `load_places`."""
    for row in read_csv("constituencies.csv"):
        kind = SubCountyKind.CONSTITUENCY
        yield {"county_id": row["county_code"], "name": row["name"], "kind": kind, "iebc_code": row["code"]}


def read_class_levels() -> Iterator[dict[str, object]]:
    """Classes, ready for `load_places`."""
    for row in read_csv("class_levels.csv"):
        yield {**row, "last_year": row["last_year"] or None}


@lru_cache
def county_words() -> tuple[CountyWord, ...]:
    """The 47 counties as cells are compared with them."""
    return tuple(
        CountyWord(row["code"], fold(row["name"]), row["knec_county_code"]) for row in read_csv("counties.csv")
    )


def county_code(name: str) -> str | None:
    """The code of a county by its name, however it is spelled in older lists; None if it is none."""
    return read_county(name, county_words())[0] or None


def read_schools_2016() -> Iterator[School]:
    """The ministry's secondary schools of 2016. Where a row names no county, its coordinates tell it."""
    keys = SubCounty.objects.filter(kind=SubCountyKind.CONSTITUENCY).values_list("county_id", "name", "pk")
    constituencies = {(county, fold(name)): pk for county, name, pk in keys}
    counties = County.objects.in_bulk()
    for row in read_csv("schools_2016.csv"):
        longitude, latitude = _degrees(row["x_coord"]), _degrees(row["y_coord"])
        code = county_code(row["county"])
        if code is None and longitude is not None and latitude is not None:
            code = area_at(OUTLINES, float(longitude), float(latitude))
        if code is None:
            continue
        name = tidy(row["school_name"])
        yield School(
            name=name,
            level=Level.SECONDARY,
            ownership=row["status"].lower(),
            gender=gender_in_name(name),
            county=counties[code],
            sub_county_id=constituencies.get((code, fold(row["sub_county"]))),
            ward=tidy(row["ward"])[:60],
            list_code=row["code"].removesuffix(".0"),
            latitude=latitude,
            longitude=longitude,
            placing=Placing.EXACT if latitude is not None else "",
            source=SOURCE_2016,
        )


def _degrees(text: str) -> Decimal | None:
    try:
        return round(Decimal(text), 5)
    except InvalidOperation:
        return None


def read_calendar(name: str = "calendar_2026.json") -> dict[str, Any]:
    """A school year, ready for `load_calendar_year`."""
    said = json.loads((DATA / name).read_text(encoding="utf-8"))
    day = date.fromisoformat
    return {
        "year": said["year"],
        "source": said["source"][:300],
        "effective_from": date(said["year"], 1, 1),
        "terms": [(term["n"], day(term["start"]), day(term["end"])) for term in said["terms"]],
        "half_terms": [tuple(map(day, term["half_term"])) for term in said["terms"] if term["half_term"]],
        "exams": [(exam["code"], day(exam["start"]), day(exam["end"])) for exam in said["exams"]],
    }


def read_rules() -> Iterator[dict[str, Any]]:
    """Rules about visitors, ready for `load_calendar_year`."""
    for row in read_csv("visit_rules.csv"):
        said: dict[str, Any] = {**row, "boarding_only": row["boarding_only"] == "yes", "term": row["term"] or None}
        for name in ("opens", "closes", "effective_to"):
            said[name] = said[name] or None
        yield said


def read_universities() -> Iterator[School]:
    """Universities."""
    counties = County.objects.in_bulk()
    for row in read_csv("universities.csv"):
        county = counties[str(county_code(row["county"]))]
        yield School(
            name=row["name"],
            short_name=row["short_name"],
            level=Level.UNIVERSITY,
            ownership=Ownership(row["ownership"]),
            gender=Gender.MIXED,
            county=county,
            latitude=county.latitude,
            longitude=county.longitude,
            placing=Placing.COUNTY,
        )
