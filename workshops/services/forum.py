"""Planning: a gathering holds the time of a school and of a team, and nobody is in two places."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from accounts.models import User
from core.access import demand
from workshops.choices import AHEAD, COUNTED, Cause, Mover, Party, State
from workshops.models import Forum, Module, ProgrammePart
from workshops.rules import can_plan_forum
from workshops.rules.life import can_step
from workshops.services.door import clashes_of, open_blocks, refuse_blocks, write_overrides
from workshops.services.holding import free_time, hold_time
from workshops.services.steps import take_step, write_step
from workshops.services.tell import tell_people

Programme = Iterable[tuple[int, str]] | None  # (minutes, words); None leaves it as it is
Modules = Iterable[Module] | None
STALE = "stale"  # the code of a refusal because somebody was quicker


def plan_forum(
    *,
    forum: Forum,
    team: Sequence[User],
    programme: Programme = (),
    modules: Modules = None,
    override: str = "",
    by: User,
) -> Forum:
    """Put a new gathering into the calendar, with its team (the first leads) and its programme: it is confirmed.

    Raises:
        ValidationError: somebody of the team or the school is taken at that time, with a sentence that names the
            clash, also when another officer books in the same instant; somebody has no valid clearance or the
            ministry no authority there, unless a director gives a reason (`override`); or `by` may not.
    """
    forum.planned_by = by
    plan = _Plan(team, programme, modules, override)
    return _hold(forum, plan, by, N_("planned"), State.CONFIRMED)


def propose_forum(
    *,
    forum: Forum,
    team: Sequence[User],
    programme: Programme = (),
    modules: Modules = None,
    override: str = "",
    tell: str = "proposed",
    said: Mapping[str, Any] | None = None,
    by: User,
    seen: int | None = None,
) -> Forum:
    """Offer a school a date, a time and a team; it holds their time, and the school gets a link to agree.

    Raises:
        ValidationError: as for `change_forum`, or the visit is not at a step from which one proposes.
    """
    forum.planned_by = forum.planned_by or by
    seen = forum.revision if seen is None else seen
    forum.revision = seen + 1
    held = _hold(forum, _Plan(team, programme, modules, override), by, N_("proposed"), State.PROPOSED, seen)
    tell_people(held, held.get_school_people(), tell, **(said or {}))
    return held


def change_forum(
    *,
    forum: Forum,
    team: Sequence[User],
    programme: Programme,
    modules: Modules = None,
    override: str = "",
    tell: str = "",
    said: Mapping[str, Any] | None = None,
    by: User,
    seen: int | None = None,
) -> Forum:
    """Move a gathering, or change its team or programme; whoever is concerned is told, calendars hear of it.

    `seen` is the revision that the person had before the eyes; by default that of `forum`. `tell` and `said` are the
    message to the school, where it is not the usual one, and what stands in it. A date that the school
    has agreed to, and that is not confirmed yet, is proposed anew.

    Raises:
        ValidationError: as for `plan_forum`; it is no longer planned; or, with the code `STALE`, somebody changed it
            since it was seen.
    """
    if forum.state not in AHEAD:
        raise ValidationError(_("This visit is over or cancelled. It cannot be changed any more."))
    if forum.state != State.CONFIRMED:
        return propose_forum(
            forum=forum,
            team=team,
            programme=programme,
            modules=modules,
            override=override,
            tell=tell or "proposed",
            said=said,
            by=by,
            seen=seen,
        )
    seen = forum.revision if seen is None else seen
    forum.revision = seen + 1
    held = _hold(forum, _Plan(team, programme, modules, override), by, N_("changed"), State.CONFIRMED, seen)
    tell_people(held, held.get_school_people(), tell or "confirmed", **(said or {}))
    return held


def _claim(forum: Forum, before: str, seen: int) -> None:
    """Move from the revision that was seen to the next, or say why not; holds the row until the transaction ends."""
    row = Forum.objects.filter(pk=forum.pk)
    if row.filter(state=before, revision=seen).update(revision=forum.revision):
        return
    now = row.get()
    if now.state in (State.CANCELLED, *COUNTED, State.DELIVERED, State.NO_SHOW):
        raise ValidationError(_("This visit is over or cancelled. It cannot be changed any more."))
    words = _(
        "Somebody changed this visit meanwhile. It is now: %(when)s, %(topic)s, %(team)s. Send again to replace it."
    )
    team = ", ".join(booking.facilitator.name for booking in now.get_team())
    raise ValidationError(words, code=STALE, params={"when": now.when, "topic": now.topic, "team": team})


@dataclass(frozen=True)
class _Plan:
    """What an officer wants of a visit besides its time."""

    team: Sequence[User]
    programme: Programme
    modules: Modules
    override: str


def _hold(forum: Forum, plan: _Plan, by: User, verb: str, to: State, seen: int = 0) -> Forum:
    """Write the gathering and its bookings in one transaction; the database decides who was first."""
    team, override = plan.team, plan.override
    demand(can_plan_forum(by))
    demand(can_step(forum, to, Mover.OFFICER))
    before, changed = forum.state, bool(forum.pk) and forum.state in AHEAD
    forum.state, forum.active, forum.changed_at = to, True, timezone.now()
    forum.full_clean()
    _refuse_clashes(forum, team)
    blocks = open_blocks(forum, team, with_authority=to == State.CONFIRMED)
    refuse_blocks(blocks, override=override, by=by)
    try:
        with transaction.atomic():
            if forum.pk is not None:
                _claim(forum, before, seen)
            forum.save()
            if not forum.get_sessions():
                _release(forum, team)
            hold_time(forum, team)
            write_overrides(forum=forum, blocks=blocks, reason=override, by=by)
            _set_contents(forum, plan)
            write_step(forum=forum, verb=verb, by=by, note=forum.when, revision=forum.revision)
            tell_people(forum, [(str(person.pk), person) for person in team], "booked", changed=changed)
    except IntegrityError:
        _refuse_clashes(forum, team)  # somebody was quicker by a moment: say who
        raise
    return forum


def _refuse_clashes(forum: Forum, team: Sequence[User]) -> None:
    """Say every clash in one go.

    Raises:
        ValidationError: under "team" for people, under no field for the school.
    """
    errors = clashes_of(forum, team)
    if errors:
        raise ValidationError(errors)


def _release(forum: Forum, team: Sequence[User]) -> None:
    """Free whoever is no longer in the team, and say so."""
    gone = forum.bookings.filter(active=True).exclude(facilitator__in=team).select_related("facilitator")
    people = [(str(booking.facilitator_id), booking.facilitator) for booking in gone]
    gone.update(active=False)
    tell_people(forum, people, "released")


def _set_contents(forum: Forum, plan: _Plan) -> None:
    if plan.programme is not None:
        forum.programme.all().delete()
        parts = [ProgrammePart(forum=forum, order=n, minutes=m, words=w) for n, (m, w) in enumerate(plan.programme, 1)]
        ProgrammePart.objects.bulk_create(parts)
    if plan.modules is not None:
        forum.modules.set(plan.modules)


@transaction.atomic
def cancel_forum(*, forum: Forum, reason: str, by: User, party: Party = Party.US, cause: Cause = Cause.OTHER) -> Forum:
    """Take a gathering out of the calendar; its time is free again, its team and its school are told.

    Raises:
        ValidationError: it is over or cancelled already, or `by` may not.
    """
    demand(can_plan_forum(by))
    team = forum.get_team_people()
    if not can_step(forum, State.CANCELLED):
        raise ValidationError(_("This visit is over or cancelled already."))
    take_step(
        forum=forum,
        to=State.CANCELLED,
        mover=Mover.OFFICER,
        verb=N_("cancelled"),
        by=by,
        note=reason,
        active=False,
        revision=forum.revision + 1,
        cancel_reason=reason,
        cancel_party=party,
        cancel_cause=cause,
    )
    free_time(forum)
    tell_people(forum, [*team, *forum.get_school_people()], "cancelled")
    return forum
