"""Copies bound into one PDF as they come: what they share is stored once, each page leaves memory at once."""

from array import array
from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import IO, Any

import pikepdf

from core.pdf.letters import Letters
from core.pdf.qr import Codes
from core.pdf.stream import Sheaf, text_string

FAN = 200  # pages under one node of the page tree
LEVEL = 3  # of compression: a page is mostly its code, which is small already
TICK = 8.5  # points: how long the marks are that say where to cut


class Binding:
    """One growing document. `add` and `add_printed` bind a copy in, `finish` closes it.

    Args:
        file: Where it goes.
        pdf: A printed copy, whose pages without their fields are `backgrounds`.
        backgrounds: The operators of each page that all copies share.
        faces: The faces that copies are stamped in.
        title: What the document calls itself.
        language: Its language.
        across: How many copies stand beside each other on a sheet.
        down: How many stand below each other.
        state: What `state()` gave when an earlier worker stopped; `file` then ends where it said.
    """

    def __init__(
        self,
        file: IO[bytes],
        pdf: bytes,
        backgrounds: list[bytes],
        faces: list[Letters],
        *,
        title: str,
        language: str,
        across: int = 1,
        down: int = 1,
        state: Mapping[str, Any] | None = None,
    ) -> None:
        self.faces = {letters.name: letters for letters in faces}
        self.names = {letters.name: f"F{n}" for n, letters in enumerate(faces)}
        self.title, self.language, self.across, self.down = title, language, across, down
        self.codes = Codes()
        self.known: dict[tuple[str, str], tuple[str, bool]] = {}
        if state:
            self._go_on(file, state)
        else:
            self._begin(file, pdf, backgrounds)
        self.width, self.height = self.size[0] * across, self.size[1] * down

    def _begin(self, file: IO[bytes], pdf: bytes, backgrounds: list[bytes]) -> None:
        """Put down what all copies share."""
        self.sheaf = Sheaf(file)
        self.shared: list[int] = []
        with pikepdf.open(BytesIO(pdf)) as opened:
            left, bottom, right, top = (float(v) for v in opened.pages[0].mediabox)
            self.size = (right - left, top - bottom)
            seen: dict[tuple[int, int], int] = {}
            for page, operators in zip(opened.pages, backgrounds, strict=True):
                _strip(opened, page, operators)
                form = opened.make_indirect(page.as_form_xobject())
                self.shared.append(self.sheaf.adopt(form, seen))
        self.fonts = {name: self.sheaf.reserve() for name in self.faces}
        self.font_table = self.sheaf.put(
            b"<<%b>>" % b"".join(b"/%b %d 0 R" % (self.names[n].encode(), at) for n, at in self.fonts.items())
        )
        self.resources = self.sheaf.put(self._resources({}))
        self.tree = self.sheaf.reserve()
        self.letters: dict[str, set[str]] = {name: set() for name in self.faces}
        self.embedded = False
        self.nodes: list[tuple[int, int]] = []
        self.kids: list[int] = []
        self.node = 0
        self.waiting: list[str] = []
        self.printed: dict[str, int] = {}
        self.pages = 0
        self.marks: list[tuple[str, int]] = []
        self.coming: list[str] = []

    def state(self) -> dict[str, Any]:
        """Everything that is needed to go on after the file as it stands; plain enough for JSON."""
        return {
            "offsets": self.sheaf.offsets.tolist(),
            "position": self.sheaf.position,
            "shared": self.shared,
            "size": self.size,
            "fonts": self.fonts,
            "font_table": self.font_table,
            "resources": self.resources,
            "tree": self.tree,
            "letters": {name: "".join(sorted(letters)) for name, letters in self.letters.items()},
            "embedded": self.embedded,
            "nodes": self.nodes,
            "kids": self.kids,
            "node": self.node,
            "waiting": self.waiting,
            "printed": self.printed,
            "pages": self.pages,
            "marks": self.marks,
            "coming": self.coming,
        }

    def _go_on(self, file: IO[bytes], state: Mapping[str, Any]) -> None:
        """Take up what an earlier worker left."""
        self.sheaf = Sheaf(file, array("Q", state["offsets"]), state["position"])
        self.shared, self.fonts, self.font_table = list(state["shared"]), dict(state["fonts"]), state["font_table"]
        self.size = (state["size"][0], state["size"][1])
        self.resources, self.tree, self.embedded = state["resources"], state["tree"], state["embedded"]
        self.letters = {name: set(letters) for name, letters in state["letters"].items()}
        self.nodes = [(number, count) for number, count in state["nodes"]]
        self.kids, self.node, self.pages = list(state["kids"]), state["node"], state["pages"]
        self.waiting, self.printed = list(state["waiting"]), dict(state["printed"])
        self.marks, self.coming = [(words, page) for words, page in state["marks"]], list(state["coming"])

    def face(self, letters: Letters) -> str:
        """The name under which pages know a face."""
        return self.names[letters.name]

    def used(self, letters: Letters, text: str) -> None:
        """Letters that must be embedded."""
        self.letters[letters.name].update(text)

    def bookmark(self, words: str) -> None:
        """An entry of the outline, which leads to the page that comes next."""
        self.coming.append(words)

    def lay(self, background: int, operators: str) -> None:
        """One page over the n-th background."""
        self._lay(f"/B{background} Do\n{operators}")

    def add(self, drawn: Iterable[str]) -> None:
        """Bind a copy in: what is drawn on each of its pages, over the background."""
        for number, operators in enumerate(drawn):
            self.lay(number, operators)

    def add_printed(self, pdf: bytes) -> None:
        """Bind in a copy that was printed by itself."""
        with pikepdf.open(BytesIO(pdf)) as opened:
            seen: dict[tuple[int, int], int] = {}
            for page in opened.pages:
                form = self.sheaf.adopt(opened.make_indirect(page.as_form_xobject()), seen)
                self.printed[f"S{form}"] = form
                self._lay(f"/S{form} Do")

    def _lay(self, operators: str) -> None:
        """Lay one page of a copy on the sheet, and put the sheet down when it is full."""
        if self.across * self.down == 1:
            self._put_page(operators)
            return
        place = len(self.waiting)
        x = (place % self.across) * self.size[0]
        y = (self.down - 1 - place // self.across) * self.size[1]
        self.waiting.append(f"q 1 0 0 1 {x:.4f} {y:.4f} cm\n{operators}\nQ")
        if len(self.waiting) == self.across * self.down:
            self._put_sheet()

    def _put_sheet(self) -> None:
        """The copies that wait, and the marks where to cut."""
        marks = ["0.4 w 0.5 G"]
        for n in range(1, self.across):
            x = n * self.size[0]
            marks.append(
                f"{x:.2f} 0 m {x:.2f} {TICK} l {x:.2f} {self.height - TICK:.2f} m {x:.2f} {self.height:.2f} l S"
            )
        for n in range(1, self.down):
            y, right = n * self.size[1], self.width
            marks.append(f"0 {y:.2f} m {TICK} {y:.2f} l {right - TICK:.2f} {y:.2f} m {right:.2f} {y:.2f} l S")
        self._put_page("\n".join([*self.waiting, "q", *marks, "Q"]))
        self.waiting = []

    def _put_page(self, operators: str) -> None:
        """Put a page down; after a number of them, a node of the page tree."""
        sheaf = self.sheaf
        content = sheaf.put_stream(operators.encode("latin-1"), level=LEVEL)
        own = sheaf.put(self._resources(self.printed)) if self.printed else self.resources
        self.printed = {}
        self.node = self.node or sheaf.reserve()
        page = b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 %.4f %.4f]/Resources %d 0 R/Contents %d 0 R>>"
        self.kids.append(sheaf.put(page % (self.node, self.width, self.height, own, content)))
        self.pages += 1
        self.marks += [(words, self.kids[-1]) for words in self.coming]
        self.coming = []
        if len(self.kids) == FAN:
            self._put_node()

    def _put_node(self) -> None:
        kids = b" ".join(b"%d 0 R" % kid for kid in self.kids)
        node = b"<</Type/Pages/Parent %d 0 R/Count %d/Kids[%b]>>" % (self.tree, len(self.kids), kids)
        self.nodes.append((self.sheaf.put(node, self.node), len(self.kids)))
        self.kids, self.node = [], 0

    def _resources(self, printed: Mapping[str, int]) -> bytes:
        """What a page may refer to."""
        forms = {**{f"B{n}": at for n, at in enumerate(self.shared)}, **printed}
        named = b"".join(b"/%b %d 0 R" % (name.encode(), at) for name, at in forms.items())
        return b"<</ProcSet[/PDF/Text]/Font %d 0 R/XObject<<%b>>>>" % (self.font_table, named)

    def embed(self) -> None:
        """Put the faces down, with the letters that were used."""
        for name, letters in self.faces.items():
            self._embed(letters, sorted(self.letters[name]) or [" "], self.fonts[name])
        self.embedded = True

    def _embed(self, face: Letters, letters: list[str], number: int) -> None:
        put, called, is_ = self.sheaf.put, f"/HAKIPR+{face.name}".encode(), face.descriptor()
        data = face.embedded(letters)
        file = self.sheaf.put_stream(data, b"/Length1 %d" % len(data), level=9)
        box = b"%d %d %d %d" % (is_["left"], is_["bottom"], is_["right"], is_["top"])
        heights = b"/Ascent %d/Descent %d/CapHeight %d" % (is_["ascent"], is_["descent"], is_["capital"])
        measures = b"/Flags 4/ItalicAngle 0/StemV 80/FontBBox[%b]%b" % (box, heights)
        descriptor = put(b"<</Type/FontDescriptor/FontName%b%b/FontFile2 %d 0 R>>" % (called, measures, file))
        widths = b"".join(
            b"%d[%d]" % pair for pair in sorted((face.glyphs[ord(c)], round(face.widths[c])) for c in letters)
        )
        system = b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/CIDToGIDMap/Identity/DW 0"
        part = put(
            b"<</Type/Font/Subtype/CIDFontType2/BaseFont%b%b/W[%b]/FontDescriptor %d 0 R>>"
            % (called, system, widths, descriptor)
        )
        table = self.sheaf.put_stream(face.to_unicode(letters))
        put(
            b"<</Type/Font/Subtype/Type0/BaseFont%b/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>"
            % (called, part, table),
            number,
        )

    def finish(self) -> None:
        """Close the document: the last sheet, the faces, the page tree, the table of offsets."""
        if self.waiting:
            self._put_sheet()
        if self.kids:
            self._put_node()
        if not self.embedded:
            self.embed()
        kids = b" ".join(b"%d 0 R" % node for node, _count in self.nodes)
        count = sum(count for _node, count in self.nodes)
        self.sheaf.put(b"<</Type/Pages/Count %d/Kids[%b]>>" % (count, kids), self.tree)
        language = text_string(self.language)
        shown = b"/ViewerPreferences<</DisplayDocTitle true>>" + self._outline()
        root = self.sheaf.put(b"<</Type/Catalog/Pages %d 0 R/Lang %b%b>>" % (self.tree, language, shown))
        info = self.sheaf.put(b"<</Title %b/Producer(Haki Shuleni)>>" % text_string(self.title))
        self.sheaf.close(root, info)

    def _outline(self) -> bytes:
        """The bookmarks, put down; what the catalogue says of them."""
        if not self.marks:
            return b""
        top, numbers = self.sheaf.reserve(), [self.sheaf.reserve() for _mark in self.marks]
        for place, (words, page) in enumerate(self.marks):
            before = b"/Prev %d 0 R" % numbers[place - 1] if place else b""
            after = b"/Next %d 0 R" % numbers[place + 1] if place + 1 < len(numbers) else b""
            goes = b"/Parent %d 0 R/Dest[%d 0 R/Fit]" % (top, page)
            self.sheaf.put(b"<</Title %b%b%b%b>>" % (text_string(words), goes, before, after), numbers[place])
        ends = (numbers[0], numbers[-1], len(numbers))
        self.sheaf.put(b"<</Type/Outlines/First %d 0 R/Last %d 0 R/Count %d>>" % ends, top)
        return b"/Outlines %d 0 R/PageMode/UseOutlines" % top


def _strip(opened: pikepdf.Pdf, page: pikepdf.Page, operators: bytes) -> None:
    """Give a page its background alone, and take away what only its fields needed."""
    page.Contents = opened.make_stream(operators)
    named = {
        str(instruction.operands[0])
        for instruction in pikepdf.parse_content_stream(page)
        if str(instruction.operator) in ("Tf", "Do", "gs", "cs", "CS", "scn", "sh") and instruction.operands
    }
    for kind in ("/Font", "/XObject", "/ExtGState"):
        table: Any = page.Resources.get(kind, {})
        for name in [name for name in table.keys() if name not in named]:  # noqa: SIM118 (a PDF dictionary)
            del table[name]
