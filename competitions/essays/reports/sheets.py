"""The mark sheets of a frozen result: what each judge gave each entry, under a number, raw beside adjusted."""

from collections import defaultdict
from dataclasses import dataclass

from competitions.essays.models import Competition, Criterion
from competitions.essays.models.outcome import totals_of
from competitions.essays.reports.moderation import judge_numbers
from competitions.essays.reports.results import ResultLine, results_of


@dataclass(frozen=True)
class GivenLine:
    """What one judge gave: points by criterion; the sheet of a hundred points, raw and with the severity taken out."""

    number: int
    points: list[int | None]
    raw: float
    adjusted: float


@dataclass(frozen=True)
class EntrySheet:
    """One entry: its figures and honour, what each judge gave, and why a meeting decided otherwise or so."""

    line: ResultLine
    given: list[GivenLine]
    reason: str


@dataclass(frozen=True)
class MarkSheets:
    """All entries of a competition that stand, by number, and the criteria in the order of their points."""

    criteria: list[Criterion]
    entries: list[EntrySheet]


def mark_sheets_of(competition: Competition) -> MarkSheets:
    """From the frozen result alone, which nobody changes any more; judges have the numbers that the meeting knew.

    Raises:
        ResultRun.DoesNotExist: nothing is frozen yet.
    """
    run = competition.result
    criteria = list(competition.criteria.all())
    by_place = judge_numbers(competition)
    numbers = {judge: by_place[place] for place, judge in competition.places.values_list("pk", "judge_id")}
    leniency = dict(run.judges.values_list("judge_id", "leniency"))
    points = {(entry, judge, criterion): given for entry, judge, criterion, given in run.inputs["marks"]}
    given: dict[int, list[GivenLine]] = defaultdict(list)
    for entry, judge, total in totals_of(run.inputs):
        own = [points.get((entry, judge, criterion.pk)) for criterion in criteria]
        given[entry].append(GivenLine(numbers[judge], own, total, total - leniency[judge]))
    reasons = {entry: reason for entry, _award, _place, reason in run.inputs.get("decisions", ())}
    sheets = [
        EntrySheet(line, sorted(given[line.entry.pk], key=lambda one: one.number), reasons.get(line.entry.pk, ""))
        for line in results_of(competition).lines
    ]
    return MarkSheets(criteria, sorted(sheets, key=lambda sheet: sheet.line.entry.number))
