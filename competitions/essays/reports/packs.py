"""Judging on paper: how a pile is parted into packs, and how much of it has been typed in."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from competitions.essays.choices import TaskState
from competitions.essays.models import Assignment, Competition, JudgePlace, MarkSheet

WORKS = 10  # of one pack: it is made while one waits, and nothing of it is kept


@dataclass(frozen=True)
class Pack:
    """Some works of one judge that still wait for marks, to be printed together."""

    number: int
    works: list[Assignment]

    @property
    def first(self) -> int:
        """The judge's number of its first work."""
        return self.works[0].alias

    @property
    def last(self) -> int:
        """And of its last."""
        return self.works[-1].alias


def packs_of(works: Iterable[Assignment]) -> list[Pack]:
    """The works of one judge that wait for marks, in the judge's own order, in packs; none with a name in it."""
    waiting = [work for work in works if work.state == TaskState.OPEN and not work.entry.names_seen_at]
    return [Pack(n + 1, waiting[at : at + WORKS]) for n, at in enumerate(range(0, len(waiting), WORKS))]


@dataclass(frozen=True)
class PaperLine:
    """One judge's pile: what waits, what was typed in from paper."""

    place: JudgePlace
    works: list[Assignment]
    typed: int

    @property
    def marked(self) -> int:
        """How many are done, whichever way."""
        return sum(work.state == TaskState.DONE for work in self.works)

    @property
    def packs(self) -> list[Pack]:
        """What can be printed."""
        return packs_of(self.works)


def paper_lines(competition: Competition) -> list[PaperLine]:
    """Every judge who has works of this round in hand."""
    works = Assignment.objects.on_desks().unsealed().filter(place__competition=competition).select_related("entry")
    by_place: dict[int, list[Assignment]] = defaultdict(list)
    for work in works.order_by("alias"):
        by_place[work.place_id].append(work)
    typed = set(typed_in(competition))
    places = JudgePlace.objects.filter(pk__in=by_place).select_related("judge")
    return [PaperLine(p, by_place[p.pk], sum(w.pk in typed for w in by_place[p.pk])) for p in places]


def typed_in(competition: Competition) -> Iterable[int]:
    """The keys of the works whose newest sheet came from paper, and is complete."""
    sheets = MarkSheet.objects.filter(newest=True, finished=True, typed_by__isnull=False)
    return sheets.filter(assignment__place__competition=competition).values_list("assignment", flat=True)


def paper_line(place: JudgePlace) -> PaperLine:
    """One judge's."""
    return next((line for line in paper_lines(place.competition) if line.place == place), PaperLine(place, [], 0))
