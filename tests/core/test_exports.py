"""A list that leaves the house runs nothing in a spreadsheet."""

import io
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from core.exports import csv_lines, harmless, xlsx_response


def opened(response):
    body = b"".join(response.streaming_content)
    response.file_to_stream.close()
    return load_workbook(io.BytesIO(body)).active


@pytest.mark.parametrize("cell", ["=1+1", "+254", "-2", "@SUM(A1)", "\tx", "\rx", "  =cmd|' /C calc'!A0", "＝1"])
def test_a_formula_becomes_text(cell):
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["Kabarnet Boys", 5, -5, 2.5, None, "a=b", ""])
def test_the_rest_stays(cell):
    assert harmless(cell) == cell


@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"])), min_size=1, max_size=3),
        min_size=1,
        max_size=4,
    )
)
def test_an_xlsx_holds_texts_as_texts(rows):
    response = xlsx_response(rows, "list")
    sheet = opened(response)
    for y, row in enumerate(rows, 1):
        for x, cell in enumerate(row, 1):
            found = sheet.cell(y, x)
            assert found.data_type in ("s", "n" if not cell else "s")
            assert (found.value or "") == cell


def test_moments_are_nairobis():
    response = xlsx_response([["When"], [datetime(2026, 2, 5, 12, 30, tzinfo=UTC)]], "list")
    sheet = opened(response)
    assert sheet.cell(2, 1).value == datetime(2026, 2, 5, 15, 30)


def test_csv_says_what_it_is_and_quotes():
    assert list(csv_lines([["a", 'b"c'], ["=1", 2]])) == ["\ufeff", 'a,"b""c"\r\n', "'=1,2\r\n"]
