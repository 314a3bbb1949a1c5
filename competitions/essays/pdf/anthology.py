"""The honoured works of a published competition as a booklet to be read.

It is made from the works that the winners' page shows, and knows no other rule of what may be seen.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from competitions.essays.choices import Award, Kind
from competitions.essays.models import Competition
from competitions.essays.pdf.pack import scan_of, specimen_scan
from competitions.essays.reports import Counts, Winner, counts_of
from core.pdf import PrintError, ScannedPaper, qr_svg
from core.pdf.specimens import LONG_NAME, RIGHT_TO_LEFT, SPECIMEN_DAY, Specimen

WORKS, SCANS = 60, 120  # at most, for it is made while somebody waits
HEADING = 8  # words of a text that has no title


@dataclass(frozen=True)
class PrintedWork:
    """One work as it is printed: its heading and its honour in its own language, its text, the spots of its scans."""

    winner: Winner
    heading: str
    honour: str
    by: str
    spots: list[int]
    is_picture: bool

    @property
    def text(self) -> str:
        """What is read; a slogan is read as the heading."""
        return "" if self.is_picture and self.heading == self.winner.text else self.winner.text


def anthology(competition: Competition, winners: Sequence[Winner]) -> ScannedPaper:
    """The booklet of the works that may be seen now, honours first; its frame is in the reader's language."""
    scans: list[bytes] = []
    works = [_printed(winner, scans, is_picture=competition.is_of_images) for winner in winners[:WORKS]]
    run = getattr(competition, "result", None)
    judges = run.judges.count() if run else 0
    return _paper(competition, works, counts_of(competition), judges, scans)


def _paper(
    competition: Competition, works: list[PrintedWork], counts: Counts, judges: int, scans: list[bytes]
) -> ScannedPaper:
    address = f"{settings.SITE_URL}{reverse('essays:winners', args=[competition.pk])}"
    context = {
        "competition": competition,
        "works": works,
        "counts": counts,
        "judges": judges,
        "address": address.partition("//")[2],
        "qr": qr_svg(address),
    }
    return ScannedPaper(
        "essays/pdf/anthology.html",
        context,
        f"anthology-{competition.pk}",
        get_language(),
        scans=scans,
        foot=20,
        side=18,
    )


def _printed(winner: Winner, scans: list[bytes], *, is_picture: bool) -> PrintedWork:
    """One work; its scans join the others."""
    first = len(scans)
    for page in winner.pages:
        if len(scans) < SCANS:
            with suppress(PrintError):  # a file is not there: the text and the winners' page are
                scans.append(scan_of(page.file))
    with translation.override(winner.language):
        place = _("Place %(n)s") % {"n": winner.place}
        honour = place if winner.award == Award.WINNER else _("Merit")
        heading = winner.title or (winner.text if is_picture else Truncator(winner.text).words(HEADING))
        by = f"{winner.name}, {winner.school}" if winner.name else _("A learner who is not named here")
        heading = heading or _("A winning work")
    return PrintedWork(winner, heading, honour, by, list(range(first, len(scans))), is_picture)


_TEXTS = {
    "en": (
        "The fence around our shamba",
        "A law is like the fence around our shamba. It tells everyone where to stop. ",
    ),
    "sw": ("Ua la shamba letu", "Sheria ni kama ua la shamba letu. Humwambia kila mtu pa kusimama. "),
}


def _specimen_anthology() -> ScannedPaper:
    """Works that nobody has written: long, in another script, without a name, and scanned."""
    language = get_language() or "en"
    title, line = _TEXTS[language]
    name, question = _("National essay competition"), _("Can torture ever be justified for the good of a nation?")
    competition = Competition(pk=0, name=name, question=question, kind=Kind.ESSAY, published_at=SPECIMEN_DAY)
    school = "Mũrang’a Girls’ High School, Mũrang’a"
    found = (
        Winner(1, 1, Award.WINNER, title, "Wanjikũ wa Mũgĩthi Kĩmani", school, f"{line * 9}\n\n" * 6, "en"),
        Winner(2, 2, Award.WINNER, f"{LONG_NAME} {RIGHT_TO_LEFT}", "", "", f"{line * 4}\n{RIGHT_TO_LEFT}", "sw"),
        Winner(3, 1, Award.MERIT, "", LONG_NAME, school, "", "en"),
    )
    works = [_printed(winner, [], is_picture=False) for winner in found]
    works[2].spots.append(0)
    counts = Counts(submitted=412, drafts=0, schools=97, dealt=824, marked=824, short=0)
    return _paper(competition, works, counts, 18, [specimen_scan()])


def specimens() -> tuple[Specimen, ...]:
    """The booklet."""
    return (Specimen("anthology", gettext_lazy("Anthology"), _specimen_anthology),)
