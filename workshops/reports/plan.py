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
from workshops.models import Booking, Forum


@dataclass(frozen=True)
class GridRow:
    """One facilitator's week: a day after the other."""

    person: User
    days: list[Day]

    @property
    def field_days(self) -> int:
        """On how many of them something happens."""
        return sum(bool(day.entries) for day in self.days)


def entry_of(forum: Forum) -> WeekEntry:
    """One visit in a calendar; it waits while it is not confirmed, or not reported."""
    waits = forum.debt is not None
    return WeekEntry(
        forum.starts_at or forum.planned_at, forum.school.name, forum.get_absolute_url(), forum.topic, waits
    )


def _days(first: date, count: int, forums: Iterable[Forum]) -> list[Day]:
    days = {first + timedelta(days=n): Day(first + timedelta(days=n)) for n in range(count)}
    for forum in forums:
        day = timezone.localtime(forum.starts_at).date()
        if day in days:
            days[day].entries.append(entry_of(forum))
    return list(days.values())


def _visible(user: Any, first: date, last: date) -> Iterable[Forum]:
    return Forum.objects.visible_to(user).active().between(first, last).select_related("school").order_by("starts_at")


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
    bookings = Booking.objects.filter(active=True).between(monday, sunday).select_related("forum__school")
    held: dict[int, list[Forum]] = {}
    for booking in bookings.order_by("starts_at"):
        held.setdefault(booking.facilitator_id, []).append(booking.forum)
    people = User.objects.active().with_role(Role.FACILITATOR).order_by("name")
    return [GridRow(person, _days(monday, 7, held.get(person.pk, ()))) for person in people]


def is_tentative(forum: Forum) -> bool:
    """Whether a date holds time but is not confirmed."""
    return forum.state in AHEAD and forum.state != State.CONFIRMED
