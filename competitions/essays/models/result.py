"""A frozen result."""

from collections.abc import Collection

from django.conf import settings
from django.db import models
from django.utils import timezone, translation
from django.utils.translation import gettext_noop as N_
from django.utils.translation import ngettext

from accounts.choices import Purpose
from accounts.models import Consent
from competitions.essays.choices import AWARD_TONE, Award, EntryState
from competitions.essays.models.competition import Competition
from competitions.essays.models.entry import Entry
from competitions.essays.querysets import EntryResultQuerySet, JudgeResultQuerySet
from core.guards import AppendOnly

# What a certificate's public page says of it; these words are looked up when it is shown.
FACTS = {"competition": N_("Competition"), "award": N_("Honoured for"), "name": N_("Name"), "school": N_("School")}


class ResultRun(models.Model):
    """One row is one frozen result of a competition, with all that is needed to compute it again.

    `inputs` holds every mark by keys only, `method` names the model and its version, `seed` that of the simulation of
    ranks. `services.results.decide_competition` writes it, once.
    """

    competition = models.OneToOneField(Competition, models.PROTECT, related_name="result")
    method = models.CharField(max_length=20)
    seed = models.PositiveBigIntegerField()
    inputs = models.JSONField()
    inputs_hash = models.CharField(max_length=64)
    certainty = models.FloatField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    guards = (AppendOnly(),)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(self.competition)


class EntryResult(models.Model):
    """One row is what one entry came to: the raw mean beside the adjusted score, both of a hundred points."""

    run = models.ForeignKey(ResultRun, models.PROTECT, related_name="entries")
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="result")
    marks = models.PositiveSmallIntegerField()
    raw_mean = models.FloatField()
    adjusted = models.FloatField()
    standard_error = models.FloatField(null=True)
    rank = models.PositiveIntegerField()
    chance = models.FloatField(null=True)  # of belonging to the true prize places
    computed = models.CharField(max_length=13, choices=Award.choices)  # the honour by rank alone
    award = models.CharField(max_length=13, choices=Award.choices)  # the honour given, which a meeting may have decided
    place = models.PositiveIntegerField()  # the rank, or the place that a meeting decided

    objects = EntryResultQuerySet.as_manager()
    guards = (AppendOnly(),)

    class Meta:
        ordering = ["rank", "entry__number"]

    def __str__(self) -> str:
        return f"{self.entry}: {self.adjusted:.1f}"

    @property
    def chip(self) -> tuple[str, str]:
        """Its award as (tone, words)."""
        return AWARD_TONE[Award(self.award)], str(self.get_award_display())

    def public_facts(self, granted: Collection[str] | None = None) -> dict[str, str]:
        """What the public page of its certificate may say now: always what it is for, a name only with consent.

        `granted` are the purposes that hold, where they were looked up for many at once.
        """
        entry = self.entry
        with translation.override(entry.language):
            facts = {FACTS["competition"]: entry.competition.name, FACTS["award"]: str(self.get_award_display())}
        granted = Consent.objects.granted(entry.entrant) if granted is None else granted
        named = Purpose.PUBLISH_NAME in granted
        if named and entry.entrant.name and entry.state == EntryState.SUBMITTED:
            facts |= {FACTS["name"]: entry.entrant.name, FACTS["school"]: entry.entrant.school.name}
        return facts


class JudgeResult(models.Model):
    """One row is how one judge marked beside the colleagues, in points of a hundred: below zero is severe."""

    run = models.ForeignKey(ResultRun, models.PROTECT, related_name="judges")
    judge = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    marks = models.PositiveSmallIntegerField()
    leniency = models.FloatField()
    standard_error = models.FloatField(null=True)

    objects = JudgeResultQuerySet.as_manager()
    guards = (AppendOnly(),)

    class Meta:
        ordering = ["leniency", "pk"]

    def __str__(self) -> str:
        return f"{self.judge}: {self.leniency:+.1f}"

    @property
    def service(self) -> str:
        """What the judge is thanked for, in the language that is on: how much was read and when; not how, not what."""
        words = ngettext(
            "for reading %(n)d work in %(year)s, without knowing whose it was, and for answering its writer.",
            "for reading %(n)d works in %(year)s, without knowing whose they were, and for answering their writers.",
            self.marks,
        )
        return words % {"n": self.marks, "year": timezone.localtime(self.run.at).year}

    def public_facts(self) -> dict[str, str]:
        """What the public page of the certificate of service says: no name, which stays on the paper."""
        with translation.override(self.judge.language):
            return {FACTS["competition"]: self.run.competition.name, FACTS["award"]: self.service}
