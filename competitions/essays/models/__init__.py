"""Competitions, entries, judging, results; and two plans that are computed from them."""

from competitions.essays.models.blinding import NameCheck, PageCover, WordCover
from competitions.essays.models.bundle import Bundle, BundlePart, BundleSheet
from competitions.essays.models.competition import Competition, Criterion
from competitions.essays.models.copies import CopyPair
from competitions.essays.models.dealing import DealPlan
from competitions.essays.models.entry import Entrant, Entry
from competitions.essays.models.exemplar import (
    AgreedPoint,
    Exemplar,
    Training,
    TrainingAttempt,
    TrainingMark,
    TrainingPass,
    TrainingTerms,
)
from competitions.essays.models.extra import ExtraLine, ExtraPlan
from competitions.essays.models.final import FinalLine, FinalPlan
from competitions.essays.models.judging import Assignment, Deal, JudgePlace, Mark, MarkSheet, Tie
from competitions.essays.models.moderation import Decision, ExtraMark
from competitions.essays.models.outcome import EntryScore, JudgeScore, Outcome
from competitions.essays.models.page import Page, ShownPage
from competitions.essays.models.result import EntryResult, JudgeResult, ResultRun
from competitions.essays.models.rounds import Final, Finalist
from competitions.essays.models.school import HeadCertificate
from competitions.essays.models.seed import Seed, SeedAgreement, SeedDraw, SeedPoint

__all__ = [
    "Assignment",
    "Bundle",
    "BundlePart",
    "BundleSheet",
    "Competition",
    "CopyPair",
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
    "Final",
    "FinalLine",
    "FinalPlan",
    "Finalist",
    "HeadCertificate",
    "JudgePlace",
    "JudgeResult",
    "JudgeScore",
    "Mark",
    "MarkSheet",
    "NameCheck",
    "Outcome",
    "Page",
    "PageCover",
    "ResultRun",
    "ShownPage",
    "Tie",
    "AgreedPoint",
    "Exemplar",
    "Training",
    "TrainingAttempt",
    "TrainingMark",
    "TrainingPass",
    "TrainingTerms",
    "Seed",
    "SeedAgreement",
    "SeedDraw",
    "SeedPoint",
    "WordCover",
]
