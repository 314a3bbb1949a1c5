"""The pages of a work: they come in piece by piece, are looked at in the background, ordered, replaced, removed.

What came by halves and was never sent on, the daily job takes out, as the page of the entry had said.
"""

from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage
from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_
from django_tasks import task

from accounts.models import User
from accounts.services.log import record
from competitions.essays.choices import PageAdvice, PageState
from competitions.essays.models import BundlePart, Entry, Page
from competitions.essays.models.page import HALF_SENT_FOR
from competitions.essays.rules import can_keep_entry
from core.access import demand
from core.drawing import draw_pages
from core.scans import MOST_BYTES, Scan, look_at, read_scan
from core.uploads import MEGABYTE, check_pdf, kind_of

MOST_PAGES = 20
MOST_PART = 2 * MEGABYTE
FAR = 1000  # page numbers nobody reaches: where pages stand while they change places
FOLDER = "arriving"  # of Page.raw and BundlePart.raw
ORPHANED_FOR = timedelta(days=1)  # far longer than the transaction lasts that writes a file before its row is seen
LATE = timedelta(minutes=2)  # a page that waits longer was forgotten by a worker that died


class OffsetError(ValidationError):
    """A piece that does not begin where the last one ended; `received` says where."""

    def __init__(self, received: int) -> None:
        super().__init__(_("A piece of this page is missing. It is sent again."))
        self.received = received


def _hold(entry: Entry, by: User) -> Entry:
    """The entry, kept still while its pages change; only a draft has pages that change."""
    demand(can_keep_entry(by, entry))
    held = Entry.objects.select_for_update(of=("self",)).select_related("entrant", "competition").get(pk=entry.pk)
    if not held.is_draft:
        raise ValidationError(_("This entry has been handed in and stays as it is."))
    return held


def _check_room(entry: Entry, more: int) -> None:
    if entry.pages.count() + more > MOST_PAGES:
        raise ValidationError({"pages": _("An entry has at most %(n)d pages.") % {"n": MOST_PAGES}})


def _next_place(entry: Entry) -> int:
    _check_room(entry, 1)
    return (entry.pages.aggregate(n=Max("order"))["n"] or 0) + 1


@transaction.atomic
def receive_part(*, entry: Entry, key: UUID, size: int, offset: int, part: Any, by: User) -> Page:
    """Take a piece of a page. The same piece again changes nothing; the last one lets the page be looked at.

    Args:
        entry: A draft.
        key: The page's own, made by the device that sends it.
        size: Of the whole file, in bytes.
        offset: Where the piece begins.
        part: The piece.
        by: Who sends.

    Raises:
        OffsetError: bytes before it have not come.
        ValidationError: too large, too many pages, handed in already, or `by` may not.
    """
    held = _hold(entry, by)
    if not 0 < size <= MOST_BYTES:
        words = _("This file is too large: %(size)d MB. At most %(limit)d MB are taken.")
        raise ValidationError(words % {"size": -(-size // MEGABYTE), "limit": MOST_BYTES // MEGABYTE})
    page = held.pages.filter(key=key).first()
    if page is None:
        page = Page(entry=held, key=key, order=_next_place(held), state=PageState.COMING, size=size)
        page.raw.save("page.bin", ContentFile(b""), save=True)
    if page.state != PageState.COMING:
        return page
    if page.size != size or offset + part.size > size or part.size > MOST_PART:
        raise ValidationError(_("This piece does not belong to this page."))
    if offset > page.received:
        raise OffsetError(page.received)
    _write(Path(page.raw.path), offset, part)
    page.received, page.touched_at = max(page.received, offset + part.size), timezone.now()
    if page.received == size:
        page.state = PageState.WAITING
        record(by, N_("added a page to"), held)
        _look_soon(page)
    page.save(update_fields=["received", "touched_at", "state"])
    return page


def _write(path: Path, offset: int, part: File) -> None:
    """What a torn transaction wrote beyond `received` is written over by the next piece."""
    with path.open("r+b") as file:
        file.seek(offset)
        for chunk in part.chunks():
            file.write(chunk)


def _look_soon(page: Page) -> None:
    transaction.on_commit(partial(read_page.enqueue, page.pk))


@transaction.atomic
def add_pages(*, entry: Entry, files: Iterable[File], key: UUID, by: User) -> list[Page]:
    """Add whole files after the last page. Sent twice under one key, each is there once.

    Raises:
        ValidationError: too many pages, handed in already, or `by` may not.
    """
    held, added = _hold(entry, by), []
    for number, file in enumerate(files):
        own = uuid5(key, str(number))
        if held.pages.filter(key=own).exists():
            continue
        page = Page(entry=held, key=own, order=_next_place(held), state=PageState.WAITING)
        _take(page, file)
        added.append(page)
    if added:
        record(by, N_("added pages to"), held, pages=len(added))
    return added


def _take(page: Page, file: File) -> None:
    page.size = page.received = file.size
    page.raw.save("page.bin", file, save=True)
    _look_soon(page)


@transaction.atomic
def replace_page(*, page: Page, file: File, by: User) -> Page:
    """Another picture of the same page, in the same place.

    Raises:
        ValidationError: handed in already, or `by` may not.
    """
    held = _hold(page.entry, by)
    _drop_files(page)
    page.state, page.file, page.raw, page.touched_at = PageState.WAITING, None, None, timezone.now()
    page.advice = page.problem = page.digest = page.print = ""
    _take(page, file)
    record(by, N_("replaced a page of"), held, page=page.order)
    return page


@transaction.atomic
def place_page(*, page: Page, place: int, by: User) -> Entry:
    """Put a page at a place, counted from one; the others move up. Pressed twice it stands there all the same.

    Raises:
        ValidationError: no such place, handed in already, or `by` may not.
    """
    held = _hold(page.entry, by)
    pages = list(held.pages.all())
    if not 1 <= place <= len(pages):
        raise ValidationError(_("There is no such place."))
    pages.remove(page)
    pages.insert(place - 1, page)
    _number(held, pages)
    record(by, N_("put the pages in order of"), held)
    return held


def _number(entry: Entry, pages: list[Page]) -> None:
    """From one on, in two steps, for no two may have one number in between."""
    entry.pages.update(order=F("order") + FAR)
    for order, page in enumerate(pages, 1):
        Page.objects.filter(pk=page.pk).update(order=order)


@transaction.atomic
def remove_page(*, page: Page, by: User) -> Entry:
    """Take one page out of an entry that is not handed in yet; the others close up.

    Raises:
        ValidationError: handed in already, or `by` may not.
    """
    held = _hold(page.entry, by)
    _drop_files(page)
    page.delete()
    _number(held, list(held.pages.all()))
    record(by, N_("took a page from"), held)
    return held


def _drop_files(page: Page) -> None:
    """The files go when the transaction is done."""
    for kept in (page.file, page.raw):
        if kept:
            transaction.on_commit(partial(kept.storage.delete, str(kept)))


@task()
def read_page(page_id: int) -> str:
    """Look at what has come whole, and keep it drawn anew: a PDF as the pages it has. Done twice it is done once.

    Returns its state.
    """
    pages = Page.objects.select_related("entry__entered_by", "entry__competition")
    page = pages.filter(pk=page_id, state=PageState.WAITING).first()
    if page is None:
        return "gone"
    with translation.override(page.entry.entered_by.language):
        try:
            digest, scans = _read(page)
            state = _keep(page, digest, scans)
        except ValidationError as error:
            state = _refuse(page, " ".join(error.messages)[:200])
    return state


def _read(page: Page) -> tuple[str, list[Scan]]:
    """The digest of what was sent, and its pictures. This is slow."""
    if not page.raw.storage.exists(str(page.raw)):
        raise ValidationError(_("This page was lost on the way. Send it again."))
    colour = page.entry.competition.is_of_images
    with page.raw.open("rb") as raw:
        digest = sha256()
        for chunk in raw.chunks():
            digest.update(chunk)
        raw.seek(0)
        if kind_of(raw) == "pdf":  # type: ignore[arg-type]  # a Django file reads like any other
            return digest.hexdigest(), _read_pdf(page.entry, raw, colour=colour)
        return digest.hexdigest(), [read_scan(raw, colour=colour)]


def _read_pdf(entry: Entry, raw: File, *, colour: bool) -> list[Scan]:
    if entry.is_draft:
        count = check_pdf(raw, max_pages=MOST_PAGES)
        _check_room(entry, count - 1)
    else:
        count = check_pdf(raw)
    scans = []
    for number, picture in enumerate(draw_pages(raw, pages=count, colour=colour), 1):
        if picture is None:
            words = _("Page %(n)d of this PDF cannot be drawn. Photograph its pages instead.")
            raise ValidationError(words % {"n": number})
        scans.append(look_at(picture))
    return scans


@transaction.atomic
def _keep(page: Page, digest: str, scans: list[Scan]) -> str:
    """One page or several in the place of what was sent; those after it move up.

    Their keys are made from the file, so that what is here already is not there twice, and what replaces it is.
    """
    entry = Entry.objects.select_for_update(of=("self",)).get(pk=page.entry_id)
    held = entry.pages.filter(pk=page.pk, state=PageState.WAITING, raw=str(page.raw)).first()
    if held is None:  # replaced or taken out meanwhile
        return "gone"
    keys = [held.key, *(uuid5(held.key, f"{digest} {number}") for number in range(1, len(scans)))]
    here = set(entry.pages.filter(key__in=keys[1:]).values_list("key", flat=True))
    fresh = [(key, scan) for key, scan in zip(keys, scans, strict=True) if key not in here]
    if entry.is_draft:  # what was handed in is kept whole
        _check_room(entry, len(fresh) - 1)
    twice = [PageAdvice.TWICE.value] * entry.pages.filter(digest=digest).exclude(key__in=keys).exists()
    entry.pages.filter(order__gt=held.order).update(order=F("order") + FAR)
    entry.pages.filter(order__gt=FAR).update(order=F("order") - FAR + len(fresh) - 1)
    for order, (key, scan) in enumerate(fresh, held.order):
        size = len(scan.data)
        one = held if key == held.key else Page(entry=entry, key=key, order=order, size=size, received=size)
        one.state, one.digest, one.print, one.problem = PageState.READY, digest, scan.print, ""
        one.raw, one.touched_at, one.advice = "", timezone.now(), ",".join([*scan.advice, *twice])
        one.file.save("page.jpg", ContentFile(scan.data), save=True)
    transaction.on_commit(partial(page.raw.storage.delete, str(page.raw)))
    return str(PageState.READY)


def _refuse(page: Page, problem: str) -> str:
    """It cannot be used, and goes; of a work that is handed in there may be no other copy: there it stays."""
    mine = Page.objects.filter(pk=page.pk, state=PageState.WAITING, raw=str(page.raw))
    gone = {"raw": ""} if page.entry.is_draft else {}
    if not mine.update(state=PageState.REFUSED, problem=problem, touched_at=timezone.now(), **gone):
        return "gone"
    if gone:
        page.raw.storage.delete(str(page.raw))
    return str(PageState.REFUSED)


def resume_waiting_pages() -> int:
    """Look at pages whose worker has died. Returns how many."""
    late = Page.objects.filter(state=PageState.WAITING, touched_at__lt=timezone.now() - LATE)
    due = list(late.values_list("pk", flat=True)[:200])
    Page.objects.filter(pk__in=due).update(touched_at=timezone.now())
    for page_id in due:
        read_page.enqueue(page_id)
    return len(due)


@transaction.atomic
def drop_half_sent_pages(*, by: User | None = None) -> int:
    """Take out pages of which no piece has come for long, bytes and all. Done twice it is done once.

    Returns how many.
    """
    late = Page.objects.filter(state=PageState.COMING, touched_at__lt=timezone.now() - HALF_SENT_FOR)
    entries = sorted(set(late.values_list("entry", flat=True)[:200]))
    return sum(_drop(entry, by) for entry in Entry.objects.select_for_update(of=("self",)).filter(pk__in=entries))


def _drop(entry: Entry, by: User | None) -> int:
    """Of one entry that is held: a piece that comes now waits, and then begins anew."""
    late = list(entry.pages.filter(state=PageState.COMING, touched_at__lt=timezone.now() - HALF_SENT_FOR))
    for page in late:
        if page.raw:
            transaction.on_commit(partial(page.raw.storage.delete, str(page.raw)))
        page.delete()
    if late:
        _number(entry, list(entry.pages.all()))
        record(by, N_("took half-sent pages from"), entry, pages=len(late))
    return len(late)


def drop_orphans() -> int:
    """Delete files that arrived and belong to no row: a transaction was torn after they were written.

    Returns how many.
    """
    storage, before = Page._meta.get_field("raw").storage, timezone.now() - ORPHANED_FOR
    old = [name for name in _files(storage) if storage.get_modified_time(name) < before]
    kept = set(Page.objects.filter(raw__in=old).values_list("raw", flat=True))
    kept |= set(BundlePart.objects.filter(raw__in=old).values_list("raw", flat=True))
    for name in (orphans := [name for name in old if name not in kept]):
        storage.delete(name)
    return len(orphans)


def _files(storage: Storage) -> list[str]:
    """All that has arrived; the files lie in folders by the first letters of their names."""
    if not storage.exists(FOLDER):
        return []
    folders = [f"{FOLDER}/{name}" for name in storage.listdir(FOLDER)[0]]
    return [f"{folder}/{name}" for folder in folders for name in storage.listdir(folder)[1]]
