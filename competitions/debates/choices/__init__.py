"""The words of debates: states and formats, and the sentences of the engine."""

from competitions.debates.choices.formats import FORMATS, SIDES, DebateFormat, side_letters, side_words
from competitions.debates.choices.sentences import Names, say, say_error, say_note, say_term
from competitions.debates.choices.states import (
    BALLOT_TONE,
    ROUND_TONE,
    TOURNAMENT_TONE,
    BallotState,
    ConflictReason,
    PanelPart,
    RoundState,
    TournamentState,
)

__all__ = [
    "BALLOT_TONE",
    "FORMATS",
    "ROUND_TONE",
    "SIDES",
    "TOURNAMENT_TONE",
    "BallotState",
    "ConflictReason",
    "DebateFormat",
    "Names",
    "PanelPart",
    "RoundState",
    "TournamentState",
    "say",
    "say_error",
    "say_note",
    "say_term",
    "side_letters",
    "side_words",
]
