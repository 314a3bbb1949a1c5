"""Gatherings."""

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.choices import Role
from schools.models import ClassLevel
from tests.factories.accounts import UserFactory
from tests.factories.schools import CountyFactory, SchoolFactory
from workshops.choices import Paper, Part, State
from workshops.models import AccessAuthority, Booking, Clearance, Forum, SchoolTime, VisitRequest


def in_days(days: float, hour: int = 15, minute: int = 30):
    """A moment in Nairobi, so many days from today."""
    day = timezone.localtime() + timedelta(days=days)
    return day.replace(hour=hour, minute=minute, second=0, microsecond=0)


class ForumFactory(DjangoModelFactory):
    """A forum next week; `days=-3` puts it into the past."""

    class Meta:
        model = Forum
        skip_postgeneration_save = True

    class Params:
        days = 7

    topic = "Freedom from torture"
    school = factory.SubFactory(SchoolFactory)
    starts_at = factory.LazyAttribute(lambda o: in_days(o.days))
    ends_at = factory.LazyAttribute(lambda o: o.starts_at + timedelta(minutes=75))
    planned_by = factory.SubFactory(UserFactory, roles=[Role.OFFICER])

    @factory.post_generation
    def held(self, create, extracted, **kwargs):
        if create and self.active and self.state != State.CANCELLED:
            times = {"starts_at": self.starts_at, "ends_at": self.ends_at}
            SchoolTime.objects.create(forum=self, school=self.school, **times)


class BookingFactory(DjangoModelFactory):
    class Meta:
        model = Booking

    forum = factory.SubFactory(ForumFactory)
    facilitator = factory.SubFactory(UserFactory, roles=[Role.FACILITATOR])
    part = Part.LEAD
    starts_at = factory.SelfAttribute("forum.starts_at")
    ends_at = factory.SelfAttribute("forum.ends_at")


def make_wish(*, school=None, **fields) -> VisitRequest:
    """What a school asked for, and its visit at the first step."""
    school = school or SchoolFactory()
    forum = Forum.objects.create(school=school, topic="Rights", state=State.REQUESTED, active=False)
    wish = {"name": "Wanza Mutiso", "phone": "+254722000111", "verified_at": timezone.now(), **fields}
    return VisitRequest.objects.create(school=school, forum=forum, **wish)


def make_levels() -> list[ClassLevel]:
    """The classes of any year of a test."""
    rows = [("F3", "Form 3", 3), ("F4", "Form 4", 4)]
    return [
        ClassLevel.objects.get_or_create(code=code, defaults={"name": name, "order": order, "first_year": 1989})[0]
        for code, name, order in rows
    ]


def clear(person) -> None:
    """All papers that a facilitator needs, valid for years."""
    today = timezone.localdate()
    days = {"valid_from": today - timedelta(days=400), "valid_until": today + timedelta(days=800)}
    for kind in Paper:
        Clearance.objects.create(person=person, kind=kind, entered_by=person, **days)


def make_authority(*, by, county="030", **fields) -> AccessAuthority:
    """A letter of the ministry for one county, valid for years."""
    today = timezone.localdate()
    days = {"valid_from": today - timedelta(days=400), "valid_until": today + timedelta(days=800), **fields}
    number = AccessAuthority.objects.count()
    letter = AccessAuthority.objects.create(reference=f"MOE/{number}", issued_by="Ministry", entered_by=by, **days)
    letter.counties.add(CountyFactory(code=county))
    return letter
