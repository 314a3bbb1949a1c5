"""Odd brackets: one team pulled up from below, or an intermediate bracket of two, with conflicts bubbled out."""

from collections.abc import Sequence

from competitions.debates.tab.draw.classic.groups import ClassicPair, Group, Level, choose_pull_up
from competitions.debates.tab.field import Entrant
from competitions.debates.tab.formats.draw_rules import ClassicDraw, OddBracket
from competitions.debates.tab.lots import Lots
from competitions.debates.tab.notes import Note, note


def form_groups(levels: Sequence[Level], rule: ClassicDraw, lots: Lots) -> list[Group]:
    """Groups of even size from levels that hold an even number of teams in all."""
    if rule.odd_bracket is OddBracket.INTERMEDIATE:
        return _with_intermediates(levels)
    if rule.odd_bracket is OddBracket.INTERMEDIATE_BUBBLE:
        return _bubble(_with_intermediates(levels))
    return _with_pull_ups(levels, rule, lots)


def _with_pull_ups(levels: Sequence[Level], rule: ClassicDraw, lots: Lots) -> list[Group]:
    left = [list(level) for level in levels]
    groups = []
    for place, level in enumerate(left):
        if len(level) % 2:
            below = next(lower for lower in left[place + 1 :] if lower)
            chosen = choose_pull_up(below, rule.odd_bracket, rule.pull_up_limit, lots)
            below.remove(chosen)
            level.append(chosen)
        groups.append(Group(tuple(level)))
    return [group for group in groups if group.teams]


def _with_intermediates(levels: Sequence[Level]) -> list[Group]:
    """The last team of an odd level meets the first of the next in a bracket of their own."""
    groups: list[Group] = []
    left_over: Entrant | None = None
    for level in levels:
        teams = list(level)
        if left_over is not None:
            groups.append(Group((left_over, teams.pop(0)), (note("intermediate_bracket"),)))
        left_over = teams.pop() if len(teams) % 2 else None
        groups.append(Group(tuple(teams)))
    return groups


def _bubble(groups: list[Group]) -> list[Group]:
    """Mend each intermediate bracket in conflict by one exchange, upwards if that helps, else downwards."""
    mended = list(groups)
    for place, group in enumerate(groups):
        if group.notes and _meets_conflict(mended[place]):
            _bubble_up(mended, place) or _bubble_down(mended, place)
    return mended


def _meets_conflict(group: Group) -> bool:
    upper, lower = group.teams
    return ClassicPair(upper, lower).is_conflict


def _bubble_up(groups: list[Group], place: int) -> bool:
    """Exchange the upper team with the last of the bracket above."""
    upper, lower = groups[place].teams
    above = groups[place - 1].teams
    if not above or groups[place - 1].notes or ClassicPair(above[-1], lower).is_conflict:
        return False
    groups[place - 1] = Group((*above[:-1], upper))
    groups[place] = _mended(above[-1], lower, note("bubbled_up", team=above[-1].team, instead_of=upper.team))
    return True


def _bubble_down(groups: list[Group], place: int) -> bool:
    """Exchange the lower team with the first of the bracket below."""
    upper, lower = groups[place].teams
    below = groups[place + 1].teams if place + 1 < len(groups) else ()
    if not below or groups[place + 1].notes or ClassicPair(upper, below[0]).is_conflict:
        return False
    groups[place + 1] = Group((lower, *below[1:]))
    groups[place] = _mended(upper, below[0], note("bubbled_down", team=below[0].team, instead_of=lower.team))
    return True


def _mended(upper: Entrant, lower: Entrant, remark: Note) -> Group:
    return Group((upper, lower), (note("intermediate_bracket"), remark))
