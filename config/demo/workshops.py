"""Forums of the demonstration: some reported, some overdue, some this week, some to come."""

import random
import re
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from accounts.models import Message, User
from schools.models import ClassLevel, County, School
from workshops.choices import Kind, Sex, State
from workshops.choices import Paper as PaperKind
from workshops.forms import usual_programme
from workshops.models import AccessAuthority, Clearance, Forum, VisitRequest
from workshops.services.door import blocks_of, enter_authority, enter_clearance, set_profile
from workshops.services.forum import cancel_forum, plan_forum, propose_forum
from workshops.services.report import send_report, verify_report
from workshops.services.request import accept_request, ask_for_code, enter_code, request_visit


@dataclass(frozen=True)
class Visit:
    """One invented visit: days from today, the hour, the real school (its number in the list of 2016), the team."""

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
    Visit(-2, 15, "32744", HEARD, ("facilitator",)),
    Visit(0, 15, "26397", EQUAL, ("facilitator", "facilitator3")),
    Visit(1, 10, "32742", HEARD, ("facilitator2",), Kind.SESSION),
    Visit(6, 15, "32744", EQUAL, ("facilitator", "facilitator2")),
    Visit(13, 15, "32743", TORTURE, ("facilitator3",), Kind.WORKSHOP),
)
HOMES = {"facilitator": "030", "facilitator2": "032", "facilitator3": "047"}  # home counties
LIFTED = "The county director of education has agreed in writing; the letter follows."
# More schools for the map, spread over the country by county code.
SPREAD = ("001", "012", "015", "022", "023", "027", "032", "037", "042", "045", "047", "047", "022", "012", "016")


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
    for n, code in enumerate(SPREAD):
        visit = Visit(-80 - 3 * n, 15, "", (TORTURE, EQUAL, HEARD)[n % 3], ("facilitator3",), learners=40 + 7 * n)
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


def _ask(school: School, n: int) -> Forum:
    """A school without an account asks, and enters the code of its SMS."""
    names = ("Awuor Otieno", "Kerubo Nyaboke", "Odera Owino")
    wish = VisitRequest(school=school, name=names[n], phone=f"+25470000010{n}", expected=60 + 20 * n, topic=EQUAL)
    ask_for_code(wish=wish)
    code = re.search(r"\b\d{6}\b", Message.objects.get(key=f"request-{wish.pk}-code").body)
    return enter_code(wish=wish, code=code[0] if code else "")


def _plan(visit: Visit, school: School, people: dict[str, User]) -> None:
    officer = people["officer"]
    start = timezone.localtime().replace(hour=visit.hour, minute=30, second=0, microsecond=0) + timedelta(
        days=visit.days
    )
    if start.weekday() > 4:  # schools are visited on weekdays
        start -= timedelta(days=start.weekday() - 4)
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
    send_report(
        forum=forum,
        key=UUID(int=dice.getrandbits(128)),
        counts=counts,
        adults=dice.randint(2, 6),
        done="We began with a story, then four groups worked on cases. Many questions about the police.",
        promised="Twenty more booklets for the club.",
        by=by,
    )
