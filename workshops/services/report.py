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
from accounts.services.log import record
from core.access import demand
from schools.models import ClassLevel
from workshops.choices import Sex, State
from workshops.models import Forum, ForumReport, HeadCount
from workshops.rules import can_report_forum

HeadCounts = Mapping[tuple[ClassLevel, Sex], int]


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
    by: User,
) -> ForumReport:
    """Write down what happened; the newest report counts. The same key again gives back the first report.

    A concern goes to the safeguarding leads alone and is not part of the report.

    Raises:
        ValidationError: the visit is still to come or was cancelled, nobody was counted, or `by` may not.
    """
    demand(can_report_forum(by, forum))
    state = Forum.objects.select_for_update().values_list("state", flat=True).get(pk=forum.pk)
    sent = ForumReport.objects.filter(key=key).first()
    if sent and sent.forum_id == forum.pk:
        return sent
    if sent:
        raise ValidationError(_("This form was used for another visit. Open the report of this visit again."))
    if state == State.CANCELLED:
        raise ValidationError(_("This visit was cancelled."))
    if forum.starts_at > timezone.now():
        raise ValidationError(_("This visit is still to come."))
    if not any(counts.values()):
        raise ValidationError(_("Count at least one learner. If nobody came, cancel the visit instead."))
    forum.reports.filter(newest=True).update(newest=False)
    report = ForumReport.objects.create(forum=forum, key=key, done=done, promised=promised, adults=adults, sent_by=by)
    rows = [HeadCount(report=report, class_level=level, sex=sex, count=n) for (level, sex), n in counts.items() if n]
    HeadCount.objects.bulk_create(rows)
    Forum.objects.filter(pk=forum.pk).update(state=State.REPORTED, changed_at=timezone.now())
    record(by, N_("reported on"), forum, learners=report.learners)
    if concern:
        raise_concern(about=forum, text=concern, by=by)
    return report
