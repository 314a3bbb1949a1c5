"""How one gets to a school, without asking anybody's map."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _

from workshops.models import Booking, Forum
from workshops.rules.door import Point, bearing, road_km, travel_minutes
from workshops.services.door import point_of, speed_in

COMPASS = (
    lambda: _("north"),
    lambda: _("north-east"),
    lambda: _("east"),
    lambda: _("south-east"),
    lambda: _("south"),
    lambda: _("south-west"),
    lambda: _("west"),
    lambda: _("north-west"),
)


@dataclass(frozen=True)
class Way:
    """A way to a school: from where, how far by road, how long, into which direction."""

    start: str
    km: int
    minutes: int
    direction: str


def ways_to(forum: Forum) -> list[Way]:
    """From the middle of the county, and from the lead's visit before if that was on the same day or the day before."""
    there = point_of(forum.school)
    if there is None:
        return []
    county = forum.school.county
    middle = (float(county.latitude), float(county.longitude))
    ways = [_way(_("the middle of %(county)s") % {"county": county}, middle, there, forum)]
    before = _visit_before(forum)
    start = point_of(before.school) if before else None
    if before and start:
        ways.append(_way(_("the visit before, %(school)s") % {"school": before.school}, start, there, forum))
    return ways


def _visit_before(forum: Forum) -> Forum | None:
    team = forum.get_people()
    if not team or forum.starts_at is None:
        return None
    since = forum.starts_at - timedelta(days=1)
    rows = Booking.objects.filter(facilitator=team[0], active=True, ends_at__range=(since, forum.starts_at))
    booking = rows.exclude(forum=forum).select_related("forum__school").order_by("-ends_at").first()
    return booking.forum if booking else None


def _way(words: str, start: Point, there: Point, forum: Forum) -> Way:
    km = road_km(start, there)
    direction = COMPASS[round(bearing(start, there) / 45) % 8]()
    return Way(words, round(km), travel_minutes(km, speed_in(forum.school.county_id)), direction)
