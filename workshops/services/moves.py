"""Many visits moved at once, when the calendar changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from accounts.models import User
from accounts.services.log import record
from core.access import demand
from workshops.models import Forum
from workshops.rules import can_plan_forum
from workshops.services.forum import change_forum

MOST_MOVES = 200


@dataclass(frozen=True)
class NewDay:
    """Where a visit is moved to: which one, as it was seen, and when it begins then."""

    forum_id: int
    seen: int
    starts_at: datetime


@transaction.atomic
def move_visits(*, moves: Sequence[NewDay], reason: str, by: User) -> int:
    """Move visits, all of them or none; everybody concerned is told. One that is there already is left alone.

    Returns how many were moved.

    Raises:
        ValidationError: one of them was changed meanwhile or cannot be held then, with its name; or `by` may not.
    """
    demand(can_plan_forum(by))
    if len(moves) > MOST_MOVES:
        raise ValidationError(_("Move at most two hundred visits at a time."))
    forums = Forum.objects.select_related("school__county").in_bulk([move.forum_id for move in moves])
    moved = 0
    for move in sorted(moves, key=lambda move: move.starts_at):
        forum = forums.get(move.forum_id)
        if forum is None:
            raise ValidationError(_("One of these visits is not there any more. Look again."))
        if forum.revision > move.seen and forum.starts_at == move.starts_at:
            continue  # the same list, sent again
        _move(forum, move, reason, by)
        moved += 1
    return moved


def _move(forum: Forum, move: NewDay, reason: str, by: User) -> None:
    said = {"before": forum.when, "why": reason}
    begins, ends = forum.span
    forum.starts_at, forum.ends_at = move.starts_at, ends + (move.starts_at - begins)
    try:
        change_forum(
            forum=forum, team=forum.get_people(), programme=None, tell="moved", said=said, by=by, seen=move.seen
        )
    except ValidationError as error:
        raise ValidationError(f"{forum}: {' '.join(error.messages)}") from error
    record(by, N_("moved"), forum, reason=reason)
