"""Texts of a list with letters that its face lacks: printed by the press in one document, laid over their cells.

A list is written letter by letter in one face. What needs another face, or is written from right to left, comes from
xhtml2pdf as it does in a batch; one rendering does for many cells.
"""

from collections.abc import Collection
from io import BytesIO

import pikepdf
from django.utils.html import escape
from django.utils.safestring import mark_safe

from core.pdf.batch import place_text, text_of
from core.pdf.binding import Binding
from core.pdf.fitting import Fitted
from core.pdf.layout import Place
from core.pdf.paper import Paper
from core.pdf.press import PrintError

HEIGHT = 40.0  # points of a patch: two lines of the largest text
MANY = 150  # patches of one rendering
Text = tuple[str, str]  # the field, and what is written in it


def fitted_loosely(place: Place, text: str) -> Fitted:
    """A text in its cell, with the widths of whichever face has its letters."""
    return place_text(place, text_of({place.name: text}, place.name, place), loose=True)


def print_patches(wanted: Collection[Text], places: dict[str, Place], binding: Binding) -> dict[Text, int]:
    """The number of the form that each text became; what cannot be printed is not among them."""
    texts, found = list(dict.fromkeys(wanted)), dict[Text, int]()
    for start in range(0, len(texts), MANY):
        some = texts[start : start + MANY]
        try:
            pdf = _paper(some, places).pdf()
        except PrintError:
            continue  # the list is there all the same: its cells say by a sign that a letter is missing
        with pikepdf.open(BytesIO(pdf)) as opened:
            if len(opened.pages) != len(some):
                continue
            seen: dict[tuple[int, int], int] = {}
            for text, page in zip(some, opened.pages, strict=True):
                found[text] = binding.sheaf.adopt(opened.make_indirect(page.as_form_xobject()), seen)
    return found


def _paper(texts: list[Text], places: dict[str, Place]) -> Paper:
    shown = []
    for name, text in texts:
        place = places[name]
        fitted = fitted_loosely(place, text)
        shown.append(
            {
                "kind": "section" if name == "section" else "cell",
                "width": f"{place.width:.3f}",
                "align": "right" if place.align > 0.5 else "left",
                "size": f"{fitted.size:g}" if fitted.size < place.size else "",
                "words": mark_safe("<br>".join(escape(line) for line in fitted.lines)),  # noqa: S308 (escaped)
            }
        )
    width = max(place.width for place in places.values())
    return Paper("core/pdf/patches.html", {"patches": shown, "width": f"{width:.3f}", "height": HEIGHT}, "patches")
