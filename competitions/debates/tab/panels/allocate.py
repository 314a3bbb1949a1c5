"""Panels: chairs first, then panellists wave by wave, each wave an assignment at least cost; then exchanges.

A hard conflict is never broken. Where the waves leave a room short of its smallest panel, an integer programme either
finds panels for all or proves that there are none.
"""

from collections.abc import Sequence
from decimal import Decimal

import numpy as np
from scipy.optimize import linear_sum_assignment

from competitions.debates.tab.assignment import Shortage, assign
from competitions.debates.tab.notes import Note, note
from competitions.debates.tab.panels.conflicts import Conflicts
from competitions.debates.tab.panels.exchange import exchange_judges
from competitions.debates.tab.panels.model import Panel, PanelPlan, PanelRequest, Strength
from competitions.debates.tab.panels.shortage import raise_chair_shortage, solve_exactly
from competitions.debates.tab.panels.sizes import plan_sizes
from competitions.debates.tab.panels.table import IntMatrix, JudgeTable
from competitions.debates.tab.results import compared, mean

Seats = list[list[int]]
"""For each debate the judges by row, the chair first."""

FORBIDDEN = 10**9


def allocate_panels(request: PanelRequest) -> PanelPlan:
    """A chair, panellists and trainees for every debate.

    Raises PanelsError, with the culprits as causes, where hard conflicts leave a room without its smallest panel.
    """
    table = JudgeTable(request, request.judges, Conflicts(request))
    sizes = plan_sizes(request)
    seats = _seat_panellists(table, _seat_chairs(table), sizes)
    if any(len(seated) < request.smallest(debate) for seated, debate in zip(seats, request.debates, strict=True)):
        seats = _seat_panellists(table, solve_exactly(table), sizes)
    seats = exchange_judges(table, seats)
    trainees = _seat_trainees(table, seats)
    panels = tuple(
        _panel(table, place, seated, learning, sizes[place])
        for place, (seated, learning) in enumerate(zip(seats, trainees, strict=True))
    )
    used = {judge for panel in panels for judge in (*panel.voting, *panel.trainees)}
    unused = tuple(judge.id for judge in request.adjudicators if judge.id not in used)
    return PanelPlan(request=request, panels=panels, unused=unused)


def _seat_chairs(table: JudgeTable) -> Seats:
    """The strongest who may chair, each where he may sit; the strongest of them where it matters most."""
    open_to = table.allowed & table.may_chair[:, None]
    found = assign(np.where(open_to, table.seat_costs, np.inf).T)
    if isinstance(found, Shortage):
        raise_chair_shortage(table, found)
    return [[judge] for judge in found]


def _seat_panellists(table: JudgeTable, seats: Seats, sizes: Sequence[int]) -> Seats:
    """One judge more for every room that is to have one, as long as anybody can be seated."""
    seats = [list(seated) for seated in seats]
    while True:
        short = [place for place, seated in enumerate(seats) if len(seated) < sizes[place]]
        free = sorted(set(range(len(table.judges))) - {judge for seated in seats for judge in seated})
        if not short or not free:
            return seats
        costs = _wave_costs(table, seats, short, free)
        rooms, columns = linear_sum_assignment(costs)
        seated_now = [
            (short[room], free[column])
            for room, column in zip(rooms, columns, strict=True)
            if costs[room, column] < FORBIDDEN
        ]
        if not seated_now:
            return seats
        for place, judge in seated_now:
            seats[place].append(judge)


def _wave_costs(table: JudgeTable, seats: Seats, short: Sequence[int], free: Sequence[int]) -> IntMatrix:
    """What it costs to add each free judge to each short room: (rooms, judges)."""
    costs = table.seat_costs[np.ix_(free, short)].T.copy()
    for row, place in enumerate(short):
        seated = seats[place]
        costs[row] += table.together[np.ix_(free, seated)].sum(axis=1)
        if table.request.rule.strength is Strength.EVEN:
            costs[row] += table.strength[free] * int(table.strength[seated].sum()) // 100
        barred = ~table.allowed[free, place] | table.apart[np.ix_(free, seated)].any(axis=1)
        costs[row, barred] = FORBIDDEN
    return costs


def _seat_trainees(table: JudgeTable, seats: Seats) -> list[list[str]]:
    """Trainees where they may learn, with strong chairs before others; one more a room in each wave."""
    learners = JudgeTable(table.request, table.request.trainees, table.conflicts)
    seated: list[list[str]] = [[] for _ in seats]
    free = list(range(len(learners.judges)))
    for _ in range(table.request.rule.trainees_per_room if seats else 0):
        costs = _trainee_costs(table, learners, seats, seated, free)
        rows, places = linear_sum_assignment(costs)
        chosen = [(free[row], place) for row, place in zip(rows, places, strict=True) if costs[row, place] < FORBIDDEN]
        for row, place in chosen:
            seated[place].append(learners.judges[row].id)
            free.remove(row)
    return seated


def _trainee_costs(
    table: JudgeTable, learners: JudgeTable, seats: Seats, seated: Sequence[Sequence[str]], free: Sequence[int]
) -> IntMatrix:
    """What it costs to add each free trainee to each room: (trainees, rooms)."""
    chairs = table.strength[[judges[0] for judges in seats]]
    costs: IntMatrix = table.request.rule.weights.seen * learners.seen[free] - chairs
    apart = table.conflicts.apart(learners.judges, table.judges)[free]
    company = np.array([apart[:, judges].any(axis=1) for judges in seats]).T
    others = [
        [any(table.conflicts.between(learners.judges[row].id, other) for other in room) for room in seated]
        for row in free
    ]
    barred = ~learners.allowed[free] | company | np.array(others, dtype=np.bool_).reshape(costs.shape)
    return np.asarray(np.where(barred, FORBIDDEN, costs))


def _panel(table: JudgeTable, place: int, seated: Sequence[int], trainees: Sequence[str], planned: int) -> Panel:
    """The panel of a debate; its strongest judge who may chair does, the others follow by strength."""
    ordered = sorted(seated, key=lambda row: (not table.may_chair[row], -table.judges[row].strength, row))
    chair, *others = ordered
    others.sort(key=lambda row: (-table.judges[row].strength, row))
    return Panel(
        room=table.request.debates[place].room,
        chair=table.judges[chair].id,
        panellists=tuple(table.judges[row].id for row in others),
        trainees=tuple(trainees),
        strength=compared(mean(Decimal(table.judges[row].strength) for row in seated)),
        notes=tuple(_remarks(table, place, ordered, planned)),
    )


def _remarks(table: JudgeTable, place: int, seated: Sequence[int], planned: int) -> list[Note]:
    """What was put up with in a room."""
    debate = table.request.debates[place]
    remarks = []
    if len(seated) < planned:
        remarks.append(note("panel_smaller_than_planned", room=debate.room, judges=len(seated), planned=planned))
    for row in seated:
        judge = table.judges[row]
        for team in debate.teams:
            if times := judge.seen.get(team, 0):
                remarks.append(note("judged_before", adjudicator=judge.id, team=team, times=times))
    for first, row in enumerate(seated):
        for other in seated[first + 1 :]:
            if table.together[row, other]:
                remarks.append(note("panel_not_mixed", adjudicator=table.judges[row].id, other=table.judges[other].id))
    return remarks
