"""How far a tournament, a round and a ballot are."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class TournamentState(TextChoices):
    """How far a tournament is."""

    RUNNING = "running", _("Running")
    BROKEN = "broken", _("Break announced")


TOURNAMENT_TONE = {TournamentState.RUNNING: "wait", TournamentState.BROKEN: "done"}


class RoundState(TextChoices):
    """How far a round is: each state is the next step of the one before."""

    DRAFTED = "drafted", _("In preparation")
    DRAWN = "drawn", _("Drawn")
    RELEASED = "released", _("Released")
    BALLOTS = "ballots", _("Ballots coming in")
    CONFIRMED = "confirmed", _("Confirmed")


ROUND_TONE = {
    RoundState.DRAFTED: "",
    RoundState.DRAWN: "wait",
    RoundState.RELEASED: "wait",
    RoundState.BALLOTS: "wait",
    RoundState.CONFIRMED: "done",
}


class PanelPart(TextChoices):
    """What an adjudicator does in a room."""

    CHAIR = "chair", _("Chair")
    PANELLIST = "panellist", _("Panellist")
    TRAINEE = "trainee", _("Trainee")


class BallotState(TextChoices):
    """How far a ballot is."""

    SENT = "sent", _("Sent")
    CONFIRMED = "confirmed", _("Confirmed")
    REPLACED = "replaced", _("Replaced")


BALLOT_TONE = {BallotState.SENT: "wait", BallotState.CONFIRMED: "done", BallotState.REPLACED: ""}


class ConflictReason(TextChoices):
    """Why an adjudicator must not judge somebody."""

    DECLARED = "declared", _("declared")
    FORMER = "former", _("former institution")
    PUPILS = "pupils", _("teaches or coaches them")
