"""Works on paper in the demonstration: photographed pages, a posted pile, a copy, drawings with slogans."""

import io
import random
from collections.abc import Sequence
from functools import partial
from uuid import UUID

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image, ImageDraw, ImageFilter

from accounts.choices import ConsentChannel, Purpose
from accounts.models import User
from competitions.essays.choices import Language, Sex
from competitions.essays.models import Competition, Entrant, Entry
from competitions.essays.services.bundles import read_bundle, send_bundle, slip_text
from competitions.essays.services.consent import answer_consent
from competitions.essays.services.copies import look_for_copies
from competitions.essays.services.entry import enter_work, submit_entry
from competitions.essays.services.pages import add_pages, read_page
from competitions.essays.services.school import keep_head_certificate, list_entrants
from core.pdf.qr import qr_rows
from schools.models import ClassLevel, School

SIZE = (720, 1020)
LINES = 26
SLOGANS = (
    "A voice is not a noise",
    "Haki si zawadi",
    "No door is too heavy for two",
    "Ask me before you decide",
    "Elimu ni haki yangu",
    "The fence is for the goats",
)
LISTED = ("Nduku Mutua", "Brian Kiprop", "Fatuma Ali", "Wanjirũ Maina", "Onyango Okoth", "Chebet Rono")


def handwriting(seed: int, *, filled: float = 1.0) -> Image.Image:
    """A page of lined paper with something like a hand on it."""
    dice, (width, height) = random.Random(seed), SIZE  # noqa: S311 (a drawing, no secret)
    page = Image.new("L", SIZE, 236)
    draw = ImageDraw.Draw(page)
    step, left = height * 0.9 / (LINES + 1), width * 0.11
    for row in range(LINES + 1):
        draw.line([(0, 70 + row * step), (width, 70 + row * step)], fill=190, width=1)
    draw.line([(left - 12, 0), (left - 12, height)], fill=175, width=1)
    for row in range(int(LINES * filled)):
        base, at, end = 70 + (row + 0.8) * step, left + dice.uniform(0, 8), width * dice.uniform(0.84, 0.94)
        while at < end:
            points = []
            for stroke in range(4 * dice.randint(2, 8)):
                lift = dice.uniform(2, 9) * (2 if dice.random() < 0.1 else 1) if stroke % 2 else dice.uniform(-1, 1)
                points.append((at + 0.2 * lift, base - lift))
                at += 2.2
            draw.line(points, fill=62, width=2, joint="curve")
            at += dice.uniform(7, 12)
    return page


def _drawing(seed: int) -> Image.Image:
    """A picture of a few plain shapes: a hill, a sun, some people."""
    dice, (width, height) = random.Random(seed), SIZE  # noqa: S311 (a drawing, no secret)
    page = Image.new("L", SIZE, 245)
    draw = ImageDraw.Draw(page)
    ridge = [(x, height * 0.6 + dice.uniform(-90, 90)) for x in range(0, width + 90, 90)]
    draw.polygon([(0, height), *ridge, (width, height)], fill=dice.randint(150, 200), outline=60, width=4)
    x, y = dice.uniform(120, 560), dice.uniform(90, 260)
    draw.ellipse((x - 70, y - 70, x + 70, y + 70), fill=225, outline=60, width=5)
    for _n in range(dice.randint(3, 6)):
        x, y, tall = dice.uniform(80, 640), dice.uniform(660, 900), dice.uniform(70, 120)
        draw.ellipse((x - 18, y - tall - 36, x + 18, y - tall), fill=240, outline=50, width=5)
        draw.line([(x, y - tall), (x, y - 30)], fill=50, width=7)
        draw.line(
            [(x - 45, y - tall + dice.uniform(-30, 30)), (x, y - tall + 15), (x + 45, y - tall)], fill=50, width=6
        )
        draw.line([(x - 25, y + 20), (x, y - 30), (x + 25, y + 20)], fill=50, width=6)
    return page


def _jpeg(picture: Image.Image, name: str = "page.jpg") -> ContentFile:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=78)
    return ContentFile(out.getvalue(), name=name)


def _with_slip(page: Image.Image, text: str) -> Image.Image:
    """A page with the code of its slip at the foot."""
    rows = qr_rows(text)
    code = Image.new("L", (len(rows[0]), len(rows)), 255)
    code.putdata([0 if dark == "1" else 255 for row in rows for dark in row])
    side = 5 * code.width
    label = Image.new("L", (side + 60, side + 60), 255)
    label.paste(code.resize((side, side), Image.Resampling.NEAREST), (30, 30))
    page.paste(label, (40, SIZE[1] - side - 80))
    return page


def _pages(entry: Entry, pictures: Sequence[Image.Image], key: UUID, by: User) -> None:
    """Sent and looked at, as the worker would."""
    for page in add_pages(entry=entry, files=[_jpeg(picture) for picture in pictures], key=key, by=by):
        read_page.func(page.pk)


def _hand_in(entry: Entry, by: User) -> None:
    answers = dict.fromkeys(Purpose, True)
    answer_consent(entry=entry, answers=answers, channel=ConsentChannel.SCHOOL, by=by)
    Entry.objects.filter(pk=entry.pk).update(own_work=True)
    entry.refresh_from_db()
    submit_entry(entry=entry, by=by)


def enter_paper(competition: Competition, school: School, people: dict[str, User], dice: random.Random) -> None:
    """The teacher lists six more learners: two works are photographed (one page is blurred, one is sent twice), two
    come by post in a pile with a page that has no slip, two are not begun; the head teacher has signed."""
    teacher, officer, fresh = people["teacher"], people["officer"], partial(_key, dice)
    level = ClassLevel.objects.of_year(timezone.localdate().year).first()
    rows = [
        (Entrant(name=name, class_level=level, sex=Sex.GIRL if n % 2 == 0 else Sex.BOY), Language.ENGLISH.value)
        for n, name in enumerate(LISTED)
    ]
    begun = list_entrants(competition=competition, school=school, entrants=rows, key=fresh(), by=teacher)
    first, second, third, posted, also = begun[:5]
    blurred = handwriting(2).filter(ImageFilter.GaussianBlur(5))
    _pages(first, [handwriting(1), blurred, handwriting(3, filled=0.4)], fresh(), teacher)
    _pages(second, [handwriting(4)], fresh(), teacher)
    _pages(third, [handwriting(4).rotate(1.5, fillcolor=236).crop((20, 24, 700, 990))], fresh(), teacher)
    for entry in (second, third):
        _hand_in(entry, teacher)
    look_for_copies(competition=competition, by=officer)
    pile = [_with_slip(handwriting(5, filled=0.7), slip_text(posted, 1)), handwriting(6, filled=0.6)]
    pile.append(_with_slip(handwriting(7, filled=0.7), slip_text(also, 1)))
    out = io.BytesIO()
    pile[0].save(out, "PDF", save_all=True, append_images=pile[1:], resolution=87)
    paper = ContentFile(out.getvalue(), name="pile.pdf")
    bundle = send_bundle(competition=competition, files=[paper], key=fresh(), by=officer)
    read_bundle.func(bundle.pk)
    signed = _jpeg(handwriting(8, filled=0.2), "signed.jpg")
    keep_head_certificate(competition=competition, school=school, file=signed, by=teacher)


def draw_slogans(competition: Competition, schools: Sequence[School], by: User, dice: random.Random) -> None:
    """A drawing with a slogan from each of some schools."""
    level = ClassLevel.objects.of_year(timezone.localdate().year).first()
    for n, slogan in enumerate(SLOGANS):
        entrant = Entrant(name=LISTED[n], class_level=level, sex=Sex.GIRL if n % 2 else Sex.BOY, school=schools[n])
        language = Language.KISWAHILI if n in {1, 4} else Language.ENGLISH
        entry = Entry(competition=competition, language=language, title=slogan, text=slogan, key=_key(dice))
        enter_work(entry=entry, entrant=entrant, by=by)
        _pages(entry, [_drawing(n)], _key(dice), by)
        _hand_in(entry, by)


def _key(dice: random.Random) -> UUID:
    return UUID(int=dice.getrandbits(128))
