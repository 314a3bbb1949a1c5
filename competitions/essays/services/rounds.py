"""The final of a competition of two rounds: beginning it, and filling the place of a finalist who left."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from accounts.models import User
from accounts.services.log import record
from competitions.essays.choices import CompetitionState
from competitions.essays.models import Assignment, Competition, Entry, Final, Finalist, FinalLine, FinalPlan
from competitions.essays.models.closing import hold_piles
from competitions.essays.models.final import next_in_rank
from competitions.essays.rules import can_run_competition
from competitions.scoring import ScoringError
from core.access import demand


@transaction.atomic
def begin_final(*, competition: Competition, inputs_hash: str, by: User) -> Final:
    """Send the best of the screening to the final, as the officer saw it; equals at the cut all go on.

    Pressed twice it begins once. It deals nothing: the next dealing asks for the judges of the final. What was dealt
    before is sealed from now on: its marks stay as they were saved last.

    Raises:
        ValidationError: one round only, not being judged, works still wait for marks, marks changed since the look,
            it began on other marks, or `by` may not.
    """
    demand(can_run_competition(by))
    competition = Competition.objects.select_for_update().get(pk=competition.pk)
    began = Final.objects.filter(competition=competition).first()
    if began:
        if began.inputs_hash == inputs_hash:
            return began
        raise ValidationError(_("Somebody was quicker: the final has begun already."))
    if not competition.in_screening:
        raise ValidationError(_("A final begins while the works of two rounds are being judged."))
    hold_piles(competition)
    plan = _plan_of(competition)
    if plan.inputs_hash != inputs_hash:
        raise ValidationError(_("Marks have changed since you looked. Look again before the final begins."))
    final = Final.objects.create(competition=competition, inputs=plan.inputs, inputs_hash=inputs_hash, by=by)
    Finalist.objects.bulk_create(_row(final, line, by) for line in plan.finalists)
    record(by, N_("began the final of"), competition, finalists=len(plan.finalists), hash=inputs_hash[:16])
    return final


def _row(final: Final, line: FinalLine, by: User) -> Finalist:
    return Finalist(final=final, entry_id=line.entry, rank=line.rank, adjusted=line.adjusted, by=by)


def _plan_of(competition: Competition) -> FinalPlan:
    if Assignment.objects.to_mark().filter(place__competition=competition).exists():
        raise ValidationError(_("Some works still wait for marks. Wait for them, or take them back from their judges."))
    try:
        plan = FinalPlan.of(competition)
    except ScoringError as error:
        raise ValidationError(_("The marks do not say enough yet: judges cannot be compared.")) from error
    if len(plan.lines) < competition.entries.submitted().count():
        raise ValidationError(_("Some entries have no mark at all. Assign judges to them first."))
    return plan


@transaction.atomic
def send_next_to_final(*, entry: Entry, by: User) -> Finalist:
    """The next in rank goes on, since a finalist has left; those equal to it too. Pressed twice it goes on once.

    Raises:
        ValidationError: no place is free, another entry is next, or `by` may not.
    """
    demand(can_run_competition(by))
    competition = Competition.objects.select_for_update().get(pk=entry.competition_id)
    sent = Finalist.objects.filter(entry=entry).first()
    if sent:
        return sent
    if competition.state != CompetitionState.JUDGING:
        raise ValidationError(_("The results are frozen."))
    lines = next_in_rank(competition)
    if entry.pk not in {line.entry for line in lines}:
        raise ValidationError(_("No place in the final is free for this entry. Look again."))
    Finalist.objects.bulk_create(_row(competition.final, line, by) for line in lines)
    record(by, N_("sent the next in rank to the final of"), competition, n=len(lines))
    return Finalist.objects.get(entry=entry)
