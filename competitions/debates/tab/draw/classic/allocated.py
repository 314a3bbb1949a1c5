"""The classic method where sides are allocated: each level has a list of each side, and only those meet."""

from collections.abc import Mapping, Sequence

from competitions.debates.tab.draw.classic.groups import ClassicPair, Level, choose_pull_up
from competitions.debates.tab.field import Entrant
from competitions.debates.tab.formats.draw_rules import ClassicDraw, OddBracket, Pairing
from competitions.debates.tab.lots import Lots
from competitions.debates.tab.notes import Note, note

BothSides = tuple[Level, Level]


def pair_allocated(
    levels: Sequence[Level], sides: Mapping[str, int], rule: ClassicDraw, lots: Lots
) -> list[list[ClassicPair]]:
    """Pairs of each bracket, affirming team first, for as many teams on one side as on the other."""
    split = [_by_side(level, sides) for level in levels]
    if rule.odd_bracket is OddBracket.INTERMEDIATE:
        return _with_intermediates(split, rule, lots)
    return _with_pull_ups(split, rule, lots)


def _by_side(level: Level, sides: Mapping[str, int]) -> BothSides:
    return [one for one in level if sides[one.team] == 0], [one for one in level if sides[one.team] == 1]


def _with_pull_ups(split: Sequence[BothSides], rule: ClassicDraw, lots: Lots) -> list[list[ClassicPair]]:
    """The shorter side of a level is filled from the levels below, one team after the other."""
    brackets = []
    for place, level in enumerate(split):
        side = int(len(level[0]) > len(level[1]))
        while len(level[side]) < len(level[1 - side]):
            below = next(lower[side] for lower in split[place + 1 :] if lower[side])
            chosen = choose_pull_up(below, rule.odd_bracket, rule.pull_up_limit, lots)
            below.remove(chosen)
            level[side].append(chosen)
        brackets.append(_meet(level, rule.pairing, place == 0, lots))
    return brackets


def _with_intermediates(split: Sequence[BothSides], rule: ClassicDraw, lots: Lots) -> list[list[ClassicPair]]:
    """What a side has too many, its last teams, meets the first of the other side in the levels below."""
    brackets = []
    left_over: BothSides = ([], [])
    for place, level in enumerate(split):
        crossing = [_take(left_over[side], level[1 - side]) for side in (0, 1)]
        between = (crossing[0][0] + crossing[1][1], crossing[0][1] + crossing[1][0])
        brackets.append(_meet(between, rule.pairing, False, lots, (note("intermediate_bracket"),)))
        even = min(map(len, level))
        for side in (0, 1):
            left_over[side].extend(level[side][even:])
        brackets.append(_meet((level[0][:even], level[1][:even]), rule.pairing, place == 0, lots))
    return brackets


def _take(waiting: Level, below: Level) -> BothSides:
    """As many of those waiting as find an opponent below, and the opponents; both leave their lists."""
    count = min(len(waiting), len(below))
    taken = waiting[:count], below[:count]
    del waiting[:count], below[:count]
    return taken


def _meet(
    teams: BothSides, pairing: Pairing, is_top: bool, lots: Lots, notes: tuple[Note, ...] = ()
) -> list[ClassicPair]:
    affirms, negates = teams
    if pairing is Pairing.FOLD or (pairing is Pairing.FOLD_TOP and is_top):
        negates = negates[::-1]
    if pairing is Pairing.RANDOM:
        negates = _by_lot(negates, lots)
    return [ClassicPair(*both, notes=notes) for both in zip(affirms, negates, strict=True)]


def _by_lot(teams: Sequence[Entrant], lots: Lots) -> Level:
    return sorted(teams, key=lambda one: lots.number("pair", one.team))
