"""What is done for all entrants of a school: listing them, and what the head teacher certifies."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from accounts.models import User
from accounts.services.log import record
from competitions.essays.models import Competition, Entrant, Entry, HeadCertificate
from competitions.essays.rules import can_keep_school
from competitions.essays.services.entry import enter_work
from core.access import demand
from schools.models import School


@transaction.atomic
def list_entrants(
    *, competition: Competition, school: School, entrants: Sequence[tuple[Entrant, str]], key: UUID, by: User
) -> list[Entry]:
    """Begin an entry for each learner, with the language he or she will write in. Sent twice each is there once.

    Raises:
        ValidationError: nobody is named, more than the quota, the wrong class, too late, or `by` may not.
    """
    demand(can_keep_school(by, school))
    if not entrants:
        raise ValidationError(_("Name at least one learner."))
    begun = []
    for number, (entrant, language) in enumerate(entrants):
        entrant.school = school
        entry = Entry(competition=competition, language=language, key=uuid5(key, str(number)))
        begun.append(enter_work(entry=entry, entrant=entrant, by=by))
    record(by, N_("listed entrants for"), competition, entrants=len(begun))
    return begun


@transaction.atomic
def keep_head_certificate(*, competition: Competition, school: School, file: ContentFile, by: User) -> HeadCertificate:
    """Keep the signed paper; a newer one takes the place of the last.

    Raises:
        ValidationError: the results are frozen, or `by` may not.
    """
    demand(can_keep_school(by, school))
    if competition.is_decided:
        raise ValidationError(_("The results are frozen."))
    kept = HeadCertificate.objects.filter(competition=competition, school=school).first()
    if kept:
        transaction.on_commit(partial(kept.file.storage.delete, str(kept.file)))
    kept = kept or HeadCertificate(competition=competition, school=school)
    kept.sent_by, kept.sent_at = by, timezone.now()
    kept.file.save(file.name or "paper.jpg", file, save=True)
    record(by, N_("kept a head teacher's certificate for"), competition, school=school.pk)
    return kept
