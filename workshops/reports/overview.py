"""What an officer sees of a year's visits: how far they are, who carries them, where they are, why some fell."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Avg, Count
from django.utils import timezone

from accounts.choices import Role
from accounts.models import User
from workshops.choices import AHEAD, COUNTED, UNREPORTED, Again, Cause, Party, State
from workshops.models import Booking, Facilitator, Feedback, Forum
from workshops.rules.door import Point, round_trip_km


@dataclass(frozen=True)
class Load:
    """One facilitator's year: visits held or to come, days in the field, and the road, if a home is known."""

    person: User
    visits: int
    field_days: int
    km: int | None


def pipeline(year: int) -> list[tuple[State, int]]:
    """How many visits stand at each state: those of the year, and the wishes that have no date."""
    dated = Forum.objects.filter(starts_at__year=year)
    undated = Forum.objects.filter(starts_at=None, planned_at__year=year)
    counts: Counter[str] = Counter()
    for rows in (dated, undated):
        counts.update(dict(rows.values_list("state").annotate(n=Count("pk")).order_by()))
    return [(state, counts[state]) for state in State]


def cancellations(year: int) -> list[tuple[str, str, int]]:
    """(who, why, how many) of the year's cancelled visits, the most frequent first."""
    rows = Forum.objects.filter(state=State.CANCELLED, changed_at__year=year)
    found = rows.values_list("cancel_party", "cancel_cause").annotate(n=Count("pk")).order_by("-n", "cancel_cause")
    parties, causes = dict(Party.choices), dict(Cause.choices)
    return [(str(parties.get(who, "")), str(causes.get(why, "")), n) for who, why, n in found]


@dataclass(frozen=True)
class Voices:
    """What schools said of a year's visits: how many were asked and answered, and the means of the marks."""

    asked: int
    answered: int
    useful: float | None
    safe: float | None
    again: int


def voices(year: int) -> Voices:
    """The answers of host teachers on the year's visits that took place."""
    held = Forum.objects.filter(starts_at__year=year, state__in=(*UNREPORTED, *COUNTED), ends_at__lt=timezone.now())
    given = Feedback.objects.filter(forum__starts_at__year=year)
    sums = given.aggregate(n=Count("pk"), useful=Avg("useful"), safe=Avg("safe"))
    return Voices(held.count(), sums["n"], sums["useful"], sums["safe"], given.filter(again=Again.YES).count())


def loads(year: int) -> list[Load]:
    """Every facilitator's year, the fullest first."""
    bookings = Booking.objects.filter(active=True, starts_at__year=year).select_related("forum__school")
    days: dict[int, dict[date, list[Forum]]] = {}
    for booking in bookings.order_by("starts_at"):
        day = timezone.localtime(booking.starts_at).date()
        there = days.setdefault(booking.facilitator_id, {}).setdefault(day, [])
        if booking.forum not in there:  # several sessions of one visit are one way
            there.append(booking.forum)
    told = Facilitator.objects.exclude(home=None).select_related("home")
    homes = {row.person_id: (float(row.home.latitude), float(row.home.longitude)) for row in told if row.home}
    people = User.objects.active().with_role(Role.FACILITATOR)
    found = [_load(person, days.get(person.pk, {}), homes.get(person.pk)) for person in people]
    return sorted(found, key=lambda load: (-load.field_days, load.person.name))


def _load(person: User, days: dict[date, list[Forum]], home: Point | None) -> Load:
    visits = len({forum.pk for forums in days.values() for forum in forums})
    km = None
    if home is not None:
        ways = [[point for forum in forums if (point := _point(forum.school))] for forums in days.values()]
        km = round(sum(round_trip_km(home, way) for way in ways))
    return Load(person, visits, len(days), km)


def _point(school: Any) -> Any:
    placed = school.latitude is not None and school.longitude is not None
    return (float(school.latitude), float(school.longitude)) if placed else None


def visits_by_county(year: int, *, held: bool) -> dict[str, int]:
    """How many visits each county has: reported ones, or those with a date to come."""
    rows = Forum.objects.filter(starts_at__year=year, state__in=COUNTED if held else AHEAD)
    return dict(rows.values_list("school__county_id").annotate(n=Count("pk")).order_by())
