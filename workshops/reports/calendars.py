"""Private calendars."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from accounts.rules import is_facilitator, is_officer
from core.calendars import CalendarEntry
from workshops.models import Booking, Forum, Session
from workshops.reports.plan import is_tentative


def calendar_entries(person: Any) -> list[CalendarEntry]:
    """The gatherings of a person's private calendar; cancelled ones say so.

    A facilitator's are those in whose team he or she is or was; everybody else's are all that the person may see.
    """
    since = timezone.now() - timedelta(days=90)
    if is_officer(person) or not is_facilitator(person):
        forums = Forum.objects.visible_to(person).dated().filter(ends_at__gte=since)
        forums = forums.select_related("school__county").prefetch_related("sessions")
        return [entry for forum in forums for entry in forum_entries(forum)]
    bookings = Booking.objects.filter(facilitator=person, ends_at__gte=since)
    bookings = bookings.select_related("forum__school__county", "session").prefetch_related("forum__sessions")
    return [_entry(row.forum, row.session, active=row.active) for row in bookings]


def forum_entries(forum: Forum) -> list[CalendarEntry]:
    """One gathering in a calendar: an event for each of its sessions."""
    sessions = sorted(forum.sessions.all(), key=lambda session: session.pk)
    return [_entry(forum, session, active=forum.active and session.active) for session in sessions] or [
        _entry(forum, None, active=forum.active)
    ]


def _entry(forum: Forum, session: Session | None, *, active: bool) -> CalendarEntry:
    """One event. Whoever left its team sees it cancelled. The first session has the gathering's own name for ever."""
    start, end = (session.starts_at, session.ends_at) if session else (forum.starts_at, forum.ends_at)
    first = session is None or session.pk == min(row.pk for row in forum.sessions.all())
    name = f"forum-{forum.pk}" if session is None or first else f"forum-{forum.pk}-{session.pk}"
    return CalendarEntry(
        uid=f"{name}@{urlsplit(settings.SITE_URL).hostname}",
        revision=forum.revision,
        changed_at=forum.changed_at,
        starts_at=start or forum.changed_at,
        ends_at=end or forum.changed_at,
        summary=f"{forum}: {session.title}" if session else str(forum),
        location=", ".join(filter(None, [session.room if session else forum.place, forum.school.full_name])),
        description=forum.topic,
        url=f"{settings.SITE_URL}{forum.get_absolute_url()}",
        cancelled=not active,
        tentative=is_tentative(forum),
    )
