"""What happens now: the one step that a tournament waits for."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from competitions.debates.choices import PanelPart, RoundState, TournamentState
from competitions.debates.models import Round, Tournament
from competitions.debates.reports.ballots import ballot_lines


@dataclass(frozen=True)
class NextStep:
    """One sentence, what it needs, where it is done."""

    words: str
    detail: str
    url: str
    action: str


def next_step(tournament: Tournament) -> NextStep:
    """The step that is due, for those who run the tab."""
    here = [tournament.pk]
    if not tournament.teams.taking_part().exists():
        url = reverse("debates:team-add", args=here)
        return NextStep(_("Enter the teams"), _("Paste them, one a line."), url, _("Enter teams"))
    if not tournament.adjudicators.exists():
        url = reverse("debates:adjudicator-add", args=here)
        return NextStep(_("Enter the adjudicators"), _("Each room needs a chair."), url, _("Enter an adjudicator"))
    last = tournament.rounds.order_by("-number").first()
    if last is not None and last.state != RoundState.CONFIRMED:
        return _step_of_round(last)
    if last is None or last.number < tournament.planned_rounds:
        number = last.number + 1 if last else 1
        words = _("Prepare round %(n)d of %(all)d") % {"n": number, "all": tournament.planned_rounds}
        url = reverse("debates:round-add", args=here)
        return NextStep(words, _("Write the motion; who was there last time is checked in."), url, _("Prepare"))
    url = reverse("debates:break", args=here)
    if tournament.state == TournamentState.BROKEN:
        return NextStep(_("The break is announced"), "", url, _("Open"))
    return NextStep(_("Announce the break"), _("All rounds are confirmed."), url, _("Open"))


def _step_of_round(round_: Round) -> NextStep:
    """The step that a round waits for."""
    name, here = str(round_), [round_.pk]
    page = round_.get_absolute_url()
    if round_.state == RoundState.DRAFTED:
        there = round_.check_ins.filter(adjudicator=None).count()
        if not there:
            url = reverse("debates:round-check-in", args=here)
            return NextStep(
                _("%(round)s: check in") % {"round": name}, _("Nobody is checked in yet."), url, _("Check in")
            )
        detail = _("%(n)d teams are checked in.") % {"n": there}
        return NextStep(
            _("%(round)s: draw") % {"round": name}, detail, reverse("debates:round-draw", args=here), _("Draw")
        )
    if round_.state == RoundState.DRAWN:
        return _step_of_draw(round_, name, page)
    lines = ballot_lines(round_)
    sent, done = sum(line.is_in for line in lines), sum(line.is_confirmed for line in lines)
    detail = _("%(sent)d of %(all)d are in, %(done)d confirmed.") % {"sent": sent, "all": len(lines), "done": done}
    url = reverse("debates:round-ballots", args=here)
    if done == len(lines):
        return NextStep(_("%(round)s: confirm the results") % {"round": name}, detail, url, _("Open"))
    return NextStep(_("%(round)s: ballots") % {"round": name}, detail, url, _("Open"))


def _step_of_draw(round_: Round, name: str, page: str) -> NextStep:
    rooms = round_.debates.count()
    chaired = round_.debates.filter(panel__part=PanelPart.CHAIR).distinct().count()
    if chaired < rooms:
        detail = _("%(n)d of %(all)d rooms have a chair.") % {"n": chaired, "all": rooms}
        url = reverse("debates:round-panels", args=[round_.pk])
        return NextStep(_("%(round)s: panels") % {"round": name}, detail, url, _("Open"))
    return NextStep(_("%(round)s: release the draw") % {"round": name}, _("Every room has a chair."), page, _("Open"))
