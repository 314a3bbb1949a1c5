"""How a text gets into a box: in one line if it can, else in more lines, else smaller, else cut off."""

from collections.abc import Callable
from typing import NamedTuple

STEP = 0.5  # points by which a text is shrunk
SLACK = 0.5  # points that stay free, so that nobody else breaks the line again
CUT = "…"

Width = Callable[[str, float], float]


class Fitted(NamedTuple):
    """A text as it goes into its box: the size, the lines, and whether its end was cut off."""

    size: float
    lines: tuple[str, ...]
    cut: bool


def fit(text: str, *, width: Width, box: float, size: float, smallest: float, lines: int) -> Fitted:
    """Set `text` into at most `lines` lines of `box` points.

    The rule: as large as possible; at one size as few lines as possible; never smaller than `smallest`; what does
    not go in then ends in an ellipsis.
    """
    room = box - SLACK
    if width(text, size) <= room:
        return Fitted(size, (text,), cut=False)
    words = text.split(" ")
    while True:
        broken = _broken(words, size, width, room, lines)
        if broken is not None:
            return Fitted(size, broken, cut=False)
        if size <= smallest:
            return Fitted(size, _cut(text, size, width, room, lines), cut=True)
        size = max(smallest, size - STEP)


def _broken(words: list[str], size: float, width: Width, room: float, most: int) -> tuple[str, ...] | None:
    """The words in lines, or None when they need more lines than there are."""
    done: list[str] = []
    line = ""
    for word in words:
        longer = f"{line} {word}" if line else word
        if width(longer, size) <= room:
            line = longer
            continue
        if line:
            done.append(line)
        if len(done) >= most or width(word, size) > room:
            return None
        line = word
    return (*done, line)


def _cut(text: str, size: float, width: Width, room: float, most: int) -> tuple[str, ...]:
    """As much of the text as goes in, words broken where they must be."""
    done: list[str] = []
    rest = text[: 400 * most]  # no line holds more; ten thousand letters cost no more than some hundred
    for place in range(most):
        last = place == most - 1
        low, high = 0, len(rest)
        end = CUT if last else ""
        while low < high:  # the longest beginning that fits
            middle = (low + high + 1) // 2
            low, high = (middle, high) if width(rest[:middle].rstrip() + end, size) <= room else (low, middle - 1)
        space = rest.rfind(" ", 0, low + 1)
        low = space if not last and space > low // 2 else low
        done.append(rest[:low].rstrip() + end)
        rest = rest[low:].lstrip()
    return tuple(line for line in done if line)
