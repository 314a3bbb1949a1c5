"""Filters of the register."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.filters import FilterSet
from schools.choices import Boarding, Category, Gender, ImportState, Level, Outcome, Ownership, Reason
from schools.models import County, ImportBatch, ImportRow, School
from schools.reports.quality import GAPS

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
        return queryset.search(value)  # type: ignore[attr-defined]  # its own queryset


class SchoolFilter(PlaceFilter):
    """Schools."""

    level = django_filters.ChoiceFilter(
        label=_("Level"), choices=[choice for choice in Level.choices if choice[0] != Level.UNIVERSITY]
    )
    gender = django_filters.ChoiceFilter(label=_("Gender"), choices=Gender.choices)
    category = django_filters.ChoiceFilter(label=_("Category"), choices=Category.choices)
    boarding = django_filters.ChoiceFilter(label=_("Boarding"), choices=Boarding.choices)
    ownership = django_filters.ChoiceFilter(label=_("Run by"), choices=Ownership.choices)
    lack = django_filters.ChoiceFilter(
        label=_("Lacking"), method="by_lack", choices=[(key, words) for key, (words, _why) in GAPS.items()]
    )

    def by_lack(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Those whose record has a gap."""
        return queryset.lacking(value)  # type: ignore[attr-defined]  # its own queryset


class UniversityFilter(PlaceFilter):
    """Universities."""

    ownership = django_filters.ChoiceFilter(label=_("Run by"), choices=Ownership.choices)


class ImportFilter(FilterSet):
    """Lists that were sent."""

    search_fields = ("source__name", "file_name")
    search_label = _("Source or file")
    state = django_filters.ChoiceFilter(label=_("State"), choices=ImportState.choices)

    class Meta(FilterSet.Meta):
        model = ImportBatch
        fields: list[str] = []


class ImportRowFilter(FilterSet):
    """Rows of a list by what they would do, and why."""

    search_label = _("Name in the row")
    outcome = django_filters.ChoiceFilter(label=_("Outcome"), choices=Outcome.choices)
    reason = django_filters.ChoiceFilter(label=_("Why"), choices=Reason.choices)
    decided = django_filters.ChoiceFilter(
        label=_("Decided"), method="by_decision", choices=[("no", _("open")), ("yes", _("decided"))]
    )

    class Meta(FilterSet.Meta):
        model = ImportRow
        fields: list[str] = []

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """The name as it is read."""
        for word in value.replace("\0", "").split()[:8]:
            queryset = queryset.filter(values__name__icontains=word)
        return queryset

    def by_decision(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Open questions, or answered ones."""
        return queryset.open() if value == "no" else queryset.exclude(decision="")  # type: ignore[attr-defined]  # its own queryset
