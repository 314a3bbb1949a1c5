"""What a row would do to the register: which school it is about, and what it would change there.

A code is an answer. A name is a question, never an answer, and only among schools for the same learners: boys,
girls and mixed are never taken for each other. Nothing here asks a database: the register comes as `Known` schools.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from statistics import fmean
from typing import Any

from rapidfuzz import fuzz, process

from core.likeness import kilometres, likeness
from core.text import fold
from schools.choices import PERSONAL, Level, Outcome, Reason, name_key
from schools.imports.cells import (
    NAME_LIMIT,
    READERS,
    SUB_COUNTY_LIMIT,
    CountyWord,
    county_of_code,
    read_county,
    read_degrees,
    read_phones,
)
from schools.imports.columns import heading_score, is_heading

NEAR_ENOUGH = 88  # likeness of two names within a county from which a person is asked
OTHER_NAME = 45  # likeness under which a code seems to stand at the wrong school
KENYA = (-5.0, 5.6, 33.5, 42.1)  # south, north, west, east
COMPARED = (
    "name", "short_name", "level", "uic", "knec_code", "county", "education_sub_county", "constituency", "ward",
    "gender", "boarding", "category", "old_category", "ownership", "provision", "disabilities", "latitude", "longitude",
)  # fmt: skip


@dataclass(frozen=True)
class Reading:
    """What a row says: its values by field (only those that say something), and what was mended on the way."""

    values: dict[str, str]
    mended: tuple[str, ...]
    digest: str  # of the cells that were read, so that the same row is known again
    refused: str = ""  # the reason, where the row cannot be used


@dataclass
class Known:
    """A school of the register, as rows are compared with it; its values as text, like those of a `Reading`."""

    pk: int
    values: dict[str, str]
    key: str = ""
    other_names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self.key = self.key or name_key(self.values["name"])


@dataclass(frozen=True)
class Judgement:
    """What becomes of one row."""

    outcome: str
    reason: str
    school: int | None = None
    score: int | None = None
    distance: float | None = None  # kilometres between the row's place and the school's
    changes: dict[str, list[str]] = field(default_factory=dict)  # field -> [before, after]


def read_row(
    cells: list[str], columns: Mapping[str, int], counties: tuple[CountyWord, ...], level: str = Level.SECONDARY
) -> Reading:
    """Read one row; `level` is that of rows which name none. Whatever is wrong with one cell, the others stand."""
    texts = {name: cells[place] for name, place in columns.items() if place < len(cells)}
    # People come and go: another principal makes no other row, and the digest can be kept when their names go.
    said = [texts[name] for name in sorted(texts) if name not in PERSONAL]
    digest = sha256("\x1f".join(said).encode()).hexdigest()[:32]
    if is_heading(texts.get("name", "")) and heading_score(cells) >= 3:
        return Reading({}, (), digest, Reason.HEADINGS_AGAIN)
    values: dict[str, str] = {}
    mended: list[str] = []
    for name, text in texts.items():
        if name in READERS:
            value, notes = READERS[name](text)
            mended += notes
            if value:
                values[name] = str(value)
    _read_place(texts, values, mended)
    _read_people(texts, values, mended)
    county, notes = read_county(texts.get("county", ""), counties)
    mended += notes
    if not county and not texts.get("county", "").strip():
        county = county_of_code(values.get("knec_code", ""), counties)
        mended += [Reason.COUNTY_FROM_CODE] if county else []
    if county:
        values["county"] = county
    if "constituency" in texts and texts["constituency"].strip():
        values["constituency"] = READERS["ward"](texts["constituency"])[0]
    unclear = bool(texts.get("level", "").strip()) and "level" not in values
    values.setdefault("level", str(level))
    refused = Reason.NO_NAME if "name" not in values else Reason.NO_COUNTY if not county else ""
    refused = refused or (Reason.NO_LEVEL if unclear else "")
    return Reading(values, tuple(dict.fromkeys(map(str, mended))), digest, str(refused))


def _read_place(texts: dict[str, str], values: dict[str, str], mended: list[str]) -> None:
    latitude, longitude = read_degrees(texts.get("latitude", "")), read_degrees(texts.get("longitude", ""))
    if latitude is None or longitude is None:
        return
    south, north, west, east = KENYA
    if south <= latitude <= north and west <= longitude <= east:
        values["latitude"], values["longitude"] = str(latitude), str(longitude)
    else:
        mended.append(Reason.PLACE_OUTSIDE)


def _read_people(texts: dict[str, str], values: dict[str, str], mended: list[str]) -> None:
    phones, notes = read_phones(texts.get("phone", ""))
    mended += notes
    if phones:
        values["phone"] = " ".join(phones)
    for name in ("principal", "email"):
        if texts.get(name, "").strip():
            values[name] = READERS["name"](texts[name])[0] if name == "principal" else texts[name].strip().lower()


class Register:
    """The schools there are, found by their codes and, within a county, by their names."""

    def __init__(
        self, schools: Iterable[Known], *, before: Mapping[str, int] | None = None, decided: Iterable[str] = ()
    ) -> None:
        self.before = dict(before or {})  # digests of rows taken in before -> the school each became
        self.decided = set(decided)  # those of them about which somebody was asked
        self.schools: dict[int, Known] = {}
        self.by_uic: dict[str, int] = {}
        self.by_knec: dict[str, int] = {}
        self.by_county: dict[str, dict[int, str]] = defaultdict(dict)
        self.by_key: dict[tuple[str, str], list[int]] = defaultdict(list)
        self.seen: dict[str, int] = {}  # codes of this file -> the row in which each stood first
        spots: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
        for school in schools:
            self._add(school)
            if "latitude" in (v := school.values):
                spot = float(v["latitude"]), float(v["longitude"])
                for area in {
                    fold(v.get("constituency", "")),
                    fold(v.get("education_sub_county", "")),
                    fold(v.get("ward", "")),
                }:
                    spots[(v["county"], area)].append(spot)
        self.middles = {
            area: (fmean(y for y, _x in found), fmean(x for _y, x in found)) for area, found in spots.items() if area[1]
        }

    def _add(self, school: Known) -> None:
        values = school.values
        self.schools[school.pk] = school
        if values.get("uic"):
            self.by_uic[values["uic"]] = school.pk
        if values.get("knec_code"):
            self.by_knec[values["knec_code"]] = school.pk
        self.by_county[values["county"]][school.pk] = school.key
        for key in {school.key, *map(name_key, school.other_names)}:
            self.by_key[(values["county"], key)].append(school.pk)

    def judge(self, reading: Reading, number: int, prefixes: Mapping[str, str]) -> Judgement:
        """What becomes of one row. `prefixes` is KNEC's number of each county."""
        if reading.refused:
            return Judgement(Outcome.REJECTED, reading.refused)
        values = reading.values
        twice = self._seen_before(values, reading.digest, number)
        uic, knec = self.by_uic.get(values.get("uic", "")), self.by_knec.get(values.get("knec_code", ""))
        taken_before = self.before.get(reading.digest)
        if taken_before in self.schools and (
            reading.digest in self.decided or (not twice and {uic, knec} <= {None, taken_before})
        ):
            # The same text says nothing new: what was decided or put right by hand since stays.
            return Judgement(Outcome.UNCHANGED, Reason.BY_HISTORY, taken_before)
        if uic is not None and knec is not None and uic != knec:
            return self._question(Reason.CODES_DISAGREE, uic, values)
        if twice:
            return self._question(Reason.TWICE, uic or knec, values)
        found = uic if uic is not None else knec
        if found is not None:
            return self._by_code(Reason.BY_UIC if uic is not None else Reason.BY_KNEC, found, values, reading, prefixes)
        if self._wrong_county(values, prefixes):
            return self._question(Reason.KNEC_COUNTY, None, values)
        return self._by_name(values)

    def _seen_before(self, values: dict[str, str], digest: str, number: int) -> bool:
        marks = [f"{name}:{values[name]}" for name in ("uic", "knec_code") if name in values] or [f"row:{digest}"]
        twice = any(self.seen.get(mark, number) != number for mark in marks)
        for mark in marks:
            self.seen.setdefault(mark, number)
        return twice

    @staticmethod
    def _wrong_county(values: dict[str, str], prefixes: Mapping[str, str]) -> bool:
        knec = values.get("knec_code", "")
        return bool(knec) and knec[:2] != prefixes.get(values["county"], knec[:2])

    def _by_code(
        self, reason: str, found: int, values: dict[str, str], reading: Reading, prefixes: Mapping[str, str]
    ) -> Judgement:
        school = self.schools[found]
        names = (school.values["name"], *school.other_names)
        alike = max(likeness(name_key(name), name_key(values["name"])) for name in names)
        stranger = alike < OTHER_NAME or any(
            school.values.get(name, values[name]) != values[name] for name in ("county", "level")
        )
        if stranger and self.before.get(reading.digest) != found:
            return self._question(Reason.CODE_ELSEWHERE, found, values)
        if self._wrong_county(values, prefixes) and school.values.get("knec_code") != values.get("knec_code"):
            return self._question(Reason.KNEC_COUNTY, found, values)
        return self._answer(reason, school, values)

    def _by_name(self, values: dict[str, str]) -> Judgement:
        county, key = values["county"], name_key(values["name"])
        same = [pk for pk in self.by_key.get((county, key), ()) if self._may_be(self.schools[pk], values)]
        if same:
            return self._question(Reason.SAME_NAME, self._closest(same, values), values)
        names = self.by_county.get(county, {})
        near = process.extract(key, names, scorer=fuzz.token_sort_ratio, score_cutoff=NEAR_ENOUGH, limit=5)
        for _key, _score, pk in near:
            if self._may_be(self.schools[pk], values):
                return self._question(Reason.LIKE_NAME, pk, values)
        return Judgement(Outcome.NEW, Reason.NO_MATCH)

    @staticmethod
    def _may_be(school: Known, values: dict[str, str]) -> bool:
        """Whether a school could be the one that a row is about: nothing that both know may differ."""
        ours = {**school.values, "gender": school.values.get("gender", "")}
        alike = ("level", "gender", "category", "uic", "knec_code")
        return all(not ours.get(name) or not values.get(name) or ours[name] == values[name] for name in alike)

    def _closest(self, found: list[int], values: dict[str, str]) -> int:
        far = 10_000.0
        return min(found, key=lambda pk: (self._distance(self.schools[pk], values) or far, pk))

    def _distance(self, school: Known, values: dict[str, str]) -> float | None:
        """Kilometres from where the row says it is (or from the middle of its sub-county) to the school."""
        if "latitude" not in school.values:
            return None
        if "latitude" in values:
            here = float(values["latitude"]), float(values["longitude"])
        else:
            area = fold(values.get("education_sub_county", "")) or fold(values.get("constituency", ""))
            middle = self.middles.get((values["county"], area))
            if middle is None:
                return None
            here = middle
        return round(kilometres(*here, float(school.values["latitude"]), float(school.values["longitude"])), 1)

    def _question(self, reason: str, found: int | None, values: dict[str, str]) -> Judgement:
        if found is None:
            return Judgement(Outcome.CONFLICT, reason)
        school = self.schools[found]
        score = likeness(school.key, name_key(values["name"]))
        return Judgement(
            Outcome.CONFLICT, reason, found, score, self._distance(school, values), changes_of(school.values, values)
        )

    def _answer(self, reason: str, school: Known, values: dict[str, str]) -> Judgement:
        changes = changes_of(school.values, values)
        outcome = Outcome.CHANGED if changes else Outcome.UNCHANGED
        return Judgement(outcome, reason, school.pk, changes=changes)


def changes_of(before: Mapping[str, str], values: Mapping[str, str]) -> dict[str, list[str]]:
    """What a row would change at a school, as field -> [before, after]. An empty cell takes nothing away."""
    changes = {}
    for name in COMPARED:
        old, new = before.get(name, ""), values.get(name, "")
        if not new or old == new or (name in _LOOSE and _same_words(name, old, new)):
            continue
        if name in {"latitude", "longitude"} and old and abs(float(old) - float(new)) < 0.00002:
            continue
        changes[name] = [old, new]
    return changes


_LOOSE = {"name", "short_name", "education_sub_county", "constituency", "ward"}
_CUTS = {  # lengths at which lists cut; a cut may end in a space
    "name": range(NAME_LIMIT - 1, NAME_LIMIT + 1),
    "education_sub_county": range(SUB_COUNTY_LIMIT - 1, SUB_COUNTY_LIMIT + 3),  # also KAKAMEGA CENTRA
}


def _same_words(name: str, old: str, new: str) -> bool:
    """The same but for accents, capitals and stops; or the new one was cut off where lists cut."""
    one, other = fold(old), fold(new)
    return one == other or (len(new) in _CUTS.get(name, ()) and one.startswith(other))


def as_known(pk: int, values: Mapping[str, Any], other_names: tuple[str, ...] = ()) -> Known:
    """A school of the register from its columns, whatever their types; where none is named, a secondary school."""
    said = {name: str(value) for name, value in values.items() if value not in (None, "")}
    said.setdefault("level", str(Level.SECONDARY))
    return Known(pk, said, other_names=other_names)
