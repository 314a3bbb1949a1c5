"""The calendar at the door: every kind of closed day bars a visit, and only a director lifts it."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.choices import Role
from schools.models import ExtraHoliday
from schools.services.calendar import add_blackout, add_holiday
from tests.factories.schools import SchoolFactory
from workshops.choices import Bar
from workshops.models import AccessAuthority, Clearance, Forum
from workshops.reports import broken_visits
from workshops.services.door import blocks_of, warnings_of
from workshops.services.forum import plan_forum

pytestmark = pytest.mark.django_db
LONG = {"valid_from": date(2020, 1, 1), "valid_until": date(2035, 1, 1)}


@pytest.fixture
def nekesa(person):
    """Somebody whose papers, and the ministry's letter, hold through all years of these tests."""
    made = person(Role.FACILITATOR)
    Clearance.objects.update(**LONG)
    AccessAuthority.objects.update(**LONG)
    return made


def a_visit(day: date, hour: int = 15, school=None) -> Forum:
    start = datetime(day.year, day.month, day.day, hour, 30, tzinfo=timezone.get_default_timezone())
    school = school or SchoolFactory()
    return Forum(topic="x", school=school, starts_at=start, ends_at=start + timedelta(minutes=75))


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 4, 15), "School holidays"),
        (date(2026, 2, 26), "Half-term"),
        (date(2026, 9, 8), "(?i)term"),
        (date(2026, 11, 10), "Examinations"),
        (date(2026, 1, 18), "No visiting hours"),
    ],
)
def test_a_closed_day_bars_and_a_director_lifts(calendar_2026, nekesa, officer, director, day, why):
    with pytest.raises(ValidationError, match=why):
        plan_forum(forum=a_visit(day), team=[nekesa], by=officer)
    forum = plan_forum(forum=a_visit(day), team=[nekesa], override="Agreed in writing", by=director)
    assert {row.bar for row in forum.overrides.all()} == {Bar.CALENDAR}


def test_an_open_day_bars_nothing(calendar_2026, nekesa, officer):
    assert plan_forum(forum=a_visit(date(2026, 2, 10)), team=[nekesa], by=officer).pk


def test_a_public_holiday_bars(calendar_2026, nekesa, officer):
    holiday = ExtraHoliday(day=date(2026, 2, 10), name="Founders’ day", reference="Gazette 1")
    add_holiday(holiday=holiday, by=officer)
    with pytest.raises(ValidationError, match="Founders"):
        plan_forum(forum=a_visit(date(2026, 2, 10)), team=[nekesa], by=officer)


@pytest.mark.parametrize("year", [2026, 2031])
def test_the_schools_own_days_bar_also_where_no_calendar_is_published(calendar_2026, nekesa, officer, year):
    school, day = SchoolFactory(), date(year, 2, 10)
    add_blackout(school=school, first=day, last=day, reason="Mock examinations", by=officer)
    (block,) = blocks_of(a_visit(day, school=school), [nekesa], with_authority=True)
    assert (block.bar, "Mock examinations" in str(block.words)) == (Bar.CALENDAR, True)
    assert blocks_of(a_visit(day + timedelta(days=1), school=school), [nekesa], with_authority=True) == []


def test_odd_hours_are_a_warning(calendar_2026, nekesa):
    (words,) = warnings_of(a_visit(date(2026, 2, 10), hour=5), [nekesa])
    assert "Outside the visiting hours" in words


def test_what_a_director_lifted_is_not_listed_as_broken(calendar_2026, nekesa, director, monkeypatch):
    forum = a_visit(date(2026, 4, 15))
    plan_forum(forum=forum, team=[nekesa], override="Agreed in writing", by=director)
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 3, 1, tzinfo=timezone.get_default_timezone()))
    assert broken_visits() == []
