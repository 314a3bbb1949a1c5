"""What competitions can say in numbers, and what they ask for on a start page."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Max, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, ngettext_lazy

from accounts.choices import Purpose
from accounts.models import Consent, User
from accounts.rules import is_officer, is_teacher
from competitions.essays.choices import AWARD_TONE, Award, CompetitionState, EntryState, TaskState
from competitions.essays.models import (
    Assignment,
    Competition,
    Criterion,
    Entry,
    EntryResult,
    EntryScore,
    JudgePlace,
    JudgeScore,
    MarkSheet,
    Outcome,
)
from competitions.essays.rules import can_judge
from core.needs import Need
from schools.models import School


@dataclass(frozen=True)
class Counts:
    """How a competition stands: entries handed in and not, schools, works dealt, marked, entries short of judges."""

    submitted: int
    drafts: int
    schools: int
    dealt: int
    marked: int
    short: int

    @property
    def waiting(self) -> int:
        """Works that still wait for marks."""
        return self.dealt - self.marked


def counts_of(competition: Competition) -> Counts:
    """The figures of one competition; withdrawn entries count nowhere."""
    entries = competition.entries.aggregate(
        submitted=Count("pk", filter=Q(state=EntryState.SUBMITTED)),
        drafts=Count("pk", filter=Q(state=EntryState.DRAFT)),
        schools=Count("entrant__school", filter=Q(state=EntryState.SUBMITTED), distinct=True),
    )
    tasks = Assignment.objects.in_hand().filter(place__competition=competition, entry__state=EntryState.SUBMITTED)
    work = tasks.aggregate(dealt=Count("pk"), marked=Count("pk", filter=Q(state=TaskState.DONE)))
    return Counts(**entries, **work, short=_short_of(competition).count())


def _short_of(competition: Competition) -> Any:
    """Entries that have fewer judges than the terms say."""
    held = competition.entries.submitted().with_progress()
    return held.filter(judge_count__lt=competition.marks_per_entry)


@dataclass(frozen=True)
class JudgeProgress:
    """How far one judge is."""

    judge: User
    dealt: int
    marked: int
    handed_back: int
    last: Any

    @property
    def chip(self) -> tuple[str, str]:
        """As (tone, words)."""
        if not self.dealt:
            return "", _t("nothing dealt")
        return ("done", _t("ready")) if self.marked == self.dealt else ("wait", _t("marking"))


def progress_of(competition: Competition) -> list[JudgeProgress]:
    """Every judge of a competition with what is dealt and done."""
    standing = Q(assignments__entry__state=EntryState.SUBMITTED)
    held = standing & Q(assignments__state__in=[TaskState.OPEN, TaskState.DONE])
    places = competition.places.select_related("judge").annotate(
        dealt=Count("assignments", filter=held),
        marked=Count("assignments", filter=standing & Q(assignments__state=TaskState.DONE)),
        back=Count("assignments", filter=standing & Q(assignments__state=TaskState.RECUSED)),
        last=Max("assignments__changed_at", filter=Q(assignments__version__gt=0)),
    )
    return [
        JudgeProgress(place.judge, place.dealt, place.marked, place.back, place.last)
        for place in places
        if place.active or place.dealt
    ]


@dataclass(frozen=True)
class ResultLine:
    """One entry as the results page shows it; the same live and frozen."""

    entry: Entry
    score: EntryScore | EntryResult

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
        return _results(False, outcome.inputs_hash, outcome.certainty, outcome.entries, outcome.judges)
    scores = list(run.entries.all())
    return _results(True, run.inputs_hash, run.certainty, scores, list(run.judges.all()))


def _results(frozen: bool, digest: str, certainty: float | None, scores: Iterable[Any], judges: Any) -> Results:
    by_entry = {getattr(score, "entry_id", None) or score.entry: score for score in scores}
    entries = Entry.objects.submitted().filter(pk__in=by_entry).select_related("entrant__school__county")
    lines = [ResultLine(entry, by_entry[entry.pk]) for entry in entries]
    lines.sort(key=lambda line: (line.score.rank, line.entry.number))
    by_judge = {getattr(score, "judge_id", None) or score.judge: score for score in judges}
    people = {person.pk: person for person in User.objects.filter(pk__in=by_judge)}
    return Results(frozen, digest, certainty, lines, [SeverityLine(people[pk], s) for pk, s in by_judge.items()])


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


def winners_of(competition: Competition) -> list[Winner]:
    """The prize places and merits of a published competition, as far as consent goes today."""
    results = EntryResult.objects.filter(
        run__competition=competition, award__in=[Award.WINNER, Award.MERIT], entry__state=EntryState.SUBMITTED
    ).select_related("entry__entrant__school__county")
    found = list(results)
    allowed = Consent.objects.granted_by_each([result.entry.entrant for result in found])
    return [_winner(result, allowed[str(result.entry.entrant_id)]) for result in found]


def _winner(result: EntryResult, allowed: set[str]) -> Winner:
    entry, shown = result.entry, Purpose.PUBLISH_WORK in allowed
    named = Purpose.PUBLISH_NAME in allowed and bool(entry.entrant.name)
    return Winner(
        number=entry.number,
        place=result.rank,
        award=result.award,
        title=entry.title if shown else "",
        name=entry.entrant.name if named else "",
        school=entry.entrant.school.full_name if named else "",
        text=entry.text if shown else "",
        language=entry.language,
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


@dataclass(frozen=True)
class SchoolLine:
    """What one school has sent to one competition, in numbers."""

    competition: Competition
    entries: int
    honoured: int

    @property
    def words(self) -> str:
        """In one line."""
        sent = ngettext("%(n)d entry", "%(n)d entries", self.entries) % {"n": self.entries}
        if not self.honoured:
            return sent
        return f"{sent} · " + ngettext("%(n)d honoured", "%(n)d honoured", self.honoured) % {"n": self.honoured}


def school_history(school: School, user: Any) -> list[SchoolLine]:
    """The competitions that a school took part in; honours are told once they are published."""
    handed_in = Q(entries__state=EntryState.SUBMITTED, entries__entrant__school=school)
    honours = Q(entries__result__award__in=[Award.WINNER, Award.MERIT], state=CompetitionState.PUBLISHED)
    rows = (
        Competition.objects.exclude(state=CompetitionState.DRAFT)
        .annotate(sent=Count("entries", filter=handed_in), honoured=Count("entries", filter=handed_in & honours))
        .filter(sent__gt=0)
    )
    return [SchoolLine(row, row.sent, row.honoured) for row in rows]


def needs_of(user: Any) -> Iterator[Need]:
    """Works to mark for a judge, entries to finish for a teacher, the next step of a competition for an officer."""
    if can_judge(user):
        yield from _works_to_mark(user)
    if is_teacher(user):
        yield from _entries_to_finish(user)
    if is_officer(user):
        for competition in Competition.objects.exclude(state=CompetitionState.PUBLISHED):
            yield from _next_step(competition)


def _works_to_mark(user: Any) -> Iterator[Need]:
    for desk in desks_of(user):
        left = len(desk.works) - desk.marked
        if desk.next is not None:
            yield Need(
                words=ngettext_lazy("%(n)d work to mark", "%(n)d works to mark", left) % {"n": left},
                detail=desk.place.competition.name,
                due=desk.place.competition.judging_closes_at,
                url=desk.next.mark_url,
                action=_("Go on"),
            )


def _entries_to_finish(user: Any) -> Iterator[Need]:
    now = timezone.now()
    for competition in Competition.objects.open().filter(opens_at__lte=now, closes_at__gt=now):
        mine = Entry.objects.visible_to(user).filter(competition=competition)
        drafts = mine.drafts().count()
        if drafts:
            words = ngettext_lazy("%(n)d entry is not handed in", "%(n)d entries are not handed in", drafts)
            url = f"{reverse('essays:entry-list')}?state={EntryState.DRAFT}"
            yield Need(words % {"n": drafts}, url, _("Finish"), competition.name, competition.closes_at)
        elif not mine.exists():
            yield Need(
                _("A competition is open: %(name)s") % {"name": competition.name},
                competition.get_absolute_url(),
                _("Look"),
                competition.question,
                competition.closes_at,
            )


def _next_step(competition: Competition) -> Iterator[Need]:
    """What an officer does next, if it is time."""
    url, name = competition.get_absolute_url(), competition.name
    if competition.state == CompetitionState.OPEN and competition.closes_at <= timezone.now():
        yield Need(_("Close the entries"), url, _("Open"), name, competition.closes_at)
    elif competition.state == CompetitionState.DECIDED:
        yield Need(_("Publish the winners"), url, _("Open"), name)
    elif competition.state == CompetitionState.JUDGING:
        counts = counts_of(competition)
        if counts.short:
            words = ngettext_lazy("%(n)d entry lacks judges", "%(n)d entries lack judges", counts.short)
            where = reverse("essays:deal", args=[competition.pk])
            yield Need(words % {"n": counts.short}, where, _("Assign judges"), name, competition.judging_closes_at)
        elif counts.dealt and not counts.waiting:
            where = reverse("essays:results", args=[competition.pk])
            yield Need(_("All works are marked: decide"), where, _("See the results"), name)


def dealt_to(competition: Competition, loads: dict[int, int]) -> list[tuple[User, int, int]]:
    """The judges of a plan: who, how many works in all, how many of them are marked already."""
    people = User.objects.filter(pk__in=loads).order_by("name")
    done = dict(
        Assignment.objects.marked()
        .filter(place__competition=competition)
        .values_list("place__judge")
        .annotate(n=Count("pk"))
        .values_list(F("place__judge"), "n")
    )
    return [(person, loads[person.pk], done.get(person.pk, 0)) for person in people]
