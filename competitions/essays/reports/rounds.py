"""The final as an officer sees it: before it begins, and while it is judged."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _t

from competitions.essays.models import Competition, Entry, FinalLine, FinalPlan
from competitions.essays.models.final import next_in_rank
from competitions.essays.models.rounds import with_wanted


@dataclass(frozen=True)
class ScreenedLine:
    """One entry around the cut."""

    entry: Entry
    line: FinalLine

    @property
    def chip(self) -> tuple[str, str]:
        """Whether it goes on, as (tone, words)."""
        return ("done", _t("goes on")) if self.line.goes_on else ("", _t("does not go on"))

    @property
    def chance(self) -> str:
        """Its chance of belonging to those who go on, of a hundred."""
        return "" if self.line.chance is None else f"{100 * self.line.chance:.0f} %"


def around_the_cut(plan: FinalPlan) -> list[ScreenedLine]:
    """The entries by which the officer sees where the cut lies, and how sure it is."""
    entries = plan.competition.entries.in_bulk([line.entry for line in plan.near])
    return [ScreenedLine(entries[line.entry], line) for line in plan.near]


@dataclass(frozen=True)
class FinalistLine:
    """One finalist while the final is judged: marks it has, of how many."""

    entry: Any
    marked: int
    wanted: int

    @property
    def chip(self) -> tuple[str, str]:
        """As (tone, words)."""
        if self.entry.judge_count < self.wanted:
            return "stop", _t("lacks judges")
        return ("done", _t("marked")) if self.marked >= self.wanted else ("wait", _t("being marked"))


@dataclass(frozen=True)
class FinalNow:
    """A final that has begun: its finalists by their rank in the screening, how many have left, who would be next."""

    lines: list[FinalistLine]
    left: int
    free: int
    next: list[Entry]

    @property
    def short(self) -> int:
        """Finalists that lack judges."""
        return sum(line.entry.judge_count < line.wanted for line in self.lines)


def final_of(competition: Competition) -> FinalNow:
    """The final of a competition as it stands."""
    rows = with_wanted(competition).filter(finalist__isnull=False).select_related("finalist")
    lines = [
        FinalistLine(entry, entry.marked_count, entry.wanted_count)
        for entry in rows.order_by("finalist__rank", "number")
    ]
    after = [line.entry for line in next_in_rank(competition)]
    free = max(0, (competition.finalists or 0) - len(lines))
    went = competition.final.finalists.count()
    return FinalNow(lines, went - len(lines), free, list(competition.entries.filter(pk__in=after)))
