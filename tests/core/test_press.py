"""The press prints what is asked, and nothing that it is asked can harm the server."""

import io
import re
import resource
import time

import pytest
from PIL import Image
from pypdf import PdfReader

from core.pdf import PrintError, imposed, print_html, qr_svg
from core.pdf.faces import font_css
from core.pdf.imposition import page_order

STYLE = f"<style>{font_css()} html, body {{ font-family: Body, Naskh }}</style>"
HEAD = f"<html lang='sw'><head><title>Hati</title>{STYLE}</head>"


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def test_every_letter_of_the_country_is_drawn_and_read_back():
    letters = "Mũrang’a Gĩkũyũ Ŋai – “nyĩmbo” Dholuo ŋ é Ḥ"
    done = print_html(f"{HEAD}<body><p>{letters}</p><p style='font-family:Display, Body'>{letters}</p></body></html>")
    assert done.notes == ()
    assert read(done.pdf).pages[0].extract_text().count("Mũrang’a Gĩkũyũ") == 2


def test_a_paper_says_its_title_and_language():
    reader = read(print_html(f"{HEAD}<body>x</body></html>").pdf)
    assert reader.metadata.title == "Hati"
    assert reader.trailer["/Root"]["/Lang"] == "sw"


def bomb() -> str:
    steps = "".join(f"--{chr(98 + i)}:{' '.join([f'var(--{chr(97 + i)})'] * 10)};" for i in range(9))
    return f"<style>:root{{--a:x;{steps}}} p{{content:var(--j)}}</style><p>x</p>"


CHART = """<canvas type="graph" width="350" height="150">{"data": [[1, 1000000000]], "labels": ["a", "b"],
"type": "verticalbar", "valueAxis": {"valueMin": 0, "valueMax": 1000000000, "valueStep": 1}}</canvas>"""


@pytest.mark.parametrize(
    "body",
    [
        bomb(),
        "<table><tr><td colspan='1000000000'>x</td></tr></table>",
        "<table><tr><td rowspan='1000000000'>x</td></tr></table>",
        CHART,
        "<div>" * 5000,
        "<p>" + "nyĩmbo " * 1_000_000,
    ],
    ids=["variables", "colspan", "rowspan", "chart", "depth", "length"],
)
def test_a_bomb_ends_in_an_error_and_the_next_paper_prints(body):
    start, before = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(PrintError) as refused:
        print_html(f"<html><body>{body}</body></html>", cpu_seconds=2, memory=700_000_000)
    assert len(str(refused.value)) > 10, "it says why"
    assert time.monotonic() - start < 30
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000, "the server did not pay for it"
    assert print_html("<html><body>fine</body></html>").pdf.startswith(b"%PDF")


@pytest.mark.parametrize(
    "source",
    [
        "/etc/passwd",
        "file:///etc/passwd",
        "../../etc/passwd",
        "http://169.254.169.254/latest/",
        "https://example.org/x.png",
    ],
)
def test_no_other_file_and_no_address_is_ever_read(source):
    done = print_html(f"<html><body><img src='{source}'><p>after</p></body></html>")
    assert b"root:" not in done.pdf
    assert "after" in read(done.pdf).pages[0].extract_text()
    assert done.notes != ()


def test_a_picture_that_was_given_is_drawn():
    out = io.BytesIO()
    Image.new("RGB", (4, 4), "red").save(out, "PNG")
    html = "<html><body><img src='red.png' style='width:20mm;height:20mm'></body></html>"
    done = print_html(html, pictures={"red.png": out.getvalue()})
    assert done.notes == ()
    assert len(read(done.pdf).pages[0].images) == 1


def test_a_qr_code_is_one_path():
    uri = qr_svg("HTTPS://EXAMPLE.ORG/V/ABCDEFGHJKLMNPQR")
    assert uri.startswith("data:image/svg+xml")
    assert uri.count("%3Cpath") == 1


@pytest.mark.parametrize("pages", range(1, 65))
def test_folded_sheets_read_in_order(pages):
    """Fold all sheets in the middle, lay them into each other: the pages follow each other."""
    sides = page_order(pages)
    whole = len(sides) * 2
    assert whole % 4 == 0
    assert sorted(n for side in sides for n in side) == list(range(1, whole + 1))
    leaves = [(sides[i], sides[i + 1]) for i in range(0, len(sides), 2)]
    first_half = [number for front, back in leaves for number in (front[1], back[0])]
    second_half = [number for front, back in reversed(leaves) for number in (back[1], front[0])]
    assert first_half + second_half == list(range(1, whole + 1))


@pytest.mark.parametrize("pages", [1, 2, 4, 5, 7, 8, 12])
def test_an_imposed_booklet_has_its_texts_where_the_order_says(pages):
    body = "<pdf:nextpage></pdf:nextpage>".join(f"<p>page{n}x</p>" for n in range(1, pages + 1))
    a5 = print_html(f"<html><head><style>@page {{ size: a5 }}</style></head><body>{body}</body></html>").pdf
    assert len(read(a5).pages) == pages
    sheets = read(imposed(a5, title="Booklet"))
    whole = -(-pages // 4) * 4
    place = {n: n for n in range(1, pages)} | {whole if pages > 1 else 1: pages}
    for side, expected in zip(sheets.pages, page_order(whole), strict=True):
        width, height = side.mediabox.width, side.mediabox.height
        assert (round(width), round(height)) == (842, 595)
        found = {}
        forms = side["/Resources"].get("/XObject", {})
        for x, name in re.findall(rb"1 0 0 1 (-?[\d.]+) -?[\d.]+ cm (/P\d) Do", side.get_contents().get_data()):
            half = "left" if float(x) < width / 2 - 1 else "right"
            found[half] = re.search(rb"\((page\d+x)\)", forms[name.decode()].get_data())[1].decode()
        wanted = {half: f"page{place[n]}x" for half, n in zip(("left", "right"), expected, strict=True) if n in place}
        assert found == wanted
