"""Who hears of a visit: its team, and its school."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from accounts.services.messages import Reachable, message_person
from accounts.sms import polite_moment
from workshops.models import Forum


def tell_people(
    forum: Forum, people: Iterable[tuple[str, Reachable]], template: str, *, mark: str = "", **context: Any
) -> int:
    """Write to people about a visit, once for each revision and template; SMS wait for the day. Returns how many."""
    told = 0
    for name, person in people:
        message_person(
            person,
            f"workshops/messages/{template}",
            key=f"forum-{forum.pk}-{forum.revision}-{template}{mark}-{name}",
            about_url=forum.get_absolute_url(),
            sms_not_before=polite_moment(timezone.localtime()),
            forum=forum,
            **context,
        )
        told += 1
    return told
