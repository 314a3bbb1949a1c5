"""A draw as a value: what was asked, what came of it, and what was changed afterwards."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from competitions.debates.tab.field import Entrant, refuse_field
from competitions.debates.tab.formats.draw_rules import DrawRule
from competitions.debates.tab.formats.format import Format, refuse_rule
from competitions.debates.tab.lots import Lots
from competitions.debates.tab.notes import Note


@dataclass(frozen=True, kw_only=True)
class DrawRequest:
    """All that a draw depends on; equal requests give equal draws.

    `rule` overrides the format's own rule of the round. Raises DrawError or FormatError where field, format and rule
    do not fit.
    """

    format: Format
    entrants: tuple[Entrant, ...]
    seed: int
    round: int = 1
    rule: DrawRule | None = None

    def __post_init__(self) -> None:
        refuse_rule(self.format, self.drawn_by)
        refuse_field(self.entrants, self.format.room_size)

    @property
    def drawn_by(self) -> DrawRule:
        """The rule that applies."""
        return self.rule or self.format.rule_of_round(self.round)

    @property
    def lots(self) -> Lots:
        """The lots of this draw."""
        return Lots(self.seed, self.round)


@dataclass(frozen=True, kw_only=True)
class Room:
    """One room: its teams by side, None for an empty seat of a short room.

    `bracket` is the points of the bracket that the room belongs to (0 where the rule has none); `notes` say what only
    the method knows (a pull-up chosen, a swap made).
    """

    number: int
    bracket: int = 0
    seats: tuple[str | None, ...]
    notes: tuple[Note, ...] = ()

    @property
    def teams(self) -> tuple[str, ...]:
        """The teams that are here, by side."""
        return tuple(team for team in self.seats if team is not None)


@dataclass(frozen=True)
class Leave:
    """Teams that are gone."""

    kind: ClassVar[str] = "leave"
    teams: tuple[str, ...]


@dataclass(frozen=True)
class Arrive:
    """Teams that came late, or swing teams that were found."""

    kind: ClassVar[str] = "arrive"
    entrants: tuple[Entrant, ...]


@dataclass(frozen=True)
class Exchange:
    """Two teams change places by hand, in a room or with a bye."""

    kind: ClassVar[str] = "exchange"
    first: str
    second: str


Change = Leave | Arrive | Exchange


@dataclass(frozen=True, kw_only=True)
class Draw:
    """A draw: rooms and byes, the request they came from and the changes made since, in order.

    `replay(draw.request, draw.changes)` gives the same draw again.
    """

    request: DrawRequest
    rooms: tuple[Room, ...]
    byes: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()

    def entrants(self) -> dict[str, Entrant]:
        """The teams of the draw by id, after all changes."""
        present = {entrant.team: entrant for entrant in self.request.entrants}
        for change in self.changes:
            if isinstance(change, Leave):
                for team in change.teams:
                    present.pop(team, None)
            elif isinstance(change, Arrive):
                present.update({entrant.team: entrant for entrant in change.entrants})
        return present

    def places(self) -> dict[str, tuple[int, int]]:
        """Room number and side of every team that debates."""
        return dict(self._seated())

    def room(self, number: int) -> Room:
        """The room of that number; raises KeyError where there is none."""
        for room in self.rooms:
            if room.number == number:
                return room
        raise KeyError(number)

    def _seated(self) -> Iterator[tuple[str, tuple[int, int]]]:
        for room in self.rooms:
            for side, team in enumerate(room.seats):
                if team is not None:
                    yield team, (room.number, side)


@dataclass(frozen=True)
class Term:
    """One part of a cost. Amounts are whole numbers, so that sums are exact and a tie is a tie.

    Codes: `rematch` (earlier meetings), `institution` (pairs of one institution), `gap` (squares of differences of
    points), `side` (sides that grow more uneven), `order` (places away from the pairing), `position` (millionths of
    the position cost).
    """

    code: str
    amount: int


def subtract_terms(after: tuple[Term, ...], before: tuple[Term, ...]) -> tuple[Term, ...]:
    """What changes from one cost to another, term by term, in the order of importance."""
    old: Mapping[str, int] = {term.code: term.amount for term in before}
    return tuple(Term(term.code, term.amount - old.get(term.code, 0)) for term in after)
