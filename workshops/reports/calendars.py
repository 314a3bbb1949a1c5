"""Private calendars."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from accounts.rules import is_facilitator, is_officer
from core.calendars import CalendarEntry
from workshops.models import Booking, Forum
from workshops.reports.plan import is_tentative


def calendar_entries(person: Any) -> list[CalendarEntry]:
    """The gatherings of a person's private calendar; cancelled ones say so.

    A facilitator's are those in whose team he or she is or was; everybody else's are all that the person may see.
    """
    since = timezone.now() - timedelta(days=90)
    if is_officer(person) or not is_facilitator(person):
        forums = Forum.objects.visible_to(person).dated().filter(ends_at__gte=since).select_related("school__county")
        return [forum_entry(forum, forum.active) for forum in forums]
    bookings = Booking.objects.filter(facilitator=person, ends_at__gte=since).select_related("forum__school__county")
    return [forum_entry(booking.forum, booking.active) for booking in bookings]


def forum_entry(forum: Forum, active: bool | None = None) -> CalendarEntry:
    """One gathering in a calendar. Whoever left its team sees it cancelled."""
    return CalendarEntry(
        uid=f"forum-{forum.pk}@{urlsplit(settings.SITE_URL).hostname}",
        revision=forum.revision,
        changed_at=forum.changed_at,
        starts_at=forum.starts_at or forum.changed_at,
        ends_at=forum.ends_at or forum.changed_at,
        summary=str(forum),
        location=", ".join(filter(None, [forum.place, forum.school.full_name])),
        description=forum.topic,
        url=f"{settings.SITE_URL}{forum.get_absolute_url()}",
        cancelled=not (forum.active if active is None else active),
        tentative=is_tentative(forum),
    )
