"""`python -m competitions.scoring`: see docs/scoring.md."""

import sys

from .cli.commands import main

if __name__ == "__main__":
    sys.exit(main())
