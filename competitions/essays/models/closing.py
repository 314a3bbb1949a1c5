"""When a round has closed its marks stay: who saves just then is either in what was counted, or hears why not."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from competitions.essays.choices import CompetitionState, EntryState, TaskState
from competitions.essays.models.competition import Competition
from competitions.essays.models.judging import Assignment, JudgePlace


class ShutError(ValidationError):
    """Nothing more is taken for this work, for good: sent again it is refused again."""


def hold_piles(competition: Competition) -> None:
    """Wait for every save that is under way in a competition, and let none begin, until this transaction ends.

    Whoever counts marks to keep the result calls this before; each save calls `hold_pile`. The rows of the judges'
    places stand for their piles, so that two judges never wait for each other.
    """
    list(competition.places.select_for_update(no_key=True).order_by("pk").values_list("pk"))


def hold_pile(assignment: Assignment) -> None:
    """Keep the round from closing until this transaction ends; wait where it closes just now."""
    JudgePlace.objects.select_for_update(no_key=True).get(pk=assignment.place_id)


def round_refusal(assignment: Assignment) -> str:
    """Why the round of a work is over, in one sentence; nothing while it goes on. Asks the rows as they stand."""
    now = Assignment.objects.filter(pk=assignment.pk)
    if not now.filter(place__competition__state=CompetitionState.JUDGING).exists():
        return _("Judging is over: the marks are as they were saved last.")
    if not now.unsealed().exists():
        return _("The screening is over: its marks are as they were saved last.")
    return ""


def mark_refusal(assignment: Assignment) -> str:
    """Why no marks are taken for a work any more, in one sentence; nothing while they are."""
    now = Assignment.objects.select_related("place", "entry").get(pk=assignment.pk)
    if now.state == TaskState.RECUSED:
        return _("This work was handed back: another judge marks it.")
    if now.state == TaskState.DROPPED:
        return _("The office has taken this work back: another judge marks it.")
    over = round_refusal(now)
    if over:
        return over
    if not now.place.active or now.entry.state != EntryState.SUBMITTED:
        return _("This work is no longer in your hands.")
    return ""


def check_round(assignment: Assignment) -> None:
    """Hold the pile and look.

    Raises:
        ShutError: the round is over.
    """
    hold_pile(assignment)
    refusal = round_refusal(assignment)
    if refusal:
        raise ShutError(refusal)
