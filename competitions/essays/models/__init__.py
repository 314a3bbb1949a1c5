"""Competitions, entries, judging, results; and two plans that are computed from them."""

from competitions.essays.models.competition import Competition, Criterion
from competitions.essays.models.dealing import DealPlan
from competitions.essays.models.entry import Entrant, Entry, Page
from competitions.essays.models.extra import ExtraLine, ExtraPlan
from competitions.essays.models.judging import Assignment, Deal, JudgePlace, Mark, MarkSheet, Tie
from competitions.essays.models.moderation import Decision, ExtraMark
from competitions.essays.models.outcome import EntryScore, JudgeScore, Outcome
from competitions.essays.models.result import EntryResult, JudgeResult, ResultRun

__all__ = [
    "Assignment",
    "Competition",
    "Criterion",
    "Deal",
    "DealPlan",
    "Decision",
    "Entrant",
    "Entry",
    "EntryResult",
    "EntryScore",
    "ExtraLine",
    "ExtraMark",
    "ExtraPlan",
    "JudgePlace",
    "JudgeResult",
    "JudgeScore",
    "Mark",
    "MarkSheet",
    "Outcome",
    "Page",
    "ResultRun",
    "Tie",
]
