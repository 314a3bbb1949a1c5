"""EPUB 3: every file is there, every page is well-formed, everything that is pointed at exists."""

import io
import zipfile
from datetime import UTC, datetime
from posixpath import join, normpath
from xml.etree import ElementTree

import pytest

from core.epub import Book, Leaf, as_xhtml, write_epub
from core.markdown import Figure, marked

OPF, DC = "{http://www.idpf.org/2007/opf}", "{http://purl.org/dc/elements/1.1/}"
XHTML, OPS = "{http://www.w3.org/1999/xhtml}", "{http://www.idpf.org/2007/ops}"


def check_epub(data: bytes, *, title: str, language: str) -> zipfile.ZipFile:
    """The structure that the standard asks for. Returns the opened book."""
    book = zipfile.ZipFile(io.BytesIO(data))
    first = book.infolist()[0]
    assert (first.filename, first.compress_type, book.read(first)) == ("mimetype", 0, b"application/epub+zip")
    assert data[30:38] == b"mimetype"
    assert not first.extra
    rootfile = ElementTree.fromstring(book.read("META-INF/container.xml")).find(".//{*}rootfile").get("full-path")
    package = ElementTree.fromstring(book.read(rootfile))
    assert package.get("version") == "3.0"
    names = package.findall(f".//{DC}identifier")
    assert [name.get("id") for name in names] == [package.get("unique-identifier")]
    assert package.find(f".//{DC}title").text == title
    assert package.find(f".//{DC}language").text == language
    modified = [m for m in package.iter(f"{OPF}meta") if m.get("property") == "dcterms:modified"]
    assert len(modified) == 1
    assert modified[0].text.endswith("Z")
    items = {item.get("id"): item for item in package.iter(f"{OPF}item")}
    hrefs = {join("EPUB", item.get("href")): item for item in items.values()}
    # What is in the list is in the file, and the other way round.
    assert set(hrefs) == set(book.namelist()) - {"mimetype", "META-INF/container.xml", rootfile}
    assert [item.get("href") for item in items.values() if item.get("properties") == "nav"] == ["nav.xhtml"]
    spine = [items[ref.get("idref")].get("href") for ref in package.iter(f"{OPF}itemref")]
    pages = [href for href, item in hrefs.items() if item.get("media-type") == "application/xhtml+xml"]
    assert {join("EPUB", href) for href in spine} == set(pages)
    for page in pages:
        tree = ElementTree.fromstring(book.read(page))
        assert tree.get("lang") == tree.get("{http://www.w3.org/XML/1998/namespace}lang") == language
        assert tree.find(f"{XHTML}head/{XHTML}title").text
        assert not list(tree.iter(f"{XHTML}script"))
        for node in tree.iter():
            if node.tag == f"{XHTML}img":
                assert "alt" in node.attrib
            target = node.get("src") or node.get("href") or ""
            if target and not target.startswith(("https:", "http:", "mailto:", "tel:")):
                assert normpath(join("EPUB", target.partition("#")[0])) in book.namelist(), target
    nav = ElementTree.fromstring(book.read("EPUB/nav.xhtml"))
    (toc,) = [n for n in nav.iter(f"{XHTML}nav") if n.get(f"{OPS}type") == "toc"]
    linked = [a.get("href") for a in toc.iter(f"{XHTML}a")]
    assert linked == [href for href in spine if href.startswith("page-")]
    return book


def make(**fields) -> bytes:
    text = 'Tom & Jerry&nbsp;![](1) <b>x</b>\n\n![](1 "A tree")\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n---\n\n[x](https://e.org?a=1&b=2)'
    figures = {"1": Figure("picture-1.jpg", "A “tree” & more", "Us", 60, 40)}
    given = {
        "identifier": "urn:uuid:00000000-0000-5000-8000-000000000000",
        "title": "Haki & wajibu",
        "language": "sw",
        "author": "Us",
        "modified": datetime(2026, 2, 3, tzinfo=UTC),
        "contents": "Yaliyomo",
        "leaves": [Leaf("Sura <1>", marked(text, figures=figures).html), Leaf("Mbili", "<p>x</p>")],
        "cover": b"\xff\xd8",
        "pictures": {"picture-1.jpg": b"\xff\xd8"},
    }
    return write_epub(Book(**{**given, **fields}))


def test_the_structure():
    book = check_epub(make(), title="Haki & wajibu", language="sw")
    page = book.read("EPUB/page-1.xhtml").decode()
    assert "Sura &lt;1&gt;" in page
    assert "Tom &amp; Jerry" in page
    assert "loading" not in page


def test_without_cover_and_pictures():
    check_epub(make(cover=b"", pictures={}, leaves=[Leaf("One", "<p>x</p>")]), title="Haki & wajibu", language="sw")


def test_the_same_book_gives_the_same_bytes():
    assert make() == make()


@pytest.mark.parametrize(
    ("html", "xhtml"),
    [
        ("a<br>b<hr>", "a<br/>b<hr/>"),
        (
            '<img src="x" alt="a < b > c &quot;d&quot;" loading="lazy">',
            '<img src="x" alt="a &lt; b &gt; c &quot;d&quot;"/>',
        ),
        ("&nbsp;&mdash;", "\xa0—"),
        ("&amp; &lt; &#39; &bogus; AT&T", "&amp; &lt; ' &amp;bogus; AT&amp;T"),
    ],
)
def test_html_in_the_words_of_xml(html, xhtml):
    assert as_xhtml(html) == xhtml
    ElementTree.fromstring(f"<p>{xhtml}</p>")


def test_whatever_somebody_writes_is_well_formed():
    figures = {"1": Figure("picture-1.jpg", 'a < b > c & "d"', "<i>Us</i>")}
    for text in (
        "![](1)",
        'x ![](1 "<b>") y',
        "<p>&bogus; & <",
        "> " * 50 + "x",
        "::: key\n- a\n:::",
        "a\n:   b\n\n`<x>`",
    ):
        ElementTree.fromstring(f"<p>{as_xhtml(marked(text, figures=figures).html)}</p>")
