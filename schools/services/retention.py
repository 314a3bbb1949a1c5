"""What a list says about people is kept for a time, so that the list can be checked again; then it goes."""

from functools import partial
from itertools import islice

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as N_

from accounts.models import User
from accounts.services.log import record
from core.bulk import update_rows
from schools.choices import PERSONAL
from schools.models import ImportBatch

_CHUNK = 1000


def empty_old_lists(*, by: User | None = None) -> int:
    """Empty each list whose time is over; the machine does it once a day. Returns how many.

    Each in its own transaction, so that one that fails does not keep the others.
    """
    over = list(ImportBatch.objects.to_empty())
    for batch in over:
        empty_list(batch=batch, by=by)
    return len(over)


@transaction.atomic
def empty_list(*, batch: ImportBatch, by: User | None) -> ImportBatch:
    """Take away the file, and of each row the cells about people and those that were never read.

    What the list did to the register stays, and can be undone as before.
    """
    kept = {place for field, place in batch.columns.items() if field not in PERSONAL}
    keys = iter(list(batch.rows.order_by("pk").values_list("pk", flat=True)))
    while part := list(islice(keys, _CHUNK)):
        rows = list(batch.rows.filter(pk__in=part).only("cells", "values"))
        for row in rows:
            row.cells = [cell if place in kept else "" for place, cell in enumerate(row.cells)]
            row.values = {field: value for field, value in row.values.items() if field not in PERSONAL}
        update_rows(rows, ["cells", "values"])
    if batch.file:
        transaction.on_commit(partial(batch.file.storage.delete, str(batch.file)))
    batch.file, batch.emptied_at = "", timezone.now()
    batch.reading = {**batch.reading, "sample": []}
    batch.save(update_fields=["file", "emptied_at", "reading"])
    record(by, N_("emptied of names and numbers the list"), batch)
    return batch
