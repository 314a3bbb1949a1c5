"""Who may do what with a gathering."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from accounts.rules import has_role, is_officer
from core.access import Denied, Verdict

can_see_forums = has_role(Role.OFFICER, Role.DIRECTOR, Role.FACILITATOR, Role.TEACHER, Role.VIEWER)
can_plan_forum = is_officer
can_see_team = has_role(Role.OFFICER, Role.DIRECTOR, Role.FACILITATOR, Role.TEACHER)
can_report = has_role(Role.OFFICER, Role.DIRECTOR, Role.FACILITATOR)


def can_report_forum(user: Any, forum: Any) -> Verdict:
    """The team reports what it did; an officer may enter it for them."""
    if is_officer(user) or forum.bookings.filter(facilitator=user.pk, active=True).exists():
        return True
    return Denied(_("Only the team of this visit reports on it."))
