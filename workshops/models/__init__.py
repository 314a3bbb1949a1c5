"""Gatherings, the schools that asked for them, the people who lead them, and what they say happened."""

from workshops.models.booking import Booking
from workshops.models.forum import Forum, ProgrammePart
from workshops.models.report import ForumReport, HeadCount
from workshops.models.request import VisitRequest
from workshops.models.step import VisitStep

__all__ = ["Booking", "Forum", "ForumReport", "HeadCount", "ProgrammePart", "VisitRequest", "VisitStep"]
