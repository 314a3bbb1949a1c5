"""Tournaments, small enough to draw in a moment."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.choices import Role
from competitions.debates.models import Adjudicator, Debate, Round, Speaker, Team, Tournament
from competitions.debates.services.ballots import Speech, confirm_ballot, confirm_round, send_ballot
from competitions.debates.services.draw import add_round, check_in, draw_round, release_round
from competitions.debates.services.panels import allocate_panels
from tests.factories.accounts import UserFactory
from tests.factories.schools import UniversityFactory


class TournamentFactory(DjangoModelFactory):
    class Meta:
        model = Tournament

    name = factory.Sequence(lambda n: f"Championship {n}")
    format = "bp"
    host = factory.SubFactory(UniversityFactory)
    starts_on = factory.LazyFunction(timezone.localdate)
    ends_on = factory.LazyAttribute(lambda o: o.starts_on + timedelta(days=1))
    planned_rounds = 3
    categories = factory.LazyFunction(
        lambda: [{"code": "open", "name": "Open", "size": 2, "general": True, "rule": "standard"}]
    )
    created_by = factory.SubFactory(UserFactory, roles=[Role.OFFICER])


class TeamFactory(DjangoModelFactory):
    """A team with two speakers."""

    class Meta:
        model = Team
        skip_postgeneration_save = True

    tournament = factory.SubFactory(TournamentFactory)
    name = factory.Sequence(lambda n: f"Team {n}")
    institution = factory.SubFactory(UniversityFactory)

    @factory.post_generation
    def speakers(self, create, extracted, **kwargs):
        for order in range(1, self.tournament.rules.speakers + 1):
            Speaker.objects.create(team=self, order=order, name=f"Speaker {self.name[5:]}{chr(64 + order)} Invented")


class AdjudicatorFactory(DjangoModelFactory):
    class Meta:
        model = Adjudicator

    tournament = factory.SubFactory(TournamentFactory)
    name = factory.Sequence(lambda n: f"Judge {n}")
    strength = Decimal(5)


def make_field(teams: int = 8, judges: int = 2, **fields) -> Tournament:
    """A tournament with its teams and adjudicators."""
    tournament = TournamentFactory(**fields)
    TeamFactory.create_batch(teams, tournament=tournament)
    AdjudicatorFactory.create_batch(judges, tournament=tournament)
    return tournament


def make_round(tournament: Tournament, *, until: str = "released", by=None, seed: int = 7) -> Round:
    """The next round, as far as asked: drafted, drawn, panels, released, ballots, confirmed."""
    by = by or tournament.created_by
    steps = ["drafted", "drawn", "panels", "released", "ballots", "confirmed"].index(until)
    motion = "This house believes that torture is justified for national good"
    round_ = add_round(round_=Round(tournament=tournament, format=tournament.format, motion=motion, seed=seed), by=by)
    everybody = {"teams": tournament.teams.taking_part(), "adjudicators": tournament.adjudicators.all()}
    check_in(round_=round_, **everybody, by=by)
    for step in (draw_round, allocate_panels, release_round)[:steps]:
        round_ = step(round_=round_, by=by)
    if steps >= 4:
        for debate in round_.debates.all():
            for judge in debate.get_ballot_judges():
                ballot = send_ballot(debate=debate, adjudicator=judge, key=uuid4(), speeches=speeches_of(debate), by=by)
                if steps >= 5:
                    confirm_ballot(ballot=ballot, by=by)
    if steps >= 5:
        round_ = confirm_round(round_=round_, by=by)
    return Round.objects.get(pk=round_.pk)


def speeches_of(debate: Debate, scores: dict[int, int] | None = None) -> list[Speech]:
    """Every team's speeches: by side 80, 78, 76, 74, or as given by side."""
    found = []
    for seat in debate.teams.all():
        score = Decimal((scores or {}).get(seat.side, 80 - 2 * seat.side))
        found += [Speech(seat.team, one, score) for one in seat.team.speakers.all()]
    return found
