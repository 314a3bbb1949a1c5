"""A house for measuring: a database of its own with the real register, and people who are signed in."""

import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management import call_command
from django.db import connection


@contextmanager
def real_register() -> Iterator[None]:
    """A throw-away database in which the 8,833 schools stand: SQLite, or the PostgreSQL that DATABASE_URL names."""
    settings.ALLOWED_HOSTS = ["testserver"]
    with tempfile.TemporaryDirectory() as folder:
        if connection.vendor == "sqlite":
            connection.settings_dict["NAME"] = f"{folder}/bench.sqlite3"
            connection.close()
        call_command("migrate", verbosity=0)
        call_command("load_register", stdout=io.StringIO())
        yield
        connection.close()
