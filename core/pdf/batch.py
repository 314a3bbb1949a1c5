"""One paper for many people: laid out once, stamped for each.

The template is an ordinary print template; what differs from person to person is marked in it by `{% field "name" %}`
and `{% code "address" %}` (`core.templatetags.papers`). It is printed a few times with probes in the fields, which
tells where and how each text is set (`core.pdf.layout`); from then on a copy costs less than a millisecond. A copy
with a letter that its face lacks, or with one that is written from right to left, is printed by itself and bound in.

Stamped or printed by itself, a copy looks the same, to the pixel.
"""

import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from io import BytesIO
from typing import IO, Any

from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from core.pdf.binding import Binding
from core.pdf.faces import FACES
from core.pdf.fitting import Fitted, fit
from core.pdf.layout import PROBE, Box, Line, Place, Seen, letters_of_line, probe_colour, read_probe
from core.pdf.letters import letters_of
from core.pdf.paper import Paper
from core.pdf.press import PrintError
from core.pdf.qr import qr_svg, svg_uri
from core.text import tidy

LONGEST = 1000  # letters of one field that are looked at at all
_BLANK = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9" height="9">'
    '<rect width="9" height="9" fill="#ffffff"/></svg>'
)
Copy = Mapping[str, str]  # field -> text, of one person


@dataclass(frozen=True)
class Asked:
    """A field as its template asks for it; a code asks for no lines."""

    lines: int
    smallest: float


class Probe:
    """What stands in the fields while the layout is read: so many lines, at these sizes, let down so far."""

    def __init__(self, lines: int, sizes: Mapping[str, float] | None = None, drops: Mapping[str, float] | None = None):
        self.lines, self.sizes, self.drops, self.asked = lines, sizes or {}, drops or {}, dict[str, Asked]()

    def field(self, name: str, lines: int, smallest: float) -> SafeString:
        """A coloured box with a word in it, as many lines as there may be."""
        colour = self._ask(name, Asked(lines, smallest))
        words = mark_safe("<br>".join([PROBE] * min(lines, self.lines)))  # noqa: S308 (our own letters)
        return _set(words, self.sizes.get(name), self.drops.get(name, 0), colour)

    def code(self, name: str) -> SafeString:
        """A coloured square."""
        square = f'<rect width="9" height="9" fill="{self._ask(name, Asked(0, 0))}"/>'
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9" height="9">{square}</svg>'
        return mark_safe(escape(svg_uri(svg)))  # noqa: S308 (escaped)

    def _ask(self, name: str, asked: Asked) -> str:
        if name in self.asked:
            raise PrintError(f"the field {name!r} stands twice in its template")
        self.asked[name] = asked
        return probe_colour(len(self.asked) - 1)

    def lines_of(self, number: int) -> int:
        """How many lines the n-th field shows."""
        return min(list(self.asked.values())[number].lines, self.lines)


def _set(words: SafeString, size: float | None, drop: float, colour: str = "") -> SafeString:
    """A text in its box; the same markup whether it is a probe or a person's."""
    rules = [f"background-color: {colour}"] if colour else []
    if size is not None:
        rules += [f"font-size: {size:g}pt", *([f"padding-top: {drop:g}pt"] if drop else [])]
    return (
        format_html('<div style="{}">{}</div>', "; ".join(rules), words)
        if rules
        else format_html("<div>{}</div>", words)
    )


@dataclass(frozen=True)
class Single:
    """What stands in the fields of a copy that is printed by itself: the same words, fitted by the same rule."""

    layout: "Layout"
    copy: Copy

    def field(self, name: str, lines: int, smallest: float) -> SafeString:
        """The text in its lines, at its size."""
        place = self.layout.places[name]
        fitted = place_text(place, text_of(self.copy, name, place), loose=True)
        words = mark_safe("<br>".join(escape(line) for line in fitted.lines) or "&nbsp;")  # noqa: S308 (escaped)
        return _set(words, fitted.size if fitted.size < place.size else None, place.drop(fitted.size))

    def code(self, name: str) -> SafeString:
        """The code of the address."""
        address = self.copy.get(name)
        return mark_safe(escape(qr_svg(address) if address else svg_uri(_BLANK)))  # noqa: S308 (escaped)


@dataclass(frozen=True)
class Layout:
    """What the probes told: where the texts and the codes stand, and the pages without them."""

    places: dict[str, Place]
    codes: dict[str, Box]
    tops: dict[str, float]  # where the box of each text begins
    pdf: bytes
    backgrounds: list[bytes]


def text_of(copy: Copy, name: str, place: Place) -> str:
    """A field's text as it is drawn: tidy, and in capitals where the style sheet says so."""
    text = tidy(str(copy.get(name, ""))[:LONGEST])
    return text.upper() if place.capitals else text


def place_text(place: Place, text: str, *, loose: bool = False) -> Fitted:
    """Fit a text into its place.

    Args:
        place: Where it goes.
        text: What is written.
        loose: Guess the width of letters that the face lacks, instead of refusing them.

    Raises:
        KeyError: when the face lacks a letter.
    """

    def width(line: str, size: float) -> float:
        if loose:
            return sum(loose_width(place, letter) for letter in line) * size / 1000 + place.tracking * len(line)
        return place.letters.width(line, size, place.tracking)

    return fit(text, width=width, box=place.width, size=place.size, smallest=place.smallest, lines=place.lines)


def loose_width(place: Place, letter: str) -> float:
    """The width of a letter, from whichever face has it."""
    if letter in place.letters.widths:
        return place.letters.widths[letter]
    others = (letters_of(face.path).widths.get(letter) for face in FACES)
    return max((width for width in others if width), default=1000.0)


def _check(place: Place, size: float, lines: Sequence[Line], template: str) -> None:
    """A text of another size must stand where it is expected.

    Raises:
        PrintError: when it does not; the message tells the author what to change.
    """
    expected = place.baselines(size, len(lines))
    if any(abs(line.scale - 1) > 0.0001 for line in lines):
        raise PrintError(f"the box of the field {place.name!r} of {template} is too low for its text")
    if any(abs(line.y - y) > 0.02 for line, y in zip(lines, expected, strict=True)):
        raise PrintError(f"the field {place.name!r} of {template} moves when it shrinks: use vertical-align: top")


class Bound(StrEnum):
    """What became of one copy."""

    STAMPED = "stamped"
    CUT = "cut"  # stamped, and the end of a text that was too long is missing
    SINGLE = "single"  # printed by itself, because a face lacks a letter
    FAILED = "failed"  # could not be printed at all, and is not in the file


@dataclass
class Report:
    """What became of a batch: how many copies are in it, and the places of those that need a look."""

    copies: int = 0
    singles: list[int] = field(default_factory=list)
    cut: list[int] = field(default_factory=list)
    failed: list[int] = field(default_factory=list)

    def note(self, bound: Bound) -> None:
        """One more."""
        number = self.copies + len(self.failed)
        lists = {Bound.SINGLE: self.singles, Bound.CUT: self.cut, Bound.FAILED: self.failed}
        if bound in lists:
            lists[bound].append(number)
        self.copies += bound != Bound.FAILED


@dataclass(frozen=True)
class Batch:
    """A paper for many: `template` with `context`, and the fields filled in for each.

    Args:
        template: A print template with marked fields.
        context: What all copies share.
        name: The file name, which says nothing of a person.
        title: What the document calls itself.
        language: The language of the paper; the reader's by default.
        pictures: The pictures it may show.
        across: How many copies stand beside each other on a sheet, and `down` how many below each other.
    """

    template: str
    context: Mapping[str, Any]
    name: str
    title: str = ""
    language: str | None = None
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    across: int = 1
    down: int = 1

    def single(self, copy: Copy) -> Paper:
        """One copy as an ordinary paper."""
        return self._paper(Single(self.layout, copy))

    def _paper(self, copy: Any) -> Paper:
        context = {"printed": self._printed, **self.context, "copy": copy}
        return Paper(self.template, context, self.name, self.language, self.pictures)

    @cached_property
    def _printed(self) -> datetime:
        """The moment of the batch: all its copies and probes say the same, also when a minute ends between them."""
        return timezone.localtime()

    @cached_property
    def layout(self) -> Layout:
        """Read the layout, once.

        Raises:
            PrintError: when the template cannot be printed, or cannot be stamped; the message tells its author why.
        """
        first = Probe(1)
        pdf = self._paper(first).pdf()
        seen = read_probe(pdf, first.lines_of)
        asked = first.asked
        for number, (name, wants) in enumerate(asked.items()):
            if number not in seen.boxes or (wants.lines and number not in seen.lines):
                raise PrintError(f"the field {name!r} of {self.template} is not on the page")
        texts = {name: (number, wants) for number, (name, wants) in enumerate(asked.items()) if wants.lines}
        small = {name: min(wants.smallest, seen.lines[number][0].size) for name, (number, wants) in texts.items()}
        probes = [seen, self._probe(Probe(1, small))]
        if any(wants.lines > 1 for _number, wants in texts.values()):
            probes += [self._probe(Probe(2)), self._probe(Probe(2, small))]
        places = {name: self._place(name, *where, probes) for name, where in texts.items()}
        middle = {name: round((place.size + place.smallest) / 2, 1) for name, place in places.items()}
        drops = {name: place.drop(middle[name]) for name, place in places.items()}
        check = self._probe(Probe(max((place.lines for place in places.values()), default=0), middle, drops))
        for name, (number, _wants) in texts.items():
            _check(places[name], middle[name], check.lines[number], self.template)
        if any(other.background != seen.background for other in (*probes, check)):
            raise PrintError(f"{self.template} moves when a field's text grows: give its box a fixed height")
        codes = {name: seen.boxes[number] for number, name in enumerate(asked) if name not in places}
        tops = {name: seen.boxes[number].y + seen.boxes[number].height for name, (number, _wants) in texts.items()}
        return Layout(places, codes, tops, pdf, seen.background)

    def _probe(self, probe: Probe) -> Seen:
        return read_probe(self._paper(probe).pdf(), probe.lines_of)

    @staticmethod
    def _place(name: str, number: int, asked: Asked, probes: Sequence[Seen]) -> Place:
        """Put together what the probes show of one field: one line and several, at full size and at the smallest."""
        box, line = probes[0].boxes[number], probes[0].lines[number][0]
        letters = letters_of_line(line)
        free = box.width - letters.width(PROBE.upper() if line.capitals else PROBE, line.size)
        one, more = ([probe.lines[number] for probe in pair] for pair in (probes[:2], probes[2:] or probes[:2]))
        first = {False: (one[0][0].y, one[1][0].y), True: (more[0][0].y, more[1][0].y)}
        step = (more[0][0].y - more[0][-1].y, more[1][0].y - more[1][-1].y)
        return Place(
            name, box.page, box.x, box.width, letters, line.size, one[1][0].size, asked.lines, line.colour,
            line.tracking, line.capitals, round(2 * (line.x - box.x) / free) / 2 if free > 0 else 0.0, first, step,
        )  # fmt: skip

    def write(self, copies: Iterable[Copy], file: IO[bytes]) -> Report:
        """All copies in one file, written as they come; memory does not grow with their number."""
        binding = self.binding(file)
        report = Report()
        for copy in copies:
            report.note(self.bind(binding, copy))
        binding.finish()
        return report

    def binding(self, file: IO[bytes], state: Mapping[str, Any] | None = None) -> Binding:
        """An open file to `bind` copies into; `state` is what an earlier one of the same batch has kept."""
        layout = self.layout
        faces = dict.fromkeys(place.letters for place in layout.places.values())
        return Binding(
            file,
            layout.pdf,
            layout.backgrounds,
            list(faces),
            title=self.title,
            language=self.language or get_language() or "en",
            across=self.across,
            down=self.down,
            state=state,
        )

    def bind(self, binding: Binding, copy: Copy) -> Bound:
        """Stamp one copy, or print it by itself if it cannot be stamped."""
        try:
            pages, cut = self._stamped(binding, copy)
        except KeyError:
            try:
                binding.add_printed(self.single(copy).pdf())
            except PrintError:
                return Bound.FAILED
            return Bound.SINGLE
        binding.add(pages)
        return Bound.CUT if cut else Bound.STAMPED

    def _stamped(self, binding: Binding, copy: Copy) -> tuple[list[str], bool]:
        """What is drawn on each page of a copy.

        Raises:
            KeyError: when a face lacks a letter.
        """
        layout, cut = self.layout, False
        pages: list[list[str]] = [[] for _page in layout.backgrounds]
        for name, place in layout.places.items():
            text = text_of(copy, name, place)
            if not text:
                continue
            drawn, short = self._drawn(binding, place, text)
            pages[place.page].append(drawn)
            cut |= short
        for name, box in layout.codes.items():
            white = f"q 1 g {box.x:.5f} {box.y:.5f} {box.width:.5f} {box.height:.5f} re f Q"
            drawn = binding.codes.operators(copy[name], box.x, box.y, box.width) if copy.get(name) else white
            pages[box.page].append(drawn)
        return ["\n".join(drawn) for drawn in pages], cut

    def _drawn(self, binding: Binding, place: Place, text: str) -> tuple[str, bool]:
        """The operators of one text."""
        if (place.name, text) in binding.known:  # schools, dates: most texts come again
            return binding.known[place.name, text]
        fitted = place_text(place, text)
        face = binding.face(place.letters)
        size, tracking = fitted.size, f"{place.tracking:g} Tc " if place.tracking else ""
        shown = []
        for line, y in zip(fitted.lines, place.baselines(size, len(fitted.lines)), strict=True):
            x = place.x + place.align * (place.width - place.letters.width(line, size))
            binding.used(place.letters, line)
            shown.append(f"1 0 0 1 {x:.5f} {y:.5f} Tm <{place.letters.hexed(line)}> Tj")
        drawn = f"q BT {place.colour} /{face} {size:g} Tf {tracking}{' '.join(shown)} ET Q"
        if len(binding.known) > 5000:
            binding.known.clear()
        binding.known[place.name, text] = drawn, fitted.cut
        return drawn, fitted.cut

    def zip(
        self,
        copies: Sequence[Copy],
        file: IO[bytes],
        name: Callable[[int], str] | None = None,
        tell: Callable[[int, Bound], bool] | None = None,
    ) -> Report:
        """Each copy as a file of its own, in a ZIP.

        Args:
            copies: The copies; they are gone through twice.
            file: Where the ZIP goes.
            name: Gives the file name of the n-th, without its ending.
            tell: Is told of each copy, and says whether to go on.
        """
        report = Report()
        shared, state = self._shared(copies)
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as folder:
            for number, copy in enumerate(copies):
                out = BytesIO()
                out.write(shared)
                binding = self.binding(out, state)
                bound = self.bind(binding, copy)
                report.note(bound)
                if bound != Bound.FAILED:
                    binding.finish()
                    called = name(number) if name else f"{self.name}-{number + 1:05d}"
                    folder.writestr(f"{called}.pdf", out.getvalue())
                if tell and not tell(number, bound):
                    break
        return report

    def _shared(self, copies: Sequence[Copy]) -> tuple[bytes, dict[str, Any]]:
        """The beginning that all files of a ZIP share: background and faces, with the letters that any copy needs."""
        out = BytesIO()
        binding = self.binding(out)
        for name, place in self.layout.places.items():
            letters = set("…").union(*(text_of(copy, name, place) for copy in copies))
            binding.used(place.letters, "".join(letters - place.letters.lacks("".join(letters))))
        binding.embed()
        return out.getvalue(), binding.state()
