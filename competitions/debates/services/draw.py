"""A round is prepared, checked in, drawn, changed by hand, released."""

import secrets
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from accounts.models import User
from accounts.services.log import record
from competitions.debates import tab
from competitions.debates.choices import PanelPart, RoundState, say_error
from competitions.debates.models import Adjudicator, CheckIn, Debate, DebateTeam, Panelist, Round, Speaker, Team
from competitions.debates.models.round import METHOD
from competitions.debates.rules import can_run_tab
from core.access import demand

SEEDS = 2**31


@transaction.atomic
def add_round(*, round_: Round, by: User) -> Round:
    """Prepare the next round: its motion, its format, its seed. Who was there last time is checked in.

    Raises:
        ValidationError: all rounds that were planned are there, or `by` may not.
    """
    demand(can_run_tab(by))
    last = round_.tournament.rounds.order_by("-number").first()
    round_.number = last.number + 1 if last else 1
    if round_.number > round_.tournament.planned_rounds:
        raise ValidationError(_("All %(n)d rounds are there already.") % {"n": round_.number - 1})
    if round_.seed is None:
        round_.seed = secrets.randbelow(SEEDS)
    round_.full_clean()
    round_.save()
    if last:
        before = last.check_ins.exclude(team__is_swing=True)
        CheckIn.objects.bulk_create(
            CheckIn(round=round_, team_id=one.team_id, adjudicator_id=one.adjudicator_id) for one in before
        )
    record(by, N_("prepared"), round_)
    return round_


@transaction.atomic
def change_round(*, round_: Round, by: User) -> Round:
    """Change the motion or what is said about it, until the round is released.

    Raises:
        ValidationError: it is released, or `by` may not.
    """
    demand(can_run_tab(by))
    if Round.objects.select_for_update().get(pk=round_.pk).is_shown:
        raise ValidationError(_("The round is released; its motion stands."))
    round_.full_clean()
    round_.save(update_fields=["motion", "info_slide"])
    record(by, N_("changed"), round_)
    return round_


@transaction.atomic
def check_in(*, round_: Round, teams: Iterable[Team], adjudicators: Iterable[Adjudicator], by: User) -> Round:
    """Say who is there for a round.

    Raises:
        ValidationError: the round is drawn, somebody is of another tournament, or `by` may not.
    """
    demand(can_run_tab(by))
    locked = Round.objects.select_for_update().get(pk=round_.pk)
    teams, adjudicators = list(teams), list(adjudicators)
    everybody: list[Team | Adjudicator] = [*teams, *adjudicators]
    if any(one.tournament_id != locked.tournament_id for one in everybody):
        raise ValidationError(_("Choose somebody of the same tournament."))
    if not locked.is_drawn:
        locked.check_ins.filter(adjudicator=None).delete()
        CheckIn.objects.bulk_create(CheckIn(round=locked, team=team) for team in teams)
    elif {team.pk for team in teams} != set(locked.check_ins.filter(adjudicator=None).values_list("team", flat=True)):
        raise ValidationError(_("The round is drawn. Take a team out of the draw, or withdraw the draw first."))
    locked.check_ins.filter(team=None).delete()
    CheckIn.objects.bulk_create(CheckIn(round=locked, adjudicator=one) for one in adjudicators)
    record(by, N_("checked in"), locked, teams=len(teams), adjudicators=len(adjudicators))
    return locked


@transaction.atomic
def draw_round(*, round_: Round, remedy: str = "", by: User) -> Round:
    """Draw the rooms of a round from its seed. A round that is drawn already stays as it is.

    Args:
        remedy: How an uneven field is seated: swing, short_rooms or bye; nothing where it fits.

    Raises:
        ValidationError: too few are there, the field is uneven and no remedy was chosen, or `by` may not.
    """
    demand(can_run_tab(by))
    locked = Round.objects.select_for_update().get(pk=round_.pk)
    if locked.is_drawn:
        return locked
    if locked.tournament.rounds.filter(number__lt=locked.number).exclude(state=RoundState.CONFIRMED).exists():
        raise ValidationError(_("The round before is not confirmed yet: its results decide who meets whom."))
    if not locked.check_ins.filter(adjudicator=None).exists():
        raise ValidationError(_("No team is checked in yet."))
    try:
        draw = tab.draw_round(_with_remedy(locked, remedy))
    except tab.TabError as error:
        raise ValidationError(say_error(error, locked.tournament.get_names())) from error
    locked.drawn_at, locked.drawn_by, locked.state = timezone.now(), by, RoundState.DRAWN
    _keep(locked, draw)
    record(by, N_("drew"), locked, rooms=len(draw.rooms), seed=locked.seed)
    return locked


def _with_remedy(round_: Round, remedy: str) -> tab.DrawRequest:
    """The request of the draw, with swing teams or rooms of three where they were chosen."""
    request = round_.plan_request()
    ways = {way.kind: way for way in tab.propose_remedies(request)}
    if "fits" in ways:
        return request
    if remedy not in ways:
        raise ValidationError(_("The teams do not fill the rooms: choose what is done."))
    if remedy != "swing":
        return ways[remedy].request
    for number in range(1, ways["swing"].swing_teams + 1):
        CheckIn.objects.create(round=round_, team=_swing_team(round_, number))
    return round_.plan_request()


def _swing_team(round_: Round, number: int) -> Team:
    """The tournament's n-th swing team."""
    name = f"Swing {number}"
    team, made = Team.objects.get_or_create(tournament=round_.tournament, name=name, defaults={"is_swing": True})
    if made:
        for order in range(1, round_.tournament.rules.speakers + 1):
            Speaker.objects.create(team=team, order=order, name=f"Swing {number}.{order}")
    return team


def _keep(round_: Round, draw: tab.Draw) -> None:
    """Write a draw down: its inputs, why it is so, what the checker says, and its rooms."""
    why, report = tab.explain_draw(draw), tab.check_draw(draw)
    round_.request, round_.changes = tab.encode(draw.request), tab.encode(draw.changes)
    round_.fingerprint, round_.method = tab.fingerprint(draw.request), METHOD
    round_.byes = list(draw.byes)
    rooms = {room.room: tab.encode(room) for room in why.rooms}
    round_.explanation = {**tab.encode(why), "rooms": []}
    round_.check_report = tab.encode(report)
    round_.save()
    round_.debates.exclude(number__in=rooms).delete()
    before = {one.number: one for one in round_.debates.prefetch_related("teams__team")}
    for room in draw.rooms:
        if room.number in before and before[room.number].get_seats() != room.seats:
            before[room.number].panel.all().delete()  # the panel was chosen for other teams
        values = {"bracket": room.bracket, "explanation": rooms[room.number]}
        debate, _made = Debate.objects.update_or_create(round=round_, number=room.number, defaults=values)
        debate.teams.all().delete()
        DebateTeam.objects.bulk_create(
            DebateTeam(debate=debate, side=side, team_id=int(key[1:])) for side, key in enumerate(room.seats) if key
        )


@transaction.atomic
def withdraw_draw(*, round_: Round, by: User) -> Round:
    """Throw a draw away that nobody has seen; the next one has a fresh seed.

    Raises:
        ValidationError: it is released, or `by` may not.
    """
    demand(can_run_tab(by))
    locked = Round.objects.select_for_update().get(pk=round_.pk)
    if locked.is_shown:
        raise ValidationError(_("The draw is released. It stands."))
    locked.debates.all().delete()
    locked.check_ins.filter(team__is_swing=True).delete()
    locked.state, locked.seed = RoundState.DRAFTED, secrets.randbelow(SEEDS)
    locked.request = locked.explanation = locked.check_report = locked.drawn_at = locked.drawn_by = None
    locked.changes, locked.byes, locked.fingerprint = [], [], ""
    locked.save()
    record(by, N_("withdrew the draw of"), locked)
    return locked


@transaction.atomic
def swap_teams(*, round_: Round, first: Team, second: Team, after: int, by: User) -> Round:
    """Let two teams change places by hand. The rooms they leave and enter need new panels.

    Args:
        after: How many changes the draw had when its price was shown; the same press twice is one exchange.

    Raises:
        ValidationError: the draw was changed meanwhile or is released, or `by` may not.
    """
    demand(can_run_tab(by))
    change = tab.Exchange(first.key, second.key)
    return _change(round_, change, after, by, N_("exchanged two teams in"), first=first.name, second=second.name)


@transaction.atomic
def take_out_team(*, round_: Round, team: Team, after: int, by: User) -> Round:
    """Take a team that is gone out of a draw; only the rooms it touches are solved again.

    Raises:
        ValidationError: as for `swap_teams`.
    """
    demand(can_run_tab(by))
    changed = _change(round_, tab.Leave((team.key,)), after, by, N_("took a team out of"), team=team.name)
    changed.check_ins.filter(team=team).delete()
    return changed


def _change(round_: Round, change: tab.Change, after: int, by: User, verb: str, **facts: Any) -> Round:
    """Make one change to a draw that is not released."""
    locked = Round.objects.select_for_update().get(pk=round_.pk)
    if locked.state != RoundState.DRAWN:
        raise ValidationError(_("Only a draw that is not released can be changed."))
    if len(locked.changes) != after:
        raise ValidationError(_("The draw was changed meanwhile. Look at it again."))
    try:
        _keep(locked, tab.apply_change(locked.get_draw(), change))
    except tab.TabError as error:
        raise ValidationError(say_error(error, locked.tournament.get_names())) from error
    record(by, verb, locked, **facts)
    return locked


@transaction.atomic
def release_round(*, round_: Round, by: User) -> Round:
    """Open the draw to the adjudicators; from now on it stands.

    Raises:
        ValidationError: it is not drawn, a room has no chair, there is no motion, or `by` may not.
    """
    demand(can_run_tab(by))
    locked = Round.objects.select_for_update().get(pk=round_.pk)
    if locked.is_shown:
        return locked
    if not locked.is_drawn:
        raise ValidationError(_("Draw the round first."))
    chaired = Panelist.objects.filter(debate__round=locked, part=PanelPart.CHAIR).values("debate")
    without = ", ".join(
        str(number) for number in locked.debates.exclude(pk__in=chaired).values_list("number", flat=True)
    )
    if without:
        raise ValidationError(_("Rooms without a chair: %(rooms)s. Allocate the panels first.") % {"rooms": without})
    if not locked.motion:
        raise ValidationError(_("Write the motion first."))
    locked.state, locked.released_at = RoundState.RELEASED, timezone.now()
    locked.save()
    record(by, N_("released"), locked)
    return locked
