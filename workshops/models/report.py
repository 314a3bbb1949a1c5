"""What a team says happened."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.guards import AppendOnly
from schools.models import ClassLevel
from workshops.choices import Sex
from workshops.models.forum import Forum
from workshops.querysets import HeadCountQuerySet


class ForumReport(models.Model):
    """One row is one report as it was sent. A corrected report is another row, and the newest counts.

    `key` comes from the form: the same report sent twice over a bad network is one row.
    `workshops.services.report.send_report` writes it.
    """

    forum = models.ForeignKey(Forum, models.PROTECT, related_name="reports")
    key = models.UUIDField(unique=True)
    newest = models.BooleanField(default=True)
    adults = models.PositiveSmallIntegerField(_("teachers and other adults"), default=0)
    done = models.TextField(_("what was done"), max_length=5000)
    promised = models.TextField(_("what was promised"), max_length=2000, blank=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(default=timezone.now)

    guards = (AppendOnly(may_change=("newest",)),)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["forum"], condition=models.Q(newest=True), name="report_newest_once")
        ]

    def __str__(self) -> str:
        return f"{self.forum}, {self.sent_at:%Y-%m-%d}"

    @property
    def learners(self) -> int:
        """All learners counted."""
        return sum(row.count for row in self.head_counts.all())

    @property
    def disabled(self) -> int:
        """Those of them with a disability."""
        return sum(row.disabled for row in self.head_counts.all())


class HeadCount(models.Model):
    """One row is how many learners of one class and sex were there, and how many of them have a disability.

    Learners are counted, never named.
    """

    report = models.ForeignKey(ForumReport, models.PROTECT, related_name="head_counts")
    class_level = models.ForeignKey(ClassLevel, models.PROTECT, related_name="+")
    sex = models.CharField(max_length=5, choices=Sex.choices)
    count = models.PositiveSmallIntegerField(validators=[MaxValueValidator(5000)])
    disabled = models.PositiveSmallIntegerField(default=0)

    objects = HeadCountQuerySet.as_manager()
    guards = (AppendOnly(),)

    class Meta:
        ordering = ["class_level__order", "sex"]
        constraints = [
            models.UniqueConstraint(fields=["report", "class_level", "sex"], name="head_count_once"),
            models.CheckConstraint(
                name="head_count_disabled_among_them",
                condition=models.Q(disabled__lte=models.F("count")),
                violation_error_message=_("Not more with a disability than there were."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.class_level} {self.sex}: {self.count}"
