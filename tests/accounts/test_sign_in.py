"""Coming in: by password, by one-time code, with a second factor; and who does not."""

import re
from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import encrypt
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.choices import Role
from accounts.middleware import SESSION_KEY
from accounts.models import Action, Invitation, Message, User
from accounts.services.people import invite_person
from accounts.sms import MemoryBackend
from accounts.validators import DEMO_PASSWORD
from config.demo import DEMO_TOTP_SECRET, demo_code

pytestmark = pytest.mark.django_db
PASSWORD = "the river in april is high"


@pytest.fixture
def teacher(person):
    user = person(Role.TEACHER, email="asha@example.org", phone="+254712345678")
    user.set_password(PASSWORD)
    user.save()
    return user


def signed_in(client: Client) -> bool:
    return client.get(reverse("today")).status_code == 200


class TestPassword:
    @pytest.mark.parametrize(
        "login", ["asha@example.org", "ASHA@example.org", "0712345678", "+254712345678", "0712 345 678"]
    )
    def test_by_email_or_phone(self, client, teacher, login):
        client.post(reverse("account_login"), {"login": login, "password": PASSWORD})
        assert signed_in(client)
        assert Action.objects.get().verb == "signed in"

    @pytest.mark.parametrize(
        ("login", "password"), [("asha@example.org", "wrong"), ("nobody@example.org", PASSWORD), ("", "")]
    )
    def test_the_wrong_one_says_no_more_than_that(self, client, teacher, login, password):
        response = client.post(reverse("account_login"), {"login": login, "password": password})
        assert not signed_in(client)
        assert response.status_code == 200
        assert "asha" not in response.content.decode().replace('value="asha@example.org"', "")

    def test_after_five_failures_the_door_stays_shut_for_this_person_only(self, teacher, person):
        client = Client()
        for _n in range(5):
            client.post(reverse("account_login"), {"login": teacher.email, "password": "wrong"})
        client.post(reverse("account_login"), {"login": teacher.email, "password": PASSWORD})
        assert not signed_in(client)
        other = person(Role.TEACHER)
        other.set_password(PASSWORD)
        other.save()
        client.post(reverse("account_login"), {"login": other.email, "password": PASSWORD})
        assert signed_in(client)

    def test_a_closed_account(self, client, teacher):
        User.objects.update(is_active=False)
        client.post(reverse("account_login"), {"login": teacher.email, "password": PASSWORD})
        assert not signed_in(client)


class TestCode:
    def ask(self, client, **where):
        return client.post(reverse("account_request_login_code"), where)

    def enter(self, client, code):
        return client.post(reverse("account_confirm_login_code"), {"code": code})

    def test_by_email(self, client, teacher, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            self.ask(client, email=teacher.email)
        code = re.search(r"^(\d{6})$", mail.outbox[0].body, re.M)[1]
        self.enter(client, code)
        assert signed_in(client)
        assert Message.objects.get().body == ""  # wiped once it was sent

    def test_by_sms(self, client, teacher, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            self.ask(client, phone="0712345678")
        ((to, text),) = MemoryBackend.sent
        assert to == "+254712345678"
        self.enter(client, text[:6])
        assert signed_in(client)

    @pytest.mark.parametrize(
        ("where", "says"),
        [
            ({}, "Give an e-mail address or a phone number."),
            ({"email": "asha@example.org", "phone": "0712345678"}, "Give one of the two, not both."),
        ],
    )
    def test_it_goes_one_way(self, client, teacher, where, says):
        response = self.ask(client, **where)
        assert response.status_code == 200
        assert says in response.content.decode()
        assert not Message.objects.exists()

    def test_three_wrong_ones_end_it(self, client, teacher, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            self.ask(client, email=teacher.email)
        code = re.search(r"^(\d{6})$", mail.outbox[0].body, re.M)[1]
        for _n in range(3):
            self.enter(client, "000000" if code != "000000" else "111111")
        self.enter(client, code)
        assert not signed_in(client)

    def test_it_works_once(self, client, teacher, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            self.ask(client, email=teacher.email)
        code = re.search(r"^(\d{6})$", mail.outbox[0].body, re.M)[1]
        self.enter(client, code)
        client.post(reverse("account_logout"))
        self.enter(client, code)
        assert not signed_in(client)

    def test_a_stranger_sees_the_same_page_and_gets_no_code(self, client, teacher, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            known = self.ask(client, email=teacher.email)
            unknown = self.ask(Client(), email="nobody@example.org")
        assert known.status_code == unknown.status_code == 302
        assert known.headers["Location"] == unknown.headers["Location"]
        assert not re.search(r"\d{6}", mail.outbox[1].body)

    def test_a_closed_account_gets_in_by_no_code(self, client, teacher, django_capture_on_commit_callbacks):
        User.objects.update(is_active=False)
        with django_capture_on_commit_callbacks(execute=True):
            self.ask(client, email=teacher.email)
        for message in mail.outbox:
            if found := re.search(r"^(\d{6})$", message.body, re.M):
                self.enter(client, found[1])
        assert not signed_in(client)


class TestSecondFactor:
    def test_an_officer_must_set_one_up_before_anything_else(self, client, officer):
        client.force_login(officer, backend="accounts.backends.Backend")
        response = client.get(reverse("accounts:person-list"))
        assert response.headers["Location"] == reverse("mfa_activate_totp")

    @pytest.mark.parametrize("role", [Role.TEACHER, Role.JUDGE, Role.FACILITATOR, Role.VIEWER, Role.ADJUDICATOR])
    def test_others_need_none(self, client, person, role):
        client.force_login(person(role), backend="accounts.backends.Backend")
        assert signed_in(client)

    def test_an_officer_signs_in_with_both(self, client, officer):
        officer.set_password(PASSWORD)
        officer.save()
        Authenticator.objects.create(user=officer, type="totp", data={"secret": encrypt(DEMO_TOTP_SECRET)})
        response = client.post(reverse("account_login"), {"login": officer.email, "password": PASSWORD})
        assert response.headers["Location"].startswith(reverse("mfa_authenticate"))
        assert not signed_in(client)
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
        assert not signed_in(client)
        client.post(reverse("mfa_authenticate"), {"code": demo_code()})
        assert signed_in(client)
        assert client.session[SESSION_KEY]

    def test_a_one_time_code_does_not_replace_it(self, client, officer, django_capture_on_commit_callbacks):
        Authenticator.objects.create(user=officer, type="totp", data={"secret": encrypt(DEMO_TOTP_SECRET)})
        with django_capture_on_commit_callbacks(execute=True):
            client.post(reverse("account_request_login_code"), {"email": officer.email})
        code = re.search(r"^(\d{6})$", mail.outbox[0].body, re.M)[1]
        client.post(reverse("account_confirm_login_code"), {"code": code})
        assert not signed_in(client)


class TestDemo:
    def make(self, person):
        user = person(Role.TEACHER, email="teacher@demo.example", is_demo=True)
        user.set_password(DEMO_PASSWORD)
        user.save()
        return user

    def test_the_demo_password_lets_in_where_it_is_a_demo(self, client, person, settings):
        settings.DEMO = True
        self.make(person)
        client.post(reverse("account_login"), {"login": "teacher@demo.example", "password": DEMO_PASSWORD})
        assert signed_in(client)

    def test_nowhere_else_and_no_other_way(self, client, person, settings, django_capture_on_commit_callbacks):
        settings.DEMO = False
        user = self.make(person)
        client.post(reverse("account_login"), {"login": user.email, "password": DEMO_PASSWORD})
        assert not signed_in(client)
        with django_capture_on_commit_callbacks(execute=True):
            client.post(reverse("account_request_login_code"), {"email": user.email})
        for message in mail.outbox:
            if found := re.search(r"^(\d{6})$", message.body, re.M):
                client.post(reverse("account_confirm_login_code"), {"code": found[1]})
        assert not signed_in(client)

    def test_a_session_of_the_demo_ends_with_it(self, client, person, settings):
        settings.DEMO = True
        client.force_login(self.make(person), backend="accounts.backends.Backend")
        assert signed_in(client)
        settings.DEMO = False
        assert not signed_in(client)

    def test_nobody_chooses_the_demo_password(self, client, officer, django_capture_on_commit_callbacks):
        link = invite(officer, django_capture_on_commit_callbacks).link
        response = client.post(link, {"password": DEMO_PASSWORD.upper()})
        assert "printed in the manual" in response.content.decode()

    def test_the_sign_in_page_shows_the_people_only_in_the_demo(self, client, person, settings):
        self.make(person)
        settings.DEMO = False
        assert "demo.example" not in client.get(reverse("account_login")).content.decode()


def invite(officer, capture, **fields) -> SimpleNamespace:
    with capture(execute=True):
        data = {"name": "Mwende Kilonzo", "email": "mwende@example.org", "roles": [Role.JUDGE], **fields}
        user = invite_person(by=officer, **data)
    text = mail.outbox[-1].body if mail.outbox else MemoryBackend.sent[-1][1]
    return SimpleNamespace(user=user, link=re.search(r"http://testserver(/welcome/\w+/)", text)[1])


class TestInvitation:
    def test_it_opens_the_account_once(self, client, officer, django_capture_on_commit_callbacks):
        invited = invite(officer, django_capture_on_commit_callbacks)
        assert not User.objects.get(pk=invited.user.pk).is_active
        assert "Welcome, Mwende" in client.get(invited.link).content.decode()
        assert client.post(invited.link, {"password": PASSWORD}).status_code == 302
        client.post(reverse("account_login"), {"login": "mwende@example.org", "password": PASSWORD})
        assert signed_in(client)
        assert Client().get(invited.link).status_code == 404

    def test_without_a_password_codes_let_in(self, client, officer, django_capture_on_commit_callbacks):
        invited = invite(officer, django_capture_on_commit_callbacks)
        client.post(invited.link, {"password": ""})
        user = User.objects.get(pk=invited.user.pk)
        assert user.is_active
        assert not user.has_usable_password()

    @pytest.mark.parametrize("password", ["short", "mwende@example.org"])
    def test_a_weak_password_is_refused_with_a_reason(
        self, client, officer, django_capture_on_commit_callbacks, password
    ):
        invited = invite(officer, django_capture_on_commit_callbacks)
        response = client.post(invited.link, {"password": password})
        assert response.status_code == 422
        assert "problems" in response.content.decode()
        assert not User.objects.get(pk=invited.user.pk).is_active

    def test_by_sms_when_there_is_no_email(self, officer, django_capture_on_commit_callbacks):
        invited = invite(officer, django_capture_on_commit_callbacks, email="", phone="+254722000111")
        assert invited.link
        assert MemoryBackend.sent[0][0] == "+254722000111"

    def test_a_fresh_link_ends_the_old_one(self, client, officer, sign_in, django_capture_on_commit_callbacks):
        invited = invite(officer, django_capture_on_commit_callbacks)
        sign_in(officer).post(reverse("accounts:person-invite-again", args=[invited.user.pk]))
        assert client.get(invited.link).status_code == 404

    def test_the_link_is_not_kept(self, officer, django_capture_on_commit_callbacks):
        invited = invite(officer, django_capture_on_commit_callbacks)
        token = invited.link.split("/")[2]
        assert token not in str(list(Invitation.objects.values())) + str(list(Message.objects.values()))


@pytest.mark.parametrize("path", ["/sign-up/", "/sign-up/?next=/people/"])
def test_sign_up_is_closed(client, path):
    assert "by invitation" in client.get(path).content.decode()
    assert client.post(path, {"email": "x@example.org", "password1": PASSWORD}).status_code == 200
    assert not User.objects.exists()
