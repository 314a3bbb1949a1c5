"""A facilitator's time."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.guards import NoOverlap
from workshops.choices import Part
from workshops.models.forum import Forum
from workshops.models.session import Session
from workshops.querysets import BookingQuerySet


class Booking(models.Model):
    """One row is one facilitator's time, held for one gathering, or for one of its sessions where it has several.

    The times repeat the session's, because the database compares bookings with each other: no two active ones of
    a person share a moment, whoever presses the button first. `workshops.services.forum` keeps them in step.
    """

    forum = models.ForeignKey(Forum, models.CASCADE, related_name="bookings")
    session = models.ForeignKey(Session, models.CASCADE, null=True, related_name="bookings")
    facilitator = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="bookings")
    part = models.CharField(_("part"), max_length=6, choices=Part.choices)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    active = models.BooleanField(default=True)

    objects = BookingQuerySet.as_manager()
    guards = (NoOverlap(name="facilitator_free", who="facilitator"),)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["forum", "facilitator"], condition=models.Q(session=None), name="booking_once"
            ),
            models.UniqueConstraint(fields=["session", "facilitator"], name="booking_once_a_session"),
        ]

    def __str__(self) -> str:
        return f"{self.facilitator} · {self.forum}"
