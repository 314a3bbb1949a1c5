"""Runs everything, and says how much of it ran: SQLite, the database tests on PostgreSQL, real Chromium.

    bin/test.py            all three
    bin/test.py --fast     SQLite only, no browser
    bin/test.py -k word    further words go to pytest

What the machine lacks it installs with apt-get when it may; when it may not, it names the line to run and fails.
"""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree

from packages import install

ROOT = Path(__file__).resolve().parent.parent
FEWEST = {"SQLite": 7000, "PostgreSQL": 2250, "Chromium": 58}  # fewer than this means that something was lost
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "chrome")


def missing_packages() -> list[str]:
    """Debian packages of what this machine lacks."""
    missing = []
    if not chromium():
        missing.append("chromium")
    if "libatomic.so.1" not in subprocess.run(["/sbin/ldconfig", "-p"], capture_output=True, text=True).stdout:
        missing.append("libatomic1")
    if not postgres_bin():
        missing.append("postgresql")
    return missing


def chromium() -> str | None:
    """The browser, as CHROMIUM names it or on the path."""
    given = os.environ.get("CHROMIUM")
    return given or next(filter(None, map(shutil.which, CHROMIUM)), None)


def postgres_bin() -> Path | None:
    """The folder with initdb and pg_ctl: the newest that Debian has, or one on the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


@contextmanager
def postgres() -> Iterator[str]:
    """A throw-away cluster on a free loopback port, run by somebody who is not root. Gives its address."""
    binaries = postgres_bin()
    folder = Path(tempfile.mkdtemp(prefix="haki-pg-"))
    folder.chmod(0o755)
    data, log = folder / "data", folder / "log"
    user = pwd.getpwnam("postgres") if os.getuid() == 0 else pwd.getpwuid(os.getuid())
    if os.getuid() == 0:
        os.chown(folder, user.pw_uid, user.pw_gid)
        as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    else:
        as_user = {}
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    run = {"check": True, "capture_output": True, "text": True, "cwd": folder, **as_user}
    subprocess.run(
        [
            binaries / "initdb",
            "-D",
            data,
            "-U",
            "haki",
            "-A",
            "trust",
            "--no-sync",
            "-E",
            "UTF8",
            "--locale",
            "C.UTF-8",
        ],
        **run,
    )
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=60"
    subprocess.run(
        [binaries / "pg_ctl", "-D", data, "-l", log, "-w", "-o", options, "start"], **run, stdin=subprocess.DEVNULL
    )
    try:
        yield f"postgres://haki@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([binaries / "pg_ctl", "-D", data, "-m", "immediate", "stop"], **{**run, "check": False})
        shutil.rmtree(folder, ignore_errors=True)


def stage(name: str, words: list[str], further: list[str], env: dict[str, str]) -> dict[str, int]:
    """One run of pytest. Returns how many passed, failed and were skipped."""
    print(f"\n== {name} ", "=" * (60 - len(name)), flush=True)
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [
            sys.executable,
            "-m",
            "pytest",
            f"--junit-xml={report}",
            "-n",
            env.get("WORKERS", "2"),
            "--dist=worksteal",  # tests of one file, and what they share, stay together as long as nobody is idle
            *words,
            *further,
        ]
        start = time.monotonic()
        # Compiled once, not by each worker of each stage, also where the environment would rather keep nothing.
        done = subprocess.run(command, cwd=ROOT, env={**os.environ, **env, "PYTHONDONTWRITEBYTECODE": ""})
        suite = ElementTree.parse(report).getroot().find("testsuite") if report.exists() else None  # noqa: S314 (ours)
    counted = {
        key: int(suite.get(key, 0)) if suite is not None else 0 for key in ("tests", "failures", "errors", "skipped")
    }
    counted["failed"] = counted["failures"] + counted["errors"] + (done.returncode not in (0, 1, 5))
    counted["passed"] = counted["tests"] - counted["failures"] - counted["errors"] - counted["skipped"]
    counted["seconds"] = round(time.monotonic() - start)
    return counted


def main() -> int:
    """All stages, then the count of each."""
    fast = "--fast" in sys.argv
    further = [word for word in sys.argv[1:] if word != "--fast"]
    if not fast and (packages := missing_packages()):
        install(packages, "Chromium and PostgreSQL are tested too; this machine lacks them.")
        if still := missing_packages():
            sys.exit(f"Still missing after the installation: {', '.join(still)}")
    ran = {"SQLite": stage("SQLite", ["-m", "not browser"], further, {})}
    if not fast:
        with postgres() as address:
            words = ["-m", "not browser", "--only-db"]
            ran["PostgreSQL"] = stage("PostgreSQL", words, further, {"DATABASE_URL": address})
        browser = {"CHROMIUM": chromium() or "", "DJANGO_ALLOW_ASYNC_UNSAFE": "1"}
        ran["Chromium"] = stage("Chromium", ["tests/browser"], further, browser)
    print()
    bad = False
    for name, counted in ran.items():
        words = f"{counted['passed']:>5} passed {counted['failed']:>4} failed {counted['skipped']:>4} skipped"
        print(f"{name:<12}{words} {counted['seconds']:>6} s")
        too_few = not further and counted["passed"] < FEWEST[name]
        bad |= bool(counted["failed"] or counted["skipped"] or too_few)
        if too_few:
            print(f"{'':<12}fewer than the {FEWEST[name]} that there must be")
    print("Everything passed." if not bad else "Something is wrong.")
    return int(bad)


if __name__ == "__main__":
    sys.exit(main())
