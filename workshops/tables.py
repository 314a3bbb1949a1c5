"""The list of gatherings."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.tables import ChipColumn, ChoiceColumn, Column, DateColumn, Table
from workshops.choices import Kind
from workshops.models import Forum


class WhenColumn(Column):
    """A day and two clock times, on one line where there is room."""

    css = DateColumn.css


def _team(forum: Forum) -> str:
    return ", ".join(booking.facilitator.short_name for booking in forum.get_team())


class ForumTable(Table):
    """Gatherings, for readers who need no names."""

    school = Column(_("School"), "school.name", sort="school__name", link=True)
    when = WhenColumn(_("When"), "when", sort="starts_at")
    kind = ChoiceColumn(_("Kind"), Kind, sort="kind", hide=True)
    topic = Column(_("Topic"), sort="topic")
    county = Column(_("County"), "school.county.name", sort="school__county__name")
    state = ChipColumn(_("State"), "chip", sort="state")

    class Meta(Table.Meta):
        model = Forum
        fields = ()


class TeamForumTable(ForumTable):
    """The same with the team."""

    team = Column(_("Team"), _team)

    class Meta(ForumTable.Meta):
        sequence: Any = ("school", "when", "kind", "topic", "county", "team", "state")
