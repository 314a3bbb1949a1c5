"""What is asked of an assignment: entries with the judges they need, judges with what they can take, and
the ties between.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeVar

import numpy as np

from ..arrays import Indices, Mask, Matrix
from ..errors import DesignTooLargeError, InvalidRequestError, Label, list_some

Pair = tuple[Label, Label]
"""(entry, judge)"""

MOST_CELLS = 20_000_000
"""Entries x judges: every pair has a random cost, and beyond this number they would not fit in memory."""


@dataclass(frozen=True)
class EntryNeed:
    """An entry to be marked by `judges` different judges who read its `language` (None: any judge can)."""

    label: Label
    judges: int = 3
    language: str | None = None


@dataclass(frozen=True)
class JudgeOffer:
    """A judge who takes from `least` to `most` entries (None: no limit) and reads `languages` (None: all).

    Judges of the same `group` (a county, an employer) never share an entry, unless both are forced on it.
    """

    label: Label
    least: int = 0
    most: int | None = None
    languages: Collection[str] | None = None
    group: str | None = None


_Thing = TypeVar("_Thing", EntryNeed, JudgeOffer)


@dataclass(frozen=True)
class AssignmentRequest:
    """A whole request; entries and judges may come in any order.

    `conflicts` are never assigned. `forced` pairs are part of the answer (marks already given, say).
    `kept` pairs stay if they can: an assignment of yesterday, of which as little as possible should
    change. `costs` are whole numbers, the lower the better; pairs not named cost 0.
    """

    entries: Collection[EntryNeed]
    judges: Collection[JudgeOffer]
    conflicts: Collection[Pair] = ()
    forced: Collection[Pair] = ()
    kept: Collection[Pair] = ()
    costs: Mapping[Pair, int] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Problem:
    """A request as arrays, in label order: N entries, M judges. Checked; see `Problem.of`."""

    entries: tuple[Label, ...]
    judges: tuple[Label, ...]
    wanted: Indices
    least: Indices
    most: Indices
    group: Indices  # of each judge; judges without one are groups of their own
    reads: Mask  # N x M
    conflict: Mask  # N x M
    forced: Mask  # N x M
    kept: Mask  # N x M
    preference: Matrix  # N x M, whole numbers

    @classmethod
    def of(cls, request: AssignmentRequest) -> "Problem":
        """Raises InvalidRequestError (naming what does not fit) or DesignTooLargeError."""
        entries, judges = _in_label_order(request.entries), _in_label_order(request.judges)
        _check_sizes(entries, judges)
        places = _Places(_unique(entries, "entry"), _unique(judges, "judge"))
        problem = cls(
            places.entries,
            places.judges,
            np.array([entry.judges for entry in entries], dtype=np.intp),
            np.array([judge.least for judge in judges], dtype=np.intp),
            np.array([_most(judge, len(entries)) for judge in judges], dtype=np.intp),
            _number_groups(judges),
            _who_reads(entries, judges),
            places.mask(request.conflicts),
            places.mask(request.forced, strict=True),
            places.mask(request.kept),
            places.matrix(request.costs),
        )
        return problem._checked()

    @property
    def shape(self) -> tuple[int, int]:
        """Number of entries and of judges."""
        return len(self.entries), len(self.judges)

    @cached_property
    def occupied(self) -> Mask:
        """Cells (N x M) whose judge's group already sits on the entry through a forced pair."""
        seats = np.zeros((self.shape[0], int(self.group.max()) + 1), dtype=bool)
        n, j = np.nonzero(self.forced)
        seats[n, self.group[j]] = True
        return np.asarray(seats[:, self.group])

    @cached_property
    def allowed(self) -> Mask:
        """Cells (N x M) that may be assigned beside the forced ones."""
        return np.asarray(self.reads & ~self.conflict & ~self.occupied)

    @cached_property
    def open_wanted(self) -> Indices:
        """Judges still to be found for each entry (N,)."""
        return np.asarray(self.wanted - self.forced.sum(axis=1))

    @cached_property
    def forced_load(self) -> Indices:
        """Forced pairs of each judge (M,)."""
        return np.asarray(self.forced.sum(axis=0))

    def keeping_all(self) -> "Problem | None":
        """The problem with every kept pair that is still allowed forced; None if they cannot all stay."""
        forced = self.forced | (self.kept & self.allowed)
        seats = np.zeros((self.shape[0], int(self.group.max()) + 1), dtype=np.intp)
        n, j = np.nonzero(forced & ~self.forced)
        np.add.at(seats, (n, self.group[j]), 1)
        fits = (forced.sum(axis=1) <= self.wanted).all() and (forced.sum(axis=0) <= self.most).all()
        return replace(self, forced=forced) if fits and seats.max() <= 1 else None

    def _checked(self) -> "Problem":
        self._refuse_judges(self.least > self.most, "can take fewer entries than must be given to them")
        self._refuse_judges(self.least < 0, "must be given a negative number of entries")
        self._refuse_entries(self.wanted < 0, "want a negative number of judges")
        self._refuse_entries(self.open_wanted < 0, "have more forced judges than they want")
        self._refuse_judges(self.forced_load > self.most, "are forced on more entries than they can take")
        self._refuse_entries(_any_in_row(self.forced & self.conflict), "have a forced judge with a conflict")
        self._refuse_entries(_any_in_row(self.forced & ~self.reads), "have a forced judge who cannot read them")
        return self

    def _refuse_entries(self, bad: Mask, why: str) -> None:
        if bad.any():
            names = list_some(self.entries[n] for n in np.flatnonzero(bad))
            raise InvalidRequestError(f"Entries {names} {why}.")

    def _refuse_judges(self, bad: Mask, why: str) -> None:
        if bad.any():
            names = list_some(self.judges[j] for j in np.flatnonzero(bad))
            raise InvalidRequestError(f"Judges {names} {why}.")


def _any_in_row(cells: Mask) -> Mask:
    return np.asarray(cells.any(axis=1))


class _Places:
    """Where labels stand in the arrays."""

    def __init__(self, entries: tuple[Label, ...], judges: tuple[Label, ...]) -> None:
        self.entries, self.judges = entries, judges
        self.row = {label: n for n, label in enumerate(entries)}
        self.column = {label: j for j, label in enumerate(judges)}

    def mask(self, pairs: Iterable[Pair], *, strict: bool = False) -> Mask:
        """A mask (N x M) of pairs. Pairs with somebody who is not there are dropped, or refused if strict."""
        cells = np.zeros((len(self.entries), len(self.judges)), dtype=bool)
        for entry, judge in pairs:
            if entry in self.row and judge in self.column:
                cells[self.row[entry], self.column[judge]] = True
            elif strict:
                raise InvalidRequestError(f"The forced pair of {entry} and {judge} names somebody who is not there.")
        return cells

    def matrix(self, costs: Mapping[Pair, int]) -> Matrix:
        """Costs (N x M), 0 where none is named."""
        cells = np.zeros((len(self.entries), len(self.judges)))
        for (entry, judge), cost in costs.items():
            if cost != int(cost):
                raise InvalidRequestError(f"The cost of {entry} and {judge} is not a whole number.")
            if entry in self.row and judge in self.column:
                cells[self.row[entry], self.column[judge]] = cost
        return cells


def _in_label_order(things: Collection[_Thing]) -> list[_Thing]:
    if len({type(thing.label) for thing in things}) > 1:
        raise InvalidRequestError("Labels must be all text or all whole numbers.")
    return sorted(things, key=lambda thing: thing.label)


def _check_sizes(entries: list[EntryNeed], judges: list[JudgeOffer]) -> None:
    if not entries or not judges:
        raise InvalidRequestError("An assignment needs at least one entry and one judge.")
    if len(entries) * len(judges) > MOST_CELLS:
        raise DesignTooLargeError(
            f"{len(entries)} entries by {len(judges)} judges are more than can be assigned at once."
        )


def _unique(things: list[EntryNeed] | list[JudgeOffer], name: str) -> tuple[Label, ...]:
    labels = tuple(thing.label for thing in things)
    twice = [label for label, following in zip(labels, labels[1:], strict=False) if label == following]
    if twice:
        raise InvalidRequestError(f"The {name} {twice[0]} is listed twice.")
    return labels


def _most(judge: JudgeOffer, entries: int) -> int:
    return max(entries, judge.least) if judge.most is None else judge.most


def _number_groups(judges: list[JudgeOffer]) -> Indices:
    """A number for each judge's group; a judge without a group is one of their own."""
    names = sorted({judge.group for judge in judges if judge.group is not None})
    number = {name: place for place, name in enumerate(names)}
    alone = iter(range(len(names), len(names) + len(judges)))
    return np.array([next(alone) if j.group is None else number[j.group] for j in judges], dtype=np.intp)


def _who_reads(entries: list[EntryNeed], judges: list[JudgeOffer]) -> Mask:
    """Which judge can read which entry (N x M)."""
    languages = sorted({entry.language for entry in entries if entry.language is not None})
    rows = [np.ones(len(judges), dtype=bool)]
    rows += [
        np.array([judge.languages is None or language in judge.languages for judge in judges]) for language in languages
    ]
    place = {language: row for row, language in enumerate([None, *languages])}
    return np.stack(rows)[[place[entry.language] for entry in entries]]
