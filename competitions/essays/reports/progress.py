"""How far a competition is: entries, judges, schools."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Max, Q
from django.utils.translation import gettext as _t
from django.utils.translation import ngettext

from accounts.models import User
from competitions.essays.choices import Award, CompetitionState, EntryState, TaskState
from competitions.essays.models import (
    Assignment,
    Competition,
)
from competitions.essays.models.rounds import short_of_judges
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
    done = Q(state=TaskState.DONE, entry__names_seen_at=None)  # while a name can be seen its judges wait
    work = tasks.aggregate(dealt=Count("pk"), marked=Count("pk", filter=done))
    return Counts(**entries, **work, short=short_of_judges(competition).count())


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
