"""Filters of the register."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.filters import FilterSet
from schools.choices import Boarding, Category, Gender, Ownership
from schools.models import County, School

counties: list[tuple[str, str]] = []


def county_choices() -> list[tuple[str, str]]:
    """The counties, for a filter; there are 47, and a process asks for them once."""
    if not counties:
        counties.extend(County.objects.values_list("code", "name"))
    return counties


class PlaceFilter(FilterSet):
    """Search by name and county."""

    search_label = _("Name, county or code")
    county = django_filters.ChoiceFilter(label=_("County"), choices=county_choices, field_name="county_id")

    class Meta(FilterSet.Meta):
        model = School
        fields: list[str] = []

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """The register's own forgiving search."""
        return queryset.search(value)  # type: ignore[attr-defined]


class SchoolFilter(PlaceFilter):
    """Secondary schools."""

    gender = django_filters.ChoiceFilter(label=_("Gender"), choices=Gender.choices)
    category = django_filters.ChoiceFilter(label=_("Category"), choices=Category.choices)
    boarding = django_filters.ChoiceFilter(label=_("Boarding"), choices=Boarding.choices)
    ownership = django_filters.ChoiceFilter(label=_("Run by"), choices=Ownership.choices)


class UniversityFilter(PlaceFilter):
    """Universities."""

    ownership = django_filters.ChoiceFilter(label=_("Run by"), choices=Ownership.choices)
