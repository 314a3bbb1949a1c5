"""Tournaments: the list, one of them, and what pages under it share."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import Action
from competitions.debates.filters import TournamentFilter
from competitions.debates.forms.tournament import (
    TournamentForm,
)
from competitions.debates.models import Tournament
from competitions.debates.reports import next_step
from competitions.debates.rules import can_run_tab, can_see_debates
from competitions.debates.tables import TournamentTable
from core.pages import FormPage, Link, ListPage, ThingPage

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


class OfTournament(UnderTournament, FormPage):
    """A form about the tournament of the address."""

    rule = can_run_tab

    def get_form_kwargs(self) -> dict[str, Any]:
        """The tournament."""
        return {**super().get_form_kwargs(), "tournament": self.tournament}
