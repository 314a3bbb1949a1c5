"""Between the last mark and the frozen result: further marks, the meeting, the result computed again from its file."""

import io
import json
import threading
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from accounts.choices import Role
from accounts.models import Action
from competitions.essays.choices import Award, CompetitionState, TaskState
from competitions.essays.models import Assignment, Decision, ExtraMark, ExtraPlan, ResultRun
from competitions.essays.models.dealing import fingerprint
from competitions.essays.reports import counts_of, results_of, winners_of
from competitions.essays.reports.moderation import borderlines_of
from competitions.essays.reports.verification import result_file, verify_file, verify_run
from competitions.essays.services.moderation import deal_extra_marks, decide_entry
from competitions.essays.services.results import publish_competition
from core.guards import erasing
from tests.factories.accounts import UserFactory
from tests.factories.essays import (
    CompetitionFactory,
    decide,
    give,
    make_entry,
    make_teacher,
    mark_all,
    start_judging,
    works_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def judged(officer):
    """Eight entries, three judges, two marks each: all are marked, and two of them disagree on one."""
    competition = CompetitionFactory(prize_places=2, merit_places=2)
    for n in range(8):
        make_entry(competition, make_teacher(), name=f"Learner {n}")
    judges = [UserFactory(roles=[Role.JUDGE], name=f"Judge {letter}") for letter in "ABC"]
    start_judging(competition, judges, officer)
    mark_all(competition)
    return competition


def settle(entry, by, award=Award.WINNER, **changed):
    fields = {"place": None, "reason": "The stronger argument.", "seen": entry.decisions.count(), "key": uuid4()}
    return decide_entry(entry=entry, award=award, by=by, **{**fields, **changed})


class TestVerify:
    def test_a_frozen_result_comes_out_the_same(self, judged, officer, capsys):
        decide(judged, officer)
        assert all(check.ok for check in verify_run(judged.result))
        call_command("verify_result", str(judged.pk))
        assert "NOT" not in capsys.readouterr().out

    def test_one_altered_mark_is_seen(self, judged, officer, capsys):
        run = decide(judged, officer)
        inputs = run.inputs
        inputs["marks"][0][3] = 1 if inputs["marks"][0][3] > 3 else 5
        with erasing():
            ResultRun.objects.filter(pk=run.pk).update(inputs=inputs)
        with pytest.raises(CommandError, match="does not agree"):
            call_command("verify_result", str(judged.pk))
        assert capsys.readouterr().out.count("NOT") >= 3
        with erasing():  # and with a finger-print that was made to fit
            ResultRun.objects.filter(pk=run.pk).update(inputs_hash=fingerprint(inputs))
        run.refresh_from_db()
        assert [check.ok for check in verify_run(run)][:2] == [True, False]

    def test_a_mark_that_changed_under_the_result_is_seen(self, judged, officer):
        run = decide(judged, officer)
        mark = works_of(judged)[0].sheets.get(newest=True).marks.first()
        with erasing():
            type(mark).objects.filter(pk=mark.pk).update(points=1 if mark.points > 3 else 5)
        assert [check.ok for check in verify_run(run)] == [True, False, True, True, True]

    def test_the_file_says_numbers_only_and_holds_by_itself(self, judged, officer, sign_in, tmp_path, capsys):
        decide(judged, officer)
        response = sign_in(officer).get(reverse("essays:result-file", args=[judged.pk]))
        assert response["Content-Disposition"] == f'attachment; filename="result-{judged.pk}.zip"'
        text = ZipFile(io.BytesIO(response.content)).read("result.json").decode()
        assert not any(word in text for word in ("Judge A", "Learner", "@"))
        held = json.loads(text)
        assert {mark[1] for mark in held["inputs"]["marks"]} == {1, 2, 3}
        assert all(check.ok for check in verify_file(held))
        path = tmp_path / "result.zip"
        path.write_bytes(response.content)
        call_command("verify_result", str(path))
        held["inputs"]["marks"][3][3] = 1 if held["inputs"]["marks"][3][3] > 3 else 5
        (tmp_path / "result.json").write_text(json.dumps(held))
        with pytest.raises(CommandError, match="does not agree"):
            call_command("verify_result", str(tmp_path / "result.json"))

    def test_what_is_no_result_is_refused(self, judged, tmp_path):
        (tmp_path / "bad.json").write_text("[]")
        for named, says in (
            (str(judged.pk), "no frozen"),
            (str(tmp_path / "bad.json"), "no result file"),
            ("x.json", "no"),
        ):
            with pytest.raises(CommandError, match=says):
                call_command("verify_result", named)

    def test_the_page_says_that_it_holds(self, judged, officer, sign_in):
        decide(judged, officer)
        page = sign_in(officer).get(reverse("essays:verify", args=[judged.pk])).content.decode()
        assert "The frozen result holds." in page


class TestExtraMarks:
    def test_they_go_where_they_buy_most_and_to_others(self, judged, officer):
        plan = ExtraPlan.of(judged, 3, 5, steps=(1, 5))
        assert 0 < plan.certainty_now <= 1
        assert [n for n, _sure in plan.steps] == [1, 5]
        before = {(t.entry_id, t.place_id) for t in works_of(judged)}
        deal_extra_marks(competition=judged, marks=3, seed=5, inputs_hash=plan.deal().inputs_hash, by=officer)
        after = works_of(judged)
        fresh = [t for t in after if (t.entry_id, t.place_id) not in before]
        assert {t.entry_id for t in fresh} == {line.entry for line in plan.marks}
        assert len(fresh) == 3
        assert all(t.state == TaskState.OPEN for t in fresh)
        assert before <= {(t.entry_id, t.place_id) for t in after}
        assert set(ExtraMark.objects.values_list("entry", flat=True)) == {line.entry for line in plan.marks}
        assert counts_of(judged).short == 0
        for work in fresh:
            give(work, 4)
        assert max(score.marks for score in decide(judged, officer).entries.all()) == 3

    def test_pressed_twice_they_are_dealt_once(self, judged, officer):
        shown = {"marks": 2, "seed": 5, "inputs_hash": ExtraPlan.of(judged, 2, 5).deal().inputs_hash}
        first = deal_extra_marks(competition=judged, by=officer, **shown)
        assert deal_extra_marks(competition=judged, by=officer, **shown) == first
        assert ExtraMark.objects.count() == 2
        with pytest.raises(ValidationError, match="not enough judges"):
            deal_extra_marks(competition=judged, by=officer, **{**shown, "seed": 6})

    def test_a_handed_back_extra_mark_is_missed(self, judged, officer):
        shown = {"marks": 2, "seed": 5, "inputs_hash": ExtraPlan.of(judged, 2, 5).deal().inputs_hash}
        deal_extra_marks(competition=judged, by=officer, **shown)
        Assignment.objects.filter(state=TaskState.OPEN).update(state=TaskState.RECUSED)
        assert counts_of(judged).short == 2

    def test_the_page_shows_what_they_buy_and_deals_in_one_press(self, judged, officer, sign_in):
        client, url = sign_in(officer), reverse("essays:extra", args=[judged.pk])
        response = client.get(f"{url}?n=2")
        form = response.context["form"]
        assert b"What would they buy?" in response.content
        assert client.get(f"{url}?n=bogus").status_code == 200
        assert client.get(f"{url}?n=99999").context["asked"] == 8
        assert client.post(url, {"marks": 2, "seed": 1, "inputs_hash": "x"}).status_code == 422
        assert client.post(url, form.initial).status_code == 302
        assert ExtraMark.objects.count() == 2

    def test_without_marks_it_says_so(self, officer, sign_in):
        competition = CompetitionFactory()
        make_entry(competition, make_teacher())
        page = sign_in(officer).get(reverse("essays:extra", args=[competition.pk])).content.decode()
        assert "The marks say nothing yet" in page


class TestMeeting:
    def test_the_borderline_lies_around_the_cuts(self, judged):
        bands = borderlines_of(judged)
        assert bands
        for band in bands:
            ranks = [line.score.rank for line in band.lines]
            assert ranks == sorted(ranks)
            assert len(ranks) > 1

    def test_a_decision_stands_beside_what_was_computed_and_is_frozen_with_it(self, judged, officer):
        lines = results_of(judged).lines
        entry, computed = lines[-1].entry, lines[-1].score
        settle(entry, officer, place=2)
        line = results_of(judged).lines[-1]
        assert (line.score.rank, line.score.adjusted) == (computed.rank, computed.adjusted)
        assert (line.score.computed, line.score.award, line.score.place) == (Award.PARTICIPATION, Award.WINNER, 2)
        run = decide(judged, officer)
        kept = run.entries.get(entry=entry)
        assert (kept.rank, kept.computed, kept.award, kept.place) == (
            computed.rank,
            Award.PARTICIPATION,
            Award.WINNER,
            2,
        )
        assert run.inputs["decisions"] == [[entry.pk, "winner", 2, "The stronger argument."]]
        assert result_file(run)["inputs"]["decisions"][0][0] == entry.number
        assert all(check.ok for check in verify_run(run))
        publish_competition(competition=judged, by=officer)
        assert entry.number in {w.number for w in winners_of(judged) if w.award == Award.WINNER and w.place == 2}

    def test_a_decision_after_the_look_keeps_the_result_from_freezing(self, judged, officer, sign_in):
        client, url = sign_in(officer), reverse("essays:results", args=[judged.pk])
        seen = client.get(url).context["form"].initial
        settle(results_of(judged).lines[0].entry, officer, Award.MERIT)
        assert client.post(url, seen).status_code == 422

    def test_it_is_never_rewritten_and_the_newest_counts(self, judged, officer):
        entry = results_of(judged).lines[0].entry
        first = settle(entry, officer, Award.MERIT)
        with pytest.raises(DatabaseError), transaction.atomic():
            Decision.objects.filter(pk=first.pk).update(award=Award.WINNER)
        settle(entry, officer, Award.WINNER)
        assert Decision.objects.count() == 2
        assert results_of(judged).lines[0].score.award == Award.WINNER
        assert Action.objects.about(entry).filter(verb="decided in a meeting on").count() == 2

    def test_the_same_form_twice_is_one_decision_and_who_saw_less_is_told(self, judged, officer):
        entry, key = results_of(judged).lines[0].entry, uuid4()
        assert settle(entry, officer, key=key, seen=0) == settle(entry, officer, key=key, seen=0)
        with pytest.raises(ValidationError, match="meanwhile"):
            settle(entry, officer, seen=0)

    def test_who_judged_or_has_a_tie_does_not_decide(self, judged, officer):
        work = works_of(judged)[0]
        judge = work.place.judge
        with pytest.raises(ValidationError, match="Only officers"):
            settle(work.entry, judge)
        judge.groups.add(Group.objects.get_or_create(name=Role.OFFICER)[0])
        with pytest.raises(ValidationError, match="You marked this entry"):
            settle(work.entry, type(judge).objects.get(pk=judge.pk))
        officer.ties.create(school=work.entry.entrant.school)
        with pytest.raises(ValidationError, match="have to do with"):
            settle(work.entry, officer)

    def test_bad_input_is_refused(self, judged, officer):
        entry = results_of(judged).lines[0].entry
        with pytest.raises(ValidationError, match="Only a winner"):
            settle(entry, officer, Award.MERIT, place=1)
        with pytest.raises(ValidationError):
            settle(entry, officer, reason="")
        decide(judged, officer)
        with pytest.raises(ValidationError, match="between the last mark"):
            settle(entry, officer)

    def test_pages(self, judged, officer, sign_in):
        client = sign_in(officer)
        page = client.get(reverse("essays:meeting", args=[judged.pk])).content.decode()
        assert "cannot be told apart" in page
        url = reverse("essays:compare", args=[judged.pk])
        page = client.get(f"{url}?entry=2&entry=1").content.decode()
        assert page.index("Entry 2") < page.index("Entry 1 ")
        assert "Judge 1" in page
        assert "Judge A" not in page
        assert client.get(f"{url}?entry=999").status_code == 404
        entry = judged.entries.get(number=1)
        url = reverse("essays:decide-entry", args=[entry.pk])
        sent = {"key": str(uuid4()), "seen": 0, "award": "merit", "reason": "Clear and brave."}
        assert client.post(url, {**sent, "reason": ""}).status_code == 422
        assert client.post(url, sent).status_code == 302
        assert "Clear and brave." in client.get(reverse("essays:meeting", args=[judged.pk])).content.decode()
        officer.ties.create(school=entry.entrant.school)
        assert client.get(url).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_two_who_decide_at_once_do_not_overwrite_each_other(officer):
    competition = CompetitionFactory()
    for n in range(3):
        make_entry(competition, make_teacher(), name=f"Learner {n}")
    judges = [UserFactory(roles=[Role.JUDGE], name=f"Judge {letter}") for letter in "AB"]
    start_judging(competition, judges, officer)
    mark_all(competition)
    entry, said, barrier = competition.entries.first(), [], threading.Barrier(2)

    def press(award):
        barrier.wait()
        try:
            said.append(settle(entry, officer, award, seen=0).award)
        except ValidationError as error:
            said.append(" ".join(error.messages))
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[award]) for award in (Award.MERIT, Award.WINNER)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Decision.objects.count() == 1
    assert sum("meanwhile" in str(words) for words in said) == 1
    assert competition.state == CompetitionState.JUDGING
