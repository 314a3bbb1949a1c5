"""Publishing: what was printed is what was written, and from then on it stands still."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from accounts.models import User
from accounts.services.log import record
from core.access import demand
from materials.choices import PaperForm, Status
from materials.models import Edition, PrintedForm
from materials.rules import can_approve_edition, can_publish_booklets, can_write_booklets
from materials.services.notices import tell_schools


@dataclass(frozen=True)
class PrintedPaper:
    """One form as it came from the press."""

    data: bytes
    pages: int


@dataclass(frozen=True)
class Printing:
    """All forms of a draft, printed from one revision of it."""

    revision: int
    papers: Mapping[PaperForm, PrintedPaper]


@transaction.atomic
def offer_edition(*, edition: Edition, by: User) -> Edition:
    """Ask a second person to approve a draft as it stands now; a change after this needs a new asking.

    Raises:
        ValidationError: something is missing, it was changed meanwhile, it is published already, or `by` may not.
    """
    demand(can_write_booklets(by))
    missing = edition.what_is_missing()
    if missing:
        raise ValidationError(missing)
    draft = Edition.objects.drafts().filter(pk=edition.pk, revision=edition.revision)
    if not draft.update(
        offered_revision=edition.revision, offered_at=timezone.now(), offered_by=by, returned_reason=""
    ):
        raise ValidationError(_("It was changed or published meanwhile. Look at it again."))
    edition.refresh_from_db()
    record(by, N_("offered for approval"), edition, revision=edition.revision)
    return edition


@transaction.atomic
def return_edition(*, edition: Edition, reason: str, by: User) -> Edition:
    """Give a draft back to those who write it, and say what is still to do.

    Raises:
        ValidationError: nobody offered it, or `by` may not.
    """
    demand(can_approve_edition(by, edition))
    if not Edition.objects.offered().filter(pk=edition.pk).update(offered_revision=None, returned_reason=reason):
        raise ValidationError(_("Nobody has asked for the approval of this edition as it stands."))
    edition.refresh_from_db()
    record(by, N_("gave back"), edition)
    return edition


@transaction.atomic
def publish_edition(*, edition: Edition, printing: Printing, by: User) -> Edition:
    """Approve a draft and publish it with what was printed of it. The edition that was current is superseded, and the
    schools that took it are told.

    Printing takes seconds, and so comes before this transaction; what was changed since then is not printed, and so
    it is not published.

    Raises:
        ValidationError: something is missing, nobody offered it, it was changed since it was printed, it is published
            already, or `by` may not.
    """
    demand(can_approve_edition(by, edition))
    missing = edition.what_is_missing()
    if missing:
        raise ValidationError(missing)
    if set(printing.papers) != set(edition.forms):
        raise ValidationError(_("Not every form has been printed."))
    same = Edition.objects.filter(title=edition.title, language=edition.language)
    if not same.offered().filter(pk=edition.pk).exists() and same.drafts().filter(pk=edition.pk).exists():
        raise ValidationError(_("Nobody has asked for the approval of this edition as it stands."))
    draft = same.offered().filter(pk=edition.pk, revision=printing.revision)
    old = same.filter(status=Status.CURRENT).exclude(pk=edition.pk).first()
    superseded = same.filter(status=Status.CURRENT).exclude(pk=edition.pk).update(status=Status.SUPERSEDED)
    if not draft.update(status=Status.CURRENT, published_at=timezone.now(), published_by=by):
        raise ValidationError(_("It was changed or published while it was printed. Look at it again, then publish."))
    for form, paper in printing.papers.items():
        _keep(edition, form, paper)
    edition.refresh_from_db()
    told = tell_schools(edition=old, template="superseded", newer=edition) if old else 0
    record(by, N_("published"), edition, superseded=superseded, told=told)
    return edition


def _keep(edition: Edition, form: PaperForm, paper: PrintedPaper) -> None:
    printed = PrintedForm(edition=edition, form=form, size=len(paper.data), pages=paper.pages)
    printed.digest = hashlib.sha256(paper.data).hexdigest()
    name = "booklet.epub" if form == PaperForm.EPUB else "booklet.pdf"
    printed.file.save(name, ContentFile(paper.data), save=False)
    printed.save()


@transaction.atomic
def withdraw_edition(*, edition: Edition, reason: str, by: User) -> Edition:
    """Take a published edition out of the library; whoever has its address is told why, and the schools that took it.

    Raises:
        ValidationError: it is no published edition, or `by` may not.
    """
    demand(can_publish_booklets(by))
    published = Edition.objects.filter(pk=edition.pk, status__in=[Status.CURRENT, Status.SUPERSEDED])
    if not published.update(status=Status.WITHDRAWN, withdrawn_reason=reason):
        raise ValidationError(_("Only a published edition can be withdrawn."))
    edition.refresh_from_db()
    told = tell_schools(edition=edition, template="withdrawn")
    record(by, N_("withdrew"), edition, reason=reason, told=told)
    return edition


@transaction.atomic
def note_errata(*, edition: Edition, errata: str, by: User) -> Edition:
    """Say on its page what is wrong in a published edition; the edition itself stays as it is.

    Raises:
        ValidationError: it is a draft, or `by` may not.
    """
    demand(can_publish_booklets(by))
    if not Edition.objects.published().filter(pk=edition.pk).update(errata=errata):
        raise ValidationError(_("A draft needs no errata: mend it."))
    edition.refresh_from_db()
    record(by, N_("noted errata of"), edition)
    return edition
