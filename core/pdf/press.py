"""The press: HTML in, PDF out, in a child process that cannot harm the server.

A document can be small and still ask for hours or gigabytes (a bomb of CSS variables, a table cell that spans a
billion columns), and xhtml2pdf's own limits do not stop all of them. So each web process keeps one *press room*
(`core.pdf.pressroom`): a helper that has loaded xhtml2pdf and the faces once, and forks a fresh child for every
document, under limits on memory, processor time and wall time that the kernel keeps.
"""

import atexit
import json
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent.parent
MEMORY = 1_500_000_000  # bytes of address space of one rendering
CPU_SECONDS = 20
WALL_SECONDS = 60


class PrintError(Exception):
    """A paper could not be printed; the message says why, for the log, not for the page."""


@dataclass(frozen=True)
class Print:
    """A printed document: its bytes, and what the printer noticed (a missing letter, a picture not found)."""

    pdf: bytes
    notes: tuple[str, ...]


class _Press:
    """One press room and the lock that keeps it to one document at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._room: subprocess.Popen[bytes] | None = None

    def run(self, order: Mapping[str, object]) -> dict[str, object]:
        """Hand in an order, wait for the answer. A press room that has died is replaced, once."""
        line = json.dumps(order).encode() + b"\n"
        with self._lock:
            for _attempt in range(2):
                answer = self._ask(line)
                if answer:
                    return dict(json.loads(answer))
                self._close()
        raise PrintError("the press room does not answer")

    def _ask(self, line: bytes) -> bytes:
        room = self._room or self._open()
        if room.stdin is None or room.stdout is None:
            return b""
        try:
            room.stdin.write(line)
            room.stdin.flush()
        except OSError:
            return b""
        return room.stdout.readline()

    def _open(self) -> subprocess.Popen[bytes]:
        self._room = subprocess.Popen(
            [sys.executable, "-m", "core.pdf.pressroom"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        return self._room

    def _close(self) -> None:
        room, self._room = self._room, None
        if room is not None:
            for pipe in (room.stdin, room.stdout):
                if pipe is not None:
                    pipe.close()
            room.kill()
            room.wait()

    def close(self) -> None:
        """End the press room."""
        with self._lock:
            self._close()


_press = _Press()
atexit.register(_press.close)


def print_html(
    html: str,
    *,
    pictures: Mapping[str, bytes] | None = None,
    cpu_seconds: int = CPU_SECONDS,
    memory: int = MEMORY,
) -> Print:
    """Print one document.

    Args:
        html: The whole document. It may name the pictures given here and the house's own faces, nothing else:
            no remote address and no other file is ever read.
        pictures: File name -> bytes; the document refers to them by that name.
        cpu_seconds: Processor time after which the rendering is ended.
        memory: Bytes of address space that the rendering may take.

    Raises:
        PrintError: when the document cannot be laid out, or asks for more than the limits allow.
    """
    with TemporaryDirectory(prefix="haki-print-") as folder:
        desk = Path(folder)
        (desk / "document.html").write_text(html, encoding="utf-8")
        for name, data in (pictures or {}).items():
            (desk / Path(name).name).write_bytes(data)
        answer = _press.run(
            {"desk": folder, "cpu": cpu_seconds, "memory": memory, "wall": max(WALL_SECONDS, 3 * cpu_seconds)}
        )
        if answer["error"]:
            raise PrintError(str(answer["error"]))
        notes = tuple(json.loads((desk / "notes.json").read_text()))
        return Print((desk / "document.pdf").read_bytes(), notes)
