"""Essays of the demonstration: a competition that is open, one that is being judged, two that are published."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.choices import ConsentChannel, Purpose
from accounts.models import User
from accounts.services.press import run_print_job
from competitions.essays.choices import Kind, Language, Sex
from competitions.essays.forms.competition import USUAL_TIE_BREAK, usual_criteria
from competitions.essays.models import (
    Assignment,
    Competition,
    Criterion,
    DealPlan,
    Entrant,
    Entry,
    FinalPlan,
    JudgeResult,
    Outcome,
)
from competitions.essays.pdf import certificate_orders
from competitions.essays.services.competition import close_entries, open_competition, save_competition, set_judges
from competitions.essays.services.consent import answer_consent
from competitions.essays.services.entry import enter_work, submit_entry
from competitions.essays.services.judging import deal_entries, save_marks
from competitions.essays.services.papers import issue_service
from competitions.essays.services.results import decide_competition, print_certificates, publish_competition
from competitions.essays.services.rounds import begin_final
from config.demo.essay_pages import draw_slogans, enter_paper
from config.demo.essay_texts import essay
from config.demo.names import cover_names, look_at_pages, signed, written_by_hand
from config.demo.training import name_early, prepare_judging, spread_marks
from schools.models import ClassLevel, School

NOW = "Is torture ever justified for the good of a nation?"
OPEN = "How can learners be heard when a school decides?"
DRAWN = "One right, one picture, one line: what should every school wall say?"
BEFORE = "What does dignity mean on an ordinary day?"
JUDGES = ("judge", "judge2", "judge3", "judge4")
LENIENCY = {"judge": 0.0, "judge2": -0.7, "judge3": 0.5, "judge4": 0.2}  # in points of a criterion
TEACHERS_SCHOOL = "32744"
LISTED = ("32744", "32740", "26397", "32742", "32743", "32739")  # schools by their number in the list of 2016
COUNTIES = ("001", "012", "015", "022", "023", "032", "042", "047")
FIRST = ("Akinyi", "Baraka", "Chepkoech", "Wambũi", "Abdi", "Naliaka", "Mutheu", "Kiptoo", "Zainabu", "Ochieng’")
LAST = ("Otieno", "Mwangi", "Cherono", "Njeri", "Hassan", "Wekesa", "Ndũnda", "Koech", "Juma", "Odhiambo", "Kariũki")
REASONS = (
    "Clear from the first line.",
    "The second example is weaker.",
    "An objection is met fairly.",
    "Vivid, and own.",
)
WORDS = (
    "The image of the fence carries the whole argument. Next: let the other side speak a little longer.",
    "You ask the right question. Next: one example more, from your own day.",
    "Strong and calm. Next: begin with your best sentence; it stands in the third paragraph.",
)
ANCHORS = (  # an example for each of the usual criteria
    "“Nobody may be beaten to confess. When the watchman held Juma, the law stood on both sides.”\n4 points: the right "
    "is named and applied to a case; nothing is weighed against it.",
    "“Some say fear keeps order. But fear also silences the one who saw the thief.”\n4 points: an objection is met.",
    "“My grandmother counts her hens at night. A law is such counting.”\n5 points: could not be anyone else’s.",
    "“Rights is for all peoples and must be protect.”\n2 points: one understands it, through faults of grammar.",
)


@transaction.atomic
def hold_competitions(people: dict[str, User]) -> None:
    """Both, as officers, teachers and judges would."""
    dice = random.Random(29)  # noqa: S311 (invented figures)
    schools = _schools()
    earlier = _prepare("Essay competition: everyday dignity", BEFORE, people)
    _fill(earlier, [*schools[6:], *schools[:1] * 3, schools[1]], range(12), people, dice)  # three of the teacher's
    _judge(earlier, people, dice, left={})
    digest = Outcome.of(earlier).inputs_hash
    decide_competition(competition=earlier, inputs_hash=digest, by=people["officer"])
    orders = certificate_orders(earlier)
    for job in print_certificates(competition=earlier, orders=orders, by=people["officer"]):
        run_print_job.call(job.pk)
    issue_service(result=JudgeResult.objects.get(judge=people["judge"]), by=people["judge"])
    publish_competition(competition=earlier, by=people["officer"])
    _shift(earlier, opens=-190, closes=-150, judged=-120, published=-110)
    running = _prepare("National essay competition", NOW, people)
    _fill(running, schools, range(12, 36), people, dice)
    _judge(running, people, dice, left={"judge": 5, "judge3": 8, "judge4": 5})
    cover_names(running, people)
    _shift(running, opens=-45, closes=-12, judged=9)
    spread_marks(running, people)
    _open(people, dice)
    _draw(people, schools, dice)


def _open(people: dict[str, User], dice: random.Random) -> None:
    """One that takes entries now: the teacher has handed in one work and begun another."""
    competition = _prepare("Essay competition: a voice at school", OPEN, people)
    school = School.objects.get(list_code=TEACHERS_SCHOOL)
    _fill(competition, [school], range(40, 41), people, dice, by="teacher")
    _fill(competition, [school], range(41, 42), people, dice, by="teacher", hand_in=False)
    enter_paper(competition, school, people, dice)
    name_early(competition, people)
    _shift(competition, opens=-9, closes=21, judged=45)


def _draw(people: dict[str, User], schools: Sequence[School], dice: random.Random) -> None:
    """Images with slogans, in two rounds, published: three of six went on to a final."""
    competition = _prepare(
        "Poster competition: rights in one line", DRAWN, people, kind=Kind.IMAGE, finalists=3, final_marks=1
    )
    draw_slogans(competition, schools, people["officer"], dice)
    quality = _judge(competition, people, dice, left={})
    plan = FinalPlan.of(competition)
    begin_final(competition=competition, inputs_hash=plan.inputs_hash, by=people["officer"])
    competition = Competition.objects.get(pk=competition.pk)
    _deal(competition, people)
    _let_mark(competition, people, dice, quality, left={})
    digest = Outcome.of(competition).inputs_hash
    decide_competition(competition=competition, inputs_hash=digest, by=people["officer"])
    publish_competition(competition=competition, by=people["officer"])
    _shift(competition, opens=-120, closes=-90, judged=-70, published=-60)


def _schools() -> list[School]:
    found = [School.objects.filter(list_code=code).first() for code in LISTED]
    more = [School.objects.secondary().filter(county=code).order_by("list_code")[5] for code in COUNTIES]
    return [school for school in found if school] + more


def _moment(days: int) -> datetime:
    return timezone.localtime().replace(hour=23, minute=59, second=0, microsecond=0) + timedelta(days=days)


def _prepare(name: str, question: str, people: dict[str, User], **terms: Any) -> Competition:
    competition = Competition(
        name=name,
        question=question,
        word_limit=1000,
        opens_at=_moment(-45),
        closes_at=_moment(2),
        judging_closes_at=_moment(9),
        marks_per_entry=2,
        prize_places=3,
        merit_places=4,
        tie_break=str(USUAL_TIE_BREAK),
        keep_until=timezone.localdate() + timedelta(days=730),
        **terms,
    )
    usual = zip(usual_criteria(), ANCHORS, strict=True)
    rows = [Criterion(name=n, weight=w, max_points=most, bands=b, anchor=a) for (n, w, most, b), a in usual]
    save_competition(competition=competition, criteria=rows, by=people["officer"])
    return open_competition(competition=competition, by=people["officer"])


def _fill(
    competition: Competition,
    schools: Sequence[School],
    numbers: range,
    people: dict[str, User],
    dice: random.Random,
    *,
    by: str = "officer",
    hand_in: bool = True,
) -> None:
    """Entries from real schools by invented learners; three in ten in Kiswahili."""
    levels = list(ClassLevel.objects.of_year(timezone.localdate().year))
    for n in numbers:
        language = Language.KISWAHILI if n % 10 in {2, 5, 8} else Language.ENGLISH
        title, text = essay(language.value, n if language == Language.ENGLISH else n // 3)
        name = f"{FIRST[n % len(FIRST)]} {LAST[n * 7 % len(LAST)]}"
        entrant = Entrant(
            name=name,
            class_level=levels[n % len(levels)],
            sex=Sex.GIRL if n % 2 == 0 else Sex.BOY,
            school=schools[n % len(schools)],
        )
        key = UUID(int=dice.getrandbits(128))
        pages = written_by_hand(n, title, text, entrant.school.name)
        entry = Entry(competition=competition, language=language, title=title, text=text, own_work=True, key=key)
        entry.text = "" if pages else signed(n, text, name)
        enter_work(entry=entry, entrant=entrant, pages=pages, by=people[by])
        look_at_pages(entry)
        if not hand_in:
            continue
        answers = dict.fromkeys(Purpose, True)
        answers[Purpose.PUBLISH_NAME], answers[Purpose.PUBLISH_WORK] = n % 5 != 1, n % 4 != 2
        answers[Purpose.PUBLISH_PHOTO] = n % 3 == 0
        answer_consent(entry=entry, answers=answers, channel=ConsentChannel.SCHOOL, by=people[by])
        submit_entry(entry=entry, by=people[by])


def _judge(
    competition: Competition, people: dict[str, User], dice: random.Random, left: dict[str, int]
) -> dict[int, float]:
    """Close, name the judges, deal, and let them mark all but what is left. Returns how good each work is."""
    by = people["officer"]
    close_entries(competition=competition, by=by)
    offers = {people[key]: (True, key != "judge4", None) for key in JUDGES}
    set_judges(competition=competition, offers=offers, by=by)
    quality = {pk: dice.gauss(3.3, 0.8) for pk in competition.entries.values_list("pk", flat=True)}
    if left:
        prepare_judging(competition, people, quality)
    _deal(competition, people)
    _let_mark(competition, people, dice, quality, left)
    return quality


def _deal(competition: Competition, people: dict[str, User]) -> None:
    plan = DealPlan.of(competition, 20_260_529)
    deal_entries(competition=competition, seed=plan.seed, inputs_hash=plan.inputs_hash, by=people["officer"])


def _let_mark(
    competition: Competition,
    people: dict[str, User],
    dice: random.Random,
    quality: dict[int, float],
    left: dict[str, int],
) -> None:
    """All that nobody has begun, but what is left."""
    criteria = list(competition.criteria.all())
    for key in JUDGES:
        mine = Assignment.objects.visible_to(people[key]).filter(place__competition=competition, version=0)
        works = list(mine.select_related("place", "entry").prefetch_related("entry__seeds"))
        works.sort(key=lambda work: not work.entry.seeds.all())  # every judge has marked the seeds
        for work in works[: len(works) - left.get(key, 0)]:
            _mark(work, criteria, quality[work.entry_id] + LENIENCY[key], people[key], dice)


def _mark(work: Assignment, criteria: list[Criterion], level: float, by: User, dice: random.Random) -> None:
    points = {c: (max(1, min(5, round(level + dice.gauss(0, 0.45)))), dice.choice(REASONS)) for c in criteria}
    key = UUID(int=dice.getrandbits(128))
    save_marks(assignment=work, base=0, key=key, points=points, words=dice.choice(WORDS), finish=True, by=by)


def _shift(competition: Competition, *, opens: int, closes: int, judged: int, published: int | None = None) -> None:
    """What happened just now happened then."""
    dates = {"opens_at": _moment(opens), "closes_at": _moment(closes), "judging_closes_at": _moment(judged)}
    if published is not None:
        dates["published_at"] = _moment(published)
    Competition.objects.filter(pk=competition.pk).update(**dates)
