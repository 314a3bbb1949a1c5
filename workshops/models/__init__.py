"""Gatherings, the people who lead them, and what they say happened."""

from workshops.models.booking import Booking
from workshops.models.forum import Forum, ProgrammePart
from workshops.models.report import ForumReport, HeadCount

__all__ = ["Booking", "Forum", "ForumReport", "HeadCount", "ProgrammePart"]
