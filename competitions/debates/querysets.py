"""The words in which tournaments are asked for."""

from typing import Any

from django.db.models import Count, Q, QuerySet

from accounts.choices import Role
from competitions.debates import tab
from competitions.debates.choices import RoundState

STAFF = {Role.OFFICER, Role.DIRECTOR}
SHOWN = (RoundState.RELEASED, RoundState.BALLOTS, RoundState.CONFIRMED)


class TournamentQuerySet(QuerySet):
    """Tournaments."""

    def visible_to(self, user: Any) -> "TournamentQuerySet":
        """Officers and readers see all, an adjudicator those he judges at."""
        if not user.is_authenticated:
            return self.none()
        if user.roles & {*STAFF, Role.VIEWER}:
            return self
        mine = Role.ADJUDICATOR in user.roles
        return self.filter(pk__in=_judged_by(user, self.model)) if mine else self.none()

    def counted(self) -> "TournamentQuerySet":
        """With `team_count` and `round_count`."""
        return self.annotate(
            team_count=Count("teams", filter=Q(teams__is_swing=False, teams__is_active=True), distinct=True),
            round_count=Count("rounds", filter=Q(rounds__state=RoundState.CONFIRMED), distinct=True),
        )


def _judged_by(user: Any, tournament: Any) -> QuerySet:
    """The tournaments in which a person is an adjudicator."""
    return tournament._base_manager.filter(adjudicators__user=user.pk).values("pk")


class TeamQuerySet(QuerySet):
    """Teams."""

    def visible_to(self, user: Any) -> "TeamQuerySet":
        """The list of teams is the tab's own: it holds names."""
        return self if user.is_authenticated and user.roles & STAFF else self.none()

    def taking_part(self) -> "TeamQuerySet":
        """Those that entered and did not withdraw, without swing teams."""
        return self.filter(is_active=True, is_swing=False)

    def as_entered(self) -> tuple[tab.Team, ...]:
        """As the engine knows them."""
        return tuple(team.as_entered() for team in self.prefetch_related("speakers"))


class AdjudicatorQuerySet(TeamQuerySet):
    """Adjudicators, their conflicts and strengths: the tab's own too."""


class RoundQuerySet(QuerySet):
    """Rounds."""

    def visible_to(self, user: Any) -> "RoundQuerySet":
        """The tab sees all; an adjudicator the released ones of the own tournaments."""
        if not user.is_authenticated:
            return self.none()
        if user.roles & STAFF:
            return self
        if Role.ADJUDICATOR not in user.roles:
            return self.none()
        return self.filter(state__in=SHOWN, tournament__adjudicators__user=user.pk).distinct()

    def confirmed(self, through: int | None = None) -> "RoundQuerySet":
        """Those whose results count, up to a round."""
        found = self.filter(state=RoundState.CONFIRMED)
        return found if through is None else found.filter(number__lte=through)

    def results(self) -> tuple[tab.DebateResult, ...]:
        """The results of confirmed rounds as they were frozen, byes among them."""
        found = []
        for one in self.confirmed().prefetch_related("debates"):
            found += [tab.decode(tab.DebateResult, debate.result) for debate in one.debates.all() if debate.result]
            points, sides = one.rules.uneven.bye_points, one.rules.room_size
            found += [tab.bye_result(one.number, team, points, sides) for team in one.byes]
        return tuple(found)


class DebateQuerySet(QuerySet):
    """Rooms of a round."""

    def visible_to(self, user: Any) -> "DebateQuerySet":
        """The tab sees all; an adjudicator the rooms where the own ballot is due, once they are released."""
        if not user.is_authenticated:
            return self.none()
        if user.roles & STAFF:
            return self
        if Role.ADJUDICATOR not in user.roles:
            return self.none()
        return self.filter(round__state__in=SHOWN, panel__adjudicator__user=user.pk).distinct()


class BallotQuerySet(QuerySet):
    """Ballots as they were sent."""

    def visible_to(self, user: Any) -> "BallotQuerySet":
        """The tab sees all, everybody the own."""
        if not user.is_authenticated:
            return self.none()
        return self if user.roles & STAFF else self.filter(sent_by=user.pk)
