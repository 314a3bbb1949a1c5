"""Gatherings, for the access table."""

from datetime import timedelta
from uuid import uuid4

from django.core.files.base import ContentFile
from django.utils.crypto import get_random_string

from accounts.choices import Role
from tests.factories.accounts import UserFactory
from tests.factories.schools import SchoolFactory
from tests.factories.workshops import BookingFactory, ForumFactory, clear, make_authority, make_levels, make_wish
from workshops.choices import State
from workshops.models import Clearance, Forum, GuestSchool, Module, Photo, Session, Terrain, VisitRequest


def build(world):
    make_levels()
    world.forum = ForumFactory(school=world.school)
    BookingFactory(forum=world.forum, facilitator=world.facilitator)
    world.past_forum = ForumFactory(school=world.school, days=-2)
    BookingFactory(forum=world.past_forum, facilitator=world.facilitator)
    world.foreign_forum = ForumFactory(school=world.foreign_school, days=9)
    clear(world.facilitator)
    world.letter = make_authority(by=world.officer)
    world.letter.document.save("x.pdf", ContentFile(b"%PDF-1.4"))
    world.clearance = world.facilitator.clearances.first()
    world.clearance.document.save("x.pdf", ContentFile(b"%PDF-1.4"))
    world.foreign_clearance = Clearance.objects.create(
        person=world.other, kind="code", valid_from="2026-01-01", valid_until="2026-01-02", entered_by=world.officer
    )
    world.photo = Photo.objects.create(
        forum=world.past_forum, key=uuid4(), words="A hall", release="nobody", added_by=world.facilitator
    )
    world.photo.picture.save("x.jpg", ContentFile(b"x"))
    world.terrain = Terrain.objects.create(name="A test track", kmh=20)
    world.feed_key = world.facilitator.feed_key
    world.asked_forum = make_wish(school=world.school, name="Asked Someone").forum
    world.taken_forum = make_wish(school=world.foreign_school).forum
    Forum.objects.filter(pk=world.taken_forum.pk).update(state=State.TRIAGED)
    world.proposed_forum = ForumFactory(school=world.school, days=11, state=State.PROPOSED)
    world.agreed_forum = ForumFactory(school=world.school, days=12, state=State.AGREED)
    world.reported_forum = ForumFactory(school=world.school, days=-5, state=State.REPORTED)
    world.verified_forum = ForumFactory(school=world.school, days=-6, state=State.VERIFIED)
    BookingFactory(forum=world.verified_forum, facilitator=world.facilitator)
    world.module = Module.objects.create(name="Torture is never right", notes="Read slowly.")
    world.festival = ForumFactory(school=world.school, days=15, kind="festival")
    times = {"starts_at": world.festival.starts_at, "ends_at": world.festival.ends_at}
    Session.objects.create(forum=world.festival, title="One", **times)
    world.session = Session.objects.create(forum=world.festival, title="Two", **times)
    world.guest = GuestSchool.objects.create(forum=world.festival, school=world.foreign_school)
    world.open_wish = VisitRequest.objects.create(school=world.school, name="Open Someone", phone="+254712345678")


def _forums(n):
    for k in range(n):
        forum = ForumFactory(school=SchoolFactory(), days=20 + k)
        BookingFactory(forum=forum)
        BookingFactory(
            forum=forum, part="second", starts_at=forum.starts_at, ends_at=forum.starts_at + timedelta(minutes=9)
        )


def _wishes(n):
    for _k in range(n):
        make_wish(school=SchoolFactory())


def _facilitators(n):
    for person in UserFactory.create_batch(n, roles=[Role.FACILITATOR]):
        clear(person)


def _letters(n):
    for _k in range(n):
        make_authority(by=UserFactory())


def _modules(n):
    Module.objects.bulk_create(Module(name=get_random_string(12), notes="x") for _k in range(n))


def _terrains(n):
    Terrain.objects.bulk_create(Terrain(name=get_random_string(12), kmh=30) for _k in range(n))


LISTS = {
    "workshops:forum-list": _forums,
    "workshops:request-list": _wishes,
    "workshops:facilitator-list": _facilitators,
    "workshops:authority-list": _letters,
    "workshops:terrain-list": _terrains,
    "workshops:module-list": _modules,
}
