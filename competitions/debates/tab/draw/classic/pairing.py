"""Pairs inside a group: fold, slide, adjacent, by lot."""

from collections.abc import Sequence

from competitions.debates.tab.draw.classic.groups import ClassicPair, Group
from competitions.debates.tab.field import Entrant
from competitions.debates.tab.formats.draw_rules import Pairing
from competitions.debates.tab.lots import Lots


def pair_group(group: Group, pairing: Pairing, is_top: bool, lots: Lots) -> list[ClassicPair]:
    """The pairs of a group of even size, best first."""
    if pairing is Pairing.FOLD_TOP:
        pairing = Pairing.FOLD if is_top else Pairing.ADJACENT
    teams = group.teams
    half = len(teams) // 2
    if pairing is Pairing.FOLD:
        return _join(teams[:half], teams[: half - 1 : -1], group)
    if pairing is Pairing.SLIDE:
        return _join(teams[:half], teams[half:], group)
    if pairing is Pairing.RANDOM:
        by_lot = {team: place for place, team in enumerate(lots.order("pair", (one.team for one in teams)))}
        teams = tuple(sorted(teams, key=lambda one: by_lot[one.team]))
    return _join(teams[::2], teams[1::2], group)


def _join(firsts: Sequence[Entrant], seconds: Sequence[Entrant], group: Group) -> list[ClassicPair]:
    return [ClassicPair(*both, notes=group.notes) for both in zip(firsts, seconds, strict=True)]
