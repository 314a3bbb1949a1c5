"""Progress of judging: by judge, by entry, and when the last mark would come, in words."""

from dataclasses import dataclass

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _t
from django.utils.translation import ngettext

from accounts.models import Message
from competitions.essays.models import Competition, Entry, ExtraMark, Seed
from competitions.essays.models.pace import Forecast, PlaceLine, day_of, forecast_of, paces_of

SHOWN = 100  # entries on the page; those that need somebody come first


@dataclass(frozen=True)
class EntryLine:
    """One entry by its number: how many judges it should have, how many have it, how many have marked it."""

    entry: Entry
    wanted: int
    dealt: int
    marked: int
    is_seed: bool = False

    @property
    def short(self) -> int:
        """Judges who are still to be found."""
        return max(0, self.wanted - self.dealt)

    @property
    def chip(self) -> tuple[str, str]:
        """As (tone, words)."""
        if self.short:
            words = ngettext("%(n)d judge short", "%(n)d judges short", self.short)
            return "stop", words % {"n": self.short}
        return ("done", _t("ready")) if self.marked >= self.wanted else ("wait", _t("being marked"))


@dataclass(frozen=True)
class Progress:
    """How judging gets on: the judges, the entries that are not ready, the forecast."""

    judges: list[PlaceLine]
    entries: list[EntryLine]
    ready: int  # entries with all their marks
    forecast: Forecast | None
    words: str
    told: frozenset[int]  # places that were reminded today

    @property
    def behind(self) -> list[PlaceLine]:
        """Who would be reminded now."""
        lines = [line for line in self.judges if line.place.active and line.pace.is_behind]
        return [line for line in lines if line.place.pk not in self.told]

    @property
    def shown(self) -> list[EntryLine]:
        """The first of the entries."""
        return self.entries[:SHOWN]

    @property
    def hidden(self) -> int:
        """How many more are not ready."""
        return len(self.entries) - len(self.shown)


def judging_progress_of(competition: Competition) -> Progress:
    """The progress of a competition that is being judged."""
    judges = paces_of(competition)
    lines = entry_lines_of(competition)
    waiting = [line for line in lines if line.short or line.marked < line.wanted]
    left = sum(max(line.wanted, line.dealt) - line.marked for line in lines)
    firsts = [day for line in judges for day in line.firsts]
    today, closes = timezone.localdate(), day_of(competition.judging_closes_at) or timezone.localdate()
    forecast = forecast_of(firsts, left, today, closes)
    words = forecast_words(forecast) if forecast else no_forecast_words(left, bool(firsts))
    waiting.sort(key=lambda line: (-line.short, line.marked - line.wanted, line.entry.number))
    return Progress(judges, waiting, len(lines) - len(waiting), forecast, words, _told_today(judges))


def entry_lines_of(competition: Competition) -> list[EntryLine]:
    """Every entry that stands, with the judges it should have: the terms', and those asked for beyond them."""
    more = ExtraMark.objects.filter(entry=OuterRef("pk")).order_by().values("entry").annotate(n=Count("pk")).values("n")
    rows = competition.entries.submitted().with_progress().annotate(more=Coalesce(Subquery(more), 0))
    seeds = set(Seed.objects.standing(competition).values_list("entry", flat=True))
    lines = []
    for row in rows:
        wanted = competition.marks_per_entry + row.more
        seed = row.pk in seeds  # wanted by every judge who has it
        wanted = max(wanted, row.judge_count) if seed else wanted
        lines.append(EntryLine(row, wanted, row.judge_count, row.marked_count, seed))
    return lines


def _told_today(judges: list[PlaceLine]) -> frozenset[int]:
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    keys = Message.objects.filter(key__startswith="judge-reminder-", queued_at__gte=today).values_list("key", flat=True)
    told = {int(key.split("-")[2]) for key in keys}
    return frozenset(told & {line.place.pk for line in judges})


def forecast_words(forecast: Forecast) -> str:
    """The forecast in one sentence."""
    days = ngettext("At the pace of the last day", "At the pace of the last %(n)d days", forecast.days)
    words = _t("%(pace)s the last mark comes on %(day)s, %(after)s.") % {
        "pace": days % {"n": forecast.days},
        "day": date_format(forecast.finish, "DATE_FORMAT"),
        "after": _after(forecast.days_after),
    }
    if not forecast.waiting:
        return words
    waiting = ngettext(
        "%(n)d work would still wait at the close.", "%(n)d works would still wait at the close.", forecast.waiting
    )
    return f"{words} {waiting % {'n': forecast.waiting}}"


def _after(days: int) -> str:
    if days == 0:
        return _t("the day of the close")
    if days > 0:
        return ngettext("%(n)d day after the close", "%(n)d days after the close", days) % {"n": days}
    return ngettext("%(n)d day before the close", "%(n)d days before the close", -days) % {"n": -days}


def no_forecast_words(left: int, begun: bool) -> str:
    """Why there is none."""
    if left <= 0:
        return _t("Every mark is in.") if begun else _t("Nothing is dealt yet.")
    if begun:
        return _t("Nothing was marked in the last 7 days, so there is nothing to forecast from.")
    return _t("Nothing is marked yet, so there is nothing to forecast from.")
