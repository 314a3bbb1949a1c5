"""The process in which a PDF is drawn: the document comes on stdin, its pages go out on stdout as bare pixels.

It imports no Django, and lives for one document, under limits on memory and processor time that the kernel keeps.
"""

import os
import resource
import signal
import struct
import sys
from typing import Any, BinaryIO

import pypdfium2

HEAD = struct.Struct("!ii")  # width and height of the page whose pixels follow; of one that cannot be drawn, 0 and 0
CANNOT_OPEN, CAN_OPEN = b"-", b"+"  # the first byte
MEMORY = 1_500_000_000  # bytes of address space


def limit() -> None:
    """From here on the kernel ends this process when it asks for too much."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def draw_all(data: bytes, side: int, out: BinaryIO, *, colour: bool, seconds: int) -> None:
    """Every page, its longer side `side` pixels, one after the other as they are read; each has so many seconds."""
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        opened = pypdfium2.PdfDocument(data)
        opened.init_forms()  # what was filled into its fields is seen; scripts cannot be run by this library at all
        pages = len(opened)
    except pypdfium2.PdfiumError:
        out.write(CANNOT_OPEN)
        return
    out.write(CAN_OPEN)
    out.flush()
    for number in range(pages):
        signal.setitimer(signal.ITIMER_PROF, seconds)
        try:
            size, pixels = _draw(opened, number, side, colour=colour)
        except (pypdfium2.PdfiumError, ArithmeticError, ValueError, MemoryError):
            size, pixels = (0, 0), b""
        out.write(HEAD.pack(*size) + pixels)
        out.flush()


def _draw(opened: Any, number: int, side: int, *, colour: bool) -> tuple[tuple[int, int], bytes]:
    page = opened[number]
    scale = (side - 0.01) / max(page.get_size())  # a hair less: sides are rounded up
    drawn = page.render(scale=scale, grayscale=not colour, rev_byteorder=True, limit_image_cache=True)
    picture = drawn.to_pil()
    found = picture.size, picture.tobytes()
    drawn.close()
    page.close()
    return found


if __name__ == "__main__":
    limit()
    with os.fdopen(os.dup(1), "wb") as stdout:
        side, seconds = map(int, sys.argv[1:3])
        draw_all(sys.stdin.buffer.read(), side, stdout, colour=sys.argv[3] == "colour", seconds=seconds)
