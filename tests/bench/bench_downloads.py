"""200 downloads of an 8 MB edition at once, from two gunicorn workers: they need no more memory than for its first kB."""

import hashlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path

from tests.bench.figures import figure

SIZE, AT_ONCE = 8 * 1024 * 1024, 200
DATA = os.urandom(1024) * (SIZE // 1024)
PREPARE = """
import sys
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tests.factories.materials import published
from tests.factories.accounts import UserFactory
from accounts.choices import Role
from accounts.middleware import SESSION_KEY
from django.test import Client
edition = published(pdf=sys.stdin.buffer.read(), sections=1)
client = Client()
client.force_login(UserFactory(roles=[Role.TEACHER]), backend="accounts.backends.Backend")
session = client.session
session[SESSION_KEY] = True
session.save()
print(edition.printed.first().url, client.cookies["sessionid"].value)
"""


def resident(pids: list[int]) -> float:
    """Megabytes that these processes hold of their own; pages of the database that they map are the system's."""
    told = (Path(f"/proc/{pid}/status").read_text() for pid in pids)
    lines = (line for text in told for line in text.splitlines() if line.startswith("RssAnon:"))
    return sum(int(line.split()[1]) for line in lines) / 1024


def workers(parent: int) -> list[int]:
    """The children of gunicorn."""
    found = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [int(pid) for pid in found]


def take(port: int, url: str, headers: dict[str, str]) -> str:
    """One download, read as it comes. Returns its digest."""
    line = HTTPConnection("127.0.0.1", port, timeout=120)
    line.request("GET", url, headers=headers)
    answer, digest = line.getresponse(), hashlib.sha256()
    while piece := answer.read(65536):
        digest.update(piece)
    line.close()
    return f"{answer.status} {digest.hexdigest()}"


def main() -> int:
    """Prepare a house, serve it, download."""
    folder = tempfile.mkdtemp(prefix="haki-bench-")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    house = {
        "SECRET_KEY": "bench",
        "DEMO": "1",
        "DEBUG": "",
        "VAR_DIR": folder,
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    env = {**os.environ, **house}
    script = f"import django; django.setup()\n{PREPARE}"
    told = subprocess.run([sys.executable, "-c", script], env=env, input=DATA, capture_output=True, check=True)
    url, cookie = told.stdout.decode().split()
    serve = [sys.executable, "-m", "gunicorn", "config.wsgi", "-b", f"127.0.0.1:{port}", "-w", "2", "--threads", "4"]
    server = subprocess.Popen([*serve, "--log-level", "error"], env=env)
    try:
        return measure(port, url, cookie, server.pid)
    finally:
        server.terminate()
        server.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


def peak(pids: list[int], port: int, url: str, headers: dict[str, str]) -> tuple[float, set[str]]:
    """All at once. Returns the most that the workers held, and what the readers got."""
    most, stop = [0.0], threading.Event()

    def watch() -> None:
        while not stop.wait(0.05):
            most[0] = max(most[0], resident(pids))

    watcher = threading.Thread(target=watch)
    watcher.start()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        got = set(pool.map(lambda _n: take(port, url, headers), range(AT_ONCE)))
    stop.set()
    watcher.join()
    return most[0], got


def measure(port: int, url: str, cookie: str, parent: int) -> int:
    """The first kilobyte for everybody, then the whole: what the requests themselves need is in both."""
    for _try in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            break
        except OSError:
            time.sleep(0.1)
    headers = {"Cookie": f"sessionid={cookie}", "Host": "localhost"}
    pids = workers(parent)
    peak(pids, port, url, headers)  # what is loaded once
    little, _got = peak(pids, port, url, {**headers, "Range": "bytes=0-1023"})
    start = time.monotonic()
    whole, got = peak(pids, port, url, headers)
    print(f"{AT_ONCE} x {SIZE >> 20} MB in {time.monotonic() - start:.1f} s, {little:.0f} MB before", flush=True)
    met = figure("downloads_memory_growth", whole - little, "MB", "<=", 16)
    met &= figure("downloads_whole", float(got == {f"200 {hashlib.sha256(DATA).hexdigest()}"}), "all", ">=", 1)
    return int(not met)


if __name__ == "__main__":
    sys.exit(main())
