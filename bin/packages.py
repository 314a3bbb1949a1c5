"""Debian packages that a check needs: installed when that is allowed, else named in one line to run."""

import os
import shutil
import subprocess
import sys
from pathlib import Path


def install(packages: list[str], why: str) -> None:
    """With apt-get, as root or with a sudo that asks nothing; otherwise say how, and stop."""
    line = f"apt-get update && apt-get install -y --no-install-recommends {' '.join(packages)}"
    apt = shutil.which("apt-get")
    may_sudo = shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0
    if not apt or (os.getuid() and not may_sudo):
        sys.exit(f"{why} Run once:\n  sudo sh -c '{line}'")
    print(f"Installing {', '.join(packages)} ...", flush=True)
    # No cluster of its own: the tests make and throw away theirs.
    config = "/etc/postgresql-common/createcluster.conf"
    before = f"mkdir -p {Path(config).parent} && echo 'create_main_cluster = false' > {config} && "
    shell = ["sh", "-c", f"export DEBIAN_FRONTEND=noninteractive; {before if 'postgresql' in packages else ''}{line}"]
    done = subprocess.run(shell if os.getuid() == 0 else ["sudo", "-n", *shell], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"That did not work: {line}\n{done.stderr[-2000:]}")
