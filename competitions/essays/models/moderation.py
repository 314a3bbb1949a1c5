"""What people add to the computation: further marks where they matter, and the decisions of a moderation meeting."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from competitions.essays.choices import AWARD_TONE, Award, ExtraReason
from competitions.essays.models.competition import Competition
from competitions.essays.models.entry import Entry
from competitions.essays.models.judging import Deal
from core.guards import AppendOnly


class ExtraMark(models.Model):
    """One row is one mark more than the terms say for one entry, and why. `services.moderation` asks for it."""

    deal = models.ForeignKey(Deal, models.PROTECT, related_name="extra")
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="extra_marks")
    reason = models.CharField(max_length=12, choices=ExtraReason.choices)

    guards = (AppendOnly(),)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["deal", "entry"], name="extra_mark_once")]

    def __str__(self) -> str:
        return f"{self.entry}, {self.deal}"


class Decision(models.Model):
    """One row is what a moderation meeting decided on one entry, and why; of several the newest counts.

    The computed score, rank and honour stay as they are: a decision stands beside them. The frozen result holds it.
    `key` comes from the form: sent twice it is one decision. `services.moderation.decide_entry` writes it.
    """

    competition = models.ForeignKey(Competition, models.PROTECT, related_name="decisions")
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="decisions")
    key = models.UUIDField(unique=True)
    award = models.CharField(_("honour"), max_length=13, choices=Award.choices)
    place = models.PositiveSmallIntegerField(
        _("place"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(500)]
    )
    reason = models.TextField(_("reason"), max_length=600)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    guards = (AppendOnly(),)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.entry}: {self.get_award_display()}"

    @property
    def chip(self) -> tuple[str, str]:
        """What was decided as (tone, words)."""
        words = str(self.get_award_display())
        return AWARD_TONE[Award(self.award)], f"{words} {self.place}" if self.place else words
