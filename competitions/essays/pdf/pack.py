"""What a judge without a network gets: works under the judge's own numbers, each followed by its mark sheet.

No line here knows more than the page on which the same judge marks online.
"""

import io
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from PIL import Image, ImageDraw

from accounts.models import User
from competitions.essays.models import Assignment, Competition, Criterion, Entry, JudgePlace
from competitions.essays.reports import Pack
from core.pdf import PrintError, ScannedPaper, light_jpeg, qr_svg
from core.pdf.qr import svg_uri
from core.pdf.specimens import LONG_NAME, RIGHT_TO_LEFT, SPECIMEN_DAY, Specimen

WIDTH = 176  # millimetres of the text
CIRCLE, STEP = 9, 11  # of a circle to tick, and from one to the next
BOX = svg_uri(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10" width="10" height="10">'
    '<rect x="0.5" y="0.5" width="9" height="9" fill="#ffffff" stroke="#111111"/></svg>'
)


@dataclass(frozen=True)
class PackedWork:
    """One work as its judge may read it: title, text, the spots of its scans, how many pages could not be printed."""

    work: Assignment
    title: str
    text: str
    spots: list[int]
    missing: int

    @property
    def entry(self) -> Entry:
        """The work itself."""
        return self.work.entry

    @property
    def qr(self) -> str:
        """Its code as an address, so that a telephone's camera opens the sheet."""
        return sheet_qr(self.work.code)


@dataclass(frozen=True)
class Ticks:
    """One criterion on a mark sheet: what it is, and its points in circles to be ticked."""

    criterion: Criterion

    @property
    def width(self) -> int:
        """Of the drawing, in millimetres."""
        return STEP * self.criterion.max_points

    @property
    def words_width(self) -> int:
        """Of what stands beside it."""
        return WIDTH - self.width

    @property
    def uri(self) -> str:
        """The drawing."""
        return circles(self.criterion.max_points)


def sheet_qr(code: str) -> str:
    """The square on a mark sheet."""
    return qr_svg(f"{settings.SITE_URL}/MS/{code}".upper())


def circles(most: int) -> str:
    """A row of circles with the numbers from one on."""
    width, ring = STEP * most, f'cy="5" r="{CIRCLE / 2 - 0.3}" fill="#ffffff" stroke="#111111" stroke-width="0.35"'
    words = 'y="6.5" text-anchor="middle" font-family="Body" font-size="4.2" fill="#55595c"'
    middles = [(n, STEP * n - STEP / 2) for n in range(1, most + 1)]
    drawn = "".join(f'<circle cx="{x}" {ring}/><text x="{x}" {words}>{n}</text>' for n, x in middles)
    size = f'viewBox="0 0 {width} 10" width="{width}" height="10"'
    ground = f'<rect width="{width}" height="10" fill="#ffffff"/>'
    return svg_uri(f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{ground}{drawn}</svg>')


def judging_pack(place: JudgePlace, pack: Pack) -> ScannedPaper:
    """A pack in the judge's language: how to mark, the rubric, then work after work with its sheet."""
    scans: list[bytes] = []
    works = [_packed(work, scans) for work in pack.works]
    return _paper(place, works, list(place.competition.criteria.all()), pack.number, scans)


def _paper(
    place: JudgePlace, works: list[PackedWork], criteria: list[Criterion], number: int, scans: list[bytes]
) -> ScannedPaper:
    context = {
        "place": place,
        "competition": place.competition,
        "criteria": criteria,
        "ticks": [Ticks(criterion) for criterion in criteria],
        "works": works,
        "missing": [work for work in works if work.missing],
        "lines": range(4),
        "room": 14 if len(criteria) < 6 else 8,  # millimetres to write why: the sheet stays one page
        "box": BOX,
    }
    name = f"judging-pack-{number}"
    return ScannedPaper("essays/pdf/pack.html", context, name, place.judge.language, scans=scans, foot=19)


def _packed(work: Assignment, scans: list[bytes]) -> PackedWork:
    """One work; its scans join the others."""
    first, missing = len(scans), 0
    for page in work.entry.blind_pages:
        try:
            scans.append(scan_of(page.blind_file))
        except PrintError:
            missing += 1
    blind = work.entry.blind_title, work.entry.blind_text
    return PackedWork(work, *blind, list(range(first, len(scans))), missing)


def scan_of(file: Any) -> bytes:
    """The picture of a page, small enough to be printed.

    Raises:
        PrintError: it may not be shown, is not there, or is damaged.
    """
    if not file:
        raise PrintError("nothing of this page may be shown now")
    try:
        with file.open("rb") as kept:
            return light_jpeg(kept.read())
    except (OSError, ValueError) as error:
        raise PrintError("a page is not there") from error


_TEXTS = {
    "en": (
        "The fence around our shamba",
        "A law is like the fence around our shamba. It tells everyone where to stop. ",
    ),
    "sw": ("Ua la shamba letu", "Sheria ni kama ua la shamba letu. Humwambia kila mtu pa kusimama. "),
}


def specimen_scan() -> bytes:
    """A page that nobody has written by hand: wavy lines on paper."""
    page = Image.new("L", (620, 877), 244)
    pen = ImageDraw.Draw(page)
    for line in range(24):
        y = 70 + 32 * line
        pen.line([(60 + 6 * n, y + (n * 7 + line * 3) % 11) for n in range(70 + line * 5 % 14)], fill=70, width=2)
    out = io.BytesIO()
    page.save(out, "JPEG", quality=80)
    return out.getvalue()


def _specimen_criteria() -> list[Criterion]:
    bands = _("3: reasons in order\n4: answers an objection\n5: the reader is led to think again")
    names = (_("Argument"), _("Own voice"), _("Command of language"), LONG_NAME)
    most = (5, 5, 5, 10)
    return [Criterion(name=name, weight=2, max_points=n, bands=bands) for name, n in zip(names, most, strict=True)]


def _specimen_pack() -> ScannedPaper:
    """Works that nobody has written: a long one, one in another script, and one that is scanned."""
    language = get_language() or "en"
    title, line = _TEXTS[language]
    due = timezone.make_aware(datetime.combine(SPECIMEN_DAY, time.max)) + timedelta(days=9)
    name, question = _("National essay competition"), _("Can torture ever be justified for the good of a nation?")
    competition = Competition(pk=0, name=name, question=question, judging_closes_at=due)
    place = JudgePlace(pk=12, competition=competition, judge=User(name="Chebet Rono", language=language))
    texts = ((title, f"{line * 9}\n\n" * 8), (LONG_NAME, f"{RIGHT_TO_LEFT} {line}"), ("", ""))
    works = []
    for n, (heading, text) in enumerate(texts, 1):
        entry = Entry(language=language, title=heading, text=text)
        work = Assignment(place=place, alias=n, entry=entry)
        works.append(PackedWork(work, heading, text, [] if text else [0], int(not text)))
    return _paper(place, works, _specimen_criteria(), 1, [specimen_scan()])


def specimens() -> tuple[Specimen, ...]:
    """The pack."""
    return (Specimen("judging-pack", gettext_lazy("Judging pack"), _specimen_pack),)
