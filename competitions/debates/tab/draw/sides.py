"""Sides of two-team rooms: balanced, by lot, allocated beforehand, or tossed in the room."""

from collections.abc import Iterable, Mapping, Sequence

from competitions.debates.tab.draw.model import Room
from competitions.debates.tab.field import Entrant
from competitions.debates.tab.formats.draw_rules import Sides
from competitions.debates.tab.lots import Lots
from competitions.debates.tab.notes import Note, note

Pair = tuple[Entrant, Entrant]


def settle_sides(entrants: Sequence[Entrant], lots: Lots) -> dict[str, int]:
    """A side for every team, half the field on each: as allocated, as far as both sides can be filled.

    Teams without a side take the one they have held less; where an absence left too many on one side, those who have
    held that side most change over.
    """

    def wish(entrant: Entrant) -> tuple[int, int, int]:
        allocated = 1 if entrant.side is None else 2 * entrant.side
        return allocated, entrant.side_balance, lots.number("allocate", entrant.team)

    ordered = sorted(entrants, key=wish)
    return {entrant.team: int(place >= len(ordered) // 2) for place, entrant in enumerate(ordered)}


def allocate_sides(teams: Iterable[str], rounds: int, seed: int) -> dict[str, tuple[int, ...]]:
    """Sides of each team in each of so many rounds, allocated beforehand.

    Half the field takes each side, anew by lot in every odd round, and the sides change over in the round after: no
    team holds one side more than once oftener than the other.
    """
    names = sorted(teams)
    by_round = [_sides_of_round(names, number, seed) for number in range(1, rounds + 1)]
    return {team: tuple(sides[team] for sides in by_round) for team in names}


def _sides_of_round(names: Sequence[str], number: int, seed: int) -> dict[str, int]:
    first_of_two = number if number % 2 else number - 1
    ordered = Lots(seed, first_of_two).order("allocate", names)
    return {team: int(place >= len(ordered) // 2) ^ int(number != first_of_two) for place, team in enumerate(ordered)}


def take_sides(pair: Pair, sides: Sides, allocated: Mapping[str, int], lots: Lots) -> tuple[Entrant, Entrant]:
    """The pair as first and second side."""
    first, second = pair
    if sides is Sides.ALLOCATED:
        return pair if allocated[first.team] == 0 else (second, first)
    if sides is Sides.BALANCED and first.side_balance != second.side_balance:
        return pair if first.side_balance < second.side_balance else (second, first)
    return pair if lots.falls_to_first("side", first.team, second.team) else (second, first)


def seat_pair(
    number: int,
    pair: Pair,
    sides: Sides,
    allocated: Mapping[str, int],
    lots: Lots,
    notes: tuple[Note, ...] = (),
) -> Room:
    """A room of two teams with their sides."""
    affirms, negates = take_sides(pair, sides, allocated, lots)
    return Room(
        number=number,
        bracket=max(affirms.points, negates.points),
        seats=(affirms.team, negates.team),
        notes=(*notes, *_side_notes((affirms, negates), sides, allocated)),
    )


def _side_notes(pair: Pair, sides: Sides, allocated: Mapping[str, int]) -> tuple[Note, ...]:
    if sides is Sides.ON_THE_DAY:
        return (note("sides_on_the_day"),)
    if sides is not Sides.ALLOCATED:
        return ()
    moved = (one for one in pair if one.side is not None and one.side != allocated[one.team])
    return tuple(note("side_moved", team=one.team) for one in moved)
