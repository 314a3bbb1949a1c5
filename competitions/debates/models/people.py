"""Teams with their speakers, adjudicators with their conflicts. All are adults."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from competitions.debates import tab
from competitions.debates.choices import ConflictReason
from competitions.debates.models.tournament import STEP_FREE, Tournament
from competitions.debates.querysets import AdjudicatorQuerySet, TeamQuerySet
from schools.models import School


class Team(models.Model):
    """One row is one team. A swing team has no university, fills a room and is not ranked."""

    tournament = models.ForeignKey(Tournament, models.CASCADE, related_name="teams")
    name = models.CharField(_("name"), max_length=60)
    institution = models.ForeignKey(
        School, models.PROTECT, null=True, blank=True, related_name="debate_teams", verbose_name=_("university")
    )
    categories = models.JSONField(_("break categories"), default=list, blank=True)
    is_active = models.BooleanField(_("takes part"), default=True)
    is_swing = models.BooleanField(default=False, editable=False)
    needs_step_free = models.BooleanField(_("needs a room without steps"), default=False)

    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("team")
        constraints = [
            models.UniqueConstraint(
                fields=["tournament", "name"],
                name="team_name_once",
                violation_error_message=_("A team of this name is entered already."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Where it is listed."""
        return reverse("debates:team-list", args=[self.tournament_id])

    @property
    def key(self) -> str:
        """How the engine calls it."""
        return f"t{self.pk}"

    def as_entered(self) -> tab.Team:
        """As the engine knows it."""
        return tab.Team(
            id=self.key,
            institution=f"s{self.institution_id}" if self.institution_id else "",
            speakers=tuple(speaker.key for speaker in self.speakers.all()),
            categories=frozenset(self.categories),
            swing=self.is_swing,
        )

    @property
    def speaker_names(self) -> str:
        """Its speakers, in order."""
        return ", ".join(speaker.name for speaker in self.speakers.all())

    @property
    def chip(self) -> tuple[str, str]:
        """Whether it takes part."""
        if self.is_swing:
            return "", str(_("swing team"))
        return ("done", str(_("takes part"))) if self.is_active else ("stop", str(_("withdrawn")))


class Speaker(models.Model):
    """One row is one adult student who speaks for a team.

    The name is for the tab and its judges; others read initials.
    """

    team = models.ForeignKey(Team, models.CASCADE, related_name="speakers")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(_("name"), max_length=80)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["team", "order"], name="speaker_order")]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """How the engine calls the speaker."""
        return f"p{self.pk}"

    @property
    def initials(self) -> str:
        """What readers outside the tab see: A. O."""
        return " ".join(f"{part[0]}." for part in self.name.split())


class Adjudicator(models.Model):
    """One row is one adult who judges at a tournament, with a login or without."""

    tournament = models.ForeignKey(Tournament, models.CASCADE, related_name="adjudicators")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="adjudicating"
    )
    name = models.CharField(_("name"), max_length=80)
    institution = models.ForeignKey(
        School, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("university")
    )
    strength = models.DecimalField(
        _("strength"),
        max_digits=3,
        decimal_places=1,
        default=Decimal(5),
        validators=[MinValueValidator(0), MaxValueValidator(10)],
    )
    is_trainee = models.BooleanField(_("trainee"), default=False)
    is_active = models.BooleanField(_("takes part"), default=True)
    needs_step_free = models.BooleanField(_("needs a room without steps"), default=False)

    objects = AdjudicatorQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("adjudicator")
        constraints = [
            models.UniqueConstraint(
                fields=["tournament", "name"],
                name="adjudicator_once",
                violation_error_message=_("An adjudicator of this name is entered already."),
            ),
            models.UniqueConstraint(
                fields=["tournament", "user"],
                condition=Q(user__isnull=False),
                name="adjudicator_login_once",
                violation_error_message=_("This person is entered already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Where the adjudicator is listed."""
        return reverse("debates:adjudicator-list", args=[self.tournament_id])

    @property
    def key(self) -> str:
        """How the engine calls the adjudicator."""
        return f"a{self.pk}"

    @property
    def chip(self) -> tuple[str, str]:
        """Whether the adjudicator takes part, and votes."""
        if not self.is_active:
            return "stop", str(_("withdrawn"))
        return ("wait", str(_("trainee"))) if self.is_trainee else ("done", str(_("votes")))

    @property
    def conflict_words(self) -> str:
        """Whom the adjudicator must not judge or sit with, besides the own university."""
        return ", ".join(str(one) for one in self.conflicts.all())

    def as_judge(self, seen: dict[str, int], sat_with: dict[str, int]) -> tab.Adjudicator:
        """As the engine knows the adjudicator, with whom was judged and sat with before."""
        return tab.Adjudicator(
            id=self.key,
            strength=self.strength,
            institutions=frozenset({f"s{self.institution_id}"} if self.institution_id else ()),
            trainee=self.is_trainee,
            seen=seen,
            sat_with=sat_with,
            needs=frozenset({STEP_FREE} if self.needs_step_free else ()),
        )


class Conflict(models.Model):
    """One row is one reason why an adjudicator must not judge a team or a university, or sit with a colleague."""

    adjudicator = models.ForeignKey(Adjudicator, models.CASCADE, related_name="conflicts")
    team = models.ForeignKey(Team, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("team"))
    institution = models.ForeignKey(
        School, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("university")
    )
    colleague = models.ForeignKey(
        Adjudicator, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("adjudicator")
    )
    reason = models.CharField(
        _("reason"), max_length=8, choices=ConflictReason.choices, default=ConflictReason.DECLARED
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="conflict_with_one",
                condition=Q(team__isnull=False, institution=None, colleague=None)
                | Q(team=None, institution__isnull=False, colleague=None)
                | Q(team=None, institution=None, colleague__isnull=False),
                violation_error_message=_("Name one: a team, a university or an adjudicator."),
            )
        ]

    def __str__(self) -> str:
        return str(self.team or self.institution or self.colleague)

    def as_conflict(self) -> tab.Conflict:
        """As the engine knows it."""
        if self.team_id:
            kind, other = tab.With.TEAM, f"t{self.team_id}"
        elif self.institution_id:
            kind, other = tab.With.INSTITUTION, f"s{self.institution_id}"
        else:
            kind, other = tab.With.ADJUDICATOR, f"a{self.colleague_id}"
        return tab.Conflict(f"a{self.adjudicator_id}", kind, other, tab.Reason(self.reason))
