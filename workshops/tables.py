"""The list of gatherings."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.tables import ChipColumn, ChoiceColumn, Column, DateColumn, NumberColumn, Table
from workshops.choices import Kind
from workshops.models import AccessAuthority, Clearance, Forum, Module, Terrain


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


class WishTable(Table):
    """What schools asked for."""

    school = Column(_("School"), "school.name", sort="school__name", link=True)
    county = Column(_("County"), "school.county.name", sort="school__county__name")
    asked = DateColumn(_("Asked"), "planned_at", sort="planned_at")
    kind = ChoiceColumn(_("Kind"), Kind, sort="kind")
    expected = NumberColumn(_("Learners expected"), sort="expected")
    state = ChipColumn(_("State"), "chip", sort="state")

    class Meta(Table.Meta):
        model = Forum
        fields = ()


class FacilitatorTable(Table):
    """Who may go to schools."""

    name = Column(_("Name"), sort="name", link="workshops:facilitator-detail")
    phone = Column(_("Phone"), hide=True)
    clearance = ChipColumn(_("Clearance"), lambda person: Clearance.chip_of(person.clearances.all()))

    class Meta(Table.Meta):
        model = User
        fields = ()


class AuthorityTable(Table):
    """The ministry's letters."""

    reference = Column(_("Reference"), sort="reference", link=True)
    issued_by = Column(_("Issued by"), sort="issued_by", hide=True)
    counties = NumberColumn(_("Counties"), lambda letter: len(letter.counties.all()))
    valid_from = DateColumn(_("From"), sort="valid_from")
    valid_until = DateColumn(_("Until"), sort="valid_until")
    state = ChipColumn(_("State"), "chip")

    class Meta(Table.Meta):
        model = AccessAuthority
        fields = ()


class TerrainTable(Table):
    """How fast one travels."""

    name = Column(_("Terrain"), sort="name", link="workshops:terrain-change")
    kmh = NumberColumn(_("Kilometres an hour"), sort="kmh")
    counties = NumberColumn(_("Counties"), lambda terrain: len(terrain.counties) or None)

    class Meta(Table.Meta):
        model = Terrain
        fields = ()


class ModuleTable(Table):
    """What teams teach."""

    name = Column(_("Module"), sort="name", link=True)
    minutes = NumberColumn(_("Minutes"), sort="minutes")
    care = Column(_("Take care"), hide=True)

    class Meta(Table.Meta):
        model = Module
        fields = ()


class TeamForumTable(ForumTable):
    """The same with the team."""

    team = Column(_("Team"), _team)

    class Meta(ForumTable.Meta):
        sequence: Any = ("school", "when", "kind", "topic", "county", "team", "state")
