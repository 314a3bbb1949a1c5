"""The calendar that governs every visit: terms, examinations, holidays, and the rules about visitors."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schools.choices import RuleKind
from schools.models.school import School
from schools.querysets import BlackoutQuerySet, CalendarVersionQuerySet, SavedFilterQuerySet, VisitRuleQuerySet

_ENDS = _("The last day must not come before the first.")


def _in_order(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=f"{name}_in_order", condition=Q(last__gte=F("first")), violation_error_message=_ENDS
    )


class CalendarVersion(models.Model):
    """One row is one published calendar of one school year. A revised one is another row, and the newest counts.

    `schools.services.calendar.publish_calendar` writes it, with its terms and examinations.
    """

    year = models.PositiveSmallIntegerField(_("year"), validators=[MinValueValidator(2020), MaxValueValidator(2100)])
    number = models.PositiveSmallIntegerField(_("version"))
    source = models.CharField(_("source"), max_length=300, help_text=_("Who announced it, and where it was read."))
    reference = models.CharField(_("reference"), max_length=120, blank=True)
    effective_from = models.DateField(_("in force from"))
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(default=timezone.now)

    objects = CalendarVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-number"]
        constraints = [models.UniqueConstraint(fields=["year", "number"], name="calendar_version_once")]

    def __str__(self) -> str:
        return str(_("Calendar of %(year)d, version %(number)d")) % {"year": self.year, "number": self.number}

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("schools:calendar-version", args=[self.pk])


class Term(models.Model):
    """One row is one term of a calendar."""

    version = models.ForeignKey(CalendarVersion, models.CASCADE, related_name="terms")
    number = models.PositiveSmallIntegerField(_("term"))
    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))

    class Meta:
        ordering = ["first"]
        constraints = [models.UniqueConstraint(fields=["version", "number"], name="term_once"), _in_order("term")]

    def __str__(self) -> str:
        return str(_("Term %(number)d")) % {"number": self.number}


class HalfTerm(models.Model):
    """One row is one break within a term."""

    version = models.ForeignKey(CalendarVersion, models.CASCADE, related_name="half_terms")
    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))

    class Meta:
        ordering = ["first"]
        constraints = [_in_order("half_term")]

    def __str__(self) -> str:
        return str(_("Half-term"))


class ExamWindow(models.Model):
    """One row is the days of one national examination, when no visitor comes."""

    version = models.ForeignKey(CalendarVersion, models.CASCADE, related_name="exams")
    name = models.CharField(_("examination"), max_length=60)
    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))

    class Meta:
        ordering = ["first", "pk"]
        constraints = [_in_order("exam_window")]

    def __str__(self) -> str:
        return self.name


class ExtraHoliday(models.Model):
    """One row is a day off that no library knows yet: gazetted at short notice, or religious."""

    day = models.DateField(_("day"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    reference = models.CharField(
        _("reference"), max_length=120, help_text=_("Such as the number of the gazette notice.")
    )

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return self.name


class Blackout(models.Model):
    """One row is days on which one school takes no visitor: an anniversary, mock examinations, repairs."""

    school = models.ForeignKey(School, models.CASCADE, related_name="blackouts")
    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))
    reason = models.CharField(_("reason"), max_length=160)

    objects = BlackoutQuerySet.as_manager()

    class Meta:
        ordering = ["first", "pk"]
        constraints = [_in_order("blackout")]

    def __str__(self) -> str:
        return self.reason

    def get_absolute_url(self) -> str:
        """The page of the school."""
        return self.school.get_absolute_url()


class VisitRule(models.Model):
    """One row is one rule about visitors, with who made it and from when to when it holds.

    A closed term names the `term`; hours name `opens` and `closes`, for day or boarding schools or all; an authority
    names no more. `schools.services.calendar` keeps it.
    """

    kind = models.CharField(_("kind"), max_length=10, choices=RuleKind.choices)
    term = models.PositiveSmallIntegerField(_("term"), null=True, blank=True, validators=[MaxValueValidator(3)])
    weekdays = models.CharField(max_length=7, default="12345", help_text=_("1 is Monday, 7 is Sunday."))
    boarding_only = models.BooleanField(_("boarding schools only"), default=False)
    opens = models.TimeField(_("from"), null=True, blank=True)
    closes = models.TimeField(_("until"), null=True, blank=True)
    words = models.CharField(_("in words"), max_length=200)
    source = models.CharField(_("source"), max_length=300)
    reference = models.CharField(_("reference"), max_length=120, blank=True)
    effective_from = models.DateField(_("in force from"))
    effective_to = models.DateField(_("in force until"), null=True, blank=True)

    objects = VisitRuleQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "effective_from", "pk"]

    def __str__(self) -> str:
        return self.words

    def get_absolute_url(self) -> str:
        """The page of all rules."""
        return reverse("schools:calendar")


class SavedFilter(models.Model):
    """One row is one way of narrowing a list that somebody wants again."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_filters")
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=400)
    saved_at = models.DateTimeField(default=timezone.now)

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"],
                name="saved_filter_once",
                violation_error_message=_("You have a filter of this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The list it narrows."""
        return f"{reverse('schools:school-list')}?{self.query}"
