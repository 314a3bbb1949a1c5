"""The records of schools, and who belongs to them."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from accounts.choices import Role
from accounts.models import User
from accounts.services.log import record
from accounts.services.people import invite_person
from core.access import demand
from core.text import fold
from schools.choices import AliasKind, Level, Placing, Position
from schools.models import ClassLevel, County, Membership, School, SchoolAlias, SchoolVersion, SubCounty
from schools.rules import can_edit_register

MANY = ("ownership", "gender", "boarding", "category", "old_category", "provision")  # what may be set for many at once


@transaction.atomic
def save_school(*, school: School, by: User, changed: Iterable[str] = ()) -> School:
    """Add a school, or keep the changes to one. A former name stays with it, and is found by the search.

    Raises:
        ValidationError: a code is taken, malformed or of another county, a sub-county lies elsewhere, or `by` may not.
    """
    demand(can_edit_register(by))
    added = school.pk is None
    _refuse_wrong_places(school)
    before = {} if added else School.objects.get(pk=school.pk).state()
    if not added and before["name"] != school.name:
        SchoolAlias.objects.get_or_create(school=school, name=before["name"], defaults={"kind": AliasKind.RENAMED})
    names = [] if added else school.aliases.values_list("name", flat=True)
    school.searchable = school.make_searchable(names)
    if {"latitude", "longitude"} & set(changed) and school.latitude is not None:
        school.placing, school.placing_score, school.placed_by = Placing.EXACT, None, ""
    school.version += 0 if added else 1
    school.full_clean()
    school.save()
    SchoolVersion.of(school, before, "added" if added else "changed", by).save()
    record(by, N_("added") if added else N_("changed"), school, fields=sorted(changed))
    return school


def _refuse_wrong_places(school: School) -> None:
    """Two kinds of sub-county lie in the county, and KNEC's number begins with that of the county.

    Raises:
        ValidationError: under the field that does not fit.
    """
    for name in ("sub_county", "education_sub_county"):
        place = getattr(school, name)
        if place and place.county_id != school.county_id:
            raise ValidationError({name: _("This sub-county lies in another county.")})
    prefix = school.county.knec_prefix
    if school.knec_code and len(school.knec_code) == 8 and school.knec_code[:2] != prefix:
        words = _("Examination centres of %(county)s begin with %(prefix)s.")
        raise ValidationError({"knec_code": words % {"county": school.county, "prefix": prefix}})


@transaction.atomic
def close_school(*, school: School, by: User) -> School:
    """Mark a school as closed: it leaves the lists, its history stays."""
    return _set_open(school, by, is_open=False)


@transaction.atomic
def reopen_school(*, school: School, by: User) -> School:
    """Take a closed school back into the lists.

    Raises:
        ValidationError: it went into another school, or `by` may not.
    """
    if school.merged_into_id:
        raise ValidationError(_("This school was merged into another. Take the merger back instead."))
    return _set_open(school, by, is_open=True)


def _set_open(school: School, by: User, *, is_open: bool) -> School:
    demand(can_edit_register(by))
    before = school.state()
    school.is_open = is_open
    school.version += 1
    school.save(update_fields=["is_open", "version"])
    SchoolVersion.of(school, before, "changed", by).save()
    record(by, N_("reopened the record of") if is_open else N_("closed the record of"), school)
    return school


@transaction.atomic
def change_many(*, schools: QuerySet, field: str, value: str, by: User) -> int:
    """Set one field of many schools at once. Returns how many it changed; those that had the value stay untouched.

    Raises:
        ValidationError: the field is not one of `MANY`, the value is none of its words, or `by` may not.
    """
    demand(can_edit_register(by))
    if field not in MANY:
        raise ValidationError(_("This cannot be changed for many schools at once."))
    getattr(School, field).field.clean(value, None)
    versions, changed = [], []
    for school in schools.exclude(**{field: value}).select_for_update(of=("self",)):
        before = school.state()
        setattr(school, field, value)
        school.version += 1
        versions.append(SchoolVersion.of(school, before, "bulk", by))
        changed.append(school)
    School.objects.bulk_update(changed, [field, "version"], batch_size=500)
    SchoolVersion.objects.bulk_create(versions, batch_size=500)
    if changed:
        record(by, N_("changed many schools, among them"), changed[0], fields=[field], schools=len(changed))
    return len(changed)


@transaction.atomic
def add_alias(*, school: School, name: str, by: User) -> SchoolAlias:
    """Another spelling by which a school shall be found, also by the next list.

    Raises:
        ValidationError: it is its name already, or `by` may not.
    """
    demand(can_edit_register(by))
    if fold(name) == fold(school.name):
        raise ValidationError({"name": _("That is its name already.")})
    alias, _new = SchoolAlias.objects.get_or_create(school=school, name=name, defaults={"kind": AliasKind.SPELLING})
    school.searchable = school.make_searchable(school.aliases.values_list("name", flat=True))
    school.version += 1  # the search looks there for what is new
    school.save(update_fields=["searchable", "name_key", "version"])
    record(by, N_("gave another name to"), school)
    return alias


@transaction.atomic
def invite_teacher(
    *,
    school: School,
    name: str,
    position: Position,
    email: str = "",
    phone: str = "",
    language: str = "en",
    by: User,
) -> Membership:
    """Let a teacher in, for one school.

    Raises:
        ValidationError: the address is taken, or `by` may not.
    """
    demand(can_edit_register(by))
    person = invite_person(name=name, email=email, phone=phone, roles=[Role.TEACHER], language=language, by=by)
    return _join(school, person, position, by)


@transaction.atomic
def add_member(*, school: School, person: User, position: Position, by: User) -> Membership:
    """Give somebody who has a login already a place at a school.

    Raises:
        ValidationError: the person is there already, or `by` may not.
    """
    demand(can_edit_register(by))
    return _join(school, person, position, by)


def _join(school: School, person: User, position: Position, by: User) -> Membership:
    membership = Membership(school=school, user=person, position=position)
    membership.full_clean()
    membership.save()
    record(by, N_("gave a teacher to"), school, person=person.pk, position=position)
    return membership


@transaction.atomic
def end_membership(*, membership: Membership, by: User) -> Membership:
    """A teacher leaves a school; what was done for it stays.

    Raises:
        ValidationError: it has ended already, or `by` may not.
    """
    demand(can_edit_register(by))
    if not Membership.objects.current().filter(pk=membership.pk).update(ended_at=timezone.now()):
        raise ValidationError(_("This person has left the school already."))
    record(by, N_("took a teacher from"), membership.school, person=membership.user_id)
    return membership


@transaction.atomic
def load_places(
    *,
    counties: Iterable[dict[str, Any]],
    constituencies: Iterable[dict[str, str]],
    class_levels: Iterable[dict[str, Any]],
) -> int:
    """Write the counties, the constituencies and the classes; run again it changes nothing. Returns the counties."""
    rows = [County(**county) for county in counties]
    fields = ["name", "iso", "knec_prefix", "region", "latitude", "longitude"]
    County.objects.bulk_create(rows, update_conflicts=True, unique_fields=["code"], update_fields=fields)
    SubCounty.objects.bulk_create((SubCounty(**place) for place in constituencies), ignore_conflicts=True)
    ClassLevel.objects.bulk_create((ClassLevel(**level) for level in class_levels), ignore_conflicts=True)
    return len(rows)


@transaction.atomic
def load_schools(schools: Iterable[School], *, level: Level) -> int:
    """Write a list of schools into an empty register of that level; the ministry's later lists come by import.

    Returns how many were written: 0 if there were some already.
    """
    if School.objects.filter(level=level).exists():
        return 0
    rows = list(schools)
    for school in rows:
        school.searchable = school.make_searchable()
    School.objects.bulk_create(rows, batch_size=500)
    return len(rows)
