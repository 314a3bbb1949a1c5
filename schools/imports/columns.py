"""Which column of a list is which field: guessed by its heading, and where that says nothing, by what stands in it."""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from core.text import fold
from schools.imports.cells import (
    CountyWord,
    Mended,
    read_boarding,
    read_county,
    read_gender,
    read_level,
    read_phones,
)

# Each field with the headings that lists give it, the surest first.
_HEADINGS = """
name: school name, name of school, name of institution, institution name, institution, school, name, jina la shule
short_name: short name, abbreviation, acronym, initials
level: level, level of education, education level, institution level, school level, kiwango
uic: uic, institution code, nemis code, uic code, kemis code, nemis
knec_code: knec, knec code, knec centre code, centre code, center code, exam centre, kcse code, school code
county: county, county name, kaunti
education_sub_county: sub county, subcounty, education sub county, sub county name, kaunti ndogo
constituency: constituency
ward: ward
gender: gender, school gender, sex, boys girls mixed, jinsia
boarding: accomodation type, accommodation type, accommodation, accomodation, boarding, day boarding, boarding status
category: cluster, category, school category, senior school category
old_category: old category, school type, classification, level category
ownership: type, ownership, status, public private, sponsor type
provision: regular sne, sne, special needs, regular special, provision
disabilities: disability type, disability, type of disability
latitude: latitude, lat, y coord, y
longitude: longitude, long, lon, lng, x coord, x
phone: phone, phone number, telephone, tel, mobile, principal phone, contacts, contact
email: email, e mail, school email
principal: principal, head teacher, headteacher, principal name, name of principal
"""
HEADINGS: dict[str, tuple[str, ...]] = {
    field: tuple(name.strip() for name in names.split(","))
    for field, _colon, names in (line.partition(":") for line in _HEADINGS.strip().splitlines())
}
FIELDS = tuple(HEADINGS)
_KNOWN = {words: field for field, names in reversed(list(HEADINGS.items())) for words in reversed(names)}
ENOUGH = 0.6  # of the filled cells that must read as a field before its content is believed


def heading_score(row: Sequence[str]) -> int:
    """How many different fields the cells of a row name: a row of headings has most."""
    return len({_KNOWN[key] for cell in row if (key := _key(cell)) in _KNOWN})


def is_heading(cell: str) -> bool:
    """Whether a cell reads like a heading."""
    return _key(cell) in _KNOWN


def _key(heading: str) -> str:
    key = fold(heading.replace("_", " ").replace(".", " "))
    if key in _KNOWN:
        return key
    last = re.sub(r"^.*?\b(school name|sub county|county|gender|knec code|uic)$", r"\1", key)
    return last if last in _KNOWN else key


def guess_columns(
    headings: Sequence[str], rows: Iterable[Sequence[str]] = (), counties: tuple[CountyWord, ...] = ()
) -> dict[str, int]:
    """Field -> place of its column; a field that no column seems to hold is not there."""
    found: dict[str, int] = {}
    taken: set[int] = set()
    sample = [list(row) for row in rows]
    for field, names in HEADINGS.items():
        places = [(names.index(key), place) for place, key in enumerate(map(_key, headings)) if key in names]
        for _rank, place in sorted(places):
            if place not in taken and (
                field != "level" or _share(sample, place, partial(_reads, read_level)) >= ENOUGH
            ):
                found[field] = place
                taken.add(place)
                break
    for place in range(len(headings)):
        if (
            place not in taken
            and (field := _by_content([row[place] for row in sample], counties))
            and field not in found
        ):
            found[field] = place
            taken.add(place)
    return found


def _by_content(cells: Sequence[str], counties: tuple[CountyWord, ...]) -> str:
    filled = [cell.strip() for cell in cells if cell.strip()]
    if len(filled) < 3:
        return ""
    tests = {
        "knec_code": lambda cell: bool(re.fullmatch(r"\d{7,8}(\.0)?", cell)),
        "uic": lambda cell: bool(re.fullmatch(r"(?=.*[A-Za-z])[0-9A-Za-z]{4}", cell)) and not fold(cell).isalpha(),
        "category": lambda cell: bool(re.fullmatch(r"[Cc]\s?[1-4]", cell)),
        "gender": partial(_reads, read_gender),
        "boarding": partial(_reads, read_boarding),
        "county": lambda cell: bool(read_county(cell, counties)[0]),
        "phone": lambda cell: bool(read_phones(cell)[0]),
        "name": lambda cell: bool(re.search(r"\b(school|sec|secondary|high|girls|boys)\b", cell, re.I)),
    }
    shares = {field: sum(map(test, filled)) / len(filled) for field, test in tests.items()}
    field, share = max(shares.items(), key=lambda pair: pair[1])
    return field if share >= ENOUGH else ""


def _share(sample: list[list[str]], place: int, test: Callable[[str], bool]) -> float:
    """Of the filled cells of a column, how many pass; a column of which nothing is known yet passes."""
    filled = [row[place].strip() for row in sample if row[place].strip()]
    return sum(map(test, filled)) / len(filled) if filled else 1.0


def _reads(reader: Callable[[str], Mended], cell: str) -> bool:
    return bool(reader(cell)[0])
