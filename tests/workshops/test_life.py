"""The life of a visit: the table of steps, the school's wish, its code, its link, and four pairs of eyes."""

import re
import threading
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from accounts.choices import Channel, Role
from accounts.models import Action, Message
from accounts.sms import plain, polite_moment, segments
from tests.factories.accounts import UserFactory
from tests.factories.schools import MembershipFactory, SchoolFactory
from tests.factories.workshops import BookingFactory, ForumFactory, clear, in_days, make_levels, make_wish
from workshops.choices import AHEAD, Mover, Sex, State
from workshops.models import Forum, VisitRequest, VisitStep
from workshops.reports import needs_of, stations_of
from workshops.rules.life import DEBTS, MOVES, can_follow, debt_of
from workshops.services.forum import cancel_forum, propose_forum
from workshops.services.report import mark_delivered, mark_no_show, return_report, send_report, verify_report
from workshops.services.request import (
    accept_request,
    agree_to_visit,
    ask_for_code,
    ask_other_day,
    enter_code,
    request_visit,
)


@pytest.fixture
def nekesa(person):
    return person(Role.FACILITATOR, name="Nekesa Makokha")


def report_of(forum, by, n=30):
    counts = {(make_levels()[0], Sex.GIRLS): n}
    return send_report(forum=forum, key=uuid4(), counts=counts, done="Fine", by=by)


def propose(forum, team, by, days=20):
    forum.starts_at, forum.ends_at = in_days(days), in_days(days, 16, 45)
    return propose_forum(forum=forum, team=team, by=by)


class TestTable:
    def test_every_state_has_its_line_and_every_end_can_be_reached(self):
        assert {state for state in MOVES if state} == set(State)
        reached, todo = set(), [None]
        while todo:
            for state in MOVES[todo.pop()]:
                if state not in reached:
                    reached.add(state)
                    todo.append(state)
        assert reached == set(State)

    @pytest.mark.parametrize("state", [State.VERIFIED, State.CANCELLED, State.NO_SHOW])
    def test_from_an_end_nothing_follows_and_nobody_owes_anything(self, state):
        assert not any(can_follow(state, other) for other in State)
        assert debt_of(state, over=True) is None

    def test_only_a_school_agrees_or_an_officer_for_it(self):
        assert can_follow(State.PROPOSED, State.AGREED, Mover.SCHOOL)
        assert not can_follow(State.PROPOSED, State.AGREED, Mover.TEAM)
        assert not can_follow(State.REQUESTED, State.CONFIRMED, Mover.OFFICER)

    def test_whatever_is_under_way_says_who_owes_the_next_step(self):
        ends = {state for state, after in MOVES.items() if state and not after}
        assert set(State) - ends - {State.CONFIRMED} == set(DEBTS)
        assert debt_of(State.CONFIRMED, over=False) is None
        assert debt_of(State.CONFIRMED, over=True).owes == Mover.TEAM


@pytest.mark.django_db
class TestWish:
    def wish(self, **fields):
        return VisitRequest(school=SchoolFactory(), name="Wanza Mutiso", phone="+254722000111", **fields)

    def test_a_code_opens_the_visit_and_opens_it_once(self):
        wish = ask_for_code(wish=self.wish())
        message = Message.objects.get(channel=Channel.SMS)
        code = re.search(r"\b\d{6}\b", message.body)[0]
        assert message.secret
        assert Forum.objects.count() == 0
        forum = enter_code(wish=wish, code=code)
        assert enter_code(wish=VisitRequest.objects.get(), code=code) == forum
        assert (forum.state, forum.active, Forum.objects.count()) == (State.REQUESTED, False, 1)
        assert forum.steps.get().who == "Wanza Mutiso, Principal"
        assert code not in str(Action.objects.values_list("facts", "about_text"))

    def test_a_wrong_code_is_counted_and_ends(self):
        ask_for_code(wish=self.wish())
        code = re.search(r"\b\d{6}\b", Message.objects.get().body)[0]
        wrong = f"{(int(code) + 1) % 1_000_000:06d}"
        for _try in range(4):
            with pytest.raises(ValidationError, match="not the code"):
                enter_code(wish=VisitRequest.objects.get(), code=wrong)
        with pytest.raises(ValidationError, match="not the code"):
            enter_code(wish=VisitRequest.objects.get(), code=wrong)
        with pytest.raises(ValidationError, match="has ended"):
            enter_code(wish=VisitRequest.objects.get(), code=code)
        assert Forum.objects.count() == 0

    def test_an_old_code_has_ended(self):
        wish = ask_for_code(wish=self.wish())
        VisitRequest.objects.update(asked_at=timezone.now() - timezone.timedelta(minutes=16))
        wish.refresh_from_db()
        with pytest.raises(ValidationError, match="has ended"):
            enter_code(wish=wish, code="123456")

    def test_a_phone_gets_three_codes_a_day(self):
        for _n in range(3):
            ask_for_code(wish=self.wish())
        with pytest.raises(ValidationError, match="several codes"):
            ask_for_code(wish=self.wish())

    def test_a_teacher_asks_for_the_own_school_only(self, person):
        teacher = person(Role.TEACHER)
        wish = self.wish()
        with pytest.raises(ValidationError, match="do not belong"):
            request_visit(wish=wish, by=teacher)
        MembershipFactory(school=wish.school, user=teacher)
        forum = request_visit(wish=wish, by=teacher)
        assert forum in Forum.objects.visible_to(teacher)
        assert Message.objects.filter(about_url=forum.get_absolute_url()).count() == 1

    def test_it_waits_on_the_officers_start_page_with_its_deadline(self, officer):
        forum = make_wish().forum
        (need,) = needs_of(officer)
        assert str(need.words) == f"Request: {forum.school}"
        accept_request(forum=forum, by=officer)
        (need,) = needs_of(officer)
        assert str(need.words) == f"Propose a date: {forum.school}"


@pytest.mark.django_db
class TestProposal:
    def test_the_school_agrees_by_its_link_once(self, officer, nekesa):
        forum = accept_request(forum=make_wish().forum, by=officer)
        propose(forum, [nekesa], officer)
        assert (forum.state, forum.active) == (State.PROPOSED, True)
        assert forum.school_url in Message.objects.get(to="+254722000111").body
        for _twice in range(2):
            agree_to_visit(forum=Forum.objects.get(), who="Wanza Mutiso, principal")
        forum.refresh_from_db()
        assert forum.state == State.CONFIRMED
        states = [step.state for step in forum.steps.all()]
        assert states == [State.TRIAGED, State.PROPOSED, State.AGREED, State.CONFIRMED]

    def test_another_day_frees_the_time(self, officer, nekesa):
        forum = propose(accept_request(forum=make_wish().forum, by=officer), [nekesa], officer)
        ask_other_day(forum=forum, who="Wanza Mutiso", note="Games day")
        assert (forum.state, forum.active, forum.bookings.filter(active=True).count()) == (State.TRIAGED, False, 0)
        again = propose(forum, [nekesa], officer, days=21)
        assert again.revision > 1

    def test_a_step_that_does_not_follow_is_refused(self, officer, nekesa):
        forum = make_wish().forum
        with pytest.raises(ValidationError, match="does not follow"):
            propose(forum, [nekesa], officer)
        with pytest.raises(ValidationError, match="does not follow"):
            agree_to_visit(forum=Forum.objects.get(pk=forum.pk), who="x")

    def test_who_looked_at_an_old_page_is_told(self, officer, nekesa):
        forum = accept_request(forum=make_wish().forum, by=officer)
        old = Forum.objects.get(pk=forum.pk)
        propose(forum, [nekesa], officer)
        with pytest.raises(ValidationError, match="meanwhile"):
            propose(old, [nekesa], officer, days=23)

    def test_cancelling_says_who_and_why(self, officer):
        forum = make_wish().forum
        cancel_forum(forum=forum, reason="Too far this term", party="us", cause="declined", by=officer)
        assert (forum.cancel_party, forum.cancel_cause) == ("us", "declined")
        assert "Too far" in Message.objects.get(to="+254722000111").body

    def test_only_officers_answer(self, nekesa):
        with pytest.raises(ValidationError, match="role"):
            accept_request(forum=make_wish().forum, by=nekesa)


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_two_officers_propose_in_the_same_second():
    officers = [UserFactory(roles=[Role.OFFICER]) for _n in range(2)]
    facilitator = UserFactory(roles=[Role.FACILITATOR])
    clear(facilitator)
    forum = accept_request(forum=make_wish().forum, by=officers[0])
    barrier, outcomes = threading.Barrier(2), []

    def press(officer, days):
        try:
            mine = Forum.objects.get(pk=forum.pk)
            barrier.wait()
            propose(mine, [facilitator], officer, days=days)
            outcomes.append("proposed")
        except ValidationError as error:
            outcomes.append(" ".join(error.messages))
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(officer, 20 + n)) for n, officer in enumerate(officers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes, key=len)[0] == "proposed"
    assert "meanwhile" in max(outcomes, key=len)
    assert VisitStep.objects.filter(state=State.PROPOSED).count() == 1


@pytest.mark.django_db
class TestAfter:
    def past(self, nekesa):
        return BookingFactory(forum=ForumFactory(days=-1), facilitator=nekesa).forum

    def test_delivered_reported_verified_by_somebody_else(self, nekesa, officer):
        forum = self.past(nekesa)
        mark_delivered(forum=forum, by=nekesa)
        assert [str(n.words) for n in needs_of(nekesa)] == [f"Report: {forum.school}"]
        report_of(forum, nekesa)
        verify_report(forum=forum, by=officer)
        assert forum.state == State.VERIFIED
        with pytest.raises(ValidationError, match="does not follow"):
            report_of(forum, nekesa)

    def test_nobody_verifies_the_own_report(self, nekesa, officer):
        forum = self.past(nekesa)
        report_of(forum, officer)
        with pytest.raises(ValidationError, match="yourself"):
            verify_report(forum=forum, by=officer)

    def test_a_report_sent_back_does_not_count_and_the_team_is_told(self, nekesa, officer):
        forum = self.past(nekesa)
        report_of(forum, nekesa)
        assert Forum.objects.reported().count() == 1
        return_report(forum=forum, note="Which class?", by=officer)
        assert Forum.objects.reported().count() == 0
        assert "Which class?" in Message.objects.get(to=nekesa.email).body
        report_of(forum, nekesa)
        assert Forum.objects.reported().count() == 1

    def test_nobody_was_there(self, nekesa):
        forum = self.past(nekesa)
        mark_no_show(forum=forum, reason="The school had closed early.", by=nekesa)
        assert forum.state == State.NO_SHOW
        assert list(Forum.objects.awaiting_report()) == []
        assert [station.here for station in stations_of(forum)][-1]

    def test_what_is_to_come_has_neither_taken_place_nor_failed(self, nekesa):
        forum = BookingFactory(facilitator=nekesa).forum
        for act in (
            lambda: mark_delivered(forum=forum, by=nekesa),
            lambda: mark_no_show(forum=forum, reason="x", by=nekesa),
        ):
            with pytest.raises(ValidationError, match="still to come"):
                act()


@pytest.mark.django_db
def test_a_step_is_never_rewritten(officer):
    accept_request(forum=make_wish().forum, by=officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        VisitStep.objects.update(note="x")


@pytest.mark.django_db
def test_time_is_held_only_with_a_date():
    with pytest.raises(IntegrityError, match="forum_has_a_date"), transaction.atomic():
        Forum.objects.create(school=SchoolFactory(), topic="x")


@pytest.mark.parametrize(("hour", "waits"), [(6, True), (7, False), (19, False), (20, True), (23, True)])
def test_a_phone_is_not_rung_at_night(hour, waits):
    now = timezone.localtime().replace(hour=hour, minute=30)
    moment = polite_moment(now)
    assert (moment is not None) == waits
    assert moment is None or (moment.hour == 7 and moment > now)


def test_an_sms_is_written_in_plain_letters():
    assert plain("Mũrang’a – “haki”…") == 'Murang\'a - "haki"...'
    assert segments(plain("ũ" * 160)) == 1


SMS = (
    "code",
    "requested",
    "proposed",
    "confirmed",
    "booked",
    "cancelled",
    "returned",
    "reminder",
    "reminder_school",
    "overdue",
)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "sw"])
@pytest.mark.parametrize("template", SMS)
def test_each_sms_is_one_sms(template, language, settings):
    settings.SITE_URL = "https://haki.example.org"
    forum = ForumFactory(
        school=SchoolFactory(name="Mtwapa Girls’ Secondary School"),
        cancel_reason="Heavy rain closed the road." if template == "cancelled" else "",
    )
    context = {"forum": forum, "org": settings.ORGANISATION, "site": settings.SITE_URL, "code": "123456", "days": 5}
    with translation.override(language):
        body = plain(render_to_string(f"workshops/messages/{template}.sms.txt", context).strip())
    assert segments(body) == 1, (len(body), body)


@pytest.mark.django_db
class TestPages:
    def test_a_stranger_asks_by_search_form_and_code(self, client):
        school = SchoolFactory(name="Kabarnet Boys")
        page = client.get(reverse("workshops:ask-school"), {"q": "kabarnet"}).content.decode()
        url = reverse("workshops:ask", args=[school.pk])
        assert url in page
        data = {"name": "Wanza Mutiso", "position": "principal", "phone": "0722 000 111", "kind": "forum"}
        code_page = client.post(url, data).headers["Location"]
        code = re.search(r"\b\d{6}\b", Message.objects.get().body)[0]
        assert client.post(code_page, {"code": "12"}).status_code == 422
        after = client.post(code_page, {"code": code}).headers["Location"]
        page = client.get(after).content.decode()
        assert "We have your request" in page
        assert "722" not in page  # no phone on a page that a link opens

    @pytest.mark.parametrize(
        ("changed", "says"),
        [
            ({"website": "http://spam"}, "Leave this field empty"),
            ({"phone": "12"}, "Enter a phone number"),
            ({"phone": ""}, "This field is required"),
            ({"name": ""}, "This field is required"),
            ({"until_day": "2020-01-01"}, "This day is over"),
            ({"from_day": "2030-02-02", "until_day": "2030-02-01"}, "must not come before"),
        ],
    )
    def test_bad_input_gets_a_sentence_and_sends_nothing(self, client, changed, says):
        data = {"name": "Wanza", "position": "principal", "phone": "0722000111", "kind": "forum", **changed}
        response = client.post(reverse("workshops:ask", args=[SchoolFactory().pk]), data)
        assert response.status_code == 422
        assert says in response.content.decode()
        assert Message.objects.count() == 0

    @pytest.mark.usefixtures("still_clock")
    def test_the_form_is_braked(self, client):
        url = reverse("workshops:ask", args=[SchoolFactory().pk])
        assert [client.post(url, {}).status_code for _n in range(13)][-1] == 429

    def test_a_school_answers_by_its_link(self, client, officer, nekesa):
        forum = propose(accept_request(forum=make_wish().forum, by=officer), [nekesa], officer)
        url = reverse("workshops:school-visit", args=[forum.token])
        assert client.post(url, {"answer": "yes"}).status_code == 422
        client.post(url, {"answer": "yes", "who": "Wanza Mutiso, principal"})
        assert "is confirmed" in client.get(url).content.decode()
        assert client.get(reverse("workshops:school-visit", args=["ABCDEFGHJKLMNPQR"])).status_code == 404

    def test_a_teacher_sees_the_form_for_the_own_school(self, sign_in, person):
        teacher = person(Role.TEACHER)
        member = MembershipFactory(user=teacher)
        other = SchoolFactory()
        client, url = sign_in(teacher), reverse("workshops:request-add")
        assert client.post(url, {"school": other.pk, "kind": "forum"}).status_code == 422
        response = client.post(url, {"school": member.school_id, "kind": "forum", "topic": "Rights"})
        assert response.headers["Location"] == Forum.objects.get().get_absolute_url()
        assert client.get(Forum.objects.get().get_absolute_url()).status_code == 200

    def test_the_officers_pages_take_it_on(self, as_role, nekesa, person):
        client, forum = as_role(Role.OFFICER), make_wish().forum
        accept = reverse("workshops:forum-accept", args=[forum.pk])
        assert "Wanza Mutiso" in client.get(accept).content.decode()
        assert client.post(accept, {"take": "no"}).status_code == 422
        client.post(accept, {"take": "yes"})
        day = (timezone.localdate() + timezone.timedelta(days=20)).isoformat()
        data = {"kind": "forum", "topic": "Rights", "day": day, "start": "15:30", "end": "16:45", "lead": nekesa.pk}
        client.post(reverse("workshops:forum-propose", args=[forum.pk]), data)
        page = client.get(forum.get_absolute_url()).content.decode()
        assert "The school’s agreement to the date." in page
        assert "Write down the school’s answer" in page
        says = reverse("workshops:forum-school-says", args=[forum.pk])
        client.post(says, {"answer": "yes", "who": "Wanza Mutiso, principal"})
        forum.refresh_from_db()
        assert forum.state == State.CONFIRMED

    def test_a_refused_button_says_why(self, as_role):
        forum = ForumFactory(state=State.PROPOSED)
        client = as_role(Role.OFFICER)
        response = client.post(reverse("workshops:forum-confirm", args=[forum.pk]))
        assert "does not follow" in response.content.decode()

    def test_an_officer_verifies_or_sends_back(self, as_role, nekesa):
        forum = BookingFactory(forum=ForumFactory(days=-1), facilitator=nekesa).forum
        report_of(forum, nekesa)
        client, url = as_role(Role.OFFICER), reverse("workshops:forum-verify", args=[forum.pk])
        assert "30" in client.get(url).content.decode()
        assert client.post(url, {"stands": "no"}).status_code == 422
        client.post(url, {"stands": "yes"})
        forum.refresh_from_db()
        assert forum.state == State.VERIFIED

    def test_a_team_says_that_nobody_was_there(self, sign_in, nekesa):
        forum = BookingFactory(forum=ForumFactory(days=-1), facilitator=nekesa).forum
        url = reverse("workshops:forum-no-show", args=[forum.pk])
        assert sign_in(nekesa).post(url, {"reason": ""}).status_code == 422
        sign_in(nekesa).post(url, {"reason": "Closed early"})
        forum.refresh_from_db()
        assert forum.state == State.NO_SHOW


def test_what_is_ahead_can_be_moved():
    assert all(can_follow(state, State.CANCELLED) for state in AHEAD)
