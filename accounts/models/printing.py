"""Long print jobs."""

from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from accounts.choices import PRINT_TONE, PaperKind, Printed, PrintState
from accounts.models.paper import IssuedPaper
from accounts.querysets import PrintItemQuerySet, PrintJobQuerySet


def new_print_folder() -> str:
    """The folder of a job, which nobody guesses."""
    return get_random_string(24)


class PrintJob(models.Model):
    """One row is one paper for many people, ordered once: a template, what all share, and a `PrintItem` for each.

    `accounts.services.printing` orders it, `accounts.services.press` prints it in the background. A worker holds a
    lease and writes down how far it is; when it dies, the next one goes on from there. The file is there until
    `expires_at`; then it goes, with the names in the items.
    """

    words = models.CharField(_("what"), max_length=120)
    template = models.CharField(max_length=120)
    shared = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    name = models.CharField(max_length=60)  # of the file: says nothing of a person
    language = models.CharField(max_length=2, default="en")
    across = models.PositiveSmallIntegerField(default=1)
    down = models.PositiveSmallIntegerField(default=1)
    one_each = models.BooleanField(_("a file for each"), default=False)
    kind = models.CharField(max_length=12, choices=PaperKind.choices, blank=True)  # of the numbered papers, if any
    total = models.PositiveIntegerField(_("papers"), default=0)
    done = models.PositiveIntegerField(_("printed"), default=0)
    state = models.CharField(_("state"), max_length=9, choices=PrintState.choices, default=PrintState.WAITING)
    error = models.CharField(max_length=300, blank=True)
    folder = models.CharField(max_length=24, unique=True, default=new_print_folder, editable=False)
    worker = models.CharField(max_length=24, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="print_jobs")
    ordered_at = models.DateTimeField(_("ordered"), default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(_("kept until"), null=True, blank=True)

    objects = PrintJobQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.words

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("accounts:print-detail", args=[self.pk])

    @property
    def chip(self) -> tuple[str, str]:
        """Its state as (tone, words)."""
        return PRINT_TONE[PrintState(self.state)], str(self.get_state_display())

    @property
    def runs(self) -> bool:
        """Whether it waits or is being printed."""
        return self.state in (PrintState.WAITING, PrintState.RUNNING)

    @property
    def file_name(self) -> str:
        """What its file is called; whoever asks for it asks by this name."""
        return f"{self.name}.{self.ending}"

    @property
    def is_ready(self) -> bool:
        """Whether its file can be had."""
        return self.state == PrintState.DONE and self.expires_at is not None and self.expires_at > timezone.now()

    @property
    def seconds_left(self) -> int | None:
        """How long it still takes, by the pace so far."""
        if not self.started_at or not self.done or self.state != PrintState.RUNNING:
            return None
        so_far = (timezone.now() - self.started_at).total_seconds()
        return max(1, round(so_far / self.done * (self.total - self.done)))

    @property
    def ending(self) -> str:
        """What kind of file it is."""
        return "zip" if self.one_each else "pdf"


class PrintItem(models.Model):
    """One row is one copy of a job: the text of its fields, and what became of it.

    A numbered copy says what it is about; its paper is issued when it is printed, once, whoever prints it again.
    """

    job = models.ForeignKey(PrintJob, models.CASCADE, related_name="items")
    place = models.PositiveIntegerField()
    label = models.CharField(_("for"), max_length=120)
    fields = models.JSONField(default=dict)
    about_type = models.CharField(max_length=60, blank=True)
    about_id = models.CharField(max_length=40, blank=True)
    facts = models.JSONField(default=dict)
    paper = models.ForeignKey(IssuedPaper, models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(_("state"), max_length=7, choices=Printed.choices, blank=True)

    objects = PrintItemQuerySet.as_manager()

    class Meta:
        ordering = ["job", "place"]
        constraints = [models.UniqueConstraint(fields=["job", "place"], name="print_item_once")]
        indexes = [models.Index(fields=["about_type", "about_id"])]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        """The copy, printed again by itself."""
        return reverse("accounts:print-one", args=[self.pk])

    @property
    def copy(self) -> dict[str, Any]:
        """The texts of its fields, with its number where it has one."""
        if self.paper is None:
            return self.fields
        return {**self.fields, **self.paper.print_fields}

    @property
    def chip(self) -> tuple[str, str]:
        """What became of it, as (tone, words)."""
        tones = {"": "wait", Printed.FAILED: "stop", Printed.CUT: "wait"}
        return tones.get(self.outcome, "done"), str(self.get_outcome_display() or _("Not yet"))
