"""Gatherings, the schools that asked for them, the people who lead them, and what they say happened."""

from workshops.models.authority import AccessAuthority, Override, Terrain
from workshops.models.booking import Booking
from workshops.models.facilitator import Clearance, Facilitator
from workshops.models.forum import Forum, ProgrammePart
from workshops.models.report import ForumReport, HeadCount
from workshops.models.request import VisitRequest
from workshops.models.step import VisitStep

__all__ = [
    "AccessAuthority",
    "Booking",
    "Clearance",
    "Facilitator",
    "Forum",
    "ForumReport",
    "HeadCount",
    "Override",
    "ProgrammePart",
    "Terrain",
    "VisitRequest",
    "VisitStep",
]
