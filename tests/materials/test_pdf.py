"""What is printed of a booklet, read back."""

import io
import re

import pikepdf
import pytest
from pypdf import PageObject, PdfReader
from pypdf.generic import NameObject

from core.pdf import imposed, print_html
from core.pdf.imposition import page_order
from materials import pdf
from materials.choices import WRITTEN_FORMS, PaperForm
from tests.factories.materials import EditionFactory, PictureFactory, SectionFactory, TitleFactory

pytestmark = pytest.mark.django_db
TEXT = """## Why it matters

Mũrang’a na Gĩkũyũ. ![](1)

![](1 "A tree")

| Article | What it says |
|---|---|
| 29 | Freedom and security of the person |

Dignity
:   The worth of a person

::: quote UDHR, Article 5
No one shall be tortured.
:::

::: activity
Draw a tree.
:::
"""


@pytest.fixture
def edition():
    edition = EditionFactory(
        title=TitleFactory(name="Haki zako", code="HAKI1"), language="sw", number=2, subtitle="Kwa wanafunzi"
    )
    PictureFactory(edition=edition)
    for n in (1, 2, 3):
        SectionFactory(edition=edition, order=n, heading=f"Sura ya {n}", text=TEXT)
    return edition


def read(data: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(data))


@pytest.mark.parametrize("form", list(pdf.LAYOUTS))
def test_each_form_says_all_and_nothing_goes_wrong(edition, form):
    done = pdf.booklet(edition, form).print()
    assert done.notes == ()
    reader = read(done.pdf)
    texts = [page.extract_text() for page in reader.pages]
    assert reader.metadata.title == "Haki zako"
    assert reader.trailer["/Root"]["/Lang"] == "sw"
    assert "Yaliyomo" in texts[1]
    assert re.search(r"Sura ya 3\W+\d", texts[1])
    assert f"Ukurasa 3 kati ya {len(texts)}" in " ".join(texts[2].split())
    assert "Haki zako" in texts[2]  # the running head
    assert "Sura ya 1" in texts[2]
    whole = "\n".join(texts)
    for words in ("Mũrang’a na Gĩkũyũ", "UDHR, Article 5", "Kazi ya darasa", "testserver/m/HAKI1", "A tree"):
        assert words in whole
    assert [item.title for item in reader.outline if not isinstance(item, list)] == [
        "Sura ya 1",
        "Sura ya 2",
        "Sura ya 3",
    ]
    a4, a5 = (595, 842), (420, 595)
    sizes = {"phone": (298, 527), "a4": a4, "a5": a5, "folded": a5, "large": a4}
    assert {(round(p.mediabox.width), round(p.mediabox.height)) for p in reader.pages} == {sizes[form]}


def test_every_face_that_is_used_is_embedded_as_a_subset(edition):
    reader = read(pdf.booklet(edition, PaperForm.A4).pdf())
    fonts = {}
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            fonts[font["/BaseFont"]] = font.get_object()
    fonts.pop("/Helvetica", None)  # the press names it on each page and sets nothing in it
    assert len(fonts) >= 3
    for name, font in fonts.items():
        assert re.match(r"/[A-Z]{6}\+", name)
        assert "/FontFile2" in font["/FontDescriptor"]


def test_print_makes_all_forms_and_the_phone_gets_a_small_one(edition):
    printing = pdf.print_edition(edition)
    assert set(printing.papers) == set(WRITTEN_FORMS)
    assert len(printing.papers[PaperForm.PHONE].data) < 1_000_000
    folded = read(printing.papers[PaperForm.FOLDED].data)
    assert {(round(p.mediabox.width), round(p.mediabox.height)) for p in folded.pages} == {(842, 595)}
    assert folded.metadata.title == "Haki zako"
    assert folded.trailer["/Root"]["/Lang"] == "sw"
    a5 = len(read(pdf.booklet(edition, PaperForm.FOLDED).pdf()).pages)
    assert len(folded.pages) == 2 * -(-a5 // 4)


def half_sheets(pdf: bytes) -> list[tuple[str, str]]:
    """The text on the left and on the right half of each side, found by where it is drawn."""
    found = []
    for side in read(pdf).pages:
        halves = ["", ""]
        forms = side["/Resources"].get("/XObject", {})
        for x, name in re.findall(rb"1 0 0 1 (-?[\d.]+) -?[\d.]+ cm (/P\d) Do", side.get_contents().get_data()):
            page = PageObject.create_blank_page(None, 420, 595)
            page[NameObject("/Resources")] = forms[name.decode()]["/Resources"]
            page[NameObject("/Contents")] = forms[name.decode()]
            halves[float(x) + 210 > float(side.mediabox.width) / 2] = " ".join(page.extract_text().split())
        found.append((halves[0], halves[1]))
    return found


def wanted_places(pages: int) -> dict[int, int]:
    """Where each page lies in the folded booklet: the last one is always the outside of the back."""
    whole = -(-pages // 4) * 4
    return {n: n for n in range(1, pages)} | {whole: pages}


def test_the_sheets_of_a_booklet_read_in_order(edition):
    """Each half of each sheet, read back: its page number is the one that the saddle stitch wants there."""
    pages = len(read(pdf.booklet(edition, PaperForm.FOLDED).pdf()).pages)
    place = wanted_places(pages)
    halves = half_sheets(pdf.print_edition(edition).papers[PaperForm.FOLDED].data)
    for said, expected in zip(halves, page_order(pages), strict=True):
        for text, number in zip(said, expected, strict=True):
            page = place.get(number)
            if page is None:
                assert text == ""
            elif page not in (1, pages):  # covers carry no number
                assert f"Ukurasa {page} kati ya {pages}" in text


@pytest.fixture(scope="module")
def many_pages() -> bytes:
    body = "<pdf:nextpage></pdf:nextpage>".join(f"<p>this is page {n}.</p>" for n in range(1, 65))
    return print_html(f"<html><head><style>@page {{ size: a5 }}</style></head><body>{body}</body></html>").pdf


@pytest.mark.parametrize("pages", range(4, 65))
def test_any_page_count_folds_in_order(many_pages, pages):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(many_pages)) as whole:
        del whole.pages[pages:]
        whole.save(out)
    place = wanted_places(pages)
    for said, expected in zip(half_sheets(imposed(out.getvalue())), page_order(pages), strict=True):
        assert said == tuple(f"this is page {place[n]}." if n in place else "" for n in expected)


def test_a_hostile_text_prints_as_text(edition):
    section = edition.sections.first()
    section.text = "<script>x</script> ![a](file:///etc/passwd) ![b](http://169.254.169.254/x)\n\n" + ">" * 5000 + "x"
    section.save()
    done = pdf.booklet(edition, PaperForm.A4).print()
    assert done.notes == ()
    text = "".join(page.extract_text() for page in read(done.pdf).pages)
    assert "<script>x</script>" in text
    assert "root:" not in text
