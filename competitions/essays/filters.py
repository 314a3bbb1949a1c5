"""Filters of the lists of competitions and entries."""

import django_filters
from django.utils.translation import gettext_lazy as _

from competitions.essays.choices import CompetitionState, EntryState, Language
from competitions.essays.models import Competition, Entry
from core.filters import FilterSet
from schools.filters import county_choices


class CompetitionFilter(FilterSet):
    """Competitions by name and state."""

    search_fields = ("name", "question")
    search_label = _("Name or question")
    state = django_filters.ChoiceFilter(label=_("State"), choices=CompetitionState.choices)

    class Meta(FilterSet.Meta):
        model = Competition
        fields: list[str] = []


class EntryFilter(FilterSet):
    """Entries by number, competition, language and state."""

    search_fields = ("number", "title")
    search_label = _("Number or title")
    competition = django_filters.ModelChoiceFilter(
        label=_("Competition"), queryset=lambda request: Competition.objects.visible_to(request.user)
    )
    language = django_filters.ChoiceFilter(label=_("Language"), choices=Language.choices)
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=[c for c in EntryState.choices if c[0] != EntryState.WITHDRAWN]
    )

    class Meta(FilterSet.Meta):
        model = Entry
        fields: list[str] = []


class OfficeEntryFilter(EntryFilter):
    """The same with the school for officers."""

    search_fields = ("number", "title", "entrant__school__name")
    search_label = _("Number, title or school")
    county = django_filters.ChoiceFilter(
        label=_("County"), choices=county_choices, field_name="entrant__school__county_id"
    )
