"""Entering a work: begun, changed, handed in."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid5

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from accounts.choices import Purpose
from accounts.models import Consent, User
from accounts.services.log import record
from competitions.essays.choices import EntryState
from competitions.essays.models import Competition, Entrant, Entry
from competitions.essays.rules import can_enter_now, can_keep_entry
from competitions.essays.services.pages import add_pages
from core.access import demand
from core.pages import saved_fields


@transaction.atomic
def enter_work(*, entry: Entry, entrant: Entrant, pages: Iterable[File] = (), by: User) -> Entry:
    """Begin an entry: the learner in the one table, the work in the other. The same key again gives back the first.

    Raises:
        ValidationError: the competition takes no entries, something is missing, or `by` is not of that school.
    """
    entry.entrant = entrant
    demand(can_keep_entry(by, entry))
    begun = Entry.objects.filter(key=entry.key, competition=entry.competition, entered_by=by).first()
    if begun:
        return begun
    demand(can_enter_now(by, entry.competition))
    entrant.full_clean()
    entry.number = _next_number(entry.competition)
    _check_place(entry)
    _check_language(entry)
    entrant.save()
    entry.entrant, entry.entered_by = entrant, by
    entry.full_clean()
    entry.save()
    add_pages(entry=entry, files=pages, key=entry.key, by=by)
    record(by, N_("began"), entry, competition=entry.competition_id)
    return entry


def _check_place(entry: Entry) -> None:
    """Who may take part, and how many of a school."""
    levels = set(entry.competition.class_levels.values_list("pk", flat=True))
    if levels and entry.entrant.class_level_id not in levels:
        said = _("This competition is for %(classes)s.") % {"classes": entry.competition.class_words}
        raise ValidationError({"class_level": said})
    quota = entry.competition.quota
    school = entry.competition.entries.filter(entrant__school=entry.entrant.school_id)
    if quota and school.exclude(pk=entry.pk).exclude(state=EntryState.WITHDRAWN).count() >= quota:
        raise ValidationError(_("A school enters at most %(n)d works in this competition.") % {"n": quota})


def _check_language(entry: Entry) -> None:
    if entry.language not in entry.competition.languages:
        raise ValidationError({"language": _("This competition takes no works in that language.")})


def _next_number(competition: Competition) -> int:
    """One more than the last; the lock keeps two at once apart, and the unique number decides in the end."""
    Competition.objects.select_for_update().get(pk=competition.pk)
    return (competition.entries.aggregate(n=Max("number"))["n"] or 0) + 1


@transaction.atomic
def change_work(*, entry: Entry, base: int, pages: Iterable[File] = (), by: User) -> Entry:
    """Keep changes to an entry that is not handed in yet.

    Args:
        entry: The row with its new fields, and its entrant with his or hers.
        base: The version that the person began from.

    Raises:
        ValidationError: handed in already, changed by somebody else meanwhile, or `by` may not.
    """
    demand(can_keep_entry(by, entry))
    demand(can_enter_now(by, entry.competition))
    _check_place(entry)
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
    add_pages(entry=entry, files=pages, key=uuid5(entry.key, str(entry.version)), by=by)
    record(by, N_("changed"), entry, version=entry.version)
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
    demand(can_enter_now(by, entry.competition))
    if Purpose.TAKE_PART not in Consent.objects.granted(entry.entrant):
        raise ValidationError({"take_part": _("Without the guardian’s consent to take part nothing can be handed in.")})
    if not entry.text and not entry.pages.exists():
        raise ValidationError({"text": _("Type the work, or add pictures of its pages.")})
    if entry.pages_pending:
        raise ValidationError(_("A page is still being looked at, or cannot be used. Look at the pages first."))
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
