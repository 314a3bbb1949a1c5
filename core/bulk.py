"""Writing to many rows at once."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connections, router
from django.db.models import Model


def update_rows(rows: Sequence[Model], fields: Iterable[str]) -> None:
    """Write some fields of many rows: a short statement each, where `bulk_update` builds long ones of many cases."""
    if not rows:
        return
    model = type(rows[0])
    connection = connections[router.db_for_write(model)]
    columns: list[Any] = [model._meta.get_field(name) for name in fields]
    key = str(model._meta.pk.column)
    quote = connection.ops.quote_name
    sets = ", ".join(f"{quote(field.column)} = %s" for field in columns)
    values = [
        [*(field.get_db_prep_save(getattr(row, field.attname), connection) for field in columns), row.pk]
        for row in rows
    ]
    with connection.cursor() as cursor:
        line = f"UPDATE {quote(model._meta.db_table)} SET {sets} WHERE {quote(key)} = %s"  # noqa: S608 (our own names)
        cursor.executemany(line, values)
