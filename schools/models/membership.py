"""Adults who belong to a school."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schools.choices import Position
from schools.models.school import School
from schools.querysets import MembershipQuerySet


class Membership(models.Model):
    """One row is one adult with a login at one school, for a time. `schools.services` keeps it."""

    school = models.ForeignKey(School, models.PROTECT, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    position = models.CharField(_("position"), max_length=10, choices=Position.choices)
    since = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "user"],
                condition=models.Q(ended_at=None),
                name="membership_once",
                violation_error_message=_("This person belongs to the school already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_position_display()}"
