"""Training before judging: passing as a table of cases, one gate that stands before every page of a work, attempts."""

import threading
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.choices import Role
from accounts.models import Action
from competitions.essays.choices import CompetitionState
from competitions.essays.models import (
    Assignment,
    Exemplar,
    JudgePlace,
    MarkSheet,
    Page,
    Training,
    TrainingAttempt,
    TrainingPass,
    TrainingTerms,
)
from competitions.essays.models.exemplar import Compared, is_passed
from competitions.essays.reports import needs_of
from competitions.essays.reports.training import exemplars_of, training_chips
from competitions.essays.services.competition import close_entries, save_competition, set_judges
from competitions.essays.services.training import let_judge_begin, remove_exemplar, save_exemplar, save_training_terms
from tests.factories.accounts import UserFactory
from tests.factories.essays import (
    CompetitionFactory,
    deal,
    make_entry,
    make_exemplar,
    make_teacher,
    train,
    works_of,
)


def compared(own, agreed=(3, 3), weights=(1, 1)):
    return Compared(tuple((w, 5, o, a) for w, o, a in zip(weights, own, agreed, strict=True)))


def test_totals_are_weighted_and_of_a_hundred():
    one = compared((5, 1), (3, 4), weights=(3, 1))
    assert (one.own, one.agreed, one.off, one.furthest) == (80, 65, 15, 3)


@pytest.mark.parametrize(
    ("attempts", "needed", "works", "passed"),
    [
        ([], 3, 3, False),
        ([(3, 3)], 1, 3, True),
        ([(4, 3)], 1, 3, True),  # 10 off
        ([(4, 4)], 1, 3, False),  # 20 off
        ([(4, 4), (3, 3)], 2, 3, True),  # 10 on average
        ([(5, 1)], 1, 3, True),  # 2 off each, the total agrees
        ([(3, 3), (3, 3)], 3, 3, False),  # one more to mark
        ([(3, 3), (3, 3)], 3, 2, True),  # there are no more
        ([(5, 5), (3, 3), (3, 3), (3, 3)], 3, 4, True),  # the newest count
        ([(3, 3), (3, 3), (5, 5)], 3, 4, False),
        ([(3, 3)], 3, 0, False),
    ],
)
def test_when_a_judge_has_passed(attempts, needed, works, passed):
    terms = TrainingTerms(needed=needed)
    assert is_passed([compared(own) for own in attempts], terms, works) is passed


def test_no_criterion_may_be_far_off():
    assert not is_passed([compared((5, 2), (2, 5))], TrainingTerms(needed=1), 1)


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=1, max_size=6), st.integers(1, 4))
def test_nearer_never_fails_who_passed(attempts, needed):
    """Who agrees everywhere passes; wider terms pass whoever narrow ones do."""
    found = [compared(own) for own in attempts]
    if is_passed(found, TrainingTerms(needed=needed), 6):
        assert is_passed(found, TrainingTerms(needed=needed, near_total=100, near_points=9), 6)
        assert is_passed([*found, compared((3, 3))], TrainingTerms(needed=needed), 6)


@pytest.fixture
def competition(officer):
    """Entries are closed, two judges are named, nothing is dealt."""
    competition = CompetitionFactory()
    for _n in range(3):
        make_entry(competition, make_teacher())
    return competition


@pytest.fixture
def judges():
    return [UserFactory(roles=[Role.JUDGE], name=f"Judge {letter}") for letter in "AB"]


def begin_judging(competition, judges, officer, reads=(True, True)):
    close_entries(competition=competition, by=officer)
    set_judges(competition=competition, offers=dict.fromkeys(judges, (*reads, None)), by=officer)
    deal(competition, officer)
    return [JudgePlace.objects.get(judge=judge) for judge in judges]


def body(exemplar, taken=0, points=3, **changed):
    each = {f"points_{n}": points for n in (1, 2)} | {"reason_1": "clear", "reason_2": ""}
    return {"key": str(uuid4()), "taken": taken, **each, **changed}


@pytest.mark.django_db
class TestGate:
    """One gate before the works: `AssignmentQuerySet.visible_to`."""

    def test_every_page_of_a_work_is_closed_until_the_training_is_passed(self, competition, judges, officer, sign_in):
        exemplar = make_exemplar(competition, officer)
        for entry in competition.entries.all():
            page = Page(entry=entry, order=1)
            page.file.save("page.jpg", ContentFile(b"\xff\xd8\xff"), save=True)
        place, _other = begin_judging(competition, judges, officer)
        work = works_of(competition)[0]
        work = Assignment.objects.filter(place=place).first()
        client, at = sign_in(judges[0]), (place.pk, work.alias)
        addresses = [
            work.mark_url,
            reverse("essays:work-page", args=[*at, 1]),
            reverse("essays:hand-back", args=at),
            reverse("essays:work-concern", args=at),
        ]
        assert [client.get(url).status_code for url in addresses] == [404] * 4
        sent = {"key": str(uuid4()), "base": 0, "points_1": 3, "points_2": 3}
        assert client.post(work.mark_url, sent, headers={"X-Autosave": "1"}).status_code == 404
        assert client.post(work.mark_url, {**sent, "finish": "1"}).status_code == 404
        assert not MarkSheet.objects.exists()
        desk = client.get(reverse("essays:desk")).content.decode()
        assert "Training first" in desk
        assert work.mark_url not in desk
        assert [str(need.action) for need in needs_of(judges[0])] == ["Go to the training"]
        train(place, exemplar)
        assert [client.get(url).status_code for url in addresses] == [200] * 4
        assert work.mark_url in client.get(reverse("essays:desk")).content.decode()
        assert client.post(work.mark_url, sent, headers={"X-Autosave": "1"}).status_code == 200

    def test_one_judge_opens_nothing_for_another(self, competition, judges, officer):
        exemplar = make_exemplar(competition, officer)
        first, _second = begin_judging(competition, judges, officer)
        train(first, exemplar)
        assert Assignment.objects.visible_to(judges[0]).count() == 3
        assert not Assignment.objects.visible_to(judges[1]).exists()

    @pytest.mark.parametrize(
        ("language", "reads", "is_open"),
        [("en", (True, False), False), ("sw", (True, False), True), ("sw", (True, True), False), (None, (True, True), True)],
    )  # fmt: skip
    def test_only_languages_that_the_judge_reads_close_it(self, competition, judges, officer, language, reads, is_open):
        if language:
            make_exemplar(competition, officer, language=language)
        begin_judging(competition, judges, officer, reads)
        assert Assignment.objects.visible_to(judges[0]).exists() is is_open

    def test_an_officer_lets_a_judge_begin_and_says_why(self, competition, judges, officer, sign_in):
        make_exemplar(competition, officer)
        place, other = begin_judging(competition, judges, officer)
        url = reverse("essays:let-begin", args=[competition.pk, place.pk])
        client = sign_in(officer)
        assert client.post(url, {"reason": " "}).status_code == 422
        assert not TrainingPass.objects.exists()
        for _n in range(2):
            assert client.post(url, {"reason": "Judged for six years."}).status_code == 302
        passed = TrainingPass.objects.get()
        assert (passed.place, passed.by, passed.reason) == (place, officer, "Judged for six years.")
        assert Assignment.objects.visible_to(judges[0]).exists()
        assert not Assignment.objects.visible_to(judges[1]).exists()
        assert training_chips(competition) == {place.pk: ("", "let begin"), other.pk: ("wait", "not begun")}
        page = client.get(reverse("essays:judging-progress", args=[competition.pk])).content.decode()
        assert "let begin" in page
        assert Action.objects.about(competition).filter(verb__contains="let a judge begin").count() == 1
        with pytest.raises((PermissionDenied, ValidationError)):
            let_judge_begin(place=other, reason="I know enough.", by=judges[1])


@pytest.mark.django_db
class TestAttempts:
    def test_the_works_come_in_turn_and_again_after_all(self, competition, judges, officer):
        works = [make_exemplar(competition, officer, title=title) for title in ("One", "Two")]
        place, _other = begin_judging(competition, judges, officer)
        assert Training.of(place).next == works[0]
        train(place, works[0], 1)
        train(place, works[1], 5)
        assert Training.of(place).next == works[0]
        train(place, works[0], 3)
        assert Training.of(place).is_due  # the newest two: 5 against 3, and 3 against 3
        train(place, works[1], 3)
        assert Training.of(JudgePlace.objects.get(pk=place.pk)).next is None
        rounds = TrainingAttempt.objects.order_by("pk").values_list("exemplar__title", "round")
        assert list(rounds) == [("One", 1), ("Two", 1), ("One", 2), ("Two", 2)]
        assert TrainingPass.objects.get().by is None

    def test_sent_twice_is_one_and_another_turn_is_refused(self, competition, judges, officer):
        works = [make_exemplar(competition, officer, title=title) for title in ("One", "Two")]
        place, _other = begin_judging(competition, judges, officer)
        key = uuid4()
        first = train(place, works[0], 1, key=key)
        assert train(place, works[0], 5, key=key, taken=0) == first
        with pytest.raises(ValidationError, match="already"):
            train(place, works[0], 3)
        with pytest.raises(ValidationError, match="already"):
            train(place, works[1], 3, taken=0)
        with pytest.raises((PermissionDenied, ValidationError)):
            train(place, works[1], 3, by=judges[1])
        with pytest.raises(ValidationError, match="from 1 to 5"):
            train(place, works[1], 6)
        assert TrainingAttempt.objects.count() == 1

    def test_attempts_are_never_rewritten(self, competition, judges, officer):
        exemplar = make_exemplar(competition, officer)
        place, _other = begin_judging(competition, judges, officer)
        attempt = train(place, exemplar)
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt.marks.update(points=5)
        with pytest.raises(DatabaseError), transaction.atomic():
            TrainingPass.objects.all().delete()


@pytest.mark.django_db
class TestJudgePages:
    def test_marking_and_comparing(self, competition, judges, officer, sign_in):
        works = [make_exemplar(competition, officer, [4, 2], title=title) for title in ("One", "Two")]
        place, other = begin_judging(competition, judges, officer)
        client = sign_in(judges[0])
        overview = reverse("essays:training", args=[place.pk])
        url = reverse("essays:training-mark", args=[place.pk, works[0].pk])
        assert url in client.get(overview).content.decode()
        page = client.get(url).content.decode()
        assert "A bridge of two planks" in page
        assert "as the bands say" not in page  # what was agreed comes after
        assert client.post(url, body(works[0], points_2="")).status_code == 422
        assert client.post(url, body(works[0])).headers["Location"] == overview
        page = client.get(overview).content.decode()
        assert "as the bands say" in page
        assert "+1" in page
        assert "−1" in page
        assert client.get(url).headers["Location"] == overview  # its turn is over
        assert client.post(url, body(works[0])).status_code == 422
        client.post(reverse("essays:training-mark", args=[place.pk, works[1].pk]), body(works[1], taken=1))
        assert "You have passed" in client.get(overview).content.decode()
        assert "passed" in client.get(reverse("essays:desk")).content.decode()

    def test_not_anothers_not_of_another_competition(self, competition, judges, officer, sign_in):
        exemplar = make_exemplar(competition, officer)
        elsewhere = make_exemplar(CompetitionFactory(), officer)
        place, other = begin_judging(competition, judges, officer)
        client = sign_in(judges[0])
        assert client.get(reverse("essays:training", args=[other.pk])).status_code == 404
        assert (
            client.post(reverse("essays:training-mark", args=[other.pk, exemplar.pk]), body(exemplar)).status_code
            == 404
        )
        url = reverse("essays:training-mark", args=[place.pk, elsewhere.pk])
        assert client.post(url, body(elsewhere)).status_code == 404
        assert sign_in(officer).get(reverse("essays:training", args=[place.pk])).status_code == 403

    def test_nothing_to_train_on_is_no_page(self, competition, judges, officer, sign_in):
        place, _other = begin_judging(competition, judges, officer)
        client = sign_in(judges[0])
        assert client.get(reverse("essays:training", args=[place.pk])).status_code == 404
        assert "raining" not in client.get(reverse("essays:desk")).content.decode()


def written(**changed):
    fields = {"key": str(uuid4()), "language": "en", "order": 1, "title": "The well", "text": "A well has two buckets."}
    each = {f"points_{n}": 4 for n in (1, 2)} | {f"reason_{n}": "vivid" for n in (1, 2)}
    return {**fields, **each, "released": "on", **changed}


@pytest.mark.django_db
class TestOfficerPages:
    def test_writing_changing_and_taking_out(self, competition, officer, sign_in):
        client, url = sign_in(officer), reverse("essays:exemplar-add", args=[competition.pk])
        sent = written()
        for _n in range(2):
            assert client.post(url, sent).status_code == 302
        exemplar = Exemplar.objects.get()
        change = reverse("essays:exemplar-change", args=[exemplar.pk])
        assert "A well has two buckets." in client.get(change).content.decode()
        assert client.post(change, written(title="The deep well", points_1=2)).status_code == 302
        assert [point.points for point in exemplar.points.all()] == [2, 4]
        page = client.get(exemplar.get_absolute_url()).content.decode()
        assert "The deep well" in page
        assert client.post(reverse("essays:exemplar-remove", args=[exemplar.pk])).status_code == 302
        assert not Exemplar.objects.exists()

    @pytest.mark.parametrize(
        "wrong", [{"released": ""}, {"points_1": ""}, {"points_1": "6"}, {"reason_2": ""}, {"title": ""}, {"language": "fr"}]
    )  # fmt: skip
    def test_bad_input_is_refused(self, competition, officer, sign_in, wrong):
        url = reverse("essays:exemplar-add", args=[competition.pk])
        assert sign_in(officer).post(url, written(**wrong)).status_code == 422
        assert not Exemplar.objects.exists()

    def test_an_entry_is_no_training_work(self, competition, officer):
        with pytest.raises(ValidationError, match="an entry of the competition"):
            make_exemplar(competition, officer, text=competition.entries.first().text)

    def test_terms(self, competition, officer, sign_in):
        client, url = sign_in(officer), reverse("essays:training-terms", args=[competition.pk])
        assert client.post(url, {"near_total": 0, "near_points": 2, "needed": 3}).status_code == 422
        assert client.post(url, {"near_total": 8, "near_points": 1, "needed": 2}).status_code == 302
        assert client.post(url, {"near_total": 9, "near_points": 1, "needed": 2}).status_code == 302
        assert TrainingTerms.objects.get().near_total == 9

    def test_after_the_first_dealing_it_stays(self, competition, judges, officer):
        exemplar = make_exemplar(competition, officer)
        place, _other = begin_judging(competition, judges, officer)
        for act in (
            lambda: make_exemplar(competition, officer),
            lambda: remove_exemplar(exemplar=exemplar, by=officer),
            lambda: save_training_terms(terms=TrainingTerms(competition=competition), by=officer),
        ):
            with pytest.raises(ValidationError, match="dealt"):
                act()
        with pytest.raises((PermissionDenied, ValidationError)):
            make_exemplar(competition, place.judge)

    def test_what_a_judge_has_marked_stays(self, competition, judges, officer):
        exemplar = make_exemplar(competition, officer)
        set_judges(competition=competition, offers=dict.fromkeys(judges, (True, True, None)), by=officer)
        train(JudgePlace.objects.get(judge=judges[0]), exemplar)
        for act in (
            lambda: remove_exemplar(exemplar=exemplar, by=officer),
            lambda: save_exemplar(exemplar=exemplar, points={}, by=officer),
        ):
            with pytest.raises(ValidationError, match="stays as it is"):
                act()

    def test_a_new_rubric_says_which_points_are_missing(self, officer):
        competition = CompetitionFactory(state=CompetitionState.DRAFT)
        make_exemplar(competition, officer)
        first, second = competition.criteria.all()
        second.name = "Courage"
        save_competition(competition=competition, criteria=[first, second], by=officer)
        line = exemplars_of(competition)[0]
        assert [str(criterion) for criterion in line.missing] == ["Courage"]
        assert [point.criterion for point in line.points] == ["Argument"]


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_two_devices_send_the_same_training_work():
    officer, judge = UserFactory(roles=[Role.OFFICER]), UserFactory(roles=[Role.JUDGE])
    competition = CompetitionFactory()
    exemplar = make_exemplar(competition, officer)
    set_judges(competition=competition, offers={judge: (True, True, None)}, by=officer)
    place = JudgePlace.objects.get(judge=judge)
    barrier, said = threading.Barrier(2), []

    def press(points):
        try:
            barrier.wait()
            train(place, exemplar, points, taken=0)
            said.append("kept")
        except ValidationError as error:
            said.append(error.messages[0])
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[points]) for points in (1, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["You have marked this work already. Go on with the next.", "kept"]
    assert TrainingAttempt.objects.count() == 1
