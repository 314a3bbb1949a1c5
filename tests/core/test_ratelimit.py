"""The brake holds: it cannot be flushed, walked around within one household, or waited out early."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection

from config import settings as house
from core.ratelimit import neighbourhood, too_many


@pytest.fixture
def database_cache(db, settings):
    settings.CACHES = house.CACHES
    call_command("createcachetable", verbosity=0)


def test_a_thousand_strangers_do_not_flush_it(database_cache):
    cache.set("allauth:rl:lockout", [1.0], 300)
    for n in range(400):
        cache.set(f"rate:{n}", 1, 300)
    assert cache.get("allauth:rl:lockout") == [1.0]


@pytest.mark.usefixtures("still_clock")
def test_counting_does_not_change_the_window(database_cache, rf):
    request = rf.get("/")
    for _n in range(2):
        assert not too_many(request, "x", most=2, seconds=3600)
    with connection.cursor() as cursor:
        cursor.execute("SELECT expires > %s FROM cache WHERE cache_key LIKE %s", [later(minutes=50), "%rate:x:%"])
        assert cursor.fetchone()[0]
    assert too_many(request, "x", most=2, seconds=3600)


def later(minutes):
    moment = datetime.now(UTC) + timedelta(minutes=minutes)
    return connection.ops.adapt_datetimefield_value(moment)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("41.90.0.1", "41.90.0.2", False),
        ("::ffff:41.90.0.1", "41.90.0.1", True),
        ("", "", True),
    ],
)
def test_a_household_is_one(one, other, same):
    assert (neighbourhood(one) == neighbourhood(other)) is same


@pytest.mark.usefixtures("still_clock")
def test_the_brake_counts_a_household(rf):
    answers = [too_many(rf.get("/", REMOTE_ADDR=f"2001:db8::{n}"), "y", most=3, seconds=60) for n in range(1, 6)]
    assert answers == [False, False, False, True, True]


def test_ten_codes_a_day_for_one_person(db, client, person):
    person(email="asha@example.org")
    answers = []
    with time_machine.travel("2026-03-02 06:00+00:00") as clock:
        for _n in range(12):
            answers.append(client.post("/sign-in/code/", {"email": "asha@example.org"}).status_code)
            clock.shift(3600)
        clock.shift(24 * 3600)
        answers.append(client.post("/sign-in/code/", {"email": "asha@example.org"}).status_code)
    assert answers == [302] * 10 + [200] * 2 + [302]
