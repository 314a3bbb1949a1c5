"""Reporting: from a phone, over a bad network, and counted once."""

from collections.abc import Mapping
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from accounts.models import User
from accounts.services.concerns import raise_concern
from core.access import demand
from materials.models import Title
from schools.models import ClassLevel
from workshops.choices import Mover, Sex, State
from workshops.models import Forum, ForumReport, HandedOut, HeadCount
from workshops.rules import can_report_forum, can_verify_forum
from workshops.services.feedback import ask_for_feedback, send_thanks
from workshops.services.steps import take_step
from workshops.services.tell import tell_people

HeadCounts = Mapping[tuple[ClassLevel, Sex], int]
Copies = Mapping[Title, int]


@transaction.atomic
def send_report(
    *,
    forum: Forum,
    key: UUID,
    counts: HeadCounts,
    done: str,
    promised: str = "",
    adults: int = 0,
    concern: str = "",
    disabled: HeadCounts | None = None,
    copies: Copies | None = None,
    by: User,
) -> ForumReport:
    """Write down what happened; the newest report counts. The same key again gives back the first report.

    `disabled` counts, among those of `counts`, the learners with a disability; `copies` what was handed out.
    A concern goes to the safeguarding leads alone and is not part of the report.

    Raises:
        ValidationError: the visit is still to come, was cancelled or is verified already, nobody was counted,
            more learners with a disability than learners, or `by` may not.
    """
    demand(can_report_forum(by, forum))
    disabled = disabled or {}
    state = Forum.objects.select_for_update().values_list("state", flat=True).get(pk=forum.pk)
    sent = ForumReport.objects.filter(key=key).first()
    if sent and sent.forum_id == forum.pk:
        return sent
    if sent:
        raise ValidationError(_("This form was used for another visit. Open the report of this visit again."))
    if state == State.CANCELLED:
        raise ValidationError(_("This visit was cancelled."))
    if forum.starts_at is None or forum.starts_at > timezone.now():
        raise ValidationError(_("This visit is still to come."))
    if not any(counts.values()):
        raise ValidationError(_("Count at least one learner. If nobody came, cancel the visit instead."))
    if any(n > counts.get(cell, 0) for cell, n in disabled.items()):
        raise ValidationError(_("In a class there are more learners with a disability than learners. Count again."))
    forum.reports.filter(newest=True).update(newest=False)
    report = ForumReport.objects.create(forum=forum, key=key, done=done, promised=promised, adults=adults, sent_by=by)
    rows = [
        HeadCount(report=report, class_level=level, sex=sex, count=n, disabled=disabled.get((level, sex), 0))
        for (level, sex), n in counts.items()
        if n
    ]
    HeadCount.objects.bulk_create(rows)
    given = [HandedOut(report=report, title=title, copies=n) for title, n in (copies or {}).items() if n]
    HandedOut.objects.bulk_create(given)
    forum.state = state  # as it is under the lock
    take_step(forum=forum, to=State.REPORTED, mover=Mover.TEAM, verb=N_("reported on"), by=by)
    ask_for_feedback(forum)
    if concern:
        raise_concern(about=forum, text=concern, by=by)
    return report


@transaction.atomic
def mark_delivered(*, forum: Forum, by: User) -> Forum:
    """Say on the spot that the visit took place; the counts follow within a week.

    Raises:
        ValidationError: it has not begun, or `by` is not of the team.
    """
    demand(can_report_forum(by, forum))
    _demand_begun(forum)
    take_step(forum=forum, to=State.DELIVERED, mover=Mover.TEAM, verb=N_("marked as delivered"), by=by)
    ask_for_feedback(forum)
    return forum


@transaction.atomic
def mark_no_show(*, forum: Forum, reason: str, by: User) -> Forum:
    """Say that the team came and nobody was there, or that nobody came.

    Raises:
        ValidationError: it has not begun, or `by` is not of the team.
    """
    demand(can_report_forum(by, forum))
    _demand_begun(forum)
    verb = N_("found nobody at")
    return take_step(forum=forum, to=State.NO_SHOW, mover=Mover.TEAM, verb=verb, by=by, note=reason)


def _demand_begun(forum: Forum) -> None:
    if forum.starts_at is None or forum.starts_at > timezone.now():
        raise ValidationError(_("This visit is still to come."))


@transaction.atomic
def verify_report(*, forum: Forum, note: str = "", by: User) -> Forum:
    """A second pair of eyes: the report stands. The school is thanked.

    Raises:
        ValidationError: there is none, or `by` wrote it.
    """
    demand(can_verify_forum(by, forum.reports.filter(newest=True).first()))
    verb = N_("verified the report of")
    take_step(forum=forum, to=State.VERIFIED, mover=Mover.OFFICER, verb=verb, by=by, note=note)
    send_thanks(forum)
    return forum


@transaction.atomic
def return_report(*, forum: Forum, note: str, by: User) -> Forum:
    """Ask the team to mend its report; until then it does not count.

    Raises:
        ValidationError: there is none, or `by` wrote it.
    """
    demand(can_verify_forum(by, forum.reports.filter(newest=True).first()))
    verb = N_("sent back the report of")
    take_step(forum=forum, to=State.DELIVERED, mover=Mover.OFFICER, verb=verb, by=by, note=note)
    mark = f"-{forum.steps.count()}"
    tell_people(forum, forum.get_team_people(), "returned", mark=mark, note=note)
    return forum
