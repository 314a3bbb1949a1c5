"""Pages about gatherings: they work, refuse the wrong person, refuse bad input."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from accounts.choices import Role
from materials.models import Title
from tests.factories.schools import MembershipFactory, SchoolFactory
from tests.factories.workshops import BookingFactory, ForumFactory, make_levels
from workshops.choices import Sex
from workshops.models import Forum, ForumReport
from workshops.services.forum import cancel_forum
from workshops.services.report import send_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def nekesa(person):
    return person(Role.FACILITATOR, name="Nekesa Makokha")


def planned(leads, **changed):
    day = timezone.localdate() + timedelta(days=9)
    return {
        "kind": "forum",
        "topic": "Freedom from torture",
        "day": day.isoformat(),
        "start": "15:30",
        "end": "16:45",
        "lead": leads.pk,
        "programme": "5 Welcome\n60 Talk",
        **changed,
    }


class TestPlan:
    def test_an_officer_chooses_a_school_and_plans(self, as_role, nekesa):
        client, school = as_role(Role.OFFICER), SchoolFactory(name="Kabarnet Boys")
        found = client.get(reverse("workshops:forum-school"), {"q": "kabarnet"}).content.decode()
        url = reverse("workshops:forum-add", args=[school.pk])
        assert url in found
        response = client.post(url, planned(nekesa))
        forum = Forum.objects.get()
        assert response.headers["Location"] == forum.get_absolute_url()
        assert timezone.localtime(forum.starts_at).strftime("%H:%M") == "15:30"

    @pytest.mark.parametrize(
        ("changed", "says"),
        [
            ({"end": "15:00"}, "The end must come after the beginning"),
            ({"topic": ""}, "This field is required"),
            ({"day": "31/31/2026"}, "Enter a valid date"),
            ({"day": "0001-01-01"}, "Choose a day between"),
            ({"day": "1900-01-01"}, "Choose a day between"),
            ({"day": "9999-12-31"}, "Choose a day between"),
            ({"programme": "Welcome"}, "does not begin with its minutes"),
            ({"programme": "90 Talk"}, "takes 90 minutes, but there are only 75"),
            ({"expected": "-3"}, "greater than or equal to"),
            ({"topic": "x" * 200}, "at most 120 characters"),
            ({"lead": ""}, "This field is required"),
            ({"kind": "party"}, "not one of the available choices"),
        ],
    )
    def test_bad_input_gets_a_sentence_and_loses_nothing(self, as_role, nekesa, changed, says):
        response = as_role(Role.OFFICER).post(
            reverse("workshops:forum-add", args=[SchoolFactory().pk]),
            planned(nekesa, place="Under the tree", **changed),
        )
        page = response.content.decode()
        assert response.status_code == 422
        assert says in page
        assert "Under the tree" in page
        assert Forum.objects.count() == 0

    def test_a_clash_is_shown_at_the_person(self, as_role, nekesa):
        client = as_role(Role.OFFICER)
        client.post(reverse("workshops:forum-add", args=[SchoolFactory().pk]), planned(nekesa))
        response = client.post(reverse("workshops:forum-add", args=[SchoolFactory().pk]), planned(nekesa))
        assert response.status_code == 422
        assert "Nekesa Makokha is taken: Forum at" in response.content.decode()

    def test_a_team_of_one_person_twice_is_refused(self, as_role, nekesa):
        response = as_role(Role.OFFICER).post(
            reverse("workshops:forum-add", args=[SchoolFactory().pk]), planned(nekesa, second=nekesa.pk)
        )
        assert "Choose two different people" in response.content.decode()

    def test_only_facilitators_can_be_chosen(self, as_role, person):
        judge = person(Role.JUDGE)
        response = as_role(Role.OFFICER).post(reverse("workshops:forum-add", args=[SchoolFactory().pk]), planned(judge))
        assert response.status_code == 422

    def test_it_is_changed_and_cancelled(self, as_role, nekesa):
        client = as_role(Role.OFFICER)
        client.post(reverse("workshops:forum-add", args=[SchoolFactory().pk]), planned(nekesa))
        forum = Forum.objects.get()
        change = reverse("workshops:forum-change", args=[forum.pk])
        page = client.get(change).content.decode()
        assert 'value="15:30"' in page
        assert "60 Talk" in page
        response = client.post(change, planned(nekesa, start="10:00", end="11:30", seen=0))
        assert response.status_code == 302
        forum.refresh_from_db()
        assert (timezone.localtime(forum.starts_at).hour, forum.revision) == (10, 1)
        late = client.post(change, planned(nekesa, start="11:00", end="12:30", seen=0))
        assert "Somebody changed this visit meanwhile" in late.content.decode()
        assert 'name="seen" value="1"' in late.content.decode()
        client.post(
            reverse("workshops:forum-cancel", args=[forum.pk]),
            {"party": "us", "cause": "weather", "reason": "The road is closed"},
        )
        assert client.get(reverse("workshops:forum-programme", args=[forum.pk])).status_code == 404
        assert "The road is closed" in client.get(forum.get_absolute_url()).content.decode()


class TestReport:
    def test_a_facilitator_reports_from_a_phone(self, sign_in, nekesa):
        make_levels()
        forum = BookingFactory(forum=ForumFactory(days=-1), facilitator=nekesa).forum
        client, url = sign_in(nekesa), reverse("workshops:forum-report", args=[forum.pk])
        page = client.get(url).content.decode()
        key = re.search(r'name="key" value="([-0-9a-f]{36})"', page)[1]
        data = {"key": key, "adults": 3, "done": "Two groups", "count_F3_girls": 12, "count_F4_boys": 9}
        for _twice in range(2):
            assert client.post(url, data).status_code == 302
        report = ForumReport.objects.get()
        assert (report.learners, report.adults) == (21, 3)
        assert "21" in client.get(forum.get_absolute_url()).content.decode()

    @pytest.mark.parametrize(
        ("changed", "says"),
        [
            ({"count_F3_girls": "many"}, "Enter a whole number"),
            ({"count_F3_girls": -1}, "greater than or equal to 0"),
            ({"count_F3_girls": 60000}, "less than or equal to 5000"),
            ({"count_F3_girls": ""}, "Count at least one learner"),
            ({"done": ""}, "This field is required"),
            ({"key": "nonsense"}, "Enter a valid UUID"),
            ({"done": "x" * 6000}, "at most 5000 characters"),
        ],
    )
    def test_bad_input_gets_a_sentence_and_loses_nothing(self, sign_in, nekesa, changed, says):
        make_levels()
        forum = BookingFactory(forum=ForumFactory(days=-1), facilitator=nekesa).forum
        data = {"key": "6d1c7a2e-31a5-4a8b-9d05-3a1a1a1a1a1a", "adults": 1, "done": "Fine", "count_F3_girls": 5}
        response = sign_in(nekesa).post(
            reverse("workshops:forum-report", args=[forum.pk]), {**data, "promised": "Booklets", **changed}
        )
        assert response.status_code == 422
        assert says in response.content.decode()
        assert "Booklets" in response.content.decode()

    def test_disability_and_copies_are_counted(self, sign_in, nekesa):
        make_levels()
        title = Title.objects.create(name="Know Your Rights", code="RIGHTS3")
        forum = BookingFactory(forum=ForumFactory(days=-1), facilitator=nekesa).forum
        client, url = sign_in(nekesa), reverse("workshops:forum-report", args=[forum.pk])
        data = {"key": uuid4(), "adults": 1, "done": "Fine", "count_F3_girls": 5, "disabled_F3_girls": 6}
        refused = client.post(url, data)
        assert "more learners with a disability than learners" in refused.content.decode()
        client.post(url, {**data, "disabled_F3_girls": 2, f"copies_{title.pk}": 30})
        report = ForumReport.objects.get()
        assert (report.learners, report.disabled, str(report.handed_out.get())) == (5, 2, "30 × Know Your Rights")
        assert "2 of them with a disability" in client.get(forum.get_absolute_url()).content.decode()
        assert f'name="copies_{title.pk}" value="30"' in client.get(url).content.decode()

    def test_a_small_number_of_learners_with_a_disability_is_not_shown_to_readers(self, sign_in, as_role, nekesa):
        (level, _other) = make_levels()
        forum = BookingFactory(forum=ForumFactory(days=-1), facilitator=nekesa).forum
        cell = (level, Sex.GIRLS)
        send_report(forum=forum, key=uuid4(), counts={cell: 9}, disabled={cell: 2}, done="x", by=nekesa)
        page = as_role(Role.VIEWER).get(forum.get_absolute_url()).content.decode()
        assert "fewer than 5 of them" in page
        assert "2 of them" not in page

    def test_another_team_sees_nothing(self, as_role):
        forum = BookingFactory(forum=ForumFactory(days=-1)).forum
        client = as_role(Role.FACILITATOR)
        assert client.get(forum.get_absolute_url()).status_code == 404
        assert client.get(reverse("workshops:forum-report", args=[forum.pk])).status_code == 404


class TestCalendar:
    def test_it_is_what_a_phone_expects(self, client, nekesa):
        forum = BookingFactory(facilitator=nekesa).forum
        body = client.get(f"/calendar/{nekesa.feed_key}.ics").content
        calendar = Calendar.from_ical(body)
        (event,) = calendar.walk("VEVENT")
        assert str(event["UID"]).startswith(f"forum-{forum.pk}@")
        assert event["DTSTART"].dt == forum.starts_at
        assert event["DTSTART"].params["TZID"] == "Africa/Nairobi"
        assert (event["SEQUENCE"], str(event["STATUS"])) == (0, "CONFIRMED")
        assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Africa/Nairobi"]
        assert len(calendar.walk("VALARM")) == 1
        assert all(len(line) <= 75 for line in body.split(b"\r\n"))

    def test_a_cancelled_visit_says_so(self, client, nekesa, officer):
        forum = BookingFactory(facilitator=nekesa).forum
        cancel_forum(forum=forum, reason="Rain", by=officer)
        (event,) = Calendar.from_ical(client.get(f"/calendar/{nekesa.feed_key}.ics").content).walk("VEVENT")
        assert (event["SEQUENCE"], str(event["STATUS"])) == (1, "CANCELLED")

    def test_a_teacher_sees_the_visits_to_the_own_school(self, client, person):
        forum = ForumFactory()
        teacher = MembershipFactory(school=forum.school, user=person(Role.TEACHER)).user
        ForumFactory()
        body = client.get(f"/calendar/{teacher.feed_key}.ics").content
        (event,) = Calendar.from_ical(body).walk("VEVENT")
        assert event["SUMMARY"] == str(forum)

    def test_a_wrong_key_and_a_closed_account_get_nothing(self, client, nekesa):
        assert client.get("/calendar/nonsense.ics").status_code == 404
        nekesa.is_active = False
        nekesa.save()
        assert client.get(f"/calendar/{nekesa.feed_key}.ics").status_code == 404
