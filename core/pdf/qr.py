"""QR codes, drawn as one vector path, and many of them quickly.

With one length, one version and one mask, each module of a code is a sum of bits of its text, modulo two: error
correction is linear. So codes that share their beginning are put together from the patterns of single bits.
"""

import re
from functools import lru_cache
from urllib.parse import quote

import segno

QUIET = 2  # modules of white around a code
LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"  # what a code packs two by two into eleven bits
VALUES = {letter: value for value, letter in enumerate(LETTERS)}
TAIL = 18  # letters that differ from code to code, at most
OFTEN = 100  # codes of one beginning after which patterns are worth their making
_DARK = re.compile("1+")


def qr_rows(text: str) -> list[str]:
    """The modules of a code, row by row, "1" for dark: error correction M, a fixed mask (scoring masks costs more
    than drawing).

    Upper-case addresses make smaller codes: `HTTPS://…` in capitals is read as the same address.
    """
    code = segno.make(text, error="m", mask=2, micro=False)
    return [row.translate(_AS_TEXT).decode() for row in map(bytes, code.matrix)]


_AS_TEXT = bytes.maketrans(b"\x00\x01", b"01")


def qr_svg(text: str, *, quiet: int = QUIET) -> str:
    """A QR code as a data URI for an `<img>`."""
    rows = qr_rows(text)
    size = len(rows) + 2 * quiet
    path = " ".join(
        f"M{dark.start() + quiet},{y + quiet}h{len(dark[0])}v1h-{len(dark[0])}z"
        for y, row in enumerate(rows)
        for dark in _DARK.finditer(row)
    )
    return svg_uri(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="{size}" height="{size}">'
        f'<rect width="{size}" height="{size}" fill="#ffffff"/><path d="{path}" fill="#000000"/></svg>'
    )


def svg_uri(svg: str) -> str:
    """A drawing as the `src` of an `<img>`."""
    return f"data:image/svg+xml;charset=utf-8,{quote(svg)}"


class Patterns:
    """All codes of one length and one beginning: a code is the sum of the patterns of the bits in its tail."""

    def __init__(self, head: str, tail: int) -> None:
        def bits(text: str) -> int:
            return int("".join(qr_rows(head + text)), 2)

        blank = "0" * tail
        self.side = len(qr_rows(head + blank))
        self.blank = bits(blank)
        self.units = []  # two letters make eleven bits, a last one alone makes six
        for at in range(0, tail, 2):
            size = min(2, tail - at)
            powers = [1 << bit for bit in range(11 if size == 2 else 6)]
            each = [f"{blank[:at]}{_packed(power, size)}{blank[at + size :]}" for power in powers]
            self.units.append([self.blank ^ bits(text) for text in each])

    def rows(self, tail: str) -> list[str]:
        """The modules of a code.

        Raises:
            KeyError: for a letter that is not packed two by two.
        """
        found = self.blank
        for number, unit in enumerate(self.units):
            value = 0
            for letter in tail[2 * number : 2 * number + 2]:
                value = value * 45 + VALUES[letter]
            for bit, pattern in enumerate(unit):
                if value >> bit & 1:
                    found ^= pattern
        side = self.side
        modules = f"{found:0{side * side}b}"
        return [modules[at : at + side] for at in range(0, side * side, side)]


def _packed(value: int, size: int) -> str:
    """The letters that have this value."""
    return LETTERS[value // 45] + LETTERS[value % 45] if size == 2 else LETTERS[value]


class Codes:
    """Draws codes into PDF pages; after some of one kind it knows their patterns."""

    def __init__(self) -> None:
        self.counts: dict[tuple[str, int], int] = {}
        self.patterns: dict[tuple[str, int], Patterns] = {}

    def rows(self, text: str) -> list[str]:
        """The modules of a code, from its patterns if there are any."""
        cut = max(0, len(text) - TAIL) // 2 * 2
        kind = (text[:cut], len(text) - cut)
        known = self.patterns.get(kind)
        if known:
            try:
                return known.rows(text[cut:])
            except KeyError:  # a letter that is not packed two by two
                return qr_rows(text)
        self.counts[kind] = self.counts.get(kind, 0) + 1
        if self.counts[kind] > OFTEN and set(text) <= VALUES.keys():
            self.patterns[kind] = Patterns(*kind)
        return qr_rows(text)

    def operators(self, text: str, x: float, y: float, size: float) -> str:
        """The same drawing as `qr_svg`, in a square of a PDF page."""
        rows = self.rows(text)
        across = len(rows) + 2 * QUIET
        module = size / across
        names, dark = _columns(across), _DARK.finditer
        drawn = []
        for up, row in zip(range(across - QUIET - 1, 0, -1), rows, strict=False):
            drawn += [f"{names[found.start()]}{up} {found.end() - found.start()} 1 re" for found in dark(row)]
        paper = f"1 g 0 0 {across} {across} re f"
        return f"q {module:.6f} 0 0 {module:.6f} {x:.5f} {y:.5f} cm {paper} 0 g {' '.join(drawn)} f Q"


@lru_cache
def _columns(across: int) -> list[str]:
    """Where the columns stand, as text."""
    return [f"{column + QUIET} " for column in range(across)]
