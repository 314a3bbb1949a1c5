"""The words of booklets."""

from django.db.models import TextChoices
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
    FOLDED = "folded", _("A4 sheets to fold into an A5 booklet")


class Way(TextChoices):
    """Where a section moves."""

    UP = "up", _("Up")
    DOWN = "down", _("Down")
