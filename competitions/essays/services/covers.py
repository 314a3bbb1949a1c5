"""Covering names: rectangles over a page, words of a typed work."""

import logging
from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_
from django_tasks import task

from accounts.models import User
from accounts.services.log import record
from competitions.essays.choices import CoverState, EntryState
from competitions.essays.models import Entry, Page, PageCover, WordCover
from competitions.essays.rules import can_run_competition
from core.access import demand
from core.blinding import Box, cover_boxes, cover_words
from core.guards import erasing

log = logging.getLogger(__name__)
MOST_BOXES = 24
MOST_PHRASES = 60
LATE = timedelta(minutes=2)  # a picture that waits longer was forgotten by a worker that died


def hold_work(entry: Entry, by: User) -> Entry:
    """The entry, kept still while an officer covers names in it.

    Raises:
        ValidationError: not handed in, the results are frozen, or `by` may not.
    """
    demand(can_run_competition(by))
    held = Entry.objects.select_for_update(of=("self",)).select_related("competition").get(pk=entry.pk)
    if held.state not in {EntryState.SUBMITTED, EntryState.ASIDE}:
        raise ValidationError(_("Only in a work that is handed in names are covered."))
    if held.competition.is_decided:
        raise ValidationError(_("The results are frozen."))
    return held


def _check_base(current: PageCover | WordCover | None, base: int) -> int:
    """The number of the next version."""
    version = current.version if current else 0
    if version != base:
        raise ValidationError(_("Somebody covered something here meanwhile. Look at it again before you save."))
    return version + 1


@transaction.atomic
def cover_page(*, page: Page, boxes: Sequence[Box], base: int, key: UUID, by: User) -> PageCover:
    """Cover rectangles of a page, all that there are now. Judges get the picture once it is drawn, and nothing before.

    Args:
        page: One that can be looked at.
        boxes: Each left, top, width, height in per cent; none takes all covers off.
        base: The version that the officer began from, 0 where nothing was covered.
        key: Made with the form: the same again is one row.
        by: An officer.

    Raises:
        ValidationError: not ready, rectangles off the page, somebody was quicker, or `by` may not.
    """
    held = hold_work(page.entry, by)
    sent = PageCover.objects.filter(page=page, key=key).first()
    if sent:
        return sent
    if not page.is_ready:
        raise ValidationError(_("Names can be covered once the page is ready."))
    version, wanted = _check_base(page.cover, base), [_box(box) for box in boxes]
    if len(wanted) > MOST_BOXES:
        raise ValidationError(_("At most %(n)d rectangles cover a page.") % {"n": MOST_BOXES})
    if not wanted and page.cover is None:
        raise ValidationError(_("Draw a rectangle over each name, stamp or crest."))
    cover = _next_cover(page, version, key, by, boxes=wanted)
    transaction.on_commit(partial(draw_cover.enqueue, cover.pk))
    record(by, N_("covered names on a page of"), held, page=page.order, rectangles=len(wanted))
    return cover


def _box(box: Box) -> list[float]:
    """Rounded, and on the page."""
    left, top, width, height = (round(float(side), 1) for side in box)
    inside = min(left, top) >= 0 and min(width, height) > 0 and left + width <= 100.05 and top + height <= 100.05
    if not inside:
        raise ValidationError(_("A rectangle lies within the page: left and width, top and height make at most 100."))
    return [left, top, width, height]


def _next_cover(page: Page, version: int, key: UUID, by: User, **fields: Any) -> PageCover:
    """The newest row; the picture of the one before is taken away."""
    for before in page.covers.filter(newest=True):
        if before.file:
            transaction.on_commit(partial(before.file.storage.delete, str(before.file)))
        page.covers.filter(pk=before.pk).update(newest=False, file="")
    return PageCover.objects.create(page=page, version=version, key=key, by=by, **fields)


@task()
def draw_cover(cover_id: int) -> str:
    """Draw the picture that judges get. Done twice it is done once."""
    waiting = PageCover.objects.filter(pk=cover_id, state=CoverState.WAITING, newest=True)
    cover = waiting.select_related("page__entry").first()
    if cover is None:
        return "gone"
    try:
        with cover.page.file.open("rb") as kept:
            data = cover_boxes(kept, cover.boxes)
    except Exception:  # whatever it was: judges get nothing, and an officer is told
        log.exception("cover %s could not be drawn", cover_id)
        waiting.update(state=CoverState.FAILED)
        return str(CoverState.FAILED)
    storage = cover.page.file.storage
    name = storage.save(PageCover._meta.get_field("file").generate_filename(cover, "page.jpg"), ContentFile(data))
    if not waiting.update(state=CoverState.READY, file=name):
        storage.delete(name)  # covered anew meanwhile
        return "gone"
    return str(CoverState.READY)


@transaction.atomic
def cover_phrases(*, entry: Entry, phrases: Iterable[str], base: int, key: UUID, by: User) -> WordCover:
    """Cover phrases in the title and the text of a typed work, all that there are now. The work itself stays.

    Raises:
        ValidationError: too many, one that does not stand there, somebody was quicker, or `by` may not.
    """
    held = hold_work(entry, by)
    sent = WordCover.objects.filter(entry=entry, key=key).first()
    if sent:
        return sent
    current = held.word_covers.filter(newest=True).first()
    version = _check_base(current, base)
    wanted = list(dict.fromkeys(filter(None, (phrase.strip() for phrase in phrases))))
    if len(wanted) > MOST_PHRASES:
        raise ValidationError({"phrases": _("At most %(n)d phrases are covered.") % {"n": MOST_PHRASES}})
    for phrase in wanted:
        if cover_words(held.title, [phrase]) == held.title and cover_words(held.text, [phrase]) == held.text:
            words = _("“%(phrase)s” does not stand in this work as whole words.")
            raise ValidationError({"phrases": words % {"phrase": phrase}})
    held.word_covers.filter(newest=True).update(newest=False)
    cover = WordCover.objects.create(entry=held, version=version, key=key, phrases="\n".join(wanted), by=by)
    record(by, N_("covered words of"), held, phrases=len(wanted))
    return cover


@transaction.atomic
def forget_covers(*, entry: Entry, by: User | None) -> None:
    """When the name goes, what was covered goes for good: out of the text, and the phrases and pictures with it."""
    phrases = entry.covered_phrases
    if phrases:
        entry.title, entry.text = cover_words(entry.title, phrases)[:120], cover_words(entry.text, phrases)
        Entry.objects.filter(pk=entry.pk).update(title=entry.title, text=entry.text)
    covers = PageCover.objects.filter(page__entry=entry)
    for cover in covers.exclude(file=""):
        transaction.on_commit(partial(cover.file.storage.delete, str(cover.file)))
    with erasing():
        gone = covers.delete()[0] + entry.word_covers.all().delete()[0]
    if gone:
        record(by, N_("took what was covered out of"), entry)


def resume_waiting_covers() -> int:
    """Draw pictures whose worker has died. Returns how many."""
    late = PageCover.objects.filter(state=CoverState.WAITING, newest=True, at__lt=timezone.now() - LATE)
    due = list(late.values_list("pk", flat=True)[:200])
    for cover_id in due:
        draw_cover.enqueue(cover_id)
    return len(due)
