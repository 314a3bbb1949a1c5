"""A school's wish: asked by a teacher or by the public form, verified by code, taken or declined, answered by link."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from accounts.models import User
from accounts.services.log import record
from accounts.services.messages import message_person
from core.access import demand
from workshops.choices import Mover, State
from workshops.models import Forum, VisitRequest
from workshops.rules import can_plan_forum, can_request
from workshops.rules.life import can_step
from workshops.services.door import open_blocks, refuse_blocks, write_overrides
from workshops.services.holding import free_time
from workshops.services.steps import take_step, write_step
from workshops.services.tell import tell_people

CODES_A_DAY = 3  # for one phone
ANSWER_DAYS = 5  # within which an officer answers


def _digest(wish: VisitRequest, code: str) -> str:
    return salted_hmac("workshops.request", f"{wish.key}:{code}").hexdigest()


@transaction.atomic
def request_visit(*, wish: VisitRequest, by: User) -> Forum:
    """A teacher asks for a visit to the own school; the account is proof enough.

    Raises:
        ValidationError: `by` is no teacher of that school.
    """
    demand(can_request(by))
    if not wish.school.members.current().filter(user=by).exists():
        raise ValidationError(_("You do not belong to this school."))
    wish.asked_by, wish.verified_at = by, timezone.now()
    wish.full_clean()
    wish.save()
    return _open_visit(wish, by)


def _open_visit(wish: VisitRequest, by: Any) -> Forum:
    """The visit that a verified wish asks for, at its first step."""
    forum = Forum(
        school=wish.school,
        kind=wish.kind,
        topic=wish.topic or _("To be agreed"),
        expected=wish.expected,
        host=wish.name,
        host_phone=str(wish.phone or ""),
        active=False,
    )
    demand(can_step(forum, State.REQUESTED, Mover.SCHOOL))
    forum.state = State.REQUESTED
    forum.full_clean()
    forum.save()
    VisitRequest.objects.filter(pk=wish.pk).update(forum=forum)
    wish.forum = forum
    write_step(forum=forum, verb=N_("asked for"), by=by, who=wish.who, note=wish.wishes)
    tell_people(forum, forum.get_school_people(), "requested", days=ANSWER_DAYS)
    return forum


@transaction.atomic
def ask_for_code(*, wish: VisitRequest, by: Any = None) -> VisitRequest:
    """Keep what a stranger asks for, and send a code to the phone; nothing else happens until it is entered.

    Raises:
        ValidationError: this phone was sent too many codes today.
    """
    since = timezone.now() - timedelta(days=1)
    if VisitRequest.objects.filter(phone=wish.phone, asked_at__gte=since).count() >= CODES_A_DAY:
        raise ValidationError({"phone": _("This phone was sent several codes today. Try again tomorrow, or call us.")})
    code = get_random_string(6, "0123456789")
    wish.code_digest = _digest(wish, code)
    wish.full_clean()
    wish.save()
    person = VisitRequest(language=wish.language, phone=wish.phone, name=wish.name)  # by SMS, whatever else is known
    message_person(person, "workshops/messages/code", key=f"request-{wish.pk}-code", secret=True, code=code)
    record(None, N_("sent a code for"), wish)
    return wish


def enter_code(*, wish: VisitRequest, code: str, by: Any = None) -> Forum:
    """The right code makes the wish a visit; the same code again gives back the same visit.

    Raises:
        ValidationError: wrong, too old, or tried too often. A wrong try is counted even so.
    """
    if wish.forum is not None:
        return wish.forum
    tried = VisitRequest.objects.filter(pk=wish.pk, verified_at=None).update(tries=F("tries") + 1)
    if not tried or not wish.code_is_good:
        raise ValidationError(_("This code has ended. Ask anew."))
    if not constant_time_compare(_digest(wish, code), wish.code_digest):
        raise ValidationError({"code": _("This is not the code that we sent.")})
    with transaction.atomic():
        won = VisitRequest.objects.filter(pk=wish.pk, verified_at=None).update(verified_at=timezone.now())
        return _open_visit(wish, None) if won else Forum.objects.get(wish=wish)


@transaction.atomic
def accept_request(*, forum: Forum, note: str = "", by: User) -> Forum:
    """Take a request: a date and a team come next.

    Raises:
        ValidationError: it is not new any more, or `by` may not.
    """
    demand(can_plan_forum(by))
    verb = N_("accepted the request for")
    return take_step(forum=forum, to=State.TRIAGED, mover=Mover.OFFICER, verb=verb, by=by, note=note)


@transaction.atomic
def agree_to_visit(*, forum: Forum, who: str, note: str = "", by: Any = None) -> Forum:
    """The school says yes to the date, by its link (`by` nobody) or on the telephone to an officer.

    Said twice it counts once.

    Raises:
        ValidationError: there is nothing to agree to.
    """
    if forum.state in (State.AGREED, State.CONFIRMED):
        return forum
    mover = Mover.OFFICER if by and can_plan_forum(by) else Mover.SCHOOL
    take_step(forum=forum, to=State.AGREED, mover=mover, verb=N_("agreed to"), by=by, who=who, note=note)
    return _confirm_if_ready(forum)


@transaction.atomic
def ask_other_day(*, forum: Forum, who: str, note: str, by: Any = None) -> Forum:
    """The school cannot on that day: the time is free again, and an officer proposes another one.

    Raises:
        ValidationError: there is no proposal to answer.
    """
    mover = Mover.OFFICER if by and can_plan_forum(by) else Mover.SCHOOL
    fields = {"active": False, "revision": forum.revision + 1}
    verb = N_("asked for another day for")
    take_step(forum=forum, to=State.TRIAGED, mover=mover, verb=verb, by=by, who=who, note=note, **fields)
    free_time(forum)
    return forum


@transaction.atomic
def confirm_visit(*, forum: Forum, override: str = "", by: User) -> Forum:
    """Confirm what the school has agreed to; school and team are told.

    Raises:
        ValidationError: the school has not agreed, something bars the visit and no director gives a reason
            (`override`), or `by` may not.
    """
    demand(can_plan_forum(by))
    if forum.state == State.CONFIRMED:
        return forum
    blocks = open_blocks(forum, forum.get_people())
    refuse_blocks(blocks, override=override, by=by)
    write_overrides(forum=forum, blocks=blocks, reason=override, by=by)
    return _confirm(forum, by, override)


def _confirm_if_ready(forum: Forum) -> Forum:
    """What the school has agreed to is confirmed at once, unless something stands in the way."""
    return forum if open_blocks(forum, forum.get_people()) else _confirm(forum, None, "")


def _confirm(forum: Forum, by: User | None, note: str) -> Forum:
    take_step(forum=forum, to=State.CONFIRMED, mover=Mover.OFFICER, verb=N_("confirmed"), by=by, note=note)
    tell_people(forum, forum.get_school_people(), "confirmed")
    return forum
