"""Names in the works of the demonstration: two written by hand, a stamp that is covered, a name that a judge saw."""

import io
import textwrap
from uuid import UUID, uuid5

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFont

from accounts.models import User
from competitions.essays.choices import NamesFound
from competitions.essays.models import Assignment, Competition, Entry
from competitions.essays.services.covers import cover_page, cover_phrases, draw_cover
from competitions.essays.services.judging import report_name_seen
from competitions.essays.services.names import settle_names
from competitions.essays.services.pages import read_page
from core.pdf.faces import FONTS

BY_HAND = (14, 21)  # of the works of the running competition
SIGNED = (12, 22)  # typed works at whose end the learner's name stands
STAMP = [55.0, 1.5, 43.0, 9.5]
SHEET, INK, LINE = (1000, 1414), (38, 44, 92), (205, 214, 226)
KEYS = UUID("6f1d9a52-5f0e-4c7e-9a3f-2b1c00d4e7aa")


def written_by_hand(n: int, title: str, text: str, school: str) -> list[SimpleUploadedFile]:
    """The photographed page of a work that was written by hand, with the school's stamp; nothing for the others."""
    if n not in BY_HAND:
        return []
    page, out = Image.new("RGB", SHEET, (243, 241, 233)), io.BytesIO()
    pen = ImageDraw.Draw(page)
    hand, print_ = (ImageFont.truetype(FONTS / name, size) for name, size in _FACES)
    for y in range(190, SHEET[1] - 60, 42):
        pen.line((70, y, SHEET[0] - 60, y), fill=LINE, width=2)
    pen.rectangle((570, 40, 960, 140), outline=INK, width=5)
    pen.text((588, 56), school.upper()[:24], font=print_, fill=INK)
    pen.text((588, 94), "HEAD TEACHER", font=print_, fill=INK)
    lines = [title, "", *(line for part in text.split("\n\n") for line in textwrap.wrap(part, 66))]
    for row, line in enumerate(lines[:28]):
        pen.text((84 + row % 3 * 4, 152 + row * 42), line, font=hand, fill=INK)
    page.save(out, "JPEG", quality=85)
    return [SimpleUploadedFile("page.jpg", out.getvalue(), "image/jpeg")]


_FACES = (("SourceSans3_400Regular_Italic.ttf", 31), ("BarlowCondensed_700Bold.ttf", 32))


def signed(n: int, text: str, name: str) -> str:
    """A typed work, with the learner's name under it in a few."""
    return f"{text}\n\n{name}" if n in SIGNED else text


def look_at_pages(entry: Entry) -> None:
    """What the worker does, at once."""
    for page in entry.pages.all():
        read_page.call(page.pk)


def cover_names(competition: Competition, people: dict[str, User]) -> None:
    """One stamp is covered, some works are looked at, and in one a judge saw a name."""
    officer = people["officer"]
    stamps = competition.entries.filter(pages__isnull=False).order_by("number")
    mine = stamps.filter(assignments__in=Assignment.objects.visible_to(people["judge"]))
    stamped = mine.first() or stamps[0]
    key = uuid5(KEYS, str(stamped.number))
    cover = cover_page(page=stamped.pages.get(), boxes=[STAMP], base=0, key=key, by=officer)
    draw_cover.call(cover.pk)
    settle_names(entry=stamped, found=NamesFound.COVERED, base=0, key=uuid5(key, "looked"), by=officer)
    plain = competition.entries.submitted().filter(pages=None).select_related("entrant").order_by("number")
    covered, *others = list(plain[:8])
    cover_phrases(entry=covered, phrases=[covered.entrant.name], base=0, key=uuid5(key, "words"), by=officer)
    for entry, found in ((covered, NamesFound.COVERED), *((other, NamesFound.CLEAN) for other in others)):
        settle_names(entry=entry, found=found, base=0, key=uuid5(key, f"look {entry.number}"), by=officer)
    open_works = Assignment.objects.visible_to(people["judge3"]).to_mark().filter(place__competition=competition)
    seen = [work for work in open_works.select_related("entry__entrant", "place") if _is_signed(work.entry)]
    for work in seen[:1]:
        report_name_seen(assignment=work, by=people["judge3"])


def _is_signed(entry: Entry) -> bool:
    return bool(entry.blind_text) and entry.blind_text.endswith(entry.entrant.name)
