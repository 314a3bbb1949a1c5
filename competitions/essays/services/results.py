"""Freezing a result, publishing it, and the certificates."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from accounts.choices import PaperKind
from accounts.models import Consent, PrintJob, User
from accounts.services.log import record
from accounts.services.papers import Issue, issue_papers
from accounts.services.printing import Order, order_print
from competitions.essays.choices import CompetitionState
from competitions.essays.models import Assignment, Competition, EntryResult, JudgeResult, Outcome, ResultRun
from competitions.essays.models.closing import hold_piles
from competitions.essays.models.rounds import short_of_judges
from competitions.essays.rules import can_run_competition
from competitions.scoring import ScoringError
from core.access import demand


@transaction.atomic
def decide_competition(*, competition: Competition, inputs_hash: str, by: User) -> ResultRun:
    """Freeze the result that the officer looked at: marks, method, seed and scores, never to change again.

    Raises:
        ValidationError: marks came in since, works are still waiting, judges cannot be compared, or `by` may not.
    """
    demand(can_run_competition(by))
    Competition.objects.select_for_update().get(pk=competition.pk)
    hold_piles(competition)
    if Assignment.objects.to_mark().filter(place__competition=competition).exists():
        raise ValidationError(_("Some works still wait for marks. Wait for them, or take them back from their judges."))
    if competition.entries.submitted().exclude(names_seen_at=None).exists():
        raise ValidationError(_("In some works a judge saw a name. Look at them first: their judges wait."))
    _check_final(competition)
    try:
        outcome = Outcome.of(competition)
    except ScoringError as error:
        raise ValidationError(_("The marks do not say enough yet: judges cannot be compared.")) from error
    if len(outcome.entries) < competition.entries.submitted().count():
        raise ValidationError(_("Some entries have no mark at all. Assign judges to them first."))
    if outcome.inputs_hash != inputs_hash:
        raise ValidationError(_("Marks have changed since you looked. Look again before you decide."))
    moved = Competition.objects.filter(pk=competition.pk, state=CompetitionState.JUDGING)
    if not moved.update(state=CompetitionState.DECIDED):
        raise ValidationError(_("Somebody was quicker: this competition has moved on already."))
    competition.refresh_from_db()
    run = _freeze(competition, outcome, by)
    record(by, N_("decided"), competition, method=run.method, hash=run.inputs_hash[:16])
    return run


def _check_final(competition: Competition) -> None:
    """Of two rounds both must have been held."""
    if competition.in_screening:
        raise ValidationError(_("This competition has a final: begin it, and decide when its works are marked."))
    if competition.in_final and short_of_judges(competition).filter(finalist__isnull=False).exists():
        raise ValidationError(_("Some finalists lack judges of the final. Assign judges first."))


def _freeze(competition: Competition, outcome: Outcome, by: User) -> ResultRun:
    run = ResultRun.objects.create(
        competition=competition,
        method=outcome.inputs["method"],
        seed=outcome.seed,
        inputs=outcome.inputs,
        inputs_hash=outcome.inputs_hash,
        certainty=outcome.certainty,
        by=by,
    )
    EntryResult.objects.bulk_create(
        EntryResult(
            run=run,
            entry_id=score.entry,
            marks=score.marks,
            raw_mean=score.raw_mean,
            adjusted=score.adjusted,
            standard_error=score.standard_error,
            rank=score.rank,
            chance=score.chance,
            computed=score.computed,
            award=score.award,
            place=score.place,
        )
        for score in outcome.entries
    )
    JudgeResult.objects.bulk_create(
        JudgeResult(
            run=run,
            judge_id=score.judge,
            marks=score.marks,
            leniency=score.leniency,
            standard_error=score.standard_error,
        )
        for score in outcome.judges
    )
    return run


@transaction.atomic
def publish_competition(*, competition: Competition, by: User) -> Competition:
    """Open the winners' page; it says no more than consent allows, each time it is shown.

    Raises:
        ValidationError: not decided, published already, or `by` may not.
    """
    demand(can_run_competition(by))
    decided = Competition.objects.filter(pk=competition.pk, state=CompetitionState.DECIDED)
    if not decided.update(state=CompetitionState.PUBLISHED, published_at=timezone.now()):
        raise ValidationError(_("Decide the competition first; publish it once."))
    competition.refresh_from_db()
    record(by, N_("published"), competition)
    return competition


@transaction.atomic
def issue_certificates(*, competition: Competition, by: User) -> int:
    """Number a certificate for every entry that stands; asked again, nothing is numbered twice. Returns how many.

    Raises:
        ValidationError: not decided yet, or `by` may not.
    """
    demand(can_run_competition(by))
    if not competition.is_decided:
        raise ValidationError(_("Decide the competition first."))
    results = list(EntryResult.objects.certified(competition))
    granted = Consent.objects.granted_by_each([result.entry.entrant for result in results])
    wanted = [
        Issue(r.entry._meta.label_lower, str(r.entry.pk), r.public_facts(granted[str(r.entry.entrant_id)]))
        for r in results
    ]
    issue_papers(kind=PaperKind.CERTIFICATE, wanted=wanted, by=by)
    record(by, N_("issued the certificates of"), competition, n=len(results))
    return len(results)


@transaction.atomic
def print_certificates(*, competition: Competition, orders: Sequence[Order], by: User) -> list[PrintJob]:
    """Number the certificates and order their print, a job a language.

    Raises:
        ValidationError: not decided yet, nothing to print, or `by` may not.
    """
    issue_certificates(competition=competition, by=by)
    if not orders:
        raise ValidationError(_("No entry stands that a certificate could be printed for."))
    return [
        order_print(words=one.words, batch=one.batch, wanted=one.wanted, kind=PaperKind.CERTIFICATE, by=by)
        for one in orders
    ]
