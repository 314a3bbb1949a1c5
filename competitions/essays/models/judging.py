"""Who judges what, and what was given."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from competitions.essays.choices import TASK_TONE, Language, Legibility, RecuseReason, TaskState, check_letter
from competitions.essays.models.competition import Competition, Criterion
from competitions.essays.models.entry import Entry
from competitions.essays.querysets import AssignmentQuerySet, PlaceQuerySet, TieQuerySet
from core.guards import AppendOnly
from schools.models import County, School


class Tie(models.Model):
    """One row is one school that a judge has to do with, or one county where the judge works, as the judge said: works
    from there go to others.

    The schools where a judge teaches or taught are known from the register and need no row.
    """

    judge = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="ties")
    school = models.ForeignKey(School, models.PROTECT, related_name="+", null=True, blank=True)
    county = models.ForeignKey(County, models.PROTECT, related_name="+", null=True, blank=True)
    since = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = TieQuerySet.as_manager()

    class Meta:
        ordering = ["county__name", "school__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["judge", "school"],
                condition=models.Q(ended_at=None),
                name="tie_once",
                violation_error_message=_("You have named this school already."),
            ),
            models.UniqueConstraint(
                fields=["judge", "county"],
                condition=models.Q(ended_at=None),
                name="tie_county_once",
                violation_error_message=_("You have named this county already."),
            ),
            models.CheckConstraint(
                name="tie_to_one",
                condition=models.Q(school=None, county__isnull=False) | models.Q(school__isnull=False, county=None),
            ),
        ]

    def __str__(self) -> str:
        return str(self.about)

    @property
    def about(self) -> School | County:
        """What the judge has to do with."""
        return self.school or self.county


class JudgePlace(models.Model):
    """One row is one judge's place in one competition: what the judge reads, and how much at most."""

    competition = models.ForeignKey(Competition, models.PROTECT, related_name="places")
    judge = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="judge_places")
    reads_english = models.BooleanField(default=True)
    reads_kiswahili = models.BooleanField(default=True)
    most = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MinValueValidator(1)])
    active = models.BooleanField(default=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ["judge__name", "pk"]
        constraints = [models.UniqueConstraint(fields=["competition", "judge"], name="judge_place_once")]

    def __str__(self) -> str:
        return f"{self.judge} · {self.competition}"

    @property
    def languages(self) -> list[str]:
        """What this judge reads, as codes."""
        found = [(Language.ENGLISH, self.reads_english), (Language.KISWAHILI, self.reads_kiswahili)]
        return [language.value for language, reads in found if reads]


class Deal(models.Model):
    """One row is one dealing of entries to judges, with all that is needed to do it again: the request and the seed."""

    competition = models.ForeignKey(Competition, models.PROTECT, related_name="deals")
    seed = models.PositiveBigIntegerField()
    inputs = models.JSONField()
    inputs_hash = models.CharField(max_length=64)
    added = models.PositiveIntegerField()
    dropped = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    guards = (AppendOnly(),)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.competition}, {self.at:%Y-%m-%d}"


class Assignment(models.Model):
    """One row is one work in one judge's hands.

    `alias` is what that judge calls it, and nobody else: it is drawn at random, so that neither the number nor the
    order tells anything, and two judges cannot compare. `version` counts the saved mark sheets. `services.judging`
    keeps it.
    """

    place = models.ForeignKey(JudgePlace, models.PROTECT, related_name="assignments")
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="assignments")
    deal = models.ForeignKey(Deal, models.PROTECT, related_name="assignments")
    alias = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=TaskState.choices, default=TaskState.OPEN)
    version = models.PositiveIntegerField(default=0)
    recuse_reason = models.CharField(max_length=10, choices=RecuseReason.choices, blank=True)
    recuse_words = models.CharField(max_length=300, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["alias"]
        constraints = [
            models.UniqueConstraint(fields=["place", "entry"], name="assignment_once"),
            models.UniqueConstraint(fields=["place", "alias"], name="alias_once"),
        ]

    def __str__(self) -> str:
        return str(_("Work %(n)s") % {"n": self.alias})

    @property
    def code(self) -> str:
        """What its mark sheet on paper says: place, alias, and a letter that tells a slip of the pen."""
        code = f"M{self.place_id}-{self.alias}"
        return f"{code}-{check_letter(code)}"

    @property
    def mark_url(self) -> str:
        """Where its judge, and nobody else, marks it."""
        return reverse("essays:mark", args=[self.place_id, self.alias])

    @property
    def chip(self) -> tuple[str, str]:
        """Its state as (tone, words)."""
        if self.state == TaskState.OPEN and self.version:
            return "wait", str(_("Begun"))
        return TASK_TONE[TaskState(self.state)], str(self.get_state_display())


class MarkSheet(models.Model):
    """One row is one saving of a judge's marks for one work. Saving again adds a row; the newest counts.

    `key` comes from the device: the same sheet sent twice over a bad network is one row. `services.judging.save_marks`
    writes it, and `services.packs.type_in_marks` where an officer types what the judge wrote on paper.
    """

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="sheets")
    version = models.PositiveIntegerField()
    key = models.UUIDField(unique=True)
    newest = models.BooleanField(default=True)
    finished = models.BooleanField(default=False)
    words = models.TextField(max_length=2000, blank=True)  # to the writer: what is strong, what comes next
    legibility = models.CharField(max_length=6, choices=Legibility.choices, blank=True)  # counts for nothing
    at = models.DateTimeField(default=timezone.now)
    typed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    guards = (AppendOnly(may_change=("newest",)),)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "version"], name="mark_sheet_version"),
            models.UniqueConstraint(
                fields=["assignment"], condition=models.Q(newest=True), name="mark_sheet_newest_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment}, {self.version}"


class Mark(models.Model):
    """One row is what one sheet gives on one criterion, and why."""

    sheet = models.ForeignKey(MarkSheet, models.PROTECT, related_name="marks")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    points = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(10)])
    reason = models.CharField(max_length=500, blank=True)

    guards = (AppendOnly(),)

    class Meta:
        ordering = ["criterion__order"]
        constraints = [models.UniqueConstraint(fields=["sheet", "criterion"], name="mark_once")]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.points}"
