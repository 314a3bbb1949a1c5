"""What lies on a judge's desk."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from competitions.essays.choices import TaskState
from competitions.essays.models import (
    Assignment,
    Criterion,
    JudgePlace,
    MarkSheet,
)


@dataclass(frozen=True)
class SheetLine:
    """One criterion on a judge's sheet: what it is, and what was given last."""

    criterion: Criterion
    points: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class Sheet:
    """A judge's sheet as it stands: its version, the criteria with what was given, the words to the writer."""

    version: int
    lines: list[SheetLine]
    words: str = ""
    at: Any = None


def sheet_of(assignment: Assignment) -> Sheet:
    """The newest sheet of one work, or an empty one."""
    criteria = list(assignment.place.competition.criteria.all())
    newest = MarkSheet.objects.filter(assignment=assignment, newest=True).prefetch_related("marks").first()
    if newest is None:
        return Sheet(assignment.version, [SheetLine(criterion) for criterion in criteria])
    given = {mark.criterion_id: mark for mark in newest.marks.all()}
    lines = [
        SheetLine(criterion, given[criterion.pk].points, given[criterion.pk].reason)
        if criterion.pk in given
        else SheetLine(criterion)
        for criterion in criteria
    ]
    return Sheet(newest.version, lines, newest.words, newest.at)


@dataclass(frozen=True)
class Desk:
    """What lies on a judge's desk in one competition, in the judge's own order."""

    place: JudgePlace
    works: list[Assignment] = field(default_factory=list)

    @property
    def marked(self) -> int:
        """How many are done."""
        return sum(work.state == TaskState.DONE for work in self.works)

    @property
    def next(self) -> Assignment | None:
        """The first that waits."""
        return next((work for work in self.works if work.state == TaskState.OPEN), None)


def desks_of(judge: Any) -> list[Desk]:
    """All desks of a judge in competitions that are being judged."""
    places = JudgePlace.objects.visible_to(judge).judging_now().select_related("competition")
    works = Assignment.objects.visible_to(judge).order_by("alias")
    by_place: dict[int, list[Assignment]] = defaultdict(list)
    for work in works:
        by_place[work.place_id].append(work)
    ordered = sorted(places, key=lambda place: place.competition.judging_closes_at)
    return [Desk(place, by_place[place.pk]) for place in ordered if by_place[place.pk]]
