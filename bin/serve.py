"""Starts the demonstration: database, register, invented people, then gunicorn and the worker side by side."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOST, PORT = "127.0.0.1", int(os.environ.get("PORT", "8000"))
VAR = Path(os.environ.get("VAR_DIR", ROOT / "var"))


def stop(sentence: str) -> None:
    """One clear sentence, and out."""
    print(sentence, file=sys.stderr)
    sys.exit(1)


def port_is_free() -> bool:
    """Whether nobody listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, PORT))
        except OSError:
            return False
        return True


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
    if not port_is_free():
        stop(f"Port {PORT} is taken. Start with another one: PORT={PORT + 1} make run")
    try:
        VAR.mkdir(parents=True, exist_ok=True)
        (VAR / ".write-test").touch()
        (VAR / ".write-test").unlink()
    except OSError:
        stop(f"{VAR} cannot be written to. Set VAR_DIR to a folder of your own.")
    os.environ |= {"DEMO": "1", "DJANGO_SETTINGS_MODULE": "config.settings", "VAR_DIR": str(VAR)}
    os.environ.setdefault("SITE_URL", f"http://{HOST}:{PORT}")
    print("Haki Shuleni, demonstration")
    step("database, register and invented people", "prepare")
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
    manage("demo", "--sign-ins")
    print(f"\n  Open http://{HOST}:{PORT}   (Ctrl-C ends it; the data stays in {VAR.name}/)\n", flush=True)
    while all(process.poll() is None for process in started):
        time.sleep(0.5)
    end()


if __name__ == "__main__":
    main()
