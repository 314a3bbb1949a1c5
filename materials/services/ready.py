"""A booklet that comes in ready-made, as a PDF: checked, written anew, with a picture of its cover."""

import io
from collections.abc import Iterator
from functools import partial
from typing import Any

import pikepdf
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext_noop as N_

from accounts.models import User
from accounts.services.log import record
from core.access import demand
from core.covers import draw_cover
from core.uploads import clean_pdf, clean_picture
from materials.models import Edition
from materials.rules import can_write_booklets
from materials.services.draft import hold_draft

MOST_PAGES = 200
THUMBNAIL = 600  # pixels of the longer side
LIKE_A_PAGE = 0.12  # how far a picture's shape may be from the page's to count as its cover


@transaction.atomic
def take_ready_pdf(*, edition: Edition, upload: Any, by: User) -> Edition:
    """Let a draft be a PDF that was made elsewhere, instead of what is written here.

    Raises:
        ValidationError: it is no PDF that we can use, the edition is published, or `by` may not.
    """
    demand(can_write_booklets(by))
    clean = clean_pdf(upload, max_pages=MOST_PAGES)
    with pikepdf.open(io.BytesIO(clean.read())) as pdf:
        pages, picture = len(pdf.pages), _cover_of(pdf)
    clean.seek(0)
    hold_draft(edition=edition, by=by)
    words = {"foot": edition.edition_words, "line": edition.subtitle}
    cover = picture or draw_cover(edition.name, colour=edition.title.cover, **words)
    _forget(edition)
    edition.refresh_from_db()
    edition.ready_pages = pages
    edition.ready.save("booklet.pdf", clean, save=False)
    edition.thumbnail.save("cover.jpg", ContentFile(cover), save=False)
    edition.save(update_fields=["ready", "ready_pages", "thumbnail"])
    record(by, N_("sent in the PDF of"), edition, pages=pages)
    return edition


@transaction.atomic
def drop_ready_pdf(*, edition: Edition, by: User) -> Edition:
    """Go back to what is written here.

    Raises:
        ValidationError: the edition is published, or `by` may not.
    """
    demand(can_write_booklets(by))
    hold_draft(edition=edition, by=by)
    _forget(edition)
    Edition.objects.filter(pk=edition.pk).update(ready="", ready_pages=0, thumbnail="")
    edition.refresh_from_db()
    record(by, N_("took back the PDF of"), edition)
    return edition


def _forget(edition: Edition) -> None:
    """The files that were there go once the change is kept."""
    for name in Edition.objects.filter(pk=edition.pk).values_list("ready", "thumbnail").get():
        if name:
            transaction.on_commit(partial(default_storage.delete, name))


def _cover_of(pdf: pikepdf.Pdf) -> bytes | None:
    """The picture that fills the first page, if one does: a scanned or painted cover.

    Nothing here draws PDF pages; a page of text gets a drawn cover instead. Only JPEGs are looked at, and they are
    drawn anew like every picture from outside.
    """
    page = pdf.pages[0]
    left, bottom, right, top = (float(edge) for edge in page.mediabox)
    if right <= left or top <= bottom:
        return None
    for picture in sorted(_jpegs(page), key=lambda found: -int(found.Width) * int(found.Height)):
        shape = (int(picture.Width) / max(1, int(picture.Height))) / ((right - left) / (top - bottom))
        if abs(shape - 1) <= LIKE_A_PAGE:
            try:
                upload = ContentFile(picture.read_raw_bytes(), name="cover.jpg")
                return clean_picture(upload, max_side=THUMBNAIL).read()
            except ValidationError:
                continue
    return None


def _jpegs(page: pikepdf.Page) -> Iterator[pikepdf.Object]:
    for picture in page.get_images().values():
        if picture.get("/Filter") == "/DCTDecode" and {"/Width", "/Height"} <= set(picture.keys()):
            yield picture
