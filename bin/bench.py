"""Measures: runs every `tests/bench/bench_*.py`, or those named. Prints `BENCH name value unit target … ok|short`."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """One process a subject, so that one does not warm the other's memory."""
    wanted = sys.argv[1:] or sorted(
        path.stem.removeprefix("bench_") for path in (ROOT / "tests/bench").glob("bench_*.py")
    )
    codes = [
        subprocess.run([sys.executable, "-m", f"tests.bench.bench_{name}"], cwd=ROOT).returncode for name in wanted
    ]
    return int(any(codes))


if __name__ == "__main__":
    sys.exit(main())
