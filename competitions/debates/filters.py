"""Filters of the lists."""

import django_filters
from django.utils.translation import gettext_lazy as _

from competitions.debates.choices import TournamentState
from competitions.debates.models import Adjudicator, Team, Tournament
from core.filters import FilterSet


class TournamentFilter(FilterSet):
    """Tournaments by name, host and state."""

    search_fields = ("name", "host__name")
    search_label = _("Tournament or host")
    state = django_filters.ChoiceFilter(label=_("State"), choices=TournamentState.choices)

    class Meta(FilterSet.Meta):
        model = Tournament
        fields: list[str] = []


class TeamFilter(FilterSet):
    """Teams by name and university."""

    search_fields = ("name", "institution__name", "institution__short_name")
    search_label = _("Team or university")

    class Meta(FilterSet.Meta):
        model = Team
        fields: list[str] = []


class AdjudicatorFilter(FilterSet):
    """Adjudicators by name and university."""

    search_fields = ("name", "institution__name", "institution__short_name")
    search_label = _("Name or university")

    class Meta(FilterSet.Meta):
        model = Adjudicator
        fields: list[str] = []
