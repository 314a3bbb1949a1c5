"""50 judges save every two seconds for a minute, beside certificates being printed: no error, no lost mark; how long it
takes beside an empty request. Gunicorn and the worker as in production; SQLite, and PostgreSQL where the machine has it.

python -m tests.bench.bench_judging [seconds]
"""

import json
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from tests.bench.figures import figure

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "bin"))
from bin.test import postgres, postgres_bin  # noqa: E402

JUDGES, WORKS, PAUSE, SECONDS = 50, 6, 2.0, 60
TOKEN = "a" * 32  # the same in the cookie and beside the marks
PREPARE = f"""
import json
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("createcachetable", verbosity=0)
call_command("collectstatic", verbosity=0, interactive=False)
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from accounts.choices import Role
from competitions.essays.models import Assignment, JudgePlace
from tests.factories.accounts import UserFactory
from tests.factories.essays import CompetitionFactory, make_entry, make_teacher, start_judging
officer, competition = UserFactory(roles=[Role.OFFICER], email="officer@example.org"), CompetitionFactory(criteria=list("ABCD"))
entries = [make_entry(competition, make_teacher()) for _n in range({WORKS})]
deal = start_judging(competition, [UserFactory(roles=[Role.JUDGE]) for _n in range(2)], officer)
told = []
for _n in range({JUDGES}):
    judge, session = UserFactory(roles=[Role.JUDGE]), SessionStore()
    place = JudgePlace.objects.create(competition=competition, judge=judge)
    for alias, entry in enumerate(entries, 1):
        Assignment.objects.create(place=place, entry=entry, deal=deal, alias=alias)
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(judge.pk), settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = judge.get_session_auth_hash()
    session.save()
    told.append([place.pk, session.session_key])
print(json.dumps(told))
"""
FEED = """
import time
from accounts.choices import PaperKind, PrintState
from accounts.models import Action, PrintItem, PrintJob, User
from accounts.services.printing import Wanted, order_print
from tests.bench.printed import certificates, people
officer, first = User.objects.get(email="officer@example.org"), 10_000_000
while True:
    copies = list(people(2000))
    wanted = [Wanted("x", copy, Action(pk=first + n), {"Awarded for": "an essay"}) for n, copy in enumerate(copies)]
    first += len(wanted)
    job = order_print(words="Certificates", batch=certificates(), wanted=wanted, kind=PaperKind.CERTIFICATE, by=officer)
    while PrintJob.objects.filter(pk=job.pk, state__in=[PrintState.WAITING, PrintState.RUNNING]).exists():
        time.sleep(0.5)
"""
COUNT = """
import json
from accounts.models import PrintJob
from competitions.essays.models import MarkSheet
sheets = MarkSheet.objects.select_related("assignment").prefetch_related("marks__criterion").order_by("version")
told = {}
for sheet in sheets:
    work = told.setdefault(f"{sheet.assignment.place_id}/{sheet.assignment.alias}", {"versions": [], "newest": 0})
    work["versions"].append(sheet.version)
    if sheet.newest:
        work["newest"] += 1
        work["marks"] = {str(mark.criterion.order): mark.points for mark in sheet.marks.all()}
print(json.dumps([told, sum(PrintJob.objects.values_list("done", flat=True)), PrintJob.objects.filter(state="failed").count()]))
"""


class Line:
    """What one judge's browser does."""

    def __init__(self, port: int, session: str) -> None:
        self.port = port
        self.headers = {"Cookie": f"sessionid={session}; csrftoken={TOKEN}", "Host": "localhost"}

    def ask(self, path: str, fields: dict[str, Any] | None = None) -> tuple[int, dict[str, Any], float]:
        """Status, answer, seconds; 0 where no answer came."""
        line, start = HTTPConnection("127.0.0.1", self.port, timeout=60), time.monotonic()
        try:
            if fields is None:
                line.request("GET", path, headers=self.headers)
            else:
                form = {"Content-Type": "application/x-www-form-urlencoded", "X-Autosave": "1"}
                body = urlencode({**fields, "csrfmiddlewaretoken": TOKEN})
                line.request("POST", path, body, {**self.headers, **form})
            answer = line.getresponse()
            text = answer.read()
            taken = time.monotonic() - start
            is_json = "json" in answer.headers["Content-Type"]
            return answer.status, json.loads(text) if is_json else {}, taken
        except (OSError, HTTPException):
            return 0, {}, time.monotonic() - start
        finally:
            line.close()


def judge(line: Line, place: int, end: float, dice: random.Random, told: dict[str, Any]) -> None:
    """Marks one work after the other, a state every two seconds."""
    time.sleep(dice.random() * PAUSE)
    alias, version, marks = 1, 0, {}
    due = time.monotonic()
    while due < end:
        marks[str(dice.randint(1, 4))] = dice.randint(1, 5)
        fields = {f"points_{criterion}": points for criterion, points in marks.items()}
        fields |= {"reason_1": "Clear from the first line.", "words": "The fence carries it."}
        status, said, taken = line.ask(f"/judging/{place}/{alias}/", {**fields, "key": uuid4(), "base": version})
        told["statuses"][status] += 1
        told["saves"].append(taken)
        if status == 200:
            version = said["version"]
            told["last"][f"{place}/{alias}"] = (version, dict(marks))
        if version >= 8 and alias < WORKS:
            alias, version, marks = alias + 1, 0, {}
        due += PAUSE
        time.sleep(max(0, due - time.monotonic()))


def idle(line: Line, end: float, taken: list[float], wrong: Counter) -> None:
    """A request that does nothing, three times a second."""
    while time.monotonic() < end:
        status, _said, seconds = line.ask("/judging/token/")
        wrong[status] += 1
        taken.append(seconds)
        time.sleep(0.3)


def percentile(values: list[float], share: float) -> float:
    """In milliseconds."""
    ordered = sorted(values)
    return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def script(env: dict[str, str], text: str) -> str:
    """Run it in the house. Returns what it printed."""
    code = f"import django; django.setup()\n{text}"
    done = subprocess.run([sys.executable, "-c", code], env=env, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    return done.stdout.decode()


@contextmanager
def served(env: dict[str, str]) -> Iterator[int]:
    """Gunicorn, the worker, and somebody who orders certificates all the time. Gives the port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    serve = [sys.executable, "-m", "gunicorn", "config.wsgi", "-b", f"127.0.0.1:{port}", "-w", "2", "--threads", "4"]
    feed = [sys.executable, "-c", f"import django; django.setup()\n{FEED}"]
    commands = [[*serve, "--log-level", "error", "--no-control-socket"], [sys.executable, "manage.py", "work"], feed]
    started = [subprocess.Popen(command, env=env, cwd=ROOT, stdout=subprocess.DEVNULL) for command in commands]
    try:
        for _try in range(200):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.1)
        time.sleep(3)  # the first certificates are on their way
        yield port
    finally:
        for process in reversed(started):
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


def measure(kind: str, database: dict[str, str], seconds: float) -> bool:
    """One database."""
    folder = tempfile.mkdtemp(prefix="haki-bench-")
    Path(folder, "static").mkdir()
    house = {"SECRET_KEY": "bench", "DEMO": "1", "DEBUG": "", "VAR_DIR": folder, "SITE_URL": "http://localhost"}
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", **house, **database}
    try:
        judges = json.loads(script(env, PREPARE))
        told: dict[str, Any] = {"statuses": Counter(), "saves": [], "last": {}}
        empty: list[float] = []
        wrong: Counter = Counter()
        with served(env) as port:
            lines = [(Line(port, session), place) for place, session in judges]
            with ThreadPoolExecutor(8) as pool:  # every thread of both workers has opened the house
                list(pool.map(lambda pair: pair[0].ask(f"/judging/{pair[1]}/1/"), lines))
            end = time.monotonic() + seconds
            tasks = [
                threading.Thread(target=judge, args=(line, place, end, random.Random(place), told))
                for line, place in lines
            ]
            tasks += [threading.Thread(target=idle, args=(line, end, empty, wrong)) for line, _place in lines[:3]]
            for task in tasks:
                task.start()
            for task in tasks:
                task.join()
        found, printed, failed = json.loads(script(env, COUNT))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return report(kind, told, empty, wrong, found, printed, failed)


def report(
    kind: str, told: dict[str, Any], empty: list[float], wrong: Counter, found: Any, printed: int, failed: int
) -> bool:
    """The figures of one database."""
    errors = sum(n for counted in (told["statuses"], wrong) for status, n in counted.items() if status != 200) + failed
    lost = 0
    for work, (version, marks) in told["last"].items():
        kept = found.get(work, {"versions": [], "newest": 0, "marks": {}})
        lost += kept["versions"] != list(range(1, version + 1)) or kept["newest"] != 1
        lost += sum(kept["marks"].get(criterion) != points for criterion, points in marks.items())
    middle, late = percentile(told["saves"], 0.5), percentile(told["saves"], 0.99)
    idle_middle, idle_late = percentile(empty, 0.5), percentile(empty, 0.99)
    print(
        f"{kind}: {len(told['saves'])} saves {dict(told['statuses'])}, half within {middle:.0f} ms, 99 % within {late:.0f} ms;"
        f" an empty request {idle_middle:.0f} and {idle_late:.0f} ms; {printed} certificates beside it",
        flush=True,
    )
    met = figure(f"judging-{kind}-errors", errors, "requests", "<=", 0)
    met &= figure(f"judging-{kind}-lost-marks", lost, "marks", "<=", 0)
    met &= figure(f"judging-{kind}-certificates-beside", printed, "papers", ">=", 200)
    return met & figure(f"judging-{kind}-p99-against-empty", late / idle_late, "times", "<=", 3)


def main() -> int:
    """Both databases."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    met = measure("sqlite", {"DATABASE_URL": ""} if "DATABASE_URL" in os.environ else {}, seconds)
    if postgres_bin():
        with postgres() as address:
            met &= measure("postgresql", {"DATABASE_URL": address}, seconds)
    else:
        print("PostgreSQL is not on this machine: not measured", flush=True)
    return int(not met)


if __name__ == "__main__":
    sys.exit(main())
