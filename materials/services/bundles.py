"""Bundles: the titles that somebody chose, as one file for a memory stick."""

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from core.bundle import write_bundle
from core.markdown import Figure, marked
from materials.choices import PaperForm
from materials.models import Edition

FORMS = (PaperForm.PHONE, PaperForm.A4, PaperForm.FOLDED, PaperForm.EPUB, PaperForm.READY)
MOST = 40  # editions in one bundle
FOLDER = "booklets"
LAYOUT = 1  # of the pages in it: raise it when their templates change, so that no old part is joined to a new one


def bundle_digest(*, editions: Sequence[Edition], language: str) -> str:
    """What changes when the bundle does: editions never do."""
    parts = [f"{edition.pk}:{form.digest}" for edition in editions for form in edition.printed.all()]
    words = [edition.errata for edition in editions]
    return hashlib.sha256(repr((LAYOUT, language, settings.SITE_URL, parts, words)).encode()).hexdigest()


def pack_bundle(*, editions: Sequence[Edition], language: str) -> BinaryIO:
    """A page to choose from, each booklet as a page and as files: works from a memory stick, without any network."""
    with translation.override(language):
        return write_bundle(_files(editions, language), folder=FOLDER)


def _files(editions: Sequence[Edition], language: str) -> Iterator[tuple[str, Any]]:
    lines = [(edition, _kept(edition)) for edition in editions]
    house = {"org": settings.ORGANISATION, "language": language}
    yield "index.html", render_to_string("materials/pdf/bundle_index.html", {"lines": lines, **house}).encode()
    for edition, kept in lines:
        stem = edition.file_stem
        if edition.chapters:
            yield f"{stem}/index.html", _page(edition, house)
            for picture in edition.pictures.all():
                yield f"{stem}/picture-{picture.number}.jpg", picture.file
        for printed in kept:
            yield f"{stem}/{printed.file_name}", printed.file


def _kept(edition: Edition) -> list[Any]:
    return [printed for printed in edition.printed.all() if printed.form in FORMS]


def _page(edition: Edition, house: dict[str, Any]) -> bytes:
    """All of a booklet on one page, whose pictures lie beside it."""
    figures = {
        str(p.number): Figure(f"picture-{p.number}.jpg", p.alt, p.credit, p.width, p.height)
        for p in edition.pictures.all()
    }
    with translation.override(edition.language):
        texts = [(section, marked(section.text, figures=figures, top=3).html) for section in edition.chapters]
        context = {"edition": edition, "texts": texts, **house}
        return render_to_string("materials/pdf/bundle_booklet.html", context).encode()
