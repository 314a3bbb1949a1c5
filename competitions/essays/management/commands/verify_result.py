"""Computes a frozen result again and says whether it holds."""

import json
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from django.core.management.base import BaseCommand, CommandError

from competitions.essays.models import ResultRun
from competitions.essays.reports.verification import Check, verify_file, verify_run


class Command(BaseCommand):
    """`manage.py verify_result 3` or `manage.py verify_result result-3.zip`: exit code 0 if all agrees, else 1."""

    help = "Compute a frozen result again, from the number of its competition or from its file."

    def add_arguments(self, parser: Any) -> None:
        """Which."""
        parser.add_argument("competition", help="the competition's number, or a result file (.zip or .json)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask, and say.

        Raises:
            CommandError: something does not agree, or there is no such result.
        """
        checks = self.checks(options["competition"])
        for check in checks:
            self.stdout.write(
                f"{'ok  ' if check.ok else 'NOT '} {check.words}{f': {check.detail}' * bool(check.detail)}"
            )
        if not all(check.ok for check in checks):
            raise CommandError("The result does not agree with its marks.")

    def checks(self, named: str) -> list[Check]:
        """From the house's own rows, or from a file.

        Raises:
            CommandError: there is no such result, or the file is none.
        """
        if not named.isdigit():
            try:
                return verify_file(read_result(Path(named)))
            except (OSError, KeyError, TypeError, ValueError, AttributeError, BadZipFile) as error:
                raise CommandError(f"{named} is no result file.") from error
        run = ResultRun.objects.filter(competition=int(named)).select_related("competition").first()
        if run is None:
            raise CommandError(f"Competition {named} has no frozen result.")
        return verify_run(run)


def read_result(path: Path) -> Any:
    """The plain data of a result file, as it was downloaded or unpacked."""
    if path.suffix != ".zip":
        return json.loads(path.read_text(encoding="utf-8"))
    with ZipFile(path) as held:
        return json.loads(held.read("result.json"))
