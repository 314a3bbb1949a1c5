"""Whether what the last start prepared still holds. Needs no Django, so that a second start loses no time over it."""

import os
import sys
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LEFT_OUT = {"docs", "node_modules", "tests", "var", "__pycache__"}
STAMP, SIGN_INS, DATABASE = "prepared", "sign-ins.txt", "haki.sqlite3"  # in VAR_DIR


def fingerprint(var: Path, root: Path = ROOT) -> str:
    """Sizes and times of everything that preparing reads: code, migrations, static files, register, locked versions."""
    found = [sys.version]
    for folder, folders, files in os.walk(root):
        inner = (name for name in folders if name not in LEFT_OUT and not name.startswith("."))
        folders[:] = sorted(name for name in inner if Path(folder, name) != var)
        for name in sorted(files):
            if not name.startswith("."):
                stat = Path(folder, name).stat()
                found.append(f"{folder}/{name} {stat.st_size} {stat.st_mtime_ns}")
    return sha256("\n".join(found).encode()).hexdigest()


def still_holds(var: Path, root: Path = ROOT) -> bool:
    """Database, static files and sign-ins are there, and made from these very files."""
    try:
        whole = (var / DATABASE).stat().st_size and (var / "static").is_dir() and (var / SIGN_INS).is_file()
        return bool(whole) and (var / STAMP).read_text() == fingerprint(var, root)
    except OSError:
        return False
