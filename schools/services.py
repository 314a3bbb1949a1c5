"""Every write to the register."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from accounts.choices import Role
from accounts.models import User
from accounts.services.log import record
from accounts.services.people import invite_person
from core.access import demand
from schools.choices import Level, Position
from schools.models import ClassLevel, County, Membership, School, SubCounty
from schools.rules import can_edit_register


@transaction.atomic
def save_school(*, school: School, by: User, changed: Iterable[str] = ()) -> School:
    """Add a school, or keep the changes to one.

    Raises:
        ValidationError: a code is taken or malformed, the sub-county lies elsewhere, or `by` may not.
    """
    demand(can_edit_register(by))
    added = school.pk is None
    if school.sub_county and school.sub_county.county_id != school.county_id:
        raise ValidationError({"sub_county": _("This sub-county lies in another county.")})
    school.searchable = school.make_searchable()
    school.full_clean()
    school.save()
    record(by, N_("added") if added else N_("changed"), school, fields=sorted(changed))
    return school


@transaction.atomic
def close_school(*, school: School, by: User) -> School:
    """Mark a school as closed: it leaves the lists, its history stays."""
    return _set_open(school, by, is_open=False)


@transaction.atomic
def reopen_school(*, school: School, by: User) -> School:
    """Take a closed school back into the lists."""
    return _set_open(school, by, is_open=True)


def _set_open(school: School, by: User, *, is_open: bool) -> School:
    demand(can_edit_register(by))
    school.is_open = is_open
    school.save(update_fields=["is_open"])
    record(by, N_("reopened the record of") if is_open else N_("closed the record of"), school)
    return school


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
