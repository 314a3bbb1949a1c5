"""Filters that live in the address: shareable, and forgiving."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core.forms import FilterForm


class FilterSet(django_filters.FilterSet):
    """A list's filters. `search_fields` gives it a search box over those fields.

    A choice shows its own name while nothing is chosen ("County"), so that a row of filters needs no second row of
    labels; screen readers hear the label all the same.
    """

    search_fields: tuple[str, ...] = ()
    search_label = _("Search")

    class Meta:
        form = FilterForm

    q = django_filters.CharFilter(method="search", label=search_label)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        search = self.filters["q"]
        search.label = self.search_label
        search.extra["widget"] = forms.TextInput(
            attrs={"type": "search", "class": "form-control", "placeholder": self.search_label}
        )
        for filter_ in self.filters.values():
            if isinstance(filter_, django_filters.ChoiceFilter | django_filters.ModelChoiceFilter):
                filter_.extra["empty_label"] = filter_.label

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Every word must stand in one of the fields."""
        for word in value.split()[:8]:
            any_field = Q()
            for field in self.search_fields:
                any_field |= Q(**{f"{field}__icontains": word})
            queryset = queryset.filter(any_field)
        return queryset

    @property
    def is_active(self) -> bool:
        """Whether the list is narrowed now."""
        return any(self.data.get(name) for name in self.filters)
