"""Who takes part in a tournament, and where: teams, adjudicators and their conflicts, venues."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from competitions.debates.filters import AdjudicatorFilter, TeamFilter
from competitions.debates.forms.tournament import (
    AdjudicatorForm,
    ConflictForm,
    TeamForm,
    TeamPasteForm,
    VenuePasteForm,
)
from competitions.debates.models import Adjudicator, Conflict, Team
from competitions.debates.rules import can_run_tab
from competitions.debates.services.people import drop_conflict
from competitions.debates.tables import AdjudicatorTable, TeamTable
from competitions.debates.views.tournament import Crumbs, OfTournament, UnderTournament, crumbs_of
from core.pages import AboutPage, ButtonPage, ChangePage, FormPage, Link, ListPage


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
