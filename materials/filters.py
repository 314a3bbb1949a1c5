"""Filters of the library, the titles and the downloads."""

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.filters import FilterSet
from core.forms import DateInput
from materials.choices import Language, Moderation, PaperForm, Stars
from materials.models import Download, Edition, Opinion, Title
from schools.filters import county_choices


class LibraryFilter(FilterSet):
    """Booklets by language and word."""

    search_fields = ("name", "subtitle", "title__summary", "title__audience", "title__code")
    search_label = _("Search the booklets")
    language = django_filters.ChoiceFilter(label=_("Language"), choices=Language.choices)

    class Meta(FilterSet.Meta):
        model = Edition
        fields: list[str] = []


class TitleFilter(FilterSet):
    """Titles by word, and those that are no longer offered."""

    search_fields = ("name", "code", "editions__name")
    search_label = _("Name or code")
    offered = django_filters.ChoiceFilter(
        label=_("Offered"), method="by_offer", choices=[("yes", _("offered")), ("no", _("no longer offered"))]
    )

    class Meta(FilterSet.Meta):
        model = Title
        fields: list[str] = []

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """A title has several editions and stands in the list once."""
        return super().search(queryset, name, value).distinct()

    def by_offer(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """In the library or not."""
        return queryset.filter(archived=value == "no")


class DownloadFilter(FilterSet):
    """Downloads by school, booklet, form and time."""

    search_fields = ("school__name", "school__county__name", "edition__name", "edition__title__code")
    search_label = _("School, county or booklet")
    form_ = django_filters.ChoiceFilter(label=_("Form"), choices=PaperForm.choices, field_name="form")
    language = django_filters.ChoiceFilter(
        label=_("Language"), choices=Language.choices, field_name="edition__language"
    )
    county = django_filters.ChoiceFilter(
        label=_("County"),
        choices=county_choices,
        null_label=_("School not known"),
        null_value="none",
        field_name="school__county_id",
    )
    school = django_filters.NumberFilter(field_name="school_id", widget=forms.HiddenInput)
    edition = django_filters.NumberFilter(field_name="edition_id", widget=forms.HiddenInput)
    since = django_filters.DateFilter(label=_("From"), field_name="day", lookup_expr="gte", widget=DateInput)
    until = django_filters.DateFilter(label=_("until"), field_name="day", lookup_expr="lte", widget=DateInput)

    class Meta(FilterSet.Meta):
        model = Download
        fields: list[str] = []


class OpinionFilter(FilterSet):
    """Opinions by state, stars and booklet."""

    search_fields = ("edition__name", "edition__title__code", "comment")
    search_label = _("Booklet or word")
    state = django_filters.ChoiceFilter(label=_("State"), choices=Moderation.choices)
    stars = django_filters.ChoiceFilter(label=_("Stars"), choices=Stars.choices)

    class Meta(FilterSet.Meta):
        model = Opinion
        fields: list[str] = []
