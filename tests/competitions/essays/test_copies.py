"""Two works that are alike are shown side by side; an officer decides, and may decide otherwise."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.choices import Role
from accounts.models import Action
from competitions.essays.choices import Award, CompetitionState, CopyState, EntryState, TaskState
from competitions.essays.models import Assignment, Competition, CopyPair, Entry, Finalist, Outcome, Page
from competitions.essays.reports import counts_of
from competitions.essays.services.copies import decide_copy, look_for_copies, renew_prints
from core.prints import KIND
from core.scans import read_scan
from tests.competitions.essays.test_rounds import begin
from tests.core.handwriting import cropped, handwritten
from tests.core.test_copies import text
from tests.core.test_scans import upload
from tests.factories.accounts import UserFactory
from tests.factories.essays import (
    CompetitionFactory,
    deal,
    decide,
    give,
    make_entry,
    make_teacher,
    start_judging,
    works_of,
)
from tests.factories.schools import SchoolFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def competition():
    return CompetitionFactory()


@pytest.fixture
def pair(competition, officer):
    first = make_entry(competition, make_teacher(), text=text(1), name="Zuhura One")
    make_entry(competition, make_teacher(), text=text(2))
    make_entry(competition, make_teacher(), text=f"{text(1, 250)} {text(3, 40)}", name="Zuhura Two")
    assert look_for_copies(competition=competition, by=officer) == 1
    pair = CopyPair.objects.get()
    assert pair.first == first
    return pair


def test_a_copy_is_found_once_and_shown_side_by_side_without_names(pair, competition, officer, sign_in):
    look_for_copies(competition=competition, by=officer)
    assert CopyPair.objects.count() == 1
    client = sign_in(officer)
    there = reverse("essays:copies", args=[competition.pk])
    response = client.post(reverse("essays:copies-look", args=[competition.pk]))
    assert response.headers["Location"] == there
    assert str(pair) in client.get(there).content.decode()
    page = client.get(pair.get_absolute_url()).content.decode()
    assert "<mark>" in page
    assert "Zuhura" not in page


def test_an_officer_decides_and_the_copy_leaves_the_competition(pair, officer, sign_in, competition):
    client = sign_in(officer)
    assert "Say why" in client.post(pair.get_absolute_url(), {"state": "second"}).content.decode()
    assert client.post(pair.get_absolute_url(), {"state": "nonsense"}).status_code == 422
    client.post(pair.get_absolute_url(), {"state": "second", "reason": "Word for word."})
    pair.second.refresh_from_db()
    assert pair.second.state == EntryState.ASIDE
    assert pair.second not in competition.entries.submitted()
    assert Action.objects.filter(verb="decided on a likeness in").get().facts["decision"] == "second"
    client.post(pair.get_absolute_url(), {"state": "fine"})
    pair.second.refresh_from_db()
    assert pair.second.state == EntryState.SUBMITTED
    assert look_for_copies(competition=competition, by=officer) == 0


def test_frozen_results_and_other_people_decide_nothing(pair, officer):
    with pytest.raises(ValidationError):
        decide_copy(pair=pair, state=CopyState.FINE, by=make_teacher())
    Competition.objects.update(state=CompetitionState.DECIDED)
    with pytest.raises(ValidationError, match="frozen"):
        decide_copy(pair=CopyPair.objects.get(), state=CopyState.FINE, by=officer)


def test_one_photograph_in_two_entries_is_found(competition, officer):
    school = SchoolFactory()
    entries = [make_entry(competition, make_teacher(school)) for _n in range(3)]
    Entry.objects.update(text="")
    for entry, seed, quality in zip(entries, (1, 1, 2), (90, 50, 90)):
        scan = read_scan(upload(cropped(handwritten(seed), 0.05 if quality == 50 else 0, 1), quality=quality))
        Page.objects.create(entry=entry, order=1, print=scan.print)
    look_for_copies(competition=competition, by=officer)
    pair = CopyPair.objects.get()
    assert ({pair.first, pair.second}, pair.kind, pair.same_school) == (set(entries[:2]), "picture", True)


def test_prints_of_an_earlier_kind_are_made_anew(competition):
    entry = make_entry(competition, make_teacher())
    page, gone = Page(entry=entry, order=1, print="ab" * 32), Page(entry=entry, order=2, print="cd" * 32)
    page.file.save("page.jpg", upload(handwritten(1)), save=True)
    gone.file.save("page.jpg", upload(handwritten(2)), save=True)
    gone.file.storage.delete(str(gone.file))
    assert renew_prints() == 2
    assert renew_prints() == 0
    page.refresh_from_db()
    gone.refresh_from_db()
    assert page.print.startswith(KIND)
    assert gone.print == ""


class TestAfterDealing:
    """A copy that is found while judges mark: it leaves their piles and the result, and can come back with its marks."""

    @pytest.fixture
    def judged(self, officer, competition):
        for n in range(4):
            make_entry(competition, make_teacher(), text=text(n))
        start_judging(competition, [UserFactory(roles=[Role.JUDGE]) for _n in range(3)], officer)
        first, second, *_rest = competition.entries.all()
        fields = {"first": first, "second": second, "kind": "text", "percent": 90}
        return competition, CopyPair.objects.create(competition=competition, **fields)

    def test_it_leaves_the_piles_and_the_marks_and_comes_back(self, judged, officer, sign_in):
        competition, pair = judged
        works = works_of(competition)
        mine = [work for work in works if work.entry == pair.second]
        give(mine[0], 5)
        before = counts_of(competition)
        decide_copy(pair=pair, state=CopyState.SECOND, reason="Word for word.", by=officer)
        after = counts_of(competition)
        assert (before.dealt - after.dealt, before.marked - after.marked) == (2, 1)
        for work in mine:
            judge = work.place.judge
            assert work not in Assignment.objects.visible_to(judge)
            assert sign_in(judge).get(work.mark_url).status_code == 404
        for work in works:
            if work.entry != pair.second:
                give(work, [work.entry.number, 2])
        assert pair.second_id not in {score.entry for score in Outcome.of(competition).entries}
        deal(competition, officer)  # an untouched work of a copy is taken from its judge
        assert {work.state for work in Assignment.objects.filter(entry=pair.second)} == {
            TaskState.DONE, TaskState.DROPPED
        }  # fmt: skip
        decide_copy(pair=pair, state=CopyState.FINE, by=officer)
        assert counts_of(competition).short == 1
        scores = {score.entry: score.marks for score in Outcome.of(competition).entries}
        assert scores[pair.second_id] == 1  # the mark is back
        deal(competition, officer, seed=8)
        for work in works_of(competition):
            if work.state == TaskState.OPEN:
                give(work, 3)
        run = decide(competition, officer)
        assert run.entries.get(entry=pair.second_id).marks == 2

    def test_a_copy_leaves_the_final_and_comes_back_to_it(self, judged, officer):
        competition, pair = judged
        Competition.objects.update(finalists=2, prize_places=1)
        competition = Competition.objects.get(pk=competition.pk)
        for work in works_of(competition):
            give(work, [6 - work.entry.number, 2])
        begin(competition, officer)
        assert Finalist.objects.filter(entry=pair.second_id).exists()
        competition = Competition.objects.get(pk=competition.pk)
        decide_copy(pair=pair, state=CopyState.FIRST, reason="Copied.", by=officer)
        assert Outcome.of(competition).inputs["finalists"] == [pair.second_id]
        best = Outcome.of(competition).entries[0]
        assert (best.entry, best.award) == (pair.second_id, Award.WINNER)
        decide_copy(pair=pair, state=CopyState.FINE, by=officer)
        assert Outcome.of(competition).inputs["finalists"] == [pair.first_id, pair.second_id]
