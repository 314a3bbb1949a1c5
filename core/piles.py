"""A pile of paper scanned in one go: a page that came as a picture, and the QR code on each."""

from typing import Any

import zxingcpp
from PIL import Image

from core.scans import check_scan, grey_page

_QR: Any = zxingcpp.BarcodeFormat.QRCode


def single_page(upload: Any) -> Image.Image | None:
    """The one page of a picture."""
    try:
        check_scan(upload)
        with Image.open(upload) as picture:
            return grey_page(picture)
    except Exception:  # a damaged picture fails in many ways; a hand sorts it out
        return None


def read_code(page: Image.Image, head: str) -> tuple[str, Image.Image]:
    """The QR code on a page that begins so, or "", and the page turned so that the code stands upright."""
    for found in zxingcpp.read_barcodes(page, formats=_QR):
        if found.text.startswith(head):
            quarter = round(found.orientation / 90) % 4
            return found.text, page.rotate(90 * quarter, expand=True) if quarter else page
    return "", page
