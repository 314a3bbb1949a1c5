"""Essay competitions, through the services where a state has a history."""

import io
from datetime import timedelta
from uuid import uuid4

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory
from PIL import Image

from accounts.choices import ConsentChannel, Purpose, Role
from competitions.essays.choices import CompetitionState, EntryState, Sex
from competitions.essays.models import Assignment, Competition, Criterion, DealPlan, Entrant, Entry, Exemplar, Outcome
from competitions.essays.services.competition import close_entries, set_judges
from competitions.essays.services.consent import answer_consent
from competitions.essays.services.entry import enter_work, submit_entry
from competitions.essays.services.judging import deal_entries, save_marks
from competitions.essays.services.results import decide_competition
from competitions.essays.services.training import mark_exemplar, save_exemplar
from tests.factories.accounts import UserFactory
from tests.factories.schools import MembershipFactory, SchoolFactory
from tests.factories.workshops import make_levels

TEXT = "A law is like the fence around our shamba. It tells everyone where the climbing begins."


def draw_jpeg(side=(60, 80), colour="white"):
    """A picture of one colour."""
    out = io.BytesIO()
    Image.new("RGB", side, colour).save(out, "JPEG")
    return out.getvalue()


class CompetitionFactory(DjangoModelFactory):
    """Open for entries, with two criteria."""

    class Meta:
        model = Competition
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Essay competition {n}")
    question = "Is torture ever justified?"
    state = CompetitionState.OPEN
    opens_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=10))
    closes_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=10))
    judging_closes_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=30))
    tie_break = "Equal scores share the place."
    keep_until = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=700))
    prize_places = 1
    merit_places = 1
    made_by = factory.SubFactory(UserFactory, roles=[Role.OFFICER])

    @factory.post_generation
    def criteria(self, create, extracted, **kwargs):
        for order, name in enumerate(extracted or ("Argument", "Own voice"), 1):
            Criterion.objects.create(competition=self, order=order, name=name, bands="3: clear\n5: vivid")


def make_teacher(school=None):
    """A teacher of a school."""
    teacher = UserFactory(roles=[Role.TEACHER])
    MembershipFactory(school=school or SchoolFactory(), user=teacher)
    return teacher


def begin_entry(competition, teacher, *, school=None, name="Akinyi Otieno", language="en", text=TEXT, **fields):
    """An entry that is not handed in, without an answer of the guardian."""
    school = school or teacher.memberships.first().school
    entrant = Entrant(name=name, class_level=make_levels()[0], sex=Sex.GIRL, school=school)
    entry = Entry(competition=competition, language=language, text=text, own_work=True, **fields)
    return enter_work(entry=entry, entrant=entrant, by=teacher)


def make_entry(competition, teacher, *, allow=(), **fields):
    """An entry that is handed in, with consent to take part and what else is allowed."""
    entry = begin_entry(competition, teacher, **fields)
    answers = {purpose: purpose in {Purpose.TAKE_PART, *allow} for purpose in Purpose}
    answer_consent(entry=entry, answers=answers, channel=ConsentChannel.SCHOOL, by=teacher)
    return submit_entry(entry=entry, by=teacher)


def start_judging(competition, judges, officer):
    """Close the entries, name the judges, deal."""
    close_entries(competition=competition, by=officer)
    set_judges(competition=competition, offers=dict.fromkeys(judges, (True, True, None)), by=officer)
    return deal(competition, officer)


def deal(competition, officer, seed=7):
    """Deal as the preview of that seed shows."""
    return deal_entries(
        competition=competition, seed=seed, inputs_hash=DealPlan.of(competition, seed).inputs_hash, by=officer
    )


def give(work, points=4, *, finish=True, base=None, key=None, by=None):
    """A judge's sheet with the same points everywhere; a list gives one a criterion."""
    criteria = list(work.place.competition.criteria.all())
    each = points if isinstance(points, list) else [points] * len(criteria)
    return save_marks(
        assignment=work,
        base=work.version if base is None else base,
        key=key or uuid4(),
        points={criterion: (n, "clear") for criterion, n in zip(criteria, each, strict=True)},
        finish=finish,
        by=by or work.place.judge,
    )


def works_of(competition):
    """All works dealt in a competition."""
    return list(
        Assignment.objects.filter(place__competition=competition)
        .in_hand()
        .with_seal()
        .select_related("place__judge", "place__competition", "entry")
        .order_by("entry__number", "pk")
    )


def mark_all(competition):
    """Every work of this round that stands gets marks: the earlier the entry the better."""
    for work in works_of(competition):
        if work.sealed or work.entry.state != EntryState.SUBMITTED:
            continue
        lower = work.entry.number % 3
        give(work, [5 - lower, max(1, 5 - lower - work.place_id % 2)])


def decide(competition, officer):
    """Freeze as the results page shows."""
    digest = Outcome.of(competition).inputs_hash
    return decide_competition(competition=competition, inputs_hash=digest, by=officer)


def make_exemplar(competition, officer, points=3, *, language="en", title="A bridge", text="A bridge of two planks."):
    """A training work on which the same points are agreed everywhere; a list gives one a criterion."""
    criteria = list(competition.criteria.all())
    each = points if isinstance(points, list) else [points] * len(criteria)
    agreed = {criterion: (n, "as the bands say") for criterion, n in zip(criteria, each, strict=True)}
    order = competition.exemplars.count() + 1
    exemplar = Exemplar(competition=competition, order=order, language=language, title=title, text=text)
    return save_exemplar(exemplar=exemplar, points=agreed, by=officer)


def train(place, exemplar, points=3, *, key=None, taken=None, by=None):
    """A judge marks a training work."""
    criteria = list(place.competition.criteria.all())
    each = points if isinstance(points, list) else [points] * len(criteria)
    return mark_exemplar(
        place=place,
        exemplar=exemplar,
        points={criterion: (n, "so it seems") for criterion, n in zip(criteria, each, strict=True)},
        key=key or uuid4(),
        taken=place.attempts.count() if taken is None else taken,
        by=by or place.judge,
    )
