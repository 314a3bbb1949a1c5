"""Judging on paper: an officer types in what a judge wrote on a mark sheet, and it counts like what is saved online."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from accounts.models import User
from accounts.services.log import record
from competitions.essays.choices import RecuseReason, TaskState
from competitions.essays.models import Assignment, MarkSheet
from competitions.essays.models.closing import check_round, hold_pile
from competitions.essays.rules import can_run_competition
from competitions.essays.services.judging import Points, take_sheet
from core.access import demand


@transaction.atomic
def type_in_marks(
    *,
    assignment: Assignment,
    base: int,
    key: UUID,
    points: Points,
    words: str = "",
    legibility: str = "",
    finish: bool = False,
    by: User,
) -> MarkSheet:
    """Keep what stands on a judge's mark sheet, with who typed it. The same key again gives back the first sheet.

    What the judge has finished online counts more than paper, and is never typed over; what an officer typed may be
    typed again, for a slip of the finger.

    Args:
        assignment: The work in the judge's hands.
        base: The version of the sheet that the officer was shown.
        key: Made for this sheet by the page.
        points: For each criterion the points (or nothing) and the reason.
        words: To the writer.
        legibility: How well the hand can be read, if said.
        finish: Whether the paper is complete.
        by: The officer; typing is a clerk's work, so that it may be any.

    Raises:
        StaleSheetError: somebody saved meanwhile; nothing is overwritten.
        ShutError: the round is over, or it is not in the judge's hands.
        ValidationError: finished online, points off the scale or missing, or `by` is no officer.
    """
    demand(can_run_competition(by))
    hold_pile(assignment)
    _check_not_online(assignment)
    said: dict[str, Any] = {"words": words, "legibility": legibility, "typed": True}
    return take_sheet(assignment=assignment, base=base, key=key, points=points, finish=finish, by=by, **said)


def _check_not_online(assignment: Assignment) -> None:
    online = MarkSheet.objects.filter(assignment=assignment, newest=True, finished=True, typed_by=None)
    if online.exists():
        raise ValidationError(_("The judge has finished this work online. What stands there counts; ask the judge."))


@transaction.atomic
def hand_back_from_paper(*, assignment: Assignment, reason: RecuseReason, by: User) -> Assignment:
    """A judge ticked on paper that a work must go to another. Pressed twice it is handed back once.

    Raises:
        ShutError: the round is over.
        ValidationError: finished online, or `by` is no officer.
    """
    demand(can_run_competition(by))
    check_round(assignment)
    _check_not_online(assignment)
    back = Assignment.objects.on_desks().filter(pk=assignment.pk)
    if back.update(state=TaskState.RECUSED, recuse_reason=reason, changed_at=timezone.now()):
        record(by, N_("handed back from paper"), assignment, reason=reason)
    assignment.refresh_from_db()
    return assignment
