"""Who may do what with a booklet."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from accounts.rules import can_read_numbers, has_role, is_director, is_officer
from core.access import Denied, Verdict, signed_in

can_read_booklets = signed_in
can_write_booklets = is_officer
can_publish_booklets = is_officer
can_moderate_opinions = is_officer
can_see_downloads = can_read_numbers
can_give_opinion = has_role(Role.TEACHER, Role.FACILITATOR)


def can_approve_edition(user: Any, edition: Any) -> Verdict:
    """A second person publishes: who had a hand in an edition does not, unless it is a director."""
    if not is_officer(user) or is_director(user):
        return is_officer(user)
    if edition.writers.filter(user=user).exists():
        return Denied(_("Who wrote an edition does not approve it. Ask a colleague."))
    return True
