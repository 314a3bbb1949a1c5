"""What judges hand in."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from competitions.debates import tab
from competitions.debates.choices import BALLOT_TONE, BallotState
from competitions.debates.models.people import Adjudicator, Speaker, Team
from competitions.debates.models.round import Debate
from competitions.debates.querysets import BallotQuerySet
from competitions.debates.tab.results import tidy
from core.guards import AppendOnly


class Ballot(models.Model):
    """One row is one ballot as it was sent. A corrected ballot is another row; the last one confirmed counts.

    `key` comes from the form: the same ballot sent twice over a bad network is one row. `absent` holds the teams that
    did not come. `competitions.debates.services.ballots` writes it.
    """

    debate = models.ForeignKey(Debate, models.PROTECT, related_name="ballots")
    adjudicator = models.ForeignKey(Adjudicator, models.PROTECT, related_name="ballots")
    key = models.UUIDField(unique=True)
    version = models.PositiveSmallIntegerField()
    absent = models.JSONField(default=list)
    state = models.CharField(max_length=9, choices=BallotState.choices, default=BallotState.SENT)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(default=timezone.now)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    objects = BallotQuerySet.as_manager()
    guards = (AppendOnly(may_change=("state", "confirmed_by", "confirmed_at")),)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("ballot")
        constraints = [
            models.UniqueConstraint(fields=["debate", "adjudicator", "version"], name="ballot_version_once"),
            models.UniqueConstraint(
                fields=["debate", "adjudicator"],
                condition=Q(state=BallotState.CONFIRMED),
                name="ballot_confirmed_once",
            ),
        ]

    def __str__(self) -> str:
        return _t("Ballot of %(debate)s") % {"debate": self.debate}

    def get_absolute_url(self) -> str:
        """The room's own ballot page."""
        return self.debate.get_absolute_url()

    @property
    def chip(self) -> tuple[str, str]:
        """Its state as (tone, words)."""
        return BALLOT_TONE[BallotState(self.state)], str(self.get_state_display())

    def as_ballot(self) -> tab.Ballot:
        """As the engine reads it; a speaker's second speech is an iron person's."""
        by_team: dict[int, list[BallotScore]] = {}
        for score in self.scores.all():
            by_team.setdefault(score.team_id, []).append(score)
        return tab.Ballot(
            adjudicator=self.adjudicator.key,
            sheets=tuple(_sheet(team, scores) for team, scores in by_team.items()),
        )


def _sheet(team: int, scores: list["BallotScore"]) -> tab.TeamSheet:
    speeches, spoke, reply = [], set(), None
    for one in scores:
        if one.is_reply:
            reply = tab.Speech(speaker=f"p{one.speaker_id}", score=tidy(one.score))
        else:
            key = f"p{one.speaker_id}"
            speeches.append(tab.Speech(speaker=key, score=tidy(one.score), iron=key in spoke))
            spoke.add(key)
    return tab.TeamSheet(team=f"t{team}", speeches=tuple(speeches), reply=reply)


class BallotScore(models.Model):
    """One row is one speech with its score."""

    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="scores")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField()
    speaker = models.ForeignKey(Speaker, models.PROTECT, related_name="+")
    is_reply = models.BooleanField(default=False)
    score = models.DecimalField(max_digits=5, decimal_places=2)

    guards = (AppendOnly(),)

    class Meta:
        ordering = ["team", "order"]
        constraints = [models.UniqueConstraint(fields=["ballot", "team", "order"], name="speech_once")]

    def __str__(self) -> str:
        return f"{self.speaker} {self.score}"
