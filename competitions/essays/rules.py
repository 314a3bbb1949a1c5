"""Who may do what in an essay competition."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from accounts.rules import has_role, is_judge, is_officer, is_teacher
from competitions.essays.choices import CompetitionState
from core.access import Denied, Verdict

can_see_competitions = has_role(Role.OFFICER, Role.DIRECTOR, Role.TEACHER, Role.VIEWER)
can_see_entries = has_role(Role.OFFICER, Role.DIRECTOR, Role.TEACHER)
can_open_entry = has_role(Role.OFFICER, Role.DIRECTOR, Role.TEACHER, Role.SAFEGUARDING)
can_run_competition = is_officer
can_enter = is_teacher
can_print_forms = can_see_entries
can_judge = is_judge
can_see_counties = has_role(Role.OFFICER, Role.DIRECTOR, Role.VIEWER)


def can_keep_entry(user: Any, entry: Any) -> Verdict:
    """The teachers of the entrant's own school, and officers on their behalf."""
    return can_keep_school(user, entry.entrant.school)


def can_enter_now(user: Any, competition: Any) -> Verdict:
    """Teachers until the last day; officers, for what came late by post, until the results are frozen."""
    posted = is_officer(user) and competition.state in {CompetitionState.OPEN, CompetitionState.JUDGING}
    return competition.takes_entries or posted or Denied(_("This competition takes no entries now."))


def can_keep_school(user: Any, school: Any) -> Verdict:
    """The school's own teachers, and officers on their behalf."""
    if is_officer(user):
        return True
    if is_teacher(user) and user.memberships.filter(school=school, ended_at=None).exists():
        return True
    return Denied(_("Only a teacher of the entrant’s school may do this."))


def can_decide_entry(user: Any, entry: Any) -> Verdict:
    """Officers and directors who neither judged this entry nor have to do with its school."""
    if not is_officer(user):
        return Denied(_("Only officers and directors decide in a moderation meeting."))
    if entry.assignments.filter(place__judge=user.pk, version__gt=0).exists():
        return Denied(_("You marked this entry: others decide on it."))
    school = entry.entrant.school_id
    if user.ties.filter(school=school, ended_at=None).exists() or user.memberships.filter(school=school).exists():
        return Denied(_("You have to do with this entry’s school: others decide on it."))
    return True


def can_get_papers(user: Any, competition: Any) -> Verdict:
    """What a work came to: officers look at it once it is decided, schools get it with the winners' page.

    Until then nobody outside knows anything, and a mistake of a clerk can still be put right.
    """
    if competition.state == CompetitionState.PUBLISHED or (is_officer(user) and competition.is_decided):
        return True
    return Denied(_("The papers are there once the winners are published."))
