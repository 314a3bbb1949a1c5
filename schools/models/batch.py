"""Imports: where lists come from, one list as it was sent, and each of its rows."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.uploads import RandomName
from schools.choices import DAYS_KEPT, IMPORT_TONE, OUTCOME_TONE, Decision, ImportState, Level, Outcome, Reason
from schools.models.school import School
from schools.querysets import ImportBatchQuerySet, ImportRowQuerySet


class ImportSource(models.Model):
    """One row is a place lists come from, such as "Ministry, senior schools", and which column held what last time.

    `columns` is field -> heading. `schools.services.imports` keeps it.
    """

    name = models.CharField(_("source"), max_length=120, unique=True)
    columns = models.JSONField(default=dict)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ImportBatch(models.Model):
    """One row is one list as it was sent, and how far it is on its way into the register.

    `reading` is how the file is read (kind, encoding, delimiter, headings, first row), `columns` is field -> place of
    its column, `done` the rows checked so far, `level` that of rows which name none. `schools.services.imports`
    keeps it.
    """

    source = models.ForeignKey(ImportSource, models.PROTECT, related_name="batches")
    file = models.FileField(upload_to=RandomName("imports"), blank=True)
    file_name = models.CharField(max_length=160)
    sha256 = models.CharField(max_length=64)
    reading = models.JSONField(default=dict)
    columns = models.JSONField(default=dict)
    state = models.CharField(_("state"), max_length=9, choices=ImportState.choices, default=ImportState.UPLOADED)
    problem = models.CharField(max_length=300, blank=True)
    made_places = models.JSONField(default=list)  # keys of the sub-counties it brought along
    level = models.CharField(_("level"), max_length=12, choices=Level.choices, default=Level.SECONDARY)
    total = models.PositiveIntegerField(_("rows"), default=0)
    done = models.PositiveIntegerField(default=0)
    leased_until = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    committed_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    emptied_at = models.DateTimeField(null=True, blank=True)  # when the file went, and what its rows say about people

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.source}, {self.file_name}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("schools:import-detail", args=[self.pk])

    @property
    def chip(self) -> tuple[str, str]:
        """Its state as (tone, words)."""
        return IMPORT_TONE[ImportState(self.state)], str(self.get_state_display())

    @property
    def percent(self) -> int:
        """How much of it is checked."""
        return min(100, 100 * self.done // self.total) if self.total else 0

    @property
    def kept_until(self) -> date:
        """The day on which its file goes, and what its rows say about people."""
        last = max(filter(None, (self.sent_at, self.committed_at, self.undone_at)))
        return timezone.localdate(last) + timedelta(days=DAYS_KEPT)

    @property
    def stopped(self) -> bool:
        """Whether its check died on the way."""
        return self.state == ImportState.CHECKING and (self.leased_until is None or self.leased_until < timezone.now())


class ImportRow(models.Model):
    """One row is one row of a list: the text as it was read, what it means, what it would do, what was decided.

    `values` is what the cells mean, `changes` field -> [before, after], `mended` the codes of what was put right.
    """

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("row"))
    cells = models.JSONField(default=list)
    values = models.JSONField(default=dict)
    mended = models.JSONField(default=list)
    changes = models.JSONField(default=dict)
    digest = models.CharField(max_length=32)
    outcome = models.CharField(_("outcome"), max_length=9, choices=Outcome.choices)
    reason = models.CharField(_("reason"), max_length=16, choices=Reason.choices)
    school = models.ForeignKey(School, models.SET_NULL, null=True, related_name="import_rows")
    score = models.PositiveSmallIntegerField(_("likeness"), null=True)
    distance = models.FloatField(_("distance"), null=True)
    decision = models.CharField(_("decision"), max_length=4, choices=Decision.choices, blank=True, default="")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)  # when it went into the register

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="import_row_once")]
        indexes = [
            models.Index(fields=["batch", "outcome", "reason"]),
            models.Index(fields=["digest"], condition=models.Q(taken_at__isnull=False), name="import_row_taken"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.name}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("schools:import-row", args=[self.pk])

    @property
    def name(self) -> str:
        """What it calls the school."""
        return str(self.values.get("name", "")) or " · ".join(filter(None, self.cells))[:80]

    @property
    def chip(self) -> tuple[str, str]:
        """Its outcome, or what was decided, as (tone, words)."""
        if self.decision:
            return "done", str(self.get_decision_display())
        return OUTCOME_TONE[Outcome(self.outcome)], str(self.get_outcome_display())

    @property
    def mended_words(self) -> list[str]:
        """What was put right, in words."""
        return [str(Reason(code).label) for code in self.mended]

    @property
    def is_open(self) -> bool:
        """Whether somebody must still decide."""
        return self.outcome == Outcome.CONFLICT and not self.decision

    @property
    def said(self) -> list[tuple[str, Any, Any]]:
        """Field, what the register says, what the row says: for looking at both side by side."""
        return [
            (name, self.changes[name][0] if name in self.changes else value, value)
            for name, value in self.values.items()
        ]
