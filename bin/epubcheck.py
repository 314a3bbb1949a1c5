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

import django
from django.utils.module_loading import import_string
from packages import install

ROOT = Path(__file__).resolve().parent.parent
JAR = Path("/usr/share/java/epubcheck.jar")  # where Debian puts it
sys.path.insert(0, str(ROOT))
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings_test"
django.setup()


def main() -> int:
    """Write, judge, say."""
    if not (JAR.exists() and shutil.which("java")):
        install(["epubcheck"], "EPUBs are judged by EPUBCheck; this machine lacks it.")
    write_all = import_string("config.demo.epubs.write_all")  # its models are there only now that Django is set up
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
