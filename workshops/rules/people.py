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
can_request = has_role(Role.TEACHER)
can_see_clearances = can_see_authorities = has_role(Role.OFFICER, Role.DIRECTOR, Role.FACILITATOR)


def can_report_forum(user: Any, forum: Any) -> Verdict:
    """The team reports what it did; an officer may enter it for them."""
    if is_officer(user) or forum.bookings.filter(facilitator=user.pk, active=True).exists():
        return True
    return Denied(_("Only the team of this visit reports on it."))


def can_verify_forum(user: Any, report: Any) -> Verdict:
    """Four eyes: an officer checks what somebody else wrote."""
    if not is_officer(user):
        return Denied(_("Only a programme officer verifies a report."))
    if report is not None and report.sent_by_id == user.pk:
        return Denied(_("You sent this report yourself. Somebody else verifies it."))
    return True
