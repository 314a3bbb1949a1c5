"""iCalendar files that phones understand: stable identities, revisions, Nairobi's clock, an alarm."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Alarm, Calendar, Event, Timezone, TimezoneStandard

NAIROBI = ZoneInfo("Africa/Nairobi")


@dataclass(frozen=True)
class CalendarEntry:
    """One event. `uid` never changes; `revision` grows with each change, so that a subscriber's copy moves."""

    uid: str
    revision: int
    changed_at: datetime
    starts_at: datetime
    ends_at: datetime
    summary: str
    location: str = ""
    description: str = ""
    url: str = ""
    cancelled: bool = False
    tentative: bool = False


def _nairobi() -> Timezone:
    """Africa/Nairobi: three hours ahead since 1960, without summer time. Source: IANA time zone database."""
    zone = Timezone()
    zone.add("tzid", "Africa/Nairobi")
    standard = TimezoneStandard()
    standard.add("dtstart", datetime(1960, 1, 1))
    standard.add("tzname", "EAT")
    standard.add("tzoffsetfrom", timedelta(hours=3))
    standard.add("tzoffsetto", timedelta(hours=3))
    zone.add_component(standard)
    return zone


def _event(entry: CalendarEntry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.revision)
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    event.add("dtstart", entry.starts_at.astimezone(NAIROBI))
    event.add("dtend", entry.ends_at.astimezone(NAIROBI))
    event.add("summary", entry.summary)
    event.add("status", "CANCELLED" if entry.cancelled else "TENTATIVE" if entry.tentative else "CONFIRMED")
    for name in ("location", "description", "url"):
        if getattr(entry, name):
            event.add(name, getattr(entry, name))
    if not entry.cancelled:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", entry.summary)
        alarm.add("trigger", timedelta(days=-1))
        event.add_component(alarm)
    return event


def calendar_file(entries: Iterable[CalendarEntry], *, name: str, method: str = "PUBLISH") -> bytes:
    """A calendar as RFC 5545 wants it, with everything a subscriber needs to keep in step."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.ORGANISATION['name']}//Haki Shuleni//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    calendar.add_component(_nairobi())
    for entry in entries:
        calendar.add_component(_event(entry))
    return calendar.to_ical()
