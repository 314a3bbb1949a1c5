"""How people come in, change and go."""

from collections.abc import Iterable
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from accounts.choices import Role
from accounts.models import Invitation, User
from accounts.models.invitation import DAYS_VALID, digest
from accounts.models.user import new_feed_key
from accounts.rules import can_deactivate, can_invite_role, can_manage_people, can_reset_second_factor, can_see_people
from accounts.services.log import record
from accounts.services.messages import message_person
from core.access import demand


@transaction.atomic
def invite_person(
    *,
    name: str,
    email: str = "",
    phone: str = "",
    roles: Iterable[Role],
    language: str = "en",
    by: User | None,
) -> User:
    """Let somebody in: a closed account with its roles, and a link to open it by e-mail or SMS.

    `by` is None only on the command line, for the first director.

    Raises:
        ValidationError: the address is taken, or `by` may not give one of the roles.
    """
    roles = list(roles)
    if by is not None:
        for role in roles:
            demand(can_invite_role(by, role))
    person = User.objects.create_user(
        name=name, email=email or None, phone=phone or None, language=language, is_active=False
    )
    person.groups.set(Group.objects.filter(name__in=roles))
    record(by, N_("sent an invitation to"), person, roles=sorted(roles))
    _send_invitation(person, by)
    return person


def _send_invitation(person: User, by: User | None) -> None:
    token = get_random_string(40)
    invitation = Invitation.objects.create(user=person, token_digest=digest(token), invited_by=by)
    link = settings.SITE_URL + reverse("accounts:invitation-accept", args=[token])
    message_person(
        person,
        "accounts/messages/invitation",
        key=f"invitation-{invitation.pk}",
        about_url=person.get_absolute_url(),
        secret=True,
        link=link,
        inviter=by,
        days=DAYS_VALID,
    )


@transaction.atomic
def invite_again(*, person: User, by: User) -> None:
    """Send a fresh link; the earlier ones end.

    Raises:
        ValidationError: the person has come in already.
    """
    if person.joined_at:
        raise ValidationError(_("%(name)s has an account already.") % {"name": person.name})
    person.invitations.filter(revoked_at=None).update(revoked_at=timezone.now())
    record(by, N_("sent a new invitation to"), person)
    _send_invitation(person, by)


@transaction.atomic
def withdraw_invitation(*, person: User, by: User) -> None:
    """End the links that were sent, because the address was mistyped or the person shall not come.

    Raises:
        ValidationError: `by` may not, or no link is open.
    """
    demand(can_see_people(by))
    if not person.invitations.open().update(revoked_at=timezone.now()):
        raise ValidationError(_("No invitation of %(name)s is open.") % {"name": person.name})
    record(by, N_("withdrew the invitation of"), person)


@transaction.atomic
def accept_invitation(*, invitation: Invitation, password: str) -> User:
    """Open the account. Without a password, one-time codes let the person in.

    Raises:
        ValidationError: the link was used, revoked or is too old.
    """
    used = Invitation.objects.open().filter(pk=invitation.pk).update(accepted_at=timezone.now())
    if not used:
        raise ValidationError(_("This invitation has ended. Ask for a new one."))
    person = invitation.user
    person.is_active, person.joined_at = True, timezone.now()
    person.set_password(password or None)
    person.save(update_fields=["is_active", "joined_at", "password"])
    record(person, N_("accepted the invitation"), person)
    return person


@transaction.atomic
def set_roles(*, person: User, roles: Iterable[Role], by: User) -> User:
    """Give and take roles.

    Raises:
        ValidationError: `by` is not a director, or would leave the house without one.
    """
    demand(can_manage_people(by))
    roles = set(roles)
    before = sorted(person.roles)
    if person.pk == by.pk and Role.DIRECTOR in person.roles and Role.DIRECTOR not in roles:
        raise ValidationError({"roles": _("You cannot give up the director's role yourself.")})
    person.groups.set(Group.objects.filter(name__in=roles))
    record(by, N_("changed the roles of"), person, before=before, after=sorted(roles))
    return person


@transaction.atomic
def close_account(*, person: User, by: User) -> User:
    """No sign-in any more; what the person did stays. Open sessions end with the next request.

    Raises:
        ValidationError: `by` is not a director, or it is the own account.
    """
    demand(can_deactivate(by, person))
    person.is_active = False
    person.save(update_fields=["is_active"])
    person.invitations.open().update(revoked_at=timezone.now())
    record(by, N_("closed the account of"), person)
    return person


@transaction.atomic
def reopen_account(*, person: User, by: User) -> User:
    """Let the person in again.

    Raises:
        ValidationError: `by` is not a director, or the invitation was never accepted.
    """
    demand(can_manage_people(by))
    if not person.joined_at:
        raise ValidationError(_("This person has not accepted the invitation yet."))
    person.is_active = True
    person.save(update_fields=["is_active"])
    record(by, N_("reopened the account of"), person)
    return person


@transaction.atomic
def change_profile(*, person: User, by: User, **fields: Any) -> User:
    """Change the own name, address or language. A former address hears of it, so that no account changes hands unseen.

    Raises:
        ValidationError: the address is taken, or none is left.
    """
    changed = [name for name, value in fields.items() if getattr(person, name) != value]
    former = {name: getattr(person, name) for name in ("email", "phone") if name in changed}
    for name in changed:
        setattr(person, name, fields[name])
    person.full_clean(exclude=["password"])
    person.save(update_fields=changed)
    line = record(by, N_("changed the profile of"), person, fields=changed)
    for name, address in former.items():
        if address:
            reader = User(name=person.name, language=person.language, **{name: address})
            message_person(reader, "accounts/messages/address_changed", key=f"former-{name}-{line.pk}")
    return person


@transaction.atomic
def set_password(*, person: User, password: str, by: User) -> User:
    """A new password; every other session of the person ends."""
    person.set_password(password)
    person.save(update_fields=["password"])
    record(by, N_("set a new password for"), person)
    return person


@transaction.atomic
def renew_feed_key(*, person: User, by: User) -> User:
    """A new private calendar address; the old one answers nobody any more."""
    person.feed_key = new_feed_key()
    person.save(update_fields=["feed_key"])
    record(by, N_("renewed the calendar address of"), person)
    return person


@transaction.atomic
def reset_second_factor(*, person: User, by: User) -> User:
    """For somebody whose phone is lost: the next sign-in sets up a new one, and the person hears of it.

    Raises:
        ValidationError: `by` is not a director, it is the own one, or there is none.
    """
    demand(can_reset_second_factor(by, person))
    gone, _kinds = Authenticator.objects.filter(user=person).delete()
    if not gone:
        raise ValidationError(_("%(name)s has no second factor.") % {"name": person.name})
    line = record(by, N_("reset the second factor of"), person)
    message_person(person, "accounts/messages/second_factor_reset", key=f"second-factor-{line.pk}", director=by)
    return person
