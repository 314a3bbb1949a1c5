"""How balanced a motion was: did its sides win about equally often?

In a room of k places, chance gives each order of the teams the same probability. Then the points a side of the house
takes, less those of the other side, have mean 0 and a variance v that follows from the points alone, so chi-square =
(sum of differences) ** 2 / (rooms x v) with one degree of freedom; for two teams this is Pearson's test of wins
against wins. All positions together are tested by Friedman's rank test (k - 1 degrees of freedom), which keeps in
mind that a room gives each place once.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import permutations

from scipy.stats import chi2

from competitions.debates.tab.formats.format import Format
from competitions.debates.tab.results import DebateResult, TeamResult, compared, mean

FEWEST_ROOMS = 5
"""Below so many rooms nothing is said: the approximation is too rough."""


@dataclass(frozen=True, kw_only=True)
class SideBalance:
    """One side on a motion: debates, mean points, mean score (None without scores), and how often each place."""

    side: str
    debates: int
    points: Decimal
    score: Decimal | None
    places: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class BalanceTest:
    """One comparison of sides.

    `kind` is `sides`, `positions`, `bench` (government against opposition) or `half` (opening against closing);
    `favours` names the sides that took more points, `verdict` is `balanced` (p of 0.05 or more), `leaning`,
    `unbalanced` (p below 0.01) or `too_few`.
    """

    kind: str
    chi_square: float
    degrees: int
    probability: float
    favours: tuple[str, ...]
    verdict: str


@dataclass(frozen=True, kw_only=True)
class MotionBalance:
    """A motion's statistics over the rooms that debated it in full."""

    motion: str
    rooms: int
    sides: tuple[SideBalance, ...]
    tests: tuple[BalanceTest, ...]


def balance_of_motions(results: Sequence[DebateResult], format_: Format) -> tuple[MotionBalance, ...]:
    """The balance of every motion debated in this format, in the order in which they first came up."""
    motions = dict.fromkeys(debate.motion for debate in results if debate.motion)
    return tuple(balance_of_motion(motion, results, format_) for motion in motions)


def balance_of_motion(motion: str, results: Iterable[DebateResult], format_: Format) -> MotionBalance:
    """The balance of one motion; only rooms where every side debated count."""
    rooms = [
        debate.debated
        for debate in results
        if debate.motion == motion and debate.sides == len(debate.debated) == format_.room_size
    ]
    return MotionBalance(
        motion=motion,
        rooms=len(rooms),
        sides=tuple(_side(format_, side, rooms) for side in range(format_.room_size)),
        tests=tuple(_tests(format_, rooms)),
    )


def _of_side(side: int, rooms: Sequence[Sequence[TeamResult]]) -> list[TeamResult]:
    return [result for room in rooms for result in room if result.side == side]


def _side(format_: Format, side: int, rooms: Sequence[Sequence[TeamResult]]) -> SideBalance:
    results = _of_side(side, rooms)
    scores = [result.score for result in results if result.score is not None]
    return SideBalance(
        side=format_.sides[side],
        debates=len(results),
        points=compared(mean(Decimal(result.points) for result in results)) if results else Decimal(0),
        score=compared(mean(scores)) if scores else None,
        places=tuple(sum(result.place == place for result in results) for place in range(1, format_.room_size + 1)),
    )


def _tests(format_: Format, rooms: Sequence[Sequence[TeamResult]]) -> list[BalanceTest]:
    if not format_.points or not rooms:
        return []
    if format_.has_two_sides:
        return [_contrast(format_, "sides", (1, -1), rooms)]
    tests = [_friedman(format_, rooms)]
    if format_.room_size == 4:
        tests.append(_contrast(format_, "bench", (1, -1, 1, -1), rooms))
        tests.append(_contrast(format_, "half", (1, 1, -1, -1), rooms))
    return tests


def _contrast(format_: Format, kind: str, signs: tuple[int, ...], rooms: Sequence[Sequence[TeamResult]]) -> BalanceTest:
    """Points of the sides marked +1 against those marked -1."""
    points = format_.points
    lead = sum(signs[result.side or 0] * points[(result.place or 1) - 1] for room in rooms for result in room)
    orders = list(permutations(points))
    variance = sum(sum(map(int.__mul__, signs, order)) ** 2 for order in orders) / len(orders)
    sign = 1 if lead > 0 else -1
    favoured = tuple(side for side, mark in zip(format_.sides, signs, strict=True) if lead and mark == sign)
    return _test(kind, lead**2 / (len(rooms) * variance), 1, favoured, len(rooms))


def _friedman(format_: Format, rooms: Sequence[Sequence[TeamResult]]) -> BalanceTest:
    size = format_.room_size
    ranks: Mapping[int, int] = {
        side: sum(result.place or 0 for result in _of_side(side, rooms)) for side in range(size)
    }
    squares = sum(rank**2 for rank in ranks.values())
    statistic = 12 * squares / (len(rooms) * size * (size + 1)) - 3 * len(rooms) * (size + 1)
    best = min(ranks.values())
    favoured = tuple(format_.sides[side] for side, rank in ranks.items() if rank == best)
    return _test("positions", statistic, size - 1, favoured if len(favoured) < size else (), len(rooms))


def _test(kind: str, statistic: float, degrees: int, favours: tuple[str, ...], rooms: int) -> BalanceTest:
    probability = float(chi2.sf(statistic, degrees))
    return BalanceTest(
        kind=kind,
        chi_square=round(statistic, 6),
        degrees=degrees,
        probability=round(probability, 6),
        favours=favours,
        verdict=_verdict(probability, rooms),
    )


def _verdict(probability: float, rooms: int) -> str:
    if rooms < FEWEST_ROOMS:
        return "too_few"
    if probability >= 0.05:
        return "balanced"
    return "leaning" if probability >= 0.01 else "unbalanced"
