"""Many visits moved at once when the calendar changes, each message read before it is sent, booklets put aside."""

from datetime import date, datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from accounts.choices import Role
from accounts.models import Message
from accounts.sms import plain, segments
from materials.models import Title
from schools.services.calendar import add_blackout
from tests.factories.schools import CountyFactory, SchoolFactory
from tests.factories.workshops import BookingFactory, ForumFactory, make_authority
from workshops.choices import State
from workshops.models import Forum, VisitRequest
from workshops.reports import broken_visits, fit_of, moves_for
from workshops.services.copies import reserve_copies
from workshops.services.door import warnings_of
from workshops.services.forum import plan_forum
from workshops.services.moves import NewDay, move_visits
from workshops.services.preview import preview_messages

ZONE = timezone.get_default_timezone()
CLOSED = date(2026, 2, 10)  # a Tuesday in the first term
NOW = datetime(2026, 1, 20, 9, tzinfo=ZONE)


def at(day: date, hour: int = 15, minute: int = 30) -> datetime:
    return datetime.combine(day, time(hour, minute), ZONE)


@pytest.fixture
def nekesa(person):
    return person(Role.FACILITATOR, name="Nekesa Makokha")


@pytest.fixture
def term(calendar_2026, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    return calendar_2026


def broken(nekesa, officer, n=1, county="030", **fields):
    """Visits that were fine until their schools closed."""
    made = []
    for k in range(n):
        school = SchoolFactory(county=CountyFactory(code=county))
        start = at(CLOSED + timedelta(days=k))
        forum = ForumFactory(school=school, starts_at=start, ends_at=start + timedelta(minutes=60), **fields)
        BookingFactory(forum=forum, facilitator=nekesa)
        VisitRequest.objects.create(forum=forum, school=school, name="Wanza Mutiso", email=f"w{k}@example.org")
        last = CLOSED + timedelta(days=n)
        add_blackout(school=school, first=CLOSED, last=last, reason="Mock examinations", by=officer)
        made.append(forum)
    return made


def proposals(after=CLOSED):
    return moves_for([(row.forum, row.why) for row in broken_visits()], after)


def chosen(moves):
    return [NewDay(move.forum.pk, move.forum.revision, move.starts_at) for move in moves]


@pytest.mark.django_db
class TestMoves:
    def test_each_gets_the_first_open_day_and_nobody_is_taken_twice(self, term, nekesa, officer):
        broken(nekesa, officer, n=2)
        first, second = proposals()
        assert "Mock examinations" in first.why[0]
        assert timezone.localtime(first.starts_at) == at(CLOSED + timedelta(days=3))
        assert second.starts_at != first.starts_at
        assert [move.starts_at.astimezone(ZONE).weekday() < 5 for move in (first, second)] == [True, True]

    def test_where_the_team_is_taken_another_day_is_found(self, term, nekesa, officer):
        broken(nekesa, officer)
        start = at(CLOSED + timedelta(days=2))
        busy = ForumFactory(starts_at=start, ends_at=start + timedelta(minutes=60))
        BookingFactory(forum=busy, facilitator=nekesa)
        (move,) = proposals()
        assert move.starts_at.astimezone(ZONE).date() == CLOSED + timedelta(days=3)

    def test_without_authority_nothing_is_found(self, term, nekesa, officer, authority):
        broken(nekesa, officer, county="031")
        (move,) = proposals()
        assert move.starts_at is None
        make_authority(by=officer, county="031", valid_from=date(2026, 1, 1), valid_until=date(2026, 3, 1))
        assert proposals()[0].starts_at is not None

    def test_all_are_moved_told_and_written_down_once(self, term, nekesa, officer):
        forums = broken(nekesa, officer, n=2)
        moves = chosen(proposals())
        assert move_visits(moves=moves, reason="The school is closed", by=officer) == 2
        written = Message.objects.count()
        assert move_visits(moves=moves, reason="The school is closed", by=officer) == 0
        assert Message.objects.count() == written == 4
        letter = Message.objects.get(to="w0@example.org")
        assert "The school is closed" in letter.body
        assert broken_visits() == []
        for forum in forums:
            forum.refresh_from_db()
            assert (forum.revision, forum.state) == (1, State.CONFIRMED)
            assert forum.steps.last().note == forum.when
            assert forum.bookings.get().starts_at == forum.starts_at

    def test_a_proposed_visit_is_proposed_anew(self, term, nekesa, officer):
        (forum,) = broken(nekesa, officer, state=State.AGREED)
        move_visits(moves=chosen(proposals()), reason="x", by=officer)
        forum.refresh_from_db()
        assert forum.state == State.PROPOSED

    def test_one_that_fails_moves_none(self, term, nekesa, officer):
        first, second = broken(nekesa, officer, n=2)
        moves = chosen(proposals())
        Forum.objects.filter(pk=second.pk).update(revision=7)
        with pytest.raises(ValidationError, match=f"{second}: Somebody changed this visit"):
            move_visits(moves=moves, reason="x", by=officer)
        first.refresh_from_db()
        assert (first.revision, timezone.localtime(first.starts_at)) == (0, at(CLOSED))
        assert not Message.objects.exists()

    def test_only_officers(self, term, nekesa, officer):
        broken(nekesa, officer)
        with pytest.raises(ValidationError):
            move_visits(moves=chosen(proposals()), reason="x", by=nekesa)

    def test_what_fits_says_so(self, term, nekesa):
        forum = ForumFactory(starts_at=at(CLOSED), ends_at=at(CLOSED, 16))
        assert fit_of([forum]) == [(forum, [])]


@pytest.mark.django_db
class TestPage:
    def test_it_is_previewed_word_for_word_then_done(self, term, nekesa, officer, as_role):
        (forum,) = broken(nekesa, officer)
        client, url = as_role(Role.OFFICER), reverse("workshops:reschedule")
        (move,) = proposals(NOW.date() + timedelta(days=1))
        page = client.get(url).content.decode()
        assert move.value in page
        assert "Mock examinations" in page
        data = {"chosen": [move.value], "reason": "The school is closed"}
        page = client.post(url, {**data, "preview": "1"}).content.decode()
        assert "Dear Wanza" in page
        assert "The school is closed" in page
        assert "Nothing has been sent" in page
        assert not Message.objects.exists()
        assert Forum.objects.get(pk=forum.pk).revision == 0
        for _twice in range(2):
            assert client.post(url, data).status_code == 302
        assert Message.objects.count() == 2
        assert "No visit has to move" in client.get(url).content.decode()

    def test_by_county_and_days(self, term, nekesa, officer, as_role):
        broken(nekesa, officer)
        CountyFactory(code="031")
        client, url = as_role(Role.OFFICER), reverse("workshops:reschedule")
        assert "No visit has to move" in client.get(url, {"county": "031"}).content.decode()
        assert "No visit has to move" in client.get(url, {"first": "2026-02-11"}).content.decode()
        assert "Mock examinations" in client.get(url, {"county": "030", "last": "x"}).content.decode()
        start = at(date(2026, 2, 24))
        ForumFactory(starts_at=start, ends_at=start + timedelta(minutes=60), school=SchoolFactory(name="Fits Well"))
        assert "Fits Well" not in client.get(url).content.decode()
        assert "Fits Well" in client.get(url, {"every": "on"}).content.decode()

    @pytest.mark.parametrize("value", ["", "1/2", "x/y/z", "1/0/2026-02-31T00:00", "1/0/2026-02-20T15:30", "9" * 40])
    def test_bad_choices_get_a_sentence(self, term, nekesa, officer, as_role, value):
        broken(nekesa, officer)
        response = as_role(Role.OFFICER).post(reverse("workshops:reschedule"), {"chosen": value, "reason": "x"})
        assert response.status_code == 422


@pytest.mark.django_db
class TestPreview:
    def test_a_cancellation_is_read_before_it_is_sent(self, as_role, nekesa):
        forum = BookingFactory(facilitator=nekesa).forum
        client, url = as_role(Role.OFFICER), reverse("workshops:forum-cancel", args=[forum.pk])
        data = {"party": "us", "cause": "weather", "reason": "The road is closed"}
        page = client.post(url, {**data, "preview": "1"}).content.decode()
        assert "Dear Nekesa" in page
        assert "The road is closed" in page
        forum.refresh_from_db()
        assert (forum.state, Message.objects.count()) == (State.CONFIRMED, 0)
        client.post(url, data)
        assert Message.objects.get().to == nekesa.email

    def test_a_plan_is_read_before_it_is_made(self, as_role, nekesa):
        day = (timezone.localdate() + timedelta(days=9)).isoformat()
        plan = {"kind": "forum", "topic": "x", "day": day, "start": "15:30", "end": "16:45", "lead": nekesa.pk}
        url = reverse("workshops:forum-add", args=[SchoolFactory().pk])
        page = as_role(Role.OFFICER).post(url, {**plan, "preview": "1"}).content.decode()
        assert "you are booked for a visit" in page
        assert not Forum.objects.exists()
        refused = as_role(Role.OFFICER).post(url, {**plan, "lead": "", "preview": "1"})
        assert refused.status_code == 422

    def test_what_a_service_refuses_is_refused(self, officer, nekesa):
        forum = Forum(topic="x", school=SchoolFactory(), starts_at=at(CLOSED), ends_at=at(CLOSED, 16))
        with pytest.raises(ValidationError):
            preview_messages(lambda: plan_forum(forum=forum, team=[nekesa], by=nekesa))


@pytest.mark.django_db
class TestCopies:
    def test_they_are_put_aside_and_the_warning_goes(self, as_role, nekesa):
        title = Title.objects.create(name="Know Your Rights", code="RIGHTS3")
        forum = BookingFactory(facilitator=nekesa).forum
        client, url = as_role(Role.OFFICER), reverse("workshops:forum-copies", args=[forum.pk])
        assert "No booklets are reserved for this visit." in warnings_of(forum, [nekesa])
        assert client.post(url, {f"copies_{title.pk}": -1}).status_code == 422
        client.post(url, {f"copies_{title.pk}": 90})
        assert "Know Your Rights: 90" in client.get(forum.get_absolute_url()).content.decode()
        assert "No booklets" not in " ".join(warnings_of(forum, [nekesa]))
        client.post(url, {f"copies_{title.pk}": ""})
        assert not forum.reservations.exists()

    def test_not_for_what_is_over(self, officer):
        with pytest.raises(ValidationError, match="is over"):
            reserve_copies(forum=ForumFactory(state=State.VERIFIED), copies={}, by=officer)


SMS = "booked cancelled confirmed feedback invited moved overdue proposed released reminder reminder_school requested returned thanks".split()


@pytest.mark.django_db
@pytest.mark.parametrize("name", SMS)
@pytest.mark.parametrize("language", ["en", "sw"])
def test_each_sms_fits_into_one_for_usual_names(name, language, settings):
    """160 characters of GSM-7, with the house's own name and address, a school of 30 letters, an ordinary topic."""
    forum = ForumFactory(school=SchoolFactory(name="Moi Girls High School, Eldoret"), topic="Freedom from torture")
    org = {"name": "Amnesty International Kenya", "phone": "+254 20 4283000", "email": "x@example.org"}
    context = {"forum": forum, "org": org, "site": "https://haki.example.org", "days": 5}
    settings.SITE_URL = "https://haki.example.org"
    with translation.override(language):
        text = plain(render_to_string(f"workshops/messages/{name}.sms.txt", context))
    assert segments(text) == 1, (len(text), text)
