"""A long list: every row once, in order, on pages that say which they are."""

import io
import re
import subprocess
import unicodedata

import pytest
from pypdf import PdfReader, PdfWriter

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


def test_letters_that_the_face_lacks_come_from_another_in_their_own_place():
    odd = [[f"{RIGHT_TO_LEFT} {n}", "<b>Mang’u</b> عبد", "12"] for n in range(60)]
    reader = printed(sections_by((("عبد الرحمن", "Nyĩrĩ")[n % 2], row) for n, row in enumerate([*odd, *rows(60)])))
    text = unicodedata.normalize("NFKC", "".join(page.extract_text() for page in reader.pages))
    assert text.count("<b>Mang’u</b>") == 60
    assert text.count("x59x") == 1
    assert text.count("محمد") == 60
    assert "?" not in text
    for page in reader.pages:
        fonts = {font["/BaseFont"] for font in page["/Resources"]["/Font"].values()}
        assert all("HAKIPR" in name for name in fonts), "the rest is written as ever"


def test_it_looks_like_the_same_text_set_by_the_press(tmp_path):
    """A text that needs no other face stands on the same line, patched or written."""
    plain, patched = (printed([Section("", [["Nyĩrĩ High", f"Mang’u{more}", "1"], *rows(2)])]) for more in ("", " عبد"))
    at = [_baselines(reader.pages[0], tmp_path) for reader in (plain, patched)]
    assert abs(at[0] - at[1]) < 0.6


def _baselines(page, folder) -> float:
    """The lower edge of the first word of the ward, in points."""
    writer = PdfWriter()
    writer.add_page(page)
    writer.write(folder / "page.pdf")
    words = subprocess.run(["pdftotext", "-bbox", "page.pdf", "-"], cwd=folder, capture_output=True, text=True).stdout
    return float(re.search(r'yMax="([\d.]+)">Mang’u<', words)[1])


def test_letters_that_no_face_has_leave_a_sign():
    reader = printed([Section("", [["Otieno 😀", "א", "1"]])])
    assert "Otieno ?" in reader.pages[0].extract_text()


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
