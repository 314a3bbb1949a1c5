"""A screening and a final: who goes on, who reads them, what counts, and that only finalists win."""

import io
import json
import threading
from zipfile import ZipFile

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from accounts.choices import ConsentChannel, Purpose, Role
from accounts.models import Action
from competitions.essays.choices import Award, TaskState
from competitions.essays.models import (
    Competition,
    DealPlan,
    EntryResult,
    ExtraPlan,
    Final,
    Finalist,
    FinalPlan,
    Outcome,
    ResultRun,
)
from competitions.essays.models.dealing import fingerprint
from competitions.essays.models.final import next_in_rank
from competitions.essays.pdf import certificate_orders
from competitions.essays.reports import counts_of, needs_of, results_of
from competitions.essays.reports.fairness import fairness_of, reliability_of
from competitions.essays.reports.moderation import borderlines_of
from competitions.essays.reports.verification import result_file, verify_file, verify_run
from competitions.essays.services.consent import answer_consent
from competitions.essays.services.moderation import deal_extra_marks
from competitions.essays.services.results import publish_competition
from competitions.essays.services.rounds import begin_final, send_next_to_final
from core.guards import erasing
from tests.competitions.essays.test_moderation import settle
from tests.factories.accounts import UserFactory
from tests.factories.essays import (
    CompetitionFactory,
    deal,
    decide,
    give,
    make_entry,
    make_teacher,
    mark_all,
    start_judging,
    works_of,
)

pytestmark = pytest.mark.django_db
STEPS = (5, 5, 4, 2, 2, 2, 1, 1)  # about what every judge of the screening gives the eight entries


@pytest.fixture
def screened(officer):
    """Eight entries, six judges, two marks each: all of the screening are marked; three go on, two more judges each."""
    return screen(officer)


def screen(officer, finalists=3, steps=STEPS, agree=False, **terms):
    terms = {"prize_places": 2, "merit_places": 2, "final_marks": 2, **terms}
    competition = CompetitionFactory(finalists=finalists, **terms)
    for n in range(len(steps)):
        make_entry(competition, make_teacher(), name=f"Learner {n}")
    judges = [UserFactory(roles=[Role.JUDGE], name=f"Judge {letter}") for letter in "ABCDEF"]
    start_judging(competition, judges, officer)
    for work in works_of(competition):
        step, judge = steps[work.entry.number - 1], ord(work.place.judge.name[-1])
        other = step if agree else step + (work.entry.number * 5 + judge * 7) % 3 - 1
        give(work, [step, min(5, max(1, other))])
    return competition


def begin(competition, by):
    return begin_final(competition=competition, inputs_hash=FinalPlan.of(competition).inputs_hash, by=by)


def hold_final(competition, by, points=None):
    """Begin, deal, mark: `points` by the number of an entry."""
    begin(competition, by)
    competition = Competition.objects.get(pk=competition.pk)
    deal(competition, by, seed=8)
    for work in works_of(competition):
        if work.state == TaskState.OPEN:
            give(work, (points or {}).get(work.entry.number, 3))
    return competition


def withdraw(entry):
    teacher = make_teacher(entry.entrant.school)
    no = {Purpose.TAKE_PART: False}
    answer_consent(entry=entry, answers=no, channel=ConsentChannel.SCHOOL, by=teacher)


class TestBegin:
    def test_the_best_go_on_and_equals_at_the_cut_too(self, officer):
        competition = screen(officer, finalists=3, steps=(5, 4, 3, 3, 2, 2), agree=True)
        plan = FinalPlan.of(competition)
        assert [line.rank for line in plan.lines] == [1, 2, 3, 3, 5, 5]
        assert [line.goes_on for line in plan.lines] == [True] * 4 + [False] * 2
        assert (plan.tied, plan.cut) == (1, plan.lines[3])
        begin(competition, officer)
        assert Finalist.objects.count() == 4

    def test_rows_say_rank_and_score_and_can_be_computed_again(self, screened, officer):
        plan = FinalPlan.of(screened)
        final = begin(screened, officer)
        rows = list(final.finalists.all())
        assert {row.entry_id for row in rows} == {line.entry for line in plan.finalists}
        assert [(row.rank, row.adjusted) for row in rows] == [(x.rank, x.adjusted) for x in plan.finalists]
        assert fingerprint(final.inputs) == final.inputs_hash
        action = Action.objects.get(verb="began the final of")
        assert action.facts["finalists"] == len(rows)
        for row in (final, rows[0]):
            with pytest.raises(DatabaseError, match="never rewritten"), transaction.atomic():
                type(row).objects.filter(pk=row.pk).update(at=row.at)

    def test_it_begins_once(self, screened, officer):
        final = begin(screened, officer)
        assert begin_final(competition=screened, inputs_hash=final.inputs_hash, by=officer) == final
        assert Finalist.objects.count() == 3
        with pytest.raises(ValidationError, match="begun already"):
            begin_final(competition=screened, inputs_hash="other", by=officer)

    def test_it_waits_for_the_last_mark(self, officer):
        competition = CompetitionFactory(finalists=1)
        for _n in range(3):
            make_entry(competition, make_teacher())
        start_judging(competition, UserFactory.create_batch(2, roles=[Role.JUDGE]), officer)
        works = works_of(competition)
        for work in works[:-1]:
            give(work)
        with pytest.raises(ValidationError, match="still wait for marks"):
            begin(competition, officer)
        works[-1].delete()
        assert begin(competition, officer).finalists.exists()

    def test_marks_that_changed_since_the_look_stop_it(self, screened, officer):
        seen = FinalPlan.of(screened).inputs_hash
        give(works_of(screened)[0], 1)
        with pytest.raises(ValidationError, match="changed since you looked"):
            begin_final(competition=screened, inputs_hash=seen, by=officer)

    def test_one_round_has_no_final_and_others_begin_none(self, screened, officer):
        with pytest.raises(ValidationError):
            begin(screened, make_teacher())
        Competition.objects.update(finalists=None)
        with pytest.raises(ValidationError, match="two rounds"):
            begin(screened, officer)

    def test_terms_must_let_the_prizes_be_filled(self):
        competition = CompetitionFactory()
        competition.finalists, competition.prize_places = 2, 3
        with pytest.raises(ValidationError, match="as many go on to the final"):
            competition.full_clean()


class TestDealing:
    def test_each_finalist_gets_further_judges_who_have_not_read_it(self, screened, officer):
        before = {(work.entry_id, work.place_id) for work in works_of(screened)}
        begin(screened, officer)
        screened = Competition.objects.get(pk=screened.pk)
        assert counts_of(screened).short == 3
        deal(screened, officer, seed=8)
        added = {(work.entry_id, work.place_id) for work in works_of(screened)} - before
        assert counts_of(screened).short == 0
        finalists = {row.entry_id for row in Finalist.objects.all()}
        assert sorted(entry for entry, _place in added) == sorted([*finalists, *finalists])
        assert DealPlan.of(screened, 9).dealt.added == ()  # nothing more is asked for

    def test_the_plan_says_who_would_read_and_that_judges_lack(self, screened):
        plan = FinalPlan.of(screened)
        assert len(plan.deal(5).dealt.added) == 6
        screened.final_marks = 9
        with pytest.raises(Exception, match="judge"):
            plan.deal(5)


class TestResult:
    def test_finalists_rank_before_all_others_and_alone_win(self, officer):
        screened = screen(officer, steps=(5, 5, 4, 3, 3, 2, 1, 1), final_marks=3)
        plan = FinalPlan.of(screened)
        screened = hold_final(screened, officer, points=dict.fromkeys(range(1, 9), 1))
        outcome = Outcome.of(screened)
        finalists = {line.entry for line in plan.finalists}
        ranks = {score.entry: score.rank for score in outcome.entries}
        assert {entry for entry, rank in ranks.items() if rank <= 3} == finalists
        scores = {score.entry: score.adjusted for score in outcome.entries}
        assert min(scores[e] for e in finalists) < max(s for e, s in scores.items() if e not in finalists)
        assert outcome.inputs["method"] == "hybrid-2"
        assert {s.entry for s in outcome.entries if s.award == Award.WINNER} <= finalists
        assert {s.entry for s in outcome.entries if s.chance is not None} == finalists

    def test_prizes_of_finalists_who_left_go_to_nobody_else(self, screened, officer):
        screened = hold_final(screened, officer)
        for row in Finalist.objects.order_by("rank")[:2]:
            withdraw(row.entry)
        outcome = Outcome.of(screened)
        assert [s.award for s in outcome.entries].count(Award.WINNER) == 1
        assert outcome.entries[1].award == Award.MERIT

    def test_deciding_asks_for_the_final_and_for_its_marks(self, screened, officer):
        with pytest.raises(ValidationError, match="has a final"):
            decide(screened, officer)
        begin(screened, officer)
        screened = Competition.objects.get(pk=screened.pk)
        with pytest.raises(ValidationError, match="lack judges of the final"):
            decide(screened, officer)
        deal(screened, officer, seed=8)
        with pytest.raises(ValidationError, match="still wait"):
            decide(screened, officer)
        mark_all(screened)
        assert decide(screened, officer).method == "hybrid-2"

    def test_a_meeting_waits_for_the_final_and_gives_prizes_to_finalists_only(self, screened, officer):
        first, last = screened.entries.first(), screened.entries.last()
        with pytest.raises(ValidationError, match="after the final"):
            settle(first, officer)
        screened = hold_final(screened, officer)
        with pytest.raises(ValidationError, match="finalists only"):
            settle(last, officer)
        settle(last, officer, award=Award.MERIT)
        for line in borderlines_of(screened)[:1]:
            assert all(one.went_on for one in line.lines)

    def test_further_marks_go_to_finalists(self, screened, officer):
        assert ExtraPlan.of(screened, 4, 3).marks  # in the screening: around the cut of the finalists
        screened = hold_final(screened, officer)
        plan = ExtraPlan.of(screened, 2, 3)
        assert {line.entry for line in plan.marks} <= set(Finalist.objects.values_list("entry", flat=True))
        digest = plan.deal().inputs_hash
        deal_extra_marks(competition=screened, marks=2, seed=3, inputs_hash=digest, by=officer)
        assert counts_of(screened).waiting == 2

    def test_the_frozen_result_comes_out_the_same_from_rows_and_from_the_file(self, screened, officer, tmp_path):
        screened = hold_final(screened, officer)
        run = decide(screened, officer)
        assert [check for check in verify_run(run) if not check.ok] == []
        held = result_file(run)
        assert held["inputs"]["finalists"] == sorted(row.entry.number for row in Finalist.objects.all())
        assert all(check.ok for check in verify_file(json.loads(json.dumps(held))))
        held["inputs"]["finalists"].pop()
        assert not all(check.ok for check in verify_file(held))

    def test_somebody_slipped_into_the_final_is_seen(self, screened, officer):
        screened = hold_final(screened, officer)
        run = decide(screened, officer)
        with erasing():
            Finalist.objects.filter(rank=1).update(adjusted=1.0)
        assert [check.ok for check in verify_run(run)].count(False) == 1

    def test_fairness_certificates_and_results_speak_of_both_rounds(self, screened, officer):
        screened = hold_final(screened, officer)
        assert fairness_of(screened).questions
        opinion = reliability_of(screened).opinion
        assert opinion is None or opinion.prizes == 2
        decide(screened, officer)
        screened = Competition.objects.get(pk=screened.pk)
        assert sum(line.went_on for line in results_of(screened).lines) == 3
        assert sum(len(order.wanted) for order in certificate_orders(screened)) == 8
        publish_competition(competition=screened, by=officer)
        assert EntryResult.objects.filter(award=Award.WINNER).count() == 2

    def test_one_round_is_counted_as_before(self, officer):
        """A result that was frozen before there were two rounds holds no finalists, and still agrees."""
        competition = CompetitionFactory()
        for _n in range(4):
            make_entry(competition, make_teacher())
        start_judging(competition, UserFactory.create_batch(2, roles=[Role.JUDGE]), officer)
        mark_all(competition)
        run = decide(competition, officer)
        assert set(run.inputs) == {"method", "criteria", "prize_places", "merit_places", "marks", "decisions"}
        assert run.method == run.inputs["method"] == "hybrid-1"
        assert all(check.ok for check in verify_run(run))
        with erasing():
            ResultRun.objects.update(method="hybrid-2")
        with pytest.raises(CommandError, match="does not agree"):
            call_command("verify_result", str(competition.pk), stdout=io.StringIO())


class TestLeaving:
    def test_a_withdrawn_finalist_leaves_and_the_next_may_go_on(self, screened, officer):
        screened = hold_final(screened, officer)
        assert next_in_rank(screened) == []
        first = Finalist.objects.order_by("rank").first()
        withdraw(first.entry)
        assert first.entry_id not in Outcome.of(screened).inputs["finalists"]
        after = next_in_rank(screened)
        entry = screened.entries.get(pk=after[0].entry)
        other = screened.entries.submitted().exclude(pk__in=[line.entry for line in after])
        with pytest.raises(ValidationError, match="No place"):
            send_next_to_final(entry=other.exclude(finalist__isnull=False).last(), by=officer)
        sent = send_next_to_final(entry=entry, by=officer)
        assert send_next_to_final(entry=entry, by=officer) == sent
        assert next_in_rank(screened) == []
        assert Finalist.objects.count() == 3 + len(after)
        deal(screened, officer, seed=9)
        mark_all(screened)
        assert all(check.ok for check in verify_run(decide(screened, officer)))

    def test_nobody_goes_on_after_the_result(self, screened, officer):
        screened = hold_final(screened, officer)
        decide(screened, officer)
        withdraw(Finalist.objects.first().entry)
        screened = Competition.objects.get(pk=screened.pk)
        assert next_in_rank(screened) == []
        entry = screened.entries.submitted().filter(finalist=None).first()
        with pytest.raises(ValidationError, match="frozen"):
            send_next_to_final(entry=entry, by=officer)
        with pytest.raises(ValidationError):
            send_next_to_final(entry=entry, by=make_teacher())


class TestPages:
    def test_an_officer_looks_and_begins(self, screened, officer, sign_in):
        client, there = sign_in(officer), reverse("essays:final", args=[screened.pk])
        page = client.get(there)
        assert "There are judges enough" in page.content.decode()
        assert client.post(there, {"inputs_hash": "x"}).status_code == 422
        answer = client.post(there, {"inputs_hash": page.context["form"].initial["inputs_hash"]})
        assert answer.headers["Location"] == reverse("essays:deal", args=[screened.pk])
        assert Final.objects.get().competition == screened
        page = client.get(there).content.decode()
        assert "3 finalists lack judges" in page
        withdraw(Finalist.objects.first().entry)
        assert "The next in rank goes on" in client.get(there).content.decode()
        after = screened.entries.get(pk=next_in_rank(Competition.objects.get())[0].entry)
        client.post(reverse("essays:final-next", args=[after.pk]))
        assert Finalist.objects.filter(entry=after).exists()

    def test_pages_of_the_screening_speak_of_the_final(self, screened, officer, sign_in):
        client = sign_in(officer)
        assert any("begin the final" in str(need.words) for need in needs_of(officer))
        assert "This is the screening" in client.get(reverse("essays:results", args=[screened.pk])).content.decode()
        assert "after the final" in client.get(reverse("essays:meeting", args=[screened.pk])).content.decode()
        page = client.get(screened.get_absolute_url()).content.decode()
        assert "The screening is marked" in page
        assert client.get(reverse("essays:extra", args=[screened.pk])).status_code == 200

    def test_a_final_without_marks_or_of_one_round(self, officer, sign_in):
        client, competition = sign_in(officer), CompetitionFactory(finalists=2)
        page = client.get(reverse("essays:final", args=[competition.pk])).content.decode()
        assert "The marks say nothing yet" in page
        plain = CompetitionFactory()
        assert client.get(reverse("essays:final", args=[plain.pk])).status_code == 404

    def test_a_teacher_reads_of_two_rounds_and_not_who_went_on(self, screened, officer, sign_in):
        entry = screened.entries.first()
        teacher = entry.entered_by
        client = sign_in(teacher)
        places = [screened.get_absolute_url(), entry.get_absolute_url(), reverse("essays:entry-list")]
        before = [told(client.get(url)) for url in places]
        assert "a screening and a final: the best 3 works go on" in before[0]
        hold_final(screened, officer)
        assert Finalist.objects.filter(entry=entry).exists()
        assert [told(client.get(url)) for url in places] == before
        assert client.get(reverse("essays:final", args=[screened.pk])).status_code == 403

    def test_the_result_file_holds_the_finalists(self, screened, officer, sign_in):
        decide(hold_final(screened, officer), officer)
        client = sign_in(officer)
        data = client.get(reverse("essays:result-file", args=[screened.pk])).content
        held = json.loads(ZipFile(io.BytesIO(data)).read("result.json"))
        assert len(held["inputs"]["finalists"]) == 3
        assert client.get(reverse("essays:verify", args=[screened.pk])).status_code == 200
        page = client.get(reverse("essays:final", args=[screened.pk])).content.decode()
        assert "Begin the final" not in page


def told(response):
    """What a page says, without what differs each time."""
    page = response.content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    return "\n".join(line for line in main.splitlines() if "csrf" not in line)


@pytest.mark.django_db(transaction=True)
def test_two_officers_begin_one_final(officer):
    competition = screen(officer)
    digest, met = FinalPlan.of(competition).inputs_hash, []

    def press():
        try:
            met.append(begin_final(competition=competition, inputs_hash=digest, by=officer).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(met) == 2
    assert len(set(met)) == 1
    assert Finalist.objects.count() == 3
