"""A tournament, for the access table: its third round is drawn, its second open, its first confirmed."""

from competitions.debates.models import Conflict
from competitions.debates.services.tournament import release_standings
from tests.factories.debates import AdjudicatorFactory, TeamFactory, TournamentFactory, make_field, make_round


def build(world):
    one = make_field(teams=8, judges=1, created_by=world.officer)
    world.tournament = one
    world.judge_row = AdjudicatorFactory(tournament=one, user=world.adjudicator, name="Able Judge", strength=9)
    world.team = one.teams.first()
    world.conflict = Conflict.objects.create(adjudicator=world.judge_row, institution=world.tournament.host)
    make_round(one, until="confirmed")
    release_standings(tournament=one, by=world.officer)
    world.open_round = make_round(one, until="ballots")
    world.own_debate = world.open_round.debates.get(panel__adjudicator=world.judge_row)
    world.foreign_debate = world.open_round.debates.exclude(pk=world.own_debate.pk).first()
    world.ballot = world.own_debate.ballots.first()
    world.foreign_tournament = make_field(teams=4, judges=1, created_by=world.officer)
    world.drawn_round = make_round(world.foreign_tournament, until="drawn")
    world.draft_tournament = make_field(teams=4, judges=1, created_by=world.officer)
    world.draft_round = make_round(world.draft_tournament, until="drafted")


def _teams(n):
    TeamFactory.create_batch(n, tournament=_first())


def _judges(n):
    for judge in AdjudicatorFactory.create_batch(n, tournament=_first()):
        Conflict.objects.create(adjudicator=judge, team=_first().teams.first())


def _first():
    return TournamentFactory._meta.model.objects.order_by("pk").first()


LISTS = {
    "debates:tournament-list": lambda n: TournamentFactory.create_batch(n),
    "debates:team-list": _teams,
    "debates:adjudicator-list": _judges,
}
