"""What competitions can say in numbers, and what they ask for on a start page."""

from competitions.essays.reports.judging import Desk, Feedback, Sheet, SheetLine, desks_of, feedback_of, sheet_of
from competitions.essays.reports.needs import needs_of
from competitions.essays.reports.packs import Pack, PaperLine, packs_of, paper_line, paper_lines
from competitions.essays.reports.progress import (
    Counts,
    JudgeProgress,
    SchoolLine,
    counts_of,
    dealt_to,
    progress_of,
    school_history,
)
from competitions.essays.reports.results import ResultLine, Results, Winner, results_of, winners_of

__all__ = [
    "Counts",
    "Desk",
    "Feedback",
    "JudgeProgress",
    "Pack",
    "PaperLine",
    "ResultLine",
    "Results",
    "SchoolLine",
    "Sheet",
    "SheetLine",
    "Winner",
    "counts_of",
    "dealt_to",
    "desks_of",
    "feedback_of",
    "needs_of",
    "packs_of",
    "paper_line",
    "paper_lines",
    "progress_of",
    "results_of",
    "school_history",
    "sheet_of",
    "winners_of",
]
