"""QR codes, drawn as one vector path."""

from functools import lru_cache
from urllib.parse import quote

import segno

QUIET = 2  # modules of white around a code


def qr_matrix(text: str) -> tuple[bytes, ...]:
    """The modules of a code, row by row: error correction M, a fixed mask (scoring masks costs more than drawing).

    Upper-case addresses make smaller codes: `HTTPS://…` in capitals is read as the same address.
    """
    return tuple(bytes(row) for row in segno.make(text, error="m", mask=2, micro=False).matrix)


def qr_svg(text: str, *, quiet: int = QUIET) -> str:
    """A QR code as a data URI for an `<img>`."""
    matrix = qr_matrix(text)
    size = len(matrix) + 2 * quiet
    path = " ".join(
        f"M{x + quiet},{y + quiet}h{run}v1h-{run}z" for y, row in enumerate(matrix) for x, run in _runs(row)
    )
    return svg_uri(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="{size}" height="{size}">'
        f'<rect width="{size}" height="{size}" fill="#ffffff"/><path d="{path}" fill="#000000"/></svg>'
    )


def svg_uri(svg: str) -> str:
    """A drawing as the `src` of an `<img>`."""
    return f"data:image/svg+xml;charset=utf-8,{quote(svg)}"


def qr_operators(text: str, x: float, y: float, size: float) -> str:
    """The same drawing as `qr_svg`, in a square of a PDF page."""
    matrix = qr_matrix(text)
    across = len(matrix) + 2 * QUIET
    module = size / across
    modules = " ".join(
        f"{start + QUIET} {across - QUIET - row - 1} {run} 1 re"
        for row, line in enumerate(matrix)
        for start, run in _runs(line)
    )
    paper = f"1 g 0 0 {across} {across} re f"
    return f"q {module:.6f} 0 0 {module:.6f} {x:.5f} {y:.5f} cm {paper} 0 g {modules} f Q"


@lru_cache(maxsize=4096)
def _runs(row: bytes) -> list[tuple[int, int]]:
    """Where dark modules stand together in a row: (start, length)."""
    found, start = [], None
    for x, dark in enumerate([*row, 0]):
        if dark and start is None:
            start = x
        elif not dark and start is not None:
            found.append((start, x - start))
            start = None
    return found
