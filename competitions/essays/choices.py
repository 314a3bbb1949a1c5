"""The words of essay competitions."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Language(TextChoices):
    """What a work is written in."""

    ENGLISH = "en", _("English")
    KISWAHILI = "sw", _("Kiswahili")


class Sex(TextChoices):
    """Of an entrant."""

    GIRL = "girl", _("Girl")
    BOY = "boy", _("Boy")


class CompetitionState(TextChoices):
    """How far a competition is."""

    DRAFT = "draft", _("Being prepared")
    OPEN = "open", _("Open for entries")
    JUDGING = "judging", _("Being judged")
    DECIDED = "decided", _("Decided")
    PUBLISHED = "published", _("Published")


COMPETITION_TONE = {
    CompetitionState.DRAFT: "",
    CompetitionState.OPEN: "wait",
    CompetitionState.JUDGING: "wait",
    CompetitionState.DECIDED: "wait",
    CompetitionState.PUBLISHED: "done",
}


class EntryState(TextChoices):
    """How far an entry is."""

    DRAFT = "draft", _("Not handed in")
    SUBMITTED = "submitted", _("Handed in")
    WITHDRAWN = "withdrawn", _("Withdrawn")


ENTRY_TONE = {EntryState.DRAFT: "wait", EntryState.SUBMITTED: "done", EntryState.WITHDRAWN: "stop"}


class TaskState(TextChoices):
    """How far one judge is with one work."""

    OPEN = "open", _("To mark")
    DONE = "done", _("Marked")
    RECUSED = "recused", _("Handed back")
    DROPPED = "dropped", _("Taken back")


TASK_TONE = {TaskState.OPEN: "wait", TaskState.DONE: "done", TaskState.RECUSED: "stop", TaskState.DROPPED: ""}


class RecuseReason(TextChoices):
    """Why a judge hands a work back."""

    KNOWN = "known", _("I recognise the writer or the school")
    UNREADABLE = "unreadable", _("I cannot read it")
    OTHER = "other", _("Another reason")


class Award(TextChoices):
    """What an entry is honoured for."""

    WINNER = "winner", _("Winner")
    MERIT = "merit", _("Merit")
    PARTICIPATION = "participation", _("Participation")


AWARD_TONE = {Award.WINNER: "done", Award.MERIT: "done", Award.PARTICIPATION: ""}


class ExtraReason(TextChoices):
    """Why an entry gets one mark more."""

    NEAR = "near", _("Near the cut")
    DISCREPANT = "discrepant", _("Judges disagree")
    BOTH = "both", _("Near the cut, and judges disagree")
