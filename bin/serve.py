"""Starts the demonstration: database, register, invented people, then gunicorn and the worker side by side."""

import errno
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from config.prepared import SIGN_INS, still_holds  # noqa: E402

HOST = "127.0.0.1"
VAR = Path(os.environ.get("VAR_DIR") or ROOT / "var").resolve()


def stop(sentence: str) -> None:
    """One clear sentence, and out."""
    print(sentence, file=sys.stderr)
    sys.exit(1)


def port_of(text: str) -> int:
    """The number of a port, or one clear sentence."""
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
        stop(f"PORT must be a number from 1 to 65535, not {text!r}. Start with: PORT=8000 make run")
    return int(text)


PORT = port_of(os.environ.get("PORT") or "8000")


def complaint() -> str:
    """Why nobody can listen there, or nothing."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, PORT))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                other = PORT + 1 if PORT < 65535 else 8000
                return f"Port {PORT} is taken. Start with another one: PORT={other} make run"
            if error.errno in (errno.EACCES, errno.EPERM):
                return f"Port {PORT} is open to the administrator only. Start with a higher one: PORT=8000 make run"
            return f"Port {PORT} cannot be used: {error.strerror}. Start with another one: PORT=8000 make run"
    return ""


def manage(*args: str) -> None:
    """Run a management command; its own words if it fails."""
    done = subprocess.run([sys.executable, "manage.py", *args], cwd=ROOT, check=False)
    if done.returncode:
        stop(f"That did not work: manage.py {' '.join(args)}.")


def step(words: str, *args: str) -> None:
    """Say what is done, do it, say how long it took."""
    print(f"  {words} ... ", end="", flush=True)
    start = time.monotonic()
    manage(*args)
    print(f"{time.monotonic() - start:.1f} s")


def prepare() -> None:
    """Bring everything up to date, unless nothing has changed since it was; another database is always looked at."""
    if os.environ.get("DATABASE_URL") or not still_holds(VAR):
        step("database, register and invented people", "prepare")


def wait_until_it_answers(server: subprocess.Popen) -> bool:
    """Up to twenty seconds for the first answer."""
    for _try in range(200):
        if server.poll() is not None:
            return False
        with socket.socket() as probe:
            if probe.connect_ex((HOST, PORT)) == 0:
                return True
        time.sleep(0.1)
    return False


def main() -> None:
    """Prepare, start, wait for Ctrl-C."""
    if words := complaint():
        stop(words)
    try:
        VAR.mkdir(parents=True, exist_ok=True)
        (VAR / ".write-test").touch()
        (VAR / ".write-test").unlink()
    except OSError:
        stop(f"{VAR} cannot be written to. Set VAR_DIR to a folder of your own.")
    os.environ |= {"DEMO": "1", "DJANGO_SETTINGS_MODULE": "config.settings", "VAR_DIR": str(VAR)}
    os.environ.setdefault("SITE_URL", f"http://{HOST}:{PORT}")
    print("Haki Shuleni, demonstration")
    prepare()
    workers = [
        [sys.executable, "-m", "gunicorn", "config.wsgi", "-b", f"{HOST}:{PORT}", "-w", "2", "--threads", "4"],
        [sys.executable, "manage.py", "work"],
    ]
    workers[0] += ["--log-level", "warning", "--no-control-socket"]
    started = [subprocess.Popen(command, cwd=ROOT, process_group=0) for command in workers]

    def end(*_signal: object) -> None:
        for process in started:
            if process.poll() is None:
                process.terminate()
        for process in started:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
        sys.exit(0)

    signal.signal(signal.SIGINT, end)
    signal.signal(signal.SIGTERM, end)
    if not wait_until_it_answers(started[0]):
        print("The server did not start.", file=sys.stderr)
        end()
    print((VAR / SIGN_INS).read_text())
    print(f"\n  Open http://{HOST}:{PORT}   (Ctrl-C ends it; the data stays in {VAR.name}/)\n", flush=True)
    while all(process.poll() is None for process in started):
        time.sleep(0.5)
    end()


if __name__ == "__main__":
    main()
