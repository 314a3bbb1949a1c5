"""A long list: every row once, in order, on pages that say which they are."""

import io

import pytest
from pypdf import PdfReader

from core.pdf import Heading, Listing, Section, sections_by
from core.pdf.specimens import RIGHT_TO_LEFT


def printed(sections, columns=("School", "Ward", "Learners"), **more) -> PdfReader:
    headings = [Heading(words, right=words == "Learners") for words in columns]
    out = io.BytesIO()
    Listing("Schools", headings, sections, "schools", language="en", **more).write(out)
    return PdfReader(io.BytesIO(out.getvalue()))


def rows(count, start=0):
    return [[f"Nyĩrĩ School x{n}x", "Mang’u", f"{n:,}"] for n in range(start, start + count)]


@pytest.mark.parametrize("count", [0, 1, 35, 36, 37, 500])
def test_every_row_stands_once_and_in_order(count):
    reader = printed([Section("", rows(count))])
    text = "".join(page.extract_text() for page in reader.pages)
    places = [text.find(f" x{n}x") for n in range(count)]
    assert all(place >= 0 for place in places)
    assert places == sorted(places)
    assert text.count("Nyĩrĩ School") == count
    pages = len(reader.pages)
    assert pages == max(1, pages)
    for number, page in enumerate(reader.pages, 1):
        assert f"Page {number} of {pages}" in page.extract_text()
        assert page.extract_text().count("Learners") == 1, "the head stands on each page"


def test_sections_are_headings_and_bookmarks():
    reader = printed(sections_by((f"County {n // 40}", row) for n, row in enumerate(rows(200))))
    assert [mark.title for mark in reader.outline] == [f"County {n}" for n in range(5)]
    for mark in reader.outline:
        page = reader.pages[reader.get_destination_page_number(mark)].extract_text()
        assert mark.title in page
    for page in reader.pages:
        assert not page.extract_text().rstrip().split("Page")[0].split("Printed")[0].strip().endswith("County")


def test_a_cell_that_is_too_long_takes_two_lines_and_then_ends():
    long = "A school with a name that is much too long for its column " * 9
    reader = printed([Section("", [[long, "<b>x</b> & co", "1"], *rows(3)])])
    text = reader.pages[0].extract_text()
    assert "…" in text
    assert "<b>x</b> & co" in text
    assert "x2x" in text


def test_letters_that_the_face_lacks_leave_a_sign():
    reader = printed([Section("", [[RIGHT_TO_LEFT, "😀", "1"]])])
    assert len(reader.pages) == 1


@pytest.mark.django_db
def test_the_register_is_printed_by_county(client, sign_in, officer):
    from tests.factories.schools import SchoolFactory  # noqa: PLC0415

    schools = SchoolFactory.create_batch(3)
    answer = sign_in(officer).get("/schools/?export=pdf")
    assert answer["Content-Type"] == "application/pdf"
    reader = PdfReader(io.BytesIO(answer.content))
    text = "".join(page.extract_text() for page in reader.pages)
    assert all(school.name in text for school in schools)
    assert {mark.title for mark in reader.outline} == {school.county.name for school in schools}
