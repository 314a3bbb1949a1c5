"""What the worker does once a day: it reminds, it chases, it forgets who never came back."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as N_

from accounts.models import Message, User
from accounts.services.log import record
from workshops.choices import State
from workshops.models import Forum, VisitRequest
from workshops.rules.hours import REMIND_DAYS, reminder_due, weeks_late
from workshops.services.tell import tell_people


def _day(moment: datetime | None) -> date:
    return timezone.localtime(moment).date()


@transaction.atomic
def remind_of_visits(*, by: User | None = None) -> int:
    """Remind team and school of what is confirmed, 14, 3 and 1 days before. Run twice it writes once."""
    today = timezone.localdate()
    ahead = Forum.objects.filter(state=State.CONFIRMED).between(today, today + timedelta(days=max(REMIND_DAYS)))
    told = 0
    for forum in ahead.select_related("school__county", "wish"):
        days = reminder_due(_day(forum.starts_at), today, _day(forum.changed_at))
        if days is not None and not _was_told(forum, f"reminder-{days}-"):
            told += tell_people(forum, forum.get_team_people(), "reminder", mark=f"-{days}", days=days)
            told += tell_people(forum, forum.get_school_people(), "reminder_school", mark=f"-{days}", days=days)
            record(by, N_("sent reminders of"), forum, days=days)
    return told


@transaction.atomic
def chase_reports(*, by: User | None = None) -> int:
    """Ask the team for a report that is late, on the first day and then each week."""
    today, told = timezone.localdate(), 0
    for forum in Forum.objects.awaiting_report().select_related("school__county"):
        weeks = weeks_late(_day(forum.report_due), today)
        if weeks is not None and not _was_told(forum, f"overdue-{weeks}-"):
            told += tell_people(forum, forum.get_team_people(), "overdue", mark=f"-{weeks}")
            record(by, N_("asked for the late report of"), forum, weeks=weeks)
    return told


def _was_told(forum: Forum, start: str) -> bool:
    return Message.objects.filter(key__startswith=f"forum-{forum.pk}-{forum.revision}-{start}").exists()


@transaction.atomic
def forget_unverified_wishes(*, by: User | None = None) -> int:
    """Delete what strangers typed and never verified, after a day."""
    old = VisitRequest.objects.filter(forum=None, asked_at__lt=timezone.now() - timedelta(days=1))
    for wish in old:
        record(by, N_("forgot the unverified request for"), wish.school)
    return old.delete()[0]
