"""Ways in that change: an invitation withdrawn, an address moved, a phone lost; and who hears of it."""

import re
import time
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import encrypt
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.choices import Role
from accounts.middleware import SESSION_KEY
from accounts.models import Action, Invitation, Message, User
from accounts.models.invitation import digest
from accounts.services.concerns import raise_concern
from accounts.services.people import close_account, reset_second_factor, withdraw_invitation
from config.demo import DEMO_TOTP_SECRET

pytestmark = pytest.mark.django_db
TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
PASSWORD = "the river in april is high"


@pytest.fixture
def invited(person):
    user = person(Role.JUDGE, is_active=False, joined_at=None)
    Invitation.objects.create(user=user, token_digest=digest("a-token"))
    return user


class TestInvitation:
    def test_an_officer_withdraws_it(self, as_role, client, invited):
        officer = as_role(Role.OFFICER)
        assert "Withdraw the invitation" in officer.get(invited.get_absolute_url()).content.decode()
        officer.post(reverse("accounts:person-withdraw", args=[invited.pk]))
        assert client.get("/welcome/a-token/").status_code == 404
        assert Action.objects.about(invited).get().verb == "withdrew the invitation of"
        assert "Withdraw the invitation" not in officer.get(invited.get_absolute_url()).content.decode()

    def test_it_is_withdrawn_once_and_by_officers(self, officer, person, invited):
        with pytest.raises(ValidationError, match="does not open"):
            withdraw_invitation(person=invited, by=person(Role.TEACHER))
        withdraw_invitation(person=invited, by=officer)
        with pytest.raises(ValidationError, match="No invitation of"):
            withdraw_invitation(person=invited, by=officer)

    def test_it_ends_with_the_account(self, client, director, invited):
        close_account(person=invited, by=director)
        assert client.get("/welcome/a-token/").status_code == 404


class TestAddress:
    @pytest.fixture
    def me(self, person):
        user = person(Role.TEACHER, email="asha@example.org", phone="+254712345678")
        user.set_password(PASSWORD)
        user.save()
        return user

    def data(self, me, **changed):
        return {"name": me.name, "email": me.email, "phone": "0712345678", "language": "en", **changed}

    @pytest.mark.parametrize("changed", [{"email": "thief@example.org"}, {"phone": "0733000111"}, {"email": ""}])
    def test_an_open_session_alone_moves_nobody(self, me, sign_in, changed):
        client = sign_in(me)
        response = client.post(reverse("accounts:profile"), self.data(me, **changed))
        assert response.headers["Location"].startswith(reverse("account_reauthenticate"))
        again = User.objects.get(pk=me.pk)
        assert (again.email, again.phone) == (me.email, me.phone)
        assert not Message.objects.exists()

    def test_with_the_password_it_goes_on_and_the_old_address_hears_of_it(self, me, sign_in):
        client = sign_in(me)
        asked = client.post(reverse("accounts:profile"), self.data(me, email="new@example.org", phone="0733000111"))
        client.post(asked.headers["Location"], {"password": PASSWORD})
        again = User.objects.get(pk=me.pk)
        assert (again.email, str(again.phone)) == ("new@example.org", "+254733000111")
        told = {message.to: message.body for message in Message.objects.all()}
        assert told.keys() == {"asha@example.org", "+254712345678"}
        assert not any("new@example.org" in text or "733000111" in text for text in told.values())

    @pytest.mark.parametrize(("minutes", "status"), [(14, 302), (16, 422)])
    def test_who_has_no_password_signs_in_again(self, me, sign_in, minutes, status):
        me.set_unusable_password()
        me.save()
        client = sign_in(me)
        session = client.session
        session["account_authentication_methods_user"] = str(me.pk)
        session["account_authentication_methods"] = [{"method": "code", "at": time.time() - 60 * minutes}]
        session.save()
        response = client.post(reverse("accounts:profile"), self.data(me, email="new@example.org"))
        assert response.status_code == status
        assert (User.objects.get(pk=me.pk).email == "new@example.org") is (status == 302)

    def test_the_name_needs_no_password(self, me, sign_in):
        response = sign_in(me).post(reverse("accounts:profile"), self.data(me, name="Asha N. Ali"))
        assert response.headers["Location"] == reverse("accounts:profile")
        assert User.objects.get(pk=me.pk).name == "Asha N. Ali"
        assert not Message.objects.exists()


class TestSecondFactor:
    @pytest.fixture
    def locked_out(self, person):
        user = person(Role.OFFICER)
        Authenticator.objects.create(user=user, type="totp", data={"secret": encrypt(DEMO_TOTP_SECRET)})
        return user

    def test_a_director_resets_it(self, as_role, client, locked_out):
        desk = as_role(Role.DIRECTOR)
        assert "Reset the second factor" in desk.get(locked_out.get_absolute_url()).content.decode()
        desk.post(reverse("accounts:person-second-factor", args=[locked_out.pk]))
        assert not Authenticator.objects.exists()
        assert Action.objects.about(locked_out).get().verb == "reset the second factor of"
        assert Message.objects.get().to == locked_out.email
        assert "Reset the second factor" not in desk.get(locked_out.get_absolute_url()).content.decode()
        client.force_login(locked_out, backend="accounts.backends.Backend")
        assert client.get(reverse("today")).headers["Location"] == reverse("mfa_activate_totp")

    def test_nobody_else_and_not_the_own(self, officer, director, locked_out):
        with pytest.raises(ValidationError, match="Only a director"):
            reset_second_factor(person=locked_out, by=officer)
        with pytest.raises(ValidationError, match="Another director"):
            reset_second_factor(person=director, by=director)
        with pytest.raises(ValidationError, match="has no second factor"):
            reset_second_factor(person=officer, by=director)
        assert Authenticator.objects.exists()

    def test_turning_it_off_is_offered_to_those_who_may(self, client, locked_out, person):
        other = person(Role.TEACHER)
        Authenticator.objects.create(user=other, type="totp", data={"secret": encrypt(DEMO_TOTP_SECRET)})
        for user, offered in ((locked_out, False), (other, True)):
            client.force_login(user, backend="accounts.backends.Backend")
            session = client.session
            session[SESSION_KEY] = True
            session.save()
            page = client.get(reverse("mfa_index")).content.decode()
            assert ("Turn it off" in page) is offered
            assert ("Ask a director to reset it" in page) is not offered


class TestConcern:
    def test_every_way_out_clears_the_drafts(self):
        """What was typed about a child must not wait on the device for whoever comes next (static/site.js)."""
        pages = [path.read_text() for path in TEMPLATES.rglob("*.html")]
        ways = [form for page in pages for form in re.findall(r"<form[^>]*account_logout[^>]*>", page)]
        assert len(ways) == 3
        assert all("data-sign-out=" in form for form in ways)

    def test_who_raised_it_stands_in_no_officers_log(self, as_role, person):
        facilitator = person(Role.FACILITATOR)
        raise_concern(about=facilitator, text="x", by=facilitator)
        for role in (Role.OFFICER, Role.DIRECTOR):
            client = as_role(role)
            assert "Concern 1" not in client.get(reverse("accounts:action-list")).content.decode()
            assert "raised" not in client.get(facilitator.get_absolute_url()).content.decode()
            assert b"raised" not in client.get(reverse("accounts:action-list") + "?export=csv").getvalue()
        assert Action.objects.visible_to(person(Role.OFFICER, Role.SAFEGUARDING)).count() == 1
        assert Action.objects.visible_to(facilitator).count() == 0
