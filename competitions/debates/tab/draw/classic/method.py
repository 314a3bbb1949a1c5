"""The steps of the classic draw, one after the other."""

from collections.abc import Sequence

from competitions.debates.tab.draw.classic.allocated import pair_allocated
from competitions.debates.tab.draw.classic.groups import ClassicPair, split_levels
from competitions.debates.tab.draw.classic.odd_brackets import form_groups
from competitions.debates.tab.draw.classic.one_up_one_down import swap_neighbours
from competitions.debates.tab.draw.classic.pairing import pair_group
from competitions.debates.tab.draw.model import DrawRequest, Room
from competitions.debates.tab.draw.sides import seat_pair, settle_sides
from competitions.debates.tab.field import Entrant
from competitions.debates.tab.formats.draw_rules import Avoidance, ClassicDraw, Sides


def draw_classic(request: DrawRequest, entrants: Sequence[Entrant], rule: ClassicDraw) -> tuple[Room, ...]:
    """Brackets, odd brackets, pairs, swaps, sides; for an even number of entrants."""
    allocated = settle_sides(entrants, request.lots) if rule.sides is Sides.ALLOCATED else {}
    levels = split_levels(entrants, request.lots)
    if allocated:
        brackets = pair_allocated(levels, allocated, rule, request.lots)
    else:
        groups = form_groups(levels, rule, request.lots)
        brackets = [pair_group(group, rule.pairing, place == 0, request.lots) for place, group in enumerate(groups)]
    pairs = [pair for bracket in brackets for pair in _mend(bracket, rule)]
    return tuple(
        seat_pair(number, (pair.first, pair.second), rule.sides, allocated, request.lots, pair.notes)
        for number, pair in enumerate(pairs, start=1)
    )


def _mend(bracket: list[ClassicPair], rule: ClassicDraw) -> list[ClassicPair]:
    return swap_neighbours(bracket) if rule.avoidance is Avoidance.ONE_UP_ONE_DOWN else bracket
