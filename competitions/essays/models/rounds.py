"""The final of a competition of two rounds: when it began, on which marks, and who went on."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from competitions.essays.choices import EntryState
from competitions.essays.models.competition import Competition
from competitions.essays.models.entry import Entry
from competitions.essays.models.moderation import ExtraMark
from core.guards import AppendOnly


class Final(models.Model):
    """One row is the beginning of one final, with the marks of the screening on which it rests.

    `inputs` are those of `Outcome`, so that who went on can be computed again. `services.rounds.begin_final` writes
    it, once.
    """

    competition = models.OneToOneField(Competition, models.PROTECT, related_name="final")
    inputs = models.JSONField()
    inputs_hash = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    guards = (AppendOnly(),)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(self.competition)


class Finalist(models.Model):
    """One row is one entry that went on to the final: its rank and its score in the screening.

    An entry that is withdrawn or set aside leaves the final without a word here; the next in rank may go on instead.
    `services.rounds` writes it.
    """

    final = models.ForeignKey(Final, models.PROTECT, related_name="finalists")
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="finalist")
    rank = models.PositiveIntegerField()
    adjusted = models.FloatField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    guards = (AppendOnly(),)

    class Meta:
        ordering = ["rank", "entry__number"]

    def __str__(self) -> str:
        return f"{self.entry}: {self.rank}"


def finalists_of(competition: Competition) -> list[int]:
    """The entries that went on and still stand, by key."""
    standing = Finalist.objects.filter(final__competition=competition, entry__state=EntryState.SUBMITTED)
    return sorted(standing.values_list("entry_id", flat=True))


def with_wanted(competition: Competition) -> QuerySet[Any]:
    """The entries that stand, with how many judges each should have in all: `wanted_count`.

    The terms say how many, a final adds to its finalists, and a moderation may have asked for more.
    """
    more = ExtraMark.objects.filter(entry=OuterRef("pk")).order_by().values("entry").annotate(n=Count("pk")).values("n")
    final = Case(When(Q(finalist__isnull=False), then=Value(competition.final_marks)), default=Value(0))
    wanted: Any = competition.marks_per_entry + Coalesce(Subquery(more), 0) + final
    return competition.entries.submitted().with_progress().annotate(wanted_count=wanted)


def short_of_judges(competition: Competition) -> QuerySet[Any]:
    """Entries that have fewer judges than they should have."""
    return with_wanted(competition).filter(judge_count__lt=F("wanted_count"))
