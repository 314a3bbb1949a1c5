"""What lies on a judge's desk."""

from collections import defaultdict
from dataclasses import dataclass, field
from statistics import pstdev
from typing import Any

from django.utils.translation import gettext as _t

from accounts.choices import PaperKind
from accounts.models import IssuedPaper
from competitions.essays.choices import TaskState
from competitions.essays.models import (
    Assignment,
    Competition,
    Criterion,
    JudgePlace,
    JudgeResult,
    MarkSheet,
)
from competitions.essays.reports.packs import Pack, packs_of


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
    legibility: str = ""
    at: Any = None
    finished: bool = False
    typed: bool = False  # by an officer, from paper


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
    typed = newest.typed_by_id is not None
    return Sheet(newest.version, lines, newest.words, newest.legibility, newest.at, newest.finished, typed)


@dataclass(frozen=True)
class Desk:
    """What lies on a judge's desk in one competition, in the judge's own order."""

    place: JudgePlace
    works: list[Assignment] = field(default_factory=list)
    away: list[Assignment] = field(default_factory=list)  # a name can be seen: an officer looks first
    sealed: list[Assignment] = field(default_factory=list)  # of the screening, which is over

    @property
    def marked(self) -> int:
        """How many are done."""
        return sum(work.state == TaskState.DONE for work in self.works)

    @property
    def next(self) -> Assignment | None:
        """The first that waits."""
        return next((work for work in self.works if work.state == TaskState.OPEN), None)

    @property
    def packs(self) -> list[Pack]:
        """What waits, to be printed."""
        return packs_of(self.works)


def desks_of(judge: Any) -> list[Desk]:
    """All desks of a judge in competitions that are being judged."""
    places = JudgePlace.objects.visible_to(judge).judging_now().select_related("competition")
    works = Assignment.objects.dealt_to(judge).select_related("entry").with_seal().order_by("alias")
    piles: dict[tuple[int, str], list[Assignment]] = defaultdict(list)
    for work in works:
        pile = "sealed" if work.sealed else "away" if work.entry.names_seen_at else "works"
        piles[work.place_id, pile].append(work)
    ordered = sorted(places, key=lambda place: place.competition.judging_closes_at)
    desks = [Desk(place, *(piles[place.pk, pile] for pile in ("works", "away", "sealed"))) for place in ordered]
    return [desk for desk in desks if desk.works or desk.away or desk.sealed]


@dataclass(frozen=True)
class Feedback:
    """What a judge learns of the own marking once a result is frozen: severity and spread, in two sentences."""

    competition: Competition
    marks: int
    severity: str
    spread: str
    result: JudgeResult
    thanked: bool  # the certificate of service has its number


def feedback_of(judge: Any) -> list[Feedback]:
    """To a judge on the own marks beside all others' together; nobody else's figures are in it."""
    results = list(JudgeResult.objects.visible_to(judge).select_related("run__competition").order_by("-run")[:6])
    about = {"about_type": JudgeResult._meta.label_lower, "about_id__in": [str(result.pk) for result in results]}
    issued = IssuedPaper.objects.filter(kind=PaperKind.CERTIFICATE, revoked_at=None, **about)
    thanked = set(issued.values_list("about_id", flat=True))
    return [_feedback(result, str(result.pk) in thanked) for result in results]


def _feedback(result: JudgeResult, thanked: bool) -> Feedback:
    points = result.run.inputs["marks"]
    mine = [given for _entry, judge, _criterion, given in points if judge == result.judge_id]
    held = {entry for entry, judge, _criterion, _given in points if judge == result.judge_id}
    others = [given for entry, judge, _criterion, given in points if judge != result.judge_id and entry in held]
    severity = _severity(result.leniency, result.standard_error)
    spread = spread_words(result.marks, mine, others)
    return Feedback(result.run.competition, result.marks, severity, spread, result, thanked)


def _severity(leniency: float, error: float | None) -> str:
    by = abs(leniency)
    if by < 0.5 or (error is not None and by < error):
        return _t("You marked like your colleagues.")
    if leniency < 0:
        return _t("You marked %(by)s points of a hundred below your colleagues on the same works.") % {
            "by": f"{by:.1f}"
        }
    return _t("You marked %(by)s points of a hundred above your colleagues on the same works.") % {"by": f"{by:.1f}"}


FEW = 5  # works: below, the use of the scale is chance


def spread_words(works: int, mine: list[int], others: list[int]) -> str:
    """How much of the scale a judge used, beside the colleagues on the same works."""
    if works < FEW or not others:
        return _t("You marked too few works to say how you use the scale.")
    own, theirs = pstdev(mine), pstdev(others)
    if own < 0.8 * theirs:
        return _t("You used less of the scale than they did: do not spare the ends where a work calls for them.")
    if own > 1.25 * theirs:
        return _t("You used more of the scale than they did: keep the ends for the works that the bands describe.")
    return _t("You used as much of the scale as they did.")
