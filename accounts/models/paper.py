"""Numbered papers, and how the world learns whether one is genuine."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from accounts.choices import PaperKind
from accounts.querysets import IssuedPaperQuerySet
from core.guards import AppendOnly

CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that one mistakes for another


def new_paper_token() -> str:
    """Sixteen letters of 32: eighty bits, short enough to type from the paper."""
    return get_random_string(16, CODE_LETTERS)


class IssuedPaper(models.Model):
    """One row is one numbered paper that was handed out: a certificate or a delivery note.

    `facts` is what the public page says, and holds only what consent allows; when a consent is withdrawn,
    `accounts.services.papers.redact_paper` takes the name out. A paper is revoked, never deleted.
    """

    kind = models.CharField(_("kind"), max_length=12, choices=PaperKind.choices)
    number = models.CharField(_("number"), max_length=24, unique=True)
    token = models.CharField(max_length=16, unique=True, default=new_paper_token, editable=False)
    about_type = models.CharField(max_length=60)
    about_id = models.CharField(max_length=40)
    facts = models.JSONField(default=dict)
    issued_at = models.DateTimeField(_("issued"), default=timezone.now)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    revoked_reason = models.CharField(max_length=300, blank=True)

    objects = IssuedPaperQuerySet.as_manager()
    guards = (AppendOnly(may_change=("facts", "revoked_at", "revoked_reason")),)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "about_type", "about_id"],
                condition=models.Q(revoked_at=None),
                name="paper_once",
                violation_error_message=_("This paper has been issued already."),
            )
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """The public page."""
        return reverse("accounts:verify", args=[self.token])

    @property
    def office_url(self) -> str:
        """Its page in the print room."""
        return reverse("accounts:paper-detail", args=[self.pk])

    @property
    def chip(self) -> tuple[str, str]:
        """Whether it is valid, as (tone, words)."""
        return ("stop", str(_("revoked"))) if self.revoked_at else ("done", str(_("valid")))

    @property
    def verify_url(self) -> str:
        """What the QR code on the paper holds: in capitals, which make a smaller code."""
        return f"{settings.SITE_URL}/v/{self.token}".upper()

    @property
    def token_groups(self) -> str:
        """The token as it is printed for typing: ABCD-EFGH-JKLM-NPQR."""
        return "-".join(self.token[i : i + 4] for i in range(0, 16, 4))

    @property
    def print_fields(self) -> dict[str, str]:
        """Its number, its letters and its address, as fields of a print template."""
        return {"number": self.number, "typed": self.token_groups, "address": self.verify_url}
