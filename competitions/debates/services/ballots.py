"""Ballots come in, are confirmed, and decide the round."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from accounts.models import User
from accounts.services.log import record
from competitions.debates import tab
from competitions.debates.choices import BallotState, RoundState, say_error
from competitions.debates.models import Adjudicator, Ballot, BallotScore, Debate, Round, Speaker, Team, Tournament
from competitions.debates.rules import can_run_tab, can_send_ballot
from core.access import demand


class Speech(NamedTuple):
    """One speech as it is sent."""

    team: Team
    speaker: Speaker
    score: Decimal
    is_reply: bool = False


@transaction.atomic
def send_ballot(
    *,
    debate: Debate,
    adjudicator: Adjudicator,
    key: UUID,
    speeches: Sequence[Speech],
    absent: Iterable[Team] = (),
    by: User,
) -> Ballot:
    """Write a ballot down. The same key again gives back the first; another one is a correction.

    Raises:
        ValidationError: the scores make no result, with the engine's own sentence; it is not this adjudicator's to
            send; the round is not open for ballots.
    """
    demand(can_send_ballot(by, debate, adjudicator))
    locked = Round.objects.select_for_update().get(pk=debate.round_id)
    sent = Ballot.objects.filter(key=key, debate=debate, adjudicator=adjudicator).first()
    if sent:
        return sent
    if locked.state not in (RoundState.RELEASED, RoundState.BALLOTS):
        raise ValidationError(_("This round takes no ballots now."))
    if adjudicator not in debate.get_ballot_judges():
        raise ValidationError(_("No ballot of %(name)s is due in this room.") % {"name": adjudicator.name})
    ballot = Ballot.objects.create(
        debate=debate,
        adjudicator=adjudicator,
        key=key,
        version=debate.ballots.filter(adjudicator=adjudicator).count() + 1,
        absent=[team.pk for team in absent],
        sent_by=by,
    )
    _write(ballot, speeches)
    _decide(debate, [ballot])
    Round.objects.filter(pk=locked.pk, state=RoundState.RELEASED).update(state=RoundState.BALLOTS)
    record(by, N_("sent a ballot for"), debate, version=ballot.version)
    return ballot


def _write(ballot: Ballot, speeches: Sequence[Speech]) -> None:
    order: dict[int, int] = {}
    rows = []
    for speech in speeches:
        order[speech.team.pk] = order.get(speech.team.pk, 0) + 1
        values = {"speaker": speech.speaker, "score": speech.score, "is_reply": speech.is_reply}
        rows.append(BallotScore(ballot=ballot, team=speech.team, order=order[speech.team.pk], **values))
    BallotScore.objects.bulk_create(rows)


def _decide(debate: Debate, ballots: Sequence[Ballot]) -> tab.DebateResult:
    """What these ballots decide.

    Raises:
        ValidationError: they decide nothing, and why.
    """
    try:
        return tab.decide_debate(debate.get_sheet(ballots))
    except tab.TabError as error:
        raise ValidationError(say_error(error, debate.round.tournament.get_names())) from error


@transaction.atomic
def confirm_ballot(*, ballot: Ballot, by: User) -> Ballot:
    """Let a ballot count; the one of the same judge that counted before is kept and replaced.

    Raises:
        ValidationError: the round is confirmed already, or `by` may not.
    """
    demand(can_run_tab(by))
    locked = Round.objects.select_for_update().get(pk=ballot.debate.round_id)
    others = Ballot.objects.filter(debate=ballot.debate_id, adjudicator=ballot.adjudicator_id)
    if locked.state == RoundState.CONFIRMED:
        raise ValidationError(_("The round is confirmed; its ballots stand."))
    ballot.refresh_from_db()
    if ballot.state == BallotState.CONFIRMED:
        return ballot
    others.filter(state=BallotState.CONFIRMED).update(state=BallotState.REPLACED)
    ballot.state, ballot.confirmed_by, ballot.confirmed_at = BallotState.CONFIRMED, by, timezone.now()
    ballot.save(update_fields=["state", "confirmed_by", "confirmed_at"])
    record(by, N_("confirmed a ballot of"), ballot.debate, version=ballot.version)
    return ballot


@transaction.atomic
def confirm_round(*, round_: Round, by: User) -> Round:
    """Decide every room from its confirmed ballots and freeze the results.

    Raises:
        ValidationError: a ballot is missing or not confirmed, with the rooms; or `by` may not.
    """
    demand(can_run_tab(by))
    locked = Round.objects.select_for_update().get(pk=round_.pk)
    if locked.state == RoundState.CONFIRMED:
        return locked
    if not locked.is_shown:
        raise ValidationError(_("The round is not released yet."))
    debates = list(
        locked.debates.select_related("round__tournament").prefetch_related(
            "teams__team", "panel__adjudicator", "ballots__adjudicator", "ballots__scores"
        )
    )
    counted = {one.pk: [b for b in one.ballots.all() if b.state == BallotState.CONFIRMED] for one in debates}
    _refuse_missing(debates, counted)
    for debate in debates:
        debate.result = tab.encode(_decide(debate, counted[debate.pk]))
        debate.save(update_fields=["result"])
    locked.state = RoundState.CONFIRMED
    locked.save(update_fields=["state"])
    record(by, N_("confirmed"), locked, rooms=len(debates))
    return locked


def _refuse_missing(debates: Sequence[Debate], counted: dict[int, list[Ballot]]) -> None:
    """Name the rooms that lack a confirmed ballot."""
    missing = [
        str(debate.number)
        for debate in debates
        if {judge.pk for judge in debate.get_ballot_judges()} - {b.adjudicator_id for b in counted[debate.pk]}
    ]
    if missing:
        raise ValidationError(_("Rooms without a confirmed ballot: %(rooms)s.") % {"rooms": ", ".join(missing)})


@transaction.atomic
def reopen_round(*, round_: Round, by: User) -> Round:
    """Take a confirmation back, while nothing was built on it.

    Raises:
        ValidationError: the round is not confirmed, a later one is drawn, the standings are released, or `by` may
            not.
    """
    demand(can_run_tab(by))
    locked = Round.objects.select_for_update().get(pk=round_.pk)
    tournament = Tournament.objects.get(pk=locked.tournament_id)
    later = tournament.rounds.filter(number__gt=locked.number).exclude(state=RoundState.DRAFTED)
    if locked.state != RoundState.CONFIRMED or later.exists() or tournament.released_rounds >= locked.number:
        raise ValidationError(_("Something was built on this round already; it stays confirmed."))
    locked.debates.update(result=None)
    locked.state = RoundState.BALLOTS
    locked.save(update_fields=["state"])
    record(by, N_("reopened"), locked)
    return locked
