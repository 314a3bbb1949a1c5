"""Every paper of the house with invented people in it, for the eyes of a designer."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

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

ROOMS = (shared, register, booklets, visits, essays, debates)
LANGUAGES = (("en", "English"), ("sw", "Kiswahili"))
CRUMBS = ((_("Print room"), "accounts:print-list"),)


def all_specimens() -> dict[str, Specimen]:
    """By their names, in the order of the rooms."""
    return {specimen.name: specimen for room in ROOMS for specimen in room()}


class Gallery(PlainPage):
    """All of them."""

    rule = can_print
    template_name = "config/specimens.html"
    title = _("Specimens")
    lead = _("Every paper of the house, filled in with invented people: long names, empty fields, other scripts.")
    crumbs = CRUMBS

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Each with its address in both languages."""
        shown = [
            (specimen, [(words, code, reverse("specimen", args=[name, code])) for code, words in LANGUAGES])
            for name, specimen in all_specimens().items()
        ]
        return super().get_context_data(specimens=shown, **kwargs)


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
