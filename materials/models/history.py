"""Who wrote an edition, and how its sections came to be."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.guards import Frozen
from materials.models.edition import Edition
from materials.querysets import PartQuerySet


class Writer(models.Model):
    """One row is one person who had a hand in an edition, and so does not approve it.

    `materials.services.writing.hold_draft` writes it with every change.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="writers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    guards = (Frozen(name="writer_frozen", state="edition.status", until="draft"),)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["edition", "user"], name="writer_once")]

    def __str__(self) -> str:
        return str(self.user)


class SectionVersion(models.Model):
    """One row is one section as somebody saved it. `key` is the section's own, which may have been deleted since.

    `materials.services.writing` adds one with every save; none is ever changed.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="section_versions")
    key = models.UUIDField()
    number = models.PositiveIntegerField(_("version"))
    heading = models.CharField(_("heading"), max_length=100)
    text = models.TextField(_("text"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = PartQuerySet.as_manager()
    guards = (Frozen(name="section_version_frozen", state="edition.status", until="draft"),)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["edition", "key", "number"], name="section_version_once")]

    def __str__(self) -> str:
        return f"{self.heading}, {self.number}"

    def get_absolute_url(self) -> str:
        """The history in which it stands."""
        return reverse("materials:section-history", args=[self.edition_id, self.key])
