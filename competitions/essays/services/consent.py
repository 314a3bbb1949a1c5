"""What guardians allow, and what happens when they take it back."""

from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from accounts.choices import ConsentChannel, PaperKind, Purpose
from accounts.models import Consent, IssuedPaper, User
from accounts.services.consent import record_consent
from accounts.services.forgetting import forget_evidence
from accounts.services.log import record
from accounts.services.papers import redact_paper
from accounts.services.printing import forget_copies
from competitions.essays.choices import EntryState, SheetState
from competitions.essays.models import BundleSheet, CopyPair, Entry, EntryResult
from competitions.essays.rules import can_keep_entry
from competitions.essays.services.covers import forget_covers
from core.access import demand


@transaction.atomic
def answer_consent(
    *,
    entry: Entry,
    answers: dict[Purpose, bool],
    channel: ConsentChannel,
    evidence: ContentFile | None = None,
    by: User,
) -> Entry:
    """Write down what a guardian allows or takes back. Only what differs from the last answer is written.

    Without the consent to take part the entry leaves every list, and the learner's name and work are erased. Without
    the consent to name, the public page of the certificate says no name any more.

    Raises:
        ValidationError: `by` is not of the entrant's school, or the entry was withdrawn before.
    """
    demand(can_keep_entry(by, entry))
    if entry.state == EntryState.WITHDRAWN:
        raise ValidationError(_("This entry was withdrawn."))
    granted = Consent.objects.granted(entry.entrant)
    asked = set(Consent.objects.of(entry.entrant).values_list("purpose", flat=True))
    news = {purpose: yes for purpose, yes in answers.items() if purpose not in asked or yes != (purpose in granted)}
    if news or evidence is not None:
        record_consent(subject=entry.entrant, answers=news or answers, channel=channel, evidence=evidence, by=by)
    if news.get(Purpose.TAKE_PART) is False and Purpose.TAKE_PART in granted:
        _withdraw(entry, by)
    if Purpose.PUBLISH_NAME in news or entry.state == EntryState.WITHDRAWN:
        _redact(entry, by)
    return entry


def _withdraw(entry: Entry, by: User) -> None:
    """Out of every list; name, text and pages are erased. Marks are numbers about nobody, and stay."""
    _erase_identity(entry, by)
    CopyPair.objects.filter(Q(first=entry) | Q(second=entry)).delete()
    fields: dict[str, Any] = {"state": EntryState.WITHDRAWN, "withdrawn_at": timezone.now(), "title": "", "text": ""}
    Entry.objects.filter(pk=entry.pk).update(version=entry.version + 1, **fields)
    entry.refresh_from_db()
    record(by, N_("withdrew"), entry, competition=entry.competition_id)


def _erase_identity(entry: Entry, by: User | None) -> None:
    """The name, wherever it waits to be printed too, the scans that show a hand, the signed forms; files go at last."""
    Entry.objects.select_for_update().get(pk=entry.pk)  # who orders its papers just now is waited for
    forget_copies(about=entry, by=by)
    forget_covers(entry=entry, by=by)
    files = [file for page in entry.pages.all() for file in (page.file, page.raw) if file]
    entry.pages.all().delete()
    for kept in files:
        transaction.on_commit(partial(kept.storage.delete, str(kept)))
    BundleSheet.objects.filter(entry=entry).update(entry=None, code="", print="", state=SheetState.ASIDE)
    BundleSheet.objects.filter(likely=entry).update(likely=None)
    forget_evidence(subject=entry.entrant, by=by)
    entry.entrant.name = ""
    entry.entrant.save(update_fields=["name"])


def _redact(entry: Entry, by: User | None) -> None:
    papers = IssuedPaper.objects.filter(
        kind=PaperKind.CERTIFICATE, about_type=entry._meta.label_lower, about_id=str(entry.pk)
    )
    result = EntryResult.objects.filter(entry=entry).first()
    for paper in papers:
        redact_paper(paper=paper, facts=result.public_facts() if result else {}, by=by)


@transaction.atomic
def erase_expired(*, by: User | None = None) -> int:
    """Erase names and scans whose time is over, as the terms promised; the machine does it, and writes it down.

    Returns how many learners were forgotten.
    """
    over = Entry.objects.filter(competition__keep_until__lt=timezone.localdate()).exclude(entrant__name="")
    entries = list(over.select_related("entrant__school", "competition")[:200])
    for entry in entries:
        _erase_identity(entry, by)
        _redact(entry, by)
        record(by, N_("erased the name of"), entry)
    return len(entries)
