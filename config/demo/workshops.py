"""Forums of the demonstration: some reported, some overdue, some this week, some to come."""

import io
import random
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image, ImageDraw

from accounts.models import Message, User
from materials.models import Title
from schools.models import ClassLevel, County, School
from workshops.choices import Again, Kind, Sex, State
from workshops.choices import Paper as PaperKind
from workshops.forms import usual_programme
from workshops.models import (
    AccessAuthority,
    Clearance,
    Feedback,
    Forum,
    GuestSchool,
    Module,
    Photo,
    Session,
    VisitRequest,
)
from workshops.services.copies import reserve_copies
from workshops.services.door import blocks_of, enter_authority, enter_clearance, set_profile
from workshops.services.feedback import give_feedback
from workshops.services.forum import cancel_forum, plan_forum, propose_forum
from workshops.services.photo import add_photo
from workshops.services.report import send_report, verify_report
from workshops.services.request import accept_request, ask_for_code, enter_code, request_visit
from workshops.services.session import add_guest, keep_module, save_session


@dataclass(frozen=True)
class Visit:
    """One invented visit: days from today, the hour, the real school (its number in the list of 2016), the team.

    Visits on a weekend fall on the Friday before it, so those of one team are three days apart or more.
    """

    days: int
    hour: int
    school: str
    topic: str
    team: tuple[str, ...]
    kind: Kind = Kind.FORUM
    learners: int = 0
    cancelled: str = ""


TORTURE, EQUAL, HEARD = "Freedom from torture", "Equal before the law", "How to be heard"
VISITS = (
    Visit(-70, 15, "32744", TORTURE, ("facilitator", "facilitator2"), learners=84),
    Visit(-63, 15, "32740", EQUAL, ("facilitator2",), learners=61),
    Visit(-56, 10, "26397", HEARD, ("facilitator3",), Kind.SESSION, learners=120),
    Visit(-49, 15, "32742", TORTURE, ("facilitator",), Kind.WORKSHOP, learners=45),
    Visit(-42, 15, "32743", EQUAL, ("facilitator2", "facilitator3"), learners=97),
    Visit(-21, 15, "32739", TORTURE, ("facilitator",), cancelled="Heavy rain closed the road."),
    Visit(-10, 15, "32740", TORTURE, ("facilitator2",)),
    Visit(-3, 15, "32744", HEARD, ("facilitator",)),
    Visit(0, 15, "26397", EQUAL, ("facilitator", "facilitator3")),
    Visit(1, 10, "32742", HEARD, ("facilitator2",), Kind.SESSION),
    Visit(6, 15, "32744", EQUAL, ("facilitator", "facilitator2")),
    Visit(13, 15, "32743", TORTURE, ("facilitator3",), Kind.WORKSHOP),
)
HOMES = {"facilitator": "030", "facilitator2": "032", "facilitator3": "047"}  # home counties
LIFTED = "The county director of education has agreed in writing; the letter follows."
# More schools for the map, spread over the country by county code.
SPREAD = ("001", "012", "015", "022", "023", "027", "032", "037", "042", "045", "047", "047", "022", "012", "016")
FAR_VISITS = tuple(
    Visit(-80 - 3 * n, 15, "", (TORTURE, EQUAL, HEARD)[n % 3], ("facilitator3",), learners=40 + 7 * n)
    for n in range(len(SPREAD))
)


MODULES = (
    {
        "name": "Torture is never right",
        "minutes": 45,
        "care": "The story of a beating may remind learners of their own. Nobody has to speak.",
        "notes": "## What they take home\n\n- Torture is never allowed, whatever somebody did.\n"
        "- Whom to tell: a teacher one trusts, or Childline, 116.\n\n## How it goes\n\nRead the story aloud, slowly. "
        "Four groups, a case each, fifteen minutes. Each group says in one sentence what was wrong.",
    },
    {
        "name": "Equal before the law",
        "minutes": 60,
        "notes": "## What they take home\n\n- Everybody is equal before the law (Constitution, Art. 27).\n\n## How it "
        "goes\n\nThe line of privilege, without words; then talk about what one saw.",
    },
    {
        "name": "How to be heard",
        "minutes": 60,
        "notes": "## What they take home\n\n- A letter, a petition, a club: three ways.\n\n## How it goes\n\n"
        "Each group writes to somebody who can change something at the school.",
    },
)
VOICES = (
    (5, "The story held everybody. Learners still talk of it.", ""),
    (4, "Group work in which the quiet ones spoke too.", "Come earlier: the buses leave at five."),
    (3, "Good questions.", "The hall was too loud for two groups at once."),
)
PHOTOS = (
    ("The hall before the forum", "nobody", ""),
    ("Group work, seen from the back", "form", "the guardians of all seven learners"),
    ("Learners at the board", "none", ""),
)


def open_the_door(people: dict[str, User]) -> None:
    """Papers of the facilitators (one ends soon), and the ministry's letter for all counties but one."""
    officer, today = people["officer"], timezone.localdate()
    sexes = {"facilitator": "woman", "facilitator2": "man", "facilitator3": "woman"}
    for key, sex in sexes.items():
        home = County.objects.get(code=HOMES[key])
        set_profile(person=people[key], sex=sex, home=home, by=officer)
        for kind in PaperKind:
            soon = key == "facilitator2" and kind == PaperKind.CONDUCT
            days = {
                "valid_from": today - timedelta(days=345),
                "valid_until": today + timedelta(days=20 if soon else 300),
            }
            clearance = Clearance(person=people[key], kind=kind, reference=f"{kind.upper()[:3]}-{key[-1]}71", **days)
            enter_clearance(clearance=clearance, by=officer)
    letter = AccessAuthority(
        reference="MOE/GEN/2026/114",
        issued_by="State Department for Basic Education",
        valid_from=today - timedelta(days=340),
        valid_until=today + timedelta(days=120),
    )
    enter_authority(authority=letter, counties=County.objects.exclude(code="042"), by=officer)


def plan_visits(people: dict[str, User]) -> None:
    """Plan all of them as the officer would, and let the teams report."""
    for visit in VISITS:
        school = School.objects.filter(list_code=visit.school).first() or School.objects.secondary().first()
        _plan(visit, school, people)
    for n, (code, visit) in enumerate(zip(SPREAD, FAR_VISITS, strict=True)):
        _plan(visit, School.objects.secondary().filter(county=code).order_by("list_code")[n], people)


def ask_for_visits(people: dict[str, User]) -> None:
    """Wishes of schools, one at each step before the visit, and a report that was looked at by somebody else."""
    officer = people["officer"]
    school = School.objects.get(list_code="32740")
    teacher = people["teacher2"]
    wish = VisitRequest(school=school, name=teacher.name, email=teacher.email, language="sw", expected=80)
    request_visit(wish=wish, by=teacher)
    steps = (State.REQUESTED, State.TRIAGED, State.PROPOSED)
    for n, (state, school) in enumerate(zip(steps, School.objects.secondary().filter(county="042"), strict=False)):
        forum = _ask(school, n)
        if state != State.REQUESTED:
            accept_request(forum=forum, by=officer)
        if state == State.PROPOSED:
            start = timezone.localtime().replace(hour=15, minute=30, second=0, microsecond=0) + timedelta(days=24)
            forum.starts_at, forum.ends_at = start, start + timedelta(minutes=75)
            propose_forum(forum=forum, team=[people["facilitator"]], override=LIFTED, by=people["director"])
    for forum in Forum.objects.filter(state=State.REPORTED).order_by("starts_at")[:12]:
        verify_report(forum=forum, by=people["director"])


def fill_visits(people: dict[str, User]) -> None:
    """What comes with visits: a festival of two days, modules, booklets put aside, photographs, answers of schools."""
    officer = people["officer"]
    modules = [keep_module(module=Module(**fields), by=officer) for fields in MODULES]
    ahead = Forum.objects.filter(state=State.CONFIRMED, starts_at__gt=timezone.now()).order_by("starts_at")
    titles = list(Title.objects.filter(archived=False)[:2])
    for n, forum in enumerate(ahead[:3]):
        forum.modules.set([modules[n % len(modules)]])
        if n and titles:
            reserve_copies(forum=forum, copies=dict.fromkeys(titles, 60), by=officer)
    _festival(people, modules)
    for n, forum in enumerate(Forum.objects.awaiting_report()):
        useful, good, better = VOICES[n % len(VOICES)]
        marks = {"useful": useful, "safe": 5, "again": Again.YES if useful > 3 else Again.MAYBE}
        who = "Mr. Shikuku, club patron"
        if Feedback.is_open(forum):
            give_feedback(feedback=Feedback(forum=forum, good=good, better=better, who=who, **marks))
    for forum in Forum.objects.filter(state=State.REPORTED).order_by("-starts_at")[:1]:
        for n, (words, release, who) in enumerate(PHOTOS):
            photo = Photo(forum=forum, key=UUID(int=n + 1), words=words, release=release, consent_by=who)
            add_photo(photo=photo, picture=_picture(n), by=officer)


def _festival(people: dict[str, User], modules: list[Module]) -> None:
    """Two days, two rooms at the same time, three schools."""
    start = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=30)
    start += timedelta(days=(1 - start.weekday()) % 7)  # a Tuesday
    schools = list(School.objects.secondary().filter(county="032").order_by("list_code")[5:8])
    team = [people["facilitator"]]
    forum = Forum(
        kind=Kind.FESTIVAL,
        topic="Human rights festival",
        school=schools[0],
        starts_at=start,
        ends_at=start + timedelta(minutes=90),
        place="Main hall",
        host="Mrs. Njeri, deputy principal",
        expected=240,
    )
    forum = plan_forum(forum=forum, team=team, override=LIFTED, by=people["director"])
    plan = (
        (0, 0, "Library", 0, "facilitator3"),
        (1, 0, "Main hall", 1, "facilitator"),
        (1, 0, "Library", 2, "facilitator3"),
    )
    for day, hour, room, module, key in plan:
        begins = start + timedelta(days=day, hours=hour)
        times = {"starts_at": begins, "ends_at": begins + timedelta(minutes=90)}
        session = Session(forum=forum, title=modules[module].name, module=modules[module], room=room, **times)
        save_session(session=session, team=[people[key]], override=LIFTED, by=people["director"])
    for school in schools[1:]:
        guest = GuestSchool(forum=forum, school=school, expected=80)
        add_guest(guest=guest, override=LIFTED, by=people["director"])


def _picture(n: int) -> ContentFile:
    """A drawing instead of a photograph: nobody is in it."""
    out, picture = io.BytesIO(), Image.new("RGB", (800, 600), "#d9cbb0")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 380, 800, 600), fill=("#8a6f4d", "#6d8a4d")[n % 2])
    draw.polygon([(120, 380), (400, 140), (680, 380)], fill="#1f5a52")
    for place in range(7):
        draw.ellipse((90 + 95 * place, 420, 140 + 95 * place, 470), fill="#3b2f2f")
    picture.save(out, "JPEG")
    return ContentFile(out.getvalue(), name="picture.jpg")


def _ask(school: School, n: int) -> Forum:
    """A school without an account asks, and enters the code of its SMS."""
    names = ("Awuor Otieno", "Kerubo Nyaboke", "Odera Owino")
    wish = VisitRequest(school=school, name=names[n], phone=f"+25470000010{n}", expected=60 + 20 * n, topic=EQUAL)
    ask_for_code(wish=wish)
    code = re.search(r"\b\d{6}\b", Message.objects.get(key=f"request-{wish.pk}-code").body)
    return enter_code(wish=wish, code=code[0] if code else "")


def begins(visit: Visit, now: datetime) -> datetime:
    """When a visit begins: schools are visited on weekdays."""
    start = now.replace(hour=visit.hour, minute=30, second=0, microsecond=0) + timedelta(days=visit.days)
    return start - timedelta(days=max(0, start.weekday() - 4))


def _plan(visit: Visit, school: School, people: dict[str, User]) -> None:
    officer = people["officer"]
    start = begins(visit, timezone.localtime())
    forum = Forum(
        kind=visit.kind,
        topic=visit.topic,
        school=school,
        starts_at=start,
        ends_at=start + timedelta(minutes=75),
        planned_at=min(start, timezone.now()) - timedelta(days=9),
        place="Main hall",
        host="Mr. Shikuku, club patron",
        expected=90,
    )
    parts = [(int(line.split()[0]), line.split(maxsplit=1)[1]) for line in usual_programme().splitlines()]
    team = [people[key] for key in visit.team]
    barred = blocks_of(forum, team, with_authority=True)
    by = people["director"] if barred else officer
    plan_forum(forum=forum, team=team, programme=parts, override=LIFTED if barred else "", by=by)
    if visit.cancelled:
        cancel_forum(forum=forum, reason=visit.cancelled, by=officer)
    elif visit.learners:
        _report(forum, visit.learners, team[0])


def _report(forum: Forum, learners: int, by: User) -> None:
    dice = random.Random(forum.pk)  # noqa: S311 (invented figures)
    levels = list(ClassLevel.objects.of_year(timezone.localtime(forum.starts_at).year))
    cells = [(level, sex) for level in levels for sex in Sex]
    counts = dict.fromkeys(cells, 0)
    for _learner in range(learners):
        counts[dice.choice(cells)] += 1
    disabled = {cell: min(n, dice.choice((0, 0, 1, 2))) for cell, n in counts.items()}
    copies = dict.fromkeys(Title.objects.filter(archived=False)[:1], learners // 2)
    send_report(
        forum=forum,
        key=UUID(int=dice.getrandbits(128)),
        counts=counts,
        disabled=disabled,
        copies=copies,
        adults=dice.randint(2, 6),
        done="We began with a story, then four groups worked on cases. Many questions about the police.",
        promised="Twenty more booklets for the club.",
        by=by,
    )
