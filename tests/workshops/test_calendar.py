"""The calendar's pages, the file of one visit, and the clash that is shown while one edits."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from accounts.choices import Role
from tests.factories.schools import SchoolFactory
from tests.factories.workshops import BookingFactory, ForumFactory
from workshops.choices import State
from workshops.reports import agenda_of, grid_of, month_of
from workshops.services.forum import cancel_forum, change_forum

pytestmark = pytest.mark.django_db


@pytest.fixture
def nekesa(person):
    return person(Role.FACILITATOR, name="Nekesa Makokha")


class TestPages:
    def test_a_month_is_whole_weeks(self, officer):
        weeks = month_of(officer, date(2027, 2, 1))
        assert [len(week) for week in weeks] == [7] * 4
        weeks = month_of(officer, date(2027, 5, 1))
        assert (weeks[0][0].date, weeks[-1][-1].date) == (date(2027, 4, 26), date(2027, 6, 6))

    def test_each_sees_the_own(self, officer, nekesa, person):
        forum = BookingFactory(facilitator=nekesa).forum
        day = timezone.localtime(forum.starts_at).date()
        for who, n in ((officer, 1), (nekesa, 1), (person(Role.FACILITATOR), 0)):
            assert len(agenda_of(who, day, 1)) == n

    def test_the_grid_counts_field_days(self, nekesa):
        forum = BookingFactory(facilitator=nekesa).forum
        day = timezone.localtime(forum.starts_at).date()
        rows = {row.person: row.field_days for row in grid_of(day - timedelta(days=day.weekday()))}
        assert rows[nekesa] == 1

    @pytest.mark.parametrize("name", ["month", "week", "agenda"])
    @pytest.mark.parametrize("day", ["", "2026-02-31", "9999-12-31", "0001-01-01", "x", "2027-02-10"])
    def test_any_day_of_the_address_is_survived(self, as_role, name, day):
        forum = BookingFactory().forum
        page = as_role(Role.OFFICER).get(reverse(f"workshops:calendar-{name}"), {"day": day}).content.decode()
        assert 'rel="next"' in page
        day = timezone.localtime(forum.starts_at).date().isoformat()
        page = as_role(Role.OFFICER).get(reverse(f"workshops:calendar-{name}"), {"day": day}).content.decode()
        assert forum.school.name in page

    @pytest.mark.parametrize("name", ["month", "week", "agenda"])
    def test_it_asks_equally_often_for_many(self, as_role, django_assert_max_num_queries, name):
        for _n in range(12):
            BookingFactory()
        client = as_role(Role.OFFICER)
        with django_assert_max_num_queries(9):
            client.get(
                reverse(f"workshops:calendar-{name}"), {"day": (timezone.localdate() + timedelta(7)).isoformat()}
            )


class TestClash:
    def ask(self, client, school, leads, **changed):
        day = (timezone.localdate() + timedelta(days=7)).isoformat()
        data = {"day": day, "start": "15:30", "end": "16:45", "lead": leads.pk, **changed}
        return client.get(reverse("workshops:clash", args=[school.pk]), data).content.decode()

    def test_it_says_what_stands_against_a_date_before_it_is_sent(self, as_role, nekesa):
        forum = BookingFactory(facilitator=nekesa).forum
        client = as_role(Role.OFFICER)
        assert "Nekesa Makokha is taken" in self.ask(client, SchoolFactory(), nekesa)
        assert "The school is taken" in self.ask(client, forum.school, nekesa)
        assert "Nothing stands against" in self.ask(client, SchoolFactory(), nekesa, start="08:00", end="09:00")
        mine = self.ask(client, forum.school, nekesa, forum=forum.pk)
        assert "taken" not in mine
        assert "No booklets are reserved" in mine

    def test_it_warns(self, as_role, nekesa):
        page = self.ask(as_role(Role.OFFICER), SchoolFactory(gender="girls"), nekesa, expected=400)
        assert "no woman" in page
        assert "400 learners" in page

    @pytest.mark.parametrize("changed", [{"day": ""}, {"lead": ""}, {"end": "15:00"}, {"start": "x"}, {"expected": -1}])
    def test_while_something_is_missing_it_is_silent(self, as_role, nekesa, changed):
        assert "<div" not in self.ask(as_role(Role.OFFICER), SchoolFactory(), nekesa, **changed)

    def test_the_form_asks_for_it_without_what_is_personal(self, as_role):
        page = as_role(Role.OFFICER).get(reverse("workshops:forum-add", args=[SchoolFactory().pk])).content.decode()
        assert 'hx-params="day,start,end,lead,second,expected"' in page


class TestFile:
    def read(self, client, forum):
        body = client.get(reverse("workshops:forum-file", args=[forum.pk])).content
        calendar = Calendar.from_ical(body)
        (event,) = calendar.walk("VEVENT")
        return calendar, event

    def test_a_moved_visit_moves_and_a_cancelled_one_goes(self, as_role, nekesa, officer):
        forum = BookingFactory(facilitator=nekesa).forum
        client = as_role(Role.OFFICER)
        calendar, first = self.read(client, forum)
        assert (str(calendar["METHOD"]), str(first["STATUS"]), first["SEQUENCE"]) == ("PUBLISH", "CONFIRMED", 0)
        assert calendar.walk("VTIMEZONE")
        assert first.walk("VALARM")
        forum.starts_at += timedelta(days=1)
        forum.ends_at += timedelta(days=1)
        change_forum(forum=forum, team=[nekesa], programme=[], by=officer)
        _calendar, moved = self.read(client, forum)
        assert (moved["UID"], moved["SEQUENCE"], moved["DTSTART"].dt) == (first["UID"], 1, forum.starts_at)
        cancel_forum(forum=forum, reason="Rain", by=officer)
        calendar, gone = self.read(client, forum)
        assert (str(calendar["METHOD"]), gone["UID"], gone["SEQUENCE"]) == ("CANCEL", first["UID"], 2)
        assert str(gone["STATUS"]) == "CANCELLED"
        assert not gone.walk("VALARM")

    def test_what_is_only_proposed_is_tentative(self, as_role):
        _calendar, event = self.read(as_role(Role.OFFICER), ForumFactory(state=State.PROPOSED))
        assert str(event["STATUS"]) == "TENTATIVE"

    def test_the_school_has_it_too(self, client):
        forum = ForumFactory()
        body = client.get(reverse("workshops:school-file", args=[forum.token])).content
        assert b"BEGIN:VEVENT" in body
        assert client.get(reverse("workshops:school-file", args=["ABCDEFGHJKLMNPQR"])).status_code == 404
