"""A gathering at a school."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.models.paper import new_paper_token
from schools.models import School
from workshops.choices import STATE_TONE, UNREPORTED, Cause, Kind, Party, State
from workshops.querysets import ForumQuerySet
from workshops.rules.life import Debt, debt_of

REPORT_DAYS = 7  # within which a team reports
EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2099, 12, 31, tzinfo=UTC)


class Forum(models.Model):
    """One row is one gathering at one school: a forum, a workshop, a festival, from the wish to the checked report.

    Its time reaches from the beginning of its first session to the end of its last; most have only one.
    `workshops.services.forum` keeps its time: `active` says whether it holds the school's and the team's time (from
    the proposal on, until it is cancelled), `revision` grows with every change that a calendar must hear of.
    `workshops.services.steps` keeps its state. `token` is the school's key to its own page about the visit.
    """

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.FORUM)
    topic = models.CharField(_("topic"), max_length=120)
    school = models.ForeignKey(School, models.PROTECT, related_name="forums", verbose_name=_("school"))
    starts_at = models.DateTimeField(_("begins"), null=True, blank=True)  # empty until a date is proposed
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=120, blank=True)
    host = models.CharField(_("host at the school"), max_length=120, blank=True)
    host_phone = models.CharField(_("host’s phone"), max_length=30, blank=True)
    expected = models.PositiveSmallIntegerField(
        _("learners expected"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5000)]
    )
    note = models.TextField(_("note for the team"), blank=True, max_length=2000)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.CONFIRMED, editable=False)
    active = models.BooleanField(default=True, editable=False)
    token = models.CharField(max_length=16, unique=True, default=new_paper_token, editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    cancel_reason = models.CharField(max_length=300, blank=True, editable=False)
    cancel_party = models.CharField(max_length=8, choices=Party.choices, blank=True, editable=False)
    cancel_cause = models.CharField(max_length=8, choices=Cause.choices, blank=True, editable=False)
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    planned_at = models.DateTimeField(default=timezone.now, editable=False)

    modules = models.ManyToManyField("workshops.Module", verbose_name=_("modules"), related_name="+", blank=True)

    objects = ForumQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at", "-pk"]
        verbose_name = _("forum")
        indexes = [models.Index(fields=["state", "starts_at"])]
        constraints = [
            models.CheckConstraint(
                name="forum_in_this_century",
                condition=Q(starts_at__gte=EARLIEST, ends_at__lte=LATEST),
                violation_error_message=_("The day must lie in this century."),
            ),
            models.CheckConstraint(
                name="forum_ends_after_start",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("The end must come after the beginning."),
            ),
            models.CheckConstraint(
                name="forum_has_a_date",
                condition=Q(active=False) | Q(starts_at__isnull=False, ends_at__isnull=False),
                violation_error_message=_("A visit that holds time has a date."),
            ),
        ]

    def __str__(self) -> str:
        return str(_("%(kind)s at %(school)s")) % {"kind": self.get_kind_display(), "school": self.school.name}

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("workshops:forum-detail", args=[self.pk])

    @property
    def span(self) -> tuple[datetime, datetime]:
        """When it begins and ends; to be asked of visits that have a date."""
        if self.starts_at is None or self.ends_at is None:
            raise ValueError("the visit has no date yet")
        return self.starts_at, self.ends_at

    @property
    def number(self) -> str:
        """How papers call it: F-2026-00017."""
        return f"F-{timezone.localtime(self.planned_at).year}-{self.pk:05d}"

    @property
    def when(self) -> str:
        """Thu 5 Feb 2026, 15:30–16:45; over several days the first and the last."""
        if self.starts_at is None or self.ends_at is None:
            return str(_("no date yet"))
        start, end = timezone.localtime(self.starts_at), timezone.localtime(self.ends_at)
        if start.date() != end.date():
            return f"{date_format(start, 'DATE_FORMAT')} – {date_format(end, 'DATE_FORMAT')}"
        return f"{date_format(start, 'DATETIME_FORMAT')}–{date_format(end, 'TIME_FORMAT')}"

    @property
    def chip(self) -> tuple[str, str]:
        """Its state as (tone, words); one that is over and not reported waits for its team."""
        if self.is_overdue:
            return "stop", str(_("report late"))
        if self.state in UNREPORTED and self.is_over:
            return "wait", str(_("report due"))
        return STATE_TONE[State(self.state)], str(self.get_state_display())

    @property
    def has_begun(self) -> bool:
        """Whether its time has come."""
        return self.starts_at is not None and self.starts_at <= timezone.now()

    @property
    def is_over(self) -> bool:
        """Whether its time has passed."""
        return self.ends_at is not None and self.ends_at < timezone.now()

    @property
    def report_due(self) -> datetime | None:
        """Until when the team reports."""
        return self.ends_at + timedelta(days=REPORT_DAYS) if self.ends_at else None

    @property
    def is_overdue(self) -> bool:
        """Over for longer than a team may take."""
        return self.state in UNREPORTED and self.report_due is not None and self.report_due < timezone.now()

    @property
    def debt(self) -> Debt | None:
        """What it lacks for the next step, and who owes it."""
        return debt_of(self.state, over=self.is_over)

    @property
    def school_url(self) -> str:
        """The school's own page about it, which needs no account."""
        return f"{settings.SITE_URL}{reverse('workshops:school-visit', args=[self.token])}"

    def get_team(self) -> list[Any]:
        """The bookings of the team, the lead first; who is in several sessions stands there once."""
        found: dict[int, Any] = {}
        for booking in sorted((b for b in self.bookings.all() if b.active), key=lambda b: (b.part != "lead", b.pk)):
            found.setdefault(booking.facilitator_id, booking)
        return list(found.values())

    def get_sessions(self) -> list[Any]:
        """Its sessions in their order; none where its own time is the only one."""
        return [session for session in self.sessions.all() if session.active]

    def get_people(self) -> list[Any]:
        """The people of the team, the lead first."""
        return [booking.facilitator for booking in self.get_team()]

    def get_team_people(self) -> list[tuple[str, Any]]:
        """Whom one writes to of the team, each under a name that a message's key can carry."""
        bookings = self.bookings.filter(active=True).select_related("facilitator")
        return [(str(pk), person) for pk, person in {b.facilitator_id: b.facilitator for b in bookings}.items()]

    def get_school_people(self) -> list[tuple[str, Any]]:
        """Who speaks for the school: whoever asked for the visit, or its adults with a login."""
        wish = getattr(self, "wish", None)
        if wish is not None:
            return [("school", wish)]
        members = self.school.members.current().filter(user__is_active=True).select_related("user")
        return [(f"school-{member.user_id}", member.user) for member in members[:2]]


class ProgrammePart(models.Model):
    """One row is one part of a programme: how long it takes and what it is. `set_programme` keeps them in order."""

    forum = models.ForeignKey(Forum, models.CASCADE, related_name="programme")
    order = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(600)])
    words = models.CharField(max_length=160)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["forum", "order"], name="programme_order")]

    def __str__(self) -> str:
        return f"{self.minutes} {self.words}"
