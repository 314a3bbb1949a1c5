"""How large each panel is to be."""

from competitions.debates.tab.errors import PanelsError
from competitions.debates.tab.panels.model import ExtraJudges, PanelDebate, PanelRequest


def plan_sizes(request: PanelRequest) -> tuple[int, ...]:
    """The size of each debate's panel: the smallest everywhere, then one step more by importance, and so on.

    Raises PanelsError where there are too few judges for the smallest panels.
    """
    sizes = [request.smallest(debate) for debate in request.debates]
    spare = len(request.judges) - sum(sizes)
    if spare < 0:
        raise PanelsError("too_few_judges", judges=len(request.judges), needed=sum(sizes), rooms=len(sizes))
    step = 2 if request.rule.odd else 1
    order = _order(request)
    for _ in range(request.rule.largest):
        least = min(sizes, default=0)
        for place in order:
            if sizes[place] == least and least + step <= request.rule.largest and spare >= step:
                sizes[place] += step
                spare -= step
    return tuple(sizes)


def _order(request: PanelRequest) -> list[int]:
    """Which debate is enlarged first; by lot where debates matter alike."""
    sign = -1 if request.rule.extra is ExtraJudges.IMPORTANT else 1

    def key(place: int) -> tuple[int, int]:
        debate: PanelDebate = request.debates[place]
        return sign * debate.importance, request.lots.number("panel size", str(debate.room))

    return sorted(range(len(request.debates)), key=key)
