"""The ways on from a visit's page: what this person may do with it now, the most likely first."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.pages import Link
from workshops.choices import AHEAD, UNREPORTED, State
from workshops.models import Forum
from workshops.rules import can_plan_forum, can_report_forum, can_see_team


def _to(name: str, forum: Forum) -> str:
    return reverse(f"workshops:{name}", args=[forum.pk])


def links_of(forum: Forum, user: Any) -> Iterator[Link]:
    """All of them."""
    if can_see_team(user) and can_report_forum(user, forum):
        yield from _links_of_team(forum)
    if can_plan_forum(user):
        yield from _links_of_officer(forum)


def _links_of_team(forum: Forum) -> Iterator[Link]:
    if forum.is_over and forum.state in (*UNREPORTED, State.REPORTED):
        words = _("Correct the report") if forum.state == State.REPORTED else _("Report what happened")
        yield Link(words, _to("forum-report", forum), "primary")
    if forum.has_begun and forum.active:
        yield Link(_("Add a photograph"), _to("photo-add", forum))
    if forum.is_over and forum.state == State.CONFIRMED:
        yield Link(_("It took place"), _to("forum-delivered", forum), post=True)
        yield Link(_("Nobody was there"), _to("forum-no-show", forum), "harm")


def _links_of_officer(forum: Forum) -> Iterator[Link]:
    first = {
        State.REQUESTED: (_("Answer the request"), "forum-accept"),
        State.TRIAGED: (_("Propose a date"), "forum-propose"),
        State.PROPOSED: (_("Write down the school’s answer"), "forum-school-says"),
        State.REPORTED: (_("Verify the report"), "forum-verify"),
    }.get(State(forum.state))
    if first:
        yield Link(first[0], _to(first[1], forum), "quiet" if forum.state == State.REPORTED else "primary")
    if forum.state == State.AGREED:
        yield Link(_("Confirm"), _to("forum-confirm", forum), "primary")
    if forum.state in AHEAD:
        yield Link(_("Change"), _to("forum-change", forum))
        yield Link(_("Reserve booklets"), _to("forum-copies", forum))
        yield Link(_("Add a session"), _to("session-add", forum))
        yield Link(_("Invite a school"), _to("guest-add", forum))
    if forum.state in (State.TRIAGED, *AHEAD):
        yield Link(_("Cancel the visit"), _to("forum-cancel", forum), "harm")
