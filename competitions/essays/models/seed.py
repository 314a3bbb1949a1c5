"""Seeds: a few entries that every judge marks among the others, so that all judges are compared on the same works.

No page of a judge knows of them. Their marks count for their entries like any others.
"""

import random
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone

from competitions.essays.models.competition import Competition, Criterion
from competitions.essays.models.entry import Entry
from competitions.essays.querysets import SeedQuerySet
from core.guards import AppendOnly


class SeedDraw(models.Model):
    """One row is one choice of seeds: drawn at random (then with the seed of the draw and the share), or named.

    `services.seeds` writes it, before anything is dealt.
    """

    competition = models.ForeignKey(Competition, models.PROTECT, related_name="seed_draws")
    seed = models.PositiveBigIntegerField(null=True)
    share = models.PositiveSmallIntegerField(null=True)  # of a hundred entries
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    guards = (AppendOnly(),)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["competition", "seed"], name="seed_draw_once")]

    def __str__(self) -> str:
        return f"{self.competition}, {self.at:%Y-%m-%d}"


class Seed(models.Model):
    """One row is one entry that every judge marks who may, until it was taken off again. `services.seeds` writes it."""

    draw = models.ForeignKey(SeedDraw, models.PROTECT, related_name="seeds")
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="seeds")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = SeedQuerySet.as_manager()
    guards = (AppendOnly(may_change=("ended_at", "ended_by")),)

    class Meta:
        ordering = ["entry__number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["entry"], condition=models.Q(ended_at=None), name="seed_once"),
            models.CheckConstraint(
                name="seed_ended_by_somebody",
                condition=models.Q(ended_at=None, ended_by=None)
                | models.Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.entry)


class SeedAgreement(models.Model):
    """One row is one agreement on the points of a seed; of several the newest counts. Sealed by the first mark.

    `key` comes from the form: sent twice it is one. `services.seeds.agree_on_seed` writes it.
    """

    seed = models.ForeignKey(Seed, models.PROTECT, related_name="agreements")
    key = models.UUIDField(unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    guards = (AppendOnly(),)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.seed)


class SeedPoint(models.Model):
    """One row is what was agreed on one criterion of a seed, and why."""

    agreement = models.ForeignKey(SeedAgreement, models.PROTECT, related_name="points")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    points = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(10)])
    reason = models.CharField(max_length=500, blank=True)

    guards = (AppendOnly(),)

    class Meta:
        ordering = ["criterion__order"]
        constraints = [models.UniqueConstraint(fields=["agreement", "criterion"], name="seed_point_once")]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.points}"


def agreed_points_of(competition: Competition) -> dict[int, dict[int, int]]:
    """The newest agreed points of each standing seed: by entry, by criterion."""
    rows = (
        SeedPoint.objects.filter(agreement__seed__in=Seed.objects.standing(competition))
        .order_by("agreement")
        .values_list("agreement__seed__entry", "agreement", "criterion", "points")
    )
    newest: dict[int, tuple[int, dict[int, int]]] = {}
    for entry, agreement, criterion, points in rows:
        if newest.get(entry, (0, {}))[0] != agreement:
            newest[entry] = (agreement, {})
        newest[entry][1][criterion] = points
    return {entry: points for entry, (_agreement, points) in newest.items()}


def draw_entries(languages: Mapping[int, str], reads: Sequence[Collection[str]], share: int, seed: int) -> list[int]:
    """A share (of a hundred) of entries at random, one at least, among those whose language most judges read.

    Args:
        languages: The language of each entry that may be drawn.
        reads: What each judge reads.
        share: Of a hundred entries.
        seed: The same seed draws the same entries.
    """
    readers = Counter(language for judge in reads for language in judge)
    most = max((readers[language] for language in set(languages.values())), default=0)
    pool = sorted(entry for entry, language in languages.items() if most and readers[language] == most)
    wanted = max(1, round(len(languages) * share / 100))
    return sorted(random.Random(seed).sample(pool, min(wanted, len(pool))))  # noqa: S311 (to be drawn again)


def seed_pairs(
    seeds: Sequence[tuple[int, str]],
    judges: Mapping[int, tuple[Collection[str], int | None]],
    conflicts: Collection[tuple[int, int]],
    forced: Collection[tuple[int, int]],
) -> list[list[int]]:
    """Every judge who may with every seed, beside what is forced anyway; a judge’s own most still bounds.

    Args:
        seeds: (entry, language) of each.
        judges: What each judge reads, and how many works at most.
        conflicts: (entry, judge) that must not meet.
        forced: (entry, judge) that are begun or done.
    """
    load, found = Counter(judge for _entry, judge in forced), []
    for entry, language in seeds:
        for judge, (languages, most) in judges.items():
            pair = (entry, judge)
            if pair in forced or pair in conflicts or language not in languages:
                continue
            if most is None or load[judge] < most:
                load[judge] += 1
                found.append([entry, judge])
    return found
