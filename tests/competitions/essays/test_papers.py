"""What is handed out once a competition is decided: feedback slips, a school's papers, certificates of service, lists."""

import io
import threading
from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse
from django.utils import timezone, translation
from pypdf import PdfReader

from accounts.choices import ConsentChannel, PrintState, Purpose, Role
from accounts.models import Action, IssuedPaper, PrintItem, PrintJob
from accounts.services.papers import revoke_paper
from accounts.services.press import print_file, print_folder, run_print_job
from competitions.essays import pdf
from competitions.essays.choices import Award, Sex, TaskState
from competitions.essays.models import Assignment, Competition, Entrant, Entry, EntryResult, JudgeResult, MarkSheet
from competitions.essays.reports.advice import LONGEST, Looked, advice_from, advice_of, bands_of, in_our_words
from competitions.essays.reports.counties import counties_of, told_of
from competitions.essays.reports.sheets import mark_sheets_of
from competitions.essays.services.consent import answer_consent, erase_expired
from competitions.essays.services.moderation import decide_entry
from competitions.essays.services.papers import issue_service, print_advice, print_school_papers
from competitions.essays.services.results import issue_certificates, publish_competition
from core.pdf.specimens import LONG_NAME, RIGHT_TO_LEFT
from tests.factories.accounts import UserFactory
from tests.factories.essays import (
    CompetitionFactory,
    begin_entry,
    decide,
    make_entry,
    make_teacher,
    mark_all,
    start_judging,
)

BANDS = {3: "reasons in order", 5: "the reader thinks again"}


def argument(*given, **more):
    return Looked("Argument", given, **{"bands": BANDS, **more})


def voice(*given, **more):
    return Looked("Voice", given, **{"bands": {3: "clear", 4: "vivid"}, **more})


def order(*given, **more):
    return Looked("Order", given, **more)


SHARE = "Share it: read your work to others, and listen to what they answer."
CASES = {
    "the strongest, and the weakest with its next band": (
        [argument(5, 5), voice(4, 4), order(4, 4), Looked("Care", (2, 3), bands={3: "few slips", 4: "none"})],
        ("Argument: the reader thinks again.",),
        "Care. Aim for: few slips.",
    ),
    "a second strength that is nearly as good": (
        [argument(5, 5), voice(4, 5), order(2, 2)],
        ("Argument: the reader thinks again.", "Voice: vivid."),
        "Order: here there is most to gain. Read your work once more with somebody you trust.",
    ),
    "of two criteria one is strong and the other the next step": (
        [argument(4, 4), voice(4, 4)],
        ("Argument: reasons in order.",),
        "Voice: here there is most to gain. Read your work once more with somebody you trust.",
    ),
    "a tie: the heavier criterion is named first, and is what to work on first": (
        [argument(3), voice(3, weight=3), order(3, weight=2)],
        ("Voice: clear.", "Order: here your work is at its best."),
        "Argument. Aim for: the reader thinks again.",
    ),
    "all of everything": ([argument(5, 5), voice(5, 5), order(5, 5)], ("Argument: the reader thinks again.", "Voice: vivid."), SHARE),
    "one judge of two gave all: there is a next step": (
        [argument(5, 5), voice(3, 4)], ("Argument: the reader thinks again.",), "Voice. Aim for: vivid.",
    ),
    "a mean between two bands has reached the lower one": (
        [voice(3, 4)], ("Voice: clear.",), "Voice. Aim for: vivid.",
    ),
    "below the first band": (
        [argument(1, 2), order(1, 1)], ("Argument: here your work is at its best.",),
        "Order: here there is most to gain. Read your work once more with somebody you trust.",
    ),
    "scales of different length are compared by their share": (
        [Looked("Long", (6,), most=10), argument(4)], ("Argument: reasons in order.",),
        "Long: here there is most to gain. Read your work once more with somebody you trust.",
    ),
    "a band beyond the scale is none": (
        [Looked("Short", (3,), most=4, bands={3: "good", 7: "never"})], ("Short: good.",),
        "Short: here there is most to gain. Read your work once more with somebody you trust.",
    ),
    "no marks at all": ([argument()], (), ""),
}  # fmt: skip


class TestAdvice:
    @pytest.mark.parametrize("case", CASES)
    def test_a_slip_says_what_is_strong_and_what_comes_next(self, case):
        looked, strengths, step = CASES[case]
        advice = advice_from(looked)
        assert (advice.strengths, advice.next_step) == (strengths, step)

    def test_judges_words_are_tidied_told_once_and_trimmed(self):
        words = advice_from(
            [], ["  Calm \n and  strong. ", "Calm and strong.", "", "Place 3, 87 points!", "x" * 900]
        ).words
        assert words[:2] == ("Calm and strong.", "Place 3, 87 points!")
        assert len(words[2]) == LONGEST
        assert words[2].endswith("…")

    @pytest.mark.parametrize(
        ("text", "bands"),
        [
            ("3: clear\r\n5: vivid.\n", {3: "clear", 5: "vivid"}),
            ("Apart from slips of spelling", {}),
            ("well: done\n4:\n : x", {}),
            ("", {}),
        ],
    )
    def test_bands_are_lines_with_points(self, text, bands):
        assert bands_of(text) == bands

    def test_the_usual_rubric_speaks_the_language_of_the_slip(self):
        with translation.override("sw"):
            assert in_our_words("3: clear\r\n4: vivid\r\n5: could not be anyone else’s") != in_our_words(
                "3: clear\n4: vivid"
            )
            assert in_our_words("3: clear\n4: vivid") == "3: clear\n4: vivid"
            assert in_our_words("") == ""


def held(officer, *, names=("Wanjikũ wa Mũgĩthi", "Achieng’ Odhiambo"), languages=("en",), state="published", **fields):
    """A competition that is over, with an entry a name and language; all of one school. Gives it, entries, teacher."""
    competition, teacher = CompetitionFactory(), make_teacher()
    entries = [
        make_entry(competition, teacher, allow=["publish_name"], name=name, language=language, **fields)
        for language in languages
        for name in names
    ]
    start_judging(competition, [UserFactory(roles=[Role.JUDGE]) for _n in range(2)], officer)
    mark_all(competition)
    decide(competition, officer)
    if state == "published":
        publish_competition(competition=competition, by=officer)
    return competition, entries, teacher


def text_of(content):
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages]


def withdraw(entry, by):
    answers = dict.fromkeys(Purpose, False)
    return answer_consent(entry=entry, answers=answers, channel=ConsentChannel.SCHOOL, by=by)


@pytest.mark.django_db
class TestSlip:
    def test_the_school_reads_it_once_the_winners_are_published_the_office_before(self, officer, sign_in):
        competition, (entry, _other), teacher = held(officer, state="decided", title="The fence")
        url = reverse("essays:advice", args=[entry.pk])
        assert sign_in(officer).get(url).status_code == 200
        browser = sign_in(teacher)
        assert browser.get(url).status_code == 404
        assert url not in browser.get(entry.get_absolute_url()).content.decode()
        publish_competition(competition=competition, by=officer)
        assert url in browser.get(entry.get_absolute_url()).content.decode()
        answer = browser.get(url)
        (page,) = text_of(answer.content)
        for words in ("Wanjikũ wa Mũgĩthi", "The fence", f"Entry {entry.number}"):
            assert words in page
        assert "Achieng" not in page
        assert "Wanjik" not in answer.headers["Content-Disposition"]
        assert sign_in(make_teacher()).get(url).status_code == 404

    def test_it_names_no_judge_no_rank_no_points(self, officer):
        competition, (entry, _other), _teacher = held(officer)
        printed = text_of(pdf.advice_slip(entry).pdf())[0]
        for person in competition.places.values_list("judge__name", flat=True):
            assert person not in printed
        plain = printed.replace(f"Entry {entry.number}", "").replace(entry.entrant.school.full_name, "")
        plain = plain.replace(competition.name, "")
        assert not any(letter.isdigit() for letter in plain), plain

    def test_only_finished_sheets_of_judges_who_keep_the_work_speak(self, officer):
        competition, (entry, other), _teacher = held(officer)
        first, second = Assignment.objects.filter(entry=entry).order_by("pk")
        sheet = {"assignment": first, "version": 9, "newest": True, "finished": True}
        MarkSheet.objects.filter(assignment=first).update(newest=False)
        MarkSheet.objects.create(**sheet, key="11111111-1111-4111-8111-111111111111", words="Mine alone")
        assert "Mine alone" in advice_of([entry])[entry.pk].words
        assert "Mine alone" not in advice_of([other])[other.pk].words
        Assignment.objects.filter(pk=first.pk).update(state=TaskState.RECUSED)
        assert "Mine alone" not in advice_of([entry])[entry.pk].words

    def test_it_is_in_the_language_of_the_work(self, officer):
        _competition, entries, _teacher = held(officer, names=("Zainabu Juma",), languages=("en", "sw"))
        english, kiswahili = (text_of(pdf.advice_slip(entry).pdf())[0] for entry in entries)
        assert "What is strong" in english
        assert "What is strong" not in kiswahili

    def test_a_withdrawn_entry_has_none(self, officer, sign_in):
        _competition, (entry, _other), teacher = held(officer)
        withdraw(entry, teacher)
        assert sign_in(officer).get(reverse("essays:advice", args=[entry.pk])).status_code == 404

    def test_many_slips_cost_as_many_questions_as_one(self, officer, django_assert_max_num_queries):
        _competition, entries, _teacher = held(officer, names=[f"Learner {n}" for n in range(8)])
        with django_assert_max_num_queries(3):
            assert len(advice_of(entries)) == 8


@pytest.mark.django_db
class TestAllSlips:
    def test_an_order_a_language_without_names_on_the_list(self, officer, sign_in, django_capture_on_commit_callbacks):
        competition, _entries, _teacher = held(officer, languages=("en", "sw"))
        with django_capture_on_commit_callbacks(execute=True):
            answer = sign_in(officer).post(reverse("essays:advice-print", args=[competition.pk]))
        assert answer.url == reverse("accounts:print-list")
        jobs = list(PrintJob.objects.order_by("language"))
        assert [(job.language, job.total, job.state) for job in jobs] == [
            ("en", 2, PrintState.DONE),
            ("sw", 2, PrintState.DONE),
        ]
        (sheet,) = text_of(print_file(jobs[0]).read_bytes())  # two A5 pages on a sheet
        assert "Wanjikũ wa Mũgĩthi" in sheet
        assert "Achieng’ Odhiambo" in sheet
        assert "Wanjikũ" not in str(
            [*PrintItem.objects.values_list("label"), *Action.objects.values_list("about_text", "facts")]
        )

    @pytest.mark.parametrize("name", [LONG_NAME * 2, RIGHT_TO_LEFT, "<b>B</b> & <pdf:nextpage>"])
    def test_no_name_and_no_word_of_a_judge_breaks_a_slip(self, officer, name):
        competition, (entry, *_rest), _teacher = held(officer, names=(name[:120], "Achieng’"), title=name[:120])
        for sheet in MarkSheet.objects.filter(assignment__entry=entry):
            Assignment.objects.filter(pk=sheet.assignment_id).update(version=7)
            MarkSheet.objects.filter(pk=sheet.pk).update(newest=False)
            MarkSheet.objects.create(
                assignment=sheet.assignment, version=8, finished=True, words=f"{name} " * 9, key=sheet.key.hex[::-1]
            )
        advice = pdf.advice_orders(competition)
        assert len(text_of(pdf.advice_slip(entry).pdf())) == 1
        assert advice[0].batch.across == 2

    def test_the_wrong_person_and_an_early_day_are_refused(self, officer, sign_in):
        competition = CompetitionFactory()
        url = reverse("essays:advice-print", args=[competition.pk])
        assert sign_in(make_teacher()).post(url).status_code == 403
        assert "Decide the competition first." in sign_in(officer).post(url, follow=True).content.decode()
        assert not PrintJob.objects.exists()

    def test_what_is_withdrawn_leaves_the_print_room_with_its_file(self, officer, django_capture_on_commit_callbacks):
        competition, (entry, other), teacher = held(officer)
        (job,) = order_all(competition, officer)
        run_print_job.call(job.pk)
        (waiting,) = order_all(competition, officer)
        with django_capture_on_commit_callbacks(execute=True):
            withdraw(entry, teacher)
        job.refresh_from_db()
        waiting.refresh_from_db()
        assert not job.is_ready
        assert not print_folder(job).exists()
        assert waiting.state == PrintState.CANCELLED
        assert "Wanjikũ" not in str(list(PrintItem.objects.values_list("fields", "label")))
        (again,) = order_all(competition, officer)
        assert list(again.items.values_list("about_id", flat=True)) == [str(other.pk)]


def order_all(competition, by):
    return print_advice(competition=competition, orders=pdf.advice_orders(competition), by=by)


@pytest.mark.django_db
class TestSchool:
    def test_a_letter_then_for_each_a_slip_and_a_certificate_by_number(self, officer, sign_in):
        competition, entries, teacher = held(officer, languages=("en", "sw"))
        issue_certificates(competition=competition, by=officer)
        school = entries[0].entrant.school
        url = reverse("essays:school-papers", args=[competition.pk, school.pk])
        assert (
            url
            in sign_in(teacher).get(reverse("essays:school-desk", args=[competition.pk, school.pk])).content.decode()
        )
        answer = sign_in(teacher).get(url)
        assert "Wanjik" not in answer.headers["Content-Disposition"]
        letter, *pages = text_of(answer.content)
        assert "4 works" in letter
        assert "there are 4" in letter
        assert "Wanjik" not in letter
        assert len(pages) == 8
        for entry, slip, paper in zip(entries, pages[::2], pages[1::2], strict=True):
            assert entry.entrant.name in slip
            assert f"{entry.number}" in slip
            assert IssuedPaper.objects.get(about_id=str(entry.pk)).number in paper
        sizes = [round(float(page.mediabox.width)) for page in PdfReader(io.BytesIO(answer.content)).pages]
        assert sizes[:3] == [595, 421, 842]
        assert sign_in(make_teacher()).get(url).status_code == 404

    def test_before_certificates_are_numbered_there_are_slips_alone(self, officer, sign_in):
        competition, entries, teacher = held(officer)
        school = entries[0].entrant.school
        letter, *pages = text_of(pdf.school_papers(competition, school, entries).pdf())
        assert len(pages) == 2
        assert "certificate" not in letter

    def test_it_is_there_when_the_winners_are_published(self, officer, sign_in):
        competition, entries, teacher = held(officer, state="decided")
        url = reverse("essays:school-papers", args=[competition.pk, entries[0].entrant.school_id])
        assert sign_in(teacher).get(url).status_code == 404
        assert sign_in(officer).get(url).status_code == 200

    def test_the_print_room_numbers_and_prints_it_as_one_job(
        self, officer, sign_in, django_capture_on_commit_callbacks
    ):
        competition, entries, teacher = held(officer, names=("Wanjikũ wa Mũgĩthi", RIGHT_TO_LEFT))
        school = entries[0].entrant.school
        url = reverse("essays:school-papers-print", args=[competition.pk, school.pk])
        assert sign_in(teacher).post(url).status_code == 403
        with django_capture_on_commit_callbacks(execute=True):
            answer = sign_in(officer).post(url)
        job = PrintJob.objects.get()
        assert answer.url == job.get_absolute_url()
        assert (job.state, job.done, job.total) == (PrintState.DONE, 5, 5)
        letter, slip, paper, *_rest = pages = text_of(print_file(job).read_bytes())
        assert len(pages) == 5
        assert IssuedPaper.objects.get(about_id=str(entries[0].pk)).number in paper
        assert IssuedPaper.objects.get(about_id=str(entries[0].pk)).facts
        assert "Wanjikũ wa Mũgĩthi" in slip
        assert "Wanjikũ" not in str(list(job.items.values_list("label")))
        again = sign_in(officer).post(reverse("accounts:print-again", args=[job.pk]), follow=True).content.decode()
        assert "belong together" in again
        one = job.items.get(place=1)
        assert "Wanjikũ wa Mũgĩthi" in text_of(sign_in(officer).get(one.get_absolute_url()).content)[0]

    def test_an_early_day_is_refused(self, officer, sign_in):
        competition, teacher = CompetitionFactory(), make_teacher()
        entry = make_entry(competition, teacher)
        url = reverse("essays:school-papers-print", args=[competition.pk, entry.entrant.school_id])
        assert sign_in(officer).post(url).status_code == 404
        assert not PrintJob.objects.exists()

    def test_a_withdrawn_entry_is_not_in_it_even_if_it_was_ordered_before(
        self, officer, sign_in, django_capture_on_commit_callbacks
    ):
        competition, (entry, other), teacher = held(officer)
        school = entry.entrant.school
        with django_capture_on_commit_callbacks(execute=True):
            done = order_school(competition, school, [entry, other], officer)
        waiting = order_school(competition, school, [entry, other], officer)
        held_before = pdf.school_order(competition, school, [entry, other])
        with django_capture_on_commit_callbacks(execute=True):
            withdraw(entry, teacher)
        run_print_job.call(waiting.pk)
        for job in (done, waiting):
            job.refresh_from_db()
            assert not job.is_ready
            assert not print_folder(job).exists()
        assert "Wanjikũ" not in str(list(PrintItem.objects.values_list("fields", "label", "facts")))
        assert "Wanjikũ" not in str(list(IssuedPaper.objects.values_list("facts")))
        with pytest.raises(ValidationError, match="withdrawn just now"):
            print_school_papers(competition=competition, order=held_before, by=officer)
        answer = sign_in(teacher).get(reverse("essays:school-papers", args=[competition.pk, school.pk]))
        pages = text_of(answer.content)
        assert len(pages) == 3
        assert "1 work," in pages[0]
        assert "Wanjikũ" not in str(pages)

    def test_a_job_whose_worker_died_is_printed_anew_with_the_same_numbers(self, officer, monkeypatch):
        competition, entries, _teacher = held(officer)
        job = order_school(competition, entries[0].entrant.school, entries, officer)
        monkeypatch.setattr("accounts.services.press._note", lambda *args: False)
        run_print_job.call(job.pk)
        monkeypatch.undo()
        PrintJob.objects.filter(pk=job.pk).update(leased_until=timezone.now() - timedelta(minutes=5))
        run_print_job.call(job.pk)
        job.refresh_from_db()
        assert job.state == PrintState.DONE
        assert len(text_of(print_file(job).read_bytes())) == 5
        assert IssuedPaper.objects.count() == 2


def order_school(competition, school, entries, by):
    order = pdf.school_order(competition, school, entries)
    return print_school_papers(competition=competition, order=order, by=by)


@pytest.mark.django_db
class TestService:
    def test_a_judge_gets_the_own_certificate_and_anybody_can_check_it(self, officer, sign_in, client):
        competition, _entries, _teacher = held(officer, state="decided")
        first, second = JudgeResult.objects.of_competition(competition)
        browser = sign_in(first.judge)
        paper = reverse("essays:service", args=[first.pk])
        assert browser.get(paper).status_code == 404
        url = reverse("essays:service-issue", args=[first.pk])
        assert url in browser.get(reverse("essays:desk")).content.decode()
        assert browser.post(url).url == paper
        assert browser.post(url).url == paper
        issued = IssuedPaper.objects.get()
        assert paper in browser.get(reverse("essays:desk")).content.decode()
        (page,) = text_of(browser.get(paper).content)
        for words in (
            first.judge.name,
            issued.number,
            competition.name.upper(),
            "reading 2 works",
            str(first.run.at.year),
        ):
            assert words in page
        public = client.get(issued.get_absolute_url()).content.decode()
        assert "This paper is genuine" in public
        assert first.judge.name not in public
        assert sign_in(second.judge).post(url).status_code == 404
        assert sign_in(second.judge).get(paper).status_code == 404

    def test_what_the_office_revoked_a_judge_does_not_issue_again(self, officer, sign_in):
        competition, _entries, _teacher = held(officer, state="decided")
        first, second = JudgeResult.objects.of_competition(competition)
        revoke_paper(paper=issue_service(result=first, by=first.judge), reason="mistaken", by=officer)
        page = sign_in(first.judge).post(reverse("essays:service-issue", args=[first.pk]), follow=True)
        assert "was revoked" in page.content.decode()
        assert sign_in(first.judge).get(reverse("essays:service", args=[first.pk])).status_code == 404
        with pytest.raises(ValidationError):
            issue_service(result=second, by=first.judge)

    def test_the_office_prints_all_of_them(self, officer, sign_in, django_capture_on_commit_callbacks):
        competition, _entries, _teacher = held(officer, state="decided")
        first, second = JudgeResult.objects.of_competition(competition)
        mine = issue_service(result=first, by=first.judge)
        type(second.judge).objects.filter(pk=second.judge_id).update(language="sw")
        url = reverse("essays:service-print", args=[competition.pk])
        assert sign_in(first.judge).post(url).status_code == 403
        with django_capture_on_commit_callbacks(execute=True):
            sign_in(officer).post(url)
        english, kiswahili = PrintJob.objects.order_by("language")
        assert mine.number in text_of(print_file(english).read_bytes())[0]
        assert "works" not in text_of(print_file(kiswahili).read_bytes())[0]
        assert IssuedPaper.objects.count() == 2

    def test_an_early_day_is_refused(self, officer, sign_in):
        page = sign_in(officer).post(reverse("essays:service-print", args=[CompetitionFactory().pk]), follow=True)
        assert "Decide the competition first." in page.content.decode()


def judged_with_a_meeting(officer):
    """Decided, after a meeting that gave the second entry the first place, at length."""
    competition, teacher = CompetitionFactory(), make_teacher()
    entries = [make_entry(competition, teacher, name=name) for name in ("Wanjikũ wa Mũgĩthi", "Achieng’", "Baraka")]
    start_judging(competition, [UserFactory(roles=[Role.JUDGE]) for _n in range(3)], officer)
    mark_all(competition)
    reason = "The objection is met as nowhere else. " * 9
    decision = {"award": Award.WINNER, "place": 1, "reason": reason, "key": uuid4(), "seen": 0}
    decide_entry(entry=entries[1], by=officer, **decision)
    decide(competition, officer)
    return competition, entries


@pytest.mark.django_db
class TestMarkSheets:
    def test_raw_stands_beside_adjusted_under_numbers_with_decision_and_reason(self, officer, sign_in):
        competition, entries = judged_with_a_meeting(officer)
        sheets = mark_sheets_of(competition)
        for sheet in sheets.entries:
            assert len(sheet.given) == 2
            assert sum(one.raw for one in sheet.given) / 2 == pytest.approx(sheet.line.score.raw_mean)
            assert sum(one.adjusted for one in sheet.given) / 2 == pytest.approx(sheet.line.score.adjusted)
        moved = sheets.entries[1].line.score
        answer = sign_in(officer).get(reverse("essays:mark-sheets", args=[competition.pk]))
        text = " ".join(text_of(answer.content))
        for words in ("Entry 2", "A: Argument", "Decided in the meeting", f"Winner 1, rank {moved.rank}"):
            assert words in text
        assert text.count("The objection is met as nowhere else.") > 6
        people = [*competition.places.values_list("judge__name", flat=True), *(e.entrant.name for e in entries)]
        assert not [name for name in people if name in text]

    def test_they_are_there_once_the_result_is_frozen_and_without_what_was_withdrawn(self, officer, sign_in):
        running = CompetitionFactory()
        assert sign_in(officer).get(reverse("essays:mark-sheets", args=[running.pk])).status_code == 404
        competition, (entry, *_rest) = judged_with_a_meeting(officer)
        withdraw(entry, officer)
        assert [sheet.line.entry.number for sheet in mark_sheets_of(competition).entries] == [2, 3]

    def test_only_officers_read_them(self, officer, sign_in):
        competition, _entries = judged_with_a_meeting(officer)
        url = reverse("essays:mark-sheets", args=[competition.pk])
        assert sign_in(competition.places.first().judge).get(url).status_code == 403


class TestSmallGroups:
    @pytest.mark.parametrize(
        ("works", "told"),
        [
            ({"A": 10, "B": 30}, {"A", "B"}),
            ({"A": 9, "B": 30, "C": 12}, {"B"}),  # A alone would be what the sum leaves
            ({"A": 9, "B": 1, "C": 12}, {"C"}),
            ({"A": 3, "B": 4, "C": 12, "D": 40}, {"D"}),
            ({"A": 3}, set()),
            ({}, set()),
        ],
    )
    def test_what_is_small_does_not_come_out_of_the_sum(self, works, told):
        assert told_of(works) == told


@pytest.mark.django_db
class TestCounties:
    @pytest.fixture
    def spread(self, officer):
        """Eleven works from one county, eleven from another by another teacher, two withdrawn or not handed in."""
        competition, teachers = CompetitionFactory(), [make_teacher(), make_teacher()]
        for n in range(22):
            make_entry(competition, teachers[n % 2], name=f"Learner {n}")
        withdraw(make_entry(competition, teachers[0]), officer)
        begin_entry(competition, teachers[0])
        Entrant.objects.filter(entry__number__in=[1, 3, 5]).update(sex=Sex.BOY)
        start_judging(competition, [UserFactory(roles=[Role.JUDGE]) for _n in range(2)], officer)
        mark_all(competition)
        decide(competition, officer)
        return competition

    def test_it_counts_what_stands_and_tells_honours_when_they_may_be_known(self, spread, officer, sign_in, as_role):
        table = counties_of(spread, honours=True)
        assert (table.total.works, table.total.schools, table.total.girls, table.total.boys) == (22, 2, 19, 3)
        assert (table.total.winners, table.total.merits) == (
            EntryResult.objects.filter(award="winner").count(),
            EntryResult.objects.filter(award="merit").count(),
        )
        url = reverse("essays:counties", args=[spread.pk])
        viewer = as_role(Role.VIEWER)
        assert "Winners</th>" not in viewer.get(url).content.decode()
        assert "Winners</th>" in sign_in(officer).get(url).content.decode()
        publish_competition(competition=spread, by=officer)
        page = viewer.get(url).content.decode()
        assert "Winners</th>" in page
        assert "counted, not described" in page
        assert sign_in(make_teacher()).get(url).status_code == 403

    def test_the_files_say_the_same_and_how_it_was_counted(self, spread, officer, sign_in):
        browser = sign_in(officer)
        text = b"".join(browser.get(reverse("essays:counties-file", args=[spread.pk])).streaming_content).decode()
        assert "All counties,2,22,19,3" in text
        assert "one work, one learner" in text
        paper = " ".join(text_of(browser.get(reverse("essays:counties-paper", args=[spread.pk])).content))
        assert "All counties 2 22 19 3" in paper
        assert "one work, one learner" in paper

    def test_few_works_are_counted_and_not_described(self, officer, sign_in):
        competition, _entries, _teacher = held(officer)
        table = counties_of(competition, honours=True)
        assert (table.total.works, table.total.is_told, table.lines[0].is_told) == (2, False, False)
        assert table.lines[0].figures == [None] * 4
        page = sign_in(officer).get(reverse("essays:counties", args=[competition.pk])).content.decode()
        assert page.count("not told") == 2

    def test_nothing_yet(self, officer, sign_in):
        page = sign_in(officer).get(reverse("essays:counties", args=[CompetitionFactory().pk])).content.decode()
        assert "No work is handed in yet" in page


@pytest.mark.django_db
class TestPapersPage:
    def test_it_leads_to_every_paper(self, officer, sign_in):
        competition, entries, teacher = held(officer)
        browser = sign_in(officer)
        assert (
            reverse("essays:papers", args=[competition.pk])
            in browser.get(reverse("essays:results", args=[competition.pk])).content.decode()
        )
        page = browser.get(reverse("essays:papers", args=[competition.pk])).content.decode()
        for name in ("papers-schools", "advice-print", "certificates", "service-print", "mark-sheets", "counties"):
            assert reverse(f"essays:{name}", args=[competition.pk]) in page
        school = entries[0].entrant.school
        schools = browser.get(reverse("essays:papers-schools", args=[competition.pk])).content.decode()
        assert reverse("essays:school-desk", args=[competition.pk, school.pk]) in schools
        assert make_teacher().memberships.first().school.name not in schools
        teachers = sign_in(teacher).get(competition.get_absolute_url()).content.decode()
        assert reverse("essays:school-desk", args=[competition.pk, school.pk]) in teachers

    def test_before_it_is_decided_there_are_none(self, officer, sign_in):
        competition = CompetitionFactory()
        for name in ("papers", "papers-schools"):
            assert sign_in(officer).get(reverse(f"essays:{name}", args=[competition.pk])).status_code == 404


@pytest.mark.django_db
def test_a_name_whose_time_is_over_leaves_the_print_room_too(officer, django_capture_on_commit_callbacks):
    competition, entries, _teacher = held(officer)
    jobs = [*order_all(competition, officer), order_school(competition, entries[0].entrant.school, entries, officer)]
    Competition.objects.update(keep_until=timezone.localdate() - timedelta(days=1))
    with django_capture_on_commit_callbacks(execute=True):
        assert erase_expired() == 2
    assert "Wanjikũ" not in str(list(PrintItem.objects.values_list("fields", "label", "facts")))
    for job in jobs:
        job.refresh_from_db()
        assert job.state == PrintState.CANCELLED
    assert "Wanjikũ" not in text_of(pdf.advice_slip(Entry.objects.get(pk=entries[0].pk)).pdf())[0]


def at_once(*acts):
    """All of them in the same moment; what each came to, or its refusal."""
    barrier, found = threading.Barrier(len(acts)), []

    def run(act):
        try:
            barrier.wait()
            found.append(act())
        except ValidationError as error:
            found.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_ordered_and_withdrawn_at_once_no_name_waits_to_be_printed(monkeypatch):
    monkeypatch.setattr("accounts.services.printing.run_print_job", SimpleNamespace(enqueue=lambda _pk: None))
    officer = UserFactory(roles=[Role.OFFICER])
    competition, entries, teacher = held(officer, names=[f"Wanjikũ {n}" for n in range(4)])
    for n, entry in enumerate(entries[:3]):
        order = pdf.advice_orders(competition)
        at_once(
            lambda order=order: print_advice(competition=competition, orders=order, by=officer),
            lambda entry=entry: withdraw(Entry.objects.select_related("entrant__school").get(pk=entry.pk), teacher),
        )
        assert f"Wanjikũ {n}" not in str(list(PrintItem.objects.values_list("fields")))
    assert "Wanjikũ 3" in str(list(PrintItem.objects.values_list("fields")))


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_a_judge_who_presses_twice_has_one_certificate():
    officer = UserFactory(roles=[Role.OFFICER])
    competition, _entries, _teacher = held(officer)
    result = JudgeResult.objects.of_competition(competition)[0]
    found = at_once(*[lambda: issue_service(result=result, by=result.judge).number] * 4)
    assert len(set(found)) == IssuedPaper.objects.count() == 1
