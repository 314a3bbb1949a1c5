"""Posted paper: scanned in one go, read in the background, filed by the codes on its slips, the rest by hand."""

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import partial
from itertools import islice
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_
from django_tasks import task
from PIL import Image

from accounts.models import User
from accounts.services.log import record
from competitions.essays.choices import BundleState, SheetState, check_letter
from competitions.essays.models import Bundle, BundlePart, BundleSheet, Competition, Entry, Page
from competitions.essays.rules import can_run_competition
from competitions.essays.services.pages import MOST_PAGES
from core.access import demand
from core.drawing import draw_pages
from core.piles import read_code, single_page
from core.scans import Scan, look_at
from core.uploads import MEGABYTE, check_pdf, kind_of

MOST_SHEETS = 300
MOST_BYTES = 30 * MEGABYTE
LATE = timedelta(minutes=3)  # a worker that says nothing for so long has died
HEAD = "HS:"
_SLIP = re.compile(r"HS:(\d{1,9})-(\d{1,9})-([A-Y]):(\d{1,3})")


def slip_text(entry: Entry, page: int) -> str:
    """What the QR code of a slip says; page 0 is the cover."""
    return f"{HEAD}{entry.slip}:{page}"


def read_slip(text: str) -> tuple[int, int, int] | None:
    """(competition, number of the entry, page) of a slip; nothing where its letter does not fit."""
    found = _SLIP.fullmatch(text)
    if not found or check_letter(f"{found[1]}-{found[2]}") != found[3]:
        return None
    return int(found[1]), int(found[2]), int(found[4])


@transaction.atomic
def send_bundle(*, competition: Competition, files: Iterable[File], key: UUID, by: User) -> Bundle:
    """Take a scanned pile; it is read in the background. Sent twice under one key it is there once.

    Raises:
        ValidationError: too many pages, a PDF that cannot be opened, or `by` may not.
    """
    demand(can_run_competition(by))
    sent = Bundle.objects.filter(key=key, competition=competition).first()
    if sent:
        return sent
    bundle = Bundle.objects.create(competition=competition, key=key, sent_by=by)
    for order, file in enumerate(files, 1):
        is_pdf = kind_of(file) == "pdf"  # type: ignore[arg-type]  # a Django file reads like any other
        pages = check_pdf(file, limit=MOST_BYTES, max_pages=MOST_SHEETS) if is_pdf else 1
        part = BundlePart(bundle=bundle, order=order, is_pdf=is_pdf, pages=pages)
        bundle.total += part.pages
        if bundle.total > MOST_SHEETS:
            raise ValidationError(_("At most %(n)d pages at once. Send the pile in parts.") % {"n": MOST_SHEETS})
        file.seek(0)
        part.raw.save("part.bin", file, save=True)
    bundle.save(update_fields=["total"])
    transaction.on_commit(partial(read_bundle.enqueue, bundle.pk))
    record(by, N_("sent scanned paper for"), competition, bundle=bundle.pk, pages=bundle.total)
    return bundle


@task()
def read_bundle(bundle_id: int) -> str:
    """Read a pile page by page; taken up again after a stop it goes on where it was. Returns its state."""
    stale = Q(state=BundleState.READING, touched_at__lt=timezone.now() - LATE)
    mine = Bundle.objects.filter(Q(state=BundleState.WAITING) | stale, pk=bundle_id)
    if not mine.update(state=BundleState.READING, touched_at=timezone.now()):
        return "taken"
    bundle = Bundle.objects.select_related("competition", "sent_by").get(pk=bundle_id)
    with translation.override(bundle.sent_by.language):
        for order, page in islice(enumerate(_pages(bundle), 1), bundle.done, None):
            _keep_sheet(bundle, order, page)
        _finish(bundle)
    return str(bundle.state)


def _pages(bundle: Bundle) -> Iterator[Image.Image | None]:
    """All pages of all its files, in their order."""
    for part in bundle.parts.all():
        with part.raw.open("rb") as raw:
            if part.is_pdf:
                yield from _drawn(part, raw)
            else:
                yield single_page(raw)


def _drawn(part: BundlePart, raw: File) -> Iterator[Image.Image | None]:
    """The pages of a PDF; where it cannot be opened after all, a hand sorts it out."""
    try:
        yield from draw_pages(raw, pages=part.pages)
    except ValidationError:
        yield from [None] * part.pages


def _keep_sheet(bundle: Bundle, order: int, page: Image.Image | None) -> None:
    """One page: filed, set aside, or left for a hand. The slow part is outside the transaction."""
    text, upright = read_code(page, HEAD) if page else ("", None)
    scan = look_at(upright) if upright else None
    with transaction.atomic():
        if not bundle.sheets.filter(order=order).exists():
            _file_sheet(BundleSheet(bundle=bundle, order=order, state=SheetState.OPEN), text, scan)
        bundle.done, bundle.touched_at = order, timezone.now()
        bundle.save(update_fields=["done", "touched_at"])


def _file_sheet(sheet: BundleSheet, text: str, scan: Scan | None) -> None:
    slip = read_slip(text)
    before = sheet.bundle.sheets.last()
    sheet.likely = (before.entry or before.likely) if before else None
    if scan is None:
        sheet.problem = _("There is no picture on this page that can be read.")
        sheet.save()
        return
    sheet.print = scan.print
    if slip is None:
        sheet.problem = _("No slip can be read on this page.")
        if "empty" in scan.advice:
            sheet.state, sheet.problem = SheetState.ASIDE, _("Nothing seems to be written on it.")
    else:
        sheet.code = text
        _file_by_slip(sheet, slip, scan)
    if sheet.state in {SheetState.OPEN, SheetState.ASIDE}:
        sheet.file.save("sheet.jpg", ContentFile(scan.data), save=False)
    sheet.save()


def _file_by_slip(sheet: BundleSheet, slip: tuple[int, int, int], scan: Scan) -> None:
    competition, number, place = slip
    bundle = sheet.bundle
    entry = bundle.competition.entries.filter(number=number).first() if competition == bundle.competition_id else None
    if entry is None:
        sheet.problem = _("This slip belongs to no entry of this competition.")
    elif place == 0:
        sheet.state, sheet.entry = SheetState.COVER, entry
    elif bundle.sheets.filter(code=sheet.code, state=SheetState.FILED).exists():
        sheet.likely, sheet.problem = entry, _("This page is here twice.")
    elif not entry.is_draft or entry.pages.count() >= MOST_PAGES:
        sheet.likely, sheet.problem = entry, _("%(entry)s takes no more pages.") % {"entry": entry}
    else:
        sheet.state, sheet.entry = SheetState.FILED, entry
        _add(entry, sheet, scan.data, ",".join(scan.advice))


def _add(entry: Entry, sheet: BundleSheet, data: bytes, advice: str = "") -> None:
    """A sheet becomes a page of the entry, after its last one; under one key, so that it is there once."""
    order = (entry.pages.aggregate(n=Max("order"))["n"] or 0) + 1
    key = uuid5(sheet.bundle.key, str(sheet.order))
    page = Page(entry=entry, key=key, order=order, size=len(data), received=len(data), print=sheet.print, advice=advice)
    page.file.save("page.jpg", ContentFile(data), save=True)


@transaction.atomic
def _finish(bundle: Bundle) -> None:
    """Pages in the order of their slips; the files that were sent are gone."""
    filed = bundle.sheets.filter(state=SheetState.FILED).exclude(code="")
    for entry in Entry.objects.filter(pk__in=filed.values("entry")):
        slips = {uuid5(bundle.key, str(s.order)): read_slip(s.code) for s in filed.filter(entry=entry)}
        pages = list(entry.pages.all())
        pages.sort(key=lambda page: (page.key in slips, (slips.get(page.key) or (0, 0, 0))[2]))
        _renumber(pages)
    for part in bundle.parts.all():
        if part.raw:
            transaction.on_commit(partial(part.raw.storage.delete, str(part.raw)))
    bundle.parts.all().delete()
    bundle.state = BundleState.READ
    bundle.save(update_fields=["state"])


def _renumber(pages: list[Page]) -> None:
    for far in (1000, 0):  # no two may have one number in between
        for order, page in enumerate(pages, 1):
            Page.objects.filter(pk=page.pk).update(order=order + far)


@transaction.atomic
def sort_sheet(*, sheet: BundleSheet, entry: Entry | None, by: User) -> BundleSheet:
    """File a page by hand, or set it aside (`entry` None). Pressed twice it is done once.

    Raises:
        ValidationError: filed already, the entry takes no pages, or `by` may not.
    """
    demand(can_run_competition(by))
    held = BundleSheet.objects.select_for_update(of=("self",)).select_related("bundle").get(pk=sheet.pk)
    if held.state == SheetState.FILED:
        if entry is not None and held.entry_id == entry.pk:
            return held
        raise ValidationError(_("This page is filed already."))
    if entry is None:
        held.state, held.problem = SheetState.ASIDE, ""
    else:
        if entry.competition_id != held.bundle.competition_id or not entry.is_draft:
            raise ValidationError(_("%(entry)s takes no more pages.") % {"entry": entry})
        if entry.pages.count() >= MOST_PAGES:
            raise ValidationError(_("An entry has at most %(n)d pages.") % {"n": MOST_PAGES})
        if not held.file:
            raise ValidationError(_("There is no picture on this page that can be read."))
        with held.file.open("rb") as kept:
            _add(entry, held, kept.read())
        transaction.on_commit(partial(held.file.storage.delete, str(held.file)))
        held.state, held.entry, held.problem, held.file = SheetState.FILED, entry, "", ""
    held.save()
    record(by, N_("sorted a scanned page of"), held.bundle.competition, bundle=held.bundle_id, page=held.order)
    return held


def resume_bundles() -> int:
    """Take up piles whose worker has died. Returns how many."""
    late = timezone.now() - LATE
    stale = [BundleState.READING, BundleState.WAITING]
    due = list(Bundle.objects.filter(state__in=stale, touched_at__lt=late).values_list("pk", flat=True))
    for bundle_id in due:
        read_bundle.enqueue(bundle_id)
    return len(due)
