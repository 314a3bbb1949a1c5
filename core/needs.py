"""What a start page is made of: things that need somebody, and days of a week."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True)
class Need:
    """One thing that needs one person: a sentence, its detail, its deadline, and the one action."""

    words: Words
    url: str
    action: Words
    detail: Words = ""
    due: date | datetime | None = None


@dataclass(frozen=True)
class WeekEntry:
    """One thing in a week: when, what, where it leads; `waits` while somebody still owes something."""

    at: datetime
    words: Words
    url: str
    detail: Words = ""
    waits: bool = False


@dataclass(frozen=True)
class Day:
    """One day of a week."""

    date: date
    entries: list[WeekEntry] = field(default_factory=list)


def by_urgency(needs: Iterable[Need]) -> list[Need]:
    """The nearest deadline first, things without one last."""
    far = date.max
    return sorted(needs, key=lambda need: need.due.date() if isinstance(need.due, datetime) else need.due or far)
