"""The fairness report tells no small group, names the multiplicity, and stands beside figures that are known."""

import random

import pytest
from django.urls import reverse

from accounts.choices import Role
from competitions.essays.choices import Sex
from competitions.essays.models import Entrant
from competitions.essays.models.outcome import adjustment_of, inputs_of
from competitions.essays.reports import feedback_of
from competitions.essays.reports.fairness import fairness_of, reliability_of
from competitions.essays.reports.judging import _severity, spread_words
from tests.factories.accounts import UserFactory
from tests.factories.essays import CompetitionFactory, decide, give, make_entry, make_teacher, start_judging, works_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def judged(officer):
    """Fourteen entries of two schools: twelve girls, two boys; all typed, in English."""
    competition = CompetitionFactory(prize_places=2, merit_places=2)
    teachers = [make_teacher(), make_teacher()]
    for n in range(14):
        make_entry(competition, teachers[n % 2], name=f"Learner {n}")
    boys = Entrant.objects.order_by("pk").values_list("pk", flat=True)[:2]
    Entrant.objects.filter(pk__in=list(boys)).update(sex=Sex.BOY)
    start_judging(competition, [UserFactory(roles=[Role.JUDGE], name=f"Judge {x}") for x in "ABC"], officer)
    dice = random.Random(4)
    for work in works_of(competition):
        level = 2 + work.entry.number % 3
        give(work, [max(1, min(5, level + dice.choice([-1, 0, 0, 1]))) for _criterion in "ab"])
    return competition


def test_small_groups_are_counted_and_not_described(judged):
    report = fairness_of(judged)
    by_name = {question.name: {line.words: line for line in question.lines} for question in report.questions}
    sex = by_name["Sex"]
    assert (sex["Girl"].found.count, sex["Girl"].is_told) == (12, True)
    assert (sex["Boy"].found.count, sex["Boy"].is_told) == (2, False)
    assert sex["Girl"].found.low < sex["Girl"].found.mean < sex["Girl"].found.high
    assert report.by_chance == pytest.approx(report.intervals * 0.05)
    girls = [e.pk for e in judged.entries.filter(entrant__sex=Sex.GIRL)]
    scores = adjustment_of(inputs_of(judged))
    known = [scores.adjusted[scores.marks.entries.index(pk)] for pk in girls]
    assert sex["Girl"].found.mean == pytest.approx(sum(known) / 12)


def test_agreement_and_the_second_opinion(judged):
    found = reliability_of(judged)
    assert 0 < found.one_judge < found.raw <= 1
    assert found.raw <= found.adjusted <= 1
    assert -1 <= found.alpha <= 1
    assert [judge.number for judge in found.opinion.judges] == [1, 2, 3]
    assert 0 <= found.opinion.same_prizes <= found.opinion.prizes == 2
    assert found.opinion.entries[0][1] == 1


def test_page_and_file(judged, officer, sign_in):
    client = sign_in(officer)
    page = client.get(reverse("essays:fairness", args=[judged.pk])).content.decode()
    assert "fewer than ten" in page
    assert "<svg" in page
    assert "Judge A" not in page
    lines = b"".join(client.get(reverse("essays:fairness-file", args=[judged.pk])).streaming_content).decode()
    assert "Sex,Boy,2,,,," in lines
    assert "Learner" not in lines


def test_a_judge_learns_of_the_own_marking_once_it_is_decided(judged, officer, sign_in):
    judge = judged.places.first().judge
    client = sign_in(judge)
    assert "How you marked" not in client.get(reverse("essays:desk")).content.decode()
    decide(judged, officer)
    page = client.get(reverse("essays:desk")).content.decode()
    assert "How you marked" in page
    assert "of the scale" in page
    assert "Judge B" not in page
    assert [line.competition for line in feedback_of(judge)] == [judged]
    assert feedback_of(officer) == []


@pytest.mark.parametrize(
    ("leniency", "error", "words"),
    [
        (0.4, 0.1, "like your colleagues"),
        (-3, 4, "like your colleagues"),  # no more than chance
        (-3, 1, "3.0 points of a hundred below"),
        (2.25, None, "points of a hundred above"),
    ],
)
def test_severity_in_plain_words(leniency, error, words):
    assert words in _severity(leniency, error)


@pytest.mark.parametrize(
    ("works", "mine", "others", "words"),
    [
        (4, [1, 5], [1, 5], "too few works"),
        (9, [3, 4], [], "too few works"),  # nobody else marked them
        (9, [3, 3, 3, 4], [1, 5, 2, 4], "less of the scale"),
        (9, [1, 5, 1, 5], [2, 4, 2, 4], "more of the scale"),
        (9, [2, 4, 3, 5], [2, 4, 3, 5], "as much of the scale"),
        (9, [3, 3], [3, 3], "as much of the scale"),
    ],
)
def test_spread_in_plain_words(works, mine, others, words):
    assert words in spread_words(works, mine, others)
