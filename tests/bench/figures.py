"""One figure, one line: `BENCH name value unit target <=|>= n ok|short`."""

import time
from collections.abc import Callable
from typing import Literal


def figure(name: str, value: float, unit: str, sense: Literal["<=", ">="], target: float) -> bool:
    """Print one figure beside its target and say whether it is met."""
    met = value <= target if sense == "<=" else value >= target
    print(f"BENCH {name} {value:.4g} {unit} target {sense} {target:g} {'ok' if met else 'short'}", flush=True)
    return met


def cpu_seconds(work: Callable[[], object], *, repeat: int = 1) -> float:
    """Median CPU seconds (user and system, this process) of `work`, over `repeat` calls."""
    taken = []
    for _ in range(repeat):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return sorted(taken)[len(taken) // 2]
