"""QR codes, drawn as one vector path."""

from urllib.parse import quote

import segno


def qr_svg(text: str, *, quiet: int = 2) -> str:
    """A QR code as a data URI for an `<img>`: error correction M, a fixed mask (scoring masks costs more than drawing).

    Upper-case addresses make smaller codes: `HTTPS://…` in capitals is read as the same address.
    """
    code = segno.make(text, error="m", mask=2, micro=False)
    size, _height = code.symbol_size(border=quiet)
    path = " ".join(
        f"M{x + quiet},{y + quiet}h{run}v1h-{run}z" for y, row in enumerate(code.matrix) for x, run in _runs(bytes(row))
    )
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="{size}" height="{size}">'
        f'<rect width="{size}" height="{size}" fill="#ffffff"/><path d="{path}" fill="#000000"/></svg>'
    )
    return f"data:image/svg+xml;charset=utf-8,{quote(svg)}"


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
