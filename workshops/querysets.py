"""The words in which gatherings are asked for."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from accounts.choices import Role
from accounts.rules import is_officer
from workshops.choices import AHEAD, COUNTED, UNREPORTED, WISHES, State

AUTHORITY_READERS = {Role.OFFICER, Role.DIRECTOR, Role.FACILITATOR}


class ForumQuerySet(QuerySet):
    """Gatherings."""

    def visible_to(self, user: Any) -> "ForumQuerySet":
        """Officers and readers see all; a facilitator the own visits, a teacher those at the own school."""
        if not user.is_authenticated:
            return self.none()
        if user.roles & {Role.OFFICER, Role.DIRECTOR, Role.VIEWER}:
            return self
        mine = Q(pk__in=[])
        if Role.FACILITATOR in user.roles:
            mine |= Q(bookings__facilitator=user.pk, bookings__active=True)
        if Role.TEACHER in user.roles:
            mine |= Q(school__members__user=user.pk, school__members__ended_at=None)
            guests = {"guests__school__members__user": user.pk, "guests__school__members__ended_at": None}
            mine |= Q(**guests)
        return self.filter(mine).distinct()

    def active(self) -> "ForumQuerySet":
        """Not cancelled."""
        return self.exclude(state=State.CANCELLED)

    def upcoming(self) -> "ForumQuerySet":
        """Still to come, the next first."""
        return self.active().filter(ends_at__gte=timezone.now()).order_by("starts_at")

    def awaiting_report(self) -> "ForumQuerySet":
        """Over, and nobody has said yet what happened."""
        return self.filter(state__in=UNREPORTED, ends_at__lt=timezone.now()).order_by("ends_at")

    def wishes(self) -> "ForumQuerySet":
        """What schools asked for and has no date yet, the oldest first."""
        return self.filter(state__in=WISHES).order_by("planned_at", "pk")

    def dated(self) -> "ForumQuerySet":
        """Those that are in the calendar."""
        return self.exclude(starts_at=None)

    def awaiting_school(self) -> "ForumQuerySet":
        """Proposed, and the school has not answered."""
        return self.filter(state=State.PROPOSED).order_by("starts_at")

    def awaiting_confirmation(self) -> "ForumQuerySet":
        """The school has agreed, and something stands in the way."""
        return self.filter(state=State.AGREED).order_by("starts_at")

    def awaiting_verification(self) -> "ForumQuerySet":
        """Reported, and nobody else has looked."""
        return self.filter(state=State.REPORTED).order_by("ends_at")

    def reported(self) -> "ForumQuerySet":
        """Those that took place and were reported."""
        return self.filter(state__in=COUNTED)

    def between(self, first: date, last: date) -> "ForumQuerySet":
        """Beginning on one of these days, in Nairobi."""
        zone = timezone.get_default_timezone()
        start = datetime.combine(first, datetime.min.time(), zone)
        end = datetime.combine(last, datetime.max.time(), zone)
        return self.filter(starts_at__range=(start, end))

    def during(self, first: date, last: date) -> "ForumQuerySet":
        """Of which something lies on one of these days, in Nairobi."""
        zone = timezone.get_default_timezone()
        start = datetime.combine(first, datetime.min.time(), zone)
        end = datetime.combine(last, datetime.max.time(), zone)
        return self.filter(starts_at__lte=end, ends_at__gte=start)

    def near(self, day: date, days: int) -> "ForumQuerySet":
        """Within so many days of a day, before or after."""
        return self.between(day - timedelta(days=days), day + timedelta(days=days))

    def to_move(self, county: str | None, first: date | None, last: date | None) -> "ForumQuerySet":
        """Those ahead that could be moved: of one county or all, that begin on these days."""
        found = self.filter(state__in=AHEAD, starts_at__gt=timezone.now())
        if county:
            found = found.filter(school__county_id=county)
        if first or last:
            found = found.between(first or date(2000, 1, 1), last or date(2099, 12, 30))
        rows = found.select_related("school__county", "wish").order_by("starts_at", "pk")
        return rows.prefetch_related("school__blackouts", "bookings__facilitator", "overrides")

    def led_by(self, user: Any) -> "ForumQuerySet":
        """Those in whose team a person is."""
        return self.filter(bookings__facilitator=user, bookings__active=True)


class BookingQuerySet(QuerySet):
    """Who is taken, when."""

    def clashing(self, *, facilitators: Any, start: Any, end: Any, but: Any = None) -> "BookingQuerySet":
        """Bookings of these people that share a moment with [start, end), other than those of the forum `but`."""
        found = self.filter(active=True, facilitator__in=facilitators, starts_at__lt=end, ends_at__gt=start)
        return found.exclude(forum=but) if but is not None and but.pk else found

    def between(self, first: date, last: date) -> "BookingQuerySet":
        """Beginning on one of these days, in Nairobi."""
        zone = timezone.get_default_timezone()
        start = datetime.combine(first, datetime.min.time(), zone)
        end = datetime.combine(last, datetime.max.time(), zone)
        return self.filter(starts_at__range=(start, end))


class HeldQuerySet(QuerySet):
    """What gatherings hold of schools' time."""

    def clashing(self, *, school: Any, start: Any, end: Any, but: Any = None) -> "HeldQuerySet":
        """Spans of a school that share a moment with [start, end), other than those of the forum `but`."""
        found = self.filter(active=True, school=school, starts_at__lt=end, ends_at__gt=start)
        return found.exclude(forum=but) if but is not None and but.pk else found


class ModuleQuerySet(QuerySet):
    """What teams teach."""

    def visible_to(self, user: Any) -> "ModuleQuerySet":
        """Whoever may open the page at all."""
        return self if user.is_authenticated else self.none()

    def taught(self) -> "ModuleQuerySet":
        """Those that one can still choose."""
        return self.filter(archived=False)


class PhotoQuerySet(QuerySet):
    """Photographs of visits."""

    def kept(self) -> "PhotoQuerySet":
        """Those that were not taken out."""
        return self.filter(removed_at=None)

    def released(self) -> "PhotoQuerySet":
        """Those that may be shown outside the house."""
        return self.kept().exclude(release="none")


class ClearanceQuerySet(QuerySet):
    """Papers of facilitators."""

    def visible_to(self, user: Any) -> "ClearanceQuerySet":
        """Officers see all, everybody the own."""
        return self if is_officer(user) else self.filter(person=user.pk)

    def valid_on(self, day: date) -> "ClearanceQuerySet":
        """Valid on a day."""
        return self.filter(valid_from__lte=day, valid_until__gte=day)


class AuthorityQuerySet(QuerySet):
    """Letters of the ministry."""

    def visible_to(self, user: Any) -> "AuthorityQuerySet":
        """Officers; and facilitators, who show them at the gate."""
        return self if user.is_authenticated and user.roles & AUTHORITY_READERS else self.none()

    def covering(self, county: str, day: date) -> "AuthorityQuerySet":
        """In force in a county on a day."""
        return self.filter(counties=county, valid_from__lte=day, valid_until__gte=day, withdrawn_at=None)


class HeadCountQuerySet(QuerySet):
    """Learners counted by class and sex."""

    def counted(self) -> "HeadCountQuerySet":
        """Those of the newest report of each gathering that took place: the older ones are history."""
        return self.filter(report__forum__state__in=COUNTED, report__newest=True)

    def participations(self) -> int:
        """The sum of head-counts; a learner who came twice counts twice."""
        return self.counted().aggregate(n=Sum("count"))["n"] or 0

    def by_county(self) -> dict[str, int]:
        """Schools reached in each county, by the county's code."""
        rows = self.counted().values_list("report__forum__school__county_id")
        return dict(rows.annotate(n=Count("report__forum__school", distinct=True)))
