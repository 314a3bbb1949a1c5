"""A concern goes to the safeguarding leads, and to nobody else."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from accounts.choices import Role
from accounts.models import Concern, User
from accounts.rules import can_see_concerns
from accounts.services.log import record
from accounts.services.messages import message_person
from core.access import demand


@transaction.atomic
def raise_concern(*, about: Model, text: str, by: User) -> Concern:
    """Write down a concern and call the safeguarding leads; the message says only that there is one."""
    where = getattr(about, "get_absolute_url", None)
    concern = Concern.objects.create(
        about_text=str(about)[:160], about_url=where() if where else "", text=text, raised_by=by
    )
    record(by, N_("raised"), concern)
    for lead in User.objects.active().with_role(Role.SAFEGUARDING):
        message_person(
            lead,
            "accounts/messages/concern",
            key=f"concern-{concern.pk}-{lead.pk}",
            about_url=concern.get_absolute_url(),
            concern=concern,
        )
    return concern


@transaction.atomic
def close_concern(*, concern: Concern, outcome: str, by: User) -> Concern:
    """Close a concern with what was done.

    Raises:
        ValidationError: `by` is not a safeguarding lead, or it is closed already.
    """
    demand(can_see_concerns(by))
    if concern.closed_at:
        raise ValidationError(_("This concern is closed already."))
    concern.closed_at, concern.closed_by, concern.outcome = timezone.now(), by, outcome
    concern.save(update_fields=["closed_at", "closed_by", "outcome"])
    record(by, N_("settled"), concern)
    return concern
