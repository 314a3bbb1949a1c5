"""What is kept from judges so that no work says who wrote it."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from competitions.essays.choices import COVER_TONE, NAMES_TONE, CoverState, NamesFound
from competitions.essays.models.entry import Entry
from competitions.essays.models.page import Page
from core.guards import AppendOnly
from core.uploads import RandomName


class PageCover(models.Model):
    """One row is one saving of the rectangles over a page. Saving again adds a row; the newest counts.

    From the first row on judges get `file`, the picture with the rectangles burnt in, and never the page itself, also
    where the newest row has no rectangle. `key` comes from the form: sent twice it is one row. `services.covers` keeps
    it.
    """

    page = models.ForeignKey(Page, models.CASCADE, related_name="covers")
    version = models.PositiveIntegerField()
    key = models.UUIDField(unique=True, default=uuid4, editable=False)
    newest = models.BooleanField(default=True)
    boxes = models.JSONField(default=list)  # each [left, top, width, height] in per cent of the picture
    state = models.CharField(max_length=8, choices=CoverState.choices, default=CoverState.WAITING)
    file = models.FileField(upload_to=RandomName("covered"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    guards = (AppendOnly(may_change=("newest", "state", "file")),)

    class Meta:
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(fields=["page", "version"], name="page_cover_version"),
            models.UniqueConstraint(fields=["page"], condition=models.Q(newest=True), name="page_cover_newest_once"),
        ]

    def __str__(self) -> str:
        return f"{self.page}, {self.version}"

    @property
    def chip(self) -> tuple[str, str]:
        """Its state as (tone, words)."""
        return COVER_TONE[CoverState(self.state)], str(self.get_state_display())


class WordCover(models.Model):
    """One row is one saving of the phrases that judges do not read in a typed work; the newest counts.

    The text itself stays. The row goes with the learner's name: a phrase often is the name. `services.covers` keeps it.
    """

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="word_covers")
    version = models.PositiveIntegerField()
    key = models.UUIDField(unique=True, default=uuid4, editable=False)
    newest = models.BooleanField(default=True)
    phrases = models.TextField(max_length=4000, blank=True)  # one a line
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    guards = (AppendOnly(may_change=("newest",)),)

    class Meta:
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "version"], name="word_cover_version"),
            models.UniqueConstraint(fields=["entry"], condition=models.Q(newest=True), name="word_cover_newest_once"),
        ]

    def __str__(self) -> str:
        return f"{self.entry}, {self.version}"


class NameCheck(models.Model):
    """One row is one look at a work for names: a judge saw one, or an officer found none, or covered them.

    `services.names` and `services.judging` write it.
    """

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="name_checks")
    key = models.UUIDField(unique=True, default=uuid4, editable=False)
    found = models.CharField(_("found"), max_length=8, choices=NamesFound.choices)
    reason = models.CharField(_("why"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    guards = (AppendOnly(),)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.entry}: {self.get_found_display()}"

    @property
    def chip(self) -> tuple[str, str]:
        """What it came to as (tone, words)."""
        return NAMES_TONE[NamesFound(self.found)], str(self.get_found_display())
