"""Teams and adjudicators enter."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from accounts.models import User
from accounts.services.log import record
from competitions.debates.models import Adjudicator, Conflict, Speaker, Team, Tournament
from competitions.debates.rules import can_run_tab
from core.access import demand
from schools.models import School


@dataclass(frozen=True)
class Entry:
    """One team as it is entered: the line it stands on, its name, university and speakers."""

    line: int
    name: str
    institution: School
    speakers: tuple[str, ...]


@transaction.atomic
def add_teams(*, tournament: Tournament, entries: Sequence[Entry], by: User) -> list[Team]:
    """Enter teams, all of them or none.

    Raises:
        ValidationError: one sentence a line that does not fit, or `by` may not.
    """
    demand(can_run_tab(by))
    taken = {name.casefold() for name in tournament.teams.values_list("name", flat=True)}
    errors, teams = [], []
    for entry in entries:
        errors += [
            _("Line %(line)d: %(what)s") % {"line": entry.line, "what": e} for e in _faults(entry, tournament, taken)
        ]
        taken.add(entry.name.casefold())
        teams.append(Team(tournament=tournament, name=entry.name, institution=entry.institution))
    if errors:
        raise ValidationError(errors)
    for team, entry in zip(teams, entries, strict=True):
        team.save()
        Speaker.objects.bulk_create(
            Speaker(team=team, order=order, name=name) for order, name in enumerate(entry.speakers, 1)
        )
    record(by, N_("entered teams for"), tournament, teams=len(teams))
    return teams


def _faults(entry: Entry, tournament: Tournament, taken: set[str]) -> list[str]:
    """What is wrong with one entry."""
    found, needed = [], tournament.rules.speakers
    if entry.name.casefold() in taken:
        found.append(_("a team “%(name)s” is entered already.") % {"name": entry.name})
    if len(entry.speakers) != needed:
        words = _("“%(name)s” has %(there)d speakers; the format needs %(needed)d.")
        found.append(words % {"name": entry.name, "there": len(entry.speakers), "needed": needed})
    if len({name.casefold() for name in entry.speakers}) != len(entry.speakers):
        found.append(_("“%(name)s” names one speaker twice.") % {"name": entry.name})
    return found


@transaction.atomic
def change_team(*, team: Team, by: User) -> Team:
    """Rename a team, let it withdraw or come back, say where it may break.

    Raises:
        ValidationError: the name is taken, or `by` may not.
    """
    demand(can_run_tab(by))
    team.full_clean()
    team.save()
    record(by, N_("changed the team"), team, takes_part=team.is_active)
    return team


@transaction.atomic
def keep_adjudicator(*, adjudicator: Adjudicator, by: User) -> Adjudicator:
    """Enter an adjudicator, or change one.

    Raises:
        ValidationError: the name or login is entered already, or `by` may not.
    """
    demand(can_run_tab(by))
    verb = N_("changed the adjudicator") if adjudicator.pk else N_("entered the adjudicator")
    adjudicator.full_clean()
    adjudicator.save()
    record(by, verb, adjudicator)
    return adjudicator


@transaction.atomic
def declare_conflict(*, conflict: Conflict, by: User) -> Conflict:
    """Say whom an adjudicator must not judge, or not sit with. The same conflict again is the same.

    Raises:
        ValidationError: none or several are named, somebody of another tournament, or `by` may not.
    """
    demand(can_run_tab(by))
    conflict.full_clean()
    mine = conflict.adjudicator.tournament_id
    if any(other and other.tournament_id != mine for other in (conflict.team, conflict.colleague)):
        raise ValidationError(_("Choose somebody of the same tournament."))
    if conflict.colleague_id == conflict.adjudicator_id:
        raise ValidationError(_("Nobody is in conflict with oneself."))
    same = {name: getattr(conflict, name) for name in ("adjudicator", "team", "institution", "colleague")}
    kept, made = Conflict.objects.get_or_create(**same, defaults={"reason": conflict.reason})
    if made:
        record(by, N_("declared a conflict of"), conflict.adjudicator)
    return kept


@transaction.atomic
def drop_conflict(*, conflict: Conflict, by: User) -> Adjudicator:
    """Take a conflict back.

    Raises:
        ValidationError: `by` may not.
    """
    demand(can_run_tab(by))
    adjudicator = conflict.adjudicator
    record(by, N_("dropped a conflict of"), adjudicator, other=str(conflict))
    conflict.delete()
    return adjudicator
