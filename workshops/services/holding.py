"""The time that a gathering holds: of the schools that come, of the people who lead its sessions."""

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from workshops.choices import Part
from workshops.models import Booking, Forum, SchoolTime, Session


@dataclass(frozen=True)
class Slot:
    """One session as it would be held: the gathering as if it were this session alone, and who leads it."""

    forum: Forum
    team: Sequence[Any]


def slots_of(forum: Forum, team: Sequence[Any]) -> list[Slot]:
    """The sessions of a gathering that begins at `forum.starts_at`; one that has no sessions is its own, led by `team`.

    All sessions move along when the beginning is another than that of the first.
    """
    sessions = forum.get_sessions() if forum.pk else []
    if not sessions:
        return [Slot(forum, team)]
    shift, slots = forum.starts_at - sessions[0].starts_at, []
    for session in sessions:
        view = copy(forum)
        view.starts_at, view.ends_at, view.topic = session.starts_at + shift, session.ends_at + shift, session.title
        people = [booking.facilitator for booking in session.bookings.select_related("facilitator")]
        slots.append(Slot(view, people))
    return slots


def schools_of(forum: Forum) -> list[Any]:
    """The school of a gathering, and those that come to it."""
    guests = forum.guests.select_related("school__county") if forum.pk else ()
    return [forum.school, *(guest.school for guest in guests)]


def hold_time(forum: Forum, team: Sequence[Any]) -> None:
    """Write down whose time a gathering holds, in step with its sessions."""
    slots, sessions = slots_of(forum, team), forum.get_sessions()
    spans = [slot.forum.span for slot in slots]
    if sessions:
        forum.bookings.update(active=False)  # the database compares each row as it comes
        for session, slot in zip(sessions, slots, strict=True):
            times = {"starts_at": slot.forum.starts_at, "ends_at": slot.forum.ends_at}
            Session.objects.filter(pk=session.pk).update(**times)
            session.bookings.update(**times, active=True)
        forum.ends_at = max(end for _start, end in spans)
        Forum.objects.filter(pk=forum.pk).update(ends_at=forum.ends_at)
    else:
        _book(forum, team)
    forum.school_times.all().delete()
    rows = [
        SchoolTime(forum=forum, school=school, starts_at=start, ends_at=end)
        for school in schools_of(forum)
        for start, end in merged(spans)
    ]
    SchoolTime.objects.bulk_create(rows)


def _book(forum: Forum, team: Sequence[Any]) -> None:
    """Bring the bookings in step with the gathering's only session."""
    for place, person in enumerate(team):
        part = Part.SECOND if place else Part.LEAD
        times = {"part": part, "starts_at": forum.starts_at, "ends_at": forum.ends_at, "active": True}
        Booking.objects.update_or_create(forum=forum, facilitator=person, session=None, defaults=times)


def free_time(forum: Forum) -> None:
    """Give everything back."""
    forum.bookings.update(active=False)
    forum.school_times.update(active=False)


def merged(spans: Iterable[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """The same time in spans of which no two share a moment."""
    found: list[tuple[datetime, datetime]] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found
