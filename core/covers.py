"""Covers as pictures: drawn from the words that stand on them, in the faces of the print room."""

import io
import textwrap

from PIL import Image, ImageDraw, ImageFont

from core.pdf.faces import FONTS

COLOURS = ("#0b5a5e", "#7a4a12", "#5b2333", "#2d3e6b")  # as `.cover.c0` … in static/site.css
SIZE = (600, 850)


def draw_cover(name: str, *, colour: int, line: str = "", foot: str = "") -> bytes:
    """A cover as JPEG: its name, a line under it, its foot."""
    width, height = SIZE
    sheet = Image.new("RGB", SIZE, COLOURS[colour % len(COLOURS)])
    pen = ImageDraw.Draw(sheet)
    margin = width // 12
    y = _write(pen, name, (margin, height // 4), _font("BarlowCondensed_700Bold.ttf", width // 9), width - 2 * margin)
    if line:
        font = _font("BarlowCondensed_600SemiBold.ttf", width // 20)
        _write(pen, line, (margin, y + height // 30), font, width - 2 * margin)
    if foot:
        font = _font("BarlowCondensed_600SemiBold.ttf", width // 26)
        pen.text((margin, height - height // 14), foot, font=font, fill="white", anchor="lm")
    out = io.BytesIO()
    sheet.save(out, "JPEG", quality=82, optimize=True)
    return out.getvalue()


def _font(file: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / file), size)


def _write(pen: ImageDraw.ImageDraw, words: str, at: tuple[int, int], font: ImageFont.FreeTypeFont, width: int) -> int:
    """Write in lines that fit, four at most. Returns where it ends."""
    x, y = at
    letters = max(4, int(width / max(1.0, font.getlength("n"))))
    for text in textwrap.wrap(words, letters)[:4]:
        pen.text((x, y), text, font=font, fill="white")
        y += int(font.size * 1.1)
    return y
