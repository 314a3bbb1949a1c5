"""Tournaments: the list, one of them, who takes part, standings, the break."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import Action
from competitions.debates.filters import AdjudicatorFilter, TeamFilter, TournamentFilter
from competitions.debates.forms.tournament import (
    AdjudicatorForm,
    ConflictForm,
    TeamForm,
    TeamPasteForm,
    TournamentForm,
    VenuePasteForm,
)
from competitions.debates.models import Adjudicator, Conflict, Team, Tournament
from competitions.debates.reports import next_step
from competitions.debates.rules import can_run_tab, can_see_debates
from competitions.debates.services.people import drop_conflict
from competitions.debates.tables import AdjudicatorTable, TeamTable, TournamentTable
from core.pages import AboutPage, ButtonPage, ChangePage, FormPage, Link, ListPage, ThingPage

DEBATES = ((_("Debates"), "debates:tournament-list"),)
Crumbs = list[tuple[Any, str]]


def crumbs_of(tournament: Tournament) -> Crumbs:
    """The way to a tournament."""
    return [(_("Debates"), reverse("debates:tournament-list")), (tournament.name, tournament.get_absolute_url())]


class TournamentList(ListPage):
    """All tournaments."""

    rule = can_see_debates
    queryset = Tournament.objects.select_related("host").counted()
    table_class = TournamentTable
    filterset_class = TournamentFilter
    title = _("Debates")
    lead = _("Championships of the universities, from the first draw to the break.")
    empty = _("No tournament yet. Announce the first one, then paste its teams.")
    export_name = "tournaments"

    def get_links(self) -> Iterable[Link]:
        """Announce."""
        if can_run_tab(self.request.user):
            yield Link(_("Announce a tournament"), reverse("debates:tournament-add"), "primary")


class TournamentAdd(FormPage):
    """A new one."""

    rule = can_run_tab
    form_class = TournamentForm
    title = _("Announce a tournament")
    button = _("Announce")
    done = _("The tournament is there. Now enter its teams.")
    crumbs = DEBATES


class TournamentDetail(ThingPage):
    """What happens now, the rounds, and everything around them."""

    rule = can_see_debates
    queryset = Tournament.objects.select_related("host").counted()
    template_name = "debates/tournament_detail.html"
    crumbs = DEBATES

    def get_lead(self) -> str:
        """When, where, how."""
        one = self.get_object()
        return f"{one.when} · {one.host.name} · {one.get_format_display()}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The next step for the tab, the rounds that this person may see."""
        one, user = self.get_object(), self.request.user
        runs = bool(can_run_tab(user))
        return super().get_context_data(
            runs=runs,
            step=next_step(one) if runs else None,
            rounds=one.rounds.visible_to(user),
            actions=Action.objects.about(one).visible_to(user).select_related("by")[:8] if runs else (),
            adjudicator_count=one.adjudicators.filter(is_active=True).count(),
            venue_count=one.venues.count(),
            **kwargs,
        )


class UnderTournament:
    """Pages under one tournament, which the address names."""

    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def tournament(self) -> Tournament:
        """The tournament of the address, or 404."""
        return get_object_or_404(Tournament.objects.visible_to(self.request.user), pk=self.kwargs["pk"])

    def get_crumbs(self) -> Crumbs:
        """Under the tournament."""
        return crumbs_of(self.tournament)


class TeamList(UnderTournament, ListPage):
    """The teams, with their speakers: for the tab."""

    rule = can_run_tab
    queryset = Team.objects.select_related("institution").prefetch_related("speakers")
    table_class = TeamTable
    filterset_class = TeamFilter
    title = _("Teams")
    empty = _("No team yet. Paste them, one a line.")
    export_name = "teams"

    def get_queryset(self) -> QuerySet:
        """Of this tournament."""
        return super().get_queryset().filter(tournament=self.tournament)

    def get_links(self) -> Iterable[Link]:
        """Enter more."""
        yield Link(_("Enter teams"), reverse("debates:team-add", args=[self.tournament.pk]), "primary")


class OfTournament(UnderTournament, FormPage):
    """A form about the tournament of the address."""

    rule = can_run_tab

    def get_form_kwargs(self) -> dict[str, Any]:
        """The tournament."""
        return {**super().get_form_kwargs(), "tournament": self.tournament}


class TeamAdd(OfTournament):
    """Paste teams."""

    form_class = TeamPasteForm
    title = _("Enter teams")
    button = _("Enter")
    done = _("The teams are entered.")
    draft = "teams"

    def get_success_url(self) -> str:
        """To the list."""
        return reverse("debates:team-list", args=[self.tournament.pk])


class TeamChange(ChangePage):
    """Rename, withdraw, say where it may break."""

    rule = can_run_tab
    queryset = Team.objects.select_related("tournament", "institution")
    form_class = TeamForm
    title = _("Change the team")
    done = _("The team is changed.")

    def get_lead(self) -> str:
        """Which one."""
        return f"{self.get_object().name} · {self.get_object().speaker_names}"

    def get_crumbs(self) -> Crumbs:
        """Under the list."""
        one = self.get_object()
        return [*crumbs_of(one.tournament), (_("Teams"), one.get_absolute_url())]


class AdjudicatorList(UnderTournament, ListPage):
    """Who judges, for the tab."""

    rule = can_run_tab
    queryset = Adjudicator.objects.select_related("institution").prefetch_related(
        "conflicts__team", "conflicts__institution", "conflicts__colleague"
    )
    table_class = AdjudicatorTable
    filterset_class = AdjudicatorFilter
    title = _("Adjudicators")
    empty = _("No adjudicator yet. Each room needs a chair.")
    export_name = "adjudicators"

    def get_queryset(self) -> QuerySet:
        """Of this tournament."""
        return super().get_queryset().filter(tournament=self.tournament)

    def get_links(self) -> Iterable[Link]:
        """Enter one more."""
        yield Link(_("Enter an adjudicator"), reverse("debates:adjudicator-add", args=[self.tournament.pk]), "primary")


class AdjudicatorAdd(UnderTournament, FormPage):
    """One more."""

    rule = can_run_tab
    form_class = AdjudicatorForm
    title = _("Enter an adjudicator")
    button = _("Enter")
    done = _("The adjudicator is entered.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """An empty one of this tournament."""
        return {**super().get_form_kwargs(), "instance": Adjudicator(tournament=self.tournament)}


class OneAdjudicator:
    """Pages under one adjudicator."""

    rule = can_run_tab
    queryset: QuerySet = Adjudicator.objects.select_related("tournament", "institution")
    get_object: Any

    def get_lead(self) -> str:
        """Who."""
        return str(self.get_object())

    def get_crumbs(self) -> Crumbs:
        """Under the list."""
        one = self.get_object()
        return [*crumbs_of(one.tournament), (_("Adjudicators"), one.get_absolute_url())]


class AdjudicatorChange(OneAdjudicator, ChangePage):
    """Strength, university, conflicts."""

    form_class = AdjudicatorForm
    template_name = "debates/adjudicator_form.html"
    title = _("Change the adjudicator")
    done = _("The adjudicator is changed.")


class ConflictAdd(OneAdjudicator, AboutPage):
    """Whom this adjudicator must not judge."""

    form_class = ConflictForm
    about = "adjudicator"
    title = _("Declare a conflict")
    lead = _("A conflict is never broken. Name one: a team, a university or an adjudicator.")
    button = _("Declare")
    done = _("The conflict will be kept.")

    def get_success_url(self) -> str:
        """Back to the adjudicator."""
        return reverse("debates:adjudicator-change", args=[self.get_object().pk])


class ConflictDrop(ButtonPage):
    """It was a mistake."""

    rule = can_run_tab
    done = _("The conflict is dropped.")

    def get_object(self) -> Conflict:
        """For the tab, whose rule stands above, there is no other person's conflict."""
        return get_object_or_404(Conflict.objects.select_related("adjudicator"), pk=self.kwargs["pk"])

    def act(self, thing: Conflict) -> Any:
        """Drop."""
        return drop_conflict(conflict=thing, by=self.request.user)

    def get_next_url(self, thing: Conflict) -> str:
        """Back to the adjudicator."""
        return reverse("debates:adjudicator-change", args=[thing.adjudicator_id])


class VenueAdd(OfTournament):
    """Paste places."""

    form_class = VenuePasteForm
    template_name = "debates/venue_form.html"
    title = _("Venues")
    button = _("Keep")
    done = _("The venues are kept.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Those that are there."""
        return super().get_context_data(venues=self.tournament.venues.all(), **kwargs)


class OneTournament:
    """Pages that show one tournament's figures."""

    rule = can_see_debates
    queryset: QuerySet = Tournament.objects.select_related("host")
    get_object: Any
    request: HttpRequest

    def get_crumbs(self) -> Crumbs:
        """Under the tournament."""
        return crumbs_of(self.get_object())

    @property
    def runs(self) -> bool:
        """Whether this person runs the tab."""
        return bool(can_run_tab(self.request.user))

    @property
    def through(self) -> int | None:
        """Up to which round this person sees results: the tab all, others those that are released."""
        return None if self.runs else self.get_object().released_rounds
