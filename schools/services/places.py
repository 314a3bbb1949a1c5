"""Where schools are: coordinates taken over from a list, with how sure they are, and taken back by hand."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from accounts.models import User
from accounts.services.log import record
from core.access import demand
from core.bulk import update_rows
from schools.choices import Placing
from schools.models import School, SchoolVersion
from schools.rules import can_edit_register

_FIELDS = ["latitude", "longitude", "placing", "placing_score", "placed_by", "version"]


@dataclass(frozen=True)
class Placement:
    """Where a school seems to be: how that is known, how like the names are, and by which entry of the list."""

    school: School
    latitude: Decimal
    longitude: Decimal
    placing: str
    score: int | None = None
    entry: str = ""


@transaction.atomic
def place_many(*, placements: Iterable[Placement], by: User) -> int:
    """Write coordinates found for schools that had none of their own. Returns how many it changed."""
    demand(can_edit_register(by))
    schools, versions = [], []
    for found in placements:
        school, before = found.school, found.school.state()
        school.latitude, school.longitude, school.placing = found.latitude, found.longitude, found.placing
        school.placing_score, school.placed_by = found.score, found.entry
        if school.state() != before:
            school.version += 1
            schools.append(school)
            versions.append(SchoolVersion.of(school, before, "placed", by))
    update_rows(schools, _FIELDS)
    SchoolVersion.objects.bulk_create(versions, batch_size=500)
    if schools:
        record(by, N_("found coordinates for many schools, among them"), schools[0], schools=len(schools))
    return len(schools)


@transaction.atomic
def unplace_school(*, school: School, by: User) -> School:
    """These coordinates are of another school: only the county is known again, and the entry is not taken twice.

    Raises:
        ValidationError: the coordinates were not taken over from a list, or `by` may not.
    """
    demand(can_edit_register(by))
    if school.placing not in {Placing.MATCHED, Placing.LIKELY}:
        raise ValidationError(_("These coordinates were not taken over from a list."))
    before = school.state()
    school.placing_refused = [*school.placing_refused, school.placed_by]
    county = school.county
    school.latitude, school.longitude = round(county.latitude, 5), round(county.longitude, 5)
    school.placing = Placing.COUNTY
    school.placing_score, school.placed_by, school.version = None, "", school.version + 1
    school.save(update_fields=[*_FIELDS, "placing_refused"])
    SchoolVersion.of(school, before, "placed", by).save()
    record(by, N_("refused the coordinates of"), school)
    return school
