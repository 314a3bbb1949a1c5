"""What is printed of a booklet: for the phone, on A4, and as sheets to fold. All from the same text."""

import io
from dataclasses import dataclass

import pikepdf
from django.core.files.base import ContentFile
from django.utils import translation

from core.markdown import Figure, marked
from core.pdf import Paper, imposed, qr_svg
from core.uploads import clean_picture
from materials.choices import PaperForm
from materials.models import Edition
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
    PaperForm.FOLDED: Layout(148, 210, 16, 10, 14, 25, 1000),
}


def booklet(edition: Edition, form: PaperForm) -> Paper:
    """One form of a booklet, page by page; the sheets to fold are laid out by `print_edition`."""
    layout = LAYOUTS[form]
    pictures, figures = _pictures(edition, layout)
    with translation.override(edition.language):
        chapters = [
            (place, section.heading, marked(section.text, figures=figures, paper=True).html)
            for place, section in enumerate(edition.chapters, 1)
        ]
    title = edition.title
    context = {
        "edition": edition,
        "chapters": chapters,
        "page": layout,
        "short": title.short_words,
        "qr": qr_svg(title.short_url),
        "folded": form == PaperForm.FOLDED,
    }
    return Paper("materials/pdf/booklet.html", context, edition.file_stem, edition.language, pictures)


def print_edition(edition: Edition) -> Printing:
    """Print a draft in every form.

    Raises:
        PrintError: it cannot be laid out.
    """
    revision = edition.revision
    papers = {}
    for form in PaperForm:
        pdf = booklet(edition, form).pdf()
        if form == PaperForm.FOLDED:
            pdf = imposed(pdf, title=edition.name, language=edition.language)
        papers[form] = PrintedPaper(pdf, _pages(pdf))
    return Printing(revision, papers)


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
