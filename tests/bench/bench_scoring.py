"""The scoring engine: cost and time of assignments, recovery of severity, exactness and size.

Seconds are CPU seconds of this process. Baselines (greedy, raw mean, median, z-score, least squares) are
printed beside, with the engine's own figure as their target.
"""

import os
import resource
import sys
from collections.abc import Callable
from functools import partial
from typing import TypeVar

import numpy as np

from competitions.scoring import (
    AssignmentRequest,
    EntryNeed,
    JudgeOffer,
    Marks,
    adjust,
    assign_judges,
    calibrate,
    choose_pairs,
    krippendorff_alpha,
    plan_marks,
    simulate_marks,
    simulate_shortlist,
)
from competitions.scoring.chance import random_from
from competitions.scoring.comparative import Comparisons
from competitions.scoring.demo import average_recovery
from competitions.scoring.rasch import measure_fit
from competitions.scoring.rasch.categories import log_probabilities
from competitions.scoring.simulate import Recipe
from tests.bench.figures import cpu_seconds, figure

SIZES = ((500, 20, 1.0), (5_000, 100, 4.0), (20_000, 300, 15.0))
EACH = 3
SEED = 7
Result = TypeVar("Result")


def timed(work: Callable[[], Result]) -> tuple[Result, float]:
    """What the work returns, and the CPU seconds it took."""
    results: list[Result] = []
    seconds = cpu_seconds(lambda: results.append(work()))
    return results[-1], seconds


def greedy(draw: np.ndarray, each: int) -> tuple[float, int]:
    """Entries in turn take their cheapest judges with room: total cost, and marks that found no judge."""
    entries, judges = draw.shape
    room = np.full(judges, -(-entries * each // judges))
    cost, lacking = 0.0, 0
    for n in np.random.default_rng(SEED).permutation(entries):
        chosen = np.argsort(np.where(room > 0, draw[n], np.inf))[:each]
        chosen = chosen[room[chosen] > 0]
        room[chosen] -= 1
        cost += float(draw[n, chosen].sum())
        lacking += each - chosen.size
    return cost, lacking


def bench_assignment(entries: int, judges: int, seconds: float) -> None:
    """One size: against greedy in cost and time, then with one judge gone and five entries late."""
    name = f"scoring.assign.{entries}x{judges}"
    needs, offers = [EntryNeed(n, EACH) for n in range(entries)], [JudgeOffer(j) for j in range(judges)]
    answer, taken = timed(partial(assign_judges, AssignmentRequest(needs, offers), SEED))
    draw = random_from(SEED).random((entries, judges))
    (greedy_cost, lacking), greedy_taken = timed(partial(greedy, draw, EACH))
    cost = sum(draw[pair] for pair in answer.pairs)
    loads = answer.loads.values()
    figure(f"{name}.seconds", taken, "s", "<=", seconds)
    figure(f"{name}.greedy.seconds", greedy_taken, "s", "<=", seconds)
    figure(f"{name}.cost_over_greedy", cost / greedy_cost, "ratio", "<=", 1.0)
    figure(f"{name}.lacking", entries * EACH - len(answer.pairs), "marks", "<=", lacking)
    figure(f"{name}.load_spread", max(loads) - min(loads), "marks", "<=", 1)
    figure(f"{name}.components", len(answer.components), "parts", "<=", 1)

    late = [EntryNeed(entries + n, EACH) for n in range(5)]
    request = AssignmentRequest(needs + late, offers[1:], kept=answer.pairs)
    again, taken = timed(partial(assign_judges, request, SEED))
    needless = len(again.dropped) - answer.loads[0]
    figure(f"{name}.redeal.seconds", taken, "s", "<=", seconds)
    figure(f"{name}.redeal.moved_needlessly", needless, "marks", "<=", 0)


def bench_constraints() -> None:
    """Groups, languages and conflicts at the middle size."""
    entries, judges, seconds = SIZES[1]
    rng = np.random.default_rng(SEED)
    languages = (("sw", "en"), ("en",), ("en",), ("en",))
    request = AssignmentRequest(
        [EntryNeed(n, EACH, "sw" if n % 5 == 0 else "en") for n in range(entries)],
        [JudgeOffer(j, languages=languages[j % 4], group=f"county {j % 47}") for j in range(judges)],
        conflicts=list(zip(rng.integers(0, entries, 20_000).tolist(), rng.integers(0, judges, 20_000).tolist())),
    )
    answer, taken = timed(partial(assign_judges, request, SEED))
    loads = answer.loads.values()
    figure("scoring.assign.constrained.seconds", taken, "s", "<=", seconds)
    figure("scoring.assign.constrained.load_spread", max(loads) - min(loads), "marks", "<=", 1)


def bench_severity_time() -> None:
    """60 000 marks: 20 000 entries, 300 judges."""
    marks = simulate_marks(Recipe("random", 20_000, 300), SEED).marks
    for model, seconds in (("hybrid", 1.0), ("additive", 1.0), ("crossed", 3.0)):
        taken = cpu_seconds(partial(adjust, marks, model), repeat=3)
        figure(f"scoring.severity.60000_marks.{model}.seconds", taken, "s", "<=", seconds)
    _, taken = timed(partial(simulate_shortlist, adjust(marks), 300))
    figure("scoring.certainty.2000_draws.seconds", taken, "s", "<=", 10.0)


def bench_recovery() -> None:
    """The clustered design: judges tied to regions, one entry in ten linked; 20 simulations."""
    recoveries = average_recovery(Recipe("clustered", 2_000, 80), range(20))
    best = recoveries.pop("hybrid")
    figure("scoring.clustered.leniency_error.hybrid", best.leniency_error, "SD", "<=", 0.12)
    figure("scoring.clustered.spearman.hybrid", best.spearman, "rho", ">=", 0.91)
    for method, run in recoveries.items():
        name = method.replace(" ", "_")
        figure(f"scoring.clustered.spearman.{name}", run.spearman, "rho", "<=", best.spearman)
    error = recoveries["additive"].leniency_error
    figure("scoring.clustered.leniency_error.additive", error, "SD", ">=", best.leniency_error)


def bench_order() -> None:
    """A constant added to one judge: exact in least squares; how near in the hybrid model."""
    marks = simulate_marks(Recipe("random", 2_000, 80), SEED).marks
    for model, least in (("additive", 1.0), ("hybrid", 0.999)):
        before = adjust(marks, model).adjusted
        worst = 1.0
        for constant in (0.5, 2.0, 10.0):
            moved = Marks.from_columns(marks.entry, marks.judge, marks.value + constant * (marks.judge == 0))
            worst = min(worst, _rank_correlation(before, adjust(moved, model).adjusted))
        figure(f"scoring.constant.spearman.{model}", worst, "rho", ">=", least)


def _rank_correlation(x: np.ndarray, y: np.ndarray) -> float:
    ranks = [np.argsort(np.argsort(np.round(values, 9), kind="stable")) for values in (x, y)]
    return float(np.corrcoef(*ranks)[0, 1]) if not np.array_equal(*ranks) else 1.0


def bench_further_marks() -> None:
    """Two marks each and a fifth of the entries a third, near the cut, against three marks each: best
    sixty found.
    """
    found: dict[str, list[float]] = {"two": [], "near the cut": [], "three": []}
    for seed in range(20):
        world = simulate_marks(Recipe("random", 2_000, 80, 3), seed)
        marks, best = world.marks, np.argsort(-world.quality)[:60]
        third = np.arange(len(marks)) % 3 == 2
        plan = {mark.entry for mark in plan_marks(adjust(marks.where(~third)), 60, 400, draws=100).marks}
        chosen = np.array([entry in plan for entry in marks.entries])[marks.entry]
        for name, rows in (
            ("two", ~third),
            ("near the cut", ~third | chosen),
            ("three", marks.value > -np.inf),
        ):
            shortlist = adjust(marks.where(rows)).order[:60]
            found[name].append(float(np.isin(best, shortlist).mean()))
    two, near, three = (float(np.mean(shares)) for shares in found.values())
    figure("scoring.further.two_marks.overlap", two, "share", "<=", near)
    figure("scoring.further.near_the_cut.overlap", near, "share", ">=", three - 0.02)


def rubric_marks(entries: int, judges: int, criteria: int) -> Marks:
    """Ratings 0-5 on several criteria from the Rasch model."""
    rng = np.random.default_rng(SEED)
    panel = np.argsort(rng.random((entries, judges)), axis=1)[:, :EACH]
    entry, judge = np.repeat(np.arange(entries), EACH * criteria), np.repeat(panel.ravel(), criteria)
    criterion = np.tile(np.arange(criteria), entries * EACH)
    quality, severity = rng.normal(0, 1.3, entries), rng.normal(0, 0.5, judges)
    eta = quality[entry] - severity[judge] - np.linspace(-0.5, 0.5, criteria)[criterion]
    chance = np.exp(log_probabilities(eta, np.linspace(-1.5, 1.5, 5)))
    category = (rng.random(eta.size)[:, None] > np.cumsum(chance, axis=1)).sum(axis=1)
    return Marks.from_columns(entry, judge, category.astype(float), criterion)


def bench_rasch() -> None:
    """300 000 marks on five criteria."""
    marks = rubric_marks(20_000, 300, 5)
    for method, seconds in (("mml", 15.0), ("jmle", 8.0)):
        answer, taken = timed(partial(calibrate, marks, method))
        infit = float(measure_fit(answer)["judge"].infit.mean())
        figure(f"scoring.rasch.300000_marks.{method}.seconds", taken, "s", "<=", seconds)
        figure(f"scoring.rasch.{method}.infit_from_one", abs(infit - 1), "MS", "<=", 0.02)


def bench_comparisons() -> None:
    """All the comparisons of sixty finalists, chosen at once."""
    _, taken = timed(partial(choose_pairs, Comparisons.of([], range(60)), 300))
    figure("scoring.pairs.300_of_60.seconds", taken, "s", "<=", 2.0)


def bench_million() -> None:
    """A million marks: 333 334 entries, 1 000 judges."""
    rng = np.random.default_rng(SEED)
    entry = np.repeat(np.arange(333_334), 3)
    judge = (rng.integers(0, 1_000, 333_334)[:, None] + np.array([0, 7, 101])).ravel() % 1_000
    quality, leniency = rng.normal(size=333_334), rng.normal(0, 0.5, 1_000)
    marks = Marks.from_columns(entry, judge, quality[entry] + leniency[judge] + rng.normal(0, 0.7, entry.size))
    for model, seconds in (("hybrid", 15.0), ("additive", 15.0), ("crossed", 30.0)):
        _, taken = timed(partial(adjust, marks, model))
        figure(f"scoring.severity.million_marks.{model}.seconds", taken, "s", "<=", seconds)
    _, taken = timed(partial(krippendorff_alpha, marks))
    figure("scoring.alpha.million_marks.seconds", taken, "s", "<=", 2.0)


def main() -> None:
    """Print every figure."""
    for size in SIZES:
        bench_assignment(*size)
    bench_constraints()
    bench_severity_time()
    bench_recovery()
    bench_order()
    bench_further_marks()
    bench_rasch()
    bench_comparisons()
    bench_million()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    figure("scoring.peak_memory", peak, "MB", "<=", 2_000)


def with_one_thread() -> None:
    """Start again with one thread: idle threads of the linear algebra spin, and would be counted as work."""
    if "OPENBLAS_NUM_THREADS" not in os.environ:
        environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
        os.execve(sys.executable, [sys.executable, "-m", "tests.bench.bench_scoring"], environment)


if __name__ == "__main__":
    with_one_thread()
    main()
