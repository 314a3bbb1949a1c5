"""When hard conflicts leave a room short: the exact search for panels, and the culprits where there are none."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NoReturn

import numpy as np

from competitions.debates.tab.assignment import Shortage
from competitions.debates.tab.errors import PanelsError
from competitions.debates.tab.notes import Note, note
from competitions.debates.tab.panels.conflicts import conflict_note
from competitions.debates.tab.panels.table import JudgeTable
from competitions.debates.tab.programme import Amounts, IntegerProgramme


@dataclass(frozen=True)
class _Seat:
    """1 where a judge sits in a debate; the name of an unknown, as are the next two."""

    judge: int
    place: int


@dataclass(frozen=True)
class _Chair:
    """1 where a judge chairs a debate."""

    judge: int
    place: int


@dataclass(frozen=True)
class _Missing:
    """How many judges a debate lacks."""

    place: int


def raise_chair_shortage(table: JudgeTable, shortage: Shortage) -> NoReturn:
    """Say which rooms share too few possible chairs, and what keeps the others from them."""
    debates = [table.request.debates[row] for row in shortage.rows]
    rooms = tuple(debate.room for debate in debates)
    chairs = tuple(table.judges[column].id for column in shortage.columns)
    raise PanelsError(
        "too_few_chairs",
        causes=tuple(_kept_out(table, shortage.rows, chairs)),
        rooms=rooms,
        adjudicators=chairs,
    )


def _kept_out(table: JudgeTable, debates: Iterable[int], chairs: Sequence[str]) -> Iterable[Note]:
    """Why the other judges cannot chair those debates."""
    places = list(debates)
    for judge in table.judges:
        if judge.id in chairs:
            continue
        if not judge.may_chair:
            yield note("may_not_chair", adjudicator=judge.id)
            continue
        for place in places:
            debate = table.request.debates[place]
            for conflict in table.conflicts.of_debate(judge, debate):
                yield conflict_note(conflict, debate.room)


def solve_exactly(table: JudgeTable) -> list[list[int]]:
    """The smallest panels for all debates, chair first; raises PanelsError with the culprits where there are none."""
    seated, missing = _fewest_missing(table, heed_judges=True)
    if not missing:
        return seated
    raise PanelsError(
        "panels_impossible",
        causes=tuple(_culprits(table, missing)),
        rooms=tuple(table.request.debates[place].room for place in missing),
    )


def _fewest_missing(table: JudgeTable, *, heed_judges: bool) -> tuple[list[list[int]], dict[int, int]]:
    """Panels that leave the fewest seats empty, and how many each debate lacks; conflicts of judges heeded or not."""
    programme = IntegerProgramme()
    open_to = [np.flatnonzero(table.allowed[:, place]).tolist() for place in range(len(table.request.debates))]
    for place, judges in enumerate(open_to):
        _add_panel(table, programme, place, judges)
    for judge in range(len(table.judges)):
        places = [place for place, judges in enumerate(open_to) if table.allowed[judge, place]]
        programme.require({_Seat(judge, place): 1 for place in places}, 0, 1)
    if heed_judges:
        _keep_apart(table, programme, open_to)
    solved = programme.minimise({_Missing(place): 1 for place in range(len(open_to))}) or {}
    panels = [_read_panel(solved, place, judges) for place, judges in enumerate(open_to)]
    missing = {place: solved[_Missing(place)] for place in range(len(open_to))}
    return panels, {place: count for place, count in missing.items() if count}


def _add_panel(table: JudgeTable, programme: IntegerProgramme, place: int, judges: Sequence[int]) -> None:
    """As many seats as the smallest panel has, save those missing; one of them is the chair's, or missing."""
    smallest = table.request.smallest(table.request.debates[place])
    missing = _Missing(place)
    programme.add(missing, smallest)
    for judge in judges:
        programme.add(_Seat(judge, place), 1)
        programme.add(_Chair(judge, place), int(table.may_chair[judge]))
        programme.require({_Seat(judge, place): 1, _Chair(judge, place): -1}, 0, 1)
    chairs: Amounts = {_Chair(judge, place): 1 for judge in judges}
    programme.require({missing: 1, **{_Seat(judge, place): 1 for judge in judges}}, smallest, smallest)
    programme.require({missing: 1, **chairs}, 1, smallest)
    programme.require(chairs, 0, 1)


def _keep_apart(table: JudgeTable, programme: IntegerProgramme, open_to: Sequence[Sequence[int]]) -> None:
    for place, judges in enumerate(open_to):
        for one, other in _pairs_apart(table, judges):
            programme.require({_Seat(one, place): 1, _Seat(other, place): 1}, 0, 1)


def _pairs_apart(table: JudgeTable, judges: Sequence[int]) -> Iterator[tuple[int, int]]:
    return ((one, other) for one, other in combinations(judges, 2) if table.apart[one, other])


def _read_panel(solved: Mapping[Hashable, int], place: int, judges: Sequence[int]) -> list[int]:
    """The judges of a panel, its chair first."""
    seated = [judge for judge in judges if solved[_Seat(judge, place)]]
    return sorted(seated, key=lambda judge: not solved[_Chair(judge, place)])


def _culprits(table: JudgeTable, missing: dict[int, int]) -> Iterable[Note]:
    """What each debate lacks, and the conflicts that keep judges from it."""
    for place, count in missing.items():
        debate = table.request.debates[place]
        yield note("room_lacks_judges", room=debate.room, missing=count)
        for judge in table.judges:
            for conflict in table.conflicts.of_debate(judge, debate):
                yield conflict_note(conflict, debate.room)
    if not _fewest_missing(table, heed_judges=False)[1]:
        for one, other in _pairs_apart(table, range(len(table.judges))):
            yield note("judges_kept_apart", adjudicator=table.judges[one].id, other=table.judges[other].id)
