"""The words of people and trust."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a person does here; each is a Django group of that name, and one person may hold several."""

    DIRECTOR = "director", _("Director")
    OFFICER = "officer", _("Programme officer")
    FACILITATOR = "facilitator", _("Facilitator")
    SAFEGUARDING = "safeguarding", _("Safeguarding lead")
    TEACHER = "teacher", _("Teacher")
    JUDGE = "judge", _("Judge")
    ADJUDICATOR = "adjudicator", _("Adjudicator")
    VIEWER = "viewer", _("Viewer")


ROLE_PURPOSE = {
    Role.DIRECTOR: _("Everything an officer does; people and their roles; exceptions to a rule."),
    Role.OFFICER: _("Plans forums, publishes booklets, runs competitions and debates."),
    Role.FACILITATOR: _("Visits schools and reports what happened."),
    Role.SAFEGUARDING: _("Reads and follows up concerns about a child."),
    Role.TEACHER: _("Gets booklets and enters essays for one school."),
    Role.JUDGE: _("Scores essays that carry no name."),
    Role.ADJUDICATOR: _("Judges debates and hands in ballots."),
    Role.VIEWER: _("Reads the numbers, and no names."),
}

# Who could do most harm with a stolen password signs in with a second factor.
SECOND_FACTOR_ROLES = frozenset({Role.DIRECTOR, Role.OFFICER, Role.SAFEGUARDING})


class Channel(TextChoices):
    """How a message travels."""

    EMAIL = "email", _("E-mail")
    SMS = "sms", _("SMS")


# How the key of a message begins that holds a one-time code: it is worth nothing once the code has ended.
SIGN_IN_KEY = "sign-in-"


class MessageState(TextChoices):
    """How far a message is."""

    QUEUED = "queued", _("Queued")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")


MESSAGE_TONE = {
    MessageState.QUEUED: "wait",
    MessageState.SENDING: "wait",
    MessageState.SENT: "done",
    MessageState.FAILED: "stop",
}


class Purpose(TextChoices):
    """What a consent is for; each is asked and answered on its own."""

    TAKE_PART = "take_part", _("Take part and be judged under a number")
    PUBLISH_NAME = "publish_name", _("Name the winner in public")
    PUBLISH_WORK = "publish_work", _("Publish the work")
    PUBLISH_PHOTO = "publish_photo", _("Publish a photograph")


class ConsentChannel(TextChoices):
    """How a guardian gave an answer."""

    PAPER = "paper", _("Signed form")
    SCHOOL = "school", _("Attested by the school")
    PHONE = "phone", _("By telephone")


class PaperKind(TextChoices):
    """What a numbered paper is."""

    CERTIFICATE = "certificate", _("Certificate")
    DELIVERY = "delivery", _("Delivery note")


class PrintState(TextChoices):
    """How far a print job is."""

    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Being printed")
    DONE = "done", _("Ready")
    CANCELLED = "cancelled", _("Cancelled")
    FAILED = "failed", _("Failed")
    EXPIRED = "expired", _("Cleared away")


PRINT_TONE = {
    PrintState.WAITING: "wait",
    PrintState.RUNNING: "wait",
    PrintState.DONE: "done",
    PrintState.CANCELLED: "",
    PrintState.FAILED: "stop",
    PrintState.EXPIRED: "",
}


class Printed(TextChoices):
    """What became of one copy (core.pdf.Bound, in words)."""

    STAMPED = "stamped", _("Printed")
    CUT = "cut", _("Printed, a text cut short")
    SINGLE = "single", _("Printed by itself")
    FAILED = "failed", _("Could not be printed")
