"""What visits can say in numbers, what they ask for on a start page, and how they stand in a calendar."""

from workshops.reports.broken import BrokenVisit, broken_visits, fit_of
from workshops.reports.calendars import calendar_entries, forum_entries
from workshops.reports.life import Station, reminders_to_come, stations_of
from workshops.reports.moves import Move, moves_for
from workshops.reports.needs import needs_of
from workshops.reports.numbers import Reach, counties_not_reached, reach, week_of
from workshops.reports.overview import Load, Voices, cancellations, loads, pipeline, visits_by_county, voices
from workshops.reports.plan import agenda_of, grid_of, month_of
from workshops.reports.way import Way, ways_to

__all__ = [
    "BrokenVisit",
    "Load",
    "Move",
    "Reach",
    "Station",
    "Voices",
    "Way",
    "agenda_of",
    "broken_visits",
    "calendar_entries",
    "cancellations",
    "counties_not_reached",
    "fit_of",
    "forum_entries",
    "grid_of",
    "loads",
    "month_of",
    "moves_for",
    "needs_of",
    "pipeline",
    "reach",
    "reminders_to_come",
    "stations_of",
    "visits_by_county",
    "voices",
    "ways_to",
    "week_of",
]
