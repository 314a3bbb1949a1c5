"""Essays, for the access table."""

from django.core.files.base import ContentFile

from accounts.choices import Role
from accounts.models import IssuedPaper
from competitions.essays.choices import CompetitionState
from competitions.essays.models import (
    Assignment,
    Bundle,
    BundleSheet,
    CopyPair,
    Entrant,
    Entry,
    JudgePlace,
    JudgeResult,
    Page,
    PageCover,
    Seed,
    SeedDraw,
    Tie,
)
from competitions.essays.services.results import issue_certificates, publish_competition
from tests.factories.accounts import UserFactory
from tests.factories.essays import (
    CompetitionFactory,
    begin_entry,
    decide,
    draw_jpeg,
    make_entry,
    make_exemplar,
    make_teacher,
    mark_all,
    start_judging,
)
from tests.factories.schools import SchoolFactory


def build(world):
    world.draft_essay = CompetitionFactory(state=CompetitionState.DRAFT)
    world.open_essay = CompetitionFactory()
    world.begun = begin_entry(world.open_essay, world.teacher)
    world.page_key = _add_page(world.begun).key
    world.judged_essay = CompetitionFactory()
    elsewhere = make_teacher(world.foreign_school)
    world.entry = make_entry(world.judged_essay, world.teacher)
    _add_page(world.entry)
    world.foreign_entry = make_entry(world.judged_essay, elsewhere)
    second = UserFactory(roles=[Role.JUDGE])
    start_judging(world.judged_essay, [world.judge, second], world.officer)
    world.work = Assignment.objects.get(place__judge=world.judge, entry=world.entry)
    world.foreign_work = Assignment.objects.get(place__judge=second, entry=world.entry)
    world.tie = Tie.objects.create(judge=world.judge, school=world.closed_school)
    world.public_essay = CompetitionFactory()
    world.winner = make_entry(world.public_essay, world.teacher, allow=["publish_name", "publish_work"])
    Page(entry=world.winner, order=1).file.save("page.jpg", ContentFile(draw_jpeg()), save=True)
    make_entry(world.public_essay, elsewhere)
    start_judging(world.public_essay, [second, UserFactory(roles=[Role.JUDGE])], world.officer)
    mark_all(world.public_essay)
    decide(world.public_essay, world.officer)
    issue_certificates(competition=world.public_essay, by=world.officer)
    publish_competition(competition=world.public_essay, by=world.officer)
    world.certificate = IssuedPaper.objects.get(about_type="essays.entry", about_id=str(world.winner.pk))
    world.bundle = Bundle.objects.create(competition=world.open_essay, sent_by=world.officer, state="read", total=2)
    world.sheet = BundleSheet(bundle=world.bundle, order=1, state="open")
    world.sheet.file.save("sheet.jpg", ContentFile(b"\xff\xd8\xff"), save=True)
    world.own_school = world.begun.entrant.school
    first, second = world.judged_essay.entries.order_by("pk")
    world.pair = CopyPair.objects.create(
        competition=world.judged_essay, first=first, second=second, kind="text", percent=80
    )
    world.served = JudgeResult.objects.filter(run__competition=world.public_essay).first()
    world.exemplar = make_exemplar(world.open_essay, world.officer)
    world.own_place = JudgePlace.objects.create(competition=world.open_essay, judge=world.judge)
    draw = SeedDraw.objects.create(competition=world.judged_essay, by=world.officer)
    world.seed = Seed.objects.create(draw=draw, entry=world.foreign_entry)
    cover = PageCover(
        page=_add_page(world.foreign_entry), version=1, boxes=[[1, 1, 9, 9]], state="ready", by=world.officer
    )
    cover.file.save("page.jpg", ContentFile(b"\xff\xd8\xff"), save=True)
    world.one, world.two, world.language, world.size = 1, 2, "en", "small"
    world.two_rounds = CompetitionFactory(state=CompetitionState.JUDGING, finalists=2)


def _add_page(entry, **fields):
    page = Page(entry=entry, **{"order": 1, **fields})
    page.file.save("page.jpg", ContentFile(b"\xff\xd8\xff"), save=True)
    return page


def _entries(n):
    competition = CompetitionFactory()
    for _k in range(n):
        make_entry(competition, make_teacher(SchoolFactory()))


def _took_part(n):
    """Works of so many schools more in the competition that is published."""
    like = Entry.objects.get(competition__state=CompetitionState.PUBLISHED, number=1)
    for number in range(n):
        person = {"name": "Akinyi", "class_level": like.entrant.class_level, "sex": "girl"}
        entrant = Entrant.objects.create(school=SchoolFactory(), **person)
        Entry.objects.create(
            competition=like.competition, entrant=entrant, number=100 * n + number, language="en", state="submitted",
            entered_by=like.entered_by,
        )  # fmt: skip


LISTS = {
    "essays:competition-list": lambda n: CompetitionFactory.create_batch(n),
    "essays:entry-list": _entries,
    "essays:choose-school": lambda n: SchoolFactory.create_batch(n),
    "essays:tie-school": lambda n: SchoolFactory.create_batch(n),
    "essays:papers-schools": _took_part,
}
