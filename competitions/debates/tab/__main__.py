"""`python -m competitions.debates.tab`."""

from competitions.debates.tab.cli.main import main

raise SystemExit(main())
