"""A picture competition of the demonstration: drawn, judged, published, shown as far as invented guardians allow."""

import io
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone
from PIL import Image, ImageDraw

from accounts.choices import ConsentChannel, Purpose
from accounts.models import User
from competitions.essays.choices import Kind, Language, Sex
from competitions.essays.forms.competition import USUAL_TIE_BREAK
from competitions.essays.models import Assignment, Competition, Criterion, DealPlan, Entrant, Entry, Outcome
from competitions.essays.services.competition import close_entries, open_competition, save_competition, set_judges
from competitions.essays.services.consent import answer_consent
from competitions.essays.services.entry import enter_work, submit_entry
from competitions.essays.services.judging import deal_entries, save_marks
from competitions.essays.services.pages import read_page
from competitions.essays.services.results import decide_competition, publish_competition
from schools.models import ClassLevel, School

SIZE = (1000, 750)
JUDGES = ("judge", "judge2")
EN, SW = Language.ENGLISH, Language.KISWAHILI
Pen = ImageDraw.ImageDraw


def _fence(pen: Pen) -> None:
    """A fence with one board in another colour."""
    for n in range(9):
        colour = "#d9892b" if n == 5 else "#5f4630"
        pen.polygon([(70 + 100 * n, 300), (105 + 100 * n, 240), (140 + 100 * n, 300), (140 + 100 * n, 640),
                     (70 + 100 * n, 640)], fill=colour)  # fmt: skip
    pen.rectangle((40, 400, 960, 440), fill="#7a5c40")


def _hands(pen: Pen) -> None:
    """Raised hands of many colours."""
    for n, colour in enumerate(("#3b2417", "#6d4528", "#93643d", "#b98654", "#56351f")):
        x, top = 130 + 180 * n, 250 + (n % 2) * 70
        pen.rounded_rectangle((x - 35, top + 80, x + 35, 760), 20, fill=colour)
        for finger in range(4):
            pen.rounded_rectangle((x - 44 + 23 * finger, top - 10 * (finger % 3), x - 26 + 23 * finger, top + 110), 9,
                                  fill=colour)  # fmt: skip


def _voice(pen: Pen) -> None:
    """A speech bubble over a row of empty ones."""
    for n in range(4):
        pen.ellipse((80 + 220 * n, 520, 240 + 220 * n, 620), outline="#8d8d8d", width=6)
    pen.rounded_rectangle((200, 110, 800, 400), 60, fill="#0b5a5e")
    pen.polygon([(380, 390), (470, 390), (360, 480)], fill="#0b5a5e")
    for n in range(3):
        pen.rounded_rectangle((270, 180 + 60 * n, 730 - 130 * (n == 2), 205 + 60 * n), 12, fill="#ffffff")


def _scales(pen: Pen) -> None:
    """Scales that stand level."""
    pen.rectangle((488, 170, 512, 640), fill="#222222")
    pen.rectangle((360, 640, 640, 665), fill="#222222")
    pen.rectangle((170, 190, 830, 208), fill="#222222")
    for x, colour in ((190, "#a3242a"), (810, "#21663a")):
        pen.line((x, 200, x - 90, 440), fill="#222222", width=5)
        pen.line((x, 200, x + 90, 440), fill="#222222", width=5)
        pen.pieslice((x - 110, 380, x + 110, 520), 0, 180, fill=colour)


def _lamp(pen: Pen) -> None:
    """A lamp in the dark."""
    pen.rectangle((0, 0, *SIZE), fill="#16233b")
    for ring in range(6, 0, -1):
        pen.ellipse((500 - 60 * ring, 340 - 50 * ring, 500 + 60 * ring, 340 + 50 * ring),
                    fill=(40 + 34 * (7 - ring), 52 + 28 * (7 - ring), 60 + 12 * (7 - ring)))  # fmt: skip
    pen.polygon([(460, 420), (540, 420), (570, 690), (430, 690)], fill="#c79a4b")


def _bird(pen: Pen) -> None:
    """A bird over an open cage."""
    for n in range(7):
        pen.line((600 + 40 * n, 430, 600 + 40 * n, 700), fill="#555555", width=6)
    pen.arc((590, 330, 850, 530), 180, 360, fill="#555555", width=6)
    pen.polygon([(180, 260), (390, 200), (330, 300)], fill="#b5482a")
    pen.polygon([(330, 300), (390, 200), (470, 150), (520, 240), (420, 320)], fill="#d96d3c")


# What is drawn, on what ground, under which slogan, by whom; whether the work and the name may be shown.
Drawn = tuple[Callable[[Pen], None], str, Language, str, str, Sex, bool, bool]
WORKS: tuple[Drawn, ...] = (
    (_voice, "#f3ead7", EN, "One voice is enough to end a silence", "Naliaka Wekesa", Sex.GIRL, True, True),
    (_hands, "#cfe3ee", SW, "Mikono mingi, utu mmoja", "Baraka Juma", Sex.BOY, True, True),
    (_fence, "#dfe8cf", EN, "A law protects when nobody stands outside it", "Chebet Koech", Sex.GIRL, True, False),
    (_scales, "#f6f1e6", SW, "Haki haina upande", "Kiptoo Cherono", Sex.BOY, False, True),
    (_lamp, "#16233b", EN, "What is seen cannot be done in the dark", "Zainabu Hassan", Sex.GIRL, True, True),
    (_bird, "#e8f0f2", SW, "Uhuru hauombwi", "Otieno Ouma", Sex.BOY, True, True),
)  # fmt: skip
LEVELS = (4, 4, 5, 3, 3, 2)  # of points, as the judges see them


def draw(work: Drawn) -> bytes:
    """The picture as it was sent."""
    picture = Image.new("RGB", SIZE, work[1])
    work[0](ImageDraw.Draw(picture))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()


@transaction.atomic
def hold_picture_competition(people: dict[str, User]) -> None:
    """From the first picture to the winners' page, as officers, teachers and judges would."""
    competition = _prepare(people["officer"])
    schools, level = list(School.objects.secondary().order_by("list_code", "pk")[100:106]), ClassLevel.objects.first()
    for n, work in enumerate(WORKS):
        entrant = Entrant(name=work[4], class_level=level, sex=work[5], school=schools[n % len(schools)])
        _enter(competition, entrant, n, people["officer"])
    _judge(competition, people)
    decide_competition(competition=competition, inputs_hash=Outcome.of(competition).inputs_hash, by=people["officer"])
    publish_competition(competition=competition, by=people["officer"])
    days = {"opens_at": -100, "closes_at": -60, "judging_closes_at": -40, "published_at": -35}
    now = timezone.now()
    Competition.objects.filter(pk=competition.pk).update(**{k: now + timedelta(days=n) for k, n in days.items()})


def _prepare(by: User) -> Competition:
    now = timezone.now()
    competition = Competition(
        name="Picture competition: what I would not be silent about",
        question="Draw what you would not be silent about, and put it into one sentence.",
        kind=Kind.IMAGE,
        word_limit=12,
        opens_at=now - timedelta(days=5),
        closes_at=now + timedelta(days=2),
        judging_closes_at=now + timedelta(days=9),
        marks_per_entry=2,
        prize_places=3,
        merit_places=3,
        tie_break=str(USUAL_TIE_BREAK),
        keep_until=timezone.localdate() + timedelta(days=730),
    )
    rows = [Criterion(name=name, weight=1, max_points=5) for name in ("Idea", "Picture", "Slogan")]
    save_competition(competition=competition, criteria=rows, by=by)
    return open_competition(competition=competition, by=by)


def _enter(competition: Competition, entrant: Entrant, n: int, by: User) -> None:
    _pen, _ground, language, slogan, _name, _sex, shown, named = WORKS[n]
    entry = Entry(competition=competition, language=language, text=slogan, own_work=True, key=UUID(int=9_000 + n))
    upload = SimpleUploadedFile("picture.jpg", draw(WORKS[n]), "image/jpeg")
    enter_work(entry=entry, entrant=entrant, pages=[upload], by=by)
    for page in entry.pages.all():
        read_page.call(page.pk)
    answers = dict.fromkeys(Purpose, True) | {Purpose.PUBLISH_WORK: shown, Purpose.PUBLISH_NAME: named}
    answer_consent(entry=entry, answers=answers, channel=ConsentChannel.SCHOOL, by=by)
    submit_entry(entry=entry, by=by)


def _judge(competition: Competition, people: dict[str, User]) -> None:
    by = people["officer"]
    close_entries(competition=competition, by=by)
    set_judges(competition=competition, offers={people[key]: (True, True, None) for key in JUDGES}, by=by)
    plan = DealPlan.of(competition, 20_260_601)
    deal_entries(competition=competition, seed=plan.seed, inputs_hash=plan.inputs_hash, by=by)
    criteria = list(competition.criteria.all())
    works = Assignment.objects.on_desks().filter(place__competition=competition)
    for work in works.select_related("place__judge", "entry"):
        level = LEVELS[work.entry.number - 1]
        strict = work.place.judge == people["judge2"] and work.entry.number % 2
        points = {c: (max(1, level - int(bool(strict and at == 1))), "") for at, c in enumerate(criteria)}
        key = UUID(int=90_000 + work.pk)
        save_marks(assignment=work, base=0, key=key, points=points, finish=True, by=work.place.judge)
