"""A paper: a template, what stands in it, and the ways to hand it over."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation

from core.colours import palette
from core.pdf.faces import font_css
from core.pdf.press import Print, print_html


@dataclass(frozen=True)
class Paper:
    """One printable: `template` with `context`, under a file `name` that says nothing of a person.

    `language` sets the paper's language; by default it is the reader's. `pictures` are the only files, besides
    the faces, that the document can see: it names them by their keys.
    """

    template: str
    context: Mapping[str, Any]
    name: str
    language: str | None = None
    pictures: Mapping[str, bytes] = field(default_factory=dict)

    def print(self) -> Print:
        """The PDF, with what the printer noticed.

        Raises:
            PrintError: when it cannot be printed.
        """
        return print_html(self.html(), pictures=self.pictures)

    def pdf(self) -> bytes:
        """The PDF alone."""
        return self.print().pdf

    def html(self) -> str:
        """The document that goes to the press."""
        language = self.language or translation.get_language() or settings.LANGUAGE_CODE
        with translation.override(language):
            return markup(self.template, {**self.context, "language": language})

    def response(self, *, download: bool = False) -> HttpResponse:
        """The PDF as an answer: shown by the browser, or saved."""
        return pdf_response(self.pdf(), self.name, download=download)


def markup(template: str, context: Mapping[str, Any]) -> str:
    """A print template filled in, with the faces, the palette and the organisation that every paper has."""
    house = {
        "font_css": font_css(),
        "org": settings.ORGANISATION,
        "colours": palette(settings.ORGANISATION["accent"]),
        "printed": timezone.localtime(),
    }
    return render_to_string(template, {**house, **context})


def pdf_response(pdf: bytes, name: str, *, download: bool = False) -> HttpResponse:
    """PDF bytes as an answer; private, never kept by a cache between."""
    response = HttpResponse(pdf, content_type="application/pdf")
    way = "attachment" if download else "inline"
    response["Content-Disposition"] = f'{way}; filename="{name}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
