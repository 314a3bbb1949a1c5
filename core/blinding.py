"""What a blind reader must not see: words in a text, rectangles in a picture.

Pure: text in, text out; bytes in, bytes out. What is covered is not in what comes out.
"""

import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from PIL import Image, ImageDraw

from core.uploads import JPEG_QUALITY

BLOCK = "█████"  # always as wide: its length must not tell
Box = Sequence[float]  # left, top, width, height, in per cent of the picture

_MARK = "[\u0300-\u036f]*"  # what sits on a letter: the tilde of Wambũi
_QUOTE = "'’‘`ʼ"
_GAP = re.compile(r"[\s\-–]+")
_SQUARE = 16  # pixels: a JPEG spreads ink within such squares, so whole ones are covered


def cover_words(text: str, phrases: Iterable[str]) -> str:
    """The text with each phrase replaced by a block of fixed width.

    A phrase is found as whole words, whatever its capitals, accents, apostrophes, hyphens or line breaks. Phrases that
    touch or overlap become one block.
    """
    plain = unicodedata.normalize("NFD", text.replace("\u00ad", ""))  # a soft hyphen would hide a name
    spans = sorted(span for phrase in phrases for span in _spans(plain, phrase))
    out, at = [], 0
    for start, end in _joined(spans, plain):
        out += [plain[at:start], BLOCK]
        at = end
    return unicodedata.normalize("NFC", "".join([*out, plain[at:]])) if out else text


def _spans(plain: str, phrase: str) -> list[tuple[int, int]]:
    pattern = _pattern(phrase)
    return [found.span(1) for found in pattern.finditer(plain)] if pattern else []


@lru_cache(maxsize=512)
def _pattern(phrase: str) -> re.Pattern[str] | None:
    """Looks ahead, so that matches that overlap are all found."""
    bare = "".join(c for c in unicodedata.normalize("NFD", phrase) if not unicodedata.combining(c))
    words = ["".join(_sign(c) for c in word) for word in _GAP.split(bare) if word]
    if not any(c.isalnum() for c in bare):
        return None  # a mark alone would be found everywhere
    inner = r"[\s\-–]+".join(words)
    return re.compile(rf"(?<![\w\u0300-\u036f])(?=({inner})(?![\w\u0300-\u036f]))", re.IGNORECASE)


def _sign(letter: str) -> str:
    return f"[{_QUOTE}]?" if letter in _QUOTE else re.escape(letter) + _MARK


def _joined(spans: list[tuple[int, int]], plain: str) -> list[list[int]]:
    joined: list[list[int]] = []
    for start, end in spans:
        if joined and not plain[joined[-1][1] : start].strip():
            joined[-1][1] = max(joined[-1][1], end)
        else:
            joined.append([start, end])
    return joined


def cover_boxes(file: Any, boxes: Iterable[Box]) -> bytes:
    """A grey picture with black rectangles burnt in, drawn anew as JPEG without anything beside the picture.

    Raises:
        OSError: the picture cannot be read.
    """
    with Image.open(file) as picture:
        page = picture.convert("L")
    page.info.clear()
    pen = ImageDraw.Draw(page)
    for left, top, width, height in boxes:
        pen.rectangle(
            (
                _down(left * page.width / 100),
                _down(top * page.height / 100),
                _up((left + width) * page.width / 100) - 1,
                _up((top + height) * page.height / 100) - 1,
            ),
            fill=0,
        )
    out = io.BytesIO()
    page.save(out, "JPEG", quality=JPEG_QUALITY, optimize=True)
    return out.getvalue()


def _down(pixels: float) -> int:
    return int(pixels // _SQUARE) * _SQUARE


def _up(pixels: float) -> int:
    return -int(-pixels // _SQUARE) * _SQUARE
