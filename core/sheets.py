"""Tables from outside, CSV or XLSX: found out, opened and read as text, row by row, never as numbers.

A file is refused as a whole, with one sentence, before anything of it is used.
"""

import csv
import io
import zipfile
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice, zip_longest
from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl import load_workbook

MEGABYTE = 1024 * 1024
MAX_BYTES = 25 * MEGABYTE  # of the file as sent
MAX_UNPACKED = 200 * MEGABYTE  # of a workbook once unzipped
MAX_ROWS = 50_000
MAX_COLUMNS = 200
HEADER_WITHIN = 15  # rows in which the headings must come
DELIMITERS = ",;\t|"

Row = list[str]
Score = Callable[[Row], int]  # how many cells of a row are headings that we know


@dataclass(frozen=True)
class Sheet:
    """How one file is to be read: found out once, kept, and used again when reading goes on later."""

    kind: str  # csv | xlsx
    encoding: str
    delimiter: str
    headings: Row
    first_row: int  # the number of the first row after the headings, counted from 1


def open_sheet(file: BinaryIO, score: Score) -> Sheet:
    """Find out how a file is to be read.

    Raises:
        ValidationError: it is empty, too large, of another kind, damaged, a zip bomb, or shows no headings.
    """
    file.seek(0, io.SEEK_END)
    size = file.tell()
    file.seek(0)
    if not size:
        raise ValidationError(_("This file is empty."), code="empty")
    if size > MAX_BYTES:
        facts = {"size": -(-size // MEGABYTE), "limit": MAX_BYTES // MEGABYTE}
        words = _("This file is too large: %(size)d MB. At most %(limit)d MB are taken.")
        raise ValidationError(words, code="large", params=facts)
    start = file.read(8)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise ValidationError(_("This is an old Excel file. Save it as XLSX or CSV and send it again."), code="kind")
    if start.startswith(b"PK"):
        _refuse_bomb(file)
        kind, encoding, delimiter = "xlsx", "", ""
    else:
        encoding = _encoding(file)
        kind, delimiter = "csv", _delimiter(file, encoding)
    headings, first_row = _headings(_raw_rows(file, kind, encoding, delimiter), score)
    return Sheet(kind, encoding, delimiter, headings, first_row)


def read_rows(file: BinaryIO, sheet: Sheet) -> Iterator[tuple[int, Row]]:
    """The rows under the headings, as (number in the file, cells as text); empty rows are left out.

    Raises:
        ValidationError: at a formula, at a row that cannot be read, or beyond the most rows.
    """
    width, taken = len(sheet.headings), 0
    for number, row in enumerate(_raw_rows(file, sheet.kind, sheet.encoding, sheet.delimiter), 1):
        if number < sheet.first_row or not any(cell.strip() for cell in row):
            continue
        taken += 1
        if taken > MAX_ROWS:
            words = _("This file has more than %(most)d rows. Send it in parts.")
            raise ValidationError(words, code="rows", params={"most": MAX_ROWS})
        yield number, [_plain(cell, number) for cell in row[:width]] + [""] * (width - len(row))


def _plain(cell: str, number: int) -> str:
    """The text of a cell. ="0123" is how spreadsheets write a text; any other formula is refused."""
    if cell.startswith("="):
        if cell.startswith('="') and cell.endswith('"'):
            return cell[2:-1]
        words = _("Row %(row)d holds a formula (%(cell)s). Save the file with values only and send it again.")
        raise ValidationError(words, code="formula", params={"row": number, "cell": cell[:30]})
    return cell


def _refuse_bomb(file: BinaryIO) -> None:
    damaged = ValidationError(_("This workbook is damaged. Save it again and send it."), code="damaged")
    try:
        file.seek(0)
        with zipfile.ZipFile(file) as packed:
            names = packed.namelist()
            if "xl/workbook.xml" not in names:
                raise ValidationError(_("This is not a table. Send CSV or XLSX."), code="kind")
            if sum(entry.file_size for entry in packed.infolist()) > MAX_UNPACKED or len(names) > 2000:
                raise ValidationError(
                    _("This workbook unpacks to more than %(limit)d MB. It is not opened."),
                    code="bomb",
                    params={"limit": MAX_UNPACKED // MEGABYTE},
                )
    except zipfile.BadZipFile as error:
        raise damaged from error


def _encoding(file: BinaryIO) -> str:
    """UTF-8 if all of it is, UTF-16 if its mark says so, else what Windows in English writes."""
    file.seek(0)
    start = file.read(4)
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    file.seek(0)
    decoder, sound = getincrementaldecoder("utf-8")(), True
    while chunk := file.read(MEGABYTE):
        if b"\0" in chunk:
            if b"\0" in {start[:1], start[1:2]} and start.replace(b"\0", b"").isascii():
                raise _unreadable()  # UTF-16 that does not say so
            raise ValidationError(_("This is not a table. Send CSV or XLSX."), code="kind")
        try:
            if sound:
                decoder.decode(chunk)
        except UnicodeDecodeError:
            sound = False
    return "utf-8-sig" if sound else "cp1252"


def _unreadable() -> ValidationError:
    words = _("The letters of this file cannot be read. Save it as “CSV UTF-8” or XLSX and send it again.")
    return ValidationError(words, code="encoding")


@contextmanager
def _as_text(file: BinaryIO, encoding: str) -> Iterator[io.TextIOWrapper]:
    """The file as text, without closing it afterwards.

    Raises:
        ValidationError: bytes that nobody writes in this encoding.
    """
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    try:
        yield text
    except UnicodeDecodeError as error:
        raise _unreadable() from error
    finally:
        if not file.closed:
            text.detach()


def _delimiter(file: BinaryIO, encoding: str) -> str:
    """What stands between cells: of those it could be, the one that cuts the first rows into most cells."""
    with _as_text(file, encoding) as text:
        start = text.read(64 * 1024)
    best, most = ",", 1.0
    for delimiter in DELIMITERS:
        widths = sorted(map(len, islice(csv.reader(io.StringIO(start), delimiter=delimiter), 40)))
        middle = widths[len(widths) // 2] if widths else 0
        if middle > most:
            best, most = delimiter, middle
    return best


def _raw_rows(file: BinaryIO, kind: str, encoding: str, delimiter: str) -> Iterator[Row]:
    return _workbook_rows(file) if kind == "xlsx" else _csv_rows(file, encoding, delimiter)


def _csv_rows(file: BinaryIO, encoding: str, delimiter: str) -> Iterator[Row]:
    with _as_text(file, encoding) as text:
        reader = csv.reader(text, delimiter=delimiter)
        try:
            yield from reader
        except csv.Error as error:
            words = _("Row %(row)d cannot be read as a table.")
            raise ValidationError(words, code="row", params={"row": reader.line_num}) from error


def _workbook_rows(file: BinaryIO) -> Iterator[Row]:
    """The sheet with most rows of a workbook."""
    try:
        file.seek(0)
        book = load_workbook(file, read_only=True, data_only=False, keep_links=False)
        sheet = max(book.worksheets, key=lambda sheet: sheet.max_row or 0)
        sheet.reset_dimensions()
        for row in sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True):
            cells = [_cell_text(value) for value in row]
            while cells and not cells[-1]:
                cells.pop()
            yield cells
        book.close()
    except ValidationError:
        raise
    except Exception as error:  # a damaged workbook fails in many ways; to the sender they are one
        raise ValidationError(_("This workbook is damaged. Save it again and send it."), code="damaged") from error


def _cell_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value)


def _headings(rows: Iterable[Row], score: Score) -> tuple[Row, int]:
    """The row that reads most like headings, also where headings are spread over two merged rows."""
    first = [row[:MAX_COLUMNS] for row in islice(rows, HEADER_WITHIN)]
    found: list[tuple[int, int, Row, int]] = []
    for place, row in enumerate(first):
        found.append((score(row), -place, row, place + 2))
        if place + 1 < len(first):
            for both in (_joined(row, first[place + 1], fill=fill) for fill in (False, True)):
                if score(both) > max(score(row), score(first[place + 1])):
                    found.append((score(both), -place, both, place + 3))
    best = max(found, default=(0, 0, [], 0))
    if best[0] < 1:
        raise ValidationError(
            _("No row of headings was found among the first %(rows)d rows. The columns need names."),
            code="headings",
            params={"rows": HEADER_WITHIN},
        )
    return [" ".join(cell.split()) for cell in best[2]], best[3]


def _joined(upper: Row, lower: Row, *, fill: bool) -> Row:
    """Two rows of headings as one; with `fill`, a merged cell of the upper row stands over all cells to its right."""
    over, out = "", []
    for high, low in zip_longest(upper, lower, fillvalue=""):
        over = high.strip() or (over if fill else "")
        out.append(f"{over} {low}".strip())
    return out
