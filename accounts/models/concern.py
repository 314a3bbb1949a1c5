"""Concerns about a child."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.querysets import ConcernQuerySet


class Concern(models.Model):
    """One row is one sign that a child may be in danger, as an adult wrote it down. Only safeguarding leads read it.

    `accounts.services.concerns` keeps it; its text never enters a message, a log or an address.
    """

    about_text = models.CharField(_("about"), max_length=160)
    about_url = models.CharField(max_length=200, blank=True)
    text = models.TextField(_("what was seen or heard"), max_length=5000)
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    raised_at = models.DateTimeField(default=timezone.now)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.TextField(_("what was done"), max_length=5000, blank=True)

    objects = ConcernQuerySet.as_manager()

    class Meta:
        ordering = ["closed_at", "-raised_at"]

    def __str__(self) -> str:
        return str(_("Concern %(n)s") % {"n": self.pk})

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("accounts:concern-detail", args=[self.pk])

    @property
    def chip(self) -> tuple[str, str]:
        """Its state as (tone, words)."""
        return ("done", str(_("closed"))) if self.closed_at else ("stop", str(_("open")))
