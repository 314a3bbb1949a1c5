"""Seeds: dealt to every judge who may, told to none; agreed points are sealed; where a judge stands, in plain words."""

import random
import re
from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import numpy as np
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.choices import Role
from competitions.essays.choices import TaskState
from competitions.essays.models import Assignment, Competition, DealPlan, MarkSheet, Seed, SeedAgreement, SeedDraw
from competitions.essays.models.seed import draw_entries, seed_pairs
from competitions.essays.reports.fairness import reliability_of
from competitions.essays.reports.forecast import judging_progress_of
from competitions.essays.reports.seeds import (
    agreement_on,
    deviations_of,
    seed_cost_of,
    seeds_of,
    standing_words,
    standings_of,
)
from competitions.essays.services.competition import close_entries, set_judges
from competitions.essays.services.judging import declare_tie, hand_back_work
from competitions.essays.services.seeds import agree_on_seed, draw_seeds, name_seeds
from competitions.scoring import intraclass
from core.guards import erasing
from tests.factories.accounts import UserFactory
from tests.factories.essays import CompetitionFactory, deal, decide, give, make_entry, make_teacher, works_of

LANGUAGES = {1: "en", 2: "en", 3: "sw", 4: "en", 5: "sw"}


@pytest.mark.parametrize(
    ("reads", "share", "pool", "n"),
    [
        ([["en", "sw"], ["en"]], 40, {1, 2, 4}, 2),  # most read English
        ([["sw"], ["sw"], ["en"]], 40, {3, 5}, 2),
        ([["en", "sw"]], 60, {1, 2, 3, 4, 5}, 3),  # both alike
        ([["en"]], 1, {1, 2, 4}, 1),  # one at least
        ([["en"]], 100, {1, 2, 4}, 3),  # no more than there are
        ([], 5, set(), 0),
        ([["fr"]], 5, set(), 0),
    ],
)
def test_which_entries_may_be_drawn(reads, share, pool, n):
    drawn = draw_entries(LANGUAGES, reads, share, 7)
    assert len(drawn) == n
    assert set(drawn) <= pool
    assert drawn == draw_entries(dict(reversed(LANGUAGES.items())), reads, share, 7)


@pytest.mark.parametrize(
    ("judges", "conflicts", "forced", "found"),
    [
        ({7: (["en"], None), 8: (["en", "sw"], None)}, [], [], [[1, 7], [1, 8], [3, 8]]),
        ({7: (["en"], None), 8: (["en", "sw"], 1)}, [], [], [[1, 7], [1, 8]]),  # the own most bounds
        ({7: (["en"], None), 8: (["en", "sw"], None)}, [(1, 8)], [], [[1, 7], [3, 8]]),
        ({7: (["en"], None), 8: (["en", "sw"], 2)}, [], [(1, 8), (9, 8)], [[1, 7]]),  # begun works count
        ({7: (["en"], None)}, [], [(1, 7)], []),
        ({7: ([], None)}, [], [], []),
    ],
)
def test_who_gets_the_seeds(judges, conflicts, forced, found):
    assert seed_pairs([(1, "en"), (3, "sw")], judges, conflicts, forced) == found


@given(st.integers(0, 2**32), st.integers(1, 5), st.integers(1, 6))
def test_nobody_gets_more_seeds_than_he_takes(chance, most, seeds):
    dice = random.Random(chance)
    judges = {j: (["en"], dice.choice([None, most])) for j in range(10, 14)}
    conflicts = {(e, j) for e in range(seeds) for j in judges if dice.random() < 0.2}
    pairs = seed_pairs([(e, "en") for e in range(seeds)], judges, conflicts, [])
    assert len({tuple(pair) for pair in pairs}) == len(pairs)
    for judge, (_reads, bound) in judges.items():
        mine = [entry for entry, other in pairs if other == judge]
        able = seeds - sum(other == judge for _entry, other in conflicts)
        assert len(mine) == min(able, bound if bound is not None else able)


@pytest.mark.parametrize(
    ("off", "words"),
    [
        (0, "On Evidence you give what was agreed."),
        (0.24, "On Evidence you give what was agreed."),
        (-0.4, "You give about half a point less than agreed on Evidence."),
        (0.5, "You give about half a point more than agreed on Evidence."),
        (-1.1, "You give about one point less than agreed on Evidence."),
        (1.5, "You give about 1.5 points more than agreed on Evidence."),
    ],
)
def test_where_a_judge_stands_in_words(off, words):
    assert standing_words(off, "Evidence") == words


def test_agreement_is_the_icc_of_the_crossed_table():
    table = np.array([[60, 64, 58], [80, 86, 79], [40, 47, 41], [70, 70, 66]])
    marks = {(e, j): float(table[e, j]) for e in range(4) for j in range(3)}
    found = agreement_on({**marks, (0, 9): 50.0})  # who marked one of them only is left to alpha
    known = intraclass(table).random_single
    assert (found.seeds, found.judges) == (4, 3)
    assert (found.one_judge, found.low, found.high) == pytest.approx((known.value, known.low, known.high))
    assert 0 < found.alpha < 1
    assert agreement_on({(1, 1): 3.0, (1, 2): 4.0}) is None
    assert agreement_on({}) is None


@pytest.fixture
def judges():
    return [UserFactory(roles=[Role.JUDGE], name=f"Judge {letter}") for letter in "ABCD"]


@pytest.fixture
def competition(officer, judges):
    """Entries are closed: twelve in English, two in Kiswahili; four judges are named, nothing is dealt."""
    competition = CompetitionFactory()
    for n in range(14):
        make_entry(competition, make_teacher(), language="sw" if n > 11 else "en", text=f"Work of its own, the {n}.")
    close_entries(competition=competition, by=officer)
    offers = {judge: (True, judge != judges[3], None) for judge in judges}
    set_judges(competition=competition, offers=offers, by=officer)
    return competition


def agree(seed, officer, points=3, key=None):
    criteria = seed.entry.competition.criteria.all()
    return agree_on_seed(seed=seed, points=dict.fromkeys(criteria, (points, "so")), key=key or uuid4(), by=officer)


def seeded(competition, officer, n=3):
    """So many seeds with agreed points, and all is dealt."""
    seeds = name_seeds(competition=competition, numbers=range(1, n + 1), by=officer)
    for seed in seeds:
        agree(seed, officer)
    deal(competition, officer)
    return {seed.entry_id for seed in seeds}


def yesterday():
    """All that was saved was saved a day ago."""
    with erasing():
        MarkSheet.objects.update(at=timezone.now() - timedelta(days=1))


@pytest.mark.django_db
class TestChoosing:
    def test_a_share_is_drawn_and_can_be_drawn_again(self, competition, officer):
        found = draw_seeds(competition=competition, share=20, seed=99, by=officer)
        assert len(found) == 3
        assert {seed.entry.language for seed in found} == {"en"}  # the language that all four read
        again = draw_seeds(competition=competition, share=20, seed=99, by=officer)
        assert {seed.pk for seed in again} == {seed.pk for seed in found}
        draw = SeedDraw.objects.get()
        reads = [place.languages for place in competition.places.all()]
        languages = dict(competition.entries.values_list("pk", "language"))
        assert sorted(seed.entry_id for seed in found) == draw_entries(languages, reads, draw.share, draw.seed)

    def test_named_twice_they_are_one(self, competition, officer):
        assert len(name_seeds(competition=competition, numbers=[1, 13], by=officer)) == 2
        assert name_seeds(competition=competition, numbers=[1], by=officer) == []
        assert Seed.objects.count() == 2

    def test_refusals(self, competition, officer, judges):
        with pytest.raises(ValidationError, match="no such entry: 77"):
            name_seeds(competition=competition, numbers=[1, 77], by=officer)
        with pytest.raises(ValidationError, match="1 to 50"):
            draw_seeds(competition=competition, share=51, seed=1, by=officer)
        with pytest.raises((PermissionDenied, ValidationError)):
            draw_seeds(competition=competition, share=5, seed=1, by=judges[0])
        with pytest.raises(ValidationError, match="Close the entries"):
            draw_seeds(competition=CompetitionFactory(), share=5, seed=1, by=officer)
        deal(competition, officer)
        with pytest.raises(ValidationError, match="dealt"):
            draw_seeds(competition=competition, share=5, seed=1, by=officer)
        with pytest.raises(ValidationError, match="dealt"):
            name_seeds(competition=competition, numbers=[1], by=officer)

    def test_what_was_agreed_is_sealed_by_the_first_mark(self, competition, officer):
        seed = name_seeds(competition=competition, numbers=[1], by=officer)[0]
        key = uuid4()
        assert agree(seed, officer, 2, key) == agree(seed, officer, 5, key)
        agree(seed, officer, 4)
        assert SeedAgreement.objects.count() == 2
        with pytest.raises(ValidationError, match="from 1 to 5"):
            agree(seed, officer, 6)
        deal(competition, officer)
        give(
            Assignment.objects.filter(entry=seed.entry).select_related("place__competition", "place__judge")[0],
            4,
            finish=False,
        )
        with pytest.raises(ValidationError, match="sealed"):
            agree(seed, officer, 3)
        with pytest.raises(DatabaseError), transaction.atomic():
            SeedAgreement.objects.all().delete()


@pytest.mark.django_db
class TestDealing:
    def test_every_judge_who_may_gets_every_seed(self, competition, officer, judges):
        seeds = name_seeds(competition=competition, numbers=[1, 2, 13], by=officer)
        declare_tie(about=seeds[0].entry.entrant.school, by=judges[0])
        plan = DealPlan.of(competition, 7)
        pairs = set(plan.dealt.pairs)
        who = {seed.entry.number: {j for e, j in pairs if e == seed.entry_id} for seed in seeds}
        everybody = {judge.pk for judge in judges}
        assert who == {1: everybody - {judges[0].pk}, 2: everybody, 13: everybody - {judges[3].pk}}
        others = [e for e, _j in pairs if e not in {seed.entry_id for seed in seeds}]
        assert len(others) == 11 * 2
        assert len(plan.added) == len(pairs) == 32

    def test_the_preview_says_what_they_cost_and_bring(self, competition, officer, sign_in):
        client, url = sign_in(officer), reverse("essays:deal", args=[competition.pk])
        assert "No seed is chosen" in client.get(url).content.decode()
        name_seeds(competition=competition, numbers=[1, 2, 3], by=officer)
        cost = seed_cost_of(DealPlan.of(competition, 7))
        assert (cost.seeds, cost.marks, cost.more) == (3, 12, 6)
        assert cost.with_them < cost.without
        assert "12 marks, 6 more than without" in client.get(url).content.decode()

    def test_a_judges_own_most_bounds_and_seeds_come_first(self, competition, officer, judges):
        offers = {judge: (True, True, 2 if judge == judges[0] else None) for judge in judges}
        set_judges(competition=competition, offers=offers, by=officer)
        seeds = {seed.entry_id for seed in name_seeds(competition=competition, numbers=[1, 2, 3], by=officer)}
        mine = {e for e, j in DealPlan.of(competition, 7).dealt.pairs if j == judges[0].pk}
        assert len(mine) == 2
        assert mine < seeds

    def test_dealt_again_nothing_changes_and_a_new_judge_gets_them(self, competition, officer, judges):
        seeds = seeded(competition, officer)
        work = Assignment.objects.filter(entry__in=seeds).select_related("place__judge", "place__competition").first()
        hand_back_work(assignment=work, reason="known", by=work.place.judge)
        again = deal(competition, officer)
        assert (again.added, again.dropped) == (0, 0)
        newcomer = UserFactory(roles=[Role.JUDGE], name="Judge E")
        offers = dict.fromkeys([*judges, newcomer], (True, True, None))
        set_judges(competition=competition, offers=offers, by=officer)
        deal(competition, officer)
        assert set(Assignment.objects.filter(place__judge=newcomer).values_list("entry", flat=True)) >= seeds
        work.refresh_from_db()
        assert work.state == TaskState.RECUSED


@pytest.mark.django_db
class TestBlind:
    """A judge cannot tell a seed from any other work."""

    def test_same_pages_same_words_same_order(self, competition, officer, judges, sign_in):
        seeds, judge = seeded(competition, officer), judges[0]
        client = sign_in(judge)
        works = list(Assignment.objects.visible_to(judge).select_related("entry").order_by("alias"))

        def plain(work):
            page = client.get(work.mark_url).content.decode().replace(work.entry.text, "TEXT")
            page = re.sub(r'value="[-\w]{30,}"', "", page)
            page = re.sub(rf"\b{work.place_id}(/|-){work.alias}\b", "PLACE", page)
            return re.sub(rf"Work {work.alias}\b|\b{work.alias} of", "N", page)

        pages = {plain(work) for work in works if work.entry.language == "en"}
        assert len(pages) == 1
        for path in (reverse("essays:desk"), reverse("today"), works[0].mark_url):
            assert "seed" not in client.get(path).content.decode().lower()
        order = [work.entry_id in seeds for work in works]
        assert order != sorted(order)
        assert order != sorted(order, reverse=True)
        numbers = [Assignment.objects.filter(place__judge=one, entry__in=seeds).values_list("alias") for one in judges]
        assert (
            len({frozenset(aliases) for aliases in numbers}) > 2
        )  # comparing numbers with another judge tells nothing

    @pytest.mark.parametrize("name", ["essays:seeds", "essays:judging-progress"])
    def test_officers_pages_stay_shut(self, competition, officer, judges, sign_in, name):
        seeded(competition, officer)
        assert sign_in(judges[0]).get(reverse(name, args=[competition.pk])).status_code == 403

    def test_the_feedback_tells_no_single_work(self, competition, officer, judges):
        """Nothing today, nothing below three, nothing new before three more; a changed mark changes nothing."""
        seeds, judge = seeded(competition, officer, 5), judges[0]
        works = works_of(competition)
        mine = [work for work in works if work.place.judge_id == judge.pk and work.entry_id in seeds]
        for work in mine[:2]:
            give(work, [2, 3])
        yesterday()
        assert standings_of(judge) == []
        give(mine[2], [2, 3])
        assert standings_of(judge) == []  # today
        yesterday()
        said = standings_of(judge)[0].sentences
        assert said == [
            "You give about one point less than agreed on Argument.",
            "On Own voice you give what was agreed.",
        ]
        give(mine[0], [5, 5])
        give(mine[3], [5, 5])
        yesterday()
        assert standings_of(judge)[0].sentences == said


@pytest.mark.django_db
class TestReports:
    def test_the_desk_says_where_i_stand(self, competition, officer, judges, sign_in):
        seeds = seeded(competition, officer)
        for work in works_of(competition):
            if work.place.judge_id == judges[0].pk and work.entry_id in seeds:
                give(work, [2, 3])
        yesterday()
        page = sign_in(judges[0]).get(reverse("essays:desk")).content.decode()
        assert "about one point less than agreed on Argument" in page
        assert "How you mark so far" not in sign_in(judges[1]).get(reverse("essays:desk")).content.decode()

    def test_officers_see_mean_and_spread_of_each_judge(self, competition, officer, judges, sign_in):
        seeds = seeded(competition, officer)
        places = {place.judge_id: place.pk for place in competition.places.all()}
        points = iter([3, 4, 5])
        for work in works_of(competition):
            if work.place.judge_id == judges[0].pk and work.entry_id in seeds:
                give(work, next(points))
        found = deviations_of(competition)[places[judges[0].pk]]
        assert (found.seeds, found.mean, found.spread) == (3, pytest.approx(20), pytest.approx(20))
        page = sign_in(officer).get(reverse("essays:judging-progress", args=[competition.pk])).content.decode()
        assert "+20.0 ± 20.0" in page
        assert [line.marked for line in seeds_of(competition)] == [1, 1, 1]
        seed_line = next(line for line in judging_progress_of(competition).entries if line.is_seed)
        assert (seed_line.wanted, seed_line.marked, seed_line.short) == (4, 1, 0)

    def test_agreement_on_the_seeds_after_the_close(self, competition, officer, judges, sign_in):
        seeded(competition, officer)
        dice = random.Random(3)
        for work in works_of(competition):
            give(work, [max(1, min(5, 1 + work.entry.number % 4 + dice.choice([0, 1]))) for _c in "ab"])
        assert reliability_of(competition).seeds is None  # judging goes on
        decide(competition, officer)
        competition = Competition.objects.get(pk=competition.pk)
        found = reliability_of(competition).seeds
        assert (found.seeds, found.judges) == (3, 4)
        assert found.low <= found.one_judge <= found.high
        page = sign_in(officer).get(reverse("essays:fairness", args=[competition.pk])).content.decode()
        assert "On the works that every judge marked" in page


@pytest.mark.django_db
class TestPages:
    def test_choosing_and_agreeing(self, competition, officer, sign_in):
        client, url = sign_in(officer), reverse("essays:seeds", args=[competition.pk])
        for _n in range(2):
            assert client.post(url, {"seed": 5, "share": 20, "numbers": ""}).status_code == 302
        assert Seed.objects.count() == 3
        seed = Seed.objects.first()
        agree_url = reverse("essays:seed-agree", args=[seed.pk])
        assert agree_url in client.get(url).content.decode()
        assert seed.entry.text in client.get(agree_url).content.decode()
        sent = {"key": str(uuid4()), "points_1": 4, "points_2": 3, "reason_1": "clear", "reason_2": ""}
        assert client.post(agree_url, {**sent, "points_2": ""}).status_code == 422
        assert client.post(agree_url, sent).status_code == 302
        assert [point.points for point in SeedAgreement.objects.get().points.all()] == [4, 3]

    @pytest.mark.parametrize(
        "wrong",
        [{}, {"share": 5, "numbers": "1"}, {"numbers": "a"}, {"numbers": "99"}, {"share": 0}, {"share": 99}, {"numbers": "١"}],
    )  # fmt: skip
    def test_bad_input_is_refused(self, competition, officer, sign_in, wrong):
        url = reverse("essays:seeds", args=[competition.pk])
        sent = {"seed": 5, "share": "", "numbers": "", **wrong}
        assert sign_in(officer).post(url, sent).status_code == 422
        assert not Seed.objects.exists()

    def test_seeds_are_nobody_elses(self, competition, officer, judges):
        name_seeds(competition=competition, numbers=[1], by=officer)
        assert not Seed.objects.visible_to(judges[0]).exists()
        assert not Seed.objects.visible_to(SimpleNamespace(is_authenticated=False)).exists()
