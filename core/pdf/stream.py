"""A PDF that is written as it grows: each object leaves memory at once, and only its offset is kept."""

import zlib
from array import array
from typing import IO, Any

import pikepdf

HEADER = b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n"
Seen = dict[tuple[int, int], int]


class Sheaf:
    """A growing file: objects are numbered, put down once, and in the end found by the table of their offsets.

    Args:
        file: Where it goes; written from its present place on, never read.
        offsets: Of the objects that stand in the file already, when a broken-off work goes on; `position` bytes long.
    """

    def __init__(self, file: IO[bytes], offsets: array | None = None, position: int = 0) -> None:
        self.file, self.offsets, self.position = file, offsets or array("Q", [0]), position
        if not position:
            self.write(HEADER)

    def write(self, data: bytes) -> None:
        """Bytes, counted."""
        self.file.write(data)
        self.position += len(data)

    def reserve(self) -> int:
        """A number for an object that is put down later."""
        self.offsets.append(0)
        return len(self.offsets) - 1

    def put(self, body: bytes, number: int = 0) -> int:
        """Put an object down, under its reserved number or a new one."""
        number = number or self.reserve()
        self.offsets[number] = self.position
        self.write(b"%d 0 obj\n%b\nendobj\n" % (number, body))
        return number

    def put_stream(self, data: bytes, entries: bytes = b"", number: int = 0, level: int = 6) -> int:
        """Put a stream down, compressed."""
        packed = zlib.compress(data, level)
        head = b"<</Length %d/Filter/FlateDecode%b>>\nstream\n" % (len(packed), entries)
        return self.put(b"%b%b\nendstream" % (head, packed), number)

    def adopt(self, thing: Any, seen: Seen) -> int:
        """Copy an object of another PDF, with all that it refers to. `seen` belongs to that PDF."""
        if not thing.is_indirect:
            return self.put(self._spell(thing, seen))
        if thing.objgen not in seen:
            seen[thing.objgen] = self.reserve()
            self.put(self._spell(thing, seen), seen[thing.objgen])
        return seen[thing.objgen]

    def _spell(self, thing: Any, seen: Seen) -> bytes:
        """An object as it is written; what it refers to is put down first."""
        if isinstance(thing, pikepdf.Stream):
            raw = thing.read_raw_bytes()
            entries = {key: value for key, value in thing.items() if key != "/Length"}
            spelt = self._entries(entries, seen)
            return b"<<%b/Length %d>>\nstream\n%b\nendstream" % (spelt, len(raw), raw)
        if isinstance(thing, pikepdf.Dictionary):
            return b"<<%b>>" % self._entries(dict(thing.items()), seen)
        if isinstance(thing, pikepdf.Array):
            return b"[%b]" % b" ".join(self._refer(item, seen) for item in thing)
        return _plain(thing)

    def _entries(self, entries: dict[str, Any], seen: Seen) -> bytes:
        pairs = ((pikepdf.Name(key).unparse(), self._refer(item, seen)) for key, item in entries.items())
        return b"".join(b"%b %b" % pair for pair in pairs)

    def _refer(self, thing: Any, seen: Seen) -> bytes:
        """A reference to an indirect object, or a direct one itself."""
        if isinstance(thing, pikepdf.Object) and thing.is_indirect:
            return b"%d 0 R" % self.adopt(thing, seen)
        return self._spell(thing, seen)

    def close(self, root: int, info: int) -> None:
        """The table of offsets, and where it stands."""
        start, count = self.position, len(self.offsets)
        self.write(b"xref\n0 %d\n0000000000 65535 f \n" % count)
        for first in range(1, count, 1000):
            block = self.offsets[first : first + 1000]
            self.write(b"".join(b"%010d 00000 n \n" % offset for offset in block))
        self.write(
            b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (count, root, info, start)
        )


def _plain(thing: Any) -> bytes:
    """A number, a truth, nothing, a name or a string."""
    if isinstance(thing, pikepdf.Object):
        return thing.unparse()
    return b"null" if thing is None else str(thing).lower().encode()


def text_string(text: str) -> bytes:
    """A text as it stands in a PDF."""
    return pikepdf.String(text).unparse()
