"""Writes the demonstration's booklets as EPUB and lets EPUBCheck, the W3C's own judge, read them.

    bin/epubcheck.py            all of them
    bin/epubcheck.py FOLDER     and keep the files there

What the machine lacks it installs with apt-get when it may; when it may not, it names the line to run and fails.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from packages import install

ROOT = Path(__file__).resolve().parent.parent
JAR = Path("/usr/share/java/epubcheck.jar")  # where Debian puts it
sys.path.insert(0, str(ROOT))
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings_test"

import django  # noqa: E402

django.setup()

from django.contrib.auth.models import Group  # noqa: E402
from django.db import connection  # noqa: E402

from accounts.choices import Role  # noqa: E402
from accounts.models import User  # noqa: E402
from config.demo.materials import BOOKS, write_booklet  # noqa: E402
from materials.models import Edition  # noqa: E402
from materials.pdf import epub  # noqa: E402


def write_all(folder: Path) -> list[Path]:
    """Every booklet of the demonstration, written through the services into a database that is thrown away."""
    connection.creation.create_test_db(verbosity=0)
    officer = User.objects.create(name="Somebody", email="somebody@example.org")
    officer.groups.add(Group.objects.get_or_create(name=Role.OFFICER)[0])
    found = []
    for book in BOOKS:
        edition = Edition.objects.get(pk=write_booklet(book, User.objects.get(pk=officer.pk)).pk)
        path = folder / f"{edition.file_stem}.epub"
        path.write_bytes(epub(edition))
        found.append(path)
    return found


def main() -> int:
    """Write, judge, say."""
    if not (JAR.exists() and shutil.which("java")):
        install(["epubcheck"], "EPUBs are judged by EPUBCheck; this machine lacks it.")
    bad = 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for path in write_all(folder):
            done = subprocess.run(["java", "-jar", JAR, "--failonwarnings", path], capture_output=True, text=True)
            print(f"{path.name:<24}{'valid' if done.returncode == 0 else 'NOT VALID'}", flush=True)
            if done.returncode:
                print(done.stdout[-3000:], done.stderr[-3000:])
                bad += 1
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main())
