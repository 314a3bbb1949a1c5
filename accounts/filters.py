"""Filters of the lists about people and trust."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.choices import Channel, MessageState, PaperKind, Printed, PrintState, Role
from accounts.models import Action, Concern, IssuedPaper, Message, PrintItem, PrintJob, User
from core.filters import FilterSet


class UserFilter(FilterSet):
    """People by role and state."""

    search_fields = ("name", "email", "phone")
    search_label = _("Name, e-mail or phone")
    role = django_filters.ChoiceFilter(label=_("Role"), choices=Role.choices, method="by_role")
    active = django_filters.ChoiceFilter(
        label=_("State"),
        field_name="is_active",
        choices=[("True", _("active")), ("False", _("closed or invited"))],
    )

    class Meta(FilterSet.Meta):
        model = User
        fields: list[str] = []

    def by_role(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Those who hold the role."""
        return queryset.filter(groups__name=value)


class ActionFilter(FilterSet):
    """The log by person and day."""

    search_fields = ("about_text", "verb")
    search_label = _("What was done, or to what")
    by = django_filters.ModelChoiceFilter(label=_("Who"), queryset=User.objects.all())
    since = django_filters.DateFilter(label=_("From"), field_name="at", lookup_expr="date__gte")
    until = django_filters.DateFilter(label=_("Until"), field_name="at", lookup_expr="date__lte")

    class Meta(FilterSet.Meta):
        model = Action
        fields: list[str] = []


class MessageFilter(FilterSet):
    """The outbox by state and way."""

    search_fields = ("to", "subject")
    search_label = _("Address or subject")
    state = django_filters.ChoiceFilter(label=_("State"), choices=MessageState.choices)
    channel = django_filters.ChoiceFilter(label=_("Way"), choices=Channel.choices)

    class Meta(FilterSet.Meta):
        model = Message
        fields: list[str] = []


class ConcernFilter(FilterSet):
    """Concerns, open or closed."""

    search_fields = ("about_text",)
    open = django_filters.ChoiceFilter(
        label=_("State"), choices=[("yes", _("open")), ("no", _("closed"))], method="by_state"
    )

    class Meta(FilterSet.Meta):
        model = Concern
        fields: list[str] = []

    def by_state(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Open, or closed."""
        return queryset.filter(closed_at__isnull=value == "yes")


class PrintJobFilter(FilterSet):
    """Print jobs by state."""

    search_fields = ("words",)
    search_label = _("What was ordered")
    state = django_filters.ChoiceFilter(label=_("State"), choices=PrintState.choices)

    class Meta(FilterSet.Meta):
        model = PrintJob
        fields: list[str] = []


class PrintItemFilter(FilterSet):
    """The copies of a job."""

    search_fields = ("label", "paper__number")
    search_label = _("Name or number")
    outcome = django_filters.ChoiceFilter(label=_("State"), choices=Printed.choices)

    class Meta(FilterSet.Meta):
        model = PrintItem
        fields: list[str] = []


class IssuedPaperFilter(FilterSet):
    """Numbered papers by kind and by whether they are valid."""

    search_fields = ("number", "token")
    search_label = _("Number, or the letters under the code")
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=PaperKind.choices)
    valid = django_filters.ChoiceFilter(
        label=_("State"), choices=[("yes", _("valid")), ("no", _("revoked"))], method="by_state"
    )

    class Meta(FilterSet.Meta):
        model = IssuedPaper
        fields: list[str] = []

    def by_state(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Valid, or revoked."""
        return queryset.filter(revoked_at__isnull=value == "yes")
