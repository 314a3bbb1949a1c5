"""Gatherings, for the access table."""

from datetime import timedelta

from tests.factories.schools import SchoolFactory
from tests.factories.workshops import BookingFactory, ForumFactory, make_levels


def build(world):
    make_levels()
    world.forum = ForumFactory(school=world.school)
    BookingFactory(forum=world.forum, facilitator=world.facilitator)
    world.past_forum = ForumFactory(school=world.school, days=-2)
    BookingFactory(forum=world.past_forum, facilitator=world.facilitator)
    world.foreign_forum = ForumFactory(school=world.foreign_school, days=9)
    world.feed_key = world.facilitator.feed_key


def _forums(n):
    for k in range(n):
        forum = ForumFactory(school=SchoolFactory(), days=20 + k)
        BookingFactory(forum=forum)
        BookingFactory(
            forum=forum, part="second", starts_at=forum.starts_at, ends_at=forum.starts_at + timedelta(minutes=9)
        )


LISTS = {"workshops:forum-list": _forums}
