"""The consent ledger."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.choices import ConsentChannel, Purpose
from accounts.querysets import ConsentQuerySet
from core.guards import AppendOnly
from core.uploads import RandomName


class Consent(models.Model):
    """One row is one answer of one guardian to one question about one learner, at one time.

    The last answer to a purpose counts; withdrawing is another row. `accounts.services.consent.answer` writes it.
    The learner is named by type and key only, so that the ledger itself holds no identity.
    """

    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose.choices)
    granted = models.BooleanField(_("granted"))
    channel = models.CharField(_("how"), max_length=10, choices=ConsentChannel.choices)
    wording = models.CharField(max_length=40)  # the version of the text that the guardian was shown
    evidence = models.FileField(upload_to=RandomName("consent"), blank=True)
    at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = ConsentQuerySet.as_manager()
    guards = (AppendOnly(),)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["subject_type", "subject_id", "purpose"])]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}: {self.granted}"
