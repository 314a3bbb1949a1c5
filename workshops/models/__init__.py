"""Gatherings, the schools that asked for them, the people who lead them, and what they say happened."""

from workshops.models.authority import AccessAuthority, Override, Terrain
from workshops.models.booking import Booking
from workshops.models.copies import HandedOut, Reservation
from workshops.models.facilitator import Clearance, Facilitator
from workshops.models.feedback import Feedback
from workshops.models.forum import Forum, ProgrammePart
from workshops.models.photo import Photo
from workshops.models.report import ForumReport, HeadCount
from workshops.models.request import VisitRequest
from workshops.models.session import GuestSchool, Module, SchoolTime, Session
from workshops.models.step import VisitStep

__all__ = [
    "AccessAuthority",
    "Booking",
    "Clearance",
    "Facilitator",
    "Feedback",
    "Forum",
    "ForumReport",
    "GuestSchool",
    "HandedOut",
    "HeadCount",
    "Module",
    "Override",
    "Photo",
    "ProgrammePart",
    "Reservation",
    "SchoolTime",
    "Session",
    "Terrain",
    "VisitRequest",
    "VisitStep",
]
