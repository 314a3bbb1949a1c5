"""The pack of a visit: everything that the team carries, in one document."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

import pikepdf
from django.conf import settings
from django.utils import timezone

from accounts.models import User
from core.markdown import marked
from core.pdf import Paper
from core.pdf.press import Print
from core.pdf.qr import qr_svg
from workshops.models import AccessAuthority, Feedback, Forum, Module
from workshops.pdf.papers import programme_facts, register_facts
from workshops.reports import Way, ways_to

MM = 72 / 25.4
FRAME = (17, 22, 193, 258)  # millimetres: where a page of the ministry's letter stands


@dataclass(frozen=True)
class Pack(Paper):
    """A paper whose last pages are empty frames, into which the pages of the ministry's letter are laid."""

    letter: bytes = b""

    def print(self) -> Print:
        """The PDF, with what the printer noticed.

        Raises:
            PrintError: when it cannot be printed.
        """
        printed = super().print()
        return replace(printed, pdf=with_letter(printed.pdf, self.letter)) if self.letter else printed


def with_letter(pdf: bytes, letter: bytes) -> bytes:
    """Lay the pages of a letter over the last pages of a document."""
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as whole, pikepdf.open(BytesIO(letter)) as pages:
        frame = pikepdf.Rectangle(*(side * MM for side in FRAME))
        first = len(whole.pages) - len(pages.pages)
        for number, page in enumerate(pages.pages):
            whole.pages[first + number].add_overlay(page, frame)
        whole.save(out)
    return out.getvalue()


def pack(forum: Forum, by: User) -> Paper:
    """The pack of a visit as it stands."""
    starts = [session.starts_at for session in forum.get_sessions()] or [forum.starts_at]
    days = {timezone.localtime(start).date() for start in starts}
    counties = {forum.school.county_id, *(guest.school.county_id for guest in forum.guests.all())}
    letters = {row for day in days for code in counties for row in AccessAuthority.objects.covering(code, day)}
    modules = {*forum.modules.all(), *(session.module for session in forum.get_sessions() if session.module)}
    return pack_paper(
        forum,
        authorities=sorted(letters, key=lambda letter: letter.pk),
        modules=sorted(modules, key=lambda module: module.name),
        ways=ways_to(forum),
        officer=by,
    )


def pack_paper(
    forum: Forum,
    *,
    authorities: Sequence[AccessAuthority],
    modules: Sequence[Module],
    ways: Sequence[Way],
    officer: Any = None,
) -> Pack:
    """The pack with these letters, modules and ways."""
    scans = [_read(letter) for letter in authorities if letter.document]
    letter = _joined([scan for scan in scans if scan[:4] == b"%PDF"])
    pictures = {f"letter{n}.jpg": scan for n, scan in enumerate(scans) if scan[:3] == b"\xff\xd8\xff"}
    report_url = f"{settings.SITE_URL}{forum.get_absolute_url()}report/"
    feedback_url = f"{forum.school_url}feedback/"
    context = {
        **programme_facts(forum),
        **register_facts(forum),
        "authorities": authorities,
        "modules": [(module, marked(module.notes, top=3, paper=True).html) for module in modules],
        "ways": ways,
        "questions": [Feedback._meta.get_field(name).verbose_name.capitalize() for name in ("useful", "safe")],
        "officer": officer,
        "report": (report_url, qr_svg(report_url)),
        "feedback": (feedback_url, qr_svg(feedback_url)),
        "letter_pages": range(1, _pages(letter) + 1),
        "letter_pictures": sorted(pictures),
    }
    return Pack("workshops/pdf/pack.html", context, f"pack-{forum.number}", pictures=pictures, letter=letter)


def _read(letter: AccessAuthority) -> bytes:
    with letter.document.open() as file:
        return file.read()


def _joined(pdfs: Sequence[bytes]) -> bytes:
    """Several documents as one; nothing for none. One that cannot be read is left out: the visit goes on without."""
    out, whole = BytesIO(), pikepdf.new()
    for pdf in pdfs:
        with suppress(pikepdf.PdfError), pikepdf.open(BytesIO(pdf)) as opened:
            whole.pages.extend(opened.pages)
    if not whole.pages:
        return b""
    whole.save(out)
    return out.getvalue()


def _pages(pdf: bytes) -> int:
    if not pdf:
        return 0
    with pikepdf.open(BytesIO(pdf)) as opened:
        return len(opened.pages)
