"""The steps of a visit's life: one row each, in the order of the table, whoever presses first."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.log import record
from core.access import demand
from workshops.choices import Mover, State
from workshops.models import Forum, VisitStep
from workshops.rules.life import can_step


@transaction.atomic
def write_step(*, forum: Forum, verb: str, by: Any, who: str = "", note: str = "", **facts: Any) -> VisitStep:
    """The row of a step that was just taken, and its line in the log; a stranger with a link is no person of ours."""
    person = by if by is not None and by.pk else None
    record(person, verb, forum, **facts)
    return VisitStep.objects.create(forum=forum, state=forum.state, by=person, who=who, note=note[:500])


@transaction.atomic
def take_step(
    *, forum: Forum, to: State, mover: Mover, verb: str, by: User | None, who: str = "", note: str = "", **fields: Any
) -> Forum:
    """Take a visit to its next state, if it is still where it was when the person looked.

    Raises:
        ValidationError: the step does not follow, or somebody else was quicker.
    """
    demand(can_step(forum, to, mover))
    moved = Forum.objects.filter(pk=forum.pk, state=forum.state)
    if not moved.update(state=to, changed_at=timezone.now(), **fields):
        raise ValidationError(_("Somebody else changed this visit a moment ago. Look at it again."))
    forum.refresh_from_db()
    write_step(forum=forum, verb=verb, by=by, who=who, note=note)
    return forum
