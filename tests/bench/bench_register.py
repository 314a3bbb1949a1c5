"""The register: an import of 10,000 rows, a forgiving search beside a LIKE scan, the list page beside a bare loop."""

import csv
import io
import os
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models import F
from django.test import Client

from accounts.choices import Role
from accounts.middleware import SESSION_KEY
from core.sheets import open_sheet, read_rows
from schools.imports.checking import check_batch, receive_list
from schools.imports.columns import heading_score
from schools.imports.seed import read_csv
from schools.models import School
from schools.services.commit import commit_batch, undo_batch
from schools.services.imports import decide_many, map_columns
from tests.bench.figures import cpu_seconds, figure
from tests.bench.house import real_register
from tests.factories.accounts import UserFactory
from tests.schools.whole_list import whole_list

sys.path.append(str(Path(__file__).resolve().parents[2] / "bin"))

from bin.test import postgres, postgres_bin

ROWS = 10_000
WORDS = ("Tumaini", "Amani", "Upendo", "Furaha", "Imani", "Baraka", "Neema", "Umoja", "Jitihada", "Maendeleo")
SEARCHES = ("kabartonjo mixd", "kabarnet boys", "st maris girls", "moi hgh school", "32744", "muranga")


def invented_list() -> bytes:
    """10,000 invented schools in the ministry's own columns, with its usual faults."""
    counties = list(read_csv("counties.csv"))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow("sno,county,sub_county,uic,knec,school_name,cluster,type,accomodation_type,gender".split(","))
    for n in range(ROWS):
        county = counties[n % 47]
        name = f"{WORDS[n % 10]} {WORDS[n // 10 % 10]} {WORDS[n // 100 % 10]} {n} SECONDARY SCHOOL".upper()
        uic = "".join("0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"[n // 34**k % 34] for k in range(4))
        knec = str(int(f"{county['knec_county_code']}{n:06d}"))
        row = [
            n,
            county["name"].upper()[:13],
            f"AREA {n // 47 % 8}",
            uic,
            knec,
            name,
            f"C{n % 4 + 1}",
            "PUBLIC",
            "BAORDING",
        ]
        writer.writerow([*row, ("MIXED", "Mixed", "BOYS", "GIRLS")[n % 4]])
    return out.getvalue().encode()


def peak(work: str, path: Path) -> float:
    """Peak memory in MB that reading one file takes, in a process of its own."""
    code = f"import tracemalloc, csv, sys\n{work}"
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    return float(done.stdout.split()[-1])


CSV_READER = """
tracemalloc.start()
rows = list(csv.reader(open(sys.argv[1], encoding="utf-8", newline="")))
print(tracemalloc.get_traced_memory()[1] / 1e6)
"""


def streaming_peak(path: Path) -> float:
    """Peak memory in MB of our own reading, row by row."""
    tracemalloc.start()
    with path.open("rb") as file:
        for _row in read_rows(file, open_sheet(file, heading_score)):
            pass
    found = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    return found


def import_figures(by) -> list[bool]:
    """Receive, check, commit, undo: in seconds of CPU, which a busy machine does not change."""
    data = invented_list()
    met = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        path.write_bytes(data)
        ratio = streaming_peak(path) / peak(CSV_READER, path)
        met.append(figure("import-read-memory-against-csv-reader", ratio, "ratio", "<=", 1))
    start = time.process_time()
    file = SimpleUploadedFile("list.csv", data)
    batch = receive_list(file=file, file_name="list.csv", source="Bench", by=by)
    map_columns(batch=batch, columns=batch.columns, by=by)
    check_batch.call(batch.pk)
    checked = time.process_time() - start
    met.append(figure("import-check-rows-a-second", ROWS / checked, "rows/s", ">=", 1000))
    batch.refresh_from_db()
    start = time.process_time()
    done = commit_batch(batch=batch, by=by)
    taken = time.process_time() - start
    met.append(figure("import-rows-lost", ROWS - batch.rows.count(), "rows", "<=", 0))
    met.append(figure("import-commit-rows-a-second", done["rows"] / taken, "rows/s", ">=", 1000))
    met.append(figure("import-whole-rows-a-second", ROWS / (checked + taken), "rows/s", ">=", 500))
    start = time.process_time()
    undo_batch(batch=batch, by=by)
    met.append(figure("import-undo-cpu-seconds", time.process_time() - start, "s", "<=", 10))
    return met


def milliseconds(work: Callable[[], object], repeat: int = 7) -> float:
    """The median time that somebody waits: by the clock, since the database may work in a process of its own."""
    taken = []
    for _ in range(repeat):
        start = time.perf_counter()
        work()
        taken.append(1000 * (time.perf_counter() - start))
    return sorted(taken)[len(taken) // 2]


def search_page(words: str) -> None:
    """What the list page asks of the database for a search: how many, and the first 25."""
    found = School.objects.schools().open().for_list().search(words)
    found.count()
    list(found[:25])


def after_a_change() -> None:
    """A school changes, and somebody searches."""
    School.objects.filter(list_code="32744").update(version=F("version") + 1)
    search_page("kabartonjo mixd")


def search_figures() -> list[bool]:
    """Each search as somebody waits for it, and against a LIKE scan over the names."""
    database = connection.vendor
    search_page("kabartonjo mixd")  # the index is built once a process
    ours = [milliseconds(lambda words=words: search_page(words)) for words in SEARCHES]
    scans = [words.split()[0] for words in SEARCHES]
    scan = [milliseconds(lambda w=word: list(School.objects.filter(name__icontains=w))) for word in scans]
    changed = milliseconds(after_a_change)
    found = set(School.objects.search("kabartonjo mixd").values_list("name", flat=True))
    print(f"{database}: LIKE scan {sum(scan) / len(scan):.1f} ms; kabartonjo mixd finds {sorted(found)[:3]}")
    return [
        figure(f"search-{database}-slowest-ms-at-8800", max(ours), "ms", "<=", 100),
        figure(f"search-{database}-after-a-change-ms", changed, "ms", "<=", 100),
        figure(f"search-{database}-against-like-scan", sum(ours) / sum(scan), "ratio", "<=", 3),
    ]


def on_postgres() -> bool:
    """The searches again, in a process of its own beside a throw-away PostgreSQL."""
    if not postgres_bin():
        print("No PostgreSQL here: its searches are not measured. bin/test.py installs it.")
        return False
    with postgres() as address:
        command = [sys.executable, "-m", "tests.bench.bench_register", "search"]
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": address}).returncode == 0


def memory_figures(by) -> list[bool]:
    """The peak memory of each step of a whole import, against Python's own reading of the same file."""
    data, _faults = whole_list()
    batch = None

    def peak_of(work: Callable[[], object]) -> float:
        tracemalloc.reset_peak()
        base = tracemalloc.get_traced_memory()[0]
        work()
        return (tracemalloc.get_traced_memory()[1] - base) / 1e6

    def receive() -> None:
        nonlocal batch
        file = SimpleUploadedFile("whole.csv", data)
        batch = receive_list(file=file, file_name="whole.csv", source="Memory", by=by)

    tracemalloc.start()
    plain = peak_of(lambda: list(csv.reader(io.StringIO(data.decode(), newline=""))))
    peaks = {"receive": peak_of(receive)}
    map_columns(batch=batch, columns=batch.columns, by=by)
    peaks["check"] = peak_of(lambda: check_batch.call(batch.pk))
    batch.refresh_from_db()
    for reason in {code for outcome, code, _n in batch.rows.reasons() if outcome == "conflict"}:
        decide_many(batch=batch, reason=reason, decision="same", least=90, by=by)
        decide_many(batch=batch, reason=reason, decision="new", by=by)
    peaks["commit"] = peak_of(lambda: commit_batch(batch=batch, by=by))
    peaks["undo"] = peak_of(lambda: undo_batch(batch=batch, by=by))
    tracemalloc.stop()
    print(f"csv.reader {plain:.1f} MB; import " + ", ".join(f"{step} {size:.1f} MB" for step, size in peaks.items()))
    steps = [("receive", 1.0), ("check", 2.5), ("commit", 2.5), ("undo", 2.5)]
    return [
        figure(f"import-{step}-memory-against-csv", peaks[step] / plain, "ratio", "<=", most) for step, most in steps
    ]


def list_figures(by) -> list[bool]:
    """The list page beside a bare loop that writes the same 25 rows."""
    client = Client()
    client.force_login(by, backend="accounts.backends.Backend")
    session = client.session
    session[SESSION_KEY] = True
    session.save()

    def bare() -> str:
        schools = School.objects.secondary().open().select_related("county", "sub_county")[:25]
        rows = (f"<tr><td>{s.name}</td><td>{s.county}</td><td>{s.sub_county}</td></tr>" for s in schools)
        return "".join(rows) + str(School.objects.secondary().open().count())

    client.get("/schools/")
    page, loop = cpu_seconds(lambda: client.get("/schools/"), repeat=20), cpu_seconds(bare, repeat=20)
    print(f"list page {1000 * page:.1f} ms of CPU, bare loop {1000 * loop:.1f} ms")
    return [figure("register-list-page-against-bare-loop", page / loop, "ratio", "<=", 12)]


def main() -> int:
    """Print the figures."""
    if sys.argv[1:] == ["search"]:
        with real_register():
            return int(not all(search_figures()))
    met = [on_postgres()]
    with real_register():
        officer = UserFactory(roles=[Role.OFFICER])
        met += [*search_figures(), *list_figures(officer), *import_figures(officer), *memory_figures(officer)]
    return int(not all(met))


if __name__ == "__main__":
    sys.exit(main())
