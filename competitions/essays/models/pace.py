"""How fast works are marked, and when the last mark would come: whole days and counts only, no float in between.

`pace_of` and `forecast_of` know no rows; `paces_of` brings them theirs. Nothing here writes.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Max, Min, Q
from django.utils import timezone

from competitions.essays.choices import PACE_TONE, EntryState, PaceState, TaskState
from competitions.essays.models.competition import Competition
from competitions.essays.models.judging import Assignment, JudgePlace

SILENT_DAYS = 7  # nothing saved for so long
RECENT_DAYS = 7  # of these the overall forecast is made
FAR = 3650  # days; what lies further away is said to lie there
REMIND_DAYS = (7, 2)  # before judging closes


@dataclass(frozen=True)
class Pace:
    """How far one judge is, and how fast: works a day since the day of the first mark, that day and today included."""

    dealt: int
    marked: int
    begun: int
    since: date | None  # when the newest of the works that wait was dealt
    first: date | None  # day of the first mark
    last: date | None  # day when something was saved last
    today: date
    closes: date

    @property
    def left(self) -> int:
        """Works that still wait for this judge."""
        return self.dealt - self.marked

    @property
    def days(self) -> int:
        """Days since the first mark; none before it."""
        return max(1, (self.today - self.first).days + 1) if self.first else 0

    @property
    def per_day(self) -> float | None:
        """Works a day."""
        return self.marked / self.days if self.days else None

    @property
    def finish(self) -> date | None:
        """When the last mark would come at this pace; nothing where there is nothing to count from."""
        if not self.left or not self.marked or not self.days:
            return None
        return self.today + timedelta(days=min(FAR, -(-self.left * self.days // self.marked)))

    @property
    def state(self) -> PaceState:
        """In one word: silent before late, because who is silent has no pace any more."""
        if not self.dealt:
            return PaceState.EMPTY
        if not self.left:
            return PaceState.READY
        heard = max((day for day in (self.last, self.since) if day), default=self.today)
        if (self.today - heard).days >= SILENT_DAYS:
            return PaceState.SILENT
        if self.today > self.closes or (self.finish and self.finish > self.closes):
            return PaceState.LATE
        return PaceState.IN_TIME if self.marked else PaceState.WAITING

    @property
    def is_behind(self) -> bool:
        """Works wait, and nothing says that they will be marked in time."""
        return self.state in {PaceState.SILENT, PaceState.LATE}

    @property
    def chip(self) -> tuple[str, str]:
        """As (tone, words)."""
        return PACE_TONE[self.state], str(self.state.label)


@dataclass(frozen=True)
class Forecast:
    """When the last mark of all comes if the works that wait go on being marked as in the last days."""

    left: int
    marked: int  # in the last `days`
    days: int
    today: date
    closes: date

    @property
    def finish(self) -> date:
        """The day of the last mark."""
        return self.today + timedelta(days=min(FAR, -(-self.left * self.days // self.marked)))

    @property
    def days_after(self) -> int:
        """Days between the close and the last mark; below zero it comes before."""
        return (self.finish - self.closes).days

    @property
    def waiting(self) -> int:
        """Works that would still wait at the close."""
        to_go = max(0, (self.closes - self.today).days)
        return max(0, self.left - self.marked * to_go // self.days)


def forecast_of(firsts: Iterable[date], left: int, today: date, closes: date) -> Forecast | None:
    """The forecast from the days of first marks; none where nothing waits or nothing was marked of late.

    While judging is younger than `RECENT_DAYS`, its own days count.
    """
    known = [day for day in firsts if day <= today]
    recent = [day for day in known if (today - day).days < RECENT_DAYS]
    if not recent or left <= 0:
        return None
    days = min(RECENT_DAYS, (today - min(known)).days + 1)
    return Forecast(left, len(recent), days, today, closes)


def reminder_due(closes: date, today: date, dealt: date | None) -> int | None:
    """Which reminder is due: that of 7 or that of 2 days before; none where the works were dealt after its day."""
    to_go = (closes - today).days
    due = next((days for days in sorted(REMIND_DAYS) if 0 < to_go <= days), None)
    if due is None or (dealt and dealt > closes - timedelta(days=due)):
        return None
    return due


def day_of(moment: datetime | None) -> date | None:
    """The day of a moment, in Nairobi."""
    return timezone.localtime(moment).date() if moment else None


@dataclass(frozen=True)
class PlaceLine:
    """One judge's place in a competition, its pace, the works handed back, and the days of the first marks."""

    place: JudgePlace
    pace: Pace
    handed_back: int
    firsts: tuple[date, ...]


def paces_of(competition: Competition) -> list[PlaceLine]:
    """Every judge of a competition who judges now or has marked something, in the order of names."""
    today, closes = timezone.localdate(), day_of(competition.judging_closes_at) or timezone.localdate()
    rows = (
        Assignment.objects.filter(place__competition=competition, entry__state=EntryState.SUBMITTED)
        .exclude(state=TaskState.DROPPED)
        .annotate(first=Min("sheets__at", filter=Q(sheets__finished=True)), last=Max("sheets__at"))
        .values_list("place", "state", "version", "deal__at", "first", "last")
    )
    by_place: dict[int, list[tuple]] = defaultdict(list)
    for place, *task in rows:
        by_place[place].append(tuple(task))
    lines = [
        _line(place, by_place[place.pk], today, closes)
        for place in competition.places.select_related("judge", "competition")
    ]
    return [line for line in lines if line.place.active or line.pace.dealt]


def _line(place: JudgePlace, tasks: list[tuple], today: date, closes: date) -> PlaceLine:
    held = [task for task in tasks if task[0] != TaskState.RECUSED]
    done = [task for task in held if task[0] == TaskState.DONE]
    waiting = [task for task in held if task[0] == TaskState.OPEN]
    firsts = tuple(day for _state, _version, _dealt, first, _last in done if (day := day_of(first)))
    pace = Pace(
        dealt=len(held),
        marked=len(done),
        begun=sum(version > 0 for _state, version, *_rest in waiting),
        since=day_of(max((dealt for _s, _v, dealt, *_rest in waiting), default=None)),
        first=min(firsts, default=None),
        last=day_of(max((last for *_rest, last in tasks if last), default=None)),
        today=today,
        closes=closes,
    )
    return PlaceLine(place, pace, len(tasks) - len(held), firsts)
