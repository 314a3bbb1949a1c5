"""What people hand in: a spreadsheet saved as CSV. Every refusal names the row."""

import csv
import io
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..comparative import Comparison, Comparisons
from ..errors import InvalidMarksError, InvalidRequestError, Label, list_some
from ..marks import Marks, Scale

_DELIMITERS = ",;\t"
_YES = frozenset({"1", "yes", "true", "tie", "tied", "x"})
_NO = frozenset({"", "0", "no", "false"})


def read_text(path: str) -> str:
    """The text of a file, of standard input for `-`. Raises InvalidRequestError."""
    try:
        data = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
        return data.decode("utf-8-sig")
    except OSError as error:
        raise InvalidRequestError(f"The file {path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise InvalidRequestError(f"The file {path} is not UTF-8 text: save it as CSV UTF-8.") from error


@dataclass(frozen=True)
class Sheet:
    """A CSV file: columns by lower-case name, cells stripped of blanks; rows numbered as a spreadsheet
    shows them.
    """

    columns: Mapping[str, list[str]]
    row_numbers: list[int]

    @classmethod
    def read(cls, path: str, needed: Sequence[str]) -> "Sheet":
        """Read a sheet with a header, separated by commas, semicolons or tabs. Raises InvalidRequestError,
        InvalidMarksError.
        """
        text = read_text(path)
        if not text.strip():
            raise InvalidMarksError(f"The file {path} is empty.")
        delimiter = max(_DELIMITERS, key=text.partition("\n")[0].count)
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        try:
            header = [name.strip().lower() for name in next(reader)]
            _check_header(header, needed)
            numbers, rows = _rows(reader, len(header))
        except csv.Error as error:
            raise InvalidMarksError(f"The file {path} is not a proper CSV file: {error}.") from error
        cells = zip(*rows, strict=True) if rows else [()] * len(header)
        columns = {name: [cell.strip() for cell in column] for name, column in zip(header, cells, strict=True)}
        return cls(columns, numbers)

    def get(self, name: str) -> list[str]:
        """A column. Raises InvalidRequestError if there is none."""
        if name.lower() not in self.columns:
            raise InvalidRequestError(f"The file has no column {name}: its columns are {list_some(self.columns, 12)}.")
        return self.columns[name.lower()]

    def numbers(self, name: str) -> list[float]:
        """A column of numbers. Raises InvalidMarksError naming the row."""
        return [self._number(row, name, cell) for row, cell in enumerate(self.get(name))]

    def _number(self, row: int, name: str, cell: str) -> float:
        try:
            return float(cell)
        except ValueError as error:
            raise InvalidMarksError(f"Row {self.row_numbers[row]}: the {name} {cell!r} is not a number.") from error

    def where(self, chosen: Sequence[bool]) -> "Sheet":
        """The chosen rows."""
        kept = [row for row, keep in enumerate(chosen) if keep]
        columns = {name: [cells[row] for row in kept] for name, cells in self.columns.items()}
        return Sheet(columns, [self.row_numbers[row] for row in kept])


def _check_header(header: list[str], needed: Sequence[str]) -> None:
    missing = [name for name in needed if name not in header]
    if missing:
        raise InvalidMarksError(f"The file lacks the column {missing[0]}: its columns are {list_some(header, 12)}.")
    if len(set(header)) < len(header):
        raise InvalidMarksError("Two columns of the file have the same name.")


def _rows(reader: Iterator[list[str]], width: int) -> tuple[list[int], list[list[str]]]:
    """The rows that are not blank, with their numbers in the sheet (the header is row 1)."""
    numbers, rows = [], []
    for number, row in enumerate(reader, start=2):
        if not any(row):
            continue
        if len(row) != width:
            raise InvalidMarksError(f"Row {number} has {len(row)} cells instead of {width}.")
        numbers.append(number)
        rows.append(row)
    return numbers, rows


def read_marks(sheet: Sheet, scale: Scale | None) -> Marks:
    """Marks from the columns entry, judge, mark and, if there is one, criterion.

    A row without a mark says that the entry and the judge take part, no more. Raises InvalidMarksError and
    what Marks raises.
    """
    entries, judges = sheet.get("entry"), sheet.get("judge")
    for name, cells in (("entry", entries), ("judge", judges)):
        if "" in cells:
            raise InvalidMarksError(f"Row {sheet.row_numbers[cells.index('')]} names no {name}.")
    given = sheet.where([cell != "" for cell in sheet.get("mark")])
    return Marks.from_columns(
        given.get("entry"),
        given.get("judge"),
        given.numbers("mark"),
        given.get("criterion") if "criterion" in given.columns else None,
        scale=scale,
        entries=entries,
        judges=judges,
    )


def read_groups(sheet: Sheet, column: str) -> dict[Label, Label]:
    """The group of each entry, from a column that repeats it on every row. Raises InvalidMarksError if
    rows disagree.
    """
    groups: dict[Label, Label] = {}
    for row, (entry, group) in enumerate(zip(sheet.get("entry"), sheet.get(column), strict=True)):
        if groups.setdefault(entry, group) != group:
            raise InvalidMarksError(
                f"Row {sheet.row_numbers[row]}: entry {entry} has two different values of {column}."
            )
    return groups


def parse_scale(text: str) -> Scale:
    """A scale from LOW:HIGH or LOW:HIGH:STEP. Raises InvalidRequestError."""
    try:
        low, high, *step = (float(part) for part in text.split(":"))
        return Scale(low, high, *step)
    except (ValueError, TypeError) as error:
        if isinstance(error, InvalidRequestError):
            raise
        raise InvalidRequestError(f"A scale is written LOW:HIGH or LOW:HIGH:STEP, not {text!r}.") from error


def parse_weights(texts: Sequence[str]) -> dict[Label, float] | None:
    """Weights from CRITERION=NUMBER, None if there are none. Raises InvalidRequestError."""
    weights: dict[Label, float] = {}
    for text in texts:
        criterion, _, number = text.rpartition("=")
        try:
            weights[criterion] = float(number)
        except ValueError as error:
            raise InvalidRequestError(f"A weight is written CRITERION=NUMBER, not {text!r}.") from error
    return weights or None


def read_comparisons(path: str) -> Comparisons:
    """Comparisons from the columns winner and loser and, if there are any, tie and count. Raises
    InvalidMarksError.
    """
    sheet = Sheet.read(path, ("winner", "loser"))
    size = len(sheet.row_numbers)
    ties = sheet.columns.get("tie", [""] * size)
    counts = sheet.numbers("count") if "count" in sheet.columns else [1.0] * size
    rows = zip(sheet.get("winner"), sheet.get("loser"), ties, counts, strict=True)
    return Comparisons.of(
        Comparison(winner, loser, _tied(sheet, row, tie), count) for row, (winner, loser, tie, count) in enumerate(rows)
    )


def _tied(sheet: Sheet, row: int, cell: str) -> bool:
    if cell.lower() in _YES | _NO:
        return cell.lower() in _YES
    raise InvalidMarksError(f"Row {sheet.row_numbers[row]}: the tie {cell!r} is neither yes nor no.")
