"""A school's wish for a visit."""

from datetime import timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from accounts.models.user import LANGUAGES
from schools.choices import Position
from schools.models import School
from workshops.choices import Kind
from workshops.models.forum import Forum

CODE_MINUTES = 15  # how long a code by SMS is good
CODE_TRIES = 5


def new_request_key() -> str:
    """A key that nobody guesses, for the page that asks for the code."""
    return get_random_string(32)


class VisitRequest(models.Model):
    """One row is what an adult of a school asked for. Until the phone is verified it has no visit.

    `workshops.services.request` keeps it; one that is never verified is deleted after a day.
    """

    forum = models.OneToOneField(Forum, models.PROTECT, null=True, editable=False, related_name="wish")
    school = models.ForeignKey(School, models.PROTECT, related_name="visit_requests", verbose_name=_("school"))
    name = models.CharField(_("your name"), max_length=120)
    position = models.CharField(_("position"), max_length=10, choices=Position.choices, default=Position.PRINCIPAL)
    phone = PhoneNumberField(_("mobile phone"), null=True, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, default="en")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.FORUM)
    topic = models.CharField(_("topic"), max_length=120, blank=True)
    expected = models.PositiveSmallIntegerField(
        _("learners expected"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5000)]
    )
    from_day = models.DateField(_("not before"), null=True, blank=True)
    until_day = models.DateField(_("not after"), null=True, blank=True)
    wishes = models.TextField(_("anything else"), max_length=1000, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    key = models.CharField(max_length=32, unique=True, default=new_request_key, editable=False)
    code_digest = models.CharField(max_length=64, blank=True, editable=False)
    tries = models.PositiveSmallIntegerField(default=0, editable=False)
    verified_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="request_reachable",
                condition=Q(phone__isnull=False) | ~Q(email=""),
                violation_error_message=_("Give an e-mail address or a phone number."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.school}, {self.asked_at:%Y-%m-%d}"

    @property
    def first_name(self) -> str:
        """For a greeting."""
        return self.name.split()[0] if self.name else ""

    @property
    def who(self) -> str:
        """How a step of the school is signed."""
        return f"{self.name}, {self.get_position_display()}"[:160]

    @property
    def code_is_good(self) -> bool:
        """Whether a code can still be entered."""
        fresh = self.asked_at + timedelta(minutes=CODE_MINUTES) > timezone.now()
        return fresh and self.tries < CODE_TRIES and not self.verified_at
