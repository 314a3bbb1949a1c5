"""What stands at the door of a visit: bars that only a director lifts, warnings with their reason, and the papers."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, time
from itertools import combinations
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_
from django.utils.translation import ngettext

from accounts.models import User
from accounts.rules import is_director
from accounts.services.log import record
from core.access import demand
from schools.choices import Gender
from schools.models import County
from schools.reports.calendar import load_calendar, school_windows
from schools.reports.windows import Hours, Span, why_not
from workshops.choices import Bar, Paper, PersonSex
from workshops.models import (
    AccessAuthority,
    Booking,
    Clearance,
    Facilitator,
    Forum,
    Override,
    SchoolTime,
    Terrain,
)
from workshops.rules import can_plan_forum
from workshops.rules.door import (
    FIELD_DAYS_A_WEEK,
    LEARNERS_A_FACILITATOR,
    REST_DAYS,
    USUAL_KMH,
    Block,
    road_km,
    too_many_learners,
    travel_minutes,
    week_of_day,
)
from workshops.services.holding import schools_of, slots_of


def _day(forum: Forum) -> date:
    return timezone.localtime(forum.starts_at).date()


def clashes_of(forum: Forum, team: Sequence[User]) -> dict[str, list[str]]:
    """Who is taken at that time: under "team" the people, under no field the schools."""
    errors: dict[str, list[str]] = {}
    slots, schools = slots_of(forum, team), schools_of(forum)
    for slot in slots:
        for name, words in _taken(slot.forum, slot.team, schools):
            if words not in errors.setdefault(name, []):
                errors[name].append(words)
    for one, other in combinations(slots, 2):
        (start, end), (other_start, other_end) = one.forum.span, other.forum.span
        if start < other_end and other_start < end:
            for person in {*one.team} & {*other.team}:
                words = _("%(name)s would be in two sessions at once: %(one)s, %(other)s.")
                facts = {"name": person.name, "one": one.forum.topic, "other": other.forum.topic}
                errors.setdefault("team", []).append(words % facts)
    return errors


def _taken(slot: Forum, team: Sequence[User], schools: Sequence[Any]) -> Iterable[tuple[str, str]]:
    """Who of one session is somewhere else."""
    start, end = slot.starts_at, slot.ends_at
    taken = Booking.objects.clashing(facilitators=team, start=start, end=end, but=slot)
    for clash in taken.select_related("facilitator", "forum__school"):
        words = _("%(name)s is taken: %(forum)s, %(when)s.")
        yield "team", words % {"name": clash.facilitator.name, "forum": clash.forum, "when": clash.forum.when}
    for school in schools:
        held = SchoolTime.objects.clashing(school=school, start=start, end=end, but=slot)
        for time_held in held.select_related("forum__school"):
            words = _("The school is taken: %(forum)s, %(when)s.")
            if school != slot.school:
                words = _("%(school)s is taken: %(forum)s, %(when)s.")
            facts = {"school": school, "forum": time_held.forum, "when": time_held.forum.when}
            yield "__all__", words % facts


def blocks_of(forum: Forum, team: Sequence[User], *, with_authority: bool) -> list[Block]:
    """Everything that bars a visit with this team on its days, overridden or not: each session, each school."""
    found: dict[Block, None] = {}
    for slot in slots_of(forum, team):
        for school in schools_of(forum):
            found |= dict.fromkeys(_bars_of_school(slot.forum, school, with_authority=with_authority))
        found |= dict.fromkeys(_lacking_papers(slot.team, _day(slot.forum)))
    return list(found)


def _bars_of_school(slot: Forum, school: Any, *, with_authority: bool) -> Iterable[Block]:
    """Why a school cannot be part of one session."""
    for why in _closed_day(slot, school):
        yield Block(Bar.CALENDAR, why if school == slot.school else f"{school}: {why}")
    if with_authority and not AccessAuthority.objects.covering(school.county_id, _day(slot)).exists():
        words = _("No authority of the ministry covers %(county)s on that day.")
        yield Block(Bar.AUTHORITY, words % {"county": school.county})


def _closed_day(forum: Forum, school: Any) -> Sequence[str]:
    """Why no visitor comes on that day: holiday, examinations, closed term, the school's own days.

    Where the ministry has published no calendar yet, public holidays and the school's own days still hold.
    """
    day = _day(forum)
    calendar = load_calendar([day.year])
    if day.year not in calendar.years:
        calendar = replace(
            calendar,
            years=frozenset({day.year}),
            terms=[Span(day, day, "")],
            hours=[Hours(time.min, time.max, "1234567", False, "", day, None)],
        )
    return [str(words) for words in school_windows(school, day, day, calendar)[0].closed]


def _lacking_papers(team: Sequence[User], day: date) -> Iterable[Block]:
    held = set(Clearance.objects.valid_on(day).filter(person__in=team).values_list("person", "kind"))
    for person in team:
        lacking = [str(kind.label) for kind in Paper if (person.pk, kind) not in held]
        if lacking:
            words = _("%(name)s has no valid clearance on that day: %(papers)s.")
            yield Block(Bar.CLEARANCE, words % {"name": person.name, "papers": ", ".join(lacking)})


def open_blocks(forum: Forum, team: Sequence[User], *, with_authority: bool = True) -> list[Block]:
    """Those that no director has lifted."""
    blocks = blocks_of(forum, team, with_authority=with_authority)
    lifted = set(forum.overrides.values_list("bar", "words")) if forum.pk and blocks else set()
    return [block for block in blocks if (block.bar, str(block.words)) not in lifted]


def refuse_blocks(blocks: Sequence[Block], *, override: str, by: User) -> None:
    """Say every bar in one go, unless a director gives a reason.

    Raises:
        ValidationError: at the team for its papers, at the top for the rest.
    """
    if not blocks or (override and is_director(by)):
        return
    if override:
        raise ValidationError(_("Only a director may make an exception."))
    errors: dict[str, list[str]] = {}
    for block in blocks:
        errors.setdefault("team" if block.bar == Bar.CLEARANCE else "__all__", []).append(str(block.words))
    raise ValidationError(errors)


@transaction.atomic
def write_overrides(*, forum: Forum, blocks: Sequence[Block], reason: str, by: User) -> None:
    """Keep what a director lets through, each with the same reason.

    Raises:
        ValidationError: `by` is no director.
    """
    for block in blocks:
        demand(is_director(by))
        Override.objects.create(forum=forum, bar=block.bar, words=str(block.words)[:300], reason=reason, by=by)
        record(by, N_("made an exception for"), forum, bar=block.bar, reason=reason)


def warnings_of(forum: Forum, team: Sequence[User]) -> list[str]:
    """What an officer should think about before a visit is held, each with its reason; nothing here forbids it."""
    found: dict[str, None] = {}
    slots = slots_of(forum, team)
    for slot in slots:
        for person in slot.team:
            own = {_day(other.forum) for other in slots if person in other.team}
            found |= dict.fromkeys(_warnings_of_person(slot.forum, person, own))
        found |= dict.fromkeys(_odd_hours(slot.forum))
    return [*found, *_warnings_of_school(forum, team)]


def _warnings_of_school(forum: Forum, team: Sequence[User]) -> Iterable[str]:
    others = Forum.objects.active().filter(school=forum.school, active=True).exclude(pk=forum.pk)
    near = others.near(_day(forum), REST_DAYS).order_by("starts_at").first()
    if near:
        words = _("The school has another visit within %(days)d days: %(when)s.")
        yield words % {"days": REST_DAYS, "when": near.when}
    if too_many_learners(forum.expected, len(team)):
        words = _("%(n)d learners are expected: more than %(most)d for each facilitator.")
        yield words % {"n": forum.expected, "most": LEARNERS_A_FACILITATOR}
    women = Facilitator.objects.filter(person__in=team, sex=PersonSex.WOMAN)
    if forum.school.gender == Gender.GIRLS and team and not women.exists():
        yield _("It is a girls’ school, and the team has no woman.")
    if forum.pk and not forum.reservations.exists():
        yield _("No booklets are reserved for this visit.")


def _odd_hours(forum: Forum) -> Sequence[str]:
    """Outside the hours in which schools take visitors."""
    day, calendar = _day(forum), load_calendar([_day(forum).year])
    start, end = timezone.localtime(forum.starts_at).time(), timezone.localtime(forum.ends_at).time()
    window = school_windows(forum.school, day, day, calendar)[0]
    return why_not(window, start, end) if window.is_open else []


def _warnings_of_person(forum: Forum, person: User, own: set[date]) -> Iterable[str]:
    mine = Booking.objects.filter(facilitator=person, active=True)
    if forum.pk:
        mine = mine.exclude(forum=forum)
    monday, sunday = week_of_day(_day(forum))
    week = list(mine.between(monday, sunday).select_related("forum__school"))
    days = {timezone.localtime(booking.starts_at).date() for booking in week}
    days |= {day for day in own if monday <= day <= sunday}
    if len(days) > FIELD_DAYS_A_WEEK:
        words = ngettext(
            "%(name)s has %(n)d field day in that week; %(most)d are enough.",
            "%(name)s has %(n)d field days in that week; %(most)d are enough.",
            len(days),
        )
        yield words % {"name": person.name, "n": len(days), "most": FIELD_DAYS_A_WEEK}
    for booking in week:
        if timezone.localtime(booking.starts_at).date() == _day(forum):
            yield from _late_arrival(forum, booking, person)


def _late_arrival(forum: Forum, booking: Booking, person: User) -> Iterable[str]:
    """Whether the road between two visits of one day is longer than the time between them."""
    here, there = point_of(booking.forum.school), point_of(forum.school)
    if here is None or there is None or forum.starts_at is None or forum.ends_at is None:
        return
    km = road_km(here, there)
    needed = travel_minutes(km, min(speed_in(booking.forum.school.county_id), speed_in(forum.school.county_id)))
    first_ends = booking.ends_at if booking.starts_at < forum.starts_at else forum.ends_at
    then_starts = forum.starts_at if booking.starts_at < forum.starts_at else booking.starts_at
    there_is = int((then_starts - first_ends).total_seconds() // 60)
    if there_is < needed:
        words = _("%(name)s needs %(needed)d minutes for %(km)d km between %(school)s and here, and has %(there_is)d.")
        facts = {"name": person.name, "needed": needed, "km": round(km), "school": booking.forum.school}
        yield words % {**facts, "there_is": there_is}


def point_of(school: Any) -> tuple[float, float] | None:
    """Where a school stands, if that is known."""
    if school.latitude is None or school.longitude is None:
        return None
    return float(school.latitude), float(school.longitude)


def speed_in(county: str) -> int:
    """Kilometres an hour on the roads of a county."""
    rows = list(Terrain.objects.all())
    there = [row.kmh for row in rows if county in row.counties]
    usual = [row.kmh for row in rows if not row.counties]
    return min(there) if there else usual[0] if usual else USUAL_KMH


@transaction.atomic
def enter_clearance(*, clearance: Clearance, document: ContentFile | None = None, by: User) -> Clearance:
    """Write down a paper that an officer has seen.

    Raises:
        ValidationError: its days are not in order, or `by` may not.
    """
    demand(can_plan_forum(by))
    clearance.entered_by = by
    clearance.full_clean()
    if document is not None:
        clearance.document.save(document.name or "", document, save=False)
    clearance.save()
    record(by, N_("entered the paper"), clearance, kind=clearance.kind)
    return clearance


@transaction.atomic
def enter_authority(
    *, authority: AccessAuthority, counties: Iterable[Any], document: ContentFile | None = None, by: User
) -> AccessAuthority:
    """Write down a letter of the ministry.

    Raises:
        ValidationError: its reference is known already, its days are not in order, or `by` may not.
    """
    demand(can_plan_forum(by))
    authority.entered_by = by
    authority.full_clean()
    if document is not None:
        authority.document.save(document.name or "", document, save=False)
    authority.save()
    authority.counties.set(counties)
    record(by, N_("entered the authority"), authority)
    return authority


@transaction.atomic
def withdraw_authority(*, authority: AccessAuthority, by: User) -> AccessAuthority:
    """The ministry took a letter back; visits that need it say so again."""
    demand(can_plan_forum(by))
    authority.withdrawn_at = authority.withdrawn_at or timezone.now()
    authority.save(update_fields=["withdrawn_at"])
    record(by, N_("withdrew the authority"), authority)
    return authority


@transaction.atomic
def set_speed(*, terrain: Terrain, by: User) -> Terrain:
    """Another speed, other counties.

    Raises:
        ValidationError: a speed that nobody drives, or `by` may not.
    """
    demand(can_plan_forum(by))
    terrain.full_clean()
    terrain.save()
    record(by, N_("changed the speed of"), terrain, kmh=terrain.kmh)
    return terrain


@transaction.atomic
def set_profile(*, person: User, sex: str, home: County | None = None, by: User) -> Facilitator:
    """What a facilitator told about himself or herself."""
    demand(can_plan_forum(by))
    row, _created = Facilitator.objects.update_or_create(person=person, defaults={"sex": sex, "home": home})
    record(by, N_("changed the profile of"), row)
    return row
