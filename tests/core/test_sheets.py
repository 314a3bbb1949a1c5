"""Tables from outside: every encoding that offices send, and every bad file in one sentence."""

import csv
import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from core import sheets
from core.sheets import open_sheet, read_rows

NAMES = {"name", "county", "code", "school name"}


def score(row):
    return len({" ".join(cell.lower().split()) for cell in row} & NAMES)


def read(data: bytes):
    file = io.BytesIO(data)
    sheet = open_sheet(file, score)
    return sheet, list(read_rows(file, sheet))


def workbook(*rows, sheets_before=0):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


PLAIN = "Name,County,Code\nMurang’a,Kiambu,0123\n"


@pytest.mark.parametrize(
    ("data", "encoding", "delimiter"),
    [
        (PLAIN.encode(), "utf-8-sig", ","),
        (PLAIN.encode("utf-8-sig"), "utf-8-sig", ","),
        (PLAIN.encode("cp1252"), "cp1252", ","),
        (PLAIN.encode("utf-16"), "utf-16", ","),
        (PLAIN.replace(",", ";").encode(), "utf-8-sig", ";"),
        (PLAIN.replace(",", "\t").encode(), "utf-8-sig", "\t"),
        (PLAIN.replace("\n", "\r\n").encode(), "utf-8-sig", ","),
    ],
)
def test_encodings_and_delimiters_are_found_out(data, encoding, delimiter):
    sheet, rows = read(data)
    assert (sheet.encoding, sheet.delimiter) == (encoding, delimiter)
    assert rows == [(2, ["Murang’a", "Kiambu", "0123"])]


def test_the_headings_may_stand_under_a_title():
    _sheet, rows = read(b"REPUBLIC OF KENYA,,\n\nList of 2025,,\nName,County,Code\nA,B,1\n,,\nC,D,2\n")
    assert rows == [(5, ["A", "B", "1"]), (7, ["C", "D", "2"])]


def test_the_headings_may_be_spread_over_two_merged_rows():
    sheet, rows = read(b"School,County,\nname,,code\nA,B,1\n")
    assert sheet.headings == ["School name", "County", "code"]
    assert rows == [(3, ["A", "B", "1"])]


def test_short_long_and_broken_rows_are_read():
    _sheet, rows = read(b'Name,County\nA\n"B\nC",D,surplus\n')
    assert rows == [(2, ["A", ""]), (3, ["B\nC", "D"])]


def test_cells_of_a_workbook_are_text():
    _sheet, rows = read(workbook(["Name", "County", "Code"], ["A", 6e45, 123], [None, True, 1.5]))
    assert rows == [(2, ["A", "6e+45", "123"]), (3, ["", "True", "1.5"])]


def test_a_text_written_as_a_formula_is_a_text():
    assert read(b'Name,Code\nA,"=""0123"""\n')[1] == [(2, ["A", "0123"])]


def bomb() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", "<x/>")
        with packed.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as entry:
            for _ in range(201):
                entry.write(b"\0" * sheets.MEGABYTE)
    return held.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"1,2,3\n4,5,6\n", "headings"),
        (b"\n\n\n", "headings"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "kind"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "kind"),
        (b"PK\x03\x04 not a zip", "damaged"),
        (PLAIN.encode("utf-16-le"), "encoding"),
        (PLAIN.encode("utf-16")[:-1], "encoding"),
        (PLAIN.encode() + b"\x81\x8d,\xff,\x9d\n", "encoding"),
        (b'Name,Code\nA,"=HYPERLINK(""http://x"")"\n', "formula"),
        (workbook(["Name", "Code"], ["A", "=1+1"]), "formula"),
    ],
)
def test_a_bad_file_gets_one_sentence(data, code):
    with pytest.raises(ValidationError) as caught:
        read(data)
    assert caught.value.code == code
    assert len(caught.value.messages) == 1


def test_a_zip_bomb_is_not_opened():
    data = bomb()
    assert len(data) < sheets.MEGABYTE
    with pytest.raises(ValidationError, match="unpacks to more than"):
        read(data)


def test_a_huge_file_is_not_read(tmp_path):
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(200 * sheets.MEGABYTE)
    with path.open("rb") as file, pytest.raises(ValidationError, match="200 MB"):
        open_sheet(file, score)


def test_more_rows_than_are_taken(monkeypatch):
    monkeypatch.setattr(sheets, "MAX_ROWS", 2)
    with pytest.raises(ValidationError, match="more than 2 rows"):
        read(b"Name,Code\nA,1\nB,2\nC,3\n")


@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8), min_size=3, max_size=3),
        max_size=8,
    )
)
def test_what_is_written_is_read(rows):
    """Whatever stands in the cells, it comes back as it was."""
    rows = [[cell.lstrip("=") for cell in row] for row in rows]
    held = io.StringIO()
    csv.writer(held).writerows([["Name", "County", "Code"], *rows])
    _sheet, found = read(held.getvalue().encode())
    assert [row for _n, row in found] == [row for row in rows if any(cell.strip() for cell in row)]
