"""The cost of rooms, counted again from the rules."""

from hashlib import sha256
from itertools import combinations
from math import log2

from competitions.debates.tab.draw.model import Draw, Room, Term
from competitions.debates.tab.field import Entrant
from competitions.debates.tab.formats.draw_rules import (
    ClassicDraw,
    DrawRule,
    MatchingDraw,
    Pairing,
    PositionCost,
    PositionDraw,
    RandomDraw,
    SeededDraw,
    Sides,
)

MILLIONTHS = 1_000_000
PLAIN = PositionDraw()


def price_rooms(draw: Draw) -> dict[int, tuple[Term, ...]]:
    """The terms of every room, most important first, by its number."""
    if len(draw.request.format.sides) == 2:
        places = bracket_places(draw)
        return {room.number: price_pair(draw, room.seats, places) for room in draw.rooms}
    return {room.number: _price_many(draw, room) for room in draw.rooms}


def price_pair(draw: Draw, seats: tuple[str | None, ...], places: dict[str, tuple[int, int, int]]) -> tuple[Term, ...]:
    """The terms of two teams as first and second side."""
    entrants = draw.entrants()
    affirms, negates = (entrants[team] for team in seats if team is not None)
    amounts = {
        "rematch": max(affirms.met.get(negates.team, 0), negates.met.get(affirms.team, 0)),
        "institution": int(affirms.institution == negates.institution != ""),
        "gap": (affirms.points - negates.points) ** 2,
        "side": _side_excess(draw.request.drawn_by, affirms, negates),
        "order": _out_of_order(draw, places[affirms.team], places[negates.team]),
    }
    return tuple(Term(code, amounts[code]) for code in counted_terms(draw.request.drawn_by))


def counted_terms(rule: DrawRule) -> tuple[str, ...]:
    """The terms that a rule for two teams counts, most important first."""
    if isinstance(rule, RandomDraw) and not rule.avoid:
        return ("order",)
    if isinstance(rule, RandomDraw | SeededDraw):
        return ("rematch", "institution", "side", "order")
    return ("rematch", "institution", "gap", "side", "order")


def _side_excess(rule: DrawRule, affirms: Entrant, negates: Entrant) -> int:
    if isinstance(rule, PositionDraw) or rule.sides is not Sides.BALANCED:
        return 0
    lead_of_affirming = affirms.positions[0] - affirms.positions[1] if affirms.positions else 0
    lead_of_negating = negates.positions[1] - negates.positions[0] if negates.positions else 0
    return max(0, lead_of_affirming) + max(0, lead_of_negating)


def bracket_places(draw: Draw) -> dict[str, tuple[int, int, int]]:
    """Of each team that debates: points of its bracket, its place in it from 0, and the bracket's size."""
    entrants = draw.entrants()
    rule = draw.request.drawn_by
    by_points = not isinstance(rule, RandomDraw | SeededDraw)
    brackets: dict[int, list[str]] = {}
    for room in draw.rooms:
        for team in room.seats:
            if team is not None:
                brackets.setdefault(entrants[team].points if by_points else 0, []).append(team)
    places = {}
    for points, teams in brackets.items():
        for place, team in enumerate(sorted(teams, key=lambda one: _standing(draw, entrants[one]))):
            places[team] = points, place, len(teams)
    return places


def _standing(draw: Draw, entrant: Entrant) -> tuple[int, int, str]:
    rule = draw.request.drawn_by
    if isinstance(rule, RandomDraw) or (
        isinstance(rule, MatchingDraw | ClassicDraw) and rule.pairing is Pairing.RANDOM
    ):
        rank = 0
    elif isinstance(rule, SeededDraw):
        rank = 10**9 if entrant.seed is None else entrant.seed
    else:
        rank = entrant.rank
    text = f"{draw.request.seed}|{draw.request.round}|rank|{entrant.team}"
    return rank, int(sha256(text.encode()).hexdigest()[:16], 16), entrant.team


def _out_of_order(draw: Draw, one: tuple[int, int, int], other: tuple[int, int, int]) -> int:
    upper, lower = (one, other) if one[0] >= other[0] else (other, one)
    if upper[0] > lower[0]:
        return (upper[2] - upper[1] - 1) + lower[1]
    teams, apart = upper[2], abs(upper[1] - lower[1])
    rule = draw.request.drawn_by
    pairing = rule.pairing if isinstance(rule, MatchingDraw | ClassicDraw) else Pairing.FOLD
    if pairing is Pairing.SLIDE:
        return abs(apart - teams // 2)
    highest = max(place[0] for place in bracket_places(draw).values()) if pairing is Pairing.FOLD_TOP else 0
    if pairing is Pairing.ADJACENT or (pairing is Pairing.FOLD_TOP and upper[0] != highest):
        return apart - 1
    return abs((upper[1] + 1) + (lower[1] + 1) - 1 - teams)


def _price_many(draw: Draw, room: Room) -> tuple[Term, ...]:
    entrants = draw.entrants()
    here = [(side, entrants[team]) for side, team in enumerate(room.seats) if team is not None]
    highest = max(one.points for _, one in here)
    pairs = [(one, other) for (_, one), (_, other) in combinations(here, 2)]
    return (
        Term("gap", sum(highest - one.points for _, one in here)),
        Term("position", sum(price_position(draw, one, side) for side, one in here)),
        Term("institution", sum(one.institution == other.institution != "" for one, other in pairs)),
        Term("rematch", sum(one.met.get(other.team, 0) for one, other in pairs)),
    )


def price_position(draw: Draw, entrant: Entrant, side: int) -> int:
    """What a position costs a team, in millionths."""
    rule = draw.request.drawn_by
    if isinstance(rule, RandomDraw) and not rule.avoid:
        return 0
    counted = rule if isinstance(rule, PositionDraw) else PLAIN
    held = list(entrant.positions or [0] * len(draw.request.format.sides))
    return round(_unevenness(held, side, counted) ** counted.exponent * MILLIONTHS)


def _unevenness(held: list[int], side: int, rule: PositionDraw) -> float:
    if rule.cost is PositionCost.SIMPLE:
        return held[side] - min(held)
    after = [count + (place == side) for place, count in enumerate(held)]
    total = sum(after)
    if rule.cost is PositionCost.VARIANCE:
        return sum((count - total / len(after)) ** 2 for count in after) / len(after)
    shares = [count / total for count in after if count]
    if rule.renyi_order == 1:
        entropy = -sum(share * log2(share) for share in shares)
    else:
        entropy = log2(sum(share**rule.renyi_order for share in shares)) / (1 - rule.renyi_order)
    return max(0.0, total * (log2(len(after)) - entropy))
