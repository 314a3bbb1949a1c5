"""The register: an import of 10,000 rows, a forgiving search beside a LIKE scan, the list page beside a bare loop."""

import csv
import io
import subprocess
import sys
import tempfile
import time
import tracemalloc
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.choices import Role
from accounts.middleware import SESSION_KEY
from core.sheets import open_sheet, read_rows
from schools.imports.checking import check_batch, receive_list
from schools.imports.columns import heading_score
from schools.imports.seed import read_csv
from schools.models import School
from schools.services.commit import commit_batch, undo_batch
from schools.services.imports import map_columns
from tests.bench.figures import cpu_seconds, figure
from tests.bench.house import real_register
from tests.factories.accounts import UserFactory

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


def search_figures() -> list[bool]:
    """Each search, in milliseconds, and against a LIKE scan over the names."""
    ours, scan = [], []
    list(School.objects.search("kabartonjo mixd")[:25])  # the index is built once a process and change
    for words in SEARCHES:
        ours.append(cpu_seconds(lambda w=words: list(School.objects.secondary().open().search(w)[:25]), repeat=5))
        word = words.split()[0]
        scan.append(cpu_seconds(lambda w=word: list(School.objects.filter(name__icontains=w)), repeat=5))
    print(f"search: slowest {1000 * max(ours):.1f} ms of CPU; LIKE scan {1000 * max(scan):.1f} ms")
    found = set(School.objects.search("kabartonjo mixd").values_list("name", flat=True))
    print("kabartonjo mixd finds", sorted(found)[:3])
    return [
        figure("search-slowest-ms-at-8800", 1000 * max(ours), "ms", "<=", 100),
        figure("search-mean-against-like-scan", sum(ours) / sum(scan), "ratio", "<=", 5),
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
    with real_register():
        officer = UserFactory(roles=[Role.OFFICER])
        met = [*search_figures(), *list_figures(officer), *import_figures(officer)]
    return int(not all(met))


if __name__ == "__main__":
    sys.exit(main())
