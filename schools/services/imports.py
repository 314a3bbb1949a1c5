"""Imports: a list is sent, checked, decided, taken into the register in one transaction, and undone as a whole."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from accounts.models import User
from accounts.services.log import record
from core.access import demand
from schools.choices import Decision, ImportState, Outcome
from schools.models import ImportBatch, ImportRow, ImportSource
from schools.rules import can_edit_register

LEASE = timedelta(minutes=2)  # after which a check that says nothing is taken for dead
CHUNK = 500


@transaction.atomic
def upload_batch(
    *,
    source: str,
    file: File,
    file_name: str,
    sha256: str,
    reading: dict[str, Any],
    columns: dict[str, int],
    total: int,
    level: str,
    by: User,
) -> ImportBatch:
    """Keep a list as it was sent. The same file sent twice is one import until it has gone further.

    Raises:
        ValidationError: `by` may not.
    """
    demand(can_edit_register(by))
    place, _new = ImportSource.objects.get_or_create(name=source)
    same = ImportBatch.objects.filter(source=place, sha256=sha256, level=level, state=ImportState.UPLOADED).first()
    if same:
        return same
    batch = ImportBatch(
        source=place,
        file_name=file_name[:160],
        sha256=sha256,
        reading=reading,
        columns=columns,
        total=total,
        level=level,
        sent_by=by,
    )
    batch.file.save(file_name, file, save=False)
    batch.save()
    record(by, N_("sent a list for the register:"), batch, rows=total)
    return batch


@transaction.atomic
def map_columns(*, batch: ImportBatch, columns: dict[str, int], by: User) -> ImportBatch:
    """Say which column is which field, remember it for the source, and let the check begin anew.

    Raises:
        ValidationError: name or county has no column, one column serves twice, it is in the register already, its
            file is gone, or `by` may not.
    """
    demand(can_edit_register(by))
    if batch.emptied_at:
        raise ValidationError(_("The file of this list is no longer kept. Send it again."))
    if "name" not in columns or not {"county", "knec_code"} & columns.keys():
        raise ValidationError(_("The name needs a column, and so does the county or the examination centre."))
    if len(set(columns.values())) != len(columns):
        raise ValidationError(_("One column cannot be two fields."))
    waiting = (ImportState.UPLOADED, ImportState.CHECKED, ImportState.FAILED, ImportState.UNDONE)
    fresh = {"columns": columns, "state": ImportState.CHECKING, "done": 0, "leased_until": None, "problem": ""}
    fresh |= {"started_at": timezone.now(), "committed_at": None, "undone_at": None, "made_places": []}
    if not ImportBatch.objects.filter(pk=batch.pk, state__in=waiting).update(**fresh):
        raise ValidationError(_("This list is being checked, or is in the register already."))
    batch.rows.all().delete()
    headings = batch.reading["headings"]
    batch.source.columns = {field: headings[place] for field, place in columns.items()}
    batch.source.save(update_fields=["columns"])
    batch.refresh_from_db()
    record(by, N_("began to check the list"), batch)
    return batch


def claim_batch(*, batch: ImportBatch) -> bool:
    """Whether this process may check the list now: nobody else does, or whoever did has died."""
    free = ImportBatch.objects.filter(pk=batch.pk, state=ImportState.CHECKING)
    now = timezone.now()
    unheld = free.filter(leased_until=None) | free.filter(leased_until__lt=now)
    return bool(unheld.update(leased_until=now + LEASE))


@transaction.atomic
def keep_rows(*, batch: ImportBatch, rows: Sequence[ImportRow], done: int) -> None:
    """Write a chunk of checked rows, and how far the check has come; written twice they are the same."""
    ImportRow.objects.bulk_create(rows, ignore_conflicts=True, batch_size=CHUNK)
    ImportBatch.objects.filter(pk=batch.pk).update(done=done, leased_until=timezone.now() + LEASE)


@transaction.atomic
def end_check(*, batch: ImportBatch, problem: str = "") -> ImportBatch:
    """The check is over; with a problem nothing of it stays."""
    if problem:
        batch.rows.all().delete()
    state = ImportState.FAILED if problem else ImportState.CHECKED
    ImportBatch.objects.filter(pk=batch.pk).update(state=state, problem=problem[:300], leased_until=None)
    batch.refresh_from_db()
    return batch


@transaction.atomic
def decide_row(*, row: ImportRow, decision: str, by: User, school: Any = None) -> ImportRow:
    """Answer a question: the same school (perhaps another than the one proposed), a new one, or leave it out.

    Raises:
        ValidationError: there is no question, no school to be the same as, it is in the register already, or `by`
            may not.
    """
    demand(can_edit_register(by))
    if row.outcome != Outcome.CONFLICT:
        raise ValidationError(_("There is nothing to decide about this row."))
    if school is not None and school != row.school:
        row.school, row.changes = school, {}  # what it changes there shows when it is taken in
    if decision == Decision.SAME and row.school_id is None:
        raise ValidationError(_("Say which school it is the same as."))
    decided = {
        "decision": decision,
        "school": row.school,
        "changes": row.changes,
        "decided_by": by,
        "decided_at": timezone.now(),
    }
    if not ImportRow.objects.filter(pk=row.pk, taken_at=None).update(**decided):
        raise ValidationError(_("This row is in the register already."))
    row.refresh_from_db()
    record(by, N_("decided a row of"), row.batch, row=row.number, decision=decision)
    return row


@transaction.atomic
def decide_many(*, batch: ImportBatch, reason: str, decision: str, by: User, least: int = 0) -> int:
    """Give one answer to all open questions of a kind, from a likeness on. Returns how many.

    Where several rows ask about the same school, each is left for a person: they cannot all be it.

    Raises:
        ValidationError: `by` may not.
    """
    demand(can_edit_register(by))
    rows = batch.rows.open().filter(reason=reason)
    if decision == Decision.SAME:
        rows = rows.filter(school__isnull=False, score__gte=least)
        rows = rows.exclude(school__in=list(_asked_twice(batch)))
    count = rows.update(decision=decision, decided_by=by, decided_at=timezone.now())
    if count:
        record(by, N_("decided many rows of"), batch, rows=count, reason=reason, decision=decision)
    return count


def _asked_twice(batch: ImportBatch) -> Iterator[int]:
    seen: set[int] = set()
    asked = batch.rows.exclude(school=None).exclude(decision__in=(Decision.NEW, Decision.SKIP))
    for school in asked.values_list("school", flat=True):
        if school in seen:
            yield school
        seen.add(school)
