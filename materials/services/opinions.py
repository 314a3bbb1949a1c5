"""What people think of a booklet: they say it, an officer reads it, everybody sees it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from accounts.models import User
from accounts.services.log import record
from core.access import demand
from materials.choices import Moderation, Status
from materials.models import Edition, Opinion
from materials.rules import can_give_opinion, can_moderate_opinions


@transaction.atomic
def give_opinion(*, edition: Edition, stars: int, comment: str = "", by: User) -> Opinion:
    """Say what one thinks of an edition, or say it anew; one person has one opinion of it.

    Raises:
        ValidationError: it is a draft or withdrawn, the words are too long, or `by` may not.
    """
    demand(can_give_opinion(by))
    if edition.status in (Status.DRAFT, Status.WITHDRAWN):
        raise ValidationError(_("This edition is not offered now."))
    before = Opinion.objects.filter(edition=edition, by=by).first()
    opinion = before or Opinion(edition=edition, by=by)
    if not before or before.comment != comment:
        opinion.state, opinion.moderated_by = Moderation.WAITING, None
    opinion.stars, opinion.comment, opinion.said_at = stars, comment, timezone.now()
    opinion.full_clean()
    opinion.save()
    record(by, N_("gave an opinion of"), edition, stars=stars)
    return opinion


@transaction.atomic
def moderate_opinion(*, opinion: Opinion, state: Moderation | str, comment: str, by: User) -> Opinion:
    """Show a comment, or keep it back: the one that was read, and no other.

    Raises:
        ValidationError: it was changed since it was read, there is no comment, or `by` may not.
    """
    demand(can_moderate_opinions(by))
    read = Opinion.objects.filter(pk=opinion.pk, comment=comment).exclude(comment="")
    if state not in (Moderation.SHOWN, Moderation.HIDDEN) or not read.update(state=state, moderated_by=by):
        raise ValidationError(_("The comment was changed meanwhile. Read it again."))
    opinion.refresh_from_db()
    record(by, N_("moderated a comment on"), opinion.edition, state=str(state))
    return opinion
