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
    ASIDE = "aside", _("Set aside as a copy")
    WITHDRAWN = "withdrawn", _("Withdrawn")


ENTRY_TONE = {
    EntryState.DRAFT: "wait",
    EntryState.SUBMITTED: "done",
    EntryState.ASIDE: "stop",
    EntryState.WITHDRAWN: "stop",
}


class PageState(TextChoices):
    """How far a page is."""

    COMING = "coming", _("Coming in")
    WAITING = "waiting", _("Being looked at")
    READY = "ready", _("Ready")
    REFUSED = "refused", _("Cannot be used")


PAGE_TONE = {PageState.COMING: "wait", PageState.WAITING: "wait", PageState.READY: "done", PageState.REFUSED: "stop"}


class PageAdvice(TextChoices):
    """What may be wrong with a page that was taken with a phone."""

    BLUR = "blur", _("Blurred: hold the phone still, tap on the page, and take it again.")
    DARK = "dark", _("Too dark: take it again by a window, without your shadow on it.")
    EMPTY = "empty", _("Nothing seems to be written on it.")
    SMALL = "small", _("Too small to read: go nearer, so that the page fills the picture.")
    TWICE = "twice", _("This page is here twice.")


class BundleState(TextChoices):
    """How far a scanned pile of paper is."""

    WAITING = "waiting", _("Waiting")
    READING = "reading", _("Being read")
    READ = "read", _("Read")
    FAILED = "failed", _("Cannot be read")


BUNDLE_TONE = {
    BundleState.WAITING: "wait",
    BundleState.READING: "wait",
    BundleState.READ: "done",
    BundleState.FAILED: "stop",
}


class SheetState(TextChoices):
    """What became of a page of a pile."""

    FILED = "filed", _("Filed")
    OPEN = "open", _("To sort by hand")
    COVER = "cover", _("Cover slip")
    ASIDE = "aside", _("Set aside")


SHEET_TONE = {SheetState.FILED: "done", SheetState.OPEN: "wait", SheetState.COVER: "", SheetState.ASIDE: ""}


class CopyKind(TextChoices):
    """What two works have in common."""

    TEXT = "text", _("Words")
    PICTURE = "picture", _("A picture")


class CopyState(TextChoices):
    """What an officer makes of two works that are alike."""

    OPEN = "open", _("To decide")
    FINE = "fine", _("Both stand")
    FIRST = "first", _("The first is a copy")
    SECOND = "second", _("The second is a copy")
    BOTH = "both", _("Both are copies")


COPY_TONE = {
    CopyState.OPEN: "wait",
    CopyState.FINE: "done",
    CopyState.FIRST: "stop",
    CopyState.SECOND: "stop",
    CopyState.BOTH: "stop",
}


class Kind(TextChoices):
    """What learners make."""

    ESSAY = "essay", _("Essay")
    POEM = "poem", _("Poem")
    IMAGE = "image", _("Image with a slogan")


LETTERS = "ABCDEFGHJKLMNPQRSTUVWXY"  # 23: a prime; without I and O, which look like digits


def check_letter(code: str) -> str:
    """A letter that changes when a digit is wrong or two are exchanged."""
    return LETTERS[sum(place * ord(sign) for place, sign in enumerate(code, 1)) % len(LETTERS)]


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


class Legibility(TextChoices):
    """How well a work by hand can be read: said apart from its quality, and never counted."""

    EASY = "easy", _("Easy to read")
    EFFORT = "effort", _("With some effort")
    PARTS = "parts", _("Not everywhere")


class PaceState(TextChoices):
    """How a judge gets on."""

    EMPTY = "empty", _("Nothing dealt")
    WAITING = "waiting", _("Not begun")
    IN_TIME = "in_time", _("In time")
    LATE = "late", _("Late")
    SILENT = "silent", _("Silent")
    READY = "ready", _("All marked")


PACE_TONE = {
    PaceState.EMPTY: "",
    PaceState.WAITING: "",
    PaceState.IN_TIME: "wait",
    PaceState.LATE: "stop",
    PaceState.SILENT: "stop",
    PaceState.READY: "done",
}


class CoverState(TextChoices):
    """How far the picture is that judges get instead of a page."""

    WAITING = "waiting", _("Being drawn")
    READY = "ready", _("Covered")
    FAILED = "failed", _("Could not be drawn")


COVER_TONE = {
    CoverState.WAITING: "wait",
    CoverState.READY: "done",
    CoverState.FAILED: "stop",
}


class NamesFound(TextChoices):
    """What a look at a work for names came to."""

    SEEN = "seen", _("A judge saw a name")
    CLEAN = "clean", _("No name in it")
    COVERED = "covered", _("Names are covered")


NAMES_TONE = {NamesFound.SEEN: "stop", NamesFound.CLEAN: "done", NamesFound.COVERED: "done"}
