"""The screening is sealed when the final begins; what a device sends too late is refused for good, and says why."""

import threading
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.urls import reverse

from accounts.choices import Role
from competitions.essays.choices import EntryState, TaskState
from competitions.essays.models import Assignment, Entry, Final, FinalPlan, MarkSheet
from competitions.essays.models.closing import ShutError
from competitions.essays.models.outcome import inputs_of
from competitions.essays.reports import desks_of
from competitions.essays.reports.along import packs_of
from competitions.essays.services.judging import hand_back_work, report_concern, report_name_seen
from competitions.essays.services.packs import hand_back_from_paper, type_in_marks
from competitions.essays.services.reminders import take_works_back
from competitions.essays.services.rounds import begin_final
from tests.competitions.essays.test_rounds import begin, screen
from tests.factories.accounts import UserFactory
from tests.factories.essays import (
    CompetitionFactory,
    deal,
    decide,
    give,
    make_entry,
    make_exemplar,
    make_teacher,
    mark_all,
    start_judging,
    works_of,
)

SEALED = "The screening is over"


@pytest.fixture
def screened(officer):
    return screen(officer)


@pytest.fixture
def in_final(screened, officer):
    """The final has begun, and its works are dealt."""
    begin(screened, officer)
    deal(screened, officer, seed=8)
    return screened


@pytest.fixture
def sealed(in_final):
    """A work of the screening whose judge also reads in the final."""
    judges = {work.place.judge_id for work in works_of(in_final) if not work.sealed}
    return next(work for work in works_of(in_final) if work.sealed and work.place.judge_id in judges)


def sent(work, **more):
    """A sheet as the device sends it."""
    fields = {"key": str(uuid4()), "base": str(work.version), "points_1": "3", "points_2": "4", "words": ""}
    return {name: value for name, value in {**fields, "finish": "1", **more}.items() if value is not None}


def autosave(client, work, **more):
    url = work if isinstance(work, str) else work.mark_url
    fields = more if isinstance(work, str) else sent(work, **more)
    answer = client.post(url, fields, headers={"X-Autosave": "1"})
    return answer.status_code, answer.json()


@pytest.mark.django_db
class TestSealed:
    def test_marks_of_the_screening_stay(self, sealed, officer):
        points = dict.fromkeys(sealed.place.competition.criteria.all(), (1, ""))
        typed = {"assignment": sealed, "base": sealed.version, "key": uuid4(), "points": points, "by": officer}
        for deed in (
            lambda: give(sealed, 1),
            lambda: hand_back_work(assignment=sealed, reason="known", by=sealed.place.judge),
            lambda: report_name_seen(assignment=sealed, by=sealed.place.judge),
            lambda: hand_back_from_paper(assignment=sealed, reason="known", by=officer),
        ):
            with pytest.raises(ShutError, match=SEALED):
                deed()
        with pytest.raises(ValidationError):
            type_in_marks(**typed)
        sealed.refresh_from_db()
        assert (sealed.state, sealed.version, sealed.sheets.count()) == (TaskState.DONE, 1, 1)
        assert Entry.objects.get(pk=sealed.entry_id).names_seen_at is None

    def test_paper_of_the_screening_is_refused_where_its_code_is_typed(self, in_final, officer, sign_in):
        work = next(work for work in works_of(in_final) if work.sealed)
        answer = sign_in(officer).post(reverse("essays:sheets", args=[in_final.pk]), {"code": work.code})
        assert answer.status_code == 422
        assert SEALED in answer.content.decode()

    def test_typed_from_paper_it_is_sealed_too(self, officer):
        competition = CompetitionFactory(finalists=1)
        for _n in range(3):
            make_entry(competition, make_teacher())
        start_judging(competition, UserFactory.create_batch(3, roles=[Role.JUDGE]), officer)
        works, key = works_of(competition), uuid4()
        for work in works:
            points = dict.fromkeys(competition.criteria.all(), (6 - work.entry.number, ""))
            fields = {"assignment": work, "base": 0, "key": key if work == works[0] else uuid4(), "points": points}
            type_in_marks(**fields, finish=True, by=officer)
        begin(competition, officer)
        fields = {"assignment": works[0], "base": 1, "points": points, "finish": True, "by": officer}
        assert type_in_marks(**fields, key=key).version == 1  # it is in
        with pytest.raises(ShutError, match=SEALED):
            type_in_marks(**fields, key=uuid4())

    def test_a_concern_may_be_raised_always(self, sealed):
        report_concern(assignment=sealed, text="A worry.", by=sealed.place.judge)
        assert Entry.objects.get(pk=sealed.entry_id).concern_at

    def test_a_sheet_that_is_in_stays_in(self, screened, officer, sign_in):
        work, key = works_of(screened)[0], uuid4()
        sheet = give(work, 4, key=key)
        begin(screened, officer)
        assert give(work, 4, key=key) == sheet
        status, said = autosave(sign_in(work.place.judge), work, key=str(key))
        assert (status, said["version"]) == (200, sheet.version)

    def test_works_of_the_final_are_marked(self, in_final):
        mark_all(in_final)
        assert not Assignment.objects.to_mark().exists()

    def test_the_desk_parts_the_rounds(self, in_final, sealed, sign_in):
        judge = sealed.place.judge
        desk = desks_of(judge)[0]
        assert sealed in desk.sealed
        assert {work.state for work in desk.works} == {TaskState.OPEN}
        client = sign_in(judge)
        page = client.get(reverse("essays:desk")).content.decode()
        assert f"0 of {len(desk.works)} marked" in page
        assert SEALED in page
        pack = packs_of(judge)[sealed.place_id]
        assert {work.task for work in pack.works} == set(desk.works)
        told = client.get(reverse("essays:pack", args=[sealed.place_id])).json()
        assert sealed.alias not in {work["alias"] for work in told["works"]}

    def test_who_reads_nothing_in_the_final_sees_what_was_given(self, screened, officer, sign_in):
        begin(screened, officer)
        work = works_of(screened)[0]
        client = sign_in(work.place.judge)
        page = client.get(reverse("essays:desk")).content.decode()
        assert "Nothing waits for you here" in page
        assert work.mark_url in page
        assert client.get(reverse("essays:pack", args=[work.place_id])).status_code == 404

    def test_the_sheet_is_read_and_not_changed(self, sealed, sign_in):
        client = sign_in(sealed.place.judge)
        page = client.get(sealed.mark_url).content.decode()
        main = page[page.index("<main") : page.index("</main>")]
        assert SEALED in main
        assert sealed.entry.text[:20] in main
        assert "clear" in main  # the reason
        assert "<form" not in main
        assert "marks.js" not in page
        assert "hand-back" not in main
        assert "concern" in main
        for path, data in (("", sent(sealed)), ("hand-back/", {"reason": "known"})):
            answer = client.post(f"{sealed.mark_url}{path}", data)
            assert answer.status_code == 422
            assert SEALED in answer.content.decode()
        answer = client.post(f"{sealed.mark_url}name-seen/", follow=True)
        assert SEALED in answer.content.decode()
        assert client.post(f"{sealed.mark_url}concern/", {"text": "A worry."}).status_code == 302
        assert sealed.sheets.count() == 1

    def test_what_comes_back_and_waits_is_dealt_anew(self, officer):
        competition = screen(officer)
        work = next(work for work in works_of(competition) if work.entry.number == 8)
        Entry.objects.filter(pk=work.entry_id).update(state=EntryState.ASIDE)
        Assignment.objects.filter(pk=work.pk).update(state=TaskState.OPEN)
        begin(competition, officer)
        Entry.objects.filter(pk=work.entry_id).update(state=EntryState.SUBMITTED)
        with pytest.raises(ShutError):
            give(work)
        deal(competition, officer, seed=8)
        work.refresh_from_db()
        assert give(work, 2).finished


@pytest.mark.django_db
class TestTooLate:
    """What the device hears when its marks are not taken any more."""

    @pytest.fixture
    def judged(self, officer):
        competition = CompetitionFactory()
        for n in range(3):
            make_entry(competition, make_teacher(), text=f"Work of its own, the {n}.")
        start_judging(competition, UserFactory.create_batch(2, roles=[Role.JUDGE]), officer)
        return competition

    def hand_back(self, work, officer):
        hand_back_work(assignment=work, reason="known", by=work.place.judge)

    def take_back(self, work, officer):
        take_works_back(place=work.place, by=officer)

    def drop(self, work, officer):
        Assignment.objects.filter(pk=work.pk).update(state=TaskState.DROPPED)

    def withdraw(self, work, officer):
        Entry.objects.filter(pk=work.entry_id).update(state=EntryState.WITHDRAWN)

    def leave(self, work, officer):
        work.place.active = False
        work.place.save()

    def close(self, work, officer):
        mark_all(work.place.competition)
        decide(work.place.competition, officer)

    @pytest.mark.parametrize(
        ("deed", "words"),
        [
            ("hand_back", "was handed back"),
            ("take_back", "taken this work back"),
            ("drop", "taken this work back"),
            ("withdraw", "no longer in your hands"),
            ("leave", "no longer in your hands"),
            ("close", "Judging is over"),
        ],
    )
    def test_it_is_gone_and_says_why(self, judged, officer, sign_in, deed, words):
        work, key = works_of(judged)[0], str(uuid4())
        client = sign_in(work.place.judge)
        assert autosave(client, work, key=key, finish=None)[0] == 200
        work.refresh_from_db()
        getattr(self, deed)(work, officer)
        sheets = MarkSheet.objects.count()
        for more in ({}, {"points_1": "99"}, {"base": "77"}, {"key": "none"}):
            status, said = autosave(client, work, **more)
            assert status == 410
            assert said["gone"] is True
            assert words in said["said"]
        assert autosave(client, work, key=key, finish=None)[0] == (200)  # it came, and so it is said
        assert MarkSheet.objects.count() == sheets

    def test_in_the_final_it_is_gone(self, sealed, sign_in):
        status, said = autosave(sign_in(sealed.place.judge), sealed)
        assert (status, said["gone"]) == (410, True)
        assert SEALED in said["said"]

    def test_what_is_not_there_and_what_never_was_mine_look_the_same(self, judged, officer, sign_in):
        mine, theirs = works_of(judged)[:2]
        assert mine.place_id != theirs.place_id
        client = sign_in(mine.place.judge)
        nothing = autosave(client, f"/judging/{mine.place_id}/999/", **sent(mine))
        assert nothing[0] == 404
        assert "gone" not in nothing[1]
        for state in (TaskState.OPEN, TaskState.RECUSED, TaskState.DROPPED):
            Assignment.objects.filter(pk=theirs.pk).update(state=state)
            assert autosave(client, theirs) == nothing
        early = CompetitionFactory()
        make_exemplar(early, officer)
        make_entry(early, make_teacher())
        start_judging(early, [mine.place.judge, UserFactory(roles=[Role.JUDGE])], officer)
        untrained = Assignment.objects.get(place__competition=early, place__judge=mine.place.judge)
        assert autosave(client, untrained) == nothing

    def test_points_off_the_scale_are_no_farewell(self, judged, sign_in):
        work = works_of(judged)[0]
        status, said = autosave(sign_in(work.place.judge), work, points_1="99")
        assert status == 422
        assert "gone" not in said


@pytest.mark.django_db(transaction=True)
def test_a_save_that_races_with_the_beginning_is_in_or_refused(officer):
    competition = screen(officer)
    by_judge = {}
    for work in works_of(competition):
        by_judge.setdefault(work.place_id, []).append(work)
    barrier, said = threading.Barrier(len(by_judge) + 1), []

    def save(works):
        barrier.wait()
        try:
            for _again in range(4):
                for work in works:
                    try:
                        give(work, 1 + (work.version + work.entry.number) % 5)
                        said.append("in")
                    except ShutError:
                        said.append("refused")
        finally:
            connection.close()

    def press():
        barrier.wait()
        try:
            for _again in range(500):
                try:
                    begin_final(competition=competition, inputs_hash=FinalPlan.of(competition).inputs_hash, by=officer)
                    return
                except ValidationError as error:
                    assert "Marks have changed" in error.messages[0]
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=[works]) for works in by_judge.values()]
    threads.append(threading.Thread(target=press))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(said) == 4 * sum(map(len, by_judge.values()))
    final = Final.objects.get(competition=competition)
    assert inputs_of(competition)["marks"] == final.inputs["marks"]  # what stands is what was counted


@pytest.mark.django_db(transaction=True)
def test_a_save_under_way_is_waited_for(officer):
    """The sheet is written, its transaction is still open: the final begins only after, and sees it."""
    competition = screen(officer)
    seen, work = FinalPlan.of(competition).inputs_hash, works_of(competition)[0]
    written, said = threading.Event(), []

    def press():
        written.wait()
        try:
            begin_final(competition=competition, inputs_hash=seen, by=officer)
        except ValidationError as error:
            said.append(error.messages[0])
        finally:
            connection.close()

    thread = threading.Thread(target=press)
    thread.start()
    with transaction.atomic():
        give(work, 1)
        written.set()
        thread.join(1)
        assert thread.is_alive()
    thread.join()
    assert "Marks have changed" in said[0]
