"""Finger-prints of pages: nearly the same for two pictures of one page, though one was cropped or photographed anew.

A page is brought into one form before it is looked at: what is not paper is left out, uneven light is divided away,
slanting lines are turned level, ruled lines are dropped, and what is left of margins is cut off. Then it is asked, in
a grid over the writing, which of two neighbours holds more ink.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from PIL import Image
from scipy import ndimage

KIND = "w1-"  # a print begins with how it was made: others cannot be compared with it
NEAR = 75  # of 256 places in which two prints of one page may differ; two pages differ in more
SIDE = 800  # pixels at which ink is looked for
CELL = 16  # pixels of a field of the light
GRID = 16  # fields of the print, across and down
FINE = 2  # finer fields within each, so that ink on an edge counts on both sides
TURNS = np.deg2rad(np.arange(-5, 5.01, 0.25))  # how far a page may slant
CLEAR = 1.1  # how much more ink must crowd when lines are level
FEWEST = 400  # dark places: with fewer nothing is written there
RULED = 0.55  # of the width or height: what is dark so far is a ruled line
EDGE = 0.005  # of the ink, on each side: specks outside the writing
_PLACES = GRID * GRID

Points = tuple[Any, Any]


def page_print(page: Image.Image) -> str:
    """The finger-print of a grey page, as text; "" where nothing is written.

    Measured on 40 drawn pages of handwriting on one lined paper, by three hands (tests/core/handwriting.py), with the
    limit `NEAR`. Found, of a hundred: 100 of those cropped by 3, 5 or 8 % of each side; 100 of those photographed anew
    (slanting by 1, 2 or 3 degrees, uneven light, blurred, at 0.7 of the size, JPEG 60), also when both; 95 of those on
    a dark table. Of 4960 pairs of different pages none is near (the nearest: 87 of 256). Of drawings with a slogan
    some 90 of a hundred are found, 67 when they slant by 3 degrees and are cropped by 8 %. A plain difference hash of
    16 by 16 fields found, at its limit of 45, between 0 and 47 of a hundred, and 2 false pairs.
    """
    x, y = _without_rules(*_level(*_ink(page)))
    if len(x) < FEWEST:
        return ""
    bits = np.diff(_fields(x, y, GRID, GRID + 1), axis=1) > 0
    return KIND + np.packbits(bits.flatten()).tobytes().hex()


def print_distance(one: str, other: str) -> int:
    """In how many of the 256 places two prints differ; all, where they cannot be compared."""
    if not (one.startswith(KIND) and other.startswith(KIND)):
        return _PLACES
    return (int(one[len(KIND) :], 16) ^ int(other[len(KIND) :], 16)).bit_count()


def near_prints(prints: Sequence[str], most: int = NEAR) -> Iterator[tuple[int, int, int]]:
    """Pairs of places in a list whose prints are near, with how far they are: (earlier, later, distance)."""
    known = [at for at, print_ in enumerate(prints) if print_.startswith(KIND)]
    if not known:
        return
    digits = b"".join(bytes.fromhex(prints[at][len(KIND) :]) for at in known)
    signs = np.unpackbits(np.frombuffer(digits, dtype=np.uint8)).reshape(len(known), _PLACES) * np.float32(2) - 1
    for start in range(0, len(known), 512):  # so many at a time: a few megabytes
        far = (_PLACES - signs[start : start + 512] @ signs.T) / 2
        for row, column in zip(*np.nonzero(far <= most), strict=True):
            if column < start + row:
                yield known[column], known[start + row], int(far[row, column])


def _ink(page: Image.Image) -> Points:
    """Where the page is darker than the paper around."""
    small = page.convert("L")
    small.thumbnail((SIDE, SIDE), Image.Resampling.BOX)
    size = (max(1, small.width // CELL), max(1, small.height // CELL))
    coarse = np.asarray(small.resize(size, Image.Resampling.BOX), dtype=np.float32)
    light = ndimage.uniform_filter(ndimage.percentile_filter(coarse, 80, 7), 3)
    even = np.asarray(Image.fromarray(light).resize(small.size, Image.Resampling.BILINEAR))
    pixels = ndimage.uniform_filter(np.asarray(small, dtype=np.float32), 3)
    ink = (1 - pixels / np.maximum(even, 1)) * _paper(coarse, small.size)
    dark = np.nonzero(ink > max(0.06, 0.45 * float(np.quantile(ink, 0.999))))
    return dark[1].astype(np.float64), dark[0].astype(np.float64)


def _paper(coarse: Any, size: tuple[int, int]) -> Any:
    """All but what is dark at the edges: the table on which a page lies. A drawing may be dark all over."""
    dark = coarse < 0.62 * np.quantile(coarse, 0.9)
    parts, _count = ndimage.label(dark)
    edge = np.unique(np.concatenate([parts[0], parts[-1], parts[:, 0], parts[:, -1]]))
    table = np.isin(parts, edge[edge > 0])
    if not table.any() or table.mean() > 0.5:
        return np.float32(1)
    paper = ~ndimage.binary_dilation(table, iterations=2)
    return np.asarray(Image.fromarray(paper.astype(np.uint8)).resize(size, Image.Resampling.NEAREST), dtype=np.float32)


def _level(x: Any, y: Any) -> Points:
    """Turned so that lines lie level: then ink crowds in some rows and leaves others."""
    if len(x) < FEWEST:
        return x, y
    step = max(1, len(x) // 20_000)
    few_x, few_y = x[::step], y[::step]
    crowds = [float((_rows(few_y - few_x * np.tan(turn)) ** 2.0).sum()) for turn in TURNS]
    best = int(np.argmax(crowds))
    if crowds[best] < CLEAR * crowds[len(TURNS) // 2]:  # a drawing has no lines
        return x, y
    turn = TURNS[best]
    return x * np.cos(turn) + y * np.sin(turn), y * np.cos(turn) - x * np.sin(turn)


def _rows(values: Any) -> Any:
    """How much lies in each row of two pixels."""
    return np.bincount(((values - values.min()) / 2).astype(np.intp)).astype(np.float64)


def _without_rules(x: Any, y: Any) -> Points:
    """Without rows and columns that are dark from side to side."""
    for _turn in range(2):  # rows, then columns
        if len(x) < FEWEST:
            return x, y
        at = ((y - y.min()) / 2).astype(np.intp)
        ruled = _rows(y) > 2 * RULED * np.ptp(x)
        ruled = ndimage.binary_dilation(ruled)
        x, y = y[~ruled[at]], x[~ruled[at]]
    return x, y


def _fields(x: Any, y: Any, rows: int, columns: int) -> Any:
    """Ink by field of a grid over the writing, its fields a little blurred."""
    sides = [np.quantile(values, (EDGE, 1 - EDGE)) for values in (y, x)]
    shape = (rows * FINE, columns * FINE)
    ink, _y, _x = np.histogram2d(y, x, bins=shape, range=[(low, high + 1e-6) for low, high in sides])
    soft = ndimage.gaussian_filter(ink, FINE / 2)
    return soft.reshape(rows, FINE, columns, FINE).sum(axis=(1, 3))
