"""The import on the command line: the same as the pages."""

import json
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.management.base import BaseCommand, CommandError

from accounts.choices import Role
from accounts.models import User
from schools.choices import ImportState, Level
from schools.imports.checking import check_batch, receive_list, summary
from schools.models import ImportBatch
from schools.services.commit import commit_batch
from schools.services.imports import map_columns


class Command(BaseCommand):
    """`manage.py import_schools FILE --dry-run | --commit [--json] [--level LEVEL] [--source NAME] [--by E-MAIL]`."""

    help = "Check a list of schools (CSV or XLSX), and with --commit take what is clear into the register."

    def add_arguments(self, parser: Any) -> None:
        """The file, and what to do with it."""
        parser.add_argument("file", type=Path)
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--dry-run", action="store_true", help="only say what each row would do")
        what.add_argument("--commit", action="store_true", help="take what is clear; questions wait on the pages")
        parser.add_argument(
            "--level",
            choices=Level.values,
            default=Level.SECONDARY,
            help="of rows that name none (secondary otherwise)",
        )
        parser.add_argument("--json", action="store_true", help="print the counts as JSON")
        parser.add_argument("--source", default="", help="the name of the source (the file's name otherwise)")
        parser.add_argument("--by", default="", help="the officer's e-mail address (the first director otherwise)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, perhaps commit, and print.

        Raises:
            CommandError: the file cannot be read, or nobody may do this.
        """
        by = self.find_person(options["by"])
        try:
            batch = self.check_list(options["file"], options["source"], options["level"], by)
            done = self.take_in(batch, by) if options["commit"] else {}
        except (ValidationError, OSError) as error:
            raise CommandError(" ".join(getattr(error, "messages", [str(error)]))) from error
        batch.refresh_from_db()
        self.say({**summary(batch), "register": done}, as_json=options["json"])

    def take_in(self, batch: ImportBatch, by: User) -> dict[str, int]:
        """Commit what is clear; where every row is a question or rejected, there is nothing to commit."""
        return commit_batch(batch=batch, by=by) if batch.rows.to_take().exists() else {"added": 0, "changed": 0}

    def check_list(self, path: Path, source: str, level: str, by: User) -> ImportBatch:
        """Receive and check the file."""
        name = path.name
        with path.open("rb") as file:
            held = File(file, name)
            batch = receive_list(file=held, file_name=name, source=source or path.stem, level=level, by=by)
        batch = map_columns(batch=batch, columns=batch.columns, by=by)
        check_batch.call(batch.pk)
        batch.refresh_from_db()
        if batch.state == ImportState.FAILED:
            raise ValidationError(batch.problem)
        return batch

    def find_person(self, email: str) -> User:
        """Who answers for it.

        Raises:
            CommandError: there is no such officer.
        """
        people = User.objects.active().with_role(Role.OFFICER, Role.DIRECTOR).order_by("pk")
        found = people.filter(email=email).first() if email else people.first()
        if found is None:
            raise CommandError("No officer of this address. Invite one first: manage.py invite.")
        return found

    def say(self, facts: dict[str, Any], *, as_json: bool) -> None:
        """As JSON, or as lines."""
        if as_json:
            self.stdout.write(json.dumps(facts, indent=1))
            return
        self.stdout.write(f"{facts['file']}: {facts['rows']} rows, {facts['state']}")
        for outcome, reasons in facts["reasons"].items():
            for reason, count in reasons.items():
                self.stdout.write(f"  {outcome:<10}{reason:<18}{count:>7}")
        for code, count in facts["mended"].items():
            self.stdout.write(f"  {'mended':<10}{code:<18}{count:>7}")
        for what, count in facts["register"].items():
            self.stdout.write(f"  {'register':<10}{what:<18}{count:>7}")
