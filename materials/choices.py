"""The words of booklets."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Language(TextChoices):
    """What a booklet is written in; each language says its own name."""

    ENGLISH = "en", "English"
    KISWAHILI = "sw", "Kiswahili"


class Status(TextChoices):
    """How far an edition is."""

    DRAFT = "draft", _("Draft")
    CURRENT = "current", _("Current")
    SUPERSEDED = "superseded", _("Superseded")
    WITHDRAWN = "withdrawn", _("Withdrawn")


STATUS_TONE = {
    Status.DRAFT: "wait",
    Status.CURRENT: "done",
    Status.SUPERSEDED: "",
    Status.WITHDRAWN: "stop",
}


class PaperForm(TextChoices):
    """In which form a booklet is taken along."""

    PHONE = "phone", _("For the phone")
    A4 = "a4", _("A4, to print or read")
    A5 = "a5", _("A5, page by page")
    FOLDED = "folded", _("A4 sheets to fold into an A5 booklet")
    LARGE = "large", _("Large print, A4")
    EPUB = "book", _("EPUB, for a reading device")
    READY = "ready", _("PDF as it was sent in")
    BUNDLE = "bundle", _("In a bundle")


# What is made of a text; what there is of a PDF that came in ready-made. A bundle is packed when it is asked for.
WRITTEN_FORMS = (
    PaperForm.PHONE,
    PaperForm.A4,
    PaperForm.A5,
    PaperForm.FOLDED,
    PaperForm.LARGE,
    PaperForm.EPUB,
)
READY_FORMS = (PaperForm.READY,)
KEPT_FORMS = (*WRITTEN_FORMS, *READY_FORMS)


class Kind(IntegerChoices):
    """What a section is in its booklet; the number is its place."""

    FRONT = 1, _("Front matter")
    CHAPTER = 2, _("Chapter")
    GLOSSARY = 3, _("Glossary")
    BACK = 4, _("Back cover")


class Way(TextChoices):
    """Where a section moves."""

    UP = "up", _("Up")
    DOWN = "down", _("Down")


class Stars(IntegerChoices):
    """How useful a booklet is."""

    FIVE = 5, _("5 – very useful")
    FOUR = 4, _("4 – useful")
    THREE = 3, _("3 – in part")
    TWO = 2, _("2 – little")
    ONE = 1, _("1 – not useful")


class Moderation(TextChoices):
    """Whether a comment is shown."""

    WAITING = "waiting", _("To be read")
    SHOWN = "shown", _("Shown")
    HIDDEN = "hidden", _("Not shown")


MODERATION_TONE = {Moderation.WAITING: "wait", Moderation.SHOWN: "done", Moderation.HIDDEN: ""}
