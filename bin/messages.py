#!/usr/bin/env python
"""Message catalogues: finds every string marked for translation and brings the catalogues up to date.

Each app keeps its own catalogue beside its code (`<app>/locale/`), with the strings of its modules and of its
templates; `core`, `config` and the pages outside share `locale/`. A string that several apps use stands in the
lowest of them. Needs no gettext: polib writes .po and .mo alike.

    bin/messages.py            update the .po files, compile the .mo files
    bin/messages.py --check    change nothing; exit 1 if something is missing (the test of the same name does this)
"""

import ast
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_test")

from django.utils.translation import templatize  # noqa: E402 (it reads the settings named above)

LANGUAGES = ("en", "sw")
# From the lowest room to the highest: (catalogue, folders whose strings it holds).
ROOMS = (
    ("locale", ("core", "config", "templates")),
    ("accounts/locale", ("accounts", "templates/accounts", "templates/account", "templates/mfa")),
    ("schools/locale", ("schools", "templates/schools")),
    ("materials/locale", ("materials", "templates/materials")),
    ("workshops/locale", ("workshops", "templates/workshops")),
    ("competitions/essays/locale", ("competitions/essays", "templates/essays")),
    ("competitions/debates/locale", ("competitions/debates", "templates/debates")),
)
SINGULAR = {"_", "_t", "N_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy", "_n"}
# Strings of libraries that our pages show and that have no Kiswahili of their own, or not in our words.
LIBRARIES = ROOT / "locale" / "libraries.txt"
_TEMPLATE_CALL = re.compile(
    r"(n?gettext)\((u?'(?:[^'\\]|\\.)*'|u?\"(?:[^\"\\]|\\.)*\")(?:,\s*(u?'(?:[^'\\]|\\.)*'|u?\"(?:[^\"\\]|\\.)*\"))?"
)


@dataclass
class Found:
    """One string: its plural, if it has one, and where it stands."""

    plural: str = ""
    places: set[str] = field(default_factory=set)


def strings_of_python(text: str) -> Iterator[tuple[str, str]]:
    """(singular, plural) of every marked string in a module."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
            literal = [a.value for a in node.args[:2] if isinstance(a, ast.Constant) and isinstance(a.value, str)]
            if node.func.id in SINGULAR and literal:
                yield literal[0], ""
            elif node.func.id in PLURAL and len(literal) == 2:
                yield literal[0], literal[1]


def strings_of_template(text: str) -> Iterator[tuple[str, str]]:
    """(singular, plural) of every translate and blocktranslate in a template."""
    for match in _TEMPLATE_CALL.finditer(templatize(text)):
        singular, plural = (ast.literal_eval(part) if part else "" for part in match.groups()[1:])
        yield singular, plural


def files_of(folders: tuple[str, ...]) -> Iterator[Path]:
    """The modules and templates of a room; a folder within its folders that another room names is not its own."""
    named = {ROOT / folder for _catalogue, others in ROOMS for folder in others}
    for folder in folders:
        others = {other for other in named if ROOT / folder in other.parents}
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in {".py", ".html", ".txt"} and others.isdisjoint(path.parents):
                yield path


def strings_of_libraries() -> Iterator[tuple[str, str]]:
    """(singular, plural) of every line of the list; `#` begins a remark, a tab stands before the plural."""
    for line in LIBRARIES.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            singular, _tab, plural = line.replace("\\n", "\n").partition("\t")
            yield singular, plural


def find_all() -> dict[str, dict[str, Found]]:
    """Catalogue -> string -> where it stands."""
    seen: set[str] = set()
    catalogues: dict[str, dict[str, Found]] = {}
    for catalogue, folders in ROOMS:
        found = catalogues.setdefault(catalogue, {})
        for path in files_of(folders):
            text = path.read_text(encoding="utf-8")
            strings = strings_of_python(text) if path.suffix == ".py" else strings_of_template(text)
            for singular, plural in strings:
                if singular and singular not in seen:
                    one = found.setdefault(singular, Found())
                    one.plural = one.plural or plural
                    one.places.add(path.relative_to(ROOT).as_posix())
        if catalogue == "locale":
            for singular, plural in strings_of_libraries():
                one = found.setdefault(singular, Found())
                one.plural = one.plural or plural
                one.places.add(LIBRARIES.relative_to(ROOT).as_posix())
        seen |= found.keys()
    return catalogues


def po_path(catalogue: str, language: str) -> Path:
    """Where a catalogue lies."""
    return ROOT / catalogue / language / "LC_MESSAGES" / "django.po"


def load(path: Path, language: str) -> polib.POFile:
    """A catalogue as it stands, or a new one."""
    if path.exists():
        return polib.pofile(str(path), wrapwidth=110)
    po = polib.POFile(wrapwidth=110)
    po.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": language,
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    return po


def refresh(po: polib.POFile, found: dict[str, Found], language: str) -> polib.POFile:
    """The catalogue with exactly these strings, in alphabetical order; English says what the code says."""
    kept = {entry.msgid: entry for entry in po}
    po.clear()
    for msgid in sorted(found):
        one, old = found[msgid], kept.get(msgid)
        entry = polib.POEntry(msgid=msgid, occurrences=[(place, "") for place in sorted(one.places)])
        entry.flags = ["python-format"] if re.search(r"%\(\w+\)[sd]|%[sd]", msgid) else []
        if one.plural:
            entry.msgid_plural = one.plural
            texts = dict(old.msgstr_plural) if old and old.msgid_plural == one.plural else {}
            entry.msgstr_plural = {
                n: texts.get(n) or ((msgid, one.plural)[n] if language == "en" else "") for n in (0, 1)
            }
        else:
            entry.msgstr = (old.msgstr if old else "") or (msgid if language == "en" else "")
        po.append(entry)
    return po


def untranslated(po: polib.POFile) -> list[str]:
    """The strings of a catalogue that say nothing yet."""
    return [
        entry.msgid
        for entry in po
        if not (all(entry.msgstr_plural.values()) if entry.msgid_plural else entry.msgstr) or entry.fuzzy
    ]


def main() -> int:
    """Update, or only check."""
    check = "--check" in sys.argv[1:]
    problems = 0
    for catalogue, found in find_all().items():
        for language in LANGUAGES:
            path = po_path(catalogue, language)
            if not found:
                continue
            before = {entry.msgid for entry in load(path, language)}
            po = refresh(load(path, language), found, language)
            missing = untranslated(po)
            problems += len(missing) + len(before ^ found.keys())
            if not check:
                path.parent.mkdir(parents=True, exist_ok=True)
                po.save(str(path))
                po.save_as_mofile(str(path.with_suffix(".mo")))
            if missing:
                print(f"{path.relative_to(ROOT)}: {len(missing)} untranslated")
    return 1 if check and problems else 0


if __name__ == "__main__":
    sys.exit(main())
