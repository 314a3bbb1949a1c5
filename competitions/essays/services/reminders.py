"""Reminding judges whose works wait, and taking works back from one who has left."""

from collections.abc import Iterable
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from accounts.models import Message, User
from accounts.services.log import record
from accounts.services.messages import message_person
from competitions.essays.choices import CompetitionState, TaskState
from competitions.essays.models import Assignment, Competition, JudgePlace
from competitions.essays.models.pace import REMIND_DAYS, PlaceLine, paces_of, reminder_due
from competitions.essays.rules import can_run_competition
from core.access import demand


@transaction.atomic
def remind_judges(*, competition: Competition, by: User) -> int:
    """Write to the judges who are behind, each at most once a day. Returns how many were written to now.

    Raises:
        ValidationError: not being judged, or `by` may not.
    """
    demand(can_run_competition(by))
    Competition.objects.select_for_update().get(pk=competition.pk)
    if competition.state != CompetitionState.JUDGING:
        raise ValidationError(_("This competition is not being judged."))
    behind = [line for line in paces_of(competition) if line.place.active and line.pace.is_behind]
    told = _remind(behind, f"{timezone.localdate():%Y%m%d}")
    if told:
        record(by, N_("reminded the judges of"), competition, n=told)
    return told


@transaction.atomic
def remind_before_close(*, by: User | None = None) -> int:
    """Remind every judge with works that wait, 7 and 2 days before judging closes. Run twice it writes once."""
    today, told = timezone.localdate(), 0
    last = timezone.now() + timedelta(days=max(REMIND_DAYS) + 1)
    for competition in Competition.objects.filter(state=CompetitionState.JUDGING, judging_closes_at__lte=last):
        lines = [line for line in paces_of(competition) if line.place.active and line.pace.left]
        now = 0
        for days in REMIND_DAYS:
            due = [line for line in lines if reminder_due(line.pace.closes, today, line.pace.since) == days]
            now += _remind(due, f"before-{days}")
        if now:
            record(by, N_("reminded the judges of"), competition, n=now)
        told += now
    return told


def _remind(lines: Iterable[PlaceLine], mark: str) -> int:
    told = 0
    for line in lines:
        place, key = line.place, f"judge-reminder-{line.place.pk}-"
        sent = Message.objects.filter(key__startswith=key)
        today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        if sent.filter(key=f"{key}{mark}").exists() or sent.filter(queued_at__gte=today).exists():
            continue
        message_person(place.judge, "essays/messages/reminder", key=f"{key}{mark}", place=place, n=line.pace.left)
        told += 1
    return told


@transaction.atomic
def take_works_back(*, place: JudgePlace, by: User) -> int:
    """A judge has left: what is not finished is free for others, what is finished stays. Pressed twice it is done once.

    Returns how many works were taken back.

    Raises:
        ValidationError: not being judged, or `by` may not.
    """
    demand(can_run_competition(by))
    competition = Competition.objects.select_for_update().get(pk=place.competition_id)
    if competition.state != CompetitionState.JUDGING:
        raise ValidationError(_("This competition is not being judged."))
    left = JudgePlace.objects.filter(pk=place.pk, active=True).update(active=False)
    open_works = Assignment.objects.filter(place=place, state=TaskState.OPEN)
    n = open_works.update(state=TaskState.DROPPED, changed_at=timezone.now())
    if left or n:
        record(by, N_("took the works back from a judge of"), competition, place=place.pk, n=n)
    return n
