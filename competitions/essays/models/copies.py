"""Works that are alike."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from competitions.essays.choices import COPY_TONE, CopyKind, CopyState
from competitions.essays.models.competition import Competition
from competitions.essays.models.entry import Entry
from competitions.essays.querysets import CopyQuerySet


class CopyPair(models.Model):
    """One row is two works of one competition that are alike, and what an officer made of it.

    The machine only points at them. `services.copies` keeps it.
    """

    competition = models.ForeignKey(Competition, models.CASCADE, related_name="copies")
    first = models.ForeignKey(Entry, models.CASCADE, related_name="+")
    second = models.ForeignKey(Entry, models.CASCADE, related_name="+")
    kind = models.CharField(_("what is alike"), max_length=8, choices=CopyKind.choices)
    percent = models.PositiveSmallIntegerField(_("how much"))
    same_school = models.BooleanField(_("of one school"), default=False)
    state = models.CharField(_("state"), max_length=8, choices=CopyState.choices, default=CopyState.OPEN)
    reason = models.CharField(_("why"), max_length=300, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = CopyQuerySet.as_manager()

    class Meta:
        ordering = ["-percent", "pk"]
        verbose_name = _("pair of works")
        constraints = [
            models.UniqueConstraint(fields=["first", "second", "kind"], name="copy_pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="copy_pair_in_order"),
        ]

    def __str__(self) -> str:
        return str(_("Entries %(one)s and %(other)s") % {"one": self.first.number, "other": self.second.number})

    def get_absolute_url(self) -> str:
        """The two side by side."""
        return reverse("essays:copy-detail", args=[self.pk])

    @property
    def chip(self) -> tuple[str, str]:
        """Its state as (tone, words)."""
        return COPY_TONE[CopyState(self.state)], str(self.get_state_display())
