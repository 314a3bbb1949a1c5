"""A batch looks like its single papers, to the pixel, and no name breaks it."""

import io
import json
import subprocess
import zipfile
from datetime import timedelta

import pikepdf
import pytest
from django.template import engines
from django.utils import timezone
from PIL import Image, ImageChops
from pypdf import PdfReader

from core.pdf import Batch, PrintError
from core.pdf.faces import font_css
from core.pdf.fitting import fit
from core.pdf.paper import Paper
from core.pdf.specimens import LONG_NAME, RIGHT_TO_LEFT, certificate, letter, specimens

BATCHES = [specimen for specimen in specimens() if specimen.copies]


def written(batch: Batch, copies) -> tuple[PdfReader, object]:
    out = io.BytesIO()
    report = batch.write(copies, out)
    with pikepdf.open(io.BytesIO(out.getvalue())) as opened:
        assert opened.check_pdf_syntax() == [] if hasattr(opened, "check_pdf_syntax") else opened.check() == []
    return PdfReader(io.BytesIO(out.getvalue())), report


def raster(pdf: bytes, folder, page: int = 1) -> Image.Image:
    (folder / "page.pdf").write_bytes(pdf)
    command = ["pdftoppm", "-r", "150", "-f", str(page), "-l", str(page), "-singlefile", "-png", "page.pdf", "page"]
    subprocess.run(command, cwd=folder, check=True)
    return Image.open(folder / "page.png").convert("RGB")


@pytest.mark.parametrize("specimen", BATCHES, ids=lambda specimen: specimen.name)
def test_no_pixel_differs_from_the_single_paper(specimen, tmp_path):
    made = specimen.make()
    batch = Batch(made.template, made.context, made.name)  # one copy a page, to be laid beside a single one
    out = io.BytesIO()
    batch.write(specimen.copies, out)
    for number, copy in enumerate(specimen.copies, 1):
        pages = raster(out.getvalue(), tmp_path, number), raster(batch.single(copy).pdf(), tmp_path)
        assert ImageChops.difference(*pages).getbbox() is None, copy


@pytest.mark.parametrize("specimen", BATCHES, ids=lambda specimen: specimen.name)
def test_the_right_letters_come_out_and_every_face_of_the_stamp_is_embedded(specimen):
    batch = specimen.make()
    reader, report = written(batch, specimen.copies)
    assert report.copies == len(specimen.copies)
    assert report.failed == []
    assert len(reader.pages) == -(-len(specimen.copies) // (batch.across * batch.down))
    text = " ".join("".join(page.extract_text() for page in reader.pages).split())
    assert " ".join(specimen.copies[0].get("number", specimen.copies[0].get("addressee", "")).split()) in text
    with pikepdf.open(reader.stream) as opened:
        fonts = [o for o in opened.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/FontDescriptor"]
        assert fonts
        assert all("/FontFile2" in font for font in fonts)
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert reader.metadata.title == batch.title


def a_certificate(name: str, n: int = 1) -> dict[str, str]:
    return {**BATCHES[0].copies[0], "name": name, "number": f"C-2026-{n:05d}"}


HOSTILE = {
    "markup": "<b>Bobby</b> & <script>alert(1)</script> {{ name }} <pdf:nextpage>",
    "operators": ") Tj ET Q 0 0 m (x) <</JS(app.alert(1))>> endstream endobj",
    "ten-thousand-letters": "Mũgĩthi " * 1250,
    "one-word-of-ten-thousand": "W" * 10_000,
    "right-to-left": RIGHT_TO_LEFT,
    "hebrew": "שלום עולם",
    "emoji": "Otieno 😀🎓",
    "control": "Ote\u0000no\u202e Ouma\u2066\r\nX",
    "decomposed": "Wanjiku\u0303",
    "empty": "",
    "spaces": " \u00a0\t ",
}


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
def test_no_name_breaks_a_page(name, tmp_path):
    batch = certificate()
    copies = [a_certificate("Achieng’ Odhiambo", 1), a_certificate(name, 2), a_certificate("Barasa Wafula", 3)]
    reader, report = written(batch, copies)
    assert report.copies == 3
    assert len(reader.pages) == 3
    assert "C-2026-00002" in reader.pages[1].extract_text()
    assert "Barasa Wafula" in reader.pages[2].extract_text()
    assert "/JS" not in str(reader.trailer["/Root"])
    pages = raster(reader.stream.getvalue(), tmp_path, 2), raster(batch.single(copies[1]).pdf(), tmp_path)
    assert ImageChops.difference(*pages).getbbox() is None


@pytest.mark.parametrize("specimen", BATCHES, ids=lambda specimen: specimen.name)
def test_nothing_in_any_field_breaks_any_paper(specimen):
    batch = specimen.make()
    fields = [*batch.layout.places, *batch.layout.codes]
    hostile = [
        {field: text if field != "address" else "HTTPS://X.ORG/V/A" for field in fields} for text in HOSTILE.values()
    ]
    reader, report = written(batch, [*hostile, specimen.copies[1]])
    assert report.copies == len(hostile) + 1
    assert len(reader.pages) == -(-report.copies // (batch.across * batch.down))
    assert "/JS" not in str(reader.trailer["/Root"])
    last = specimen.copies[1].get("number") or specimen.copies[1]["addressee"]
    assert last.split()[0] in reader.pages[-1].extract_text()


def test_a_minute_that_ends_between_two_probes_moves_nothing(monkeypatch):
    """The foot of a letter says when it was printed."""
    minutes = (timezone.now() + timedelta(minutes=n) for n in range(1000))
    monkeypatch.setattr(timezone, "localtime", lambda value=None: value or next(minutes))
    assert letter().layout.places


def test_only_what_a_face_lacks_is_printed_by_itself():
    names = ["Wanjikũ", RIGHT_TO_LEFT, LONG_NAME, "Otieno 😀"]
    _reader, report = written(certificate(), [a_certificate(name) for name in names])
    assert report.singles == [1, 3]


def test_what_is_too_long_is_shrunk_and_in_the_end_cut():
    _reader, report = written(certificate(), [a_certificate(LONG_NAME), a_certificate("Mũgĩthi " * 40)])
    assert report.cut == [1]


def test_the_letters_are_stored_once():
    few, many = io.BytesIO(), io.BytesIO()
    batch = certificate()
    batch.write([a_certificate("Wanjikũ")], few)
    batch.write([a_certificate("Wanjikũ", n) for n in range(50)], many)
    assert len(many.getvalue()) - len(few.getvalue()) < 49 * 2500


def test_a_zip_holds_one_paper_each():
    out = io.BytesIO()
    copies = [a_certificate("Wanjikũ", 1), a_certificate(RIGHT_TO_LEFT, 2), a_certificate(LONG_NAME, 3)]
    report = certificate().zip(copies, out, name=lambda n: copies[n]["number"])
    assert report.copies == 3
    with zipfile.ZipFile(out) as folder:
        assert folder.namelist() == ["C-2026-00001.pdf", "C-2026-00002.pdf", "C-2026-00003.pdf"]
        for name in folder.namelist():
            reader = PdfReader(io.BytesIO(folder.read(name)))
            assert len(reader.pages) == 1
            assert name.removesuffix(".pdf") in reader.pages[0].extract_text()


def test_a_broken_off_file_goes_on_where_it_stopped(tmp_path):
    """State through JSON, the file cut back to where the state says, another object of the batch."""
    whole, parts = tmp_path / "whole.pdf", tmp_path / "parts.pdf"
    copies = [a_certificate(f"Mũgo {n}" if n % 7 else RIGHT_TO_LEFT, n) for n in range(30)]
    with whole.open("wb") as file:
        certificate().write(copies, file)
    state, done = None, 0
    for until in (11, 12, 30):
        batch = certificate()
        with parts.open("r+b" if state else "wb") as file:
            if state:
                file.truncate(state["position"])
                file.seek(state["position"])
            binding = batch.binding(file, state)
            for copy in copies[done:until]:
                batch.bind(binding, copy)
            state, done = json.loads(json.dumps(binding.state())), until
            if until == 30:
                binding.finish()
            else:
                file.write(b"half a page that nobody finished")
    assert parts.read_bytes() == whole.read_bytes()


def test_a_template_that_moves_is_refused(monkeypatch):
    source = (
        "{% load papers %}<html><head><style>{{ font_css|safe }} body { font-family: Body }</style></head><body>"
        '<div>{% field "name" lines=3 %}</div><p>below</p></body></html>'
    )
    template = engines["django"].from_string(source)
    monkeypatch.setattr(Paper, "html", lambda paper: template.render({**markup_house(), **paper.context}))
    with pytest.raises(PrintError, match="fixed height"):
        Batch("moving.html", {}, "x").layout  # noqa: B018


def markup_house() -> dict[str, str]:
    return {"font_css": font_css()}


@pytest.mark.parametrize(
    ("text", "lines", "expected"),
    [
        ("aa bb", 1, (10, ("aa bb",), False)),
        ("aa bb cc dd", 2, (10, ("aa bb", "cc dd"), False)),
        ("aa bb cc dd e", 1, (5, ("aa bb cc d…",), True)),
        ("aaaaaaa", 1, (8, ("aaaaaaa",), False)),
        ("aaaaaa aaaaaa", 2, (9.5, ("aaaaaa", "aaaaaa"), False)),
        ("a" * 30, 2, (5, ("aaaaaaaaaaa", "aaaaaaaaaa…"), True)),
        ("", 1, (10, ("",), False)),
    ],
)
def test_fitting(text, lines, expected):
    """A letter is as wide as its size; the box holds six of full size and the slack."""
    got = fit(text, width=lambda t, s: len(t) * s, box=58.5, size=10, smallest=5, lines=lines)
    assert (got.size, got.lines, got.cut) == expected
