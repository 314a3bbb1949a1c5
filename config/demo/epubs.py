"""The demonstration's booklets as EPUB files, for EPUBCheck to judge (bin/epubcheck.py)."""

from pathlib import Path

from django.contrib.auth.models import Group
from django.db import connection

from accounts.choices import Role
from accounts.models import User
from config.demo.materials import BOOKS, write_booklet
from materials.models import Edition
from materials.pdf import epub


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
