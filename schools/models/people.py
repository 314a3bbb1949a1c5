"""The adults and the club of a school, and how many learn there."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from accounts.models.user import LANGUAGES
from schools.choices import Position, Reach, Sex
from schools.models.class_level import ClassLevel
from schools.models.school import School
from schools.querysets import ClubQuerySet, ContactQuerySet


class Contact(models.Model):
    """One row is one adult at a school whom one can reach: a principal, a patron, a teacher. Never a learner.

    Somebody with a login is a `Membership`; a contact has none. `schools.services.people` keeps it.
    """

    school = models.ForeignKey(School, models.CASCADE, related_name="contacts")
    name = models.CharField(_("name"), max_length=120, blank=True)
    position = models.CharField(_("position"), max_length=10, choices=Position.choices, default=Position.PRINCIPAL)
    phone = PhoneNumberField(_("phone"), blank=True)
    phone2 = PhoneNumberField(_("second phone"), blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, default="en")
    reach = models.CharField(_("best reached by"), max_length=5, choices=Reach.choices, default=Reach.CALL)
    confirmed_at = models.DateTimeField(_("confirmed"), default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)
    batch = models.ForeignKey("schools.ImportBatch", models.PROTECT, null=True, editable=False, related_name="+")

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("contact")
        constraints = [
            models.CheckConstraint(
                name="contact_reachable",
                condition=~models.Q(phone="") | ~models.Q(email=""),
                violation_error_message=_("Give an e-mail address or a phone number."),
            )
        ]

    def __str__(self) -> str:
        return self.name or str(self.get_position_display())

    def get_absolute_url(self) -> str:
        """The page of the school."""
        return self.school.get_absolute_url()


class Club(models.Model):
    """One row is one human-rights club of a school, with the adult who looks after it."""

    school = models.OneToOneField(School, models.CASCADE, related_name="club")
    name = models.CharField(_("name"), max_length=120)
    patron = models.ForeignKey(
        Contact, models.SET_NULL, null=True, blank=True, related_name="clubs", verbose_name=_("patron")
    )
    founded = models.PositiveSmallIntegerField(
        _("founded in"), null=True, blank=True, validators=[MinValueValidator(1960), MaxValueValidator(2100)]
    )
    learners = models.PositiveSmallIntegerField(
        _("members"), null=True, blank=True, validators=[MaxValueValidator(2000)]
    )
    is_active = models.BooleanField(_("meets"), default=True)

    objects = ClubQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("club")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page of the school."""
        return self.school.get_absolute_url()


class EnrolmentSnapshot(models.Model):
    """One row is how many learners of one class and sex a school had in one year, and who said so."""

    school = models.ForeignKey(School, models.CASCADE, related_name="enrolment")
    year = models.PositiveSmallIntegerField(_("year"), validators=[MinValueValidator(2000), MaxValueValidator(2100)])
    class_level = models.ForeignKey(ClassLevel, models.PROTECT, related_name="+")
    sex = models.CharField(max_length=5, choices=Sex.choices)
    count = models.PositiveSmallIntegerField(validators=[MaxValueValidator(5000)])
    source = models.CharField(_("source"), max_length=120, blank=True)

    class Meta:
        ordering = ["-year", "class_level__order", "sex"]
        constraints = [models.UniqueConstraint(fields=["school", "year", "class_level", "sex"], name="enrolment_once")]

    def __str__(self) -> str:
        return f"{self.year} {self.class_level_id} {self.sex}: {self.count}"
