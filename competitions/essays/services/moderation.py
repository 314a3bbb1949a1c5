"""What people add to the computation: further marks where they buy most, and the decisions of a moderation meeting."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from accounts.models import User
from accounts.services.log import record
from competitions.essays.choices import Award, CompetitionState, EntryState
from competitions.essays.models import Competition, Deal, Decision, Entry, ExtraMark, ExtraPlan
from competitions.essays.rules import can_decide_entry, can_run_competition
from competitions.essays.services.judging import deal_entries
from competitions.scoring import ScoringError
from core.access import demand


@transaction.atomic
def deal_extra_marks(*, competition: Competition, marks: int, seed: int, inputs_hash: str, by: User) -> Deal:
    """Ask for one mark more on each of the entries that the preview showed, and deal them. Pressed twice: once.

    Raises:
        ValidationError: not being judged, something changed since the preview, too few judges, or `by` may not.
    """
    demand(can_run_competition(by))
    Competition.objects.select_for_update().get(pk=competition.pk)
    sent = Deal.objects.filter(competition=competition, seed=seed, inputs_hash=inputs_hash, extra__isnull=False).first()
    if sent:
        return sent
    try:
        plan = ExtraPlan.of(competition, marks, seed)
    except ScoringError as error:
        raise ValidationError(_("The marks do not say enough yet: judges cannot be compared.")) from error
    extra = [line.entry for line in plan.marks]
    deal = deal_entries(competition=competition, seed=seed, inputs_hash=inputs_hash, extra=extra, by=by)
    ExtraMark.objects.bulk_create(ExtraMark(deal=deal, entry_id=line.entry, reason=line.reason) for line in plan.marks)
    record(by, N_("asked for further marks in"), competition, n=len(extra))
    return deal


@transaction.atomic
def decide_entry(
    *, entry: Entry, award: Award, place: int | None, reason: str, seen: int, key: UUID, by: User
) -> Decision:
    """Write down what the meeting decided on one entry, beside what was computed. The same key again is one decision.

    Args:
        entry: On what.
        award: The honour.
        place: The prize place, if the meeting names one.
        reason: Why; it stands in the result file.
        seen: How many decisions on this entry the meeting saw when it decided.
        key: Made by the form.
        by: Who writes it down.

    Raises:
        ValidationError: results are frozen, no reason, another decision came between, or `by` judged this entry.
    """
    demand(can_decide_entry(by, entry))
    sent = Decision.objects.filter(key=key, entry=entry).first()
    if sent:
        return sent
    competition = Competition.objects.select_for_update().get(pk=entry.competition_id)
    if competition.state != CompetitionState.JUDGING:
        raise ValidationError(_("A meeting decides between the last mark and the freezing of the result."))
    _check_round(competition, entry, award)
    if entry.state != EntryState.SUBMITTED:
        raise ValidationError(_("This entry was withdrawn."))
    if place is not None and award != Award.WINNER:
        raise ValidationError({"place": _("Only a winner has a place.")})
    if entry.decisions.count() != seen:
        raise ValidationError(_("Somebody has decided on this entry meanwhile. Look again."))
    decision = Decision(competition=competition, entry=entry, key=key, award=award, place=place, reason=reason, by=by)
    decision.full_clean()
    decision.save()
    record(by, N_("decided in a meeting on"), entry, award=award, place=place)
    return decision


def _check_round(competition: Competition, entry: Entry, award: Award) -> None:
    if competition.in_screening:
        raise ValidationError(_("A meeting decides after the final."))
    if competition.in_final and award == Award.WINNER and not hasattr(entry, "finalist"):
        raise ValidationError({"award": _("Prizes go to finalists only.")})
