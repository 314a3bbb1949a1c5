"""The debate engine: seconds of a draw, of panels and of standings, and the quality of draws beside the classic method.

python -m tests.bench.bench_tab
"""

from collections.abc import Iterable
from random import Random
from statistics import mean

from competitions.debates.tab import (
    PRESETS,
    Adjudicator,
    ClassicDraw,
    Conflict,
    DrawRequest,
    DrawRule,
    MatchingDraw,
    PanelDebate,
    PanelRequest,
    PositionDraw,
    SimulationPlan,
    Tournament,
    With,
    allocate_panels,
    check_draw,
    draw_round,
    explain_draw,
    needs_of_teams,
    prepare_entrants,
    rank_speakers,
    rank_teams,
    simulate_tournament,
)
from competitions.debates.tab.draw.costs import draw_costs
from competitions.debates.tab.formats.draw_rules import OddBracket, Pairing, PullUps
from tests.bench.figures import cpu_seconds, figure

BP, BP_OPEN, TWO_TEAM = PRESETS["bp"], PRESETS["bp_open"], PRESETS["two_team"]
CLASSIC = ClassicDraw(odd_bracket=OddBracket.INTERMEDIATE_BUBBLE, pairing=Pairing.FOLD)
BY_COST = PositionDraw(pull_ups=PullUps.BY_COST)
SEEDS = range(1, 9)
GAPS = {8: 0.6, 12: 0.35, 16: 0.15, 24: 0.1, 40: 0.06, 64: 0.03, 120: 0.02}
"""What the mean gap may be where no team meets another again: in a small field that has its price."""


def main() -> None:
    """Print every figure."""
    measure_draws()
    measure_panels()
    measure_standings()
    measure_liveness()
    for teams in GAPS:
        compare_pairings(teams)
    for teams in (24, 40, 88):
        compare_swaps(teams)


def play(
    format_: str, teams: int, rounds: int, seed: int = 1, rule: DrawRule | None = None, per_institution: int = 4
) -> Tournament:
    """A practice tournament without judges."""
    plan = SimulationPlan(
        format=PRESETS[format_],
        teams=teams,
        rounds=rounds,
        seed=seed,
        per_institution=per_institution,
        judges=0,
        rule=rule,
    )
    return simulate_tournament(plan)


def next_request(played: Tournament) -> DrawRequest:
    """The draw of the round after the last one."""
    results = [result for one in played.rounds for result in one.results]
    entrants = prepare_entrants(played.teams, results, played.plan.format)
    return DrawRequest(format=played.plan.format, entrants=entrants, seed=1, round=played.plan.rounds + 1)


def measure_draws() -> None:
    """A draw before the last of nine rounds, with its histories."""
    for format_, sizes, rounds in (("bp", (24, 88, 200, 400), 8), ("bp_open", (24, 88, 200, 400), 8)):
        for teams in sizes:
            request = next_request(play(format_, teams, rounds))
            milliseconds = 1000 * cpu_seconds(lambda request=request: draw_round(request), repeat=7)
            figure(f"tab-draw-{format_}-{teams}", milliseconds, "ms", "<=", 50)
    for teams, target in ((64, 0.25), (120, 1), (256, 5)):  # the matching is cubic in the teams
        request = next_request(play("two_team", teams, 5))
        seconds = cpu_seconds(lambda request=request: draw_round(request), repeat=3)
        figure(f"tab-draw-two_team-{teams}", seconds, "s", "<=", target)
    draw = draw_round(next_request(play("bp", 400, 8)))
    figure("tab-explain-bp-400", cpu_seconds(lambda: explain_draw(draw), repeat=3), "s", "<=", 1)
    figure("tab-check-bp-400", cpu_seconds(lambda: check_draw(draw), repeat=3), "s", "<=", 1)
    pairs = draw_round(next_request(play("two_team", 120, 5)))
    figure("tab-explain-two_team-120", cpu_seconds(lambda: explain_draw(pairs), repeat=3), "s", "<=", 1)
    figure("tab-prove-two_team-120", cpu_seconds(lambda: check_draw(pairs, prove=True)), "s", "<=", 30)


def measure_panels() -> None:
    """A hundred rooms of four teams, three judges a room and trainees, after eight rounds of history."""
    dice = Random(1)
    rooms = 100
    debates = tuple(
        PanelDebate(
            room=room,
            teams={f"t{4 * room + place}": f"i{dice.randrange(rooms)}" for place in range(4)},
            importance=dice.randint(1, 5),
        )
        for room in range(rooms)
    )
    judges = tuple(
        Adjudicator(
            id=f"j{number}",
            strength=dice.randint(1, 9),
            institutions=frozenset({f"i{dice.randrange(rooms)}"}),
            may_chair=dice.random() < 0.7,
            trainee=number >= 3 * rooms,
            seen={f"t{dice.randrange(4 * rooms)}": 1 for _ in range(32)},
            sat_with={f"j{dice.randrange(3 * rooms)}": 1 for _ in range(16)},
        )
        for number in range(3 * rooms + 60)
    )
    conflicts = tuple(
        Conflict(f"j{one}", With.ADJUDICATOR, f"j{other}")
        for one, other in (dice.sample(range(len(judges)), 2) for _ in range(150))
    )
    request = PanelRequest(debates=debates, adjudicators=judges, conflicts=conflicts)
    figure("tab-panels-400-teams", cpu_seconds(lambda: allocate_panels(request), repeat=3), "s", "<=", 1)
    again = sum(note.code == "judged_before" for panel in allocate_panels(request).panels for note in panel.notes)
    figure("tab-panels-400-teams-judged-before", again, "pairs", "<=", 6)


def measure_standings() -> None:
    """Teams and speakers of 88 teams after nine rounds."""
    played = play("bp", 88, 9)
    results = [result for one in played.rounds for result in one.results]
    seconds = cpu_seconds(lambda: rank_teams(played.teams, results, BP), repeat=5)
    figure("tab-standings-88-teams-9-rounds", seconds, "s", "<=", 0.25)
    seconds = cpu_seconds(lambda: rank_speakers(played.teams, results, BP), repeat=5)
    figure("tab-speakers-88-teams-9-rounds", seconds, "s", "<=", 0.25)


def measure_liveness() -> None:
    """What 88 teams need, with brackets followed exactly."""
    for rounds, target in ((1, 2), (2, 30)):
        played = play("bp", 88, 9 - rounds)
        points = {line.team: line.points for line in played.standings}
        seconds = cpu_seconds(lambda points=points, rounds=rounds: needs_of_teams(points, BP, size=16, rounds=rounds))
        figure(f"tab-needs-88-teams-{rounds}-left", seconds, "s", "<=", target)


def compare_pairings(teams: int) -> None:
    """Five rounds, two teams an institution: the whole field at once beside bracket after bracket."""
    whole, classic = (
        [play("two_team", teams, 5, seed, rule, per_institution=2).quality for seed in SEEDS]
        for rule in (MatchingDraw(), CLASSIC)
    )
    for term in ("rematches", "same_institution", "uneven"):
        ours, theirs = (mean(getattr(one, term) for one in many) for many in (whole, classic))
        figure(f"tab-quality-two_team-{teams}-{term}", ours, "a tournament", "<=", theirs)
    gap = mean(one.mean_gap for one in whole)
    figure(f"tab-quality-two_team-{teams}-mean-gap", gap, "points", "<=", GAPS[teams])


def compare_swaps(teams: int) -> None:
    """Five rounds of four teams a room: swaps at equal position cost beside none."""
    apart, plain = (
        [play("bp_open", teams, 5, seed, rule) for seed in SEEDS]
        for rule in (PositionDraw(pull_ups=PullUps.BY_COST, swaps=True), BY_COST)
    )
    for term in ("rematches", "same_institution"):
        ours, theirs = (mean(getattr(one.quality, term) for one in many) for many in (apart, plain))
        figure(f"tab-quality-bp-{teams}-{term}", ours, "a tournament", "<=", theirs)
    request = next_request(apart[0])
    costs = [_position_cost(request, rule) for rule in (BP_OPEN.draw, BY_COST)]
    figure(f"tab-quality-bp-{teams}-position-cost", costs[0], "millionths", "<=", costs[1])


def _position_cost(request: DrawRequest, rule: DrawRule) -> int:
    draw = draw_round(
        DrawRequest(format=request.format, entrants=request.entrants, seed=1, round=request.round, rule=rule)
    )
    return _amount(draw_costs(draw), "position")


def _amount(terms: Iterable, code: str) -> int:
    return next(term.amount for term in terms if term.code == code)


if __name__ == "__main__":
    main()
