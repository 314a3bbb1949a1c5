"""What is made of a booklet: PDFs for the phone, on A4 and A5, as sheets to fold, in large print; and an EPUB.

All come from the same text. A PDF that came in ready-made stays as it is.
"""

import io
from dataclasses import dataclass
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

import pikepdf
from django.conf import settings
from django.core.files.base import ContentFile
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image

from core.covers import draw_cover
from core.epub import Book, Leaf, write_epub
from core.markdown import Figure, marked
from core.pdf import Paper, imposed, qr_svg
from core.pdf.specimens import LONG_NAME, Specimen
from core.uploads import clean_picture
from materials.choices import WRITTEN_FORMS, Kind, PaperForm
from materials.models import Edition, Picture, Section, Title
from materials.services.publishing import PrintedPaper, Printing


@dataclass(frozen=True)
class Layout:
    """How one form is laid out: the page in millimetres, its type in points, and how sharp its pictures are."""

    width: int
    height: int
    margin: int
    size: float
    leading: float
    head: float  # of a section
    pixels: int  # of a picture's longer side
    large: bool = False  # nothing is set in less than 18 points

    top = 19  # millimetres, where the text begins under its running head

    @property
    def text_width(self) -> int:
        """The width of the text."""
        return self.width - 2 * self.margin

    @property
    def text_height(self) -> int:
        """The height of the text: a running head above, a foot below."""
        return self.height - self.top - 18

    @property
    def foot(self) -> int:
        """Where the foot begins."""
        return self.height - 14

    @property
    def head_leading(self) -> float:
        """The distance of two lines of a heading."""
        return self.head * 1.05

    @property
    def cover(self) -> float:
        """The name on the cover."""
        return round(self.head * 1.7)


LAYOUTS = {
    PaperForm.PHONE: Layout(105, 186, 8, 11.5, 15.5, 20, 560),
    PaperForm.A4: Layout(210, 297, 26, 11, 15.5, 30, 1400),
    PaperForm.A5: Layout(148, 210, 16, 10, 14, 25, 1000),
    PaperForm.FOLDED: Layout(148, 210, 16, 10, 14, 25, 1000),
    PaperForm.LARGE: Layout(210, 297, 20, 18, 25, 32, 1400, large=True),
}


def booklet(edition: Edition, form: PaperForm) -> Paper:
    """One form of a booklet, page by page; the sheets to fold are laid out by `print_edition`."""
    layout = LAYOUTS[form]
    pictures, figures = _pictures(edition, layout)
    with translation.override(edition.language):
        chapters = [
            (place, section.heading, marked(section.text, figures=figures, paper=True).html)
            for place, section in enumerate(edition.body, 1)
        ]
        front, back = (_part(edition, kind, figures) for kind in (Kind.FRONT, Kind.BACK))
    title = edition.title
    context = {
        "edition": edition,
        "chapters": chapters,
        "front": front,
        "back": back,
        "page": layout,
        "short": title.short_words,
        "qr": qr_svg(title.short_url),
        "folded": form == PaperForm.FOLDED,
    }
    return Paper("materials/pdf/booklet.html", context, edition.file_stem, edition.language, pictures)


def print_edition(edition: Edition) -> Printing:
    """Make every form of a draft.

    Raises:
        PrintError: it cannot be laid out.
    """
    if edition.ready:
        with edition.ready.open("rb") as kept:
            return Printing(edition.revision, {PaperForm.READY: PrintedPaper(kept.read(), edition.ready_pages)})
    papers = {}
    for form in LAYOUTS:
        if form != PaperForm.FOLDED:
            pdf = booklet(edition, form).pdf()
            papers[form] = PrintedPaper(pdf, _pages(pdf))
    folded = imposed(papers[PaperForm.A5].data, title=edition.name, language=edition.language)
    papers[PaperForm.FOLDED] = PrintedPaper(folded, _pages(folded))
    papers[PaperForm.EPUB] = PrintedPaper(epub(edition), 0)
    return Printing(edition.revision, {form: papers[form] for form in WRITTEN_FORMS})


def epub(edition: Edition) -> bytes:
    """A booklet for a reading device: the same texts and pictures, page after page."""
    pictures, figures = _pictures(edition, LAYOUTS[PaperForm.A5])
    title, org = edition.title, settings.ORGANISATION
    with translation.override(edition.language):
        leaves = [Leaf(section.heading, marked(section.text, figures=figures).html) for section in edition.chapters]
        cover = draw_cover(edition.name, colour=title.cover, line=edition.subtitle, foot=edition.edition_words)
        book = Book(
            identifier=f"urn:uuid:{uuid5(NAMESPACE_URL, f'{title.short_url}#{edition.file_stem}')}",
            title=edition.name,
            language=edition.language,
            author=org["name"],
            modified=edition.changed_at,
            contents=_("Contents"),
            leaves=leaves,
            cover=cover,
            cover_alt=_("Cover: %(name)s") % {"name": edition.name},
            css=(Path(__file__).resolve().parent / "epub.css").read_text(encoding="utf-8"),
            description=edition.subtitle,
            rights=_("You may copy and share this booklet for teaching, free of charge and with its source named."),
            pictures=pictures,
        )
    return write_epub(book)


def _part(edition: Edition, kind: Kind, figures: dict[str, Figure]) -> SafeString | None:
    """The front matter or the back cover in HTML, if it was written."""
    section = edition.part(kind)
    return marked(section.text, figures=figures, paper=True).html if section else None


def _pictures(edition: Edition, layout: Layout) -> tuple[dict[str, bytes], dict[str, Figure]]:
    """The pictures as files of the press, small enough for the form; and how texts call them."""
    files, figures = {}, {}
    for picture in edition.pictures.all():
        name = f"picture-{picture.number}.jpg"
        with picture.file.open("rb") as kept:
            small = clean_picture(ContentFile(kept.read()), max_side=layout.pixels)
        files[name] = small.read()
        figures[str(picture.number)] = Figure(name, picture.alt, picture.credit)
    return files, figures


def _pages(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


_SPECIMEN = {
    "en": (
        ("Your rights at school", "Every learner has a name, a voice and a body that nobody may hurt."),
        "Mũrang’a, Gĩkũyũ, Ŋ, Achieng’ and Mang’u are read as they are written; so is عبد الرحمن محمد.",
        ("Article", "What it says", "Freedom and security of the person", "What dignity means"),
        "Ask the class: when did somebody listen to you?",
    ),
    "sw": (
        ("Haki zako shuleni", "Kila mwanafunzi ana jina, sauti na mwili ambao hakuna anayeruhusiwa kuuumiza."),
        "Mũrang’a, Gĩkũyũ, Ŋ, Achieng’ na Mang’u husomwa kama yalivyoandikwa; vivyo hivyo عبد الرحمن محمد.",
        ("Kifungu", "Kinachosema", "Uhuru na usalama wa mtu", "Maana ya utu"),
        "Uliza darasa: ni lini mtu alikusikiliza?",
    ),
}


def _specimen_edition() -> Edition:
    """A booklet that nobody has written: every kind of paragraph, a picture, and a chapter of ten thousand letters."""
    language = translation.get_language() or "en"
    (name, line), letters, (article, says, freedom, dignity), ask = _SPECIMEN[language]
    table = f"| {article} | {says} |\n|---|---|\n| 29 | {freedom} |\n| 28 | {dignity} |"
    rich = f"## {dignity}\n\n{letters}\n\n![](1)\n\n{table}\n\n- {line}\n- {ask}\n\n::: quote UDHR, 5\n{line}\n:::\n\n"
    rich += f"::: activity\n{ask}\n:::\n"
    long = "\n\n".join(f"{line} {letters} {ask}" for _n in range(10_000 // len(line + letters + ask)))
    title = Title(pk=0, name=name, code="RIGHTS1", summary=line)
    edition = Edition(pk=0, title=title, language=language, number=2, name=f"{name}: {LONG_NAME}"[:80], subtitle=line)
    drawn = io.BytesIO()
    Image.new("RGB", (600, 300), "#7fb3b5").save(drawn, "JPEG")
    picture = Picture(number=1, file=ContentFile(drawn.getvalue(), name="tree.jpg"), alt=line, credit=LONG_NAME)
    chapters = ((dignity, rich), (f"{freedom}: {LONG_NAME}"[:100], long), (says, ""))
    sections = [Section(order=n, heading=heading, text=text) for n, (heading, text) in enumerate(chapters, 1)]
    edition._prefetched_objects_cache = {"sections": sections, "pictures": [picture]}  # type: ignore[attr-defined]
    return edition


def _specimen(form: PaperForm) -> Paper:
    return booklet(_specimen_edition(), form)


def _specimen_sheets() -> bytes:
    edition = _specimen_edition()
    return imposed(booklet(edition, PaperForm.FOLDED).pdf(), title=edition.name, language=edition.language)


def specimens() -> tuple[Specimen, ...]:
    """What a booklet prints."""
    return (
        Specimen("booklet-a4", gettext_lazy("Booklet on A4"), lambda: _specimen(PaperForm.A4)),
        Specimen("booklet-a5", gettext_lazy("Booklet on A5"), lambda: _specimen(PaperForm.FOLDED)),
        Specimen("booklet-sheets", gettext_lazy("Booklet as sheets to fold"), _specimen_sheets),
        Specimen("booklet-phone", gettext_lazy("Booklet for the phone"), lambda: _specimen(PaperForm.PHONE)),
    )
