"""What a school hears of a booklet that it took: there is a newer edition, or it must not be used any more."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone

from accounts.services.messages import Reachable, message_person
from accounts.sms import polite_moment
from materials.models import Edition
from schools.models import School


@dataclass(frozen=True)
class Reached:
    """A school that took an edition, and the adults there who are written to."""

    school: School
    people: tuple[tuple[str, Reachable], ...]


def schools_to_tell(*, edition: Edition) -> list[Reached]:
    """Every school that took an edition in whatever form, with those whom one can write to: people with a login, or
    else the contacts that the school left. Never a learner.
    """
    schools = School.objects.filter(downloads__edition=edition).distinct().select_related("county").order_by("name")
    return [Reached(school, tuple(_people(school))) for school in schools]


def _people(school: School) -> Iterator[tuple[str, Reachable]]:
    members = list(school.members.current().filter(user__is_active=True).select_related("user"))
    if members:
        yield from ((f"user-{member.user_id}", member.user) for member in members)
        return
    yield from ((f"contact-{contact.pk}", contact) for contact in school.contacts.current())


def tell_schools(*, edition: Edition, template: str, newer: Edition | None = None) -> int:
    """Write to every school that took an edition, once; an SMS waits for the day. Returns how many people are told."""
    told: dict[str, Reachable] = {}
    for reached in schools_to_tell(edition=edition):
        told |= dict(reached.people)
    for name, person in told.items():
        message_person(
            person,
            f"materials/messages/{template}",
            key=f"edition-{edition.pk}-{template}-{name}",
            about_url=(newer or edition).booklet_url,
            sms_not_before=polite_moment(timezone.localtime()),
            edition=edition,
            newer=newer,
        )
    return len(told)
