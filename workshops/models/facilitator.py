"""What the house knows of a facilitator besides the login."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.uploads import RandomName
from schools.models import County
from workshops.choices import Paper, PersonSex
from workshops.querysets import ClearanceQuerySet


class Facilitator(models.Model):
    """One row is what one facilitator told about himself or herself; without a row nothing was told."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="facilitator")
    sex = models.CharField(_("sex"), max_length=5, choices=PersonSex.choices, blank=True)

    home = models.ForeignKey(
        County, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("home county")
    )

    def __str__(self) -> str:
        return str(self.person)

    def get_absolute_url(self) -> str:
        """The facilitator's page."""
        return reverse("workshops:facilitator-detail", args=[self.person_id])


class Clearance(models.Model):
    """One row is one paper of one facilitator, from when to when it is valid. `workshops.services.door` writes it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="clearances")
    kind = models.CharField(_("paper"), max_length=8, choices=Paper.choices)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"))
    reference = models.CharField(_("reference"), max_length=60, blank=True)
    document = models.FileField(_("document"), upload_to=RandomName("clearance"), blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    entered_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ClearanceQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "-valid_until", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="clearance_in_order",
                condition=Q(valid_until__gte=F("valid_from")),
                violation_error_message=_("The last day must not come before the first."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.person}"

    def get_absolute_url(self) -> str:
        """The facilitator's page."""
        return reverse("workshops:facilitator-detail", args=[self.person_id])

    @property
    def chip(self) -> tuple[str, str]:
        """Whether it is valid today, as (tone, words)."""
        today = timezone.localdate()
        if self.valid_until < today:
            return "stop", str(_("expired"))
        return ("wait", str(_("not yet valid"))) if self.valid_from > today else ("done", str(_("valid")))

    @classmethod
    def chip_of(cls, papers: Any) -> tuple[str, str]:
        """Whether a person with these papers may go today, as (tone, words)."""
        today = timezone.localdate()
        held = {paper.kind for paper in papers if paper.valid_from <= today <= paper.valid_until}
        lacking = [str(kind.label) for kind in Paper if kind not in held]
        return ("stop", ", ".join(lacking)) if lacking else ("done", str(_("complete")))
