"""English and Kiswahili are complete, and say the same with the same places for names and numbers."""

import re
import string
import subprocess
import sys
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parent.parent
CATALOGUES = sorted(path for path in ROOT.rglob("locale/*/LC_MESSAGES/django.po") if ".venv" not in path.parts)


def test_every_string_is_in_the_catalogues():
    """Update with `make messages`."""
    done = subprocess.run([sys.executable, "bin/messages.py", "--check"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr or "a catalogue holds a string that is gone, or lacks one"


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_catalogue_is_compiled_and_keeps_its_places(path):
    po, mo = polib.pofile(str(path)), polib.mofile(str(path.with_suffix(".mo")))
    assert {e.msgid: (e.msgstr, e.msgstr_plural) for e in po} == {e.msgid: (e.msgstr, e.msgstr_plural) for e in mo}
    for entry in po:
        texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
        wanted = places(entry.msgid_plural or entry.msgid)
        for text in texts:
            assert places(text) <= wanted, f"{entry.msgid!r}: {text!r} asks for what is not there"
            assert wanted <= places(text) or entry.msgid_plural, f"{entry.msgid!r}: {text!r} leaves something out"


def places(text: str) -> set[str]:
    """The names that are filled into a text."""
    named = set(re.findall(r"%\((\w+)\)[sd]", text))
    braces = {name for _text, name, _spec, _conv in string.Formatter().parse(text) if name} if "{" in text else set()
    return named | braces


def test_no_string_is_the_same_in_both_by_oversight():
    """A long text that reads alike in both languages was forgotten."""
    same = [
        entry.msgid
        for path in CATALOGUES
        if "sw" in path.relative_to(ROOT).parts
        for entry in polib.pofile(str(path))
        if entry.msgstr == entry.msgid and len(entry.msgid.split()) > 3
    ]
    assert same == []
