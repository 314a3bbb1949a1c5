"""Who may do what with debates."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from accounts.rules import has_role, is_officer
from core.access import Denied, Verdict

can_see_debates = has_role(Role.OFFICER, Role.DIRECTOR, Role.ADJUDICATOR, Role.VIEWER)
can_see_rounds = has_role(Role.OFFICER, Role.DIRECTOR, Role.ADJUDICATOR)
can_fill_ballot = can_see_rounds
can_run_tab = is_officer


def can_send_ballot(user: Any, debate: Any, adjudicator: Any) -> Verdict:
    """Who judges the room sends the own ballot; the tab enters those that came on paper."""
    if is_officer(user) or (adjudicator.user_id is not None and adjudicator.user_id == user.pk):
        return True
    return Denied(_("Only who judges this room sends its ballot."))
