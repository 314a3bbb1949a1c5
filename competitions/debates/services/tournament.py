"""A tournament from its announcement to its break."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from accounts.choices import PaperKind
from accounts.models import PrintJob, User
from accounts.services.log import record
from accounts.services.printing import Order, order_print
from competitions.debates import tab
from competitions.debates.choices import TournamentState
from competitions.debates.models import Tournament, Venue
from competitions.debates.rules import can_run_tab
from core.access import demand


@transaction.atomic
def create_tournament(*, tournament: Tournament, by: User) -> Tournament:
    """Announce a tournament.

    Raises:
        ValidationError: the days do not fit, or `by` may not.
    """
    demand(can_run_tab(by))
    tournament.created_by = by
    tournament.full_clean()
    tournament.save()
    record(by, N_("announced"), tournament)
    return tournament


@transaction.atomic
def add_venues(*, tournament: Tournament, venues: Sequence[Venue], by: User) -> list[Venue]:
    """Add places; one of the same name is brought up to date.

    Raises:
        ValidationError: a place makes no sense, or `by` may not.
    """
    demand(can_run_tab(by))
    kept = []
    for venue in venues:
        venue.tournament = tournament
        venue.full_clean(exclude=["tournament"], validate_unique=False, validate_constraints=False)
        values = {name: getattr(venue, name) for name in ("priority", "capacity", "is_step_free")}
        kept.append(Venue.objects.update_or_create(tournament=tournament, name=venue.name, defaults=values)[0])
    record(by, N_("added venues to"), tournament, venues=len(kept))
    return kept


@transaction.atomic
def release_standings(*, tournament: Tournament, by: User) -> Tournament:
    """Open the standings after the confirmed rounds to adjudicators and readers.

    Raises:
        ValidationError: no round is confirmed yet, or `by` may not.
    """
    demand(can_run_tab(by))
    last = tournament.rounds.confirmed().order_by("-number").first()
    if last is None:
        raise ValidationError(_("No round is confirmed yet."))
    Tournament.objects.filter(pk=tournament.pk).update(released_rounds=last.number)
    tournament.refresh_from_db()
    record(by, N_("released the standings of"), tournament, rounds=last.number)
    return tournament


@transaction.atomic
def announce_break(*, tournament: Tournament, by: User) -> Tournament:
    """Announce who breaks, and freeze it as it was announced.

    Raises:
        ValidationError: rounds are missing, it was announced already, or `by` may not.
    """
    demand(can_run_tab(by))
    tournament = Tournament.objects.select_for_update().get(pk=tournament.pk)
    if tournament.state == TournamentState.BROKEN:
        return tournament
    missing = tournament.planned_rounds - tournament.rounds.confirmed().count()
    if missing > 0:
        raise ValidationError(_("Rounds that are still to be confirmed: %(n)d.") % {"n": missing})
    standings = tournament.get_standings()
    breaks = tab.make_breaks(tournament.teams.all().as_entered(), standings, tournament.get_break_categories())
    tournament.breaks = tab.encode(breaks)
    tournament.state = TournamentState.BROKEN
    tournament.released_rounds = tournament.planned_rounds
    tournament.save()
    record(by, N_("announced the break of"), tournament)
    return tournament


@transaction.atomic
def print_certificates(*, tournament: Tournament, order: Order, by: User) -> PrintJob:
    """Number the certificates of a tournament whose break is announced, and order their print.

    Raises:
        ValidationError: the break is not announced yet, nobody took part, or `by` may not.
    """
    demand(can_run_tab(by))
    if tournament.state != TournamentState.BROKEN:
        raise ValidationError(_("Announce the break first: the certificates say who reached it."))
    job = order_print(words=order.words, batch=order.batch, wanted=order.wanted, kind=PaperKind.CERTIFICATE, by=by)
    record(by, N_("ordered the certificates of"), tournament, n=job.total)
    return job
