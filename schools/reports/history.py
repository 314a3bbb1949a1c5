"""What became of a school’s record: each change with what stood there before, who made it, and from which list."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Field
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.pages import Words
from schools.choices import Cause
from schools.models import County, ImportBatch, School, SchoolVersion, SubCounty

MOST = 100  # changes that are shown
_HIDDEN = {"placing_refused"}


@dataclass(frozen=True)
class Difference:
    """One field: its name, what stood there, what stands there since."""

    field: Words
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """One change of a record: when, why, by whom, from which list, and field by field what."""

    at: datetime
    cause: Words
    by: str
    batch: ImportBatch | None
    lines: list[Difference]


def history_of(school: School) -> list[Change]:
    """All changes to the record of a school, the newest first."""
    versions = list(SchoolVersion.objects.filter(school_id=school.pk).select_related("by", "batch__source")[:MOST])
    names = _names(versions)
    changes = []
    for version in versions:
        fields = [name for name in version.after if name not in _HIDDEN]
        lines = [
            Difference(
                _field(name), _say(name, version.before.get(name), names), _say(name, version.after[name], names)
            )
            for name in fields
        ]
        by = version.by.short_name if version.by else ""
        kept = [line for line in lines if line.before != line.after]
        changes.append(Change(version.at, Cause(version.cause).label, by, version.batch, kept))
    return changes


def _names(versions: list[SchoolVersion]) -> dict[str, dict[Any, str]]:
    """What the keys in versions stand for."""
    wanted: dict[str, set[Any]] = {"sub_county_id": set(), "education_sub_county_id": set(), "merged_into_id": set()}
    for version in versions:
        for values in (version.before, version.after):
            for name, keys in wanted.items():
                keys.add(values.get(name))
    places = wanted["sub_county_id"] | wanted["education_sub_county_id"]
    known = {place.pk: str(place) for place in SubCounty.objects.filter(pk__in=places - {None})}
    into = wanted["merged_into_id"] - {None}
    schools = {school.pk: str(school) for school in School.objects.filter(pk__in=into)} if into else {}
    counties = dict(County.objects.values_list("pk", "name"))
    return {
        "county_id": counties,
        "sub_county_id": known,
        "education_sub_county_id": known,
        "merged_into_id": schools,
    }


def _own(name: str) -> Field:
    return next(field for field in School._meta.fields if field.name == name)


def _field(name: str) -> Words:
    words = {
        "placing_score": _("likeness"),
        "placed_by": _("entry of the list"),
        "merged_into_id": _("merged into"),
    }
    return words.get(name) or _own(name.removesuffix("_id")).verbose_name


def _say(name: str, value: Any, names: Mapping[str, Mapping[Any, str]]) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return pgettext("answer", "yes") if value else pgettext("answer", "no")
    if name in names:
        return names[name].get(value, str(value))
    choices = dict(_own(name).flatchoices)
    return str(choices.get(value, value))
