"""The calendar as pages show it: a month, a week by facilitator, an agenda."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from accounts.choices import Role
from accounts.models import User
from core.needs import Day, WeekEntry
from workshops.choices import AHEAD, State
from workshops.models import Booking, Forum, Session


@dataclass(frozen=True)
class GridRow:
    """One facilitator's week: a day after the other."""

    person: User
    days: list[Day]

    @property
    def field_days(self) -> int:
        """On how many of them something happens."""
        return sum(bool(day.entries) for day in self.days)


Times = tuple[Forum, Session | None]


def entry_of(forum: Forum, session: Session | None = None) -> WeekEntry:
    """One session in a calendar; it waits while the visit is not confirmed, or not reported."""
    start = session.starts_at if session else forum.starts_at or forum.planned_at
    words = session.title if session else forum.topic
    return WeekEntry(start, forum.school.name, forum.get_absolute_url(), words, forum.debt is not None)


def entries_of(forums: Iterable[Forum]) -> list[Times]:
    """Each session of each gathering."""
    return [(forum, session) for forum in forums for session in forum.get_sessions() or [None]]


def _days(first: date, count: int, held: Iterable[Times]) -> list[Day]:
    days = {first + timedelta(days=n): Day(first + timedelta(days=n)) for n in range(count)}
    for entry in sorted((entry_of(forum, session) for forum, session in held), key=lambda entry: entry.at):
        day = timezone.localtime(entry.at).date()
        if day in days:
            days[day].entries.append(entry)
    return list(days.values())


def _visible(user: Any, first: date, last: date) -> list[Times]:
    forums = Forum.objects.visible_to(user).active().during(first, last)
    return entries_of(forums.select_related("school").prefetch_related("sessions"))


def month_of(user: Any, first: date) -> list[list[Day]]:
    """The weeks of a month, Monday to Sunday, with what this person may see."""
    after = (first + timedelta(days=31)).replace(day=1)
    start = first - timedelta(days=first.weekday())
    end = after - timedelta(days=1)
    end += timedelta(days=6 - end.weekday())
    days = _days(start, (end - start).days + 1, _visible(user, start, end))
    return [days[n : n + 7] for n in range(0, len(days), 7)]


def agenda_of(user: Any, first: date, count: int) -> list[Day]:
    """The days of a span on which something happens."""
    days = _days(first, count, _visible(user, first, first + timedelta(days=count - 1)))
    return [day for day in days if day.entries]


def grid_of(monday: date) -> list[GridRow]:
    """Each facilitator's week: what holds whose time."""
    sunday = monday + timedelta(days=6)
    bookings = Booking.objects.filter(active=True).between(monday, sunday)
    held: dict[int, list[Times]] = {}
    for booking in bookings.select_related("forum__school", "session").order_by("starts_at"):
        held.setdefault(booking.facilitator_id, []).append((booking.forum, booking.session))
    people = User.objects.active().with_role(Role.FACILITATOR).order_by("name")
    return [GridRow(person, _days(monday, 7, held.get(person.pk, ()))) for person in people]


def is_tentative(forum: Forum) -> bool:
    """Whether a date holds time but is not confirmed."""
    return forum.state in AHEAD and forum.state != State.CONFIRMED
