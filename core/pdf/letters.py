"""The letters of a face: which it has, how wide they are, and a subset of them to embed."""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from reportlab.pdfbase.ttfonts import TTFontFace

from core.pdf.faces import FACES

_TO_UNICODE = (
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Letters def /CMapType 2 def\n"
    "1 begincodespacerange <0000> <FFFF> endcodespacerange\n{}\nendcmap end end"
)
_NOT_NEEDED = {"GSUB", "GPOS", "GDEF", "DSIG", "kern", "STAT", "BASE", "FFTM", "meta"}  # letters are set one by one


@dataclass(frozen=True, eq=False)
class Letters:
    """One face as the stamp needs it: letter -> glyph, letter -> width in thousandths of the size."""

    path: Path
    name: str
    glyphs: dict[int, int]
    widths: dict[str, float]

    def width(self, text: str, size: float, tracking: float = 0.0) -> float:
        """How long a line is in points.

        Raises:
            KeyError: when the face lacks a letter of it.
        """
        return sum(map(self.widths.__getitem__, text)) * size / 1000 + tracking * len(text)

    def lacks(self, text: str) -> set[str]:
        """The letters that it cannot draw."""
        return set(text) - self.widths.keys()

    def hexed(self, text: str) -> str:
        """A text as the glyph numbers that stand in the page: two bytes each."""
        return text.translate(self.glyphs).encode("utf-16-be").hex()

    @cached_property
    def extent(self) -> tuple[float, float]:
        """How far it reaches above and below the line, as xhtml2pdf reckons."""
        face = TTFontFace(str(self.path))
        return face.ascent / 1000, -face.descent / 1000

    def descriptor(self) -> dict[str, int]:
        """The measures that a PDF asks for, in thousandths of the size."""
        with TTFont(self.path, lazy=True) as font:
            scale = 1000 / font["head"].unitsPerEm
            head, across, os2 = font["head"], font["hhea"], font["OS/2"]
            return {
                "left": round(head.xMin * scale),
                "bottom": round(head.yMin * scale),
                "right": round(head.xMax * scale),
                "top": round(head.yMax * scale),
                "ascent": round(across.ascent * scale),
                "descent": round(across.descent * scale),
                "capital": round(getattr(os2, "sCapHeight", 700) * scale),
            }

    def embedded(self, text: Iterable[str]) -> bytes:
        """The face with these letters only; glyphs keep their numbers."""
        options = subset.Options(retain_gids=True, hinting=False, layout_features=[], name_IDs=[], notdef_outline=True)
        # The same box in its head, the same pixels; the same moment, the same bytes.
        with TTFont(self.path, recalcBBoxes=False, recalcTimestamp=False) as font:
            for table in _NOT_NEEDED & set(font.keys()):
                del font[table]
            cutter = subset.Subsetter(options)
            cutter.populate(unicodes=[ord(letter) for letter in text])
            cutter.subset(font)
            out = io.BytesIO()
            font.save(out)
        return out.getvalue()

    def to_unicode(self, text: Iterable[str]) -> bytes:
        """The table by which a reader gets the text back out of the glyph numbers."""
        pairs = sorted((self.glyphs[ord(letter)], letter) for letter in set(text))
        blocks = []
        for start in range(0, len(pairs), 100):
            block = pairs[start : start + 100]
            lines = [f"<{glyph:04X}> <{letter.encode('utf-16-be').hex()}>" for glyph, letter in block]
            blocks.append("\n".join([f"{len(block)} beginbfchar", *lines, "endbfchar"]))
        return _TO_UNICODE.format("\n".join(blocks)).encode()


@lru_cache
def letters_of(path: Path) -> Letters:
    """Read a face once."""
    with TTFont(path, lazy=True) as font:
        scale = 1000 / font["head"].unitsPerEm
        numbers = {name: number for number, name in enumerate(font.getGlyphOrder())}
        advances = font["hmtx"].metrics
        cmap = font.getBestCmap()
        glyphs = {code: numbers[name] for code, name in cmap.items() if code >= 32}
        widths = {chr(code): advances[name][0] * scale for code, name in cmap.items() if code >= 32}
        return Letters(path, str(font["name"].getDebugName(6)), glyphs, widths)


@lru_cache
def face_named(name: str) -> Letters:
    """The face of a PostScript name, as a PDF calls it.

    Raises:
        KeyError: when it is none of the house.
    """
    found = {letters.name: letters for letters in map(letters_of, dict.fromkeys(face.path for face in FACES))}
    return found[name]
