"""A pile of paper scanned in one go: the picture of each page, one at a time, and the QR code on it."""

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
import zxingcpp
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image

from core.scans import PAGE_SIDE, check_scan, grey_page

MOST_PIXELS = 40_000_000  # of one page: A4 at 600 dots an inch has 35 million
_QR: Any = zxingcpp.BarcodeFormat.QRCode
SMALLEST = 300  # pixels: less is a logo


def pile_pages(file: Any, *, start: int = 0) -> Iterator[Image.Image | None]:
    """The pages of a scanned PDF as grey pictures, upright as the scanner says; None where there is no picture.

    One page is in memory at a time, whatever the pile.
    """
    with pikepdf.open(file, suppress_warnings=True) as pdf:
        for number in range(start, len(pdf.pages)):
            try:
                yield _picture_of(pdf.pages[number])
            except Exception:  # a damaged picture fails in many ways; a hand sorts it out
                yield None


def single_page(upload: Any) -> Image.Image | None:
    """The one page of a picture."""
    try:
        check_scan(upload)
        with Image.open(upload) as picture:
            return grey_page(picture)
    except Exception:  # the same
        return None


def read_code(page: Image.Image, head: str) -> tuple[str, Image.Image]:
    """The QR code on a page that begins so, or "", and the page turned so that the code stands upright."""
    for found in zxingcpp.read_barcodes(page, formats=_QR):
        if found.text.startswith(head):
            quarter = round(found.orientation / 90) % 4
            return found.text, page.rotate(90 * quarter, expand=True) if quarter else page
    return "", page


def count_pages(file: Any) -> int:
    """How many pages a PDF has.

    Raises:
        ValidationError: damaged or locked.
    """
    try:
        with pikepdf.open(file, suppress_warnings=True) as pdf:
            return len(pdf.pages)
    except pikepdf.PasswordError as error:
        raise ValidationError(_("This PDF is locked with a password. Send it without.")) from error
    except pikepdf.PdfError as error:
        raise ValidationError(_("This PDF is damaged. Make it again, or send another copy.")) from error


def _picture_of(page: pikepdf.Page) -> Image.Image | None:
    """The largest picture of a page: a scanner puts one on each."""
    found: Any = page.get_images()
    pictures = [pikepdf.PdfImage(raw) for raw in found.values()]
    pictures = [one for one in pictures if min(one.width, one.height) >= SMALLEST]
    if not pictures:
        return None
    largest = max(pictures, key=lambda one: one.width * one.height)
    if largest.width * largest.height > MOST_PIXELS:
        return None
    out = io.BytesIO()
    largest.extract_to(stream=out)
    out.seek(0)
    with Image.open(out) as picture:
        grey = grey_page(picture)
    grey.thumbnail((PAGE_SIDE, PAGE_SIDE))
    turned = int(page.obj.get("/Rotate", 0)) % 360
    return grey.rotate(-turned, expand=True) if turned else grey
