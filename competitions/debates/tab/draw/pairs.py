"""Two-team draws of the whole field at once: a perfect matching of least weight.

What a pair costs is a short list of whole numbers, the most important first, each outweighing the sum of all that
follow over the whole field. The weight of a term is one more than the greatest total of the terms below it, so the
cheapest matching is least in the first term, then in the second, and so on: exactly, without any tuning.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import networkx as nx
import numpy as np

from competitions.debates.tab.draw.model import DrawRequest, Room, Term
from competitions.debates.tab.draw.positions import IntMatrix
from competitions.debates.tab.draw.seating import BoolMatrix, IntVector
from competitions.debates.tab.draw.sides import seat_pair, settle_sides
from competitions.debates.tab.draw.swaps import meetings, same_institution
from competitions.debates.tab.field import Entrant
from competitions.debates.tab.formats.draw_rules import (
    ClassicDraw,
    DrawRule,
    MatchingDraw,
    Pairing,
    RandomDraw,
    SeededDraw,
    Sides,
    sides_of,
)
from competitions.debates.tab.lots import Lots

IMPORTANCE = ("rematch", "institution", "gap", "side", "order")
"""The terms of a pair, each outweighing all that follow."""


@dataclass(frozen=True)
class PairTable:
    """What each pair of teams costs, term by term, and which pairs are barred.

    `entrants` stand in the order of lots; each matrix is (teams, teams) and symmetric.
    """

    entrants: tuple[Entrant, ...]
    terms: Mapping[str, IntMatrix]
    barred: BoolMatrix

    @cached_property
    def weights(self) -> dict[str, int]:
        """The weight of each term."""
        weights: dict[str, int] = {}
        below = 0
        for code, matrix in reversed(list(self.terms.items())):
            weights[code] = below + 1
            below += weights[code] * int(matrix.max(initial=0)) * (len(self.entrants) // 2)
        return weights

    @cached_property
    def costs(self) -> list[list[int]]:
        """The weighted cost of each pair, as whole numbers of any length."""
        bound = sum(self.weights[code] * int(matrix.max(initial=0)) for code, matrix in self.terms.items())
        kind = np.int64 if bound < 2**62 else np.object_
        total = sum(
            (matrix.astype(kind) * self.weights[code] for code, matrix in self.terms.items()),
            np.zeros(self.barred.shape, dtype=kind),
        )
        rows: list[list[int]] = total.tolist()
        return rows

    def pair_terms(self, first: int, second: int) -> tuple[Term, ...]:
        """The terms of one pair, by rows."""
        return tuple(Term(code, int(matrix[first, second])) for code, matrix in self.terms.items())

    def row(self, team: str) -> int:
        """The row of a team."""
        return self._rows[team]

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {entrant.team: row for row, entrant in enumerate(self.entrants)}


def draw_pairs(request: DrawRequest, entrants: Sequence[Entrant]) -> tuple[Room, ...]:
    """Pair an even number of entrants by the request's rule, and give them sides."""
    table = pair_table(request, entrants)
    allocated = settle_allocated(request, entrants)
    pairs = [(table.entrants[one], table.entrants[other]) for one, other in match_cheapest(table)]
    sides = sides_of(request.drawn_by)
    return tuple(
        seat_pair(number, pair, sides, allocated, request.lots)
        for number, pair in enumerate(_by_bracket(pairs), start=1)
    )


def settle_allocated(request: DrawRequest, entrants: Sequence[Entrant]) -> dict[str, int]:
    """The sides of all teams where they are allocated beforehand; empty otherwise."""
    is_allocated = sides_of(request.drawn_by) is Sides.ALLOCATED
    return settle_sides(entrants, request.lots) if is_allocated else {}


def _by_bracket(pairs: Sequence[tuple[Entrant, Entrant]]) -> list[tuple[Entrant, Entrant]]:
    def standing(pair: tuple[Entrant, Entrant]) -> list[tuple[int, int]]:
        return sorted((-one.points, one.rank) for one in pair)

    return sorted(pairs, key=standing)


def match_cheapest(table: PairTable, without: tuple[int, int] | None = None) -> list[tuple[int, int]]:
    """Rows of the pairs of a cheapest perfect matching, perhaps without one pair; ties fall by the order of rows.

    Returns fewer pairs where barred pairs leave no perfect matching.
    """
    graph = nx.Graph()
    graph.add_nodes_from(range(len(table.entrants)))
    costs = table.costs
    graph.add_weighted_edges_from(
        (one, other, -costs[one][other])
        for other in range(len(costs))
        for one in range(other)
        if not table.barred[one, other] and (one, other) != without
    )
    return sorted((min(pair), max(pair)) for pair in nx.max_weight_matching(graph, maxcardinality=True))


def pair_table(request: DrawRequest, entrants: Sequence[Entrant]) -> PairTable:
    """What each pair costs under the request's rule; classic draws are priced as whole-field ones."""
    by_team = {one.team: one for one in entrants}
    rows = tuple(by_team[team] for team in request.lots.order("pair", by_team))
    points, ranks, pairing = _order_of(request.drawn_by, rows, request.lots)
    terms = {
        "rematch": meetings(rows),
        "institution": same_institution(rows),
        "gap": (points[:, None] - points) ** 2,
        "side": _uneven_sides(rows, sides_of(request.drawn_by)),
        "order": order_costs(points, ranks, pairing),
    }
    chosen = {code: _off_diagonal(terms[code]) for code in terms_of(request.drawn_by)}
    return PairTable(rows, chosen, _barred(rows, settle_allocated(request, entrants)))


def terms_of(rule: DrawRule) -> tuple[str, ...]:
    """The terms that count under a rule, most important first."""
    if isinstance(rule, RandomDraw):
        return ("rematch", "institution", "side", "order") if rule.avoid else ("order",)
    if isinstance(rule, SeededDraw):
        return ("rematch", "institution", "side", "order")
    return IMPORTANCE


def _order_of(rule: DrawRule, rows: Sequence[Entrant], lots: Lots) -> tuple[IntVector, IntVector, Pairing]:
    """Points that make the brackets, places over the whole field (0 is first), and the pairing inside a bracket.
    Pairing by lot is a fold of places drawn by lot.
    """
    pairing = rule.pairing if isinstance(rule, MatchingDraw | ClassicDraw) else Pairing.FOLD
    has_brackets = not isinstance(rule, RandomDraw | SeededDraw)
    points = np.array([one.points if has_brackets else 0 for one in rows], dtype=np.int64)
    is_by_lot = isinstance(rule, RandomDraw) or pairing is Pairing.RANDOM
    standing = [0] * len(rows) if is_by_lot else _standing(rule, rows)
    by_lot = {team: lot for lot, team in enumerate(lots.order("rank", (one.team for one in rows)))}
    keys = [(rank, by_lot[one.team]) for rank, one in zip(standing, rows, strict=True)]
    return points, _places(points, keys), Pairing.FOLD if pairing is Pairing.RANDOM else pairing


def _standing(rule: DrawRule, rows: Sequence[Entrant]) -> list[int]:
    """What each team is ordered by: its seed in a seeded draw, those without one last, else its rank."""
    if not isinstance(rule, SeededDraw):
        return [one.rank for one in rows]
    last = 1 + max(one.seed or 0 for one in rows)
    return [last if one.seed is None else one.seed for one in rows]


def _places(points: IntVector, keys: Sequence[tuple[int, int]]) -> IntVector:
    ordered = sorted(range(len(keys)), key=lambda row: (-int(points[row]), keys[row]))
    places = np.empty(len(keys), dtype=np.int64)
    places[ordered] = np.arange(len(keys))
    return places


def order_costs(points: IntVector, places: IntVector, pairing: Pairing) -> IntMatrix:
    """How far each pair is from the pairing, in places.

    Inside a bracket of n teams, ranked 1 to n:

        fold      |r + s - 1 - n|
        slide     ||r - s| - n // 2|
        adjacent  |r - s| - 1

    Between brackets: the teams of the upper one ranked below its team plus those of the lower ranked above its own,
    so the last of one and the first of the next cost nothing.
    """
    same = points[:, None] == points
    size = same.sum(axis=1)
    rank = places - np.where(points > points[:, None], 1, 0).sum(axis=1)
    apart = np.abs(rank[:, None] - rank)
    fold = np.abs(rank[:, None] + rank + 1 - size)
    inside = {
        Pairing.FOLD: fold,
        Pairing.SLIDE: np.abs(apart - size // 2),
        Pairing.ADJACENT: np.maximum(apart - 1, 0),
        Pairing.FOLD_TOP: np.where(points == points.max(), fold, np.maximum(apart - 1, 0)),
    }[pairing]
    left = size - 1 - rank
    between = np.where(points[:, None] > points, left[:, None] + rank, rank[:, None] + left)
    return np.asarray(np.where(same, inside, between))


def _uneven_sides(rows: Sequence[Entrant], sides: Sides) -> IntMatrix:
    """The lesser of the two imbalances where both lean to one side: one of them has to grow."""
    balance = np.array([one.side_balance for one in rows], dtype=np.int64)
    if sides is not Sides.BALANCED:
        balance = np.zeros_like(balance)
    leans_alike = np.sign(balance)[:, None] * np.sign(balance) > 0
    return np.asarray(np.where(leans_alike, np.minimum(np.abs(balance)[:, None], np.abs(balance)), 0))


def _off_diagonal(matrix: IntMatrix) -> IntMatrix:
    kept = matrix.copy()
    np.fill_diagonal(kept, 0)
    return kept


def _barred(rows: Sequence[Entrant], allocated: Mapping[str, int]) -> BoolMatrix:
    sides = np.array([allocated.get(one.team, -1) for one in rows])
    return np.asarray((sides[:, None] == sides) & (sides >= 0))
