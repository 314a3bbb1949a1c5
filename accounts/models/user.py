"""A person with a login."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from accounts.choices import SECOND_FACTOR_ROLES, Role
from accounts.querysets import UserQuerySet
from core.text import initials

LANGUAGES = [("en", _("English")), ("sw", _("Kiswahili"))]


def new_feed_key() -> str:
    """A key that nobody guesses, for the private calendar address."""
    return get_random_string(32)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]  # a class made at run time
    """Makes people."""

    def create_user(self, *, name: str, password: str | None = None, **fields: Any) -> "User":
        """A person, reachable by e-mail or phone; without a password only one-time codes let in."""
        user = self.model(name=name, **fields)
        user.email = self.normalize_email(user.email).lower() if user.email else None
        user.phone = user.phone or None
        user.set_password(password)
        user.full_clean()
        user.save(using=self._db)
        return user

    def create_superuser(self, *, name: str, password: str | None = None, **fields: Any) -> "User":
        """The first director of an installation, made on the command line."""
        return self.create_user(name=name, password=password, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """One row is one adult with a login: staff, facilitator, teacher, judge, adjudicator or reader. Never a learner.

    Roles are groups; `accounts.services.people` is the only writer of roles, state and address.
    """

    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(
        _("e-mail"),
        unique=True,
        null=True,
        blank=True,
        error_messages={"unique": _("This e-mail address is taken.")},
    )
    phone = PhoneNumberField(
        _("phone"),
        unique=True,
        null=True,
        blank=True,
        error_messages={"unique": _("This phone number is taken.")},
    )
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, default="en")
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_demo = models.BooleanField(default=False, editable=False)  # lets in nobody outside the demo mode
    joined_at = models.DateTimeField(null=True, editable=False)  # empty until the invitation is accepted
    feed_key = models.CharField(max_length=32, unique=True, default=new_feed_key, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = UserManager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("person")
        constraints = [
            models.CheckConstraint(
                name="user_reachable",
                condition=Q(email__isnull=False) | Q(phone__isnull=False),
                violation_error_message=_("Give an e-mail address or a phone number."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The person's page."""
        return reverse("accounts:person-detail", args=[self.pk])

    @property
    def short_name(self) -> str:
        """ "Achieng O.": for colleagues, where space is short."""
        return initials(self.name)

    @property
    def feed_url(self) -> str:
        """The private address of this person's calendar."""
        return f"{settings.SITE_URL}/calendar/{self.feed_key}.ics"

    @property
    def feed_name(self) -> str:
        """What a phone calls that calendar."""
        return f"{settings.ORGANISATION['name']}: {self.short_name}"

    @property
    def chip(self) -> tuple[str, str]:
        """Whether this person may sign in, as (tone, words)."""
        if self.is_active:
            return "done", str(_("active"))
        return ("stop", str(_("closed"))) if self.joined_at else ("wait", str(_("invited")))

    @property
    def first_name(self) -> str:
        """For a greeting; allauth asks for it too."""
        return self.name.split()[0] if self.name else ""

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles this person holds. A superuser is a director."""
        held = {group.name for group in self.groups.all()}
        return frozenset(held | ({Role.DIRECTOR.value} if self.is_superuser else set()))

    @property
    def needs_second_factor(self) -> bool:
        """Whether a role asks for one; it can then be moved to another phone, but not turned off."""
        return not SECOND_FACTOR_ROLES.isdisjoint(self.roles)

    @property
    def role_words(self) -> str:
        """The roles in words, in the order of the house."""
        return ", ".join(str(role.label) for role in Role if role.value in self.roles)
