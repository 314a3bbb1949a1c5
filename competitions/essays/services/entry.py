"""Entering a work: begun, changed, handed in."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from accounts.choices import Purpose
from accounts.models import Consent, User
from accounts.services.log import record
from competitions.essays.choices import CompetitionState, EntryState
from competitions.essays.models import Competition, Entrant, Entry, Page
from competitions.essays.rules import can_keep_entry
from core.access import demand
from core.pages import saved_fields

MOST_PAGES = 20


@transaction.atomic
def enter_work(*, entry: Entry, entrant: Entrant, pages: Iterable[ContentFile] = (), by: User) -> Entry:
    """Begin an entry: the learner in the one table, the work in the other. The same key again gives back the first.

    Raises:
        ValidationError: the competition takes no entries, something is missing, or `by` is not of that school.
    """
    entry.entrant = entrant
    demand(can_keep_entry(by, entry))
    begun = Entry.objects.filter(key=entry.key, competition=entry.competition, entered_by=by).first()
    if begun:
        return begun
    _check_open(entry.competition, by)
    entrant.full_clean()
    entrant.save()
    entry.entrant, entry.entered_by = entrant, by
    entry.number = _next_number(entry.competition)
    _check_language(entry)
    entry.full_clean()
    entry.save()
    _add_pages(entry, pages)
    record(by, N_("began"), entry, competition=entry.competition_id)
    return entry


def _check_open(competition: Competition, by: User) -> None:
    """Teachers enter until the last day; an officer may enter what came by post until judging begins."""
    officers = bool(by.roles & {"officer", "director"})
    if not (competition.takes_entries or (officers and competition.state == CompetitionState.OPEN)):
        raise ValidationError(_("This competition takes no entries now."))


def _check_language(entry: Entry) -> None:
    if entry.language not in entry.competition.languages:
        raise ValidationError({"language": _("This competition takes no works in that language.")})


def _next_number(competition: Competition) -> int:
    """One more than the last; the lock keeps two at once apart, and the unique number decides in the end."""
    Competition.objects.select_for_update().get(pk=competition.pk)
    return (competition.entries.aggregate(n=Max("number"))["n"] or 0) + 1


def _add_pages(entry: Entry, pages: Iterable[ContentFile]) -> None:
    last = entry.pages.aggregate(n=Max("order"))["n"] or 0
    for order, file in enumerate(pages, last + 1):
        is_pdf = (file.name or "").endswith(".pdf")
        page = Page(entry=entry, order=order, is_pdf=is_pdf)
        page.file.save("page.pdf" if is_pdf else "page.jpg", file, save=True)
    if entry.pages.count() > MOST_PAGES:
        raise ValidationError({"pages": _("An entry has at most %(n)d pages.") % {"n": MOST_PAGES}})


@transaction.atomic
def change_work(*, entry: Entry, base: int, pages: Iterable[ContentFile] = (), by: User) -> Entry:
    """Keep changes to an entry that is not handed in yet.

    Args:
        entry: The row with its new fields, and its entrant with his or hers.
        base: The version that the person began from.

    Raises:
        ValidationError: handed in already, changed by somebody else meanwhile, or `by` may not.
    """
    demand(can_keep_entry(by, entry))
    _check_open(entry.competition, by)
    _check_language(entry)
    entry.entrant.full_clean()
    entry.full_clean()
    fields: dict[str, Any] = saved_fields(entry, ("language", "title", "text", "own_work"))
    drafts = Entry.objects.drafts()
    if not drafts.filter(pk=entry.pk, version=base).update(version=base + 1, **fields):
        if drafts.filter(pk=entry.pk).exists():
            raise ValidationError(_("Somebody changed this entry meanwhile. Look at it again before you save."))
        raise ValidationError(_("This entry has been handed in and stays as it is."))
    entry.entrant.save(update_fields=["name", "class_level", "sex"])
    entry.refresh_from_db(fields=["version", *fields])
    _add_pages(entry, pages)
    record(by, N_("changed"), entry, version=entry.version)
    return entry


@transaction.atomic
def remove_page(*, page: Page, by: User) -> Entry:
    """Take one page out of an entry that is not handed in yet.

    Raises:
        ValidationError: handed in already, or `by` may not.
    """
    entry = page.entry
    demand(can_keep_entry(by, entry))
    if not entry.is_draft:
        raise ValidationError(_("This entry has been handed in and stays as it is."))
    kept = page.file
    page.delete()
    transaction.on_commit(lambda: kept.storage.delete(str(kept)))
    record(by, N_("took a page from"), entry)
    return entry


@transaction.atomic
def submit_entry(*, entry: Entry, by: User) -> Entry:
    """Hand a work in. Pressed twice it is handed in once.

    Raises:
        ValidationError: no consent to take part, no work, too long, not declared as own work, or too late.
    """
    demand(can_keep_entry(by, entry))
    if entry.state == EntryState.SUBMITTED:
        return entry
    _check_open(entry.competition, by)
    if Purpose.TAKE_PART not in Consent.objects.granted(entry.entrant):
        raise ValidationError({"take_part": _("Without the guardian’s consent to take part nothing can be handed in.")})
    if not entry.text and not entry.pages.exists():
        raise ValidationError({"text": _("Type the work, or add pictures of its pages.")})
    if entry.words > entry.competition.word_limit:
        words = _("This has %(words)d words; at most %(most)d are taken.")
        raise ValidationError({"text": words % {"words": entry.words, "most": entry.competition.word_limit}})
    if not entry.own_work:
        raise ValidationError({"own_work": _("Declare that it is the learner’s own work.")})
    now = timezone.now()
    if not Entry.objects.drafts().filter(pk=entry.pk).update(state=EntryState.SUBMITTED, submitted_at=now):
        raise ValidationError(_("This entry was withdrawn."))
    entry.refresh_from_db()
    record(by, N_("handed in"), entry, competition=entry.competition_id)
    return entry
