"""One up, one down: second teams of neighbouring rooms change places where that mends conflicts.

A room's badness is 1000 for each earlier meeting and 1 for one institution. A swap gains what it lowers, less a
thousandth (the fewer the better), plus a millionth for each room below it (the higher the better); a swap that adds
rematches is never made. No room is swapped twice: the best set of swaps that do not touch is found by a recurrence.
"""

from collections.abc import Sequence
from dataclasses import replace

from competitions.debates.tab.draw.classic.groups import ClassicPair
from competitions.debates.tab.notes import note

REMATCH = 1000
INSTITUTION = 1
MILLION = 1_000_000
SWAP_COSTS = 1_000  # millionths


def swap_neighbours(pairs: Sequence[ClassicPair]) -> list[ClassicPair]:
    """The pairs of one bracket, best room first, after the best set of swaps."""
    mended = list(pairs)
    for room in _best_swaps([_gain(pairs, room) for room in range(len(pairs) - 1)]):
        mended[room], mended[room + 1] = (pair.with_note(note("one_up_one_down")) for pair in _swapped(pairs, room))
    return mended


def _swapped(pairs: Sequence[ClassicPair], room: int) -> tuple[ClassicPair, ClassicPair]:
    upper, lower = pairs[room], pairs[room + 1]
    return replace(upper, second=lower.second), replace(lower, second=upper.second)


def _gain(pairs: Sequence[ClassicPair], room: int) -> int:
    """What a swap of this room with the next gains, in millionths; below zero where it may not be made."""
    before = pairs[room : room + 2]
    after = _swapped(pairs, room)
    if sum(pair.rematches for pair in after) > sum(pair.rematches for pair in before):
        return -1
    lowered = sum(map(_badness, before)) - sum(map(_badness, after))
    return lowered * MILLION - SWAP_COSTS + len(pairs) - room


def _badness(pair: ClassicPair) -> int:
    return REMATCH * pair.rematches + INSTITUTION * pair.first.is_of_same_institution(pair.second)


def _best_swaps(gains: Sequence[int]) -> list[int]:
    """Places of the set of gains, no two of them neighbours, whose sum is greatest."""
    best: list[tuple[int, list[int]]] = [(0, []), (0, [])]
    for place, gain in enumerate(gains):
        taken = (best[-2][0] + gain, [*best[-2][1], place])
        best.append(taken if taken[0] > best[-1][0] else best[-1])
    return best[-1][1]
