"""The pages of a PDF become pictures, as a reader would show them; of the document itself nothing goes along.

A document can be small and still ask for hours (forms within forms within forms), so each is drawn in a process of
its own (`core.drawingroom`). Scripts are never run; stamps and what was filled into fields are drawn.
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image

from core.drawingroom import CAN_OPEN, HEAD
from core.scans import PAGE_SIDE

ROOT = Path(__file__).resolve().parent.parent
PAGE_SECONDS = 10  # of processor time; a page of a scanner takes a fifth of one


def draw_pages(
    file: Any, *, pages: int, colour: bool = False, seconds: int = PAGE_SECONDS
) -> Iterator[Image.Image | None]:
    """Each page in grey, or in colour: upright, its longer side `PAGE_SIDE` pixels, whatever size it claims to have.

    One page is in memory at a time, however many there are. None stands for a page that cannot be drawn, and for all
    after one that asks for too much time or memory.

    Args:
        file: That `core.uploads.check_pdf` let pass.
        pages: How many it said that there are.
        colour: Whether colours stay.
        seconds: Of processor time that one page may take.

    Raises:
        ValidationError: it cannot be opened.
    """
    file.seek(0)
    with TemporaryFile() as document:
        document.write(file.read())
        document.seek(0)
        how = [str(PAGE_SIDE), str(seconds), "colour" if colour else "grey"]
        command = [sys.executable, "-m", "core.drawingroom", *how]
        room = subprocess.Popen(  # noqa: S603 (ours)
            command, cwd=ROOT, stdin=document, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
    try:
        if room.stdout is None or room.stdout.read(1) != CAN_OPEN:
            raise ValidationError(_("This PDF is damaged. Make it again, or send another copy."))
        for _number in range(pages):
            yield _next_page(room.stdout, "RGB" if colour else "L")
    finally:
        room.kill()
        room.communicate()


def _next_page(stdout: BinaryIO | Any, mode: str) -> Image.Image | None:
    head = stdout.read(HEAD.size)
    width, height = HEAD.unpack(head) if len(head) == HEAD.size else (0, 0)
    size = width * height * len(mode)
    pixels = stdout.read(size)
    return Image.frombytes(mode, (width, height), pixels) if size and len(pixels) == size else None
