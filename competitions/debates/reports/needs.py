"""What debates ask for on a start page."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.rules import is_adjudicator, is_officer
from competitions.debates.choices import RoundState
from competitions.debates.models import Debate, Round
from competitions.debates.reports.ballots import ballot_lines
from core.needs import Need

OPEN = (RoundState.RELEASED, RoundState.BALLOTS)


def needs_of(user: Any) -> Iterator[Need]:
    """Draws to release and ballots to chase, for the tab; a ballot to fill in, for who judges."""
    if is_officer(user):
        yield from _of_the_tab()
    if is_adjudicator(user):
        yield from _of_a_judge(user)


def _of_the_tab() -> Iterator[Need]:
    for one in Round.objects.filter(state=RoundState.DRAWN).select_related("tournament"):
        yield Need(
            words=_("%(round)s is drawn and not released") % {"round": one},
            detail=one.tournament.name,
            url=one.get_absolute_url(),
            action=_("Open"),
        )
    for one in Round.objects.filter(state__in=OPEN).select_related("tournament"):
        lines = ballot_lines(one)
        missing, waiting = sum(not line.is_in for line in lines), sum(line.waits for line in lines)
        words = _("%(round)s: %(missing)d ballots missing, %(waiting)d to confirm")
        yield Need(
            words=words % {"round": one, "missing": missing, "waiting": waiting},
            detail=one.tournament.name,
            url=reverse("debates:round-ballots", args=[one.pk]),
            action=_("Open"),
        )


def _of_a_judge(user: Any) -> Iterator[Need]:
    rooms = Debate.objects.filter(round__state__in=OPEN, panel__adjudicator__user=user).distinct()
    for room in rooms.select_related("round__tournament", "venue").prefetch_related("panel__adjudicator", "ballots"):
        sent = {ballot.adjudicator_id for ballot in room.ballots.all()}
        due = [one for one in room.get_ballot_judges() if one.user_id == user.pk and one.pk not in sent]
        if due:
            yield Need(
                words=_("Your ballot: %(debate)s") % {"debate": room},
                detail=f"{room.round.tournament.name} · {room.place}",
                url=reverse("debates:ballot", args=[room.pk]),
                action=_("Fill in"),
            )
