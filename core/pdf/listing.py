"""A long list on paper: as many rows as there are, in time that grows with them and no faster.

xhtml2pdf lays out a table in time that grows with the square of its rows. Here it lays out one page with a title and
one without, which the rows are then written into, page by page, with the same faces, sizes and colours.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import IO, Any, NamedTuple

from django.http import HttpResponse
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.pdf.batch import Batch, text_of
from core.pdf.binding import Binding
from core.pdf.faces import FONTS
from core.pdf.fitting import Fitted, fit
from core.pdf.layout import Place
from core.pdf.letters import letters_of
from core.pdf.paper import pdf_response
from core.pdf.patches import HEIGHT, Text, fitted_loosely, print_patches

MM = 72 / 25.4
PORTRAIT, LANDSCAPE = 176, 263  # mm between the margins
BOTTOM = 19 * MM
ABOVE, BELOW = 2.5, 2.0  # points around a row, as in its template
SECTION = 24.0  # points that the heading of a section takes
SAMPLE = 400  # rows by which the columns are measured
NARROW, WIDE = 11.0, 95.0  # mm that a column has at least and at most
RULE = "0.5 w 0.733 G"


@dataclass(frozen=True)
class Heading:
    """One column: its words, and whether it holds numbers."""

    words: str
    right: bool = False


@dataclass(frozen=True)
class Section:
    """Rows under a heading, which is also a bookmark; without words there is none."""

    words: str
    rows: Sequence[Sequence[str]]


class _Cell(NamedTuple):
    """A text in its place: the top of the box that was measured, and the form that was printed for it, if any."""

    place: Place
    fitted: Fitted
    top: float
    patch: int


_Known = dict[tuple[int, str], _Cell]  # cells that came before: counties, kinds


@dataclass(frozen=True)
class Listing:
    """A list as it is printed: its heading, a sentence, its columns, its sections."""

    heading: str
    columns: Sequence[Heading]
    sections: Sequence[Section]
    name: str
    lead: str = ""
    kicker: str = ""
    language: str | None = None

    @cached_property
    def widths(self) -> list[float]:
        """What the columns need, in millimetres: nine tenths of their cells whole, the rest in two lines."""
        letters = letters_of(FONTS / "SourceSans3_400Regular.ttf")
        rows = [row for section in self.sections for row in section.rows][:SAMPLE]

        def width(text: str) -> float:
            return sum(letters.widths.get(letter, 600.0) for letter in text) * 9 / 1000 / MM + 4

        needed = []
        for number, column in enumerate(self.columns):
            cells = sorted(width(str(row[number])) for row in rows)
            most = cells[int(len(cells) * 0.9)] if cells else 0
            needed.append(min(max(most, width(column.words) * 0.9, NARROW), WIDE))
        return needed

    @property
    def landscape(self) -> bool:
        """Whether it lies on its side: where the columns ask for much more than a page is wide."""
        return sum(self.widths) > PORTRAIT * 1.2

    @cached_property
    def batch(self) -> Batch:
        """The two pages that the rows are written into."""
        wide = LANDSCAPE if self.landscape else PORTRAIT
        scale = wide / sum(self.widths)
        columns = [
            {"words": column.words, "right": column.right, "field": f"c{n}", "width": round(width * scale, 2)}
            for n, (column, width) in enumerate(zip(self.columns, self.widths, strict=True))
        ]
        half = round(wide * 0.6)
        shared = {"wide": wide, "half": half, "rest": wide - half, "landscape": self.landscape}
        shown = {"heading": self.heading, "lead": self.lead, "kicker": self.kicker, "columns": columns}
        return Batch("core/pdf/list.html", {**shared, **shown}, self.name, title=self.heading, language=self.language)

    def response(self) -> HttpResponse:
        """The list as an answer."""
        out = BytesIO()
        self.write(out)
        return pdf_response(out.getvalue(), self.name)

    def write(self, file: IO[bytes]) -> int:
        """Write the list; gives the number of its pages.

        Raises:
            PrintError: when it cannot be printed.
        """
        places = self.batch.layout.places
        binding = self.batch.binding(file)
        with translation.override(self.language or get_language() or "en"):
            patches = print_patches(self._odd(places), places, binding)
        pages = list(self._pages(places, binding, patches))
        for number, (marks, drawn, forms) in enumerate(pages, 1):
            for words in marks:
                binding.bookmark(words)
            binding.printed.update({f"S{form}": form for form in forms})
            label = _("Page %(page)d of %(pages)d") % {"page": number, "pages": len(pages)}
            drawn.append(_drawn(places["page"], _fitted(places["page"], label), binding, 0))
            binding.lay(min(number - 1, 1), "\n".join(drawn))
        binding.finish()
        return len(pages)

    def _odd(self, places: dict[str, Place]) -> list[Text]:
        """The texts that need another face than their column's, each once."""
        cells = dict.fromkeys(
            (f"c{number}", str(cell))
            for section in self.sections
            for row in section.rows
            for number, cell in enumerate(row)
        )
        texts = [*cells, *(("section", section.words) for section in self.sections)]
        other = letters_of(FONTS / "NotoNaskhArabic_400Regular.ttf")
        lacking = ((name, text, _lacks(places[name], text)) for name, text in texts)
        return [(name, text) for name, text, letters in lacking if letters - other.lacks("".join(letters))]

    def _pages(
        self, places: dict[str, Place], binding: Binding, patches: dict[Text, int]
    ) -> Iterator[tuple[list[str], list[str], list[int]]]:
        """The pages: the bookmarks of each, what is drawn on it, and the patches on it."""
        tops = [self.batch.layout.tops[name] + ABOVE for name in ("c0", "next")]  # where the rows of a page begin
        right = places["c0"].x - 4 + (LANDSCAPE if self.landscape else PORTRAIT) * MM
        room, at = tops[0], tops[0]
        marks: list[str] = []
        drawn: list[str] = []
        forms: list[int] = []
        for piece in self._pieces(places, patches):
            height = piece.height + (piece.follows.height if piece.follows else 0)
            if at - height < BOTTOM and at < room:
                yield marks, drawn, forms
                marks, drawn, forms, room, at = [], [], [], tops[1], tops[1]
            if piece.mark:
                marks.append(piece.mark)
            for cell in piece.texts:
                if cell.patch:
                    drawn.append(f"q 1 0 0 1 {cell.place.x:.3f} {at - ABOVE - HEIGHT:.3f} cm /S{cell.patch} Do Q")
                    forms.append(cell.patch)
                else:
                    drawn.append(_drawn(cell.place, cell.fitted, binding, at - ABOVE - cell.top))
            at -= piece.height
            if not piece.mark:
                drawn.append(f"q {RULE} {places['c0'].x - 4:.2f} {at:.2f} m {right:.2f} {at:.2f} l S Q")
        yield marks, drawn, forms

    def _pieces(self, places: dict[str, Place], patches: dict[Text, int]) -> Iterator["_Piece"]:
        """Headings and rows, one after the other; a heading is never the last on its page."""
        fields = [places[f"c{n}"] for n in range(len(self.columns))]
        tops = [self.batch.layout.tops[place.name] for place in fields]
        known: _Known = {}
        for section in self.sections:
            rows = (self._row(row, fields, tops, known, patches) for row in section.rows)
            if section.words:
                first = next(rows, None)
                place = places["section"]
                top = self.batch.layout.tops["section"] + 4
                yield _Piece(SECTION, [_cell(place, section.words, top, patches)], section.words, first)
                if first:
                    yield first
            yield from rows

    @staticmethod
    def _row(
        row: Sequence[str], fields: list[Place], tops: list[float], known: _Known, patches: dict[Text, int]
    ) -> "_Piece":
        cells, deepest = [], 11.5
        for number, (place, top) in enumerate(zip(fields, tops, strict=True)):
            text = str(row[number])
            if not text:
                continue
            cell = known.get((number, text))
            if cell is None:
                cell = known[number, text] = _cell(place, text, top, patches)
            cells.append(cell)
            if len(cell.fitted.lines) > 1:
                deepest = max(deepest, 11.5 + place.step_at(cell.fitted.size) * (len(cell.fitted.lines) - 1))
        return _Piece(deepest + ABOVE + BELOW, cells)


@dataclass(frozen=True)
class _Piece:
    """A row, or the heading of a section: its height and its texts."""

    height: float
    texts: list["_Cell"]
    mark: str = ""
    follows: "_Piece | None" = None


def _lacks(place: Place, text: str) -> set[str]:
    return place.letters.lacks(text_of({place.name: text}, place.name, place))


def _cell(place: Place, text: str, top: float, patches: dict[Text, int]) -> "_Cell":
    patch = patches.get((place.name, text), 0)
    return _Cell(place, fitted_loosely(place, text) if patch else _fitted(place, text), top, patch)


def _fitted(place: Place, text: str) -> Fitted:
    """A text in its cell. A letter that no face has is left out by a sign, so that the row stays."""
    tidy = text_of({place.name: text}, place.name, place)
    lacks = place.letters.lacks(tidy)
    if lacks:
        tidy = "".join("\ufffd" if letter in lacks else letter for letter in tidy)
        if "\ufffd" not in place.letters.widths:
            tidy = tidy.replace("\ufffd", "?")

    def width(line: str, size: float) -> float:
        return place.letters.width(line, size, place.tracking)

    return fit(tidy, width=width, box=place.width, size=place.size, smallest=place.smallest, lines=place.lines)


def _drawn(place: Place, fitted: Fitted, binding: Binding, lower: float) -> str:
    """The operators of a text, moved from where it was measured."""
    size, face, shown = fitted.size, binding.face(place.letters), []
    for line, y in zip(fitted.lines, place.baselines(size, len(fitted.lines)), strict=True):
        x = place.x + place.align * (place.width - place.letters.width(line, size))
        binding.used(place.letters, line)
        shown.append(f"1 0 0 1 {x:.3f} {y + lower:.3f} Tm <{place.letters.hexed(line)}> Tj")
    return f"BT {place.colour} /{face} {size:g} Tf {' '.join(shown)} ET"


def sections_by(rows: Iterable[tuple[str, Sequence[str]]]) -> list[Section]:
    """Rows that come sorted by the words of their section, put under them."""
    found: list[tuple[str, list[Any]]] = []
    for words, row in rows:
        if not found or found[-1][0] != words:
            found.append((words, []))
        found[-1][1].append(row)
    return [Section(words, own) for words, own in found]
