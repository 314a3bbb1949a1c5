"""Planning: a gathering holds the time of a school and of a team, and nobody is in two places."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from accounts.models import User
from accounts.services.log import record
from accounts.services.messages import message_person
from core.access import demand
from workshops.choices import Part, State
from workshops.models import Booking, Forum, ProgrammePart
from workshops.rules import can_plan_forum

Programme = Iterable[tuple[int, str]]  # (minutes, words)
STALE = "stale"  # the code of a refusal because somebody was quicker


def plan_forum(*, forum: Forum, team: Sequence[User], programme: Programme = (), by: User) -> Forum:
    """Put a new gathering into the calendar, with its team (the first leads) and its programme.

    Raises:
        ValidationError: somebody of the team or the school is taken at that time, with a sentence that names the
            clash, also when another officer books in the same instant; or `by` may not.
    """
    forum.planned_by = by
    return _hold(forum, team, programme, by, N_("planned"))


def change_forum(
    *, forum: Forum, team: Sequence[User], programme: Programme, by: User, seen: int | None = None
) -> Forum:
    """Move a gathering, or change its team or programme; whoever is concerned is told, calendars hear of it.

    `seen` is the revision that the person had before the eyes; by default that of `forum`.

    Raises:
        ValidationError: as for `plan_forum`; it is no longer planned; or, with the code `STALE`, somebody changed it
            since it was seen.
    """
    seen = forum.revision if seen is None else seen
    forum.revision = seen + 1
    return _hold(forum, team, programme, by, N_("changed"), seen)


def _claim(forum: Forum, seen: int) -> None:
    """Move from the revision that was seen to the next, or say why not; holds the row until the transaction ends."""
    row = Forum.objects.filter(pk=forum.pk)
    if row.filter(state=State.PLANNED, revision=seen).update(revision=forum.revision):
        return
    now = row.get()
    if now.state != State.PLANNED:
        raise ValidationError(_("This visit is over or cancelled. It cannot be changed any more."))
    words = _(
        "Somebody changed this visit meanwhile. It is now: %(when)s, %(topic)s, %(team)s. Send again to replace it."
    )
    team = ", ".join(booking.facilitator.name for booking in now.get_team())
    raise ValidationError(words, code=STALE, params={"when": now.when, "topic": now.topic, "team": team})


def _hold(
    forum: Forum, team: Sequence[User], programme: Programme, by: User, verb: str, seen: int | None = None
) -> Forum:
    """Write the gathering and its bookings in one transaction; the database decides who was first."""
    demand(can_plan_forum(by))
    forum.changed_at = timezone.now()
    forum.full_clean()
    _refuse_clashes(forum, team)
    try:
        with transaction.atomic():
            if seen is not None:
                _claim(forum, seen)
            forum.save()
            _release(forum, team)
            _book(forum, team)
            _set_programme(forum, programme)
            record(by, verb, forum, revision=forum.revision)
            _tell_team(forum, team)
    except IntegrityError:
        _refuse_clashes(forum, team)  # somebody was quicker by a moment: say who
        raise
    return forum


def _refuse_clashes(forum: Forum, team: Sequence[User]) -> None:
    """Say every clash in one go.

    Raises:
        ValidationError: under "team" for people, under no field for the school.
    """
    start, end = forum.starts_at, forum.ends_at
    taken = Booking.objects.clashing(facilitators=team, start=start, end=end, but=forum)
    errors: dict[str, list[str]] = {}
    for clash in taken.select_related("facilitator", "forum__school"):
        words = _("%(name)s is taken: %(forum)s, %(when)s.")
        facts = {"name": clash.facilitator.name, "forum": clash.forum, "when": clash.forum.when}
        errors.setdefault("team", []).append(words % facts)
    others = Forum.objects.active().filter(school=forum.school, starts_at__lt=end, ends_at__gt=start)
    for other in others.exclude(pk=forum.pk).select_related("school"):
        words = _("The school is taken: %(forum)s, %(when)s.")
        errors.setdefault("__all__", []).append(words % {"forum": other, "when": other.when})
    if errors:
        raise ValidationError(errors)


def _release(forum: Forum, team: Sequence[User]) -> None:
    """Free whoever is no longer in the team, and say so."""
    gone = forum.bookings.filter(active=True).exclude(facilitator__in=team).select_related("facilitator")
    people = [booking.facilitator for booking in gone]
    gone.update(active=False)
    _tell_team(forum, people, "released")


def _book(forum: Forum, team: Sequence[User]) -> None:
    """Bring the bookings in step with the gathering's time and team."""
    wanted = {person.pk: Part.SECOND if place else Part.LEAD for place, person in enumerate(team)}
    for pk, part in wanted.items():
        times = {"part": part, "starts_at": forum.starts_at, "ends_at": forum.ends_at, "active": True}
        Booking.objects.update_or_create(forum=forum, facilitator_id=pk, defaults=times)


def _set_programme(forum: Forum, programme: Programme) -> None:
    forum.programme.all().delete()
    parts = [ProgrammePart(forum=forum, order=n, minutes=m, words=w) for n, (m, w) in enumerate(programme, 1)]
    ProgrammePart.objects.bulk_create(parts)


def _tell_team(forum: Forum, team: Sequence[User], template: str = "booked", **context: Any) -> None:
    for person in team:
        key = f"forum-{forum.pk}-{forum.revision}-{template}-{person.pk}"
        about = forum.get_absolute_url()
        message_person(person, f"workshops/messages/{template}", key=key, about_url=about, forum=forum, **context)


@transaction.atomic
def cancel_forum(*, forum: Forum, reason: str, by: User) -> Forum:
    """Take a gathering out of the calendar; its time is free again, its team is told.

    Raises:
        ValidationError: it is not planned any more, or `by` may not.
    """
    demand(can_plan_forum(by))
    team = [booking.facilitator for booking in forum.bookings.filter(active=True).select_related("facilitator")]
    cancelled = Forum.objects.filter(pk=forum.pk, state=State.PLANNED).update(
        state=State.CANCELLED,
        active=False,
        cancel_reason=reason,
        revision=forum.revision + 1,
        changed_at=timezone.now(),
    )
    if not cancelled:
        raise ValidationError(_("This visit is over or cancelled already."))
    forum.bookings.update(active=False)
    forum.refresh_from_db()
    record(by, N_("cancelled"), forum, reason=reason)
    _tell_team(forum, team, "cancelled")
    return forum
