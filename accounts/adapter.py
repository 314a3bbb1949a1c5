"""How allauth meets our people: closed sign-up, phones, and mail through our own outbox."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_
from phonenumber_field.formfields import PhoneNumberField
from phonenumber_field.phonenumber import to_python

from accounts.backends import Backend
from accounts.choices import SECOND_FACTOR_ROLES, SIGN_IN_KEY, Channel
from accounts.models import User
from accounts.services.log import record
from accounts.services.messages import queue_message

CODE_DIGITS = 6


class PhoneField(PhoneNumberField):
    """A phone number, handed on as text."""

    def clean(self, value: Any) -> str:
        """In the international form."""
        return str(super().clean(value) or "")


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Everybody comes in by invitation."""
        return False

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> Any:
        """One-time codes ask the same question as passwords: may this person be signed in?"""
        if not Backend().user_can_authenticate(user):
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **kwargs)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> Any:
        """Write the sign-in down."""
        record(user, N_("signed in"), user)
        return super().post_login(request, user, **kwargs)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """All mail goes through the outbox; mail about signing in is secret."""
        context = {"org": settings.ORGANISATION, "site": settings.SITE_URL, "email": email, **context}
        mail = self.render_mail(template_prefix, email, context)
        queue_message(
            key=f"{SIGN_IN_KEY}{get_random_string(20)}",
            channel=Channel.EMAIL,
            to=email,
            subject=mail.subject,
            body=str(mail.body),
            secret=True,
        )

    def format_email_subject(self, subject: str) -> str:
        """No site name in brackets in front."""
        return subject

    def generate_login_code(self) -> str:
        """Six digits: easy to read from one phone and type into another."""
        return get_random_string(CODE_DIGITS, "0123456789")

    def generate_phone_verification_code(self, *, user: Any, phone: str) -> str:
        """The same for SMS."""
        return self.generate_login_code()

    def send_verification_code_sms(self, user: Any, phone: str, code: str, **kwargs: Any) -> None:
        """The one-time code by SMS."""
        queue_message(
            key=f"{SIGN_IN_KEY}{get_random_string(20)}",
            channel=Channel.SMS,
            to=str(phone),
            body=_("%(code)s is your code for %(org)s. Tell it to nobody.")
            % {"code": code, "org": settings.ORGANISATION["name"]},
            secret=True,
        )

    def send_unknown_account_sms(self, phone: str, **kwargs: Any) -> None:
        """Nothing: a stranger's phone does not hear from us."""

    def set_phone(self, user: User, phone: str, verified: bool) -> None:
        """Phones are changed in the profile."""
        user.phone = phone

    def get_phone(self, user: User) -> tuple[str, bool] | None:
        """The phone, verified: its owner was invited through it or entered it when signed in."""
        return (str(user.phone), True) if user.phone else None

    def set_phone_verified(self, user: User, phone: str) -> None:
        """It is, already."""

    def get_user_by_phone(self, phone: str) -> User | None:
        """The person with this number, however it is written: 0712 345 678 is +254712345678."""
        number = to_python(phone)
        return User.objects.filter(phone=number).first() if number and number.is_valid() else None

    def phone_form_field(self, **kwargs: Any) -> PhoneField:
        """The number as people here write it."""
        return PhoneField(**kwargs)


class SecondFactorAdapter(DefaultMFAAdapter):
    """The second factor."""

    def get_totp_issuer(self) -> str:
        """The name under which a phone's app keeps the code."""
        return settings.ORGANISATION["name"]

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """Whoever must have one keeps one."""
        return SECOND_FACTOR_ROLES.isdisjoint(authenticator.user.roles)
