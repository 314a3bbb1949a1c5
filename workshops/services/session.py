"""Gatherings with several sessions, days and schools, and what is taught in them."""

from collections.abc import Callable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from accounts.models import User
from accounts.services.log import record
from core.access import demand
from workshops.choices import AHEAD, Part
from workshops.models import Booking, Forum, GuestSchool, Module, Session
from workshops.rules import can_plan_forum
from workshops.services.door import clashes_of, open_blocks, refuse_blocks, write_overrides
from workshops.services.holding import hold_time
from workshops.services.steps import write_step
from workshops.services.tell import tell_people

MOST_SESSIONS = 60


def save_session(*, session: Session, team: Sequence[User], override: str = "", by: User) -> Session:
    """Add a session to a gathering, or change one; the first one that is added makes the gathering's own time one too.

    Raises:
        ValidationError: somebody of the team or a school is taken, also by another session of the same gathering;
            something bars the day and no director gives a reason; the gathering is over; or `by` may not.
    """

    def write(forum: Forum) -> None:
        if not session.pk:
            _make_own_time_a_session(forum)
        session.forum = forum
        session.full_clean()
        session.save()
        kept = {person.pk: Part.SECOND if place else Part.LEAD for place, person in enumerate(team)}
        gone = session.bookings.exclude(facilitator__in=kept)
        people = [(str(row.facilitator_id), row.facilitator) for row in gone.select_related("facilitator")]
        gone.delete()
        # Not active until somebody has looked for clashes: the database would refuse without a sentence.
        times = {"forum": forum, "starts_at": session.starts_at, "ends_at": session.ends_at, "active": False}
        for pk, part in kept.items():
            Booking.objects.update_or_create(session=session, facilitator_id=pk, defaults={**times, "part": part})
        still = set(forum.bookings.exclude(session=None).values_list("facilitator", flat=True))
        tell_people(forum, [row for row in people if int(row[0]) not in still], "released")

    _change(session.forum, write, N_("changed the sessions of"), by, lambda: str(session), override)
    return session


def _make_own_time_a_session(forum: Forum) -> None:
    """The only session of a gathering becomes its first row."""
    if forum.get_sessions():
        if forum.sessions.count() >= MOST_SESSIONS:
            raise ValidationError(_("Sixty sessions are enough for one gathering."))
        return
    times = {"starts_at": forum.starts_at, "ends_at": forum.ends_at}
    first = Session.objects.create(forum=forum, title=forum.topic, room=forum.place[:80], **times)
    forum.bookings.filter(active=True, session=None).update(session=first)


def remove_session(*, session: Session, by: User) -> Forum:
    """Take a session out; its time is free again.

    Raises:
        ValidationError: it is the last one, the gathering is over, or `by` may not.
    """

    def write(forum: Forum) -> None:
        if len(forum.get_sessions()) < 2:
            raise ValidationError(_("A gathering keeps one session. Cancel the visit instead."))
        people = [booking.facilitator for booking in session.bookings.select_related("facilitator")]
        session.bookings.all().delete()
        Session.objects.filter(pk=session.pk).update(active=False)
        still = set(forum.bookings.exclude(session=None).values_list("facilitator", flat=True))
        tell_people(forum, [(str(person.pk), person) for person in people if person.pk not in still], "released")

    verb = N_("changed the sessions of")
    return _change(session.forum, write, verb, by, lambda: _("taken out: %(session)s") % {"session": session})


def add_guest(*, guest: GuestSchool, override: str = "", by: User) -> GuestSchool:
    """One more school comes; its time is held for all sessions.

    Raises:
        ValidationError: it comes already or is taken, something bars it, the gathering is over, or `by` may not.
    """

    def write(forum: Forum) -> None:
        guest.forum = forum
        if guest.school_id == forum.school_id:
            raise ValidationError({"school": _("This school is the host.")})
        guest.full_clean()
        guest.save()
        members = guest.school.members.current().filter(user__is_active=True).select_related("user")
        tell_people(forum, [(f"guest-{member.user_id}", member.user) for member in members[:2]], "invited")

    _change(guest.forum, write, N_("invited a school to"), by, lambda: str(guest.school), override)
    return guest


def remove_guest(*, guest: GuestSchool, by: User) -> Forum:
    """A school does not come after all.

    Raises:
        ValidationError: the gathering is over, or `by` may not.
    """
    note = _("taken off: %(school)s") % {"school": guest.school}
    return _change(guest.forum, lambda forum: guest.delete(), N_("took a school off"), by, lambda: note)


def _change(
    forum: Forum, write: Callable[[Forum], Any], verb: str, by: User, note: Callable[[], str], override: str = ""
) -> Forum:
    """Change the sessions or schools of a gathering and hold its time anew; the database decides who was first."""
    demand(can_plan_forum(by))
    try:
        with transaction.atomic():
            forum = Forum.objects.select_for_update().select_related("school__county").get(pk=forum.pk)
            if forum.state not in AHEAD:
                raise ValidationError(_("This visit has no date yet, is over or is cancelled."))
            forum.revision += 1
            forum.changed_at = timezone.now()
            write(forum)
            if sessions := forum.get_sessions():
                forum.starts_at = sessions[0].starts_at
                forum.ends_at = max(session.ends_at for session in sessions)
            forum.full_clean()
            team = forum.get_people()
            _refuse(clashes_of(forum, team))
            blocks = open_blocks(forum, team)
            refuse_blocks(blocks, override=override, by=by)
            forum.save()
            hold_time(forum, team)
            write_overrides(forum=forum, blocks=blocks, reason=override, by=by)
            write_step(forum=forum, verb=verb, by=by, note=note(), revision=forum.revision)
            tell_people(forum, forum.get_team_people(), "booked", changed=True)
    except IntegrityError as error:
        raise ValidationError(_("Somebody took this time a moment ago. Look at the calendar.")) from error
    return forum


def _refuse(errors: dict[str, list[str]]) -> None:
    if errors:
        raise ValidationError(errors)


@transaction.atomic
def keep_module(*, module: Module, by: User) -> Module:
    """Write a module, or change it.

    Raises:
        ValidationError: something is missing, another has its name, or `by` may not.
    """
    demand(can_plan_forum(by))
    module.full_clean()
    module.save()
    record(by, N_("wrote the module"), module)
    return module
