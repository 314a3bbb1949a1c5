"""What a moderation meeting looks at: entries that the marks cannot tell apart around the prizes, side by side."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _t

from competitions.essays.choices import Award
from competitions.essays.models import Assignment, Competition, Criterion, Decision, Entry, MarkSheet, Outcome
from competitions.essays.models.outcome import adjustment_of
from competitions.essays.reports.results import ResultLine, results_of
from competitions.scoring import ScoringError, tied_bands


@dataclass(frozen=True)
class Borderline:
    """Entries that cannot be told apart, and lie on both sides of a cut: which cut, and the entries by rank."""

    cut: str
    lines: list[ResultLine]


def borderlines_of(competition: Competition) -> list[Borderline]:
    """The tied bands in which the prize places end, and in which the merits end.

    Raises:
        ScoringError: the marks say nothing yet.
    """
    run = getattr(competition, "result", None)
    inputs = run.inputs if run else Outcome.of(competition).inputs
    lines = {line.entry.pk: line for line in results_of(competition).lines}
    prizes = competition.prize_places
    cuts = [(prizes, _t("Prize places")), (prizes + competition.merit_places, _t("Merits"))]
    bands = _bands(inputs)
    found, before = [], 0
    for band in bands:
        for cut, words in cuts:
            if before < cut < before + len(band):
                tied = [lines[int(pk)] for pk in band if pk in lines]
                found.append(Borderline(words, sorted(tied, key=lambda line: line.score.rank)))
        before += len(band)
    return found


def _bands(inputs: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Tied bands, best first; finalists are never tied with others."""
    adjustment = adjustment_of(inputs)
    entries = adjustment.marks.entries
    finalists = set(inputs.get("finalists", entries))
    rounds = [[pk for pk in entries if (pk in finalists) is went_on] for went_on in (True, False)]
    found: list[tuple[Any, ...]] = []
    for group in filter(None, rounds):
        try:
            found += tied_bands(adjustment.among(group))
        except ScoringError:  # without standard errors nothing is known to be apart
            found.append(tuple(group))
    return found


@dataclass(frozen=True)
class JudgeSheet:
    """What one judge gave one entry: the number the judge has here, points and reasons, words, how it could be read."""

    number: int
    marks: list[tuple[Criterion, int | None, str]]
    words: str
    legibility: str


@dataclass(frozen=True)
class Side:
    """One entry as a meeting sees it: its figures, its work, what each judge gave, what was decided."""

    entry: Entry
    line: ResultLine | None
    sheets: list[JudgeSheet]
    decisions: list[Decision]

    @property
    def decided(self) -> Decision | None:
        """What counts."""
        return self.decisions[-1] if self.decisions else None


def sides_of(competition: Competition, entries: Iterable[Entry]) -> list[Side]:
    """Some entries side by side."""
    try:
        lines = {line.entry.pk: line for line in results_of(competition).lines}
    except ScoringError:
        lines = {}
    numbers = judge_numbers(competition)
    return [_side(entry, lines.get(entry.pk), numbers) for entry in entries]


def judge_numbers(competition: Competition) -> dict[int, int]:
    """A number for each judge of a competition, by the key of the place: names have no say in a meeting."""
    places = competition.places.order_by("judge_id").values_list("pk", flat=True)
    return {place: number for number, place in enumerate(places, 1)}


def _side(entry: Entry, line: ResultLine | None, numbers: dict[int, int]) -> Side:
    finished = Assignment.objects.marked().filter(entry=entry)
    sheets = MarkSheet.objects.filter(assignment__in=finished, newest=True).select_related("assignment")
    found = [
        JudgeSheet(numbers[sheet.assignment.place_id], _marks(sheet), sheet.words, sheet.get_legibility_display())
        for sheet in sheets.prefetch_related("marks__criterion")
    ]
    decisions = list(entry.decisions.select_related("by"))
    return Side(entry, line, sorted(found, key=lambda sheet: sheet.number), decisions)


def _marks(sheet: Any) -> list[tuple[Criterion, int | None, str]]:
    return [(mark.criterion, mark.points, mark.reason) for mark in sheet.marks.all()]


def moved_honours(competition: Competition) -> dict[Award, int]:
    """How many of each honour there would be with what was decided: a meeting may have made more than the terms say."""
    found = dict.fromkeys(Award, 0)
    for line in results_of(competition).lines:
        found[Award(line.score.award)] += 1
    return found
