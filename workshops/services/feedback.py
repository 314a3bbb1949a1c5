"""What the host teacher says, and the thanks of the house."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from accounts.services.log import record
from workshops.models import Feedback, Forum
from workshops.services.tell import tell_people


@transaction.atomic
def give_feedback(*, feedback: Feedback, by: Any = None) -> Feedback:
    """Keep what a school says by its link; said again it replaces what was said, until it is closed.

    Raises:
        ValidationError: the visit is still to come or was cancelled, it is too late, or something is missing.
    """
    Forum.objects.select_for_update().get(pk=feedback.forum_id)
    if not Feedback.is_open(feedback.forum):
        raise ValidationError(_("The form for this visit is closed."))
    before = Feedback.objects.filter(forum=feedback.forum_id).first()
    if before:
        feedback.pk, feedback.given_at, feedback.mended_at = before.pk, before.given_at, timezone.now()
        feedback._state.adding = False
    feedback.full_clean()
    feedback.save()
    record(None, N_("gave feedback on"), feedback.forum)
    return feedback


def ask_for_feedback(forum: Forum) -> int:
    """Ask the school what it thinks, once for each visit. Returns how many were written to."""
    return tell_people(forum, forum.get_school_people(), "feedback")


def send_thanks(forum: Forum) -> int:
    """Thank the school, with the address of the letter. Returns how many were written to."""
    return tell_people(forum, forum.get_school_people(), "thanks")
