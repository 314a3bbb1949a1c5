"""A page of a PDF becomes a picture as a reader shows it; nothing else of the document does, and no size it claims."""

import io
import threading
from decimal import Decimal
from itertools import islice

import numpy as np
import pikepdf
import pytest
from django.core.exceptions import ValidationError
from pikepdf import Array, Dictionary, Name
from PIL import Image

from core.drawing import draw_pages
from core.scans import PAGE_SIDE, look_at
from core.uploads import check_pdf
from tests.core.test_scans import written
from tests.core.test_uploads import upload

A4 = (595, 842)
HIDDEN = ("Zuhura", "Tellmeschool", "evil.exe", "app.alert")


def saved(document: pikepdf.Pdf, **options) -> io.BytesIO:
    out = io.BytesIO()
    document.save(out, **options)
    return out


def made(content=b"", *, size=A4, pages=1, **page) -> io.BytesIO:
    """A PDF whose pages say this, in a face that every reader has."""
    document = pikepdf.new()
    for _n in range(pages):
        one = document.add_blank_page(page_size=size)
        one.Resources = Dictionary(
            Font=Dictionary(F=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Courier))
        )
        one.Contents = document.make_stream(content)
        for key, value in page.items():
            one[f"/{key}"] = value
    return saved(document)


def scanned(mode="L", size=(1240, 1754), **options) -> io.BytesIO:
    out = io.BytesIO()
    written(size).convert(mode).save(out, "PDF", resolution=150, **options)
    return out


def ink(picture: Image.Image, box=(0.0, 0.0, 1.0, 1.0)) -> float:
    """How dark a part of it is, in per cent."""
    (width, height), (left, top, right, low) = picture.size, box
    part = picture.convert("L").crop((int(left * width), int(top * height), int(right * width), int(low * height)))
    return round(100 - float(np.asarray(part).mean()) / 2.55, 1)


SQUARE = b"0 0 100 100 re f"  # at the lower left


class TestPage:
    @pytest.mark.parametrize("mode", ["L", "RGB", "1", "CMYK"])
    def test_what_scanners_make_can_be_read(self, mode):
        (page,) = draw_pages(scanned(mode), pages=1)
        assert (page.mode, page.size) == ("L", (1414, PAGE_SIDE))
        assert look_at(page).advice == ()

    def test_colours_stay_where_they_are_asked_for(self):
        (page,) = draw_pages(made(b"1 0 0 rg 0 0 595 842 re f"), pages=1, colour=True)
        assert (page.mode, page.getpixel((9, 9))) == ("RGB", (255, 0, 0))

    def test_typed_text_is_seen(self):
        (page,) = draw_pages(made(b"BT /F 40 Tf 50 700 Td (Who hears?) Tj ET"), pages=1)
        assert ink(page, (0.05, 0.1, 0.6, 0.2)) > 3
        assert ink(page, (0, 0.3, 1, 1)) == 0

    @pytest.mark.parametrize(
        ("turned", "corner"),
        [(0, (0, 0.9, 0.1, 1)), (90, (0, 0, 0.1, 0.1)), (180, (0.9, 0, 1, 0.1)), (270, (0.9, 0.9, 1, 1))],
    )
    def test_upright_as_the_document_says(self, turned, corner):
        (page,) = draw_pages(made(SQUARE, Rotate=turned), pages=1)
        assert (page.height > page.width) == (turned % 180 == 0)
        assert ink(page, corner) == 100

    def test_only_what_the_page_shows(self):
        (page,) = draw_pages(made(SQUARE, CropBox=Array([200, 200, 400, 600])), pages=1)
        assert (page.size, ink(page)) == ((1000, PAGE_SIDE), 0)

    @pytest.mark.parametrize(
        "size", [(28_346, 28_346), (1, 1), (1, 14_400), (2_000_000, 3), (Decimal("0.01"), 5), (0, 0), (-500, -800)]
    )
    def test_whatever_size_it_claims(self, size):
        for page in draw_pages(made(SQUARE, MediaBox=Array([0, 0, *size])), pages=1):
            assert max(page.size) <= PAGE_SIDE
            assert look_at(page).data

    def test_a_stamp_that_lies_on_it_and_what_was_filled_into_a_field_are_drawn(self):
        document = pikepdf.new()
        page = document.add_blank_page(page_size=A4)
        notes = []
        for kind, left in ((Name.Stamp, 0), (Name.Widget, 300)):
            shape = document.make_stream(SQUARE, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 100, 100]))
            rect = Array([left, 0, left + 100, 100])
            notes.append(
                Dictionary(
                    Type=Name.Annot, Subtype=kind, Rect=rect, F=4, FT=Name.Tx, T=str(left), AP=Dictionary(N=shape)
                )
            )
        page.Annots = document.make_indirect(Array(map(document.make_indirect, notes)))
        document.Root.AcroForm = Dictionary(Fields=Array([page.Annots[1]]))
        (drawn,) = draw_pages(saved(document), pages=1)
        assert ink(drawn, (0.01, 0.9, 0.15, 1)) == 100
        assert ink(drawn, (0.52, 0.9, 0.65, 1)) == 100

    def test_nothing_of_the_document_goes_along(self):
        """Neither its properties nor its text, nor what is attached or would run, nor a thumbnail of an earlier page."""
        document = pikepdf.open(made(b"BT /F 40 Tf 50 700 Td (Zuhura) Tj ET"))
        document.docinfo["/Author"] = "Zuhura"
        with document.open_metadata() as meta:
            meta["dc:creator"] = ["Tellmeschool"]
        document.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
        document.pages[0].AA = Dictionary(O=Dictionary(S=Name.Launch, F="evil.exe"))
        document.attachments["evil.exe"] = b"Tellmeschool"
        (page,) = draw_pages(saved(document), pages=1)
        scan = look_at(page)
        assert not page.info
        assert not [said for said in HIDDEN if said.encode() in scan.data]
        with Image.open(io.BytesIO(scan.data)) as kept:
            assert not dict(kept.getexif())
            assert set(kept.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


class TestMany:
    def test_three_hundred_pages_one_by_one(self):
        pages = draw_pages(made(SQUARE, pages=300), pages=300)
        assert [page.size for page in islice(pages, 3)] == [(1414, PAGE_SIDE)] * 3
        pages.close()

    def test_a_page_that_cannot_be_drawn_is_none_and_the_next_is_there(self):
        document = pikepdf.open(made(SQUARE, pages=3))
        document.Root.Pages.Kids[1] = document.make_indirect(Dictionary(Type=Name.Nothing))
        assert [bool(page) for page in draw_pages(saved(document), pages=3)] == [True, False, True]

    def test_one_that_asks_for_hours_is_ended_and_the_next_document_is_drawn(self):
        """Forms within forms, ten in each: ten times the work a level."""
        document = pikepdf.open(made(b"/X Do", pages=2))
        inner = document.make_stream(SQUARE, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 595, 842]))
        for _level in range(9):
            inside = Dictionary(XObject=Dictionary(X=inner))
            shape = {"Type": Name.XObject, "Subtype": Name.Form, "BBox": Array([0, 0, 595, 842]), "Resources": inside}
            inner = document.make_stream(b"/X Do " * 10, **shape)
        for page in document.pages:
            page.Resources.XObject = Dictionary(X=inner)
        assert list(draw_pages(saved(document), pages=2, seconds=1)) == [None, None]
        assert [bool(page) for page in draw_pages(made(SQUARE), pages=1)] == [True]

    def test_a_document_that_claims_more_pages_than_it_has(self):
        assert [bool(page) for page in draw_pages(made(SQUARE), pages=3)] == [True, False, False]

    def test_threads_draw_side_by_side(self):
        data, seen = scanned(size=(620, 877)).getvalue(), []

        def draw():
            seen.extend(ink(page) for _n in range(3) for page in draw_pages(io.BytesIO(data), pages=1))

        threads = [threading.Thread(target=draw) for _n in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(seen) == 9
        assert len(set(seen)) == 1


LOCK = pikepdf.Encryption(owner="a", user="b")


def empty() -> bytes:
    return saved(pikepdf.new()).getvalue()


def huge() -> bytes:
    """A page with a picture of a hundred million pixels, in some bytes."""
    document = pikepdf.open(made(b"/P Do"))
    picture = document.make_stream(b"", Type=Name.XObject, Subtype=Name.Image, Width=10_000, Height=10_000)
    document.pages[0].Resources.XObject = Dictionary(P=picture)
    return saved(document).getvalue()


class TestRefused:
    @pytest.mark.parametrize(
        ("data", "says"),
        [
            (lambda: saved(pikepdf.open(made()), encryption=LOCK).getvalue(), "locked"),
            (lambda: b"%PDF-1.7 nothing", "damaged"),
            (lambda: scanned().getvalue()[:300], "damaged"),
            (empty, "no pages"),
        ],
    )
    def test_with_a_sentence(self, data, says):
        with pytest.raises(ValidationError, match=says):
            check_pdf(upload(data()))
        with pytest.raises(ValidationError, match="damaged"):  # nor is it drawn where nobody has looked before
            list(draw_pages(io.BytesIO(data()), pages=1))

    @pytest.mark.parametrize(
        ("data", "says"),
        [
            (lambda: b"", "empty"),
            (lambda: b"MZ", "not a PDF"),
            (lambda: made(pages=61).getvalue(), "61 pages; at most 60"),
            (huge, "too many pixels"),
        ],
    )
    def test_before_it_is_drawn(self, data, says):
        with pytest.raises(ValidationError) as refused:
            check_pdf(upload(data()))
        assert says in " ".join(refused.value.messages)

    def test_what_can_be_drawn_is_counted(self):
        assert check_pdf(upload(made(pages=7).getvalue())) == 7
