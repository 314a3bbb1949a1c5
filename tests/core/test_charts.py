"""Charts: well-formed, searchable on paper, harmless words, a table beside each."""

import io
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader

from core.charts import areas, bars, before_after, lines
from core.maps import outlines
from core.pdf import Paper
from schools.models.place import OUTLINES

HOSTILE = "<script>alert(1)</script> & “Mũrang’a” " * 3
MONTHS = [f"M{n}" for n in range(1, 13)]
CHARTS = {
    "bars": lambda: bars("Sent", [("Nyĩrĩ", 40), (HOSTILE, 7), ("None", 0)], headings=("Title", "Copies")),
    "no-bars": lambda: bars("Sent", [], headings=("Title", "Copies")),
    "lines": lambda: lines("By month", MONTHS, {"A": range(12), HOSTILE[:20]: range(12)}, heading="Month"),
    "flat-lines": lambda: lines("By month", MONTHS, {"A": [0] * 12}, heading="Month"),
    "before-after": lambda: before_after("Agree", [(HOSTILE, 10, 90), ("Back", 60, 50)], headings=("S", "B", "A")),
    "map": lambda: areas(
        "Schools", outlines(OUTLINES), {"047": 12, "001": 3}, limits=(1, 5, 10, 50), headings=("County", "Schools")
    ),
}


@pytest.mark.parametrize("make", CHARTS.values(), ids=CHARTS)
def test_a_chart_is_well_formed_and_carries_no_markup_of_others(make):
    chart = make()
    drawing = ElementTree.fromstring(chart.svg)
    assert drawing.get("role") == "img"
    assert drawing.get("aria-label")
    assert "<script" not in chart.svg
    assert "style=" not in chart.svg
    assert all(len(row) == len(chart.headings) for row in chart.rows)


def test_the_table_says_the_same():
    chart = CHARTS["map"]()
    assert ("Nairobi", "12") in chart.rows or any("12" in row for row in chart.rows)
    assert len(chart.rows) == 47
    assert sum(cell != "" for rows in chart.set_rows for cell, _right in rows) == 94


def test_on_paper_its_words_can_be_searched_and_no_letter_is_missing():
    chart = CHARTS["bars"]()
    context = {"heading": "Charts", "charts": [(chart, 160, 160 * chart.share)]}
    done = Paper("core/pdf/charts.html", context, "charts", "en").print()
    assert done.notes == ()
    text = PdfReader(io.BytesIO(done.pdf)).pages[0].extract_text()
    assert text.count("Nyĩrĩ") == 2, "in the drawing and in the table"
