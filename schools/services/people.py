"""The adults of a school whom one can reach, its club, and how many learn there."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from accounts.models import User
from accounts.services.log import record
from core.access import demand
from schools.models import ClassLevel, Club, Contact, EnrolmentSnapshot, School
from schools.rules import can_edit_register


@transaction.atomic
def save_contact(*, contact: Contact, by: User) -> Contact:
    """Add an adult, or keep the changes; whoever is written anew is confirmed by it.

    Raises:
        ValidationError: there is no way to reach the person, or `by` may not.
    """
    demand(can_edit_register(by))
    contact.confirmed_at = timezone.now()
    contact.full_clean()
    contact.save()
    record(by, N_("wrote down a contact of"), contact.school, position=contact.position)
    return contact


@transaction.atomic
def confirm_contact(*, contact: Contact, by: User) -> Contact:
    """Somebody has reached this person again."""
    demand(can_edit_register(by))
    contact.confirmed_at = timezone.now()
    contact.save(update_fields=["confirmed_at"])
    record(by, N_("confirmed a contact of"), contact.school)
    return contact


@transaction.atomic
def end_contact(*, contact: Contact, by: User) -> Contact:
    """An adult leaves a school: the name and the numbers are wiped, that somebody was there stays.

    Raises:
        ValidationError: the person has left already, or `by` may not.
    """
    demand(can_edit_register(by))
    if contact.left_at is not None:
        raise ValidationError(_("This person has left the school already."))
    contact.left_at = timezone.now()
    contact.name, contact.phone, contact.phone2, contact.email = "", "", "", "left@example.invalid"
    contact.save()
    record(by, N_("took a contact from"), contact.school)
    return contact


@transaction.atomic
def save_club(*, club: Club, by: User) -> Club:
    """Keep what is known of a school's club.

    Raises:
        ValidationError: the patron belongs to another school, or `by` may not.
    """
    demand(can_edit_register(by))
    if club.patron and club.patron.school_id != club.school_id:
        raise ValidationError({"patron": _("This person belongs to another school.")})
    club.full_clean()
    club.save()
    record(by, N_("wrote down the club of"), club.school)
    return club


@transaction.atomic
def save_enrolment(
    *, school: School, year: int, counts: Mapping[tuple[str, str], int], source: str, by: User
) -> School:
    """Keep how many learners of each class (by its code) and sex a school has in a year; sent again it is replaced.

    Raises:
        ValidationError: a class does not exist in that year, or `by` may not.
    """
    demand(can_edit_register(by))
    known = set(ClassLevel.objects.of_year(year).values_list("code", flat=True))
    if strange := [level for level, _sex in counts if level not in known]:
        name = ClassLevel.objects.filter(code=strange[0]).values_list("name", flat=True).first() or strange[0]
        words = _("In %(year)d there is no %(level)s.")
        raise ValidationError({f"{strange[0]}-girls": words % {"year": year, "level": name}})
    for (level, sex), count in counts.items():
        EnrolmentSnapshot.objects.update_or_create(
            school=school, year=year, class_level_id=level, sex=sex, defaults={"count": count, "source": source}
        )
    record(by, N_("wrote down the enrolment of"), school, year=year)
    return school
