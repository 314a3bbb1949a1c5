"""Booklets put aside for a visit."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from accounts.models import User
from accounts.services.log import record
from core.access import demand
from materials.models import Title
from workshops.choices import AHEAD
from workshops.models import Forum, Reservation
from workshops.rules import can_plan_forum


@transaction.atomic
def reserve_copies(*, forum: Forum, copies: Mapping[Title, int], by: User) -> Forum:
    """Keep so many copies of each booklet for a visit; none takes a booklet off.

    Raises:
        ValidationError: the visit has no date yet or is over, a number is out of range, or `by` may not.
    """
    demand(can_plan_forum(by))
    if Forum.objects.select_for_update().get(pk=forum.pk).state not in AHEAD:
        raise ValidationError(_("This visit has no date yet, is over or is cancelled."))
    held = {row.title_id: row for row in forum.reservations.all()}
    for title, number in copies.items():
        row = held.get(title.pk)
        if not number and row:
            row.delete()
        elif number and (row is None or row.copies != number):
            row = row or Reservation(forum=forum, title=title)
            row.copies, row.reserved_by, row.reserved_at = number, by, timezone.now()
            row.full_clean()
            row.save()
    record(by, N_("reserved booklets for"), forum, copies=sum(copies.values()))
    return forum
