"""Looking works through for names, before judges do and after one saw a name."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from accounts.models import User
from accounts.services.log import record
from competitions.essays.choices import CoverState, NamesFound
from competitions.essays.models import Entry, NameCheck, PageCover
from competitions.essays.services.covers import hold_work


@transaction.atomic
def settle_names(*, entry: Entry, found: NamesFound, reason: str = "", base: int, key: UUID, by: User) -> NameCheck:
    """Say that a work holds no name, or that all are covered. A work that was kept from its judges goes back to them.

    Args:
        entry: A work that is handed in.
        found: CLEAN or COVERED.
        reason: Why there is none although a judge saw one.
        base: How many looks there were when the officer began.
        key: Made with the form: the same again is one row.
        by: An officer.

    Raises:
        ValidationError: no reason, nothing covered, a picture that could not be drawn, somebody was quicker, or `by`
            may not.
    """
    held = hold_work(entry, by)
    sent = NameCheck.objects.filter(entry=entry, key=key).first()
    if sent:
        return sent
    if held.name_checks.count() != base:
        raise ValidationError(_("Somebody has looked at this work meanwhile. Look again."))
    if found == NamesFound.COVERED:
        _check_covered(held)
    elif held.names_seen_at and not reason.strip():
        raise ValidationError({"reason": _("Say why: a judge saw a name.")})
    check = NameCheck.objects.create(entry=held, found=found, reason=reason.strip(), key=key, by=by)
    Entry.objects.filter(pk=held.pk).update(names_seen_at=None)
    entry.names_seen_at = None
    record(by, N_("looked for names in"), held, found=str(found))
    return check


def _check_covered(entry: Entry) -> None:
    covers = PageCover.objects.filter(page__entry=entry, newest=True)
    if not covers.exists() and not entry.covered_phrases:
        raise ValidationError(_("Nothing is covered yet. Cover the names first."))
    if covers.filter(state=CoverState.FAILED).exists():
        raise ValidationError(_("A page could not be drawn. Cover it again first."))
