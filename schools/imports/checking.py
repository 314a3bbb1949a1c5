"""Receiving a list and checking it in the background: chunk by chunk, so that a check that died goes on."""

from collections.abc import Iterator
from dataclasses import asdict
from hashlib import sha256
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django_tasks import task

from accounts.models import User
from core.sheets import Sheet, open_sheet, read_rows
from core.text import fold
from schools.choices import ImportState, Level
from schools.imports.cells import CountyWord
from schools.imports.columns import guess_columns, heading_score
from schools.imports.judging import Known, Register, as_known, read_row
from schools.models import County, ImportBatch, ImportRow, ImportSource, School
from schools.models.history import other_names
from schools.services.imports import CHUNK, claim_batch, end_check, keep_rows, map_columns, upload_batch

SAMPLE = 40  # rows that are looked at to guess a column

_VALUES = {
    "name": "name", "short_name": "short_name", "level": "level", "uic": "uic",
    "knec_code": "knec_code", "county": "county_id", "ward": "ward", "gender": "gender",
    "education_sub_county": "education_sub_county__name", "constituency": "sub_county__name", "boarding": "boarding",
    "category": "category", "old_category": "old_category", "ownership": "ownership", "provision": "provision",
    "disabilities": "disabilities", "latitude": "latitude", "longitude": "longitude",
}  # fmt: skip


def receive_list(*, file: Any, file_name: str, source: str, by: User, level: str = Level.SECONDARY) -> ImportBatch:
    """Look at a list that was sent, guess its columns, and keep it. `level` is that of rows which name none.

    Raises:
        ValidationError: the file is none that can be read; nothing is kept.
    """
    sheet = open_sheet(file, heading_score)
    sample: list[list[str]] = []
    total = 0
    for _number, cells in read_rows(file, sheet):
        total += 1
        if len(sample) < SAMPLE:
            sample.append(cells)
    known = ImportSource.objects.filter(name=source).first()
    columns = remembered_columns(known, sheet) or guess_columns(sheet.headings, sample, counties())
    file.seek(0)
    digest = sha256()
    while piece := file.read(1 << 20):
        digest.update(piece)
    file.seek(0)
    return upload_batch(
        source=source,
        file=file,
        file_name=file_name,
        sha256=digest.hexdigest(),
        reading=asdict(sheet) | {"sample": sample[:5]},
        columns=columns,
        total=total,
        level=level,
        by=by,
    )


def remembered_columns(source: ImportSource | None, sheet: Sheet) -> dict[str, int]:
    """The columns as this source was read last time, if all its headings are there again."""
    places = {heading: place for place, heading in reversed(list(enumerate(sheet.headings)))}
    kept = source.columns if source else {}
    return {field: places[h] for field, h in kept.items()} if kept and set(kept.values()) <= places.keys() else {}


def map_and_check(*, batch: ImportBatch, columns: dict[str, int], by: User) -> ImportBatch:
    """Confirm the columns, and check in the background."""
    batch = map_columns(batch=batch, columns=columns, by=by)
    transaction.on_commit(lambda: check_batch.enqueue(batch.pk))
    return batch


@task()
def check_batch(batch_id: int) -> str:
    """Say for each row what it would do. Taken up again after a stop, it goes on where it was. Returns the state."""
    batch = ImportBatch.objects.select_related("source").filter(pk=batch_id).first()
    if batch is None or not claim_batch(batch=batch):
        return "taken"
    try:
        _check(batch)
    except ValidationError as error:
        return str(end_check(batch=batch, problem=" ".join(error.messages)).state)
    return str(end_check(batch=batch).state)


def resume_stopped_checks() -> int:
    """Take up every check whose worker has died. Returns how many."""
    stopped = list(ImportBatch.objects.stopped().values_list("pk", flat=True))
    for batch_id in stopped:
        check_batch.call(batch_id)
    return len(stopped)


def _check(batch: ImportBatch) -> None:
    places, prefixes = counties(), dict(County.objects.values_list("code", "knec_prefix"))
    register = load_register(batch)
    batch.refresh_from_db()
    sheet = Sheet(**{name: batch.reading[name] for name in ("kind", "encoding", "delimiter", "headings", "first_row")})
    with batch.file.open("rb") as file:
        rows = iter(read_rows(file, sheet))
        done = 0
        while part := list(islice(rows, CHUNK)):
            kept = []
            for number, cells in part:
                reading = read_row(cells, batch.columns, places, batch.level)
                found = register.judge(reading, number, prefixes)
                if done >= batch.done:  # rows before that are written; they were read again for their codes
                    kept.append(
                        ImportRow(
                            batch=batch,
                            number=number,
                            cells=cells,
                            values=reading.values,
                            mended=list(reading.mended),
                            digest=reading.digest,
                            outcome=found.outcome,
                            reason=found.reason,
                            school_id=found.school,
                            score=found.score,
                            distance=found.distance,
                            changes=found.changes,
                        )
                    )
            done += len(part)
            if kept:
                keep_rows(batch=batch, rows=kept, done=done)


def load_register(batch: ImportBatch) -> Register:
    """The register as rows are compared with it."""
    gone = list(School.objects.exclude(merged_into=None).values_list("pk", "uic", "knec_code", "merged_into_id"))
    keepers = {pk: keeper for pk, _uic, _knec, keeper in gone}
    taken = ImportRow.objects.filter(batch__source=batch.source, taken_at__isnull=False, school__isnull=False)
    before, decided = {}, set()
    for digest, school, decision in taken.order_by("pk").values_list("digest", "school_id", "decision"):
        before[digest] = keepers.get(school, school)
        if decision:
            decided.add(digest)
    register = Register(_known_schools(), before=before, decided=decided)
    for _pk, uic, knec, keeper in gone:
        register.by_uic |= {uic: keeper} if uic else {}
        register.by_knec |= {knec: keeper} if knec else {}
    return register


def _known_schools() -> Iterator[Known]:
    names = other_names()
    schools = School.objects.filter(merged_into=None).order_by("pk")
    for pk, *values in schools.values_list("pk", *_VALUES.values()).iterator(chunk_size=2000):
        yield as_known(pk, dict(zip(_VALUES, values, strict=True)), tuple(names.get(pk, ())))


def counties() -> tuple[CountyWord, ...]:
    """The counties of the register, as cells are compared with them."""
    found = County.objects.values_list("code", "name", "knec_prefix")
    return tuple(CountyWord(code, fold(name), prefix) for code, name, prefix in found)


def summary(batch: ImportBatch) -> dict[str, Any]:
    """The counts by outcome and reason, as the command prints them."""
    reasons: dict[str, dict[str, int]] = {}
    mended: dict[str, int] = {}
    for outcome, reason, count in batch.rows.reasons():
        reasons.setdefault(outcome, {})[reason] = count
    for codes in batch.rows.exclude(mended=[]).values_list("mended", flat=True):
        for code in codes:
            mended[code] = mended.get(code, 0) + 1
    return {
        "file": batch.file_name,
        "state": ImportState(batch.state).value,
        "rows": batch.total,
        "outcomes": {outcome: sum(found.values()) for outcome, found in reasons.items()},
        "reasons": reasons,
        "mended": dict(sorted(mended.items())),
    }
