"""Who may do what about people and trust. Every other app builds its own rules on the roles here."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from core.access import Denied, Verdict


def has_role(*roles: Role) -> Callable[[Any], Verdict]:
    """A rule that asks for one of these roles."""
    wanted = frozenset(roles)

    def rule(user: Any) -> Verdict:
        if user.is_authenticated and not wanted.isdisjoint(user.roles):
            return True
        return Denied(_("Your role does not open this page."))

    return rule


is_director = has_role(Role.DIRECTOR)
is_officer = has_role(Role.OFFICER, Role.DIRECTOR)
is_facilitator = has_role(Role.FACILITATOR)
is_safeguarding_lead = has_role(Role.SAFEGUARDING)
is_teacher = has_role(Role.TEACHER)
is_judge = has_role(Role.JUDGE)
is_adjudicator = has_role(Role.ADJUDICATOR)
can_read_numbers = has_role(Role.VIEWER, Role.OFFICER, Role.DIRECTOR)

can_manage_people = is_director
can_see_people = is_officer
can_see_log = is_officer
can_see_messages = is_officer
can_print = is_officer
can_see_concerns = is_safeguarding_lead


def can_invite_role(user: Any, role: Role) -> Verdict:
    """Officers bring in those they work with; only a director makes officers, directors and safeguarding leads."""
    if is_director(user):
        return True
    if is_officer(user) and role not in {Role.DIRECTOR, Role.OFFICER, Role.SAFEGUARDING}:
        return True
    return Denied(_("Only a director may give this role."))


def can_deactivate(user: Any, person: Any) -> Verdict:
    """A director may close any account but the own, so that somebody is always left inside."""
    if not is_director(user):
        return Denied(_("Only a director may close an account."))
    if person.pk == user.pk:
        return Denied(_("You cannot close your own account."))
    return True


def can_reset_second_factor(user: Any, person: Any) -> Verdict:
    """A director may, for somebody else: an open session alone must not be enough to get rid of the own one."""
    if not is_director(user):
        return Denied(_("Only a director may reset a second factor."))
    if person.pk == user.pk:
        return Denied(_("Another director must reset yours."))
    return True
