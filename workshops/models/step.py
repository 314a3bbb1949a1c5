"""The steps of a visit's life."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.guards import AppendOnly
from workshops.choices import State
from workshops.models.forum import Forum


class VisitStep(models.Model):
    """One row is one step of one visit: to which state, when, by whom, with which note. Never changed.

    `who` names an adult of the school who came by the link and has no account. `workshops.services.steps.take_step`
    is the only writer.
    """

    forum = models.ForeignKey(Forum, models.PROTECT, related_name="steps")
    state = models.CharField(_("state"), max_length=10, choices=State.choices)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    who = models.CharField(max_length=160, blank=True)
    note = models.CharField(max_length=500, blank=True)

    guards = (AppendOnly(),)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_state_display()}, {self.at:%Y-%m-%d}"

    @property
    def name(self) -> str:
        """Who took it, as a colleague reads it."""
        return self.by.short_name if self.by else self.who
