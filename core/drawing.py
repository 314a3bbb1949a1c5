"""The pages of a PDF become pictures, as a reader would show them; of the document itself nothing goes along.

Scripts are never run and forms never begun: their fields are not drawn. A stamp that lies on a page is.
"""

from collections.abc import Iterator
from threading import RLock
from typing import Any

import pypdfium2
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image

from core.scans import PAGE_SIDE

_ONE_AT_A_TIME = RLock()  # the library knows no threads: each call into it is made alone


def draw_pages(file: Any, *, colour: bool = False) -> Iterator[Image.Image | None]:
    """Each page in grey, or in colour: upright, its longer side `PAGE_SIDE` pixels, whatever size it claims to have.

    One page is in memory at a time, however many there are. None stands for a page that cannot be drawn.

    Args:
        file: That `core.uploads.check_pdf` let pass.
        colour: Whether colours stay.

    Raises:
        ValidationError: it cannot be opened.
    """
    file.seek(0)
    opened = _open(file.read())
    try:
        with _ONE_AT_A_TIME:
            pages = len(opened)
        for number in range(pages):
            yield _draw(opened, number, colour=colour)
    finally:
        with _ONE_AT_A_TIME:
            opened.close()


def _open(data: bytes) -> pypdfium2.PdfDocument:
    try:
        with _ONE_AT_A_TIME:
            return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise ValidationError(_("This PDF is damaged. Make it again, or send another copy.")) from error


def _draw(opened: pypdfium2.PdfDocument, number: int, *, colour: bool) -> Image.Image | None:
    with _ONE_AT_A_TIME:
        page = None
        try:
            page = opened[number]
            scale = (PAGE_SIDE - 0.01) / max(page.get_size())  # a hair less: sides are rounded up
            drawn = page.render(scale=scale, grayscale=not colour, rev_byteorder=True, limit_image_cache=True)
            picture = drawn.to_pil().copy()
            drawn.close()
        except Exception:  # a damaged page fails in many ways; whoever asked says what becomes of it
            return None
        finally:
            if page:
                page.close()
    return picture
