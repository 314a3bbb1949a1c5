"""Templates keep to the house: known classes, no inline style or script, no file from elsewhere, words through gettext."""

import hashlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ALL = sorted((ROOT / "templates").rglob("*.html"))
PAGES = [path for path in ALL if "pdf" not in path.relative_to(ROOT).parts]
CSS = "".join(path.read_text() for path in (ROOT / "static").rglob("*.css"))
KNOWN = set(re.findall(r"\.(-?[_a-zA-Z][-\w]*)", CSS))
# Said by a state or an object, and so not to be read from the template alone; or a hook for a script.
SAID = re.compile(r"\{[%{].*?[%}]\}", re.S)
# Bare words in a template: text between tags that no tag translates.
NEUTRAL = re.compile(r"^[\W\d_]*$|^(CSV|XLSX|PDF|EPUB|ZIP|A4|A5|PDF, A4|English|Kiswahili|SMS)$")


def ids(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", PAGES, ids=ids)
def test_every_class_is_in_the_style_sheets(path):
    """Bootstrap is purged to what is used: a new class needs `make vendor`, or a line in site.css."""
    text = path.read_text()
    unknown = set()
    for value in re.findall(r'class="([^"]*)"', text):
        words = SAID.sub(
            " ",
            re.sub(
                r"\{% if [^%]*%\}|\{% el[^%]*%\}|\{% endif %\}", " ", re.sub(r"[-\w]*\{\{.*?\}\}[-\w]*", " ", value)
            ),
        ).split()
        unknown |= {word for word in words if word not in KNOWN}
    assert unknown == set()


@pytest.mark.parametrize("path", PAGES, ids=ids)
def test_nothing_is_inline_and_nothing_comes_from_elsewhere(path):
    text = path.read_text()
    assert not re.search(r"<style|\sstyle=|\son\w+=\"|javascript:", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)[^>]*>\s*\S", text)
    assert not re.search(r"(src|href)=\"(https?:)?//", text)


@pytest.mark.parametrize("path", [path for path in ALL if path.name != "500.html"], ids=ids)
def test_words_are_translated(path):
    """500.html says its words in both languages at once, because nothing may be looked up there."""
    text = re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.S)
    text = re.sub(r"<(style|script|code)\b.*?</\1>", "", text, flags=re.S)
    text = re.sub(r"\{% blocktranslate.*?endblocktranslate %\}", "", text, flags=re.S)
    text = re.sub(r"\{[%{].*?[%}]\}", "", text, flags=re.S)
    text = re.sub(r"<!doctype[^>]*>|<[^>]*>", "\n", text, flags=re.S | re.I)
    text = re.sub(r"&\w+;", "", text)
    bare = [line.strip() for line in text.splitlines() if not NEUTRAL.match(line.strip().strip(",.·:"))]
    if path.suffix == ".html":
        assert [line for line in bare if not line.startswith(("@", ":root", ".")) and "{" not in line] == []


def test_vendored_files_are_what_they_say():
    for line in (ROOT / "static/vendor/SHA256SUMS").read_text().splitlines():
        digest, name = line.split(maxsplit=1)
        assert hashlib.sha256((ROOT / "static/vendor" / name).read_bytes()).hexdigest() == digest, name
