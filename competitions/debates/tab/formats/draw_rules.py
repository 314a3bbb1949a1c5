"""Rules of draw as data: one small class a method, each with only the choices that the method has."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from competitions.debates.tab.errors import FormatError


class Pairing(StrEnum):
    """Who meets whom inside a bracket of 2m teams, ranked 1 to 2m."""

    FOLD = "fold"  # 1 v 2m, 2 v 2m-1
    SLIDE = "slide"  # 1 v m+1, 2 v m+2
    ADJACENT = "adjacent"  # 1 v 2, 3 v 4
    RANDOM = "random"  # by lot
    FOLD_TOP = "fold_top"  # fold in the top bracket, adjacent in the others


class Sides(StrEnum):
    """How two teams come to their sides."""

    BALANCED = "balanced"  # the smaller (affirmed - negated) affirms; a tie falls by lot
    RANDOM = "random"  # by lot
    ALLOCATED = "allocated"  # given beforehand; only opposite sides meet
    ON_THE_DAY = "on_the_day"  # tossed in the room and written on the ballot


class PositionCost(StrEnum):
    """How uneven a team's history of positions is, were it to take one position more."""

    ENTROPY = "entropy"
    SIMPLE = "simple"
    VARIANCE = "variance"


class PullUps(StrEnum):
    """Which teams of the lower bracket complete an upper one whose size does not divide."""

    RANDOM = "random"  # by lot
    BY_COST = "by_cost"  # those whose positions come out cheapest


class OddBracket(StrEnum):
    """What a bracket of an odd number of teams does in the classic method."""

    PULL_UP_TOP = "pull_up_top"
    PULL_UP_MIDDLE = "pull_up_middle"
    PULL_UP_BOTTOM = "pull_up_bottom"
    PULL_UP_RANDOM = "pull_up_random"
    INTERMEDIATE = "intermediate"  # its last team meets the first of the next bracket
    INTERMEDIATE_BUBBLE = "intermediate_bubble"  # the same, and a conflict there is bubbled up, else down


class PullUpLimit(StrEnum):
    """Which teams of the lower bracket may be pulled up at all."""

    NONE = "none"
    LEAST_PULLED_UP = "least_pulled_up"
    LOWEST_DRAW_STRENGTH = "lowest_draw_strength"
    LOWEST_OPPONENT_SPEAKS = "lowest_opponent_speaks"


class Avoidance(StrEnum):
    """How the classic method avoids conflicts once its pairs stand."""

    NONE = "none"
    ONE_UP_ONE_DOWN = "one_up_one_down"


@dataclass(frozen=True, kw_only=True)
class RandomDraw:
    """Lots alone. `avoid` steers away from rematches and same-institution rooms."""

    kind: ClassVar[str] = "random"
    avoid: bool = False
    sides: Sides = Sides.BALANCED


@dataclass(frozen=True, kw_only=True)
class SeededDraw:
    """By the seeds of the teams: two teams fold (first against last), more take one of each pot."""

    kind: ClassVar[str] = "seeded"
    sides: Sides = Sides.BALANCED


@dataclass(frozen=True, kw_only=True)
class PositionDraw:
    """Brackets by points, then positions at the least total cost: rooms of three teams or more.

    The total is the sum over teams of cost ** `exponent`; `renyi_order` is the order of the entropy (1 is Shannon's).
    `swaps` exchanges teams where the total stays the same, to avoid same-institution rooms and rematches: a biased
    lot, so `wudc_strict` refuses it, as it refuses pull-ups chosen by cost.
    """

    kind: ClassVar[str] = "positions"
    cost: PositionCost = PositionCost.ENTROPY
    renyi_order: float = 1.0
    exponent: int = 4
    pull_ups: PullUps = PullUps.RANDOM
    swaps: bool = False
    wudc_strict: bool = False

    def __post_init__(self) -> None:
        if self.wudc_strict and (self.swaps or self.pull_ups is not PullUps.RANDOM):
            raise FormatError("wudc_strict_is_by_lot")
        if not 1 <= self.exponent <= 4:
            raise FormatError("exponent_out_of_range", exponent=self.exponent)
        if not 0 < self.renyi_order <= 10:
            raise FormatError("renyi_order_out_of_range", order=str(self.renyi_order))
        if self.cost is not PositionCost.ENTROPY and self.renyi_order != 1:
            raise FormatError("renyi_order_needs_entropy", cost=self.cost.value)


@dataclass(frozen=True, kw_only=True)
class MatchingDraw:
    """Two teams: one minimum-weight matching of the whole field.

    Terms, each outweighing all that follow: rematch, same institution, square of the gap in points, side balance,
    distance from the pairing.
    """

    kind: ClassVar[str] = "matching"
    pairing: Pairing = Pairing.FOLD
    sides: Sides = Sides.BALANCED


@dataclass(frozen=True, kw_only=True)
class ClassicDraw:
    """Two teams, bracket after bracket, for tournaments whose rules spell the steps out."""

    kind: ClassVar[str] = "classic"
    odd_bracket: OddBracket = OddBracket.PULL_UP_TOP
    pairing: Pairing = Pairing.FOLD
    avoidance: Avoidance = Avoidance.ONE_UP_ONE_DOWN
    pull_up_limit: PullUpLimit = PullUpLimit.NONE
    sides: Sides = Sides.BALANCED

    def __post_init__(self) -> None:
        between = (OddBracket.INTERMEDIATE, OddBracket.INTERMEDIATE_BUBBLE)
        if self.odd_bracket in between and self.pull_up_limit is not PullUpLimit.NONE:
            raise FormatError("intermediate_pulls_nobody_up", limit=self.pull_up_limit.value)
        if self.odd_bracket is OddBracket.INTERMEDIATE_BUBBLE and self.sides is Sides.ALLOCATED:
            raise FormatError("bubble_needs_free_sides")


@dataclass(frozen=True, kw_only=True)
class RoundRobin:
    """Two teams: everyone meets everyone, by the circle method.

    `order` lists every team of the round-robin, also those absent today (their opponents have a bye); empty stands
    for the teams of the first draw. Round r of the draw is round r of the schedule.
    """

    kind: ClassVar[str] = "round_robin"
    order: tuple[str, ...] = ()
    sides: Sides = Sides.BALANCED

    def __post_init__(self) -> None:
        if self.sides is Sides.ALLOCATED:
            raise FormatError("round_robin_takes_any_side")


DrawRule = RandomDraw | SeededDraw | PositionDraw | MatchingDraw | ClassicDraw | RoundRobin


def sides_of(rule: DrawRule) -> Sides:
    """How the rule hands out sides; position draws have none to hand out."""
    return Sides.BALANCED if isinstance(rule, PositionDraw) else rule.sides
