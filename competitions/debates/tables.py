"""The lists of tournaments, teams and adjudicators."""

from django.utils.translation import gettext_lazy as _

from competitions.debates.choices import DebateFormat
from competitions.debates.models import Adjudicator, Team, Tournament
from core.tables import ChipColumn, ChoiceColumn, Column, DateColumn, NumberColumn, Table


class TournamentTable(Table):
    """Tournaments."""

    name = Column(_("Tournament"), sort="name", link=True)
    starts_on = DateColumn(_("First day"), sort="starts_on")
    host = Column(_("Host"), "host.name", sort="host__name")
    format = ChoiceColumn(_("Format"), DebateFormat, sort="format", hide=True)
    teams = NumberColumn(_("Teams"), "team_count", sort="team_count")
    rounds = NumberColumn(_("Rounds confirmed"), "round_count", sort="round_count")
    state = ChipColumn(_("State"), "chip", sort="state")

    class Meta(Table.Meta):
        model = Tournament
        fields = ()


class TeamTable(Table):
    """The teams of a tournament, for the tab."""

    name = Column(_("Team"), sort="name", link="debates:team-change")
    institution = Column(_("University"), "institution.name", sort="institution__name")
    speakers = Column(_("Speakers"), "speaker_names")
    state = ChipColumn(_("State"), "chip", sort=("is_active", "is_swing"))

    class Meta(Table.Meta):
        model = Team
        fields = ()


class AdjudicatorTable(Table):
    """The adjudicators of a tournament, for the tab."""

    name = Column(_("Adjudicator"), sort="name", link="debates:adjudicator-change")
    institution = Column(_("University"), "institution.name", sort="institution__name")
    strength = NumberColumn(_("Strength"), sort="strength")
    kind = ChipColumn(_("State"), "chip", sort=("is_active", "is_trainee"))
    conflicts = Column(_("Must not judge"), "conflict_words")

    class Meta(Table.Meta):
        model = Adjudicator
        fields = ()
