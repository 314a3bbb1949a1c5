"""The ministry's permission, what a director let through, and how fast one travels."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.guards import AppendOnly
from core.uploads import RandomName
from schools.models import County
from workshops.choices import Bar
from workshops.models.forum import Forum
from workshops.querysets import AuthorityQuerySet


class AccessAuthority(models.Model):
    """One row is one letter of the ministry that lets us into the schools of some counties, from when to when."""

    reference = models.CharField(_("reference"), max_length=80, unique=True)
    issued_by = models.CharField(_("issued by"), max_length=120)
    counties = models.ManyToManyField(County, verbose_name=_("counties"), related_name="+")
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"))
    document = models.FileField(_("document"), upload_to=RandomName("authority"), blank=True)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    entered_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = AuthorityQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_until", "-pk"]
        verbose_name = _("authority")
        constraints = [
            models.CheckConstraint(
                name="authority_in_order",
                condition=Q(valid_until__gte=F("valid_from")),
                violation_error_message=_("The last day must not come before the first."),
            )
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("workshops:authority-detail", args=[self.pk])

    @property
    def chip(self) -> tuple[str, str]:
        """Whether it is in force, as (tone, words)."""
        today = timezone.localdate()
        if self.withdrawn_at:
            return "stop", str(_("withdrawn"))
        if self.valid_until < today:
            return "stop", str(_("expired"))
        return ("wait", str(_("not yet valid"))) if self.valid_from > today else ("done", str(_("in force")))


class Override(models.Model):
    """One row is one bar at one visit that a director let through, with the reason. It holds for those very words."""

    forum = models.ForeignKey(Forum, models.PROTECT, related_name="overrides")
    bar = models.CharField(_("what"), max_length=10, choices=Bar.choices)
    words = models.CharField(max_length=300)
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    guards = (AppendOnly(),)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["forum", "bar", "words"], name="override_once")]

    def __str__(self) -> str:
        return self.words


class Terrain(models.Model):
    """One row is how fast one travels in some counties; the one without counties is for everywhere else."""

    name = models.CharField(_("terrain"), max_length=60, unique=True)
    kmh = models.PositiveSmallIntegerField(_("kilometres an hour"))
    counties = models.JSONField(_("counties"), default=list, blank=True)  # codes: the table stands before the register

    class Meta:
        ordering = ["-kmh", "name"]
        constraints = [
            models.CheckConstraint(
                name="terrain_speed",
                condition=Q(kmh__gte=5, kmh__lte=120),
                violation_error_message=_("Between 5 and 120 kilometres an hour."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The table."""
        return reverse("workshops:terrain-list")
