"""Everything between a fresh copy of the program and its first page, in one process; quick when it is done already."""

import io
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction

from config.prepared import SIGN_INS, STAMP, fingerprint
from schools.models import School


class Command(BaseCommand):
    """`manage.py prepare`: migrate, cache table, static files, register, and in a demo the invented people."""

    help = "Bring the database and the static files up to date; in demo mode load the demonstration."

    def handle(self, *args: Any, **options: Any) -> None:
        """In the order in which each needs the other."""
        (settings.VAR_DIR / STAMP).unlink(missing_ok=True)  # until all is done, nothing is
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        if not School.objects.exists():
            with transaction.atomic():  # a register broken off half-way would count as whole
                call_command("load_register", stdout=self.stdout)
        if settings.DEMO:
            call_command("demo", stdout=self.stdout)
            words = io.StringIO()
            call_command("demo", sign_ins=True, stdout=words)
            (settings.VAR_DIR / SIGN_INS).write_text(words.getvalue())
            (settings.VAR_DIR / STAMP).write_text(fingerprint(settings.VAR_DIR))
