"""Holding a draft while it is changed, and remembering who had a hand in it."""

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from materials.models import Edition, Section, SectionVersion, Writer


def hold_draft(*, edition: Edition, by: User) -> None:
    """Mark a draft as changed by somebody; from here to the end of the transaction nobody publishes it.

    Raises:
        ValidationError: it is no draft any more.
    """
    changed = Edition.objects.drafts().filter(pk=edition.pk)
    if not changed.update(revision=F("revision") + 1, changed_at=timezone.now(), returned_reason=""):
        raise ValidationError(_("A published edition never changes. Start the next one."))
    Writer.objects.get_or_create(edition=edition, user=by)


def keep_version(*, section: Section, by: User) -> None:
    """Put a section into its history as it stands now."""
    SectionVersion.objects.create(
        edition_id=section.edition_id,
        key=section.key,
        number=section.version,
        heading=section.heading,
        text=section.text,
        by=by,
    )
