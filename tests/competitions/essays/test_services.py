"""Entering, dealing, marking, deciding: nothing is lost, nothing counts twice, and history stays."""

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.choices import ConsentChannel, Purpose, Role
from accounts.models import Action, Concern, Consent, IssuedPaper, Message
from competitions.essays.choices import Award, CompetitionState, EntryState, RecuseReason, TaskState
from competitions.essays.models import Assignment, Competition, DealPlan, Entry, Mark, MarkSheet, Outcome
from competitions.essays.reports import (
    counts_of,
    needs_of,
    progress_of,
    results_of,
    school_history,
    sheet_of,
    winners_of,
)
from competitions.essays.services.competition import close_entries, open_competition, save_competition, set_judges
from competitions.essays.services.consent import answer_consent, erase_expired
from competitions.essays.services.entry import change_work, submit_entry
from competitions.essays.services.judging import (
    StaleSheetError,
    deal_entries,
    declare_tie,
    end_tie,
    hand_back_work,
    report_concern,
)
from competitions.essays.services.results import decide_competition, issue_certificates, publish_competition
from tests.factories.accounts import UserFactory
from tests.factories.essays import (
    CompetitionFactory,
    begin_entry,
    deal,
    decide,
    give,
    make_entry,
    make_teacher,
    mark_all,
    start_judging,
    works_of,
)
from tests.factories.schools import CountyFactory, MembershipFactory, SchoolFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def competition():
    return CompetitionFactory()


@pytest.fixture
def teacher():
    return make_teacher()


@pytest.fixture
def judges():
    return [UserFactory(roles=[Role.JUDGE], name=f"Judge {letter}") for letter in "ABC"]


@pytest.fixture
def judged(competition, judges, officer):
    """Six entries of three schools, dealt twice each to three judges."""
    for n in range(6):
        make_entry(competition, make_teacher(), name=f"Learner {n}", allow=[Purpose.PUBLISH_NAME])
    start_judging(competition, judges, officer)
    return competition


class TestEnter:
    def test_a_work_is_handed_in_with_consent(self, competition, teacher):
        entry = make_entry(competition, teacher)
        assert (entry.state, entry.number) == (EntryState.SUBMITTED, 1)
        assert Consent.objects.granted(entry.entrant) == {Purpose.TAKE_PART}
        assert Action.objects.about(entry).filter(verb="handed in").exists()

    def test_without_consent_nothing_is_handed_in(self, competition, teacher):
        entry = begin_entry(competition, teacher)
        with pytest.raises(ValidationError, match="guardian’s consent"):
            submit_entry(entry=entry, by=teacher)

    def test_the_log_knows_no_name(self, competition, teacher):
        make_entry(competition, teacher, name="Akinyi Secret")
        assert not any("Akinyi" in f"{a.about_text} {a.facts} {a.about_url}" for a in Action.objects.all())

    def test_too_long_not_own_or_empty_is_refused(self, competition, teacher):
        Competition.objects.update(word_limit=50)
        competition.refresh_from_db()
        for fields, says in (({"text": "word " * 51}, "at most 50"), ({"text": ""}, "Type the work")):
            with pytest.raises(ValidationError, match=says):
                make_entry(competition, teacher, **fields)
        entry = make_begun_with_consent(competition, teacher)
        Entry.objects.filter(pk=entry.pk).update(own_work=False)
        entry.refresh_from_db()
        with pytest.raises(ValidationError, match="own work"):
            submit_entry(entry=entry, by=teacher)

    def test_a_closed_competition_or_another_school_takes_nothing(self, competition, teacher):
        with pytest.raises(ValidationError, match="teacher of the entrant’s school"):
            begin_entry(competition, teacher, school=SchoolFactory())
        Competition.objects.update(closes_at=timezone.now() - timedelta(hours=1))
        competition.refresh_from_db()
        with pytest.raises(ValidationError, match="no entries now"):
            begin_entry(competition, teacher)

    def test_the_same_form_twice_is_one_entry(self, competition, teacher):
        key = uuid4()
        first, second = (begin_entry(competition, teacher, key=key) for _n in range(2))
        assert first.pk == second.pk
        assert Entry.objects.count() == 1

    def test_two_who_change_at_once_do_not_overwrite_each_other(self, competition, teacher):
        entry = begin_entry(competition, teacher)
        mine, theirs = Entry.objects.get(pk=entry.pk), Entry.objects.get(pk=entry.pk)
        mine.text, theirs.text = "Mine", "Theirs"
        change_work(entry=mine, base=1, by=teacher)
        with pytest.raises(ValidationError, match="changed this entry meanwhile"):
            change_work(entry=theirs, base=1, by=teacher)
        entry.refresh_from_db()
        assert entry.text == "Mine"

    def test_what_is_handed_in_stays(self, competition, teacher):
        entry = make_entry(competition, teacher)
        entry.text = "Better"
        with pytest.raises(ValidationError, match="handed in"):
            change_work(entry=entry, base=entry.version, by=teacher)
        assert submit_entry(entry=entry, by=teacher) == entry


def make_begun_with_consent(competition, teacher):
    entry = begin_entry(competition, teacher)
    allow(entry, teacher, Purpose.TAKE_PART)
    return entry


def allow(entry, by, *purposes):
    answers = {purpose: purpose in purposes for purpose in Purpose}
    return answer_consent(entry=entry, answers=answers, channel=ConsentChannel.SCHOOL, by=by)


class TestCompetition:
    def test_its_terms_stay_once_it_is_open(self, officer, competition):
        with pytest.raises(ValidationError, match="terms stay"):
            save_competition(competition=competition, criteria=list(competition.criteria.all()), by=officer)

    def test_it_moves_on_once(self, officer, teacher):
        competition = CompetitionFactory(state=CompetitionState.DRAFT)
        open_competition(competition=competition, by=officer)
        with pytest.raises(ValidationError, match="moved on already"):
            open_competition(competition=competition, by=officer)
        with pytest.raises(ValidationError, match="Nothing has been handed in"):
            close_entries(competition=competition, by=officer)
        with pytest.raises(ValidationError):
            close_entries(competition=competition, by=teacher)

    def test_who_sees_names_cannot_judge(self, officer, competition):
        both = UserFactory(roles=[Role.JUDGE, Role.OFFICER], name="Both Sides")
        with pytest.raises(ValidationError, match="Both Sides sees who wrote what"):
            set_judges(competition=competition, offers={both: (True, True, None)}, by=officer)

    def test_a_judge_must_read_something(self, officer, competition, judges):
        with pytest.raises(ValidationError, match="Say what Judge A reads"):
            set_judges(competition=competition, offers={judges[0]: (False, False, None)}, by=officer)


class TestDeal:
    def test_each_entry_gets_its_judges_and_loads_are_even(self, judged, judges):
        works = works_of(judged)
        assert len(works) == 12
        assert {len([w for w in works if w.place.judge == judge]) for judge in judges} == {4}
        assert {entry.judge_count for entry in Entry.objects.with_progress()} == {2}
        assert Message.objects.filter(key__startswith="deal-").count() == 3

    def test_aliases_are_the_judges_own_and_in_an_own_order(self, judged, judges):
        orders = []
        for judge in judges:
            works = Assignment.objects.filter(place__judge=judge).order_by("alias")
            assert [work.alias for work in works] == [1, 2, 3, 4]
            orders.append([work.entry.number for work in works])
        assert any(order != sorted(order) for order in orders)

    def test_the_seed_and_the_inputs_give_the_same_deal_again(self, judged, officer):
        kept = judged.deals.get()
        Assignment.objects.all().delete()
        plan = DealPlan.of(judged, kept.seed)
        assert plan.inputs_hash == kept.inputs_hash
        assert plan.inputs == kept.inputs

    def test_own_former_and_declared_schools_and_the_county_of_work_are_avoided(self, competition, judges, officer):
        elsewhere = CountyFactory(code="047")
        schools = [SchoolFactory() for _n in range(3)] + [SchoolFactory(county=elsewhere) for _n in range(2)]
        entries = [make_entry(competition, make_teacher(school)) for school in schools]
        MembershipFactory(school=schools[0], user=judges[0], ended_at=timezone.now())
        declare_tie(about=schools[1], by=judges[0])
        for _twice in range(2):
            declare_tie(about=elsewhere, by=judges[0])
        end_tie(tie=declare_tie(about=schools[2], by=judges[0]), by=judges[0])
        start_judging(competition, judges, officer)
        mine = Assignment.objects.filter(place__judge=judges[0]).values_list("entry", flat=True)
        assert set(mine) == {entries[2].pk}
        assert len(competition.deals.get().inputs["conflicts"]) == 4

    def test_a_late_work_by_post_is_dealt_with_least_change_and_none_after_the_freeze(self, judged, officer, sign_in):
        before = set(works_of(judged))
        late = make_teacher()
        with pytest.raises(ValidationError, match="takes no entries now"):
            begin_entry(judged, late)
        assert sign_in(officer).get(reverse("essays:choose-school", args=[judged.pk])).status_code == 200
        school = late.memberships.first().school
        desk = reverse("essays:school-desk", args=[judged.pk, school.pk])
        assert "List learners" in sign_in(officer).get(desk).content.decode()
        assert "List learners" not in sign_in(late).get(desk).content.decode()
        entry = make_entry(judged, officer, school=school)
        assert counts_of(judged).short == 1
        deal(judged, officer)
        assert set(works_of(judged)) - before == set(entry.assignments.all())
        assert before <= set(works_of(judged))
        mark_all(judged)
        decide(judged, officer)
        with pytest.raises(ValidationError, match="takes no entries now"):
            begin_entry(judged, officer, school=SchoolFactory())
        assert sign_in(officer).get(reverse("essays:choose-school", args=[judged.pk])).status_code == 404

    def test_languages_are_respected_and_too_few_judges_are_named(self, competition, judges, officer):
        make_entry(competition, make_teacher())
        make_entry(competition, make_teacher(), language="sw")
        close_entries(competition=competition, by=officer)
        offers = {judges[0]: (True, True, None), judges[1]: (True, False, None)}
        set_judges(competition=competition, offers=offers, by=officer)
        with pytest.raises(ValidationError, match="not enough judges for these entries.*: 2"):
            deal_entries(competition=competition, seed=1, inputs_hash="", by=officer)

    def test_a_preview_that_is_out_of_date_is_refused(self, judged, judges, officer):
        digest = DealPlan.of(judged, 1).inputs_hash
        hand_back_work(assignment=works_of(judged)[0], reason=RecuseReason.KNOWN, by=works_of(judged)[0].place.judge)
        with pytest.raises(ValidationError, match="have changed since this preview"):
            deal_entries(competition=judged, seed=1, inputs_hash=digest, by=officer)

    def test_a_work_that_was_handed_back_goes_to_another_with_least_change(self, judged, officer):
        works = works_of(judged)
        begun, back = works[0], next(w for w in works if w.place_id != works[0].place_id)
        give(begun, finish=False)
        hand_back_work(assignment=back, reason=RecuseReason.KNOWN, by=back.place.judge)
        assert counts_of(judged).short == 1
        assert deal(judged, officer, seed=8).added == 1
        assert counts_of(judged).short == 0
        back.refresh_from_db()
        assert back.state == TaskState.RECUSED
        assert Assignment.objects.get(pk=begun.pk).state == TaskState.OPEN
        kept = {w.pk for w in works_of(judged)}
        assert len({w.pk for w in works} - {back.pk} - kept) <= 1

    def test_a_judge_who_leaves_keeps_what_is_marked(self, judged, judges, officer):
        done = next(w for w in works_of(judged) if w.place.judge == judges[0])
        give(done)
        four = [*judges[1:], UserFactory(roles=[Role.JUDGE])]
        set_judges(competition=judged, offers=dict.fromkeys(four, (True, True, None)), by=officer)
        deal(judged, officer, seed=9)
        assert [w.pk for w in works_of(judged) if w.place.judge == judges[0]] == [done.pk]
        assert counts_of(judged).short == 0


class TestMark:
    def test_each_saving_is_kept_and_the_newest_counts(self, judged):
        work = works_of(judged)[0]
        give(work, [3, None], finish=False)
        give(work, [4, 5])
        assert [m.points for m in Mark.objects.filter(sheet__assignment=work, sheet__newest=True)] == [4, 5]
        assert MarkSheet.objects.filter(assignment=work).count() == 2
        assert (work.version, work.state, sheet_of(work).version) == (2, TaskState.DONE, 2)

    def test_the_same_sheet_twice_is_one(self, judged):
        work, key = works_of(judged)[0], uuid4()
        first = give(work, key=key, base=0)
        assert give(work, key=key, base=0) == first
        assert MarkSheet.objects.count() == 1

    def test_a_device_that_did_not_hear_may_still_finish(self, judged):
        work, key = works_of(judged)[0], uuid4()
        give(work, key=key, base=0, finish=False)
        done = give(work, key=key, base=0)
        assert done.finished
        assert give(work, key=key, base=0) == done
        assert work.state == TaskState.DONE

    def test_an_older_base_is_told_and_overwrites_nothing(self, judged):
        work = works_of(judged)[0]
        give(work, 5)
        with pytest.raises(StaleSheetError, match="another device"):
            give(work, 2, base=0)
        assert {mark.points for mark in Mark.objects.filter(sheet__newest=True)} == {5}

    def test_missing_or_wild_points_and_another_judge_are_refused(self, judged, judges):
        work = works_of(judged)[0]
        other = next(judge for judge in judges if judge != work.place.judge)
        for points, says in (([None, 3], "every criterion"), ([9, 3], "points from 1 to 5"), ([0, 3], "from 1 to 5")):
            with pytest.raises(ValidationError, match=says):
                give(work, points)
        with pytest.raises(ValidationError, match="another judge’s hands"):
            give(work, by=other)
        assert not MarkSheet.objects.exists()

    def test_history_is_never_rewritten(self, judged):
        give(works_of(judged)[0])
        for change in (lambda: Mark.objects.update(points=1), lambda: MarkSheet.objects.update(words="x")):
            with pytest.raises(DatabaseError, match="never rewritten"), transaction.atomic():
                change()

    def test_what_was_handed_back_takes_no_marks(self, judged):
        work = works_of(judged)[0]
        for _n in range(2):
            hand_back_work(assignment=work, reason=RecuseReason.UNREADABLE, by=work.place.judge)
        assert Action.objects.filter(verb="handed back").count() == 1
        with pytest.raises(ValidationError, match="handed back: another judge"):
            give(work)

    def test_a_concern_goes_to_the_leads_alone_and_opens_the_entry_to_them(self, judged, person):
        lead, work = person(Role.SAFEGUARDING), works_of(judged)[0]
        assert not Entry.objects.visible_to(lead).exists()
        report_concern(assignment=work, text="He writes that he is beaten.", by=work.place.judge)
        assert Entry.objects.visible_to(lead).get() == work.entry
        assert Concern.objects.get().about_text == str(work.entry)
        assert not Message.objects.filter(body__contains="beaten").exists()


class TestResult:
    def test_severity_is_taken_out_and_said_in_a_sentence(self, judged, officer, judges):
        for work in works_of(judged):
            harsh = work.place.judge == judges[0]
            give(work, max(1, 5 - work.entry.number % 3 - (1 if harsh else 0)))
        results = results_of(judged)
        assert "Judge A marks" in results.judges[0].sentence
        assert "below the colleagues" in results.judges[0].sentence
        raw = [line.score.raw_mean for line in results.lines]
        assert any(abs(line.score.adjusted - line.score.raw_mean) > 1 for line in results.lines)
        assert max(raw) <= 100

    def test_it_is_frozen_once_and_can_be_computed_again(self, judged, officer):
        mark_all(judged)
        run = decide(judged, officer)
        again = Outcome.from_inputs(run.inputs, seed=run.seed)
        kept = {r.entry_id: (r.adjusted, r.rank, r.chance, r.award) for r in run.entries.all()}
        assert {s.entry: (s.adjusted, s.rank, s.chance, s.award) for s in again.entries} == kept
        assert again.inputs_hash == run.inputs_hash
        with pytest.raises(ValidationError):
            decide(judged, officer)
        with pytest.raises(ValidationError, match="Judging is over"):
            give(works_of(judged)[0])

    def test_it_waits_for_marks_and_for_the_same_marks(self, judged, officer):
        with pytest.raises(ValidationError, match="wait for marks"):
            decide_competition(competition=judged, inputs_hash="", by=officer)
        mark_all(judged)
        with pytest.raises(ValidationError, match="changed since you looked"):
            decide_competition(competition=judged, inputs_hash="", by=officer)

    def test_certificates_are_numbered_once_and_say_what_consent_allows(self, judged, officer):
        mark_all(judged)
        decide(judged, officer)
        assert issue_certificates(competition=judged, by=officer) == 6
        issue_certificates(competition=judged, by=officer)
        assert IssuedPaper.objects.count() == 6
        entry = Entry.objects.first()
        paper = IssuedPaper.objects.get(about_id=str(entry.pk))
        assert paper.facts["Name"] == entry.entrant.name
        allow(entry, officer, Purpose.TAKE_PART)
        paper.refresh_from_db()
        assert "Name" not in paper.facts
        assert "School" not in paper.facts

    def test_the_world_sees_only_what_guardians_allow(self, judged, officer):
        mark_all(judged)
        run = decide(judged, officer)
        publish_competition(competition=judged, by=officer)
        best = run.entries.filter(award=Award.WINNER).first().entry
        assert next(w for w in winners_of(judged) if w.number == best.number).name == best.entrant.name
        allow(best, officer, Purpose.TAKE_PART)
        winner = next(w for w in winners_of(judged) if w.number == best.number)
        assert (winner.name, winner.school, winner.text) == ("", "", "")

    def test_a_withdrawn_entry_is_nowhere_and_erased(self, judged, officer):
        mark_all(judged)
        run = decide(judged, officer)
        issue_certificates(competition=judged, by=officer)
        publish_competition(competition=judged, by=officer)
        entry = run.entries.filter(award=Award.WINNER).first().entry
        school = entry.entrant.school
        assert school_history(school, officer)[0].honoured == 1
        allow(entry, officer)
        entry.refresh_from_db()
        assert (entry.state, entry.text, entry.entrant.name) == (EntryState.WITHDRAWN, "", "")
        assert entry.number not in [w.number for w in winners_of(judged)]
        assert entry not in [line.entry for line in results_of(judged).lines]
        assert not Entry.objects.visible_to(officer).filter(pk=entry.pk).exists()
        assert school_history(school, officer) == []
        facts = IssuedPaper.objects.get(about_id=str(entry.pk)).facts
        assert "Learner" not in str(facts)
        with pytest.raises(ValidationError, match="withdrawn"):
            allow(entry, officer, Purpose.TAKE_PART)


def test_names_are_erased_when_their_time_is_over(judged, officer):
    mark_all(judged)
    decide(judged, officer)
    issue_certificates(competition=judged, by=officer)
    assert erase_expired() == 0
    Competition.objects.update(keep_until=timezone.localdate() - timedelta(days=1))
    assert erase_expired() == 6
    assert erase_expired() == 0
    assert not Entry.objects.exclude(entrant__name="").exists()
    assert not any("Name" in paper.facts for paper in IssuedPaper.objects.all())
    assert Entry.objects.submitted().exclude(text="").count() == 6
    assert Action.objects.filter(verb="erased the name of", by=None).count() == 6


class TestNeeds:
    def words(self, user):
        return [str(need.words) for need in needs_of(user)]

    def test_teacher_judge_and_officer_each_see_the_next_step(self, competition, judges, officer):
        teacher = make_teacher()
        assert self.words(teacher) == [f"A competition is open: {competition.name}"]
        entry = begin_entry(competition, teacher)
        assert self.words(teacher) == ["1 entry is not handed in"]
        allow(entry, teacher, Purpose.TAKE_PART)
        submit_entry(entry=entry, by=teacher)
        make_entry(competition, make_teacher())
        assert self.words(teacher) == self.words(officer) == []
        Competition.objects.update(closes_at=timezone.now())
        assert self.words(officer) == ["Close the entries"]
        Competition.objects.update(closes_at=timezone.now() + timedelta(days=1))
        competition.refresh_from_db()
        close_entries(competition=competition, by=officer)
        assert self.words(officer) == ["2 entries lack judges"]
        set_judges(competition=competition, offers=dict.fromkeys(judges[:2], (True, True, None)), by=officer)
        deal(competition, officer)
        assert self.words(judges[0]) == ["2 works to mark"]
        mark_all(competition)
        assert self.words(judges[0]) == []
        assert self.words(officer) == ["All works are marked: decide"]
        assert [line.chip[1] for line in progress_of(competition)] == ["ready", "ready"]
        decide(competition, officer)
        assert self.words(officer) == ["Publish the winners"]
        publish_competition(competition=competition, by=officer)
        assert self.words(officer) == []


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_two_devices_save_the_same_work_at_once_and_each_mark_counts_once():
    """Ten rounds: two sheets from the same base, each sent twice. One of them wins, the other is told."""
    officer = UserFactory(roles=[Role.OFFICER])
    competition = CompetitionFactory()
    for _n in range(2):
        make_entry(competition, make_teacher())
    start_judging(competition, [UserFactory(roles=[Role.JUDGE]) for _n in range(2)], officer)
    work = works_of(competition)[0]
    for _round in range(10):
        base, outcomes = Assignment.objects.get(pk=work.pk).version, []
        keys = [uuid4(), uuid4()]
        barrier = threading.Barrier(4)

        def save(key, barrier=barrier, base=base, outcomes=outcomes):
            mine = Assignment.objects.select_related("place__competition", "place__judge").get(pk=work.pk)
            try:
                barrier.wait()
                outcomes.append(give(mine, 4, finish=False, base=base, key=key).key)
            except StaleSheetError:
                outcomes.append("told")
            finally:
                connection.close()

        threads = [threading.Thread(target=save, args=(key,)) for key in [*keys, *keys]]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(map(str, outcomes)).count("told") == 2
        assert MarkSheet.objects.filter(key__in=keys).count() == 1
    assert MarkSheet.objects.filter(assignment=work).count() == Assignment.objects.get(pk=work.pk).version == 10
    assert MarkSheet.objects.filter(assignment=work, newest=True).count() == 1
