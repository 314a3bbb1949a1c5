"""Files that leave the house: CSV and XLSX of a list, as filtered and sorted, safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import Any

import xlsxwriter
from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(value: Any) -> Any:
    """A text that a spreadsheet would run as a formula gets an apostrophe in front; numbers stay numbers."""
    if isinstance(value, str) and value.lstrip(" ").startswith(_FORMULA):
        return f"'{value}"
    return value


class _Echo:
    """A file that hands back each line as it is written."""

    def write(self, line: str) -> str:
        return line


def csv_lines(rows: Iterable[list[Any]]) -> Iterator[str]:
    """CSV as spreadsheets like it: a byte-order mark first, every cell harmless."""
    writer = csv.writer(_Echo())
    yield "\ufeff"
    for row in rows:
        yield writer.writerow([harmless(cell) for cell in row])


def csv_response(rows: Iterable[list[Any]], name: str) -> StreamingHttpResponse:
    """Send rows as `name.csv`, line by line."""
    response = StreamingHttpResponse(csv_lines(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def xlsx_response(rows: Iterable[list[Any]], name: str) -> FileResponse:
    """Send rows as `name.xlsx`, written in constant memory; no text becomes a formula or a link."""
    held = SpooledTemporaryFile(max_size=1 << 20)  # noqa: SIM115 (FileResponse closes it)
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "default_date_format": "d mmm yyyy",
    }
    with xlsxwriter.Workbook(held, options) as book:
        sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
        sheet.freeze_panes(1, 0)
        for y, row in enumerate(rows):
            for x, cell in enumerate(row):
                sheet.write(y, x, _spreadsheet(cell), bold if y == 0 else None)
    held.seek(0, io.SEEK_SET)
    return FileResponse(
        held,
        as_attachment=True,
        filename=f"{name}.xlsx",
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )


def _spreadsheet(cell: Any) -> Any:
    """Spreadsheets know no time zones: a moment is written as Nairobi's clock shows it."""
    return timezone.localtime(cell).replace(tzinfo=None) if isinstance(cell, datetime) else cell
