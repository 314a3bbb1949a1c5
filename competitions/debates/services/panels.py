"""Who judges where: by the engine, and by hand."""

from collections import Counter
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from accounts.models import User
from accounts.services.log import record
from competitions.debates import tab
from competitions.debates.choices import PanelPart, RoundState, say_error
from competitions.debates.models import Adjudicator, Conflict, Debate, Panelist, Round
from competitions.debates.models.tournament import STEP_FREE
from competitions.debates.rules import can_run_tab
from core.access import demand


@transaction.atomic
def allocate_panels(*, round_: Round, by: User) -> Round:
    """Let the engine choose panels and places for a drawn round, from those who are checked in.

    Raises:
        ValidationError: there is no way to keep every conflict, with the culprits; a place is too small; the round
            is not drawn or is released; or `by` may not.
    """
    demand(can_run_tab(by))
    locked = Round.objects.select_for_update().get(pk=round_.pk)
    if locked.state != RoundState.DRAWN:
        raise ValidationError(_("Panels are allocated when the round is drawn and not yet released."))
    debates = list(locked.debates.prefetch_related("teams__team"))
    try:
        plan = tab.allocate_panels(_panel_request(locked, debates))
        _keep_panels(debates, plan)
        _keep_places(locked, debates, plan)
    except tab.TabError as error:
        raise ValidationError(say_error(error, locked.tournament.get_names())) from error
    record(by, N_("allocated the panels of"), locked, rooms=len(plan.panels))
    return locked


def _panel_request(round_: Round, debates: list[Debate]) -> tab.PanelRequest:
    judges = Adjudicator.objects.filter(
        pk__in=round_.check_ins.filter(team=None).values("adjudicator"), is_active=True
    ).order_by("pk")
    seen, sat_with = _history(round_)
    brackets = sorted({debate.bracket for debate in debates}, reverse=True)
    return tab.PanelRequest(
        debates=tuple(
            tab.PanelDebate(
                room=debate.number,
                teams={one.team.key: _institution(one.team) for one in debate.teams.all()},
                importance=max(1, 5 - brackets.index(debate.bracket)) if len(brackets) > 1 else 3,
            )
            for debate in debates
        ),
        adjudicators=tuple(one.as_judge(seen.get(one.pk, {}), sat_with.get(one.pk, {})) for one in judges),
        conflicts=tuple(one.as_conflict() for one in Conflict.objects.filter(adjudicator__in=judges)),
        rule=tab.PanelRule(odd=round_.rules.ballot.by is tab.BallotsBy.INDIVIDUAL),
        seed=round_.seed or 0,
        round=round_.number,
    )


def _institution(team: Any) -> str:
    return f"s{team.institution_id}" if team.institution_id else ""


def _history(round_: Round) -> tuple[dict[int, Counter[str]], dict[int, Counter[str]]]:
    """Which teams each adjudicator has judged at this tournament, and with whom."""
    seen: dict[int, Counter[str]] = {}
    sat_with: dict[int, Counter[str]] = {}
    before = Debate.objects.filter(round__tournament=round_.tournament_id, round__number__lt=round_.number)
    for debate in before.prefetch_related("teams", "panel"):
        judges = [one.adjudicator_id for one in debate.panel.all()]
        for judge in judges:
            seen.setdefault(judge, Counter()).update(f"t{one.team_id}" for one in debate.teams.all())
            sat_with.setdefault(judge, Counter()).update(f"a{other}" for other in judges if other != judge)
    return seen, sat_with


def _keep_panels(debates: list[Debate], plan: tab.PanelPlan) -> None:
    by_number = {debate.number: debate for debate in debates}
    Panelist.objects.filter(debate__in=debates).delete()
    rows = []
    for panel in plan.panels:
        debate = by_number[panel.room]
        debate.panel_notes = tab.encode(panel.notes)
        debate.save(update_fields=["panel_notes"])
        parts = [(panel.chair, PanelPart.CHAIR)]
        parts += [(key, PanelPart.PANELLIST) for key in panel.panellists]
        parts += [(key, PanelPart.TRAINEE) for key in panel.trainees]
        rows += [Panelist(debate=debate, adjudicator_id=int(key[1:]), part=part) for key, part in parts]
    Panelist.objects.bulk_create(rows)


def _keep_places(round_: Round, debates: list[Debate], plan: tab.PanelPlan) -> None:
    """Give each room its place, where the tournament has any: chairs stay where they were."""
    venues = list(round_.tournament.venues.all())
    if not venues:
        return
    panels = {panel.room: panel for panel in plan.panels}
    importance = {debate.room: debate.importance for debate in plan.request.debates}
    needs = []
    for debate in debates:
        panel = panels[debate.number]
        people = len(debate.teams.all()) * round_.rules.speakers + len(panel.voting) + len(panel.trainees)
        step_free = any(one.team.needs_step_free for one in debate.teams.all())
        step_free = step_free or any(
            STEP_FREE in judge.needs
            for judge in plan.request.adjudicators
            if judge.id in (*panel.voting, *panel.trainees)
        )
        needs.append(
            tab.VenueNeed(
                room=debate.number,
                people=people,
                needs=frozenset({STEP_FREE} if step_free else ()),
                importance=importance[debate.number],
                stay_in=_last_place(round_, panel.chair),
            )
        )
    places = tab.allocate_venues(tuple(needs), tuple(venue.as_place() for venue in venues), round_.seed or 0)
    chosen = {choice.room: int(choice.venue[1:]) for choice in places}
    for debate in debates:
        Debate.objects.filter(pk=debate.pk).update(venue=chosen[debate.number])


def _last_place(round_: Round, chair: str) -> str:
    """Where a chair was in the round before."""
    before = Panelist.objects.filter(
        adjudicator=int(chair[1:]),
        debate__round__tournament=round_.tournament_id,
        debate__round__number=round_.number - 1,
    ).first()
    return f"v{before.debate.venue_id}" if before and before.debate.venue_id else ""


@transaction.atomic
def seat_adjudicator(*, adjudicator: Adjudicator, round_: Round, debate: Debate | None, part: str, by: User) -> Round:
    """Put an adjudicator into a room by hand, or out of all. A chair who was there becomes a panellist.

    Raises:
        ValidationError: a conflict forbids it, a ballot was sent, the round is confirmed or not drawn, or `by` may
            not.
    """
    demand(can_run_tab(by))
    locked = Round.objects.select_for_update().get(pk=round_.pk)
    if not locked.is_drawn or locked.state == RoundState.CONFIRMED:
        raise ValidationError(_("Panels cannot be changed now."))
    if adjudicator.ballots.filter(debate__round=locked).exists():
        raise ValidationError(_("%(name)s has sent a ballot already.") % {"name": adjudicator.name})
    if adjudicator.tournament_id != locked.tournament_id or (debate and debate.round_id != locked.pk):
        raise ValidationError(_("Choose somebody of the same tournament."))
    Panelist.objects.filter(debate__round=locked, adjudicator=adjudicator).delete()
    if debate is not None:
        _refuse_conflicts(adjudicator, debate)
        if part == PanelPart.CHAIR:
            debate.panel.filter(part=PanelPart.CHAIR).update(part=PanelPart.PANELLIST)
        Panelist.objects.create(debate=debate, adjudicator=adjudicator, part=part)
        Debate.objects.filter(pk=debate.pk).update(panel_notes=[])
    record(
        by, N_("seated an adjudicator in"), locked, adjudicator=adjudicator.name, room=debate.number if debate else 0
    )
    return locked


def _refuse_conflicts(adjudicator: Adjudicator, debate: Debate) -> None:
    """Say every hard conflict of an adjudicator with a room."""
    found, colleagues = [], [one.adjudicator for one in debate.panel.select_related("adjudicator")]
    teams = [one.team for one in debate.teams.select_related("team__institution")]
    mine = list(adjudicator.conflicts.all())
    schools = {one.institution_id for one in mine if one.institution_id} | {adjudicator.institution_id} - {None}
    barred = {one.team_id for one in mine if one.team_id}
    apart = {one.colleague_id for one in mine if one.colleague_id}
    apart |= set(Conflict.objects.filter(colleague=adjudicator).values_list("adjudicator", flat=True))
    words = _("%(name)s must not judge %(team)s.")
    for team in teams:
        if team.pk in barred or (team.institution_id and team.institution_id in schools):
            found.append(words % {"name": adjudicator.name, "team": team.name})
    words = _("%(name)s must not sit with %(other)s.")
    found += [words % {"name": adjudicator.name, "other": one.name} for one in colleagues if one.pk in apart]
    if found:
        raise ValidationError(found)
