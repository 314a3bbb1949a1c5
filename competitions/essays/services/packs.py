"""Judging on paper: what a judge wrote on a mark sheet is typed in by an officer, and counts like what is saved online."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from competitions.essays.models import Assignment, MarkSheet
from competitions.essays.rules import can_run_competition
from competitions.essays.services.judging import Points, take_sheet
from core.access import demand


@transaction.atomic
def type_in_marks(
    *, assignment: Assignment, base: int, key: UUID, points: Points, words: str = "", finish: bool = False, by: User
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
        finish: Whether the paper is complete.
        by: The officer; typing is a clerk's work, so that it may be any.

    Raises:
        StaleSheetError: somebody saved meanwhile; nothing is overwritten.
        ValidationError: finished online, not in the judge's hands, points off the scale or missing, judging is over,
            or `by` is no officer.
    """
    demand(can_run_competition(by))
    newest = MarkSheet.objects.filter(assignment=assignment, newest=True).first()
    if newest and newest.key != key and newest.finished and newest.typed_by_id is None:
        raise ValidationError(_("The judge has finished this work online. What stands there counts; ask the judge."))
    return take_sheet(
        assignment=assignment, base=base, key=key, points=points, words=words, finish=finish, by=by, typed=True
    )
