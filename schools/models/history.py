"""What a school was before, what else it is called, and what became of two that are one."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.guards import AppendOnly
from schools.choices import AliasKind
from schools.models.school import School
from schools.querysets import MergeQuerySet


class SchoolVersion(models.Model):
    """One row is one change to the record of one school: each field before and after, who, when, and why.

    It stays when an import that added the school is undone, so the school is named by its number only.
    `schools.services` writes it with every change, in the same transaction.
    """

    school_id = models.BigIntegerField(db_index=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    batch = models.ForeignKey("schools.ImportBatch", models.PROTECT, null=True, related_name="versions")
    cause = models.CharField(max_length=40)  # added | changed | import | undo | merge | unmerge | bulk | placed
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    guards = (AppendOnly(),)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["batch", "school_id"])]

    def __str__(self) -> str:
        return f"{self.school_id}: {', '.join(self.after)}"

    @classmethod
    def of(cls, school: School, before: dict[str, Any], cause: str, by: Any, batch: Any = None) -> "SchoolVersion":
        """The change of a record from what it was to what it is now, not yet written."""
        after = {name: value for name, value in school.state().items() if name not in before or before[name] != value}
        known = {name: value for name, value in before.items() if name in after}
        return cls(school_id=school.pk, before=known, after=after, cause=cause, by=by, batch=batch)


class SchoolAlias(models.Model):
    """One row is another name of a school: a former one, that of a school merged into it, or a spelling."""

    school = models.ForeignKey(School, models.CASCADE, related_name="aliases")
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=8, choices=AliasKind.choices)
    until = models.DateField(default=timezone.localdate)
    batch = models.ForeignKey("schools.ImportBatch", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["school", "name"], name="school_alias_once")]

    def __str__(self) -> str:
        return self.name


def other_names() -> dict[int, list[str]]:
    """The other names of all schools, by the key of the school."""
    found: dict[int, list[str]] = {}
    for school, name in SchoolAlias.objects.values_list("school_id", "name"):
        found.setdefault(school, []).append(name)
    return found


class SchoolMerge(models.Model):
    """One row is one merger: the school that stays, the one that went into it, and what moved, so that it can go back.

    `moved` is model -> field -> keys of the rows that changed hands; `stayed` counts those that may not move.
    """

    kept = models.ForeignKey(School, models.PROTECT, related_name="mergers")
    gone = models.ForeignKey(School, models.PROTECT, related_name="merged_by")
    moved = models.JSONField(default=dict)
    stayed = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = MergeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["gone"],
                condition=models.Q(undone_at=None),
                name="merged_once",
                violation_error_message=_("This school is merged already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.gone} → {self.kept}"
