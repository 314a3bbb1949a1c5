"""Where the fields of a template stand: read from a probe, a rendering in which each field shows its place.

In the probe a field is a box of a colour that nothing else has, with `PROBE` in it. Its page says the rest: the box
how wide it is, the text where the first line stands, in which face, size and colour, and how far it is spaced.
Everything that is no field is the background, which all copies share.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pikepdf

from core.pdf.letters import Letters, face_named

PROBE = "xX"  # one letter in both cases, so that capitals by style sheet are noticed
_SHOWN = {"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "Do", "Tj", "TJ", "'", '"', "BI", "INLINE IMAGE"}
_PATH = {"m", "l", "c", "v", "y", "h", "re"}
_PAINT = {"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "n"}
Matrix = tuple[float, float, float, float, float, float]


def probe_colour(number: int) -> str:
    """The colour of the n-th field."""
    return f"#fe{number:02x}01"


@dataclass(frozen=True)
class Box:
    """A rectangle of a page, in points from its lower left corner."""

    page: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Line:
    """One line of a probe, as it stands on its page."""

    x: float
    y: float
    face: str
    size: float
    colour: str
    tracking: float
    capitals: bool
    scale: float  # other than 1 where the text was too high for its box


@dataclass
class Seen:
    """What one probe shows."""

    boxes: dict[int, Box] = field(default_factory=dict)
    lines: dict[int, list[Line]] = field(default_factory=dict)
    background: list[bytes] = field(default_factory=list)


@dataclass(frozen=True)
class Place:
    """Where and how the text of one field is written.

    `first` is the first baseline, `step` the distance of lines, each for one line and for several, at the full and
    at the smallest size.
    """

    name: str
    page: int
    x: float
    width: float
    letters: Letters
    size: float
    smallest: float
    lines: int
    colour: str
    tracking: float
    capitals: bool
    align: float
    first: dict[bool, tuple[float, float]]
    step: tuple[float, float]

    def between(self, pair: tuple[float, float], size: float) -> float:
        """A measure at a size between the full and the smallest."""
        part = (self.size - size) / (self.size - self.smallest) if self.size > self.smallest else 0.0
        return pair[0] + part * (pair[1] - pair[0])

    def drop(self, size: float) -> float:
        """How far a shrunk text is let down, so that a single line stays on its baseline."""
        return round(self.between(self.first[False], size) - self.first[False][0], 4) if self.lines == 1 else 0.0

    def baselines(self, size: float, count: int) -> list[float]:
        """The baseline of each line of a text."""
        first = self.between(self.first[count > 1], size) - self.drop(size)
        step = self.step_at(size) if count > 1 else 0.0
        return [first - step * n for n in range(count)]

    def step_at(self, size: float) -> float:
        """The distance of lines: what the style sheet asks for, or what the face needs where that is more, above the
        line and below it each for itself.
        """
        full, small = self.step
        if abs(full / self.size - small / self.smallest) < 0.001:
            return full * size / self.size
        up, down = self.letters.extent
        asked = (small, 1.2 * (small - down * self.smallest), 6 * (small - up * self.smallest))
        for leading in asked:
            steps = [
                max(leading * 5 / 6, up * s) + max(leading / 6, down * s) for s in (self.size, self.smallest, size)
            ]
            if abs(steps[0] - full) < 0.01 and abs(steps[1] - small) < 0.01:
                return steps[2]
        raise ValueError(f"the lines of {self.name!r} stand at distances that nobody understands")


def _times(a: Matrix, b: Matrix) -> Matrix:
    """Matrix `a` applied before `b`."""
    return (
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    )


@dataclass
class _Group:
    """Operators between `q` and `Q`, or between `BT` and `ET`; one in which nothing is painted falls away."""

    items: list[Any]
    painted: bool = False


@dataclass(frozen=True)
class _State:
    """As much of the graphics state as a field's text depends on."""

    ctm: Matrix = (1, 0, 0, 1, 0, 0)
    colour: tuple[float, ...] = (0,)
    face: str = ""
    size: float = 0
    tracking: float = 0
    leading: float = 0


class _Reader:
    """Reads one page of a probe."""

    def __init__(self, page: pikepdf.Page, number: int, seen: Seen, wanted: Callable[[int], int]) -> None:
        self.page, self.number, self.seen, self.wanted = page, number, seen, wanted
        self.groups = [_Group([])]
        self.state, self.kept = _State(), list[_State]()
        self.path: list[Any] = []
        self.points: list[tuple[float, float]] = []
        self.cursor: Matrix = (1, 0, 0, 1, 0, 0)
        self.open: int | None = None  # the field whose lines come next

    def read(self) -> bytes:
        """The page without its fields."""
        for instruction in pikepdf.parse_content_stream(self.page):
            self.take(str(instruction.operator), list(instruction.operands), instruction)
        return bytes(pikepdf.unparse_content_stream(self.groups[0].items))

    def take(self, name: str, values: list[Any], instruction: Any) -> None:
        """One operator."""
        if name in ("q", "BT"):
            self.groups.append(_Group([instruction]))
            if name == "q":
                self.kept.append(self.state)
            self.cursor = (1, 0, 0, 1, 0, 0)
        elif name in ("Q", "ET"):
            group = self.groups.pop()
            if group.painted:
                self.groups[-1].items.extend([*group.items, instruction])
                self.groups[-1].painted = True
            if name == "Q":
                self.state = self.kept.pop()
        elif name in _PATH:
            self.path.append(instruction)
            self.trace(name, [float(v) for v in values])
        elif name in _PAINT:
            self.paint(name, instruction)
        elif name == "Tj" and self.is_of_field(values):
            pass
        else:
            self.note(name, values)
            self.groups[-1].items.append(instruction)
            self.groups[-1].painted |= name in _SHOWN and (name != "Tj" or bool(len(bytes(values[0]))))

    def trace(self, name: str, values: list[float]) -> None:
        """The corners of a path, on the page."""
        a, b, c, d, e, f = self.state.ctm
        if name == "re":
            x, y, w, h = values
            corners = [(x, y), (x + w, y + h)]
        else:
            corners = list(zip(values[::2], values[1::2], strict=False))
        self.points.extend((a * x + c * y + e, b * x + d * y + f) for x, y in corners)

    def paint(self, name: str, instruction: Any) -> None:
        """A path is filled: a field's box is noted and left out, all else is kept."""
        rgb = [round(255 * v) for v in self.state.colour]
        if len(rgb) == 3 and (rgb[0], rgb[2]) == (254, 1) and name in ("f", "f*", "F"):
            xs, ys = [x for x, _y in self.points], [y for _x, y in self.points]
            box = Box(self.number, min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
            self.seen.boxes[rgb[1]] = box
            self.seen.lines.pop(rgb[1], None)  # a running head or foot stands on every page: the last one counts
            self.open = rgb[1] if self.wanted(rgb[1]) else None
        else:
            self.groups[-1].items.extend([*self.path, instruction])
            self.groups[-1].painted |= name != "n"
        self.path, self.points = [], []

    def is_of_field(self, values: list[Any]) -> bool:
        """Note a line of the field that is open. Empty texts are no lines."""
        shown = bytes(values[0])
        if self.open is None or not shown:
            return False
        state, at = self.state, _times(self.cursor, self.state.ctm)
        line = Line(at[4], at[5], state.face, state.size, self.colour(), state.tracking, shown[0] == shown[1], at[0])
        lines = self.seen.lines.setdefault(self.open, [])
        lines.append(line)
        if len(lines) == self.wanted(self.open):
            self.open = None
        return True

    def colour(self) -> str:
        """The fill colour as an operator."""
        values = self.state.colour
        return " ".join(f"{v:g}" for v in values) + {1: " g", 3: " rg", 4: " k"}[len(values)]

    def note(self, name: str, values: list[Any]) -> None:
        """Follow what changes the state."""
        if name == "cm":
            self.state = replace(self.state, ctm=_times(_matrix(values), self.state.ctm))
        elif name in ("rg", "g", "k"):
            self.state = replace(self.state, colour=tuple(float(v) for v in values))
        elif name == "Tf":
            named = str(self.page.Resources.Font[values[0]].BaseFont)[1:]
            self.state = replace(self.state, face=named.split("+")[-1], size=float(values[1]))
        elif name == "Tc":
            self.state = replace(self.state, tracking=float(values[0]))
        elif name == "TL":
            self.state = replace(self.state, leading=float(values[0]))
        elif name == "Tm":
            self.cursor = _matrix(values)
        elif name in ("Td", "TD"):
            self.move(float(values[0]), float(values[1]))
        elif name == "T*":
            self.move(0, -self.state.leading)

    def move(self, x: float, y: float) -> None:
        """To the next line."""
        self.cursor = _times((1, 0, 0, 1, x, y), self.cursor)


def _matrix(values: list[Any]) -> Matrix:
    a, b, c, d, e, f = (float(v) for v in values)
    return a, b, c, d, e, f


def read_probe(pdf: bytes, wanted: Callable[[int], int]) -> Seen:
    """Everything that a probe shows. `wanted` says how many lines of text the n-th field has; 0 for a picture."""
    seen = Seen()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for number, page in enumerate(opened.pages):
            seen.background.append(_Reader(page, number, seen, wanted).read())
    return seen


def letters_of_line(line: Line) -> Letters:
    """The face of a line.

    Raises:
        KeyError: when it is none of the house.
    """
    return face_named(line.face)
