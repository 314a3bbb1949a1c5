"""Imposition: A5 pages laid out on A4 sheets, so that printed on both sides, folded and stapled they read in order."""

import io
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Page, Stream, String

MM = 72 / 25.4
SHEET = (297 * MM, 210 * MM)
PAPER = 0.1  # mm, thickness of a sheet of 80 g


def page_order(pages: int) -> list[tuple[int, int]]:
    """Which page numbers (from 1) stand left and right on each side of each sheet; numbers above `pages` are blank.

    Sides come front, back, front, back; print on both sides, flipped on the short edge. For n pages rounded up to
    a multiple of four, sheet s has (n-2s, 1+2s) in front and (2+2s, n-1-2s) behind: the rule of the saddle stitch.
    """
    whole = -(-pages // 4) * 4
    sides = []
    for sheet in range(whole // 4):
        sides.append((whole - 2 * sheet, 1 + 2 * sheet))
        sides.append((2 + 2 * sheet, whole - 1 - 2 * sheet))
    return sides


def creep(sheet: int, *, paper: float = PAPER) -> float:
    """How far, in points, the pages of a sheet move to the spine: inner sheets stick out by the paper around them."""
    return sheet * paper * MM


def imposed(pdf: bytes, *, title: str = "", language: str = "", paper: float = PAPER) -> bytes:
    """Lay an A5 document out for saddle stitching on A4.

    The last page stays the outside of the back: blanks for the missing pages come before it.

    Raises:
        pikepdf.PdfError: when `pdf` cannot be read.
    """
    out = pikepdf.new()
    with pikepdf.open(io.BytesIO(pdf)) as source:
        whole = -(-len(source.pages) // 4) * 4
        last = len(source.pages)
        forms = {n: out.copy_foreign(page.as_form_xobject()) for n, page in enumerate(source.pages, 1)}
        if last > 1:
            forms[whole] = forms.pop(last)
        for side, numbers in enumerate(page_order(whole)):
            out.pages.append(_side(out, [forms.get(n) for n in numbers], creep(side // 2, paper=paper)))
        with out.open_metadata() as metadata:
            metadata["dc:title"] = title
        out.docinfo["/Title"] = title
        if language:
            out.Root.Lang = String(language)
        buffer = io.BytesIO()
        out.save(buffer, linearize=True)
    return buffer.getvalue()


def _side(out: pikepdf.Pdf, pair: list[Any], shift: float) -> Page:
    """One side of a sheet: two half pages, moved to the spine, with a tick where it is folded."""
    width, height = SHEET
    half = width / 2
    drawn, forms = [], Dictionary()
    for place, form in enumerate(pair):
        if form is None:
            continue
        left, bottom, right, top = (float(v) for v in form.BBox)
        x = half - (right - left) + shift if place == 0 else half - shift
        y = (height - (top - bottom)) / 2
        forms[f"/P{place}"] = form
        drawn.append(
            f"q {place * half:.2f} 0 {half:.2f} {height:.2f} re W n"
            f" 1 0 0 1 {x - left:.3f} {y - bottom:.3f} cm /P{place} Do Q"
        )
    drawn.append(f"q 0.3 w {half:.2f} 0 m {half:.2f} 8 l {half:.2f} {height - 8:.2f} m {half:.2f} {height:.2f} l S Q")
    page = Dictionary(
        Type=Name.Page,
        MediaBox=Array([0, 0, round(width, 2), round(height, 2)]),
        Resources=Dictionary(XObject=forms),
        Contents=Stream(out, "\n".join(drawn).encode()),
    )
    return Page(out.make_indirect(page))
