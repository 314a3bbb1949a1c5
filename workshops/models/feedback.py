"""What the host teacher says."""

from datetime import timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from workshops.choices import Again
from workshops.models.forum import Forum

FEEDBACK_DAYS = 30  # after a visit, for which it can be given and mended
MARKS = [MinValueValidator(1), MaxValueValidator(5)]


class Feedback(models.Model):
    """One row is what a school says of one visit, by its link. It may be mended until it is closed.

    `workshops.services.feedback.give_feedback` writes it.
    """

    forum = models.OneToOneField(Forum, models.PROTECT, related_name="feedback")
    useful = models.PositiveSmallIntegerField(_("was it of use to the learners?"), validators=MARKS)
    safe = models.PositiveSmallIntegerField(_("were the learners treated with care?"), validators=MARKS)
    again = models.CharField(_("would the school have us again?"), max_length=5, choices=Again.choices)
    good = models.TextField(_("what was good"), max_length=2000, blank=True)
    better = models.TextField(_("what could be better"), max_length=2000, blank=True)
    who = models.CharField(_("your name and position"), max_length=160)
    given_at = models.DateTimeField(default=timezone.now, editable=False)
    mended_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="feedback_marks",
                condition=models.Q(useful__gte=1, useful__lte=5, safe__gte=1, safe__lte=5),
                violation_error_message=_("From 1 to 5."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.forum}: {self.useful}"

    @staticmethod
    def is_open(forum: Forum) -> bool:
        """Whether a school can say something of a visit now."""
        if forum.ends_at is None or not forum.active or not forum.has_begun:
            return False
        return timezone.now() <= forum.ends_at + timedelta(days=FEEDBACK_DAYS)
