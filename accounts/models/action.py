"""The action log."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext

from accounts.querysets import ActionQuerySet
from core.guards import AppendOnly


class Action(models.Model):
    """One row is one thing that one person did, in the moment it was done. Never changed, never deleted.

    `accounts.services.log.record` is its only writer; it runs in the transaction of the deed, so that neither
    stands without the other. It holds no personal detail: of a changed phone number it knows that it changed.
    """

    at = models.DateTimeField(default=timezone.now, db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="actions")
    verb = models.CharField(max_length=80)  # an English phrase, translated when it is shown
    about_type = models.CharField(max_length=60)
    about_id = models.CharField(max_length=40)
    about_text = models.CharField(max_length=160)
    about_url = models.CharField(max_length=200, blank=True)
    facts = models.JSONField(default=dict)

    objects = ActionQuerySet.as_manager()
    guards = (AppendOnly(),)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["about_type", "about_id"])]

    def __str__(self) -> str:
        return f"{self.verb_words} {self.about_text}"

    @property
    def verb_words(self) -> str:
        """The verb in the reader's language."""
        return gettext(self.verb)
