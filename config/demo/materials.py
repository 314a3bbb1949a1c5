"""Booklets of the demonstration: real texts, in both languages, read by schools."""

import io
import random
from dataclasses import dataclass
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFont

from accounts.models import User
from core.pdf.faces import FONTS
from materials.choices import WRITTEN_FORMS, Kind, Language, Moderation, PaperForm
from materials.forms import PublishForm
from materials.models import Edition, Title
from materials.services.downloads import count_download
from materials.services.opinions import give_opinion, moderate_opinion
from materials.services.publishing import offer_edition
from materials.services.ready import take_ready_pdf
from materials.services.titles import change_edition, create_title, start_edition
from materials.services.writing import add_picture, add_section, save_section

TEXTS = Path(__file__).resolve().parent / "booklets"
INK, TEAL, WASH = "#1b1c1d", "#0b5a5e", "#e6f0f0"


@dataclass(frozen=True)
class Drawing:
    """A drawing of the demonstration: what it shows, and the words in it."""

    alt: str
    words: tuple[str, ...]
    stairs: bool = False


TREE = Drawing(
    "A tree. Its roots are dignity, equality and freedom; its trunk is Chapter Four of the Constitution; its crown "
    "bears the rights to life, to learn, to speak, to be safe, to health and to be heard.",
    (
        "life",
        "to learn",
        "to speak",
        "to be safe",
        "health",
        "to be heard",
        "Chapter Four",
        "dignity",
        "equality",
        "freedom",
    ),
)
MTI = Drawing(
    "Mti. Mizizi yake ni utu, usawa na uhuru; shina lake ni Sura ya Nne ya Katiba; matawi yake ni haki za kuishi, "
    "kujifunza, kusema, usalama, afya na kusikilizwa.",
    ("kuishi", "kujifunza", "kusema", "usalama", "afya", "kusikilizwa", "Sura ya Nne", "utu", "usawa", "uhuru"),
)
STAIRS = Drawing(
    "Seven stairs, from the lowest to the highest: talk, write, ask together, go one floor up, complain, petition, "
    "go to court.",
    ("talk", "write", "ask together", "one floor up", "complain", "petition", "court"),
    stairs=True,
)


@dataclass(frozen=True)
class Book:
    """One invented title with its real text."""

    code: str
    name: str
    cover: str
    subtitle: str
    language: Language
    audience: str
    summary: str
    text: str
    drawings: tuple[Drawing, ...] = ()


BOOKS = (
    Book(
        "RIGHTS1",
        "Your rights, every day",
        "Your rights, every day",
        "The Bill of Rights for learners: texts, questions, activities",
        Language.ENGLISH,
        "Grade 10 and Forms 3 and 4",
        "What Chapter Four of the Constitution promises, and how a club can make it true at its own school.",
        "rights.en.md",
        (TREE, STAIRS),
    ),
    Book(
        "RIGHTS1",
        "Your rights, every day",
        "Haki zako, kila siku",
        "Sheria ya Haki kwa wanafunzi: maandishi, maswali, kazi za darasa",
        Language.KISWAHILI,
        "",
        "",
        "haki.sw.md",
        (MTI,),
    ),
    Book(
        "TORTURE1",
        "Freedom from torture",
        "Freedom from torture",
        "Two meetings for a club: what it is, what the law says, what one can do",
        Language.ENGLISH,
        "Club patrons, Forms 3 and 4",
        "Why the ban on torture has no exception, and how to answer the story of the bomb.",
        "torture.en.md",
    ),
)


KINDS = {"[front]": Kind.FRONT, "[glossary]": Kind.GLOSSARY, "[back]": Kind.BACK}


def publish_booklets(people: dict[str, User]) -> None:
    """Write, draw, approve, publish, and let schools download and say what they think; one draft waits for approval."""
    officer, director = people["officer"], people["director"]
    editions = [_approve(write_booklet(book, officer), officer, director) for book in BOOKS]
    _send_poster(officer, director)
    dice = random.Random(1948)  # noqa: S311 (invented figures)
    takers = [people[key] for key in ("teacher2", "teacher2", "facilitator", "teacher2", "facilitator2", "viewer")]
    for edition in editions[:2]:
        for taker in takers:
            count_download(edition=edition, form=dice.choice(WRITTEN_FORMS), by=taker)
    count_download(edition=editions[0], form=PaperForm.PHONE, by=people["teacher"])
    count_download(edition=editions[2], form=PaperForm.A4, by=people["teacher2"])
    _say(editions[0], people, officer)
    _write_next(editions[2].title, officer)


def write_booklet(book: Book, officer: User) -> Edition:
    """A draft with its whole text and its drawings."""
    title = Title.objects.filter(code=book.code).first() or create_title(
        title=Title(name=book.name, code=book.code, audience=book.audience, summary=book.summary), by=officer
    )
    edition = start_edition(title=title, language=book.language, name=book.cover, by=officer)
    edition.subtitle = book.subtitle
    edition = change_edition(edition=edition, by=officer)
    for part in ("\n" + (TEXTS / book.text).read_text(encoding="utf-8")).split("\n# ")[1:]:
        line, _end, text = part.partition("\n")
        mark, _space, rest = line.partition(" ")
        kind, heading = (KINDS[mark], rest) if mark in KINDS else (Kind.CHAPTER, line)
        key = uuid5(NAMESPACE_URL, f"{book.text}#{heading}")
        add_section(edition=edition, kind=kind, heading=heading, text=text.strip(), key=key, by=officer)
    for drawing in book.drawings:
        add_picture(edition=edition, upload=_drawn(drawing), alt=drawing.alt, credit="Haki Shuleni", by=officer)
    return edition


def _approve(edition: Edition, officer: User, director: User) -> Edition:
    offer_edition(edition=Edition.objects.get(pk=edition.pk), by=officer)
    return PublishForm({}, instance=Edition.objects.get(pk=edition.pk)).save(by=director)


def _send_poster(officer: User, director: User) -> None:
    """A PDF that somebody else made: one page, with a picture that fills it."""
    title = Title(
        name="Poster: seven stairs",
        code="POSTER1",
        audience="Classrooms and notice boards",
        summary="Seven ways to be heard, from a talk to a court, on one sheet for the wall.",
    )
    title = create_title(title=title, by=officer)
    edition = start_edition(title=title, language=Language.ENGLISH, by=officer)
    with Image.open(_drawn(STAIRS)) as drawing:
        sheet = Image.new("RGB", (1754, 1240), "white")
        sheet.paste(drawing.resize((1600, 983)), (77, 180))
        ImageDraw.Draw(sheet).text((80, 60), "Seven stairs to be heard", font=_font(110), fill=TEAL)
    out = io.BytesIO()
    sheet.save(out, "PDF", resolution=150)
    upload = SimpleUploadedFile("poster.pdf", out.getvalue(), "application/pdf")
    _approve(take_ready_pdf(edition=edition, upload=upload, by=officer), officer, director)


def _say(edition: Edition, people: dict[str, User], officer: User) -> None:
    """Three opinions: one comment is shown, one waits to be read."""
    words = "The rights walk filled two club meetings, and the Form 3s now ask for the next chapter."
    shown = give_opinion(edition=edition, stars=5, comment=words, by=people["teacher"])
    moderate_opinion(opinion=shown, state=Moderation.SHOWN, comment=words, by=officer)
    give_opinion(edition=edition, stars=4, comment="Picha zaidi zingesaidia.", by=people["teacher2"])
    give_opinion(edition=edition, stars=4, by=people["facilitator"])


def _write_next(title: Title, officer: User) -> None:
    """The next edition, one section of it mended: it waits for a second person."""
    draft = start_edition(title=title, language=Language.ENGLISH, by=officer)
    section = next(part for part in draft.sections.all() if part.is_chapter)
    text = section.text.replace("for two meetings", "for two meetings of an hour each")
    save_section(section=section, version=section.version, heading=section.heading, text=text, by=officer)
    offer_edition(edition=Edition.objects.get(pk=draft.pk), by=officer)


def _drawn(drawing: Drawing) -> SimpleUploadedFile:
    """A drawing as an officer would upload it."""
    sheet = Image.new("RGB", (1400, 860), "white")
    pen = ImageDraw.Draw(sheet)
    if drawing.stairs:
        _draw_stairs(pen, drawing.words)
    else:
        _draw_tree(pen, drawing.words)
    out = io.BytesIO()
    sheet.save(out, "PNG")
    return SimpleUploadedFile("drawing.png", out.getvalue(), "image/png")


def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / "BarlowCondensed_600SemiBold.ttf"), size)


def _draw_tree(pen: ImageDraw.ImageDraw, words: tuple[str, ...]) -> None:
    crown, trunk, roots = words[:6], words[6], words[7:]
    pen.polygon([(640, 420), (760, 420), (800, 680), (600, 680)], fill="#7a4a12")
    for x in (250, 700, 1150):
        pen.line([(700, 670), (x, 760)], fill="#7a4a12", width=14)
    places = [(290, 270), (500, 110), (900, 110), (1110, 270), (875, 330), (525, 330)]
    for (x, y), word in zip(places, crown, strict=True):
        pen.ellipse([x - 165, y - 95, x + 165, y + 95], fill=WASH, outline=TEAL, width=5)
        pen.text((x, y), word, font=_font(46), fill=INK, anchor="mm")
    pen.rounded_rectangle([530, 520, 870, 610], 20, fill="white", outline="#7a4a12", width=4)
    pen.text((700, 565), trunk, font=_font(46), fill=INK, anchor="mm")
    for x, word in zip((250, 700, 1150), roots, strict=True):
        pen.rounded_rectangle([x - 160, 740, x + 160, 830], 20, fill=TEAL)
        pen.text((x, 785), word, font=_font(50), fill="white", anchor="mm")


def _draw_stairs(pen: ImageDraw.ImageDraw, words: tuple[str, ...]) -> None:
    for n, word in enumerate(words):
        x, y = 20 + 194 * n, 690 - 100 * n
        pen.rectangle([x, y, x + 188, 850], fill=WASH if n % 2 else "#cfe3e3")
        pen.line([(x, y), (x + 188, y)], fill=TEAL, width=8)
        pen.text((x + 94, y + 40), str(n + 1), font=_font(44), fill=TEAL, anchor="mm")
        pen.text((x + 94, y - 30), word, font=_font(36), fill=INK, anchor="mm")
