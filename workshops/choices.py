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
    """How far a visit is, from the school's wish to the checked report."""

    REQUESTED = "requested", _("Requested")
    TRIAGED = "triaged", _("Accepted")
    PROPOSED = "proposed", _("Proposed")
    AGREED = "agreed", _("Agreed by the school")
    CONFIRMED = "confirmed", _("Confirmed")
    DELIVERED = "delivered", _("Delivered")
    REPORTED = "reported", _("Reported")
    VERIFIED = "verified", _("Verified")
    NO_SHOW = "no_show", _("Nobody was there")
    CANCELLED = "cancelled", _("Cancelled")


STATE_TONE = {
    State.REQUESTED: "wait",
    State.TRIAGED: "wait",
    State.PROPOSED: "wait",
    State.AGREED: "wait",
    State.CONFIRMED: "",
    State.DELIVERED: "wait",
    State.REPORTED: "done",
    State.VERIFIED: "done",
    State.NO_SHOW: "stop",
    State.CANCELLED: "stop",
}
WISHES = (State.REQUESTED, State.TRIAGED)  # no date yet
AHEAD = (State.PROPOSED, State.AGREED, State.CONFIRMED)  # a date that can still be moved
UNREPORTED = (State.CONFIRMED, State.DELIVERED)
COUNTED = (State.REPORTED, State.VERIFIED)  # what the numbers count


class Mover(TextChoices):
    """Who takes a visit a step further, or owes the step."""

    OFFICER = "officer", _("a programme officer")
    SCHOOL = "school", _("the school")
    TEAM = "team", _("the team")


class Party(TextChoices):
    """Who called a visit off."""

    SCHOOL = "school", _("The school")
    US = "us", _("We")
    MINISTRY = "ministry", _("The ministry")


class Cause(TextChoices):
    """Why a visit does not take place."""

    DATE = "date", _("The date does not suit the school")
    CALENDAR = "calendar", _("The school calendar changed")
    TEAM = "team", _("Nobody of the team can come")
    WEATHER = "weather", _("Weather or roads")
    SECURITY = "security", _("Insecurity")
    DECLINED = "declined", _("We cannot take the request")
    OTHER = "other", _("Another cause")


class Sex(TextChoices):
    """How learners are counted."""

    GIRLS = "girls", _("Girls")
    BOYS = "boys", _("Boys")


class Part(TextChoices):
    """What a facilitator does in a team."""

    LEAD = "lead", _("Lead")
    SECOND = "second", _("Second")


class Paper(TextChoices):
    """What a facilitator must hold before meeting learners."""

    CONDUCT = "conduct", _("Certificate of good conduct")
    CODE = "code", _("Code of conduct, signed")
    SAFEGUARDING = "training", _("Safeguarding training")


class PersonSex(TextChoices):
    """Asked of facilitators, so that a girls’ school meets a woman; nobody has to say."""

    WOMAN = "woman", _("Woman")
    MAN = "man", _("Man")


class Bar(TextChoices):
    """What bars a visit until it is mended, or a director overrides it."""

    CLEARANCE = "clearance", _("Clearance")
    AUTHORITY = "authority", _("Authority")
    CALENDAR = "calendar", _("Calendar")


class Release(TextChoices):
    """Whether a photograph may be shown outside the house."""

    NONE = "none", _("Not released: for the file only")
    FORM = "form", _("Released: the signed form is held")
    NOBODY = "nobody", _("Nobody can be recognised")


class Again(TextChoices):
    """Whether a school would have us again."""

    YES = "yes", _("Yes")
    MAYBE = "maybe", _("Perhaps")
    NO = "no", _("No")
