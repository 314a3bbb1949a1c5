"""The outbox."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.choices import MESSAGE_TONE, Channel, MessageState
from accounts.querysets import MessageQuerySet


class Message(models.Model):
    """One row is one e-mail or SMS that the machine sends. `accounts.services.messages` keeps it.

    `key` makes sending idempotent: the same key is queued once. The text of a secret message (a sign-in code) is
    shown to nobody, and wiped as soon as it is sent or given up.
    """

    key = models.CharField(max_length=120, unique=True)
    channel = models.CharField(_("channel"), max_length=5, choices=Channel.choices)
    to = models.CharField(_("to"), max_length=254)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    body = models.TextField(_("text"))
    about_url = models.CharField(max_length=200, blank=True)
    secret = models.BooleanField(default=False)
    state = models.CharField(_("state"), max_length=7, choices=MessageState.choices, default=MessageState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=timezone.now)
    leased_until = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=200, blank=True)
    queued_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state", "next_try_at"])]

    def __str__(self) -> str:
        if self.secret and not self.subject:
            return str(_("A message about signing in"))  # its text is the code itself
        return self.subject or self.body[:60]

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("accounts:message-detail", args=[self.pk])

    @property
    def chip(self) -> tuple[str, str]:
        """Its state as (tone, words)."""
        return MESSAGE_TONE[MessageState(self.state)], str(self.get_state_display())
