"""EPUB 3, written by hand: a ZIP of XHTML pages with a list of what is in it. The same book gives the same bytes.

Source: W3C, EPUB 3.3 (https://www.w3.org/TR/epub-33/), sections 4 (container), 5 (package), 7 (navigation).
"""

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import escape
from html.parser import HTMLParser

_VOID, _LEFT_OUT = {"img", "br", "hr"}, {"loading"}
EPOCH = (1980, 1, 1, 0, 0, 0)  # the date of every file within: bytes tell of the book, not of the hour


@dataclass(frozen=True)
class Leaf:
    """One page of a book: its heading, and its text as HTML that is known to be harmless."""

    heading: str
    html: str
    name: str = ""  # of its file; by its place where none is given


@dataclass(frozen=True)
class Book:
    """What an EPUB is made of."""

    identifier: str
    title: str
    language: str
    author: str
    modified: datetime
    contents: str  # the word over the list of contents
    leaves: Sequence[Leaf]
    cover: bytes = b""  # a JPEG
    cover_alt: str = ""
    css: str = ""
    description: str = ""
    rights: str = ""
    pictures: Mapping[str, bytes] = field(default_factory=dict)  # JPEGs by the name of their file


def write_epub(book: Book) -> bytes:
    """The file of a book."""
    pages = [
        (leaf.name or f"page-{place}.xhtml", leaf.heading, _page(book, leaf.heading, leaf.html))
        for place, leaf in enumerate(book.leaves, 1)
    ]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        # A reading device looks at the first bytes: the type comes first, and is not compressed.
        _put(archive, "mimetype", b"application/epub+zip", zipfile.ZIP_STORED)
        _put(archive, "META-INF/container.xml", _CONTAINER.encode())
        _put(archive, "EPUB/package.opf", _package(book, pages).encode())
        _put(archive, "EPUB/nav.xhtml", _nav(book, pages).encode())
        _put(archive, "EPUB/style.css", book.css.encode())
        if book.cover:
            _put(archive, "EPUB/cover.xhtml", _cover(book).encode())
            _put(archive, "EPUB/cover.jpg", book.cover, zipfile.ZIP_STORED)
        for name, _heading, text in pages:
            _put(archive, f"EPUB/{name}", text.encode())
        for name, data in sorted(book.pictures.items()):
            _put(archive, f"EPUB/{name}", data, zipfile.ZIP_STORED)
    return out.getvalue()


def as_xhtml(html: str) -> str:
    """Our own cleaned HTML in the words of XML: closed tags, quoted signs, letters instead of their names."""
    writer = _Writer()
    writer.feed(html)
    writer.close()
    return "".join(writer.parts)


class _Writer(HTMLParser):
    """Reads HTML and writes it again as XML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag with all its words, but for those that no reading device knows."""
        words = "".join(f' {name}="{escape(value or "")}"' for name, value in attrs if name not in _LEFT_OUT)
        self.parts.append(f"<{tag}{words}{'/' if tag in _VOID else ''}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """The same."""
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """An end; a void tag has none."""
        if tag not in _VOID:
            self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        """Text."""
        self.parts.append(escape(data, quote=False))


def _put(archive: zipfile.ZipFile, name: str, data: bytes, how: int = zipfile.ZIP_DEFLATED) -> None:
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.compress_type = how
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, data)


_CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""


def _document(book: Book, title: str, body: str, kind: str = "") -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
        f' lang="{book.language}" xml:lang="{book.language}">\n<head><meta charset="utf-8"/>'
        f'<title>{escape(title)}</title><link rel="stylesheet" href="style.css"/></head>\n'
        f"<body{kind}>\n{body}\n</body>\n</html>\n"
    )


def _page(book: Book, heading: str, html: str) -> str:
    return _document(book, heading, f"<section>\n<h1>{escape(heading)}</h1>\n{as_xhtml(html)}\n</section>")


def _cover(book: Book) -> str:
    alt = escape(book.cover_alt or book.title)
    body = f'<section epub:type="cover"><img src="cover.jpg" alt="{alt}"/></section>'
    return _document(book, book.title, body, ' class="cover"')


def _nav(book: Book, pages: Sequence[tuple[str, str, str]]) -> str:
    lines = "".join(f'<li><a href="{name}">{escape(heading)}</a></li>' for name, heading, _text in pages)
    word = escape(book.contents)
    return _document(book, book.contents, f'<nav epub:type="toc"><h1>{word}</h1><ol>{lines}</ol></nav>')


def _package(book: Book, pages: Sequence[tuple[str, str, str]]) -> str:
    xhtml = 'media-type="application/xhtml+xml"'
    items = [f'<item id="nav" href="nav.xhtml" {xhtml} properties="nav"/>']
    items.append('<item id="style" href="style.css" media-type="text/css"/>')
    spine = ['<itemref idref="nav"/>']
    if book.cover:
        items.append(f'<item id="cover" href="cover.xhtml" {xhtml}/>')
        items.append('<item id="cover-picture" href="cover.jpg" media-type="image/jpeg" properties="cover-image"/>')
        spine.insert(0, '<itemref idref="cover"/>')
    for place, (name, _heading, _text) in enumerate(pages, 1):
        items.append(f'<item id="p{place}" href="{name}" {xhtml}/>')
        spine.append(f'<itemref idref="p{place}"/>')
    items += [
        f'<item id="i{place}" href="{name}" media-type="image/jpeg"/>'
        for place, name in enumerate(sorted(book.pictures), 1)
    ]
    about = [("description", book.description), ("rights", book.rights), ("creator", book.author)]
    told = "".join(f"<dc:{name}>{escape(words)}</dc:{name}>\n" for name, words in about if words)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id"'
        f' xml:lang="{book.language}">\n<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        f'<dc:identifier id="id">{escape(book.identifier)}</dc:identifier>\n<dc:title>{escape(book.title)}</dc:title>\n'
        f"<dc:language>{book.language}</dc:language>\n{told}"
        f'<meta property="dcterms:modified">{book.modified.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}</meta>\n'
        f"</metadata>\n<manifest>\n{_lines(items)}</manifest>\n<spine>\n{_lines(spine)}</spine>\n</package>\n"
    )


def _lines(parts: Sequence[str]) -> str:
    return "".join(f"{part}\n" for part in parts)
