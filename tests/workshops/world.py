"""Gatherings, for the access table."""

from datetime import timedelta

from tests.factories.schools import SchoolFactory
from tests.factories.workshops import BookingFactory, ForumFactory, make_levels, make_wish
from workshops.choices import State
from workshops.models import Forum, VisitRequest


def build(world):
    make_levels()
    world.forum = ForumFactory(school=world.school)
    BookingFactory(forum=world.forum, facilitator=world.facilitator)
    world.past_forum = ForumFactory(school=world.school, days=-2)
    BookingFactory(forum=world.past_forum, facilitator=world.facilitator)
    world.foreign_forum = ForumFactory(school=world.foreign_school, days=9)
    world.feed_key = world.facilitator.feed_key
    world.asked_forum = make_wish(school=world.school, name="Asked Someone").forum
    world.taken_forum = make_wish(school=world.foreign_school).forum
    Forum.objects.filter(pk=world.taken_forum.pk).update(state=State.TRIAGED)
    world.proposed_forum = ForumFactory(school=world.school, days=11, state=State.PROPOSED)
    world.agreed_forum = ForumFactory(school=world.school, days=12, state=State.AGREED)
    world.reported_forum = ForumFactory(school=world.school, days=-5, state=State.REPORTED)
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


LISTS = {"workshops:forum-list": _forums, "workshops:request-list": _wishes}
