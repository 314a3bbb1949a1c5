"""A round: who is there, who meets whom where, and who judges them."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from competitions.debates import tab
from competitions.debates.choices import (
    FORMATS,
    ROUND_TONE,
    DebateFormat,
    PanelPart,
    RoundState,
    side_letters,
    side_words,
)
from competitions.debates.models.people import Adjudicator, Team
from competitions.debates.models.tournament import Tournament, Venue
from competitions.debates.querysets import DebateQuerySet, RoundQuerySet

METHOD = "tab 1"
"""The version of the engine's method; it grows when equal inputs would give another draw."""


class Round(models.Model):
    """One row is one round. `request` and `changes` are the draw's inputs: drawn again they give the same rooms.

    `explanation` and `check` are what the engine and its checker said when it was drawn or changed last; `byes` are
    the keys of the teams that sit out. `competitions.debates.services.draw` keeps them.
    """

    tournament = models.ForeignKey(Tournament, models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    format = models.CharField(_("format"), max_length=12, choices=DebateFormat.choices)
    motion = models.CharField(_("motion"), max_length=300, blank=True)
    info_slide = models.TextField(_("information for the debaters"), max_length=2000, blank=True)
    state = models.CharField(max_length=9, choices=RoundState.choices, default=RoundState.DRAFTED)
    seed = models.BigIntegerField(null=True, editable=False)
    request = models.JSONField(null=True, editable=False)
    changes = models.JSONField(default=list, editable=False)
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    method = models.CharField(max_length=20, blank=True, editable=False)
    explanation = models.JSONField(null=True, editable=False)
    check_report = models.JSONField(null=True, editable=False)
    byes = models.JSONField(default=list, editable=False)
    drawn_at = models.DateTimeField(null=True, editable=False)
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False)
    released_at = models.DateTimeField(null=True, editable=False)

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        verbose_name = _("round")
        constraints = [models.UniqueConstraint(fields=["tournament", "number"], name="round_number_once")]

    def __str__(self) -> str:
        return _t("Round %(number)d") % {"number": self.number}

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("debates:round-detail", args=[self.pk])

    @property
    def rules(self) -> tab.Format:
        """The format as the engine knows it."""
        return FORMATS[self.format]

    @property
    def chip(self) -> tuple[str, str]:
        """Its state as (tone, words)."""
        return ROUND_TONE[RoundState(self.state)], str(self.get_state_display())

    @property
    def is_drawn(self) -> bool:
        """Whether there are rooms."""
        return self.state != RoundState.DRAFTED

    @property
    def is_shown(self) -> bool:
        """Whether the draw is open to adjudicators."""
        return self.state in (RoundState.RELEASED, RoundState.BALLOTS, RoundState.CONFIRMED)

    def plan_request(self) -> tab.DrawRequest:
        """What a draw of those who are checked in would depend on.

        Raises TabError where they cannot be drawn.
        """
        present = {f"t{team}" for team in self.check_ins.filter(team__is_active=True).values_list("team", flat=True)}
        results = self.tournament.rounds.filter(number__lt=self.number).results()
        teams = self.tournament.teams.order_by("pk").as_entered()
        entrants = tab.prepare_entrants(teams, results, self.rules, present=present)
        return tab.DrawRequest(format=self.rules, entrants=entrants, seed=self.seed or 0, round=self.number)

    def get_request(self) -> tab.DrawRequest:
        """The inputs of the draw as they were stored."""
        return tab.decode(tab.DrawRequest, self.request)

    def get_draw(self) -> tab.Draw:
        """The draw, made again from its stored inputs."""
        changes = tuple(tab.decode(tab.Change, change) for change in self.changes)  # type: ignore[arg-type]  # JSON, checked when it is decoded
        return tab.replay(self.get_request(), changes)


class CheckIn(models.Model):
    """One row says that a team or an adjudicator is there for a round."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="check_ins")
    team = models.ForeignKey(Team, models.CASCADE, null=True, related_name="+")
    adjudicator = models.ForeignKey(Adjudicator, models.CASCADE, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "team"], name="team_checked_in_once"),
            models.UniqueConstraint(fields=["round", "adjudicator"], name="adjudicator_checked_in_once"),
            models.CheckConstraint(
                name="check_in_of_one",
                condition=Q(team__isnull=False, adjudicator=None) | Q(team=None, adjudicator__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.team or self.adjudicator)


class Debate(models.Model):
    """One row is one room of a round. `result` is what its confirmed ballots decided, frozen with the round."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="debates")
    number = models.PositiveSmallIntegerField()
    venue = models.ForeignKey(Venue, models.SET_NULL, null=True, blank=True, related_name="+")
    bracket = models.PositiveSmallIntegerField(default=0)
    explanation = models.JSONField(default=dict)
    panel_notes = models.JSONField(default=list)
    result = models.JSONField(null=True)

    objects = DebateQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        verbose_name = _("room")
        constraints = [models.UniqueConstraint(fields=["round", "number"], name="debate_number_once")]

    def __str__(self) -> str:
        return _t("Round %(round)d, room %(room)d") % {"round": self.round.number, "room": self.number}

    def get_absolute_url(self) -> str:
        """The room on the page of its round."""
        return f"{self.round.get_absolute_url()}#room-{self.number}"

    @property
    def place(self) -> str:
        """The venue, or the room's number where none is given."""
        return str(self.venue) if self.venue_id else _t("Room %(number)d") % {"number": self.number}

    def get_voting(self) -> list["Panelist"]:
        """The chair and the panellists, the chair first."""
        return [one for one in self.get_panel() if one.part != PanelPart.TRAINEE]

    def get_panel(self) -> list["Panelist"]:
        """Everybody on the panel, the chair first, trainees last."""
        order = list(PanelPart.values)
        return sorted(self.panel.all(), key=lambda one: (order.index(one.part), one.adjudicator.name))

    def get_ballot_judges(self) -> list[Adjudicator]:
        """Whose ballots are due: the chair's for a consensus, else everybody's who votes."""
        voting = [one.adjudicator for one in self.get_voting()]
        return voting[:1] if self.round.rules.ballot.by is tab.BallotsBy.CONSENSUS else voting

    def get_seats(self) -> tuple[str | None, ...]:
        """The keys of its teams by side, None for an empty seat."""
        seated = {one.side: one.team.key for one in self.teams.all()}
        return tuple(seated.get(side) for side in range(self.round.rules.room_size))

    def get_sheet(self, ballots: Any) -> tab.DebateSheet:
        """These ballots as the engine reads them."""
        absent = {f"t{team}": tab.Attendance.NO_SHOW for ballot in ballots for team in ballot.absent}
        chair = next((one.adjudicator.key for one in self.get_voting()), "")
        return tab.DebateSheet(
            format=self.round.rules,
            round=self.round.number,
            room=self.number,
            teams=self.get_seats(),
            ballots=tuple(ballot.as_ballot() for ballot in ballots),
            chair=chair,
            absent=absent,
            motion=self.round.motion,
        )


class DebateTeam(models.Model):
    """One row is one team on one side of a room."""

    debate = models.ForeignKey(Debate, models.CASCADE, related_name="teams")
    side = models.PositiveSmallIntegerField()
    team = models.ForeignKey(Team, models.PROTECT, related_name="seats")

    class Meta:
        ordering = ["side"]
        constraints = [
            models.UniqueConstraint(fields=["debate", "side"], name="side_once"),
            models.UniqueConstraint(fields=["debate", "team"], name="team_once_a_room"),
        ]

    def __str__(self) -> str:
        return f"{self.side_letters} {self.team}"

    @property
    def side_words(self) -> str:
        """Opening Government."""
        return side_words(self.debate.round.rules, self.side)

    @property
    def side_letters(self) -> str:
        """OG."""
        return side_letters(self.debate.round.rules, self.side)


class Panelist(models.Model):
    """One row is one adjudicator in one room."""

    debate = models.ForeignKey(Debate, models.CASCADE, related_name="panel")
    adjudicator = models.ForeignKey(Adjudicator, models.PROTECT, related_name="panels")
    part = models.CharField(max_length=9, choices=PanelPart.choices)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["debate", "adjudicator"], name="panelist_once"),
            models.UniqueConstraint(fields=["debate"], condition=Q(part=PanelPart.CHAIR), name="one_chair_a_room"),
        ]

    def __str__(self) -> str:
        return f"{self.adjudicator} · {self.get_part_display()}"
