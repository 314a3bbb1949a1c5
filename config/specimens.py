"""Every paper of the house with invented people in it, for the eyes of a designer."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from PIL import Image

from accounts.rules import can_print
from competitions.debates.pdf import specimens as debates
from competitions.essays.pdf import specimens as essays
from core.pages import Page, PlainPage
from core.pdf.paper import pdf_response
from core.pdf.specimens import Specimen
from core.pdf.specimens import specimens as shared
from materials.pdf import specimens as booklets
from schools.pdf import specimens as register
from workshops.pdf import specimens as visits

ROOMS = (
    (_("For many people"), shared),
    (_("Schools"), register),
    (_("Booklets"), booklets),
    (_("Forums"), visits),
    (_("Essays"), essays),
    (_("Debates"), debates),
)
LANGUAGES = (("en", "English"), ("sw", "Kiswahili"))
CRUMBS = ((_("Print room"), "accounts:print-list"),)
SIZES = {(210, 297): "A4", (148, 210): "A5", (105, 148): "A6"}
MM = 25.4 / 72


def all_specimens() -> dict[str, Specimen]:
    """By their names, in the order of the rooms."""
    return {specimen.name: specimen for _words, room in ROOMS for specimen in room()}


def kept_folder() -> Path:
    """Where `manage.py specimens` keeps them by default, with their pictures."""
    return settings.VAR_DIR / "specimens"


@dataclass(frozen=True)
class Shown:
    """One specimen in the gallery: its addresses, and what is known of it once it was printed."""

    specimen: Specimen
    papers: list[tuple[str, str, str]]
    picture: str  # the address of a small picture of its first page
    width: int
    height: int
    size: str
    pages: int


def _shown(specimen: Specimen, language: str) -> Shown:
    papers = [(words, code, reverse("specimen", args=[specimen.name, code])) for code, words in LANGUAGES]
    printed, drawn = (kept_folder() / f"{specimen.name}-{language}.{ending}" for ending in ("pdf", "png"))
    if not (printed.exists() and drawn.exists()):
        return Shown(specimen, papers, "", 0, 0, "", 0)
    with pikepdf.open(printed) as opened, Image.open(drawn) as picture:
        left, bottom, right, top = (float(side) for side in opened.pages[0].mediabox)
        sides = sorted(int((end - start) * MM + 0.5) for start, end in ((left, right), (bottom, top)))
        size = SIZES.get((sides[0], sides[1]), f"{sides[0]} × {sides[1]} mm")
        address = reverse("specimen-picture", args=[specimen.name, language])
        return Shown(specimen, papers, address, picture.width, picture.height, size, len(opened.pages))


class Gallery(PlainPage):
    """All of them."""

    rule = can_print
    template_name = "config/specimens.html"
    title = _("Specimens")
    lead = _("Every paper of the house, filled in with invented people: long names, empty fields, other scripts.")
    crumbs = CRUMBS

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """By room; with their pictures, where they were made."""
        language = translation.get_language() or "en"
        rooms = [(words, [_shown(specimen, language) for specimen in room()]) for words, room in ROOMS]
        drawn = any(shown.picture for _words, room in rooms for shown in room)
        return super().get_context_data(rooms=rooms, drawn=drawn, **kwargs)


class SpecimenPaper(Page, View):
    """One of them."""

    rule = can_print

    def get(self, request: HttpRequest, name: str, language: str) -> HttpResponse:
        """The paper in one of the two languages."""
        specimen = all_specimens().get(name)
        if specimen is None or language not in dict(LANGUAGES):
            raise Http404
        with translation.override(language):
            return pdf_response(specimen.pdf(), f"{name}-{language}")


class SpecimenPicture(Page, View):
    """The first page of one, small."""

    rule = can_print

    def get(self, request: HttpRequest, name: str, language: str) -> FileResponse:
        """The picture that was made last."""
        kept = kept_folder() / f"{name}-{language}.png"
        if name not in all_specimens() or language not in dict(LANGUAGES) or not kept.exists():
            raise Http404
        response = FileResponse(kept.open("rb"), content_type="image/png")
        response["Cache-Control"] = "private, max-age=300"
        return response
