"""People: invited, given roles, closed; the profile; the log."""

import time

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.choices import Channel, Purpose, Role
from accounts.models import Action, Concern, Consent, Message, User
from accounts.services import messages as outbox
from accounts.services.concerns import close_concern, raise_concern
from accounts.services.consent import record_consent
from accounts.services.people import close_account, invite_person, set_roles
from accounts.sms import segments
from tests.factories.accounts import ConcernFactory, UserFactory

pytestmark = pytest.mark.django_db


def recently_proven(client, me):
    """Somebody who has just typed the password."""
    session = client.session
    session["account_authentication_methods_user"] = str(me.pk)
    session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
    session.save()
    return client


class TestRules:
    @pytest.mark.parametrize("role", [Role.DIRECTOR, Role.OFFICER, Role.SAFEGUARDING])
    def test_an_officer_makes_no_officers(self, officer, role):
        with pytest.raises(ValidationError, match="Only a director"):
            invite_person(name="X Y", email="x@example.org", roles=[role], by=officer)
        assert User.objects.count() == 1

    def test_a_director_does(self, director):
        user = invite_person(name="X Y", email="x@example.org", roles=[Role.OFFICER], by=director)
        assert user.roles == {Role.OFFICER}

    def test_only_a_director_gives_roles(self, officer, person):
        with pytest.raises(ValidationError):
            set_roles(person=person(), roles=[Role.DIRECTOR], by=officer)

    def test_a_director_stays_one(self, director):
        with pytest.raises(ValidationError, match="cannot give up"):
            set_roles(person=director, roles=[], by=director)
        with pytest.raises(ValidationError, match="your own account"):
            close_account(person=director, by=director)

    def test_what_was_changed_is_in_the_log(self, director, person):
        user = person(Role.JUDGE)
        set_roles(person=user, roles=[Role.FACILITATOR, Role.JUDGE], by=director)
        line = Action.objects.about(user).get()
        assert (line.by, line.facts) == (director, {"before": ["judge"], "after": ["facilitator", "judge"]})


class TestPages:
    def test_an_officer_invites(self, as_role):
        data = {"name": "Asha Ali", "email": "asha@example.org", "roles": ["judge", "facilitator"], "language": "sw"}
        response = as_role(Role.OFFICER).post(reverse("accounts:person-invite"), data)
        user = User.objects.get(email="asha@example.org")
        assert response.headers["Location"] == user.get_absolute_url()
        assert (user.roles, user.language) == ({"judge", "facilitator"}, "sw")

    @pytest.mark.parametrize(
        ("changed", "says"),
        [
            ({"email": ""}, "Give an e-mail address or a phone number"),
            ({"email": "taken@example.org"}, "This e-mail address is taken"),
            ({"email": "nonsense"}, "Enter a valid email address"),
            ({"phone": "12"}, "Enter a phone number such as"),
            ({"roles": []}, "This field is required"),
            ({"roles": ["director"]}, "director is not one of the available choices"),
            ({"name": "x" * 200}, "at most 120 characters"),
        ],
    )
    def test_bad_input_gets_a_sentence(self, as_role, changed, says):
        UserFactory(email="taken@example.org")
        data = {"name": "Asha Ali", "email": "asha@example.org", "roles": ["judge"], "language": "en", **changed}
        response = as_role(Role.OFFICER).post(reverse("accounts:person-invite"), data)
        assert response.status_code == 422
        assert says in response.content.decode()

    def test_the_own_profile(self, as_role, person, sign_in):
        me = person(Role.TEACHER)
        client = recently_proven(sign_in(me), me)
        data = {"name": "New Name", "email": me.email.upper(), "phone": "0733 000 111", "language": "sw"}
        assert client.post(reverse("accounts:profile"), data).status_code == 302
        me.refresh_from_db()
        assert (me.name, me.language, str(me.phone)) == ("New Name", "sw", "+254733000111")
        assert 'lang="sw"' in client.get(reverse("accounts:profile")).content.decode()

    def test_a_profile_needs_a_way_to_be_reached(self, person, sign_in):
        me = person(Role.TEACHER)
        response = recently_proven(sign_in(me), me).post(
            reverse("accounts:profile"), {"name": "A", "email": "", "phone": "", "language": "en"}
        )
        assert response.status_code == 422
        assert "Give an e-mail address or a phone number" in response.content.decode()
        assert me.short_name in response.content.decode()  # the navigation still shows who is signed in

    def test_a_new_password_asks_who_one_is(self, person, sign_in):
        response = sign_in(person(Role.TEACHER)).get(reverse("accounts:password"))
        assert response.headers["Location"].startswith(reverse("account_reauthenticate"))

    def test_language_for_a_stranger_and_no_way_out(self, client):
        response = client.post(reverse("accounts:set-language"), {"language": "sw", "next": "https://evil.example/"})
        assert response.headers["Location"] == "/"
        assert 'lang="sw"' in client.get(reverse("account_login")).content.decode()
        client.post(reverse("accounts:set-language"), {"language": "xx", "next": "/"})
        assert 'lang="sw"' in client.get(reverse("account_login")).content.decode()

    @pytest.mark.usefixtures("still_clock")
    def test_verify_is_braked(self, client):
        answers = [client.get("/v/NONSENSE").status_code for _n in range(35)]
        assert answers[0] == 404
        assert answers[-1] == 429


class TestOutbox:
    def queue(self, key="k"):
        return outbox.queue_message(key=key, channel=Channel.EMAIL, to="a@example.org", subject="S", body="B")

    def test_the_same_key_is_sent_once(self, django_capture_on_commit_callbacks, mailoutbox):
        with django_capture_on_commit_callbacks(execute=True):
            assert self.queue() == self.queue()
        assert len(mailoutbox) == 1
        assert outbox.deliver_message.call(Message.objects.get().pk) == "taken"
        assert len(mailoutbox) == 1

    def test_a_failure_is_tried_again_and_in_the_end_given_up(self, monkeypatch):
        def broken(message):
            raise OSError

        monkeypatch.setattr(outbox, "_hand_over", broken)
        message = self.queue()
        waits = []
        for _n in range(outbox.MAX_ATTEMPTS):
            Message.objects.update(next_try_at=message.queued_at)
            outbox.deliver_due_messages()
            message.refresh_from_db()
            waits.append(round((message.next_try_at - message.queued_at).total_seconds() / 60))
        assert waits == [1, 2, 4, 8, 16, 32]
        assert (message.state, message.error) == ("failed", "OSError")

    def test_a_sender_that_died_is_replaced(self, mailoutbox):
        message = self.queue()
        Message.objects.update(state="sending", leased_until=message.queued_at)
        assert outbox.deliver_due_messages() == 1
        assert len(mailoutbox) == 1

    @pytest.mark.parametrize(
        ("text", "parts"), [("a" * 160, 1), ("a" * 161, 2), ("€" * 80, 1), ("€" * 81, 2), ("ũ" * 70, 1), ("ũ" * 71, 2)]
    )
    def test_sms_are_counted_as_the_networks_do(self, text, parts):
        assert segments(text) == parts


class TestTrust:
    def test_the_last_answer_counts_and_the_first_is_kept(self, officer):
        child = UserFactory()  # any row can be the subject
        record_consent(
            subject=child, answers={Purpose.TAKE_PART: True, Purpose.PUBLISH_NAME: True}, channel="paper", by=officer
        )
        record_consent(subject=child, answers={Purpose.PUBLISH_NAME: False}, channel="phone", by=officer)
        assert Consent.objects.granted(child) == {Purpose.TAKE_PART}
        assert Consent.objects.of(child).count() == 3

    def test_a_concern_is_closed_by_a_lead_only(self, officer, person):
        concern = raise_concern(about=officer, text="x", by=officer)
        with pytest.raises(ValidationError):
            close_concern(concern=concern, outcome="y", by=officer)
        lead = person(Role.SAFEGUARDING)
        assert close_concern(concern=concern, outcome="y", by=lead).closed_by == lead
        with pytest.raises(ValidationError, match="closed already"):
            close_concern(concern=concern, outcome="z", by=lead)

    def test_a_lead_reads_and_closes_on_the_page(self, as_role):
        concern = ConcernFactory(text="What a child said")
        client = as_role(Role.SAFEGUARDING)
        assert "What a child said" in client.get(concern.get_absolute_url()).content.decode()
        assert client.post(reverse("accounts:concern-close", args=[concern.pk]), {"outcome": ""}).status_code == 422
        client.post(reverse("accounts:concern-close", args=[concern.pk]), {"outcome": "Told the county officer"})
        assert Concern.objects.get().closed_at
