"""Marks: who gave which entry what, on which criterion. Every model of this package starts here.

Words. An *entry* is what is judged; a *judge* gives marks; a *criterion* is a line of the rubric; a *mark*
is one number. Rows are held in one canonical order (entry, judge, criterion by label), so that no result
depends on the order in which marks arrive.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from .arrays import Indices, Mask, Vector, sum_by
from .errors import (
    DuplicateMarkError,
    IncompleteMarksError,
    InvalidMarksError,
    InvalidRequestError,
    Label,
    NotEnoughMarksError,
    OffScaleError,
    list_some,
)

Row = tuple[Label, Label, float] | tuple[Label, Label, float, Label]
_ON_STEP = 1e-9


@dataclass(frozen=True)
class Scale:
    """The rubric's scale: lowest and highest mark and, if marks come in steps, the step."""

    low: float
    high: float
    step: float | None = None

    def __post_init__(self) -> None:
        if not (np.isfinite(self.low) and np.isfinite(self.high) and self.low < self.high):
            raise InvalidRequestError(f"A scale runs from a low to a higher mark, not from {self.low} to {self.high}.")
        if self.step is not None and not (self.step > 0 and _is_whole((self.high - self.low) / self.step)):
            raise InvalidRequestError(f"Steps of {self.step} do not lead from {self.low} to {self.high}.")

    def refuses(self, values: Vector) -> Mask:
        """Which marks are off the scale or between its steps."""
        off = (values < self.low - _ON_STEP) | (values > self.high + _ON_STEP)
        if self.step is not None:
            position = (values - self.low) / self.step
            off |= np.abs(position - np.round(position)) > _ON_STEP * (1 + np.abs(position))
        return np.asarray(off)

    def values(self) -> Vector:
        """Every mark that the scale allows, from low to high; InvalidRequestError if it has no step."""
        if self.step is None:
            raise InvalidRequestError("A scale without a step has no list of marks.")
        return np.asarray(self.low + self.step * np.arange(round((self.high - self.low) / self.step) + 1.0))


def _is_whole(number: float) -> bool:
    return abs(number - round(number)) <= _ON_STEP * (1 + abs(number))


@dataclass(frozen=True, eq=False)
class Marks:
    """R marks in sparse form. `entry`, `judge`, `criterion` (R,) point into the sorted label tuples;
    `value` is (R,).

    Labels without a mark are allowed (an entry not yet marked, a judge who has not begun): models say what
    they answer for them. Build with `Marks.from_columns` or `Marks.from_rows`, which check and sort.
    """

    entries: tuple[Label, ...]
    judges: tuple[Label, ...]
    criteria: tuple[Label, ...]
    entry: Indices
    judge: Indices
    criterion: Indices
    value: Vector
    scale: Scale | None = None

    @classmethod
    def from_columns(
        cls,
        entry: Sequence[Label],
        judge: Sequence[Label],
        value: Sequence[float] | Vector,
        criterion: Sequence[Label] | None = None,
        *,
        scale: Scale | None = None,
        entries: Iterable[Label] = (),
        judges: Iterable[Label] = (),
    ) -> "Marks":
        """Marks from equally long columns; `entries` and `judges` may name more labels than the columns
        hold.

        Raises InvalidMarksError, OffScaleError, DuplicateMarkError or NotEnoughMarksError (no mark at
        all).
        """
        criterion = ["mark"] * len(entry) if criterion is None else criterion
        if not len(entry) == len(judge) == len(value) == len(criterion):
            raise InvalidMarksError("The columns entry, judge, mark and criterion differ in length.")
        entry_labels, entry_codes = _encode(entry, entries, "entry")
        judge_labels, judge_codes = _encode(judge, judges, "judge")
        criterion_labels, criterion_codes = _encode(criterion, (), "criterion")
        marks = cls(
            entry_labels,
            judge_labels,
            criterion_labels,
            entry_codes,
            judge_codes,
            criterion_codes,
            _numbers(value),
            scale,
        )
        return marks._sorted()._checked()

    @classmethod
    def from_rows(
        cls,
        rows: Iterable[Row],
        *,
        scale: Scale | None = None,
        entries: Iterable[Label] = (),
        judges: Iterable[Label] = (),
    ) -> "Marks":
        """Marks from rows (entry, judge, mark) or (entry, judge, mark, criterion), all of one length."""
        columns = list(zip(*rows, strict=True))
        if not columns:
            raise NotEnoughMarksError("There is no mark at all.")
        return cls.from_columns(*columns, scale=scale, entries=entries, judges=judges)

    def __len__(self) -> int:
        return self.value.size

    @cached_property
    def marks_per_entry(self) -> Vector:
        """Number of marks of each entry (N,), over all criteria."""
        return sum_by(self.entry, None, len(self.entries))

    @cached_property
    def marks_per_judge(self) -> Vector:
        """Number of marks of each judge (M,), over all criteria."""
        return sum_by(self.judge, None, len(self.judges))

    @cached_property
    def raw_mean(self) -> Vector:
        """Mean mark of each entry (N,); NaN where there is none."""
        with np.errstate(invalid="ignore"):
            return sum_by(self.entry, self.value, len(self.entries)) / self.marks_per_entry

    def rows(self) -> Iterator[tuple[Label, Label, Label, float]]:
        """(entry, judge, criterion, mark) in canonical order."""
        for n, j, i, mark in zip(self.entry, self.judge, self.criterion, self.value, strict=True):
            yield self.entries[n], self.judges[j], self.criteria[i], float(mark)

    def where(self, chosen: Mask | Indices) -> "Marks":
        """The marks of the chosen rows (a mask, or positions), with the same entries, judges and criteria."""
        return replace(
            self,
            entry=self.entry[chosen],
            judge=self.judge[chosen],
            criterion=self.criterion[chosen],
            value=self.value[chosen],
        )

    def of_criterion(self, criterion: Label) -> "Marks":
        """The marks on one criterion, as marks on a single criterion."""
        if criterion not in self.criteria:
            raise InvalidRequestError(f"There is no criterion {criterion}.")
        chosen = self.where(self.criterion == self.criteria.index(criterion))
        return replace(chosen, criteria=(criterion,), criterion=np.zeros(len(chosen), dtype=np.intp))

    def combine(self, weights: Mapping[Label, float] | None = None) -> "Marks":
        """One mark per entry and judge: the weighted mean of the criteria, so still in units of the
        rubric.

        `weights` (default equal) must name every criterion. Raises IncompleteMarksError if a judge left a
        criterion of an entry unmarked, InvalidRequestError if the weights do not fit.
        """
        share = _shares(self.criteria, weights)
        if len(self.criteria) == 1:
            return self
        first = np.flatnonzero(np.diff(self._pair, prepend=-1))
        if np.any(np.diff(first, append=len(self)) != len(self.criteria)):
            raise IncompleteMarksError(self._describe_gaps(first))
        return replace(
            self,
            criteria=("total",),
            entry=self.entry[first],
            judge=self.judge[first],
            criterion=np.zeros(first.size, dtype=np.intp),
            value=np.add.reduceat(self.value * share[self.criterion], first),
        )

    @property
    def _pair(self) -> Indices:
        return self.entry * len(self.judges) + self.judge

    def _describe_gaps(self, first: Indices) -> str:
        short = first[np.diff(first, append=len(self)) != len(self.criteria)]
        pairs = [f"{self.entries[self.entry[r]]} by {self.judges[self.judge[r]]}" for r in short[:5]]
        return f"{short.size} pairs of entry and judge lack a criterion: {list_some(pairs)}."

    def _sorted(self) -> "Marks":
        return self.where(np.lexsort((self.criterion, self.judge, self.entry)))

    def _checked(self) -> "Marks":
        if not len(self):
            raise NotEnoughMarksError("There is no mark at all.")
        self._refuse(~np.isfinite(self.value), InvalidMarksError, "is not a finite number")
        if self.scale is not None:
            self._refuse(self.scale.refuses(self.value), OffScaleError, "is off the scale")
        self._refuse(self._repeats(), DuplicateMarkError, "was given twice")
        return self

    def _repeats(self) -> Mask:
        cell = self._pair * len(self.criteria) + self.criterion
        return np.asarray(np.diff(cell, prepend=-1) == 0)

    def _refuse(self, bad: Mask, error: type[InvalidMarksError], why: str) -> None:
        rows = np.flatnonzero(bad)
        if rows.size:
            r = rows[0]
            more = f" (and {rows.size - 1} more)" if rows.size > 1 else ""
            raise error(
                f"The mark {self.value[r]:g} of judge {self.judges[self.judge[r]]} for entry "
                f"{self.entries[self.entry[r]]} {why}{more}."
            )


def _encode(column: Sequence[Label], more: Iterable[Label], name: str) -> tuple[tuple[Label, ...], Indices]:
    """The sorted distinct labels, and for each row of the column its position among them."""
    values = column.tolist() if isinstance(column, np.ndarray) else column
    distinct = set(values).union(more)
    kinds = {type(label) for label in distinct}
    if not (kinds <= {str} or kinds <= {int}):
        raise InvalidMarksError(f"Labels of the {name} column must be all text or all whole numbers.")
    labels = tuple(sorted(distinct))
    position = {label: code for code, label in enumerate(labels)}
    return labels, np.fromiter((position[label] for label in values), dtype=np.intp, count=len(values))


def _numbers(column: Sequence[float] | Vector) -> Vector:
    try:
        return np.asarray(column, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise InvalidMarksError("The mark column holds something that is not a number.") from error


def _shares(criteria: tuple[Label, ...], weights: Mapping[Label, float] | None) -> Vector:
    given = dict.fromkeys(criteria, 1.0) if weights is None else dict(weights)
    if set(given) != set(criteria):
        raise InvalidRequestError(f"The weights must name exactly the criteria {list_some(criteria, 12)}.")
    shares = np.array([given[criterion] for criterion in criteria], dtype=np.float64)
    if not (np.all(np.isfinite(shares)) and np.all(shares >= 0) and shares.sum() > 0):
        raise InvalidRequestError("Weights must be numbers of zero or more, and not all zero.")
    return np.asarray(shares / shares.sum())
