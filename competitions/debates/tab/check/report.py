"""The report of the checker."""

from dataclasses import dataclass

from competitions.debates.tab.check.legality import broken_rules, remarks
from competitions.debates.tab.check.pricing import price_rooms
from competitions.debates.tab.check.proof import least_pair_costs, position_saving, saving_exchanges
from competitions.debates.tab.draw.model import Draw, Term
from competitions.debates.tab.formats.draw_rules import MatchingDraw, RandomDraw, SeededDraw
from competitions.debates.tab.notes import Note, note


@dataclass(frozen=True, kw_only=True)
class RoomCheck:
    """The cost of one room, term by term, as the checker counts it."""

    room: int
    terms: tuple[Term, ...]


@dataclass(frozen=True, kw_only=True)
class CheckReport:
    """What the checker found.

    `errors` break a rule, `remarks` do not; `is_least` says whether no draw under the same rule costs less, and is
    None where the rule does not ask for it or no proof was asked for; `least` are the least totals, where proved.
    """

    errors: tuple[Note, ...]
    remarks: tuple[Note, ...]
    rooms: tuple[RoomCheck, ...]
    totals: tuple[Term, ...]
    is_least: bool | None = None
    least: tuple[Term, ...] = ()

    @property
    def is_legal(self) -> bool:
        """Whether no rule is broken."""
        return not self.errors


def check_draw(draw: Draw, *, prove: bool = False) -> CheckReport:
    """Verify a draw, of this engine or made elsewhere, against its request.

    `prove` adds the least totals of a two-team draw, by integer programmes: seconds above a hundred teams.
    """
    errors = tuple(broken_rules(draw))
    if any(error.code in UNREADABLE for error in errors) or not draw.rooms:
        return CheckReport(errors=errors, remarks=(), rooms=(), totals=())
    priced = price_rooms(draw)
    totals = _sum(list(priced.values()))
    is_least, least, savings = _weigh(draw, totals, prove)
    return CheckReport(
        errors=errors,
        remarks=(*remarks(draw), *savings),
        rooms=tuple(RoomCheck(room=number, terms=terms) for number, terms in priced.items()),
        totals=totals,
        is_least=is_least,
        least=least,
    )


UNREADABLE = frozenset(
    {"team_missing", "team_not_entered", "team_placed_twice", "room_of_wrong_size", "room_number_twice"}
)
"""Errors after which costs cannot be counted."""


def _sum(rooms: list[tuple[Term, ...]]) -> tuple[Term, ...]:
    codes = [term.code for term in rooms[0]]
    return tuple(Term(code, sum(terms[place].amount for terms in rooms)) for place, code in enumerate(codes))


def _weigh(draw: Draw, totals: tuple[Term, ...], prove: bool) -> tuple[bool | None, tuple[Term, ...], tuple[Note, ...]]:
    """Whether the cost is least, the least totals, and remarks on what would save."""
    if len(draw.request.format.sides) > 2:
        saving = position_saving(draw)
        return not saving, (), (note("positions_could_save", millionths=saving),) if saving else ()
    if not isinstance(draw.request.drawn_by, MatchingDraw | RandomDraw | SeededDraw):
        return None, (), ()
    savings = tuple(_exchange_note(*found) for found in saving_exchanges(draw))
    least = least_pair_costs(draw) if prove else ()
    if savings:
        return False, least, savings
    return (totals == least if prove else None), least, ()


def _exchange_note(one: int, other: int, terms: tuple[Term, ...]) -> Note:
    codes = tuple(term.code for term in terms if term.amount)
    return note(
        "exchange_would_save",
        room=one,
        other=other,
        terms=codes,
        amounts=tuple(term.amount for term in terms if term.amount),
    )
