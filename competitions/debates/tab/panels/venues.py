"""Rooms for debates: access and capacity are musts, priority and staying where one was are wishes."""

from dataclasses import dataclass
from typing import NoReturn

import numpy as np

from competitions.debates.tab.assignment import Shortage, assign
from competitions.debates.tab.errors import PanelsError
from competitions.debates.tab.lots import Lots
from competitions.debates.tab.notes import Note, note

STAY = 1_000
"""What it weighs that a chair stays in the room he was in; one step of priority times importance weighs 1."""


@dataclass(frozen=True, kw_only=True)
class Venue:
    """A room: the lower its `priority` number the better it is; `features` are those that access needs ask for."""

    id: str
    priority: int = 1
    capacity: int = 0
    features: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class VenueNeed:
    """What a debate needs of its room. `people` is everybody in it; `stay_in` is where its chair was, if anywhere."""

    room: int
    people: int = 0
    needs: frozenset[str] = frozenset()
    importance: int = 3
    stay_in: str = ""


@dataclass(frozen=True, kw_only=True)
class VenueChoice:
    """The room of a debate, with remarks on wishes that it fulfils or not."""

    room: int
    venue: str
    notes: tuple[Note, ...] = ()


def allocate_venues(needs: tuple[VenueNeed, ...], venues: tuple[Venue, ...], seed: int = 0) -> tuple[VenueChoice, ...]:
    """The best rooms to the debates that matter most; equal rooms are given by lot.

    A venue of capacity 0 has no limit. Raises PanelsError, with the culprits, where access or capacity cannot be met.
    """
    by_id = {venue.id: venue for venue in venues}
    if len(by_id) != len(venues) or len({need.room for need in needs}) != len(needs):
        raise PanelsError("venue_or_room_twice")
    ordered = tuple(by_id[venue] for venue in Lots(seed).order("venue", by_id))
    costs = [[_cost(need, venue) if fits(need, venue) else np.inf for venue in ordered] for need in needs]
    found = assign(np.array(costs, dtype=np.float64).reshape(len(needs), len(ordered)))
    if isinstance(found, Shortage):
        _raise_shortage(needs, ordered, found)
    return tuple(_choice(need, ordered[column]) for need, column in zip(needs, found, strict=True))


def fits(need: VenueNeed, venue: Venue) -> bool:
    """Whether a room has what a debate must have."""
    return need.needs <= venue.features and (not venue.capacity or need.people <= venue.capacity)


def _cost(need: VenueNeed, venue: Venue) -> int:
    return venue.priority * need.importance - STAY * (need.stay_in == venue.id)


def _raise_shortage(needs: tuple[VenueNeed, ...], venues: tuple[Venue, ...], shortage: Shortage) -> NoReturn:
    lacking = [needs[row] for row in shortage.rows]
    causes = [
        note("venue_need", room=need.room, people=need.people, needs=tuple(sorted(need.needs))) for need in lacking
    ]
    raise PanelsError(
        "too_few_venues",
        causes=tuple(causes),
        rooms=tuple(need.room for need in lacking),
        venues=tuple(venues[column].id for column in shortage.columns),
    )


def _choice(need: VenueNeed, venue: Venue) -> VenueChoice:
    remarks = []
    if need.needs:
        remarks.append(note("venue_meets_needs", venue=venue.id, needs=tuple(sorted(need.needs))))
    if need.stay_in:
        code = "venue_kept" if need.stay_in == venue.id else "venue_changed"
        remarks.append(note(code, venue=venue.id, before=need.stay_in))
    return VenueChoice(room=need.room, venue=venue.id, notes=tuple(remarks))
