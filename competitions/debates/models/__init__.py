"""Tournaments, who takes part, rounds with their rooms, and ballots."""

from competitions.debates.models.ballot import Ballot, BallotScore
from competitions.debates.models.people import Adjudicator, Conflict, Speaker, Team
from competitions.debates.models.round import CheckIn, Debate, DebateTeam, Panelist, Round
from competitions.debates.models.tournament import Tournament, Venue

__all__ = [
    "Adjudicator",
    "Ballot",
    "BallotScore",
    "CheckIn",
    "Conflict",
    "Debate",
    "DebateTeam",
    "Panelist",
    "Round",
    "Speaker",
    "Team",
    "Tournament",
    "Venue",
]
