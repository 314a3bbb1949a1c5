"""A tournament and the places it is held in."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from competitions.debates import tab
from competitions.debates.choices import FORMATS, TOURNAMENT_TONE, DebateFormat, TournamentState
from competitions.debates.querysets import TeamQuerySet, TournamentQuerySet
from schools.models import School

STEP_FREE = "step-free"


class Tournament(models.Model):
    """One row is one debate championship: its format, its days, its breaks.

    `categories` are the break categories as data: code, name, size, rule, general, priority. `released_rounds` says
    after how many rounds the standings are open to readers; `breaks` keeps the break as it was announced.
    `competitions.debates.services.tournament` keeps it.
    """

    name = models.CharField(_("name"), max_length=120)
    format = models.CharField(_("format"), max_length=12, choices=DebateFormat.choices, default=DebateFormat.BP)
    host = models.ForeignKey(School, models.PROTECT, related_name="tournaments", verbose_name=_("host university"))
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    planned_rounds = models.PositiveSmallIntegerField(
        _("preliminary rounds"), default=5, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    state = models.CharField(max_length=8, choices=TournamentState.choices, default=TournamentState.RUNNING)
    categories = models.JSONField(default=list)
    released_rounds = models.PositiveSmallIntegerField(default=0, editable=False)
    breaks = models.JSONField(null=True, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = TournamentQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        verbose_name = _("tournament")
        constraints = [
            models.CheckConstraint(
                name="tournament_ends_after_start",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The last day must not come before the first."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("debates:tournament-detail", args=[self.pk])

    @property
    def rules(self) -> tab.Format:
        """The format as the engine knows it."""
        return FORMATS[self.format]

    @property
    def when(self) -> str:
        """Its days."""
        first = date_format(self.starts_on, "DATE_FORMAT")
        return first if self.starts_on == self.ends_on else f"{first} – {date_format(self.ends_on, 'DATE_FORMAT')}"

    @property
    def chip(self) -> tuple[str, str]:
        """Its state as (tone, words)."""
        return TOURNAMENT_TONE[TournamentState(self.state)], str(self.get_state_display())

    def get_break_categories(self) -> tuple[tab.BreakCategory, ...]:
        """The categories as the engine knows them."""
        return tuple(
            tab.BreakCategory(
                code=one["code"],
                size=one["size"],
                rule=tab.BreakRule(one.get("rule", "standard")),
                is_general=one.get("general", False),
                priority=place,
            )
            for place, one in enumerate(self.categories, 1)
        )

    def get_names(self) -> dict[str, str]:
        """What the engine's keys stand for: teams, speakers, adjudicators, universities, venues."""
        teams = self.teams.select_related("institution").prefetch_related("speakers")
        people = self.adjudicators.select_related("institution")
        names = {one.key: one.name for one in (*teams, *people, *self.venues.all())}
        names |= {f"s{one.institution.pk}": one.institution.name for one in (*teams, *people) if one.institution}
        return names | {speaker.key: speaker.name for team in teams for speaker in team.speakers.all()}

    def get_standings(self, through: int | None = None) -> tuple[tab.Standing, ...]:
        """The teams in their order, after a round or after all that are confirmed."""
        results = self.rounds.all().confirmed(through).results()
        return tab.rank_teams(self.teams.all().as_entered(), results, self.rules)

    def get_category_names(self) -> dict[str, str]:
        """What each category is called."""
        return {one["code"]: one["name"] for one in self.categories}


class Venue(models.Model):
    """One row is one place where a room can debate. The lower the priority number, the better it is."""

    tournament = models.ForeignKey(Tournament, models.CASCADE, related_name="venues")
    name = models.CharField(_("name"), max_length=60)
    priority = models.PositiveSmallIntegerField(_("priority"), default=1, validators=[MaxValueValidator(99)])
    capacity = models.PositiveSmallIntegerField(_("seats"), default=0)
    is_step_free = models.BooleanField(_("reached without steps"), default=False)

    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering = ["priority", "name", "pk"]
        constraints = [models.UniqueConstraint(fields=["tournament", "name"], name="venue_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """How the engine calls it."""
        return f"v{self.pk}"

    def as_place(self) -> tab.Venue:
        """As the engine knows it."""
        features = frozenset({STEP_FREE}) if self.is_step_free else frozenset()
        return tab.Venue(id=self.key, priority=self.priority, capacity=self.capacity, features=features)
