"""What the engine refuses, each by name; `str(error)` is one sentence that an officer can act on."""

from collections.abc import Iterable
from dataclasses import dataclass

Label = str | int
"""What an entry, a judge or a criterion is called: all strings or all whole numbers within one set of
marks.
"""


def list_some(labels: Iterable[object], limit: int = 5) -> str:
    """`a, b, c and 4 more`: enough of a list to recognise it, never a page of it."""
    names = [str(label) for label in labels]
    shown = ", ".join(names[:limit])
    return shown if len(names) <= limit else f"{shown} and {len(names) - limit} more"


def count_of(number: int, one: str, many: str) -> str:
    """`1 entry`, `3 entries`."""
    return f"{number} {one if number == 1 else many}"


class ScoringError(ValueError):
    """The base of every refusal of this package."""


class InvalidMarksError(ScoringError):
    """Marks that cannot be read: not a number, labels of two kinds, columns of unequal length."""


class OffScaleError(InvalidMarksError):
    """A mark outside the declared scale, or between two of its steps."""


class DuplicateMarkError(InvalidMarksError):
    """The same judge marked the same criterion of the same entry twice."""


class IncompleteMarksError(ScoringError):
    """A method that needs every cell of a table was given a table with holes."""


class NotEnoughMarksError(ScoringError):
    """The marks hold no information on what was asked."""


class InvalidRequestError(ScoringError):
    """An argument that makes no sense, by itself or beside the others."""


class DesignTooLargeError(ScoringError):
    """More judges, values or cells than the dense part of a method can hold in memory."""


class NotConvergedError(ScoringError):
    """An estimate that runs away: the data determine no finite answer."""


class ConfoundedDesignError(ScoringError):
    """Two facets that always change together, so that no data could tell them apart."""


@dataclass(frozen=True)
class Component:
    """Entries and judges that are linked by marks, directly or through others; each tuple in label order."""

    entries: tuple[Label, ...]
    judges: tuple[Label, ...]


class DisconnectedDesignError(ScoringError):
    """Marks in several components: nothing says how the judges of one compare with those of another."""

    def __init__(self, components: tuple[Component, ...]) -> None:
        self.components = components
        parts = "; ".join(
            f"{count_of(len(part.entries), 'entry', 'entries')} with judges {list_some(part.judges, 3)}"
            for part in components[:4]
        )
        more = f"; and {len(components) - 4} more" if len(components) > 4 else ""
        super().__init__(
            f"The marks fall into {len(components)} parts that no judge links, so their judges cannot be "
            f"compared ({parts}{more}): "
            f"{count_of(len(components) - 1, 'well-placed mark', 'well-placed marks')} would link them."
        )


class UnlinkedItemsError(ScoringError):
    """Items in several groups of which one always beats the other, or never met it: no finite scale holds
    them.

    `groups` are the strongly connected components, in label order.
    """

    def __init__(self, groups: tuple[tuple[Label, ...], ...]) -> None:
        self.groups = groups
        shown = "; ".join(list_some(group, 3) for group in groups[:4])
        super().__init__(
            f"No chain of wins leads both ways between {len(groups)} groups of items ({shown}): "
            "compare across them, or fit with a prior."
        )


@dataclass(frozen=True)
class Shortage:
    """An entry that lacks judges: how many, and why in words."""

    entry: Label
    lacking: int
    reason: str


class InfeasibleAssignmentError(ScoringError):
    """No assignment meets the request; `shortages` names the entries that lack judges and says why."""

    def __init__(self, shortages: tuple[Shortage, ...], idle: tuple[Label, ...] = ()) -> None:
        self.shortages = shortages
        self.idle = idle
        super().__init__(_describe_shortages(shortages, idle))


def _describe_shortages(shortages: tuple[Shortage, ...], idle: tuple[Label, ...]) -> str:
    lines = [f"{gap.entry} lacks {gap.lacking} ({gap.reason})" for gap in shortages]
    if idle:
        lines.append(f"the least loads of {list_some(idle)} cannot be filled")
    return f"No assignment meets the request: {list_some(lines, 8)}."
