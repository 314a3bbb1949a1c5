"""How far a visit is, as its page shows it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from workshops.choices import State
from workshops.models import Forum
from workshops.rules.hours import REMIND_DAYS

S = State
LINE = (S.REQUESTED, S.TRIAGED, S.PROPOSED, S.AGREED, S.CONFIRMED, S.DELIVERED, S.REPORTED, S.VERIFIED)


@dataclass(frozen=True)
class Station:
    """One state on the line of a visit's life: its words, when it was (or is to be) reached, and how it stands."""

    words: str
    at: datetime | None
    past: bool = False
    here: bool = False


def reminders_to_come(forum: Forum) -> list[date]:
    """The days on which a confirmed visit is still to be reminded of."""
    if forum.state != S.CONFIRMED or forum.starts_at is None:
        return []
    start, today = timezone.localtime(forum.starts_at).date(), timezone.localdate()
    changed = timezone.localtime(forum.changed_at).date()
    days = [start - timedelta(days=days) for days in REMIND_DAYS]
    return [day for day in days if day > today and day >= changed]


def stations_of(forum: Forum) -> list[Station]:
    """The line of a visit: what it went through, where it is, what is to come. One that ended early ends there."""
    reached = {step.state: step.at for step in forum.steps.all()}
    state = State(forum.state)
    if state in (S.CANCELLED, S.NO_SHOW):
        went = [Station(str(s.label), reached[s], past=True) for s in LINE if s in reached]
        return [*went, Station(str(state.label), reached.get(state), here=True)]
    begins = S.REQUESTED if S.REQUESTED in reached else S.PROPOSED if S.PROPOSED in reached else S.CONFIRMED
    now = LINE.index(state)
    due = {S.DELIVERED: forum.starts_at, S.REPORTED: forum.report_due}
    line = []
    for place, station in enumerate(LINE):
        if place >= LINE.index(begins):
            at = reached.get(station) if place <= now else due.get(station)
            here = place == now
            line.append(Station(str(station.label), at or due.get(station), past=place < now, here=here))
    return line
