"""What a start page is made of: things that need somebody, and days of a week."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.functional import Promise

Words = str | Promise
AT_ONCE = 3  # needs of one kind that stand on a page before they are folded into one line


@dataclass(frozen=True)
class Need:
    """One thing that needs one person: a sentence, its detail, its deadline, and the one action.

    `kind` is what many of them are called together.
    """

    words: Words
    url: str
    action: Words
    detail: Words = ""
    due: date | datetime | None = None
    kind: Words = ""


@dataclass(frozen=True)
class Bundle:
    """Needs of one kind in one line that opens, the most urgent first."""

    words: Words
    needs: list[Need]

    @property
    def due(self) -> date | datetime | None:
        """The deadline of the first."""
        return self.needs[0].due


@dataclass(frozen=True)
class WeekEntry:
    """One thing in a week: when, what, where it leads; `waits` while somebody still owes something."""

    at: datetime
    words: Words
    url: str
    detail: Words = ""
    waits: bool = False


@dataclass(frozen=True)
class Day:
    """One day of a week."""

    date: date
    entries: list[WeekEntry] = field(default_factory=list)


def by_urgency(needs: Iterable[Need]) -> list[Need]:
    """The nearest deadline first, things without one last."""
    far = date.max
    return sorted(needs, key=lambda need: need.due.date() if isinstance(need.due, datetime) else need.due or far)


def folded(needs: list[Need]) -> list[Need | Bundle]:
    """The same needs in the same order; of one kind that has many the first stands for all of them."""
    by_kind: dict[str, list[Need]] = {}
    for need in needs:
        by_kind.setdefault(str(need.kind), []).append(need)
    shown: list[Need | Bundle] = []
    for need in needs:
        same = by_kind[str(need.kind)]
        if not need.kind or len(same) <= AT_ONCE:
            shown.append(need)
        elif need is same[0]:
            shown.append(Bundle(need.kind, same))
    return shown
