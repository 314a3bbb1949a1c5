"""The process beside the server that prints. Run as a module; it reads orders from stdin, one JSON a line.

It imports no Django: it knows HTML, faces and limits, no data.
"""

import gc
import io
import json
import logging
import os
import resource
import signal
import sys
from pathlib import Path
from typing import Any

from reportlab import rl_config
from svglib import fonts as svg_fonts
from xhtml2pdf import pisa
from xhtml2pdf.config.resources import ResourceAccessPolicy

from core.pdf.faces import FACES, FONTS, font_css

rl_config.useA85 = 0  # plain binary streams: a sixth smaller, a fifth faster
rl_config.invariant = 1  # the same document, the same bytes


class Notes(logging.Handler):
    """Collects what the printer noticed."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the message."""
        self.lines.append(f"{record.name}: {record.getMessage()}")


def render(desk: Path) -> None:
    """Lay out `document.html` of the desk into `document.pdf`; notes into `notes.json`."""
    notes = Notes()
    for name in ("xhtml2pdf", "svglib", "reportlab"):
        logger = logging.getLogger(name)
        logger.addHandler(notes)
        logger.propagate = False
    policy = ResourceAccessPolicy.server(str(desk), allow_remote=False, extra_roots=(str(FONTS),))
    out = io.BytesIO()
    done = pisa.CreatePDF(
        (desk / "document.html").read_text(encoding="utf-8"),
        dest=out,
        encoding="utf-8",
        path=str(desk / "document.html"),
        resource_policy=policy,
    )
    if done.err:
        raise RuntimeError("; ".join(notes.lines) or "the document could not be laid out")
    (desk / "document.pdf").write_bytes(out.getvalue())
    (desk / "notes.json").write_text(json.dumps(notes.lines))


def warm_up() -> None:
    """Load the faces once; every child inherits them."""
    for face in FACES:
        svg_fonts.register_font(face.family, str(face.path), weight=face.weight, style=face.style)
    css = font_css()
    pisa.CreatePDF(
        f"<html><head><style>{css}</style></head><body>{''.join(f.sample for f in FACES)}</body></html>",
        dest=io.BytesIO(),
        path=str(FONTS / "warm.html"),
        resource_policy=ResourceAccessPolicy.server(str(FONTS), allow_remote=False),
    )
    gc.collect()
    gc.freeze()


def child(order: dict[str, Any]) -> None:
    """Print one document under limits, then end; whatever happens, nothing outlives this process."""
    desk = Path(order["desk"])
    status = 1
    try:
        resource.setrlimit(resource.RLIMIT_AS, (order["memory"], order["memory"]))
        resource.setrlimit(resource.RLIMIT_CPU, (order["cpu"], order["cpu"]))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        signal.alarm(order["wall"])
        render(desk)
        status = 0
    except BaseException as error:  # a recursion, a lack of memory, a layout that cannot be: all end here
        (desk / "error.txt").write_text(f"{type(error).__name__}: {str(error)[:500]}")
    finally:
        os._exit(status)


def outcome(desk: Path, status: int) -> str:
    """What became of a child, in words; empty when it printed."""
    if os.WIFSIGNALED(status):
        return f"ended by {signal.Signals(os.WTERMSIG(status)).name} (out of time or memory)"
    if os.WEXITSTATUS(status):
        written = desk / "error.txt"
        words = written.read_text() if written.exists() else ""
        return words or "ended without a word (out of memory)"
    return ""


def serve() -> None:
    """Print until the one who ordered is gone. Faces that do not load are seen here, not at each document."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # a stray print of some library must not garble the answers
    warm_up()
    for line in sys.stdin:
        order = json.loads(line)
        pid = os.fork()
        if pid == 0:
            child(order)
        _pid, status = os.waitpid(pid, 0)
        answers.write(json.dumps({"error": outcome(Path(order["desk"]), status)}) + "\n")
        answers.flush()


if __name__ == "__main__":
    serve()
