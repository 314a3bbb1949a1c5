"""Works that are alike: the machine points at them, an officer decides."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_
from PIL import Image

from accounts.models import User
from accounts.services.log import record
from competitions.essays.choices import CopyKind, CopyState, EntryState, PageState
from competitions.essays.models import Competition, CopyPair, Entry, Page
from competitions.essays.rules import can_run_competition
from core.access import demand
from core.copies import alike
from core.prints import KIND, near_prints, page_print
from materials.models import Section

NIGHTLY = 500  # pages that are looked at again in a night
COMMON = 6  # works in which a phrase stands that is nobody's own


@transaction.atomic
def look_for_copies(*, competition: Competition, by: User) -> int:
    """Look through all works that were handed in. What was found before stays as it was decided.

    Returns how many pairs wait for a decision.
    """
    demand(can_run_competition(by))
    entries = {entry.pk: entry for entry in competition.entries.submitted().select_related("entrant")}
    found = [*_in_words(competition, entries), *_in_pictures(entries)]
    CopyPair.objects.bulk_create(found, ignore_conflicts=True)
    record(by, N_("looked for copies in"), competition, works=len(entries), pairs=len(found))
    return competition.copies.open().count()


def _pair(first: Entry, second: Entry, kind: CopyKind, percent: int) -> CopyPair:
    one, other = sorted((first, second), key=lambda entry: entry.pk)
    same = first.entrant.school_id == second.entrant.school_id
    fields: dict[str, Any] = {"competition_id": one.competition_id, "percent": percent, "same_school": same}
    return CopyPair(first=one, second=other, kind=kind, **fields)


def _in_words(competition: Competition, entries: dict[int, Entry]) -> list[CopyPair]:
    """What booklets say may be quoted; so may the question."""
    texts = {pk: entry.text for pk, entry in entries.items() if entry.text}
    published = Section.objects.exclude(edition__published_at=None).values_list("text", flat=True)
    known = [competition.question, *published.iterator()]
    pairs = alike(texts, known=known, common=COMMON)
    return [_pair(entries[p.first], entries[p.second], CopyKind.TEXT, round(p.share * 100)) for p in pairs]


def _in_pictures(entries: dict[int, Entry]) -> list[CopyPair]:
    """One page in two entries, in whatever picture."""
    pages = list(Page.objects.filter(entry__in=entries).exclude(print="").order_by("pk").values_list("entry", "print"))
    nearest: dict[tuple[int, int], int] = {}
    for one, other, far in near_prints([print_ for _entry, print_ in pages]):
        pair = (pages[one][0], pages[other][0])
        if pair[0] != pair[1]:
            nearest[pair] = min(far, nearest.get(pair, far))
    return [
        _pair(entries[one], entries[two], CopyKind.PICTURE, round(100 - far * 100 / 256))
        for (one, two), far in nearest.items()
    ]


def renew_prints() -> int:
    """Look again at pages whose finger-print was made in an earlier way; some a night. Returns how many."""
    old = Page.objects.filter(state=PageState.READY).exclude(print="").exclude(print__startswith=KIND)
    for page in (pages := list(old.order_by("pk")[:NIGHTLY])):
        try:
            with page.file.open("rb") as file, Image.open(file) as picture:
                fresh = page_print(picture)
        except OSError:  # the file is gone, or was never a picture: there is nothing to compare
            fresh = ""
        Page.objects.filter(pk=page.pk, print=page.print).update(print=fresh)
    return len(pages)


@transaction.atomic
def decide_copy(*, pair: CopyPair, state: CopyState, reason: str = "", by: User) -> CopyPair:
    """Say what two works that are alike are. A copy leaves the competition; deciding otherwise brings it back.

    Raises:
        ValidationError: no reason for setting a work aside, the results are frozen, or `by` may not.
    """
    demand(can_run_competition(by))
    if state == CopyState.OPEN:
        raise ValidationError({"state": _("Decide.")})
    if pair.competition.is_decided:
        raise ValidationError(_("The results are frozen."))
    if state != CopyState.FINE and not reason.strip():
        raise ValidationError({"reason": _("Say why: the school will ask.")})
    pair.state, pair.reason = state, reason.strip()
    pair.decided_by, pair.decided_at = by, timezone.now()
    pair.save()
    for entry in (pair.first, pair.second):
        _set_aside(entry)
    record(by, N_("decided on a likeness in"), pair.competition, pair=pair.pk, decision=str(state))
    return pair


def _set_aside(entry: Entry) -> None:
    """Aside while any decision says so, else handed in as before."""
    pairs = CopyPair.objects.filter(competition=entry.competition_id)
    out = (
        pairs.filter(first=entry, state__in=[CopyState.FIRST, CopyState.BOTH]).exists()
        or pairs.filter(second=entry, state__in=[CopyState.SECOND, CopyState.BOTH]).exists()
    )
    before, after = (EntryState.SUBMITTED, EntryState.ASIDE) if out else (EntryState.ASIDE, EntryState.SUBMITTED)
    Entry.objects.filter(pk=entry.pk, state=before).update(state=after)
    entry.refresh_from_db()
