"""One gathering over several sessions, days and schools: the rules at the door hold for each of them."""

import threading
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from accounts.choices import Role
from accounts.models import Message
from tests.factories.accounts import UserFactory
from tests.factories.schools import CountyFactory, MembershipFactory, SchoolFactory
from tests.factories.workshops import clear, in_days
from workshops.choices import State
from workshops.models import Clearance, Forum, GuestSchool, Module, SchoolTime, Session
from workshops.reports import agenda_of, calendar_entries, grid_of, loads
from workshops.services.door import blocks_of, clashes_of, warnings_of
from workshops.services.forum import cancel_forum, change_forum, plan_forum
from workshops.services.session import add_guest, remove_guest, remove_session, save_session


def new_forum(school=None, days=7, hour=15, **fields) -> Forum:
    start = in_days(days, hour)
    return Forum(
        topic="Rights",
        school=school or SchoolFactory(),
        starts_at=start,
        ends_at=start + timedelta(minutes=75),
        **fields,
    )


def new_session(forum, days=0, minutes=0, **fields) -> Session:
    shift = timedelta(days=days, minutes=minutes)
    times = {"starts_at": forum.starts_at + shift, "ends_at": forum.starts_at + shift + timedelta(minutes=60)}
    return Session(**{"forum": forum, "title": "Cases", "room": "Library", **times, **fields})


@pytest.fixture
def nekesa(person):
    return person(Role.FACILITATOR, name="Nekesa Makokha")


@pytest.fixture
def amina(person):
    return person(Role.FACILITATOR, name="Amina Said")


@pytest.fixture
def forum(nekesa, officer):
    return plan_forum(forum=new_forum(kind="festival"), team=[nekesa], by=officer)


@pytest.mark.django_db
class TestSessions:
    def test_one_visit_becomes_two_days(self, forum, nekesa, amina, officer):
        session = save_session(session=new_session(forum, days=1), team=[nekesa, amina], by=officer)
        forum.refresh_from_db()
        first, second = forum.get_sessions()
        assert (first.title, second) == ("Rights", session)
        assert (forum.starts_at, forum.ends_at) == (first.starts_at, session.ends_at)
        assert [b.facilitator for b in forum.get_team()] == [nekesa, amina]
        assert SchoolTime.objects.filter(forum=forum, active=True).count() == 2
        assert forum.steps.last().note == str(session)
        days = agenda_of(officer, timezone.localtime(forum.starts_at).date(), 2)
        assert [[entry.detail for entry in day.entries] for day in days] == [["Rights"], ["Cases"]]
        monday = timezone.localtime(session.starts_at).date()
        monday -= timedelta(days=monday.weekday())
        assert {row.person: row.field_days for row in grid_of(monday)}[amina] == 1

    def test_between_its_days_school_and_team_are_free(self, forum, nekesa, officer):
        save_session(session=new_session(forum, days=4), team=[nekesa], by=officer)
        assert plan_forum(forum=new_forum(forum.school, days=9), team=[nekesa], by=officer).pk
        with pytest.raises(ValidationError, match="The school is taken"):
            plan_forum(forum=new_forum(forum.school, days=11), team=[], by=officer)
        with pytest.raises(ValidationError, match="Nekesa Makokha is taken"):
            plan_forum(forum=new_forum(days=11), team=[nekesa], by=officer)

    def test_parallel_sessions_need_different_people(self, forum, nekesa, amina, officer):
        with pytest.raises(ValidationError, match="Nekesa Makokha would be in two sessions at once"):
            save_session(session=new_session(forum), team=[nekesa], by=officer)
        assert not Session.objects.exists()
        save_session(session=new_session(forum), team=[amina], by=officer)
        assert SchoolTime.objects.get(forum=forum).ends_at == forum.ends_at

    def test_who_is_at_another_visit_is_refused_by_name(self, forum, amina, officer):
        other = plan_forum(forum=new_forum(days=8), team=[amina], by=officer)
        with pytest.raises(ValidationError) as refused:
            save_session(session=new_session(forum, days=1), team=[amina], by=officer)
        assert refused.value.message_dict["team"] == [f"Amina Said is taken: {other}, {other.when}."]

    def test_the_papers_must_be_valid_on_each_day(self, forum, nekesa, officer, director):
        last = timezone.localdate() + timedelta(days=10)
        Clearance.objects.filter(person=nekesa, kind="code").update(valid_until=last)
        with pytest.raises(ValidationError, match="no valid clearance"):
            save_session(session=new_session(forum, days=5), team=[nekesa], by=officer)
        save_session(session=new_session(forum, days=5), team=[nekesa], override="Renewed already", by=director)
        assert forum.overrides.get().reason == "Renewed already"

    def test_four_days_of_one_festival_are_four_field_days(self, forum, nekesa, officer):
        monday = -timezone.localdate().weekday() + 21
        forum = plan_forum(forum=new_forum(days=monday), team=[nekesa], by=officer)
        for day in range(1, 4):
            save_session(session=new_session(forum, days=day), team=[nekesa], by=officer)
        forum.refresh_from_db()
        assert any("4 field days in that week" in words for words in warnings_of(forum, [nekesa]))
        load = next(load for load in loads(forum.starts_at.year) if load.person == nekesa)
        assert load.visits <= 2  # the festival is one visit, whatever its sessions

    def test_moving_the_first_day_moves_all(self, forum, nekesa, officer):
        save_session(session=new_session(forum, minutes=90), team=[nekesa], by=officer)
        forum.refresh_from_db()
        before = [session.starts_at for session in forum.get_sessions()]
        forum.starts_at, forum.ends_at = forum.starts_at + timedelta(minutes=90), forum.ends_at
        change_forum(forum=forum, team=forum.get_people(), programme=None, by=officer)
        after = [session.starts_at for session in Forum.objects.get(pk=forum.pk).get_sessions()]
        assert [b - a for a, b in zip(before, after, strict=True)] == [timedelta(minutes=90)] * 2
        assert [b.starts_at for b in nekesa.bookings.order_by("starts_at")] == after

    def test_a_session_is_taken_out_and_calendars_hear_of_it(self, forum, nekesa, amina, officer):
        session = save_session(session=new_session(forum, days=1), team=[amina], by=officer)
        remove_session(session=session, by=officer)
        forum.refresh_from_db()
        entries = [entry for entry in calendar_entries(officer) if f"forum-{forum.pk}" in entry.uid]
        assert [(entry.cancelled, entry.revision) for entry in entries] == [(False, 2), (True, 2)]
        assert len({entry.uid for entry in entries}) == 2
        assert entries[0].uid.startswith(f"forum-{forum.pk}@")
        assert Message.objects.filter(to=amina.email, subject__startswith="No longer yours").count() == 1
        assert plan_forum(forum=new_forum(days=8), team=[amina], by=officer).pk
        with pytest.raises(ValidationError, match="keeps one session"):
            remove_session(session=forum.get_sessions()[0], by=officer)

    def test_cancelling_frees_every_day(self, forum, nekesa, officer):
        save_session(session=new_session(forum, days=1), team=[nekesa], by=officer)
        forum.refresh_from_db()
        cancel_forum(forum=forum, reason="Rain", by=officer)
        assert plan_forum(forum=new_forum(forum.school, days=8), team=[nekesa], by=officer).pk
        assert all(entry.cancelled for entry in calendar_entries(nekesa) if f"forum-{forum.pk}" in entry.uid)

    def test_only_officers_and_only_what_is_ahead(self, forum, nekesa, officer):
        with pytest.raises(ValidationError):
            save_session(session=new_session(forum, days=1), team=[nekesa], by=nekesa)
        Forum.objects.update(state=State.VERIFIED)
        with pytest.raises(ValidationError, match="is over"):
            save_session(session=new_session(forum, days=1), team=[nekesa], by=officer)


@pytest.mark.django_db
class TestSchools:
    def test_a_school_that_comes_is_held_and_told(self, forum, officer, person):
        teacher = MembershipFactory(user=person(Role.TEACHER)).user
        school = teacher.memberships.get().school
        guest = add_guest(guest=GuestSchool(forum=forum, school=school, expected=40), by=officer)
        assert Message.objects.filter(to=teacher.email, subject__startswith="Invitation").exists()
        assert Forum.objects.visible_to(teacher).get() == forum
        with pytest.raises(ValidationError, match="is taken"):
            plan_forum(forum=new_forum(school), team=[], by=officer)
        remove_guest(guest=guest, by=officer)
        assert plan_forum(forum=new_forum(school), team=[], by=officer).pk

    def test_the_door_asks_for_it_too(self, forum, officer, director):
        far = SchoolFactory(county=CountyFactory(code="031"))
        with pytest.raises(ValidationError, match="No authority of the ministry covers"):
            add_guest(guest=GuestSchool(forum=forum, school=far), by=officer)
        busy = plan_forum(forum=new_forum(), team=[], by=officer).school
        with pytest.raises(ValidationError, match=f"{busy} is taken"):
            add_guest(guest=GuestSchool(forum=forum, school=busy), by=officer)
        with pytest.raises(ValidationError, match="is the host"):
            add_guest(guest=GuestSchool(forum=forum, school=forum.school), by=officer)
        assert not forum.guests.exists()
        assert clashes_of(forum, []) == {}
        assert blocks_of(forum, [], with_authority=True) == []


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_two_officers_take_one_school_for_two_festivals_in_the_same_second():
    """Ten pairs: one festival invites the school, the other reads that it is taken."""
    officers = [UserFactory(roles=[Role.OFFICER]) for _n in range(2)]
    leads = [UserFactory(roles=[Role.FACILITATOR]) for _n in range(2)]
    for lead in leads:
        clear(lead)
    outcomes = []

    def invite(officer, forum, school, barrier, into):
        try:
            barrier.wait()
            add_guest(guest=GuestSchool(forum=forum, school=school), by=officer)
            into.append("held")
        except ValidationError as error:
            into.append(" ".join(error.messages))
        finally:
            connection.close()

    for days in range(10, 20):
        school, barrier, into = SchoolFactory(), threading.Barrier(2), []
        forums = [plan_forum(forum=new_forum(days=days), team=[lead], by=officers[0]) for lead in leads]
        pairs = zip(officers, forums, strict=True)
        threads = [threading.Thread(target=invite, args=(*pair, school, barrier, into)) for pair in pairs]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        outcomes.append(sorted(into, key=len))
    for won, lost in outcomes:
        assert won == "held"
        assert "is taken" in lost or "a moment ago" in lost


@pytest.mark.django_db
class TestPages:
    def sent(self, forum, leader, **changed):
        day = timezone.localtime(forum.starts_at).date() + timedelta(days=1)
        data = {"title": "Cases", "room": "Library", "day": day.isoformat(), "start": "09:00", "end": "10:00"}
        return {**data, "lead": leader.pk, **changed}

    def test_a_session_is_added_changed_and_taken_out(self, as_role, forum, nekesa, amina):
        client, add = as_role(Role.OFFICER), reverse("workshops:session-add", args=[forum.pk])
        assert client.post(add, self.sent(forum, amina)).headers["Location"] == forum.get_absolute_url()
        session = Session.objects.get(title="Cases")
        change = reverse("workshops:session-change", args=[forum.pk, session.pk])
        assert 'value="09:00"' in client.get(change).content.decode()
        client.post(change, self.sent(forum, amina, room="Hall"))
        page = client.get(forum.get_absolute_url()).content.decode()
        assert "Hall" in page
        assert "Amina" in page
        form = client.get(reverse("workshops:forum-change", args=[forum.pk])).content.decode()
        assert "First day" in form
        assert 'name="start"' not in form
        body = client.get(reverse("workshops:forum-file", args=[forum.pk])).content
        assert len(Calendar.from_ical(body).walk("VEVENT")) == 2
        client.post(reverse("workshops:session-remove", args=[forum.pk, session.pk]))
        session.refresh_from_db()
        assert not session.active

    def test_another_first_day_moves_all_sessions(self, as_role, forum, amina, officer):
        session = save_session(session=new_session(forum, days=1), team=[amina], by=officer)
        day = timezone.localtime(forum.starts_at).date() + timedelta(days=7)
        data = {"kind": "festival", "topic": "Rights", "day": day.isoformat(), "seen": 1}
        response = as_role(Role.OFFICER).post(reverse("workshops:forum-change", args=[forum.pk]), data)
        assert response.status_code == 302
        before = session.starts_at
        session.refresh_from_db()
        assert session.starts_at - before == timedelta(days=7)

    @pytest.mark.parametrize(
        ("changed", "says"),
        [
            ({"end": "08:00"}, "The end must come after the beginning"),
            ({"title": ""}, "This field is required"),
            ({"lead": ""}, "This field is required"),
            ({"day": "x"}, "Enter a valid date"),
        ],
    )
    def test_bad_sessions_get_a_sentence(self, as_role, forum, amina, changed, says):
        url = reverse("workshops:session-add", args=[forum.pk])
        response = as_role(Role.OFFICER).post(url, self.sent(forum, amina, **changed))
        assert response.status_code == 422
        assert says in response.content.decode()

    def test_a_school_is_invited_by_its_name_and_taken_off(self, as_role, forum):
        client, url = as_role(Role.OFFICER), reverse("workshops:guest-add", args=[forum.pk])
        for name in ("Moi Girls Eldoret", "Moi Girls Nairobi"):
            SchoolFactory(name=name)
        assert "Several schools have it" in client.post(url, {"school": "moi girls"}).content.decode()
        assert "No school of that name" in client.post(url, {"school": "zzz zzz"}).content.decode()
        client.post(url, {"school": "moi girls eldoret", "expected": 40})
        guest = forum.guests.get()
        assert "Moi Girls Eldoret" in client.get(forum.get_absolute_url()).content.decode()
        client.post(reverse("workshops:guest-remove", args=[forum.pk, guest.pk]))
        assert not forum.guests.exists()

    def test_a_module_is_written_and_chosen(self, as_role, nekesa, forum):
        client = as_role(Role.OFFICER)
        data = {"name": "Torture is never right", "minutes": 45, "notes": "## How\n\nRead <script>slowly</script>."}
        assert client.post(reverse("workshops:module-add"), {**data, "notes": ""}).status_code == 422
        client.post(reverse("workshops:module-add"), data)
        module = Module.objects.get()
        page = client.get(module.get_absolute_url()).content.decode()
        assert "<h2" in page
        assert "<script>slowly" not in page
        client.post(reverse("workshops:module-change", args=[module.pk]), {**data, "minutes": 60})
        day = timezone.localtime(forum.starts_at).date().isoformat()
        plan = {"kind": "forum", "topic": "x", "day": day, "start": "15:30", "end": "16:45", "lead": nekesa.pk}
        client.post(reverse("workshops:forum-change", args=[forum.pk]), {**plan, "topics": [module.pk], "seen": 0})
        assert forum.modules.get().minutes == 60
