"""A gathering over several sessions, days and schools, and the time that it holds of each school."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from core.guards import NoOverlap
from schools.models import School
from workshops.models.forum import Forum
from workshops.querysets import HeldQuerySet, ModuleQuerySet


class Module(models.Model):
    """One row is one thing that teams teach: what it needs, how it goes, and what to take care of.

    `workshops.services.session.keep_module` writes it; the notes stand in the pack of each visit that uses it.
    """

    name = models.CharField(
        _("name"), max_length=120, unique=True, error_messages={"unique": _("Another module has this name.")}
    )
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), validators=[MinValueValidator(5), MaxValueValidator(600)], default=45
    )
    care = models.CharField(_("take care"), max_length=300, blank=True)
    notes = models.TextField(_("notes for the team"), max_length=6000)
    archived = models.BooleanField(_("no longer taught"), default=False)

    objects = ModuleQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("module")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("workshops:module-detail", args=[self.pk])


class Session(models.Model):
    """One row is one session of a gathering that has several: a day, hours, a room, what it is about.

    A gathering without rows is one session: its own time. `workshops.services.session` keeps the gathering's time
    around all of its sessions. One that was taken out stays, not active, so that calendars hear of it.
    """

    forum = models.ForeignKey(Forum, models.CASCADE, related_name="sessions")
    title = models.CharField(_("topic"), max_length=120)
    module = models.ForeignKey(
        Module, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("module")
    )
    room = models.CharField(_("room"), max_length=80, blank=True)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    active = models.BooleanField(default=True, editable=False)

    class Meta:
        ordering = ["starts_at", "room", "pk"]
        constraints = [
            models.CheckConstraint(
                name="session_ends_after_start",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("The end must come after the beginning."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.when}"

    @property
    def when(self) -> str:
        """Thu 5 Feb 2026, 15:30–16:45."""
        start, end = timezone.localtime(self.starts_at), timezone.localtime(self.ends_at)
        return f"{date_format(start, 'DATETIME_FORMAT')}–{date_format(end, 'TIME_FORMAT')}"

    def get_team(self) -> list[Any]:
        """Its bookings, the lead first."""
        return sorted((b for b in self.bookings.all() if b.active), key=lambda b: (b.part != "lead", b.pk))


class GuestSchool(models.Model):
    """One row is one more school that comes to a gathering at another. `workshops.services.session` keeps it."""

    forum = models.ForeignKey(Forum, models.CASCADE, related_name="guests")
    school = models.ForeignKey(School, models.PROTECT, related_name="+", verbose_name=_("school"))
    expected = models.PositiveSmallIntegerField(
        _("learners expected"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5000)]
    )

    class Meta:
        ordering = ["school__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["forum", "school"],
                name="guest_once",
                violation_error_message=_("This school comes already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.school)


class SchoolTime(models.Model):
    """One row is a span of one school's time, held for one gathering.

    Parallel sessions of a gathering are one span, so that the database can compare what different gatherings hold:
    no school is taken twice, whoever presses first. `workshops.services.holding` keeps it in step with the sessions.
    """

    forum = models.ForeignKey(Forum, models.CASCADE, related_name="school_times")
    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    active = models.BooleanField(default=True)

    objects = HeldQuerySet.as_manager()
    guards = (NoOverlap(name="forum_school_free", who="school"),)

    class Meta:
        ordering = ["starts_at", "pk"]

    def __str__(self) -> str:
        return f"{self.school} · {self.forum}"
