"""Charts as SVG: the same drawing in a page and on paper, its words searchable, its figures in a table beside it.

Every function gives a `Chart`; `templates/core/chart.html` shows it in a page, `templates/core/pdf/chart.html` on
paper. Colours and sizes stand in attributes, so that the drawing needs no style sheet.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from django.conf import settings
from django.utils.formats import number_format
from django.utils.safestring import SafeString, mark_safe

from core.colours import mix, palette
from core.maps import Outlines, shade
from core.pdf.faces import FONTS
from core.pdf.letters import letters_of
from core.pdf.qr import svg_uri

WIDTH = 640
INK, QUIET, RULE, EMPTY = "#1b1c1d", "#55595c", "#dddad2", "#e9e6df"
SIZE = 14
ROW, BAR = 30, 18  # of a bar chart
STEPS = 4  # shades of a map


@dataclass(frozen=True)
class Chart:
    """A drawing and its figures: headings and rows of a table, for who cannot see it."""

    title: str
    drawing: str
    width: int
    height: int
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def svg(self) -> SafeString:
        """The drawing for a page."""
        name = f'role="img" aria-label="{escape(self.title)}" class="chart"'
        return mark_safe(self._svg(name))  # noqa: S308 (all words are escaped)

    @property
    def uri(self) -> str:
        """The drawing for the `src` of an `<img>` on paper."""
        return svg_uri(self._svg(""))

    @property
    def blocks(self) -> int:
        """How many columns its table is set in on paper."""
        return 1 + (len(self.rows) > 8) + (len(self.rows) > 16)

    @property
    def set_headings(self) -> list[tuple[str, bool]]:
        """The headings, once a column, and whether each stands on the right."""
        return [(words, place > 0) for place, words in enumerate(self.headings)] * self.blocks

    @property
    def set_rows(self) -> list[list[tuple[str, bool]]]:
        """The rows as they stand beside each other on paper, read down the columns."""
        deep = -(-len(self.rows) // self.blocks)
        blank = ("",) * len(self.headings)
        padded = [*self.rows, *([blank] * (deep * self.blocks - len(self.rows)))]
        beside = ([padded[n + deep * k] for k in range(self.blocks)] for n in range(deep))
        return [[(cell, place > 0) for row in rows for place, cell in enumerate(row)] for rows in beside]

    @property
    def share(self) -> float:
        """Its height as a share of its width."""
        return self.height / self.width

    def _svg(self, more: str) -> str:
        size = f'viewBox="0 0 {self.width} {self.height}" width="{self.width}" height="{self.height}"'
        ground = f'<rect width="{self.width}" height="{self.height}" fill="#ffffff"/>'
        return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {more}>{ground}{self.drawing}</svg>'


def _shades() -> list[str]:
    """Nothing, then four steps up to the accent."""
    accent = palette(settings.ORGANISATION["accent"]).accent
    return [EMPTY, *(mix(accent, "#ffffff", share) for share in (0.25, 0.5, 0.75, 1.0))]


def _text(
    x: float,
    y: float,
    words: str,
    *,
    anchor: str = "start",
    colour: str = INK,
    bold: bool = False,
    size: int = SIZE,
) -> str:
    weight = ' font-weight="bold"' if bold else ""
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return f'<text {place} font-family="Body" font-size="{size}"{weight} fill="{colour}">{escape(words)}</text>'


def _width(words: str, *, bold: bool = False) -> float:
    letters = letters_of(FONTS / ("SourceSans3_700Bold.ttf" if bold else "SourceSans3_400Regular.ttf"))
    return sum(letters.widths.get(letter, 600.0) for letter in words) * SIZE / 1000


def _short(words: str, room: float) -> str:
    """As much of the words as the room holds."""
    if _width(words) <= room:
        return words
    while words and _width(words + "…") > room:
        words = words[:-1]
    return words.rstrip() + "…"


def _said(value: float) -> str:
    return number_format(int(value) if value == int(value) else value, force_grouping=True)


def _scale(most: float) -> list[float]:
    """Round marks from nought to at least `most`, five or six of them."""
    step = 1.0
    while most / step > 5:
        step *= 2.5 if str(step).startswith("2") else 2
    return [step * n for n in range(int(-(-most // step)) + 1 if most else 2)]


def bars(title: str, values: Iterable[tuple[str, float]], *, headings: tuple[str, str]) -> Chart:
    """Lying bars from the top down, each with its figure."""
    rows = list(values)
    left = min(max((_width(words) for words, _value in rows), default=0) + 12, 260)
    most = max((value for _words, value in rows), default=0) or 1
    right = max((_width(_said(value), bold=True) for _words, value in rows), default=0) + 12
    accent, drawn = _shades()[-1], []
    for number, (words, value) in enumerate(rows):
        y = 6 + number * ROW
        long = (WIDTH - left - right) * value / most
        drawn.append(_text(left - 10, y + 15, _short(words, left - 12), anchor="end"))
        drawn.append(f'<rect x="{left:.1f}" y="{y}" width="{max(long, 1):.1f}" height="{BAR}" fill="{accent}"/>')
        drawn.append(_text(left + long + 8, y + 15, _said(value), bold=True))
    table = tuple((words, _said(value)) for words, value in rows)
    return Chart(title, "".join(drawn), WIDTH, 12 + ROW * max(len(rows), 1), headings, table)


def lines(title: str, places: Sequence[str], series: Mapping[str, Sequence[float]], *, heading: str) -> Chart:
    """Lines over a row of places (months, years), each named at its end and told apart by its dashes too."""
    height, top, bottom = 300, 16, 262
    marks = _scale(max((value for values in series.values() for value in values), default=0))
    left = max(_width(_said(mark)) for mark in marks) + 12
    right = WIDTH - max((_width(name, bold=True) for name in series), default=0) - 16
    across = (right - left) / max(len(places) - 1, 1)

    def y_of(value: float) -> float:
        return bottom - (bottom - top) * value / marks[-1]

    drawn = []
    for mark in marks:
        y = y_of(mark)
        drawn.append(f'<path d="M{left:.1f},{y:.1f}H{right:.1f}" stroke="{RULE}" stroke-width="1" fill="none"/>')
        drawn.append(_text(left - 8, y + 5, _said(mark), anchor="end", colour=QUIET))
    skip = max(1, -(-int(max(map(_width, places), default=0) + 14) // max(int(across), 1)))
    for number in range(0, len(places), skip):
        drawn.append(_text(left + number * across, bottom + 22, places[number], anchor="middle", colour=QUIET))
    styles = zip((_shades()[-1], INK, QUIET, _shades()[3]), ("", "8,4", "2,4", "12,4,2,4"), strict=True)
    named: list[float] = []
    for (name, values), (colour, dashes) in zip(series.items(), styles, strict=False):
        points = " ".join(f"{left + n * across:.1f},{y_of(value):.1f}" for n, value in enumerate(values))
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        drawn.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="3"{dashed}/>')
        y = y_of(values[-1]) + 5
        while any(abs(y - other) < SIZE + 3 for other in named):  # two names never on each other
            y += SIZE + 3 if y < bottom - 20 else -SIZE - 3
        named.append(y)
        drawn.append(_text(right + 8, y, name, bold=True, colour=colour))
    rows = zip(places, *([_said(v) for v in values] for values in series.values()), strict=True)
    return Chart(title, "".join(drawn), WIDTH, height, (heading, *series), tuple(tuple(row) for row in rows))


def before_after(
    title: str, values: Iterable[tuple[str, float, float]], *, headings: tuple[str, str, str], most: float = 100
) -> Chart:
    """Two marks a line, hollow before and full after, joined: how far each has moved."""
    rows = list(values)
    left = min(max((_width(words) for words, _b, _a in rows), default=0) + 20, 280)
    right, accent, top = WIDTH - 50, _shades()[-1], 40

    def x_of(value: float) -> float:
        return left + (right - left) * value / most

    drawn = [
        f'<circle cx="{left + 6:.1f}" cy="15" r="6" fill="#ffffff" stroke="{accent}" stroke-width="2"/>',
        _text(left + 20, 20, headings[1]),
        f'<circle cx="{left + 46 + _width(headings[1]):.1f}" cy="15" r="7" fill="{accent}"/>',
        _text(left + 60 + _width(headings[1]), 20, headings[2], bold=True),
    ]
    for number, (words, before, after) in enumerate(rows):
        y = top + 12 + number * ROW
        low, high = sorted((x_of(before), x_of(after)))
        drawn += [
            _text(left - 14, y + 5, _short(words, left - 16), anchor="end"),
            f'<path d="M{left:.1f},{y}H{right}" stroke="{RULE}" stroke-width="1" fill="none"/>',
            f'<path d="M{low:.1f},{y}H{high:.1f}" stroke="{accent}" stroke-width="3" fill="none"/>',
            f'<circle cx="{x_of(before):.1f}" cy="{y}" r="6" fill="#ffffff" stroke="{accent}" stroke-width="2"/>',
            f'<circle cx="{x_of(after):.1f}" cy="{y}" r="7" fill="{accent}"/>',
            _text(high + 13, y + 5, _said(after if after >= before else before), bold=after >= before),
        ]
    table = tuple((words, _said(before), _said(after)) for words, before, after in rows)
    return Chart(title, "".join(drawn), WIDTH, top + 10 + ROW * max(len(rows), 1), headings, table)


def areas(
    title: str, drawn: Outlines, values: Mapping[str, float], *, limits: Sequence[int], headings: tuple[str, str]
) -> Chart:
    """A map of areas in four shades; areas that have any say their figure in the table."""
    shades = _shades()
    shapes = "".join(
        f'<path d="{shape.path}" fill="{shades[min(shade(values.get(shape.code, 0), limits), STEPS)]}"'
        ' stroke="#ffffff" stroke-width="1"/>'
        for shape in drawn.shapes
    )
    words = [
        "0",
        *(f"{low}–{high - 1}" if high - low > 1 else f"{low}" for low, high in zip(limits, limits[1:], strict=False)),
    ]
    words.append(f"{limits[-1]}+")
    legend = []
    for number, said in enumerate(reversed(words)):  # in the corner that the map of Kenya leaves free
        y = drawn.height - 14 - 34 * (len(words) - 1 - number)
        fill = shades[min(len(words) - 1 - number, STEPS)]
        legend.append(f'<rect x="4" y="{y - 21}" width="26" height="26" fill="{fill}"/>')
        legend.append(_text(38, y, said, size=24))
    named = sorted((shape.name, values.get(shape.code, 0)) for shape in drawn.shapes)
    table = tuple((name, _said(value)) for name, value in named)
    return Chart(title, shapes + "".join(legend), drawn.width, drawn.height + 6, headings, table)


def intervals(
    title: str, values: Iterable[tuple[str, float, float, float]], *, headings: tuple[str, str, str, str]
) -> Chart:
    """From the top down a point with the interval around it: (words, value, low, high)."""
    rows = list(values)
    left = min(1.2 * max((_width(words) for words, *_rest in rows), default=0) + 20, 260)  # a page’s letters are wider
    low, high = min((row[2] for row in rows), default=0), max((row[3] for row in rows), default=1)
    right = max((_width(_said(round(row[1], 1)), bold=True) for row in rows), default=0) + 30
    wide, span, accent, drawn = WIDTH - left - right, (high - low) or 1, _shades()[-1], []
    for number, (words, value, start, end) in enumerate(rows):
        y = 6 + number * ROW + BAR / 2
        at = [left + wide * (mark - low) / span for mark in (start, value, end)]
        drawn.append(_text(left - 10, y + 5, _short(words, left - 12), anchor="end"))
        drawn.append(f'<rect x="{at[0]:.1f}" y="{y - 1.5}" width="{at[2] - at[0]:.1f}" height="3" fill="{QUIET}"/>')
        drawn.append(f'<circle cx="{at[1]:.1f}" cy="{y}" r="5.5" fill="{accent}"/>')
        drawn.append(_text(WIDTH - right + 10, y + 5, _said(round(value, 1)), bold=True))
    table = tuple((words, *(_said(round(value, 1)) for value in figures)) for words, *figures in rows)
    return Chart(title, "".join(drawn), WIDTH, 12 + ROW * max(len(rows), 1), headings, table)
