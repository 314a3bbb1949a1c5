"""What people and trust have to say on a start page."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from accounts.choices import MessageState, PrintState
from accounts.models import Concern, Message, PrintJob
from core.needs import Need


def needs_of(user: Any) -> Iterator[Need]:
    """Open concerns for a safeguarding lead; messages that did not leave for an officer."""
    for concern in Concern.objects.visible_to(user).open():
        yield Need(
            words=_("A concern about a child is open"),
            detail=concern.about_text,
            due=concern.raised_at,
            url=concern.get_absolute_url(),
            action=_("Read"),
        )
    failed = Message.objects.visible_to(user).filter(state=MessageState.FAILED).count()
    if failed:
        words = ngettext_lazy("%(n)d message could not be sent", "%(n)d messages could not be sent", failed)
        yield Need(
            words=words % {"n": failed},
            detail=_("The address may be wrong, or the provider does not answer."),
            url=f"{reverse('accounts:message-list')}?state={MessageState.FAILED}",
            action=_("Look"),
        )
    for job in PrintJob.objects.visible_to(user).filter(ordered_by=user.pk, state=PrintState.FAILED):
        yield Need(
            words=_("A print job failed: %(job)s") % {"job": job},
            detail=job.error,
            url=job.get_absolute_url(),
            action=_("Look"),
        )
