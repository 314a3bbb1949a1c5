"""One figure, one line: `BENCH name value unit target <=|>= n ok|short`."""

import resource
import time
from collections.abc import Callable
from typing import Literal


def figure(name: str, value: float, unit: str, sense: Literal["<=", ">="], target: float) -> bool:
    """Print one figure beside its target and say whether it is met."""
    met = value <= target if sense == "<=" else value >= target
    print(f"BENCH {name} {value:.4g} {unit} target {sense} {target:g} {'ok' if met else 'short'}", flush=True)
    return met


def cpu_seconds(work: Callable[[], object], *, repeat: int = 1) -> float:
    """Median CPU seconds (user and system, this process and those that it ended) of `work`, over `repeat` calls."""
    taken = []
    for _ in range(repeat):
        start = _spent()
        work()
        taken.append(_spent() - start)
    return sorted(taken)[len(taken) // 2]


def _spent() -> float:
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime
