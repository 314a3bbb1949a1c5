"""Round-robin by the circle method: everyone meets everyone before anyone meets twice."""

from collections.abc import Iterable, Sequence

from competitions.debates.tab.draw.model import Draw, DrawRequest
from competitions.debates.tab.draw.sides import seat_pair
from competitions.debates.tab.field import Entrant
from competitions.debates.tab.formats.draw_rules import RoundRobin


def draw_round_robin(request: DrawRequest, rule: RoundRobin) -> Draw:
    """The request's round of the schedule; who meets a bye or an absent team has a bye."""
    present = {one.team: one for one in request.entrants}
    order = rule.order or schedule_order(request.entrants)
    met = [pair for pair in round_of_circle(order, request.round) if all(team in present for team in pair)]
    pairs = [(present[first], present[second]) for first, second in met]
    debating = {team for pair in met for team in pair}
    return Draw(
        request=request,
        rooms=tuple(
            seat_pair(number, pair, rule.sides, {}, request.lots) for number, pair in enumerate(pairs, start=1)
        ),
        byes=tuple(team for team in present if team not in debating),
    )


def schedule_order(entrants: Iterable[Entrant]) -> tuple[str, ...]:
    """The order in which teams stand around the circle: by seed, then by id."""
    ordered = sorted(entrants, key=lambda one: (one.seed is None, one.seed or 0, one.team))
    return tuple(one.team for one in ordered)


def round_of_circle(order: Sequence[str], number: int) -> list[tuple[str, str]]:
    """The pairs of round `number` (from 1); with an odd number of teams one of them is in no pair.

    The first team stands still, the others move on by one place a round; opposite places meet. After all rounds the
    schedule begins anew.
    """
    circle: list[str | None] = [*order, *([None] if len(order) % 2 else [])]
    turn = (number - 1) % max(len(circle) - 1, 1)
    moving = circle[1:]
    turned = [circle[0], *moving[turn:], *moving[:turn]]
    opposite = zip(turned[: len(turned) // 2], reversed(turned), strict=False)
    return [(first, second) for first, second in opposite if first is not None and second is not None]
