"""What the pages and papers of debates say: why a draw is as it is, how far a round is, who stands where."""

from competitions.debates.reports.ballots import BallotLine, ballot_lines
from competitions.debates.reports.breaks import CategoryView, break_views
from competitions.debates.reports.needs import needs_of
from competitions.debates.reports.progress import NextStep, next_step
from competitions.debates.reports.remedies import RemedyView, remedy_views
from competitions.debates.reports.rooms import RoomView, draw_words, price_words, room_views
from competitions.debates.reports.standings import SpeakerLine, TeamLine, speaker_lines, team_lines

__all__ = [
    "BallotLine",
    "CategoryView",
    "NextStep",
    "RemedyView",
    "RoomView",
    "SpeakerLine",
    "TeamLine",
    "ballot_lines",
    "break_views",
    "draw_words",
    "needs_of",
    "next_step",
    "price_words",
    "remedy_views",
    "room_views",
    "speaker_lines",
    "team_lines",
]
