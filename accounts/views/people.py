"""People: who is here, who may come in, and the own profile."""

import time
from collections.abc import Iterable
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.account.decorators import reauthentication_required
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.filters import UserFilter
from accounts.forms import AcceptForm, InviteForm, PasswordForm, ProfileForm, RolesForm
from accounts.models import Action, Invitation, User
from accounts.models.invitation import digest
from accounts.rules import can_deactivate, can_manage_people, can_reset_second_factor, can_see_people
from accounts.services.people import (
    close_account,
    invite_again,
    renew_feed_key,
    reopen_account,
    reset_second_factor,
    withdraw_invitation,
)
from accounts.tables import UserTable
from core.access import anyone, signed_in
from core.pages import ButtonPage, ChangePage, FormPage, Link, ListPage, ThingPage
from core.ratelimit import RateLimited

PEOPLE = ((_("People"), "accounts:person-list"),)


class PersonList(ListPage):
    """Everybody with a login."""

    rule = can_see_people
    queryset = User.objects.prefetch_related("groups")
    table_class = UserTable
    filterset_class = UserFilter
    title = _("People")
    lead = _("Everybody with a login. Sign-up is closed: people come in by invitation.")
    empty = _("Nobody matches.")
    export_name = "people"

    def get_links(self) -> Iterable[Link]:
        """Invite."""
        return [Link(_("Invite somebody"), reverse("accounts:person-invite"), "primary")]


class PersonDetail(ThingPage):
    """One person: roles, state, what was done last."""

    rule = can_see_people
    queryset = User.objects.prefetch_related("groups")
    template_name = "accounts/person_detail.html"
    crumbs = PEOPLE

    def get_lead(self) -> str:
        """The roles."""
        return self.get_object().role_words

    def get_links(self) -> Iterable[Link]:
        """What a director may do."""
        person, me = self.get_object(), self.request.user
        if not person.joined_at:
            yield Link(
                _("Send the invitation again"),
                reverse("accounts:person-invite-again", args=[person.pk]),
                post=True,
            )
        if can_manage_people(me):
            yield Link(_("Change roles"), reverse("accounts:person-roles", args=[person.pk]))
        yield from self.get_key_links(person, me)
        if person.is_active and can_deactivate(me, person):
            yield Link(_("Close the account"), reverse("accounts:person-close", args=[person.pk]), "harm", post=True)
        if person.joined_at and not person.is_active and can_manage_people(me):
            yield Link(_("Reopen the account"), reverse("accounts:person-reopen", args=[person.pk]), post=True)

    def get_key_links(self, person: User, me: Any) -> Iterable[Link]:
        """Taking back what lets somebody in."""
        if person.invitations.open().exists():
            link = reverse("accounts:person-withdraw", args=[person.pk])
            yield Link(_("Withdraw the invitation"), link, "harm", post=True)
        if can_reset_second_factor(me, person) and is_mfa_enabled(person):
            link = reverse("accounts:person-second-factor", args=[person.pk])
            yield Link(_("Reset the second factor"), link, "harm", post=True)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the last deeds."""
        done = Action.objects.filter(by=self.get_object()).visible_to(self.request.user)
        return super().get_context_data(actions=done[:20], **kwargs)


class PersonInvite(FormPage):
    """Let somebody in."""

    rule = can_see_people
    form_class = InviteForm
    title = _("Invite somebody")
    lead = _("The person gets a link that works once, for two weeks.")
    button = _("Send the invitation")
    done = _("The invitation is on its way.")
    crumbs = PEOPLE


class PersonRoles(ChangePage):
    """Give and take roles."""

    rule = can_manage_people
    queryset = User.objects.prefetch_related("groups")
    form_class = RolesForm
    title = _("Roles")
    done = _("The roles are changed.")

    def get_crumbs(self) -> list[Any]:
        """Under the person."""
        person = self.get_object()
        return [(_("People"), reverse("accounts:person-list")), (str(person), person.get_absolute_url())]


class PersonButton(ButtonPage):
    """A button on a person's page."""

    rule = can_manage_people
    queryset = User.objects.all()


class PersonInviteAgain(PersonButton):
    """A fresh link."""

    rule = can_see_people
    done = _("A new invitation is on its way.")

    def act(self, thing: User) -> None:
        """Send."""
        invite_again(person=thing, by=self.request.user)


class PersonWithdraw(PersonButton):
    """The link that was sent opens nothing any more."""

    rule = can_see_people
    done = _("The invitation is withdrawn: its link opens nothing any more.")

    def act(self, thing: User) -> None:
        """Withdraw."""
        withdraw_invitation(person=thing, by=self.request.user)


class PersonSecondFactor(PersonButton):
    """A new phone."""

    done = _("The second factor is reset. The next sign-in sets up a new one.")

    def act(self, thing: User) -> None:
        """Reset."""
        reset_second_factor(person=thing, by=self.request.user)


class PersonClose(PersonButton):
    """No sign-in any more."""

    done = _("The account is closed. It can be reopened here.")

    def act(self, thing: User) -> None:
        """Close."""
        close_account(person=thing, by=self.request.user)


class PersonReopen(PersonButton):
    """Let in again."""

    done = _("The account is open again.")

    def act(self, thing: User) -> None:
        """Reopen."""
        reopen_account(person=thing, by=self.request.user)


@method_decorator(login_not_required, "dispatch")
class InvitationAccept(RateLimited, FormPage):
    """The invited person's first page."""

    rule = anyone
    form_class = AcceptForm
    template_name = "accounts/invitation_accept.html"
    title = _("Welcome")
    button = _("Open my account")
    done = _("Your account is open. Sign in now.")
    after = "account_login"

    @cached_property
    def invitation(self) -> Invitation:
        """The open invitation of the link, or 404: used, revoked and old ones are alike."""
        open_ones: QuerySet = Invitation.objects.open().select_related("user", "invited_by")
        return get_object_or_404(open_ones, token_digest=digest(self.kwargs["token"]))

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form speaks to one invitation."""
        return {**super().get_form_kwargs(), "invitation": self.invitation}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Who invites."""
        return super().get_context_data(invitation=self.invitation, **kwargs)


def signed_in_lately(request: HttpRequest) -> bool:
    """Asked of those who have neither password nor second factor: they can only show who they are by signing in."""
    if get_adapter().get_reauthentication_methods(request.user):
        return True
    last = [record["at"] for record in get_authentication_records(request, request.user)][-1:]
    return bool(last) and time.time() - last[0] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


class Profile(FormPage):
    """The own name, address, language, second factor and calendar."""

    rule = signed_in
    form_class = ProfileForm
    template_name = "accounts/profile.html"
    title = _("My profile")
    done = _("Your profile is saved.")
    after = "accounts:profile"

    def get_form_kwargs(self) -> dict[str, Any]:
        """A copy of oneself: what is typed must not change who is signed in."""
        return {**super().get_form_kwargs(), "instance": User.objects.get(pk=self.request.user.pk)}

    def form_valid(self, form: ProfileForm) -> HttpResponse:
        """An address is a way in: before it changes we ask once more who it is (allauth then goes on by itself)."""
        reauthentication_required(lambda request: None, enabled=form.moves)(self.request)
        if form.moves and not signed_in_lately(self.request):
            form.refuse(ValidationError(_("Sign out, sign in with a one-time code, and change your address at once.")))
            return self.form_invalid(form)
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the private calendar's address."""
        return super().get_context_data(feed_url=self.request.user.feed_url, **kwargs)


@method_decorator(reauthentication_required, "dispatch")
class Password(FormPage):
    """A new password, for somebody who has just shown who he is: by the old one, a code or the second factor."""

    rule = signed_in
    form_class = PasswordForm
    title = _("New password")
    done = _("Your new password is set. Other devices are signed out.")
    after = "accounts:profile"
    crumbs = ((_("My profile"), "accounts:profile"),)

    def get_form_kwargs(self) -> dict[str, Any]:
        """It is measured against the person."""
        return {**super().get_form_kwargs(), "person": self.request.user}

    def form_valid(self, form: PasswordForm) -> HttpResponse:
        """This device stays signed in."""
        response = super().form_valid(form)
        update_session_auth_hash(self.request, self.saved)
        return response


class FeedRenew(ButtonPage):
    """A new private calendar address."""

    rule = signed_in
    done = _("Your calendar has a new address. Enter it in your phone again.")

    def get_object(self) -> User:
        """Oneself."""
        return self.request.user

    def act(self, thing: User) -> None:
        """Renew."""
        renew_feed_key(person=thing, by=thing)

    def get_next_url(self, thing: User) -> str:
        """Back to the profile."""
        return reverse("accounts:profile")
