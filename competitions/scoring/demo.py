"""`python -m competitions.scoring.demo`: the models and the ways in common use, side by side, where the
truth is known.

Each design of `simulate` is drawn several times. Printed are the rank correlation (Spearman) with true
quality, the share of the true best 3 % that a method finds, and how far estimated leniencies are from the
true ones (root mean square, centred).
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import spearmanr

from .adjustment import MODELS, Adjustment, adjust
from .arrays import Vector
from .baselines import BASELINES
from .simulate import Recipe, Simulation, simulate_marks

BEST_SHARE = 0.03
METHODS: tuple[str, ...] = (*BASELINES, *reversed(list(MODELS)))

DESIGNS: tuple[tuple[str, Recipe], ...] = (
    ("entries dealt at random", Recipe("random", 2_000, 80)),
    ("uneven loads", Recipe("uneven", 2_000, 80)),
    ("judges tied to regions", Recipe("clustered", 2_000, 80)),
    ("judges without severity", Recipe("random", 2_000, 80, leniency_sd=0.0)),
)


@dataclass(frozen=True)
class Recovery:
    """How well a method recovers the truth: Spearman's correlation, overlap with the true best, error of
    leniencies.

    `leniency_error` is NaN for a method that does not estimate leniencies.
    """

    spearman: float
    overlap: float
    leniency_error: float


def measure_recovery(simulation: Simulation, method: str) -> Recovery:
    """Recovery of one simulation by one method, a baseline or a model."""
    if method in BASELINES:
        return _recovery(simulation, BASELINES[method](simulation.marks), np.nan)
    answer = adjust(simulation.marks, method)
    return _recovery(simulation, answer.adjusted, leniency_error(simulation, answer))


def leniency_error(simulation: Simulation, answer: Adjustment) -> float:
    """Root mean square error of the leniencies, after centring."""
    error = answer.leniency - simulation.leniency
    return float(np.std(error))


def _recovery(simulation: Simulation, score: Vector, error: float) -> Recovery:
    best = max(1, round(BEST_SHARE * score.size))
    found = np.argsort(-score, kind="stable")[:best]
    true = np.argsort(-simulation.quality, kind="stable")[:best]
    overlap = np.intersect1d(found, true).size / best
    return Recovery(float(spearmanr(score, simulation.quality).statistic), overlap, error)


def average_recovery(recipe: Recipe, seeds: Sequence[int]) -> dict[str, Recovery]:
    """Mean recovery of every method over simulations from the given seeds."""
    simulations = [simulate_marks(recipe, seed) for seed in seeds]
    means = {}
    for method in METHODS:
        runs = [measure_recovery(simulation, method) for simulation in simulations]
        table = np.array([(run.spearman, run.overlap, run.leniency_error) for run in runs])
        means[method] = Recovery(*(float(value) for value in table.mean(axis=0)))
    return means


def format_table(title: str, recoveries: dict[str, Recovery]) -> str:
    """A table of methods by what they recover."""
    lines = [title, f"  {'method':<10} {'Spearman':>9} {'best found':>11} {'leniency error':>15}"]
    for method, run in recoveries.items():
        error = "-" if np.isnan(run.leniency_error) else f"{run.leniency_error:.3f}"
        lines.append(f"  {method:<10} {run.spearman:>9.3f} {run.overlap:>11.3f} {error:>15}")
    return "\n".join(lines)


def main(runs: int = 5) -> None:
    """Print one table for each design."""
    for title, recipe in DESIGNS:
        size = f"{recipe.entries} entries, {recipe.judges} judges, {recipe.marks_each} marks each"
        head = f"{title}: {size}, {runs} runs"
        sys.stdout.write(format_table(head, average_recovery(recipe, range(runs))) + "\n\n")


if __name__ == "__main__":
    main()
