"""Filters of the calendar's list."""

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from accounts.models import User
from core.filters import FilterSet
from schools.filters import county_choices
from workshops.choices import UNREPORTED, WISHES, Kind, State
from workshops.models import AccessAuthority, Forum, Module, Terrain


class ForumFilter(FilterSet):
    """Gatherings by time, place, state and team."""

    search_fields = ("school__name", "topic")
    search_label = _("School or topic")
    when = django_filters.ChoiceFilter(
        label=_("When"),
        method="by_time",
        choices=[("next", _("to come")), ("past", _("past")), ("due", _("report due"))],
    )
    county = django_filters.ChoiceFilter(label=_("County"), choices=county_choices, field_name="school__county_id")
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Kind.choices)
    state = django_filters.ChoiceFilter(label=_("State"), choices=State.choices)

    class Meta(FilterSet.Meta):
        model = Forum
        fields: list[str] = []

    def by_time(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """To come, past, or past and not reported."""
        if value == "next":
            return queryset.filter(ends_at__gte=timezone.now())
        past = queryset.filter(ends_at__lt=timezone.now())
        return past.filter(state__in=UNREPORTED) if value == "due" else past


class WishFilter(FilterSet):
    """Requests by place, kind and state."""

    search_fields = ("school__name", "topic")
    search_label = _("School or topic")
    county = django_filters.ChoiceFilter(label=_("County"), choices=county_choices, field_name="school__county_id")
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Kind.choices)
    state = django_filters.ChoiceFilter(label=_("State"), choices=[(s.value, s.label) for s in WISHES])

    class Meta(FilterSet.Meta):
        model = Forum
        fields: list[str] = []


class FacilitatorFilter(FilterSet):
    """By name."""

    search_fields = ("name",)
    search_label = _("Name")

    class Meta(FilterSet.Meta):
        model = User
        fields: list[str] = []


class AuthorityFilter(FilterSet):
    """By reference and county."""

    search_fields = ("reference", "issued_by")
    search_label = _("Reference or office")
    county = django_filters.ChoiceFilter(label=_("County"), choices=county_choices, field_name="counties")

    class Meta(FilterSet.Meta):
        model = AccessAuthority
        fields: list[str] = []


class TerrainFilter(FilterSet):
    """By name."""

    search_fields = ("name",)
    search_label = _("Terrain")

    class Meta(FilterSet.Meta):
        model = Terrain
        fields: list[str] = []


class ModuleFilter(FilterSet):
    """By name."""

    search_fields = ("name",)
    search_label = _("Module")

    class Meta(FilterSet.Meta):
        model = Module
        fields: list[str] = []


class TeamForumFilter(ForumFilter):
    """The same for those who may see who leads."""

    facilitator = django_filters.ModelChoiceFilter(
        label=_("Facilitator"),
        method="by_facilitator",
        queryset=lambda request: User.objects.with_role(Role.FACILITATOR).order_by("name"),
    )

    def by_facilitator(self, queryset: QuerySet, name: str, value: User) -> QuerySet:
        """Those in whose team a person is."""
        return queryset.filter(bookings__facilitator=value, bookings__active=True)
