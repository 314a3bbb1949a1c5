"""Planning and reporting: nobody is in two places, and nothing is counted twice."""

import threading
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.choices import Role
from accounts.models import Action, Concern, Message
from tests.factories.accounts import UserFactory
from tests.factories.schools import SchoolFactory
from tests.factories.workshops import BookingFactory, ForumFactory, clear, in_days, make_levels
from workshops.choices import Sex, State
from workshops.models import Booking, Forum, ForumReport, HeadCount
from workshops.reports import calendar_entries, needs_of, reach, week_of
from workshops.services.forum import cancel_forum, change_forum, plan_forum
from workshops.services.report import send_report


def new_forum(school=None, days=7, hour=15, minutes=75, **fields) -> Forum:
    start = in_days(days, hour)
    school = school or SchoolFactory()
    return Forum(topic="Rights", school=school, starts_at=start, ends_at=start + timedelta(minutes=minutes), **fields)


@pytest.fixture
def nekesa(person):
    return person(Role.FACILITATOR, name="Nekesa Makokha")


@pytest.mark.django_db
class TestPlan:
    def test_it_holds_time_tells_the_team_and_is_logged(
        self, officer, nekesa, django_capture_on_commit_callbacks, mailoutbox
    ):
        with django_capture_on_commit_callbacks(execute=True):
            forum = plan_forum(forum=new_forum(), team=[nekesa], programme=[(5, "Welcome"), (70, "Talk")], by=officer)
        booking = forum.bookings.get()
        assert (booking.facilitator, booking.starts_at, booking.part) == (nekesa, forum.starts_at, "lead")
        assert [str(part) for part in forum.programme.all()] == ["5 Welcome", "70 Talk"]
        assert Action.objects.about(forum).get().verb == "planned"
        assert mailoutbox[0].to == [nekesa.email]
        assert forum.school.name in mailoutbox[0].subject

    @pytest.mark.parametrize(
        ("hour", "minutes", "clashes"),
        [(15, 75, True), (14, 75, True), (16, 30, True), (15, 10, True), (13, 60, False), (17, 60, False)],
    )
    def test_the_same_facilitator_twice_is_refused_by_name(self, officer, nekesa, hour, minutes, clashes):
        first = plan_forum(forum=new_forum(), team=[nekesa], by=officer)
        second = new_forum(hour=hour, minutes=minutes)
        if not clashes:
            assert plan_forum(forum=second, team=[nekesa], by=officer).pk
            return
        with pytest.raises(ValidationError) as refused:
            plan_forum(forum=second, team=[nekesa], by=officer)
        sentence = refused.value.message_dict["team"][0]
        assert sentence == f"Nekesa Makokha is taken: {first}, {first.when}."
        assert Forum.objects.count() == 1

    def test_back_to_back_is_no_clash(self, officer, nekesa):
        first = plan_forum(forum=new_forum(), team=[nekesa], by=officer)
        second = new_forum()
        second.starts_at, second.ends_at = first.ends_at, first.ends_at + timedelta(hours=1)
        assert plan_forum(forum=second, team=[nekesa], by=officer).pk

    def test_the_same_school_twice_is_refused(self, officer, person):
        school = SchoolFactory()
        plan_forum(forum=new_forum(school), team=[person(Role.FACILITATOR)], by=officer)
        with pytest.raises(ValidationError, match="The school is taken"):
            plan_forum(forum=new_forum(school), team=[person(Role.FACILITATOR)], by=officer)

    def test_a_cancelled_visit_frees_the_time(self, officer, nekesa):
        forum = plan_forum(forum=new_forum(), team=[nekesa], by=officer)
        cancel_forum(forum=forum, reason="Rain", by=officer)
        assert plan_forum(forum=new_forum(forum.school), team=[nekesa], by=officer).pk
        assert forum.state == State.CANCELLED

    def test_moving_it_moves_the_bookings_and_the_calendar(self, officer, nekesa, person):
        forum = plan_forum(forum=new_forum(), team=[nekesa], by=officer)
        other = person(Role.FACILITATOR)
        forum.starts_at += timedelta(days=1)
        forum.ends_at += timedelta(days=1)
        change_forum(forum=forum, team=[other], programme=[], by=officer)
        assert Booking.objects.get(active=True).facilitator == other
        assert Booking.objects.get(active=True).starts_at == forum.starts_at
        assert [(e.revision, e.cancelled) for e in calendar_entries(nekesa)] == [(1, True)]
        assert [(e.revision, e.cancelled) for e in calendar_entries(other)] == [(1, False)]

    def test_it_may_stay_where_it_is(self, officer, nekesa):
        forum = plan_forum(forum=new_forum(), team=[nekesa], by=officer)
        forum.topic = "Another topic"
        assert change_forum(forum=forum, team=[nekesa], programme=[], by=officer).revision == 1

    def test_who_saw_an_older_state_is_told_what_it_is_now(self, officer, nekesa, person):
        forum = plan_forum(forum=new_forum(), team=[nekesa], by=officer)
        stale = Forum.objects.get(pk=forum.pk)
        forum.topic = "The first change"
        change_forum(forum=forum, team=[person(Role.FACILITATOR, name="Amina Said")], programme=[], by=officer)
        stale.topic = "The second"
        with pytest.raises(ValidationError, match="The first change, Amina Said"):
            change_forum(forum=stale, team=[nekesa], programme=[], by=officer)
        forum.refresh_from_db()
        assert (forum.topic, forum.revision) == ("The first change", 1)

    def test_a_stale_form_does_not_bring_a_cancelled_visit_back(self, officer, nekesa):
        forum = plan_forum(forum=new_forum(), team=[nekesa], by=officer)
        stale = Forum.objects.get(pk=forum.pk)
        cancel_forum(forum=forum, reason="Rain", by=officer)
        with pytest.raises(ValidationError, match="cannot be changed"):
            change_forum(forum=stale, team=[nekesa], programme=[], by=officer)
        forum.refresh_from_db()
        assert (forum.state, forum.cancel_reason) == (State.CANCELLED, "Rain")

    def test_who_is_taken_off_the_team_is_told(
        self, officer, nekesa, person, django_capture_on_commit_callbacks, mailoutbox
    ):
        forum = plan_forum(forum=new_forum(), team=[nekesa], by=officer)
        with django_capture_on_commit_callbacks(execute=True):
            change_forum(forum=forum, team=[person(Role.FACILITATOR)], programme=[], by=officer)
        assert f"No longer yours: {forum.school.name}" in [m.subject for m in mailoutbox if m.to == [nekesa.email]]

    def test_only_officers_plan(self, nekesa):
        with pytest.raises(ValidationError):
            plan_forum(forum=new_forum(), team=[nekesa], by=nekesa)

    def test_a_visit_that_is_over_is_not_changed_or_cancelled(self, officer):
        forum = ForumFactory(state=State.REPORTED)
        with pytest.raises(ValidationError, match="cannot be changed"):
            change_forum(forum=forum, team=[], programme=[], by=officer)
        with pytest.raises(ValidationError, match="over or cancelled"):
            cancel_forum(forum=forum, reason="x", by=officer)


@pytest.mark.django_db
def test_the_database_itself_refuses_an_overlap():
    booking = BookingFactory()
    other = ForumFactory(starts_at=booking.starts_at, ends_at=booking.ends_at)
    with pytest.raises(IntegrityError, match="facilitator_free"), transaction.atomic():
        BookingFactory(forum=other, facilitator=booking.facilitator)
    with pytest.raises(IntegrityError, match="forum_school_free"), transaction.atomic():
        ForumFactory(school=other.school, starts_at=booking.starts_at, ends_at=booking.ends_at)
    later = ForumFactory(school=other.school, days=30)
    with pytest.raises(IntegrityError, match="forum_school_free"), transaction.atomic():
        later.school_times.update(starts_at=booking.starts_at, ends_at=booking.ends_at)


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_two_officers_press_the_button_in_the_same_second():
    """Ten pairs of threads: of each pair one wins, and the other reads who was quicker."""
    officers = [UserFactory(roles=[Role.OFFICER]) for _n in range(2)]
    facilitator = UserFactory(roles=[Role.FACILITATOR], name="Nekesa Makokha")
    clear(facilitator)
    outcomes: list[list[str]] = []

    def book(officer, school, days, barrier, into):
        try:
            barrier.wait()
            plan_forum(forum=new_forum(school, days=days), team=[facilitator], by=officer)
            into.append("booked")
        except ValidationError as error:
            into.append(" ".join(error.messages))
        finally:
            connection.close()

    for days in range(10, 20):
        barrier, into = threading.Barrier(2), []
        threads = [
            threading.Thread(target=book, args=(officer, SchoolFactory(), days, barrier, into)) for officer in officers
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        outcomes.append(sorted(into, key=len))
    for won, lost in outcomes:
        assert won == "booked"
        assert lost.startswith("Nekesa Makokha is taken: Forum at ")
    assert Booking.objects.filter(active=True).count() == 10


@pytest.mark.django_db
class TestReport:
    def send(self, forum, by, **fields):
        level = make_levels()[0]
        data = {"key": uuid4(), "counts": {(level, Sex.GIRLS): 30, (level, Sex.BOYS): 20}, "done": "Fine", **fields}
        return send_report(forum=forum, by=by, **data)

    def test_it_counts(self, nekesa):
        forum = BookingFactory(forum=ForumFactory(days=-1), facilitator=nekesa).forum
        report = self.send(forum, nekesa)
        forum.refresh_from_db()
        assert (forum.state, report.learners) == (State.REPORTED, 50)
        figures = reach(timezone.localdate().year)
        assert figures.participations in (50, 0)  # 0 on the first day of a year: the visit was in the one before
        assert HeadCount.objects.participations() == 50

    def test_sent_twice_it_counts_once(self, nekesa):
        forum = BookingFactory(forum=ForumFactory(days=-1), facilitator=nekesa).forum
        key = uuid4()
        assert self.send(forum, nekesa, key=key) == self.send(forum, nekesa, key=key)
        assert ForumReport.objects.count() == 1
        assert HeadCount.objects.participations() == 50

    def test_a_correction_replaces_and_keeps_the_first(self, nekesa):
        forum = BookingFactory(forum=ForumFactory(days=-1), facilitator=nekesa).forum
        self.send(forum, nekesa)
        level = make_levels()[1]
        self.send(forum, nekesa, counts={(level, Sex.GIRLS): 7})
        assert ForumReport.objects.count() == 2
        assert HeadCount.objects.participations() == 7

    def test_a_concern_goes_to_the_safeguarding_lead_alone(self, nekesa, officer, person):
        lead = person(Role.SAFEGUARDING)
        forum = BookingFactory(forum=ForumFactory(days=-1), facilitator=nekesa).forum
        self.send(forum, nekesa, concern="A girl told me that …")
        assert Concern.objects.visible_to(lead).count() == 1
        assert Concern.objects.visible_to(officer).count() == Concern.objects.visible_to(nekesa).count() == 0
        message = Message.objects.get(to=lead.email)
        assert "girl" not in message.body + message.subject
        assert not Action.objects.filter(facts__icontains="girl").exists()

    @pytest.mark.parametrize(
        ("days", "state", "says"),
        [(3, State.CONFIRMED, "still to come"), (-3, State.CANCELLED, "was cancelled")],
    )
    def test_what_did_not_happen_is_not_reported(self, nekesa, days, state, says):
        forum = BookingFactory(forum=ForumFactory(days=days, state=state), facilitator=nekesa).forum
        with pytest.raises(ValidationError, match=says):
            self.send(forum, nekesa)

    def test_nobody_counted_is_refused(self, nekesa):
        forum = BookingFactory(forum=ForumFactory(days=-1), facilitator=nekesa).forum
        with pytest.raises(ValidationError, match="at least one"):
            self.send(forum, nekesa, counts={(make_levels()[0], Sex.GIRLS): 0})

    def test_a_form_of_another_visit_is_not_taken_for_this_one(self, nekesa):
        one, other = (BookingFactory(forum=ForumFactory(days=-d), facilitator=nekesa).forum for d in (1, 3))
        key = self.send(one, nekesa).key
        with pytest.raises(ValidationError, match="another visit"):
            self.send(other, nekesa, key=key)

    def test_a_visit_cancelled_meanwhile_is_not_reported(self, nekesa):
        forum = BookingFactory(forum=ForumFactory(days=-1), facilitator=nekesa).forum
        Forum.objects.filter(pk=forum.pk).update(state=State.CANCELLED)
        with pytest.raises(ValidationError, match="was cancelled"):
            self.send(forum, nekesa)

    def test_only_the_team_reports(self, nekesa, person):
        forum = BookingFactory(forum=ForumFactory(days=-1), facilitator=nekesa).forum
        with pytest.raises(ValidationError, match="Only the team"):
            self.send(forum, person(Role.FACILITATOR))


@pytest.mark.django_db
def test_the_start_page_asks_the_team_and_tells_the_officer(nekesa, officer):
    late = BookingFactory(forum=ForumFactory(days=-10), facilitator=nekesa).forum
    BookingFactory(forum=ForumFactory(days=5), facilitator=nekesa)
    assert [str(need.words) for need in needs_of(nekesa)] == [f"Report: {late.school}"]
    assert [str(need.words) for need in needs_of(officer)] == [f"Report missing: {late.school}"]
    assert late.chip == ("stop", "report late")


@pytest.mark.django_db
def test_the_week_shows_each_ones_own(nekesa, officer, person):
    today = timezone.localdate()
    forum = BookingFactory(forum=ForumFactory(days=0), facilitator=nekesa).forum
    for who, expected in ((nekesa, 1), (officer, 1), (person(Role.FACILITATOR), 0)):
        entries = [entry for day in week_of(who, today) for entry in day.entries]
        assert len(entries) == expected, who
    (day,) = [day for day in week_of(nekesa, today) if day.date == today]
    assert day.entries[0].words == forum.school.name


@pytest.mark.django_db
def test_at_an_empty_weekend_the_week_to_come_is_shown(nekesa):
    saturday = date(2027, 2, 6)
    assert [day.date.day for day in week_of(nekesa, saturday)] == [8, 9, 10, 11, 12]
    assert [day.date.day for day in week_of(nekesa, date(2027, 2, 5))] == [1, 2, 3, 4, 5]
    sunday = ForumFactory(days=(date(2027, 2, 7) - timezone.localdate()).days)
    BookingFactory(forum=sunday, facilitator=nekesa)
    assert [day.date.day for day in week_of(nekesa, saturday)] == [1, 2, 3, 4, 5, 7]
