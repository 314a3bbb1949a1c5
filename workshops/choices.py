"""The words of visits."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """What kind of gathering it is."""

    FORUM = "forum", _("Forum")
    SESSION = "session", _("Information session")
    WORKSHOP = "workshop", _("Workshop")
    TRAINING = "training", _("Teachers’ training")
    FESTIVAL = "festival", _("Festival")
    ACTION = "action", _("Day of action")


class State(TextChoices):
    """How far a gathering is."""

    PLANNED = "planned", _("Planned")
    REPORTED = "reported", _("Reported")
    CANCELLED = "cancelled", _("Cancelled")


STATE_TONE = {State.PLANNED: "wait", State.REPORTED: "done", State.CANCELLED: "stop"}


class Sex(TextChoices):
    """How learners are counted."""

    GIRLS = "girls", _("Girls")
    BOYS = "boys", _("Boys")


class Part(TextChoices):
    """What a facilitator does in a team."""

    LEAD = "lead", _("Lead")
    SECOND = "second", _("Second")
