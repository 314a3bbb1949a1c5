"""An invitation: how everybody comes in, because sign-up is closed."""

from hashlib import sha256

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.querysets import InvitationQuerySet

DAYS_VALID = 14


def in_two_weeks() -> timezone.datetime:
    """When a link ends."""
    return timezone.now() + timezone.timedelta(days=DAYS_VALID)


def digest(token: str) -> str:
    """What is kept of a link: enough to know it again, not enough to make it."""
    return sha256(token.encode()).hexdigest()


class Invitation(models.Model):
    """One row is one link sent to one invited person, to be used once. `accounts.services.people` keeps it.

    The person's row exists from the invitation on, closed until the link is used, so that a school or a role can
    be given before.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="invitations")
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(default=in_two_weeks)
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(self.user)
