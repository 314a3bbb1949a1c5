"""Results and what explains them; winners as far as consent goes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _t

from accounts.choices import Purpose
from accounts.models import Consent, User
from competitions.essays.choices import AWARD_TONE, Award, EntryState, PageState
from competitions.essays.models import (
    Competition,
    Entry,
    EntryResult,
    EntryScore,
    JudgeScore,
    Outcome,
    Page,
    ShownPage,
)


@dataclass(frozen=True)
class ResultLine:
    """One entry as the results page shows it; the same live and frozen."""

    entry: Entry
    score: EntryScore | EntryResult
    went_on: bool = False  # to the final

    @property
    def moved(self) -> str:
        """What the adjustment changed, in points."""
        return f"{self.score.adjusted - self.score.raw_mean:+.1f}"

    @property
    def chance(self) -> str:
        """Its chance of belonging to the prize places, of a hundred."""
        return "" if self.score.chance is None else f"{100 * self.score.chance:.0f} %"

    @property
    def tone(self) -> str:
        """The shape of its award."""
        return AWARD_TONE[Award(self.score.award)]

    @property
    def award(self) -> str:
        """Its award in words."""
        return str(Award(self.score.award).label)

    @property
    def computed(self) -> str:
        """What the computation alone would honour it for."""
        return str(Award(self.score.computed).label)

    @property
    def is_moderated(self) -> bool:
        """Whether a meeting decided otherwise than the computation."""
        return self.score.award != self.score.computed or self.score.place != self.score.rank

    @property
    def given(self) -> str:
        """The honour in words, with the place of a winner."""
        return f"{self.award} {self.score.place}" if self.score.award == Award.WINNER else self.award


@dataclass(frozen=True)
class SeverityLine:
    """One judge, explained in a sentence."""

    judge: User
    score: JudgeScore | Any

    @property
    def sentence(self) -> str:
        """How this judge marks beside the colleagues, and what was done about it."""
        by, name = abs(self.score.leniency), self.judge.name
        error = self.score.standard_error
        if by < 0.5 or (error is not None and by < error):
            return _t("%(name)s marks like the colleagues.") % {"name": name}
        values = {"name": name, "by": f"{by:.1f}"}
        if self.score.leniency < 0:
            return _t("%(name)s marks %(by)s points below the colleagues on works that both marked.") % values
        return _t("%(name)s marks %(by)s points above the colleagues on works that both marked.") % values


@dataclass(frozen=True)
class Results:
    """A whole result, live or frozen: lines by rank, judges from the most severe on, how sure the prizes are."""

    frozen: bool
    inputs_hash: str
    certainty: float | None
    lines: list[ResultLine]
    judges: list[SeverityLine]

    @property
    def percent(self) -> str:
        """The certainty of a hundred."""
        return "" if self.certainty is None else f"{100 * self.certainty:.0f}"


def results_of(competition: Competition) -> Results:
    """The frozen result where there is one, else what the marks say now.

    Raises:
        ScoringError: when the marks say nothing yet.
    """
    run = getattr(competition, "result", None)
    if run is None:
        outcome = Outcome.of(competition)
        finalists = outcome.inputs.get("finalists", ())
        return _results(outcome, False, outcome.entries, outcome.judges, finalists)
    scores = list(run.entries.all())
    return _results(run, True, scores, list(run.judges.all()), run.inputs.get("finalists", ()))


def _results(of: Any, frozen: bool, scores: Iterable[Any], judges: Any, finalists: Iterable[int]) -> Results:
    by_entry = {getattr(score, "entry_id", None) or score.entry: score for score in scores}
    entries = Entry.objects.submitted().filter(pk__in=by_entry).select_related("entrant__school__county")
    went_on = set(finalists)
    lines = [ResultLine(entry, by_entry[entry.pk], entry.pk in went_on) for entry in entries]
    lines.sort(key=lambda line: (line.score.rank, line.entry.number))
    by_judge = {getattr(score, "judge_id", None) or score.judge: score for score in judges}
    people = {person.pk: person for person in User.objects.filter(pk__in=by_judge)}
    severity = [SeverityLine(people[pk], score) for pk, score in by_judge.items()]
    return Results(frozen, of.inputs_hash, of.certainty, lines, severity)


@dataclass(frozen=True)
class Winner:
    """One honoured entry as the world may see it: empty where no guardian has said yes."""

    number: int
    place: int
    award: str
    title: str = ""
    name: str = ""
    school: str = ""
    text: str = ""
    language: str = ""
    pages: tuple[ShownPage, ...] = ()

    @property
    def is_shown(self) -> bool:
        """Its guardian allows the work itself, and there is something to see."""
        return bool(self.text or self.pages)

    @property
    def slogan(self) -> str:
        """What is said with a picture."""
        return self.text or self.title


def winners_of(competition: Competition) -> list[Winner]:
    """The prize places and merits of a published competition, as far as consent goes today.

    A picture or a scan that was handed in is the work: it is shown where the work may be. The consent to a photograph
    is another question, of the learner at the award.
    """
    results = EntryResult.objects.filter(
        run__competition=competition, award__in=[Award.WINNER, Award.MERIT], entry__state=EntryState.SUBMITTED
    ).select_related("entry__entrant__school__county")
    found = list(results)
    allowed = Consent.objects.granted_by_each([result.entry.entrant for result in found])
    found.sort(key=lambda result: (result.award != Award.WINNER, result.place, result.entry.number))
    pages: dict[int, list[Page]] = {result.entry_id: [] for result in found}
    ready = Page.objects.filter(entry__in=pages, state=PageState.READY).order_by("order")
    for page in ready.prefetch_related("covers"):
        pages[page.entry_id].append(page)
    return [_winner(r, allowed[str(r.entry.entrant_id)], pages[r.entry_id]) for r in found]


def _shown_pages(pages: Iterable[Page], *, named: bool) -> Iterator[ShownPage]:
    """What covers hide from judges stays hidden from the world, where the writer is not named."""
    for page in pages:
        file = page.open_file(named=named)
        if file is not None:
            yield ShownPage(page.order, file)


def _winner(result: EntryResult, allowed: set[str], pages: list[Page]) -> Winner:
    entry, shown = result.entry, Purpose.PUBLISH_WORK in allowed
    named = Purpose.PUBLISH_NAME in allowed and bool(entry.entrant.name)
    return Winner(
        number=entry.number,
        place=result.place,
        award=result.award,
        title=(entry.title if named else entry.covered_title) if shown else "",
        name=entry.entrant.name if named else "",
        school=entry.entrant.school.full_name if named else "",
        text=(entry.text if named else entry.covered_text) if shown else "",
        language=entry.language,
        pages=tuple(_shown_pages(pages, named=named)) if shown else (),
    )
