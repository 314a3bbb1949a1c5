"""Scans in a printed paper: the template leaves a page for each, and here the scan is laid on it as it was kept.

A template marks such a page by a link to `SPOT` with the number of the scan, where the caption of the page stands; the
scan goes under it, as large as the page allows, and the link goes. So a JPEG is not read and written once more.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Rectangle, Stream
from PIL import Image

from core.pdf.paper import Paper
from core.pdf.press import Print, PrintError

SPOT = "https://scan.invalid/"
MM = 72 / 25.4
GAP = 3 * MM  # between the caption and the scan
SHARP = 1500  # pixels of the longer side: 140 dots an inch on A4, at which a pencil can be read
LIGHT = 220_000  # bytes: a JPEG that is smaller is taken as it is


@dataclass(frozen=True)
class ScannedPaper(Paper):
    """A paper with scans: the JPEG `scans[n]` is laid on the page with the link to spot n; `foot` in mm stays free."""

    scans: Sequence[bytes] = ()
    foot: float = 17
    side: float = 17

    def print(self) -> Print:
        """The PDF with its scans.

        Raises:
            PrintError: when it cannot be printed.
        """
        printed = super().print()
        if not self.scans:
            return printed
        try:
            return Print(inlaid(printed.pdf, self.scans, foot=self.foot * MM, side=self.side * MM), printed.notes)
        except (pikepdf.PdfError, OSError, ValueError) as error:
            raise PrintError(f"a scan could not be laid in: {error}") from error


def light_jpeg(data: bytes, side: int = SHARP) -> bytes:
    """A JPEG small enough to be printed or sent, drawn anew if it was larger."""
    with Image.open(io.BytesIO(data)) as picture:
        if max(picture.size) <= side and len(data) <= LIGHT:
            return data
        mode = "L" if picture.mode == "L" else "RGB"
        picture.draft(mode, (side, side))
        small = picture if picture.mode == mode else picture.convert(mode)
        small.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
        small.info.clear()
        out = io.BytesIO()
        small.save(out, "JPEG", quality=72, optimize=True)
    return out.getvalue()


def inlaid(pdf: bytes, scans: Sequence[bytes], *, foot: float, side: float) -> bytes:
    """A document with its scans laid on their pages. Lengths are in points.

    Raises:
        pikepdf.PdfError: a document cannot be read.
    """
    with pikepdf.open(io.BytesIO(pdf)) as out:
        for page in out.pages:
            for number, top in _spots(page):
                box = Rectangle(side, foot, float(page.mediabox[2]) - side, top - GAP)
                _lay_picture(out, page, scans[number], box)
        out.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        buffer = io.BytesIO()
        out.save(buffer)
    return buffer.getvalue()


def _spots(page: pikepdf.Page) -> list[tuple[int, float]]:
    """The spots of a page: number of the scan, lower edge of its caption. Their links go."""
    found, kept = [], []
    links: Any = page.obj.get("/Annots", [])
    for link in links:
        address = str(link.get("/A", {}).get("/URI", ""))
        if address.startswith(SPOT):
            found.append((int(address.removeprefix(SPOT)), float(link.Rect[1])))
        else:
            kept.append(link)
    if found:
        page.obj.Annots = Array(kept)
    return found


def _lay_picture(out: pikepdf.Pdf, page: pikepdf.Page, data: bytes, box: Rectangle) -> None:
    """As large as the box allows, in the middle, at its top."""
    with Image.open(io.BytesIO(data)) as picture:
        (width, height), mode = picture.size, picture.mode
    drawn = Stream(out, data)
    drawn.Type, drawn.Subtype, drawn.Filter = Name.XObject, Name.Image, Name.DCTDecode
    drawn.Width, drawn.Height, drawn.BitsPerComponent = width, height, 8
    drawn.ColorSpace = Name.DeviceGray if mode == "L" else Name.DeviceRGB
    scale = min(float(box.width) / width, float(box.height) / height)
    x, y = float(box.llx) + (float(box.width) - width * scale) / 2, float(box.ury) - height * scale
    name = page.add_resource(drawn, Name.XObject)
    page.contents_add(f"q {width * scale:.3f} 0 0 {height * scale:.3f} {x:.3f} {y:.3f} cm {name} Do Q".encode())
