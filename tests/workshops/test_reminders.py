"""Reminders 14, 3 and 1 days before, late reports, quiet hours: each once, and none too late."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.choices import MessageState, Role
from accounts.models import Action, Message
from accounts.services.messages import deliver_due_messages
from tests.factories.workshops import BookingFactory, ForumFactory, make_wish
from workshops.choices import State
from workshops.models import Forum, VisitRequest
from workshops.reports import reminders_to_come
from workshops.rules.hours import reminder_due, weeks_late
from workshops.services import tell
from workshops.services.reminders import chase_reports, forget_unverified_wishes, remind_of_visits

START, LONG_AGO = date(2027, 3, 20), date(2027, 1, 1)


@pytest.mark.parametrize(
    ("before", "due"), [(15, None), (14, 14), (9, 14), (4, 14), (3, 3), (2, 3), (1, 1), (0, None), (-1, None)]
)
def test_which_reminder_is_due(before, due):
    assert reminder_due(START, START - timedelta(days=before), LONG_AGO) == due


def test_what_was_just_changed_is_not_reminded_of():
    assert reminder_due(START, START - timedelta(days=9), changed=START - timedelta(days=10)) is None
    assert reminder_due(START, START - timedelta(days=3), changed=START - timedelta(days=10)) == 3


@pytest.mark.parametrize(("late", "weeks"), [(-1, None), (0, None), (1, 0), (7, 0), (8, 1), (15, 2)])
def test_how_late_a_report_is(late, weeks):
    assert weeks_late(START, START + timedelta(days=late)) == weeks


def a_confirmed(person, days, **fields):
    forum = ForumFactory(days=days, changed_at=timezone.now() - timedelta(days=40), **fields)
    BookingFactory(forum=forum, facilitator=person(Role.FACILITATOR))
    return forum


@pytest.mark.django_db
class TestReminders:
    @pytest.mark.parametrize("days", [14, 3, 1])
    def test_team_and_school_are_reminded_once(self, person, days):
        forum = a_confirmed(person, days)
        wish = make_wish(school=forum.school, email="principal@example.org")
        asked = wish.forum
        VisitRequest.objects.filter(pk=wish.pk).update(forum=forum)
        assert asked.pk
        assert remind_of_visits() == 2
        assert remind_of_visits() == 0
        assert Action.objects.about(forum).get(verb="sent reminders of").facts == {"days": days}
        assert Message.objects.filter(about_url=forum.get_absolute_url()).count() == 2

    @pytest.mark.parametrize("state", [State.PROPOSED, State.AGREED, State.CANCELLED])
    def test_what_is_not_confirmed_is_not_reminded_of(self, person, state):
        a_confirmed(person, 3, state=state)
        assert remind_of_visits() == 0

    def test_the_visits_page_says_when(self, person, as_role):
        forum = a_confirmed(person, 10)
        assert len(reminders_to_come(forum)) == 2
        assert "Reminders to come" in as_role(Role.OFFICER).get(forum.get_absolute_url()).content.decode()

    def test_at_night_an_sms_waits_and_a_mail_goes(self, person, monkeypatch):
        morning = timezone.now() + timedelta(hours=5)
        monkeypatch.setattr(tell, "polite_moment", lambda now: morning)
        forum = ForumFactory(days=1, changed_at=timezone.now() - timedelta(days=40))
        BookingFactory(forum=forum, facilitator=person(Role.FACILITATOR, email=None, phone="+254722000333"))
        BookingFactory(forum=forum, part="second", facilitator=person(Role.FACILITATOR))
        remind_of_visits()
        deliver_due_messages()
        states = dict(Message.objects.values_list("channel", "state"))
        assert states == {"sms": MessageState.QUEUED, "email": MessageState.SENT}

    def test_a_late_report_is_chased_each_week(self, person):
        forum = a_confirmed(person, -9)
        assert chase_reports() == 1
        assert chase_reports() == 0
        week = timedelta(days=7)
        Forum.objects.filter(pk=forum.pk).update(starts_at=forum.starts_at - week, ends_at=forum.ends_at - week)
        assert chase_reports() == 1

    def test_what_was_never_verified_is_forgotten(self):
        kept, old = make_wish(), timezone.now() - timedelta(days=2)
        VisitRequest.objects.create(school=kept.school, name="x", phone="+254722000111", asked_at=old)
        VisitRequest.objects.create(school=kept.school, name="y", phone="+254722000111")
        assert forget_unverified_wishes() == 1
        assert VisitRequest.objects.count() == 2

    def test_the_worker_does_it(self, person, monkeypatch):
        a_confirmed(person, 3)
        monkeypatch.setattr("config.management.commands.work.DAY_HOUR", 0)
        monkeypatch.setattr("config.management.commands.work.close_old_connections", lambda: None)
        call_command("work", "--once", stdout=StringIO())
        assert Message.objects.filter(state=MessageState.SENT).count() == 1
