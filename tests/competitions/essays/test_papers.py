"""What is handed out once a competition is decided: a school’s papers, certificates of service; two at once."""

import io
import threading
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from accounts.choices import PrintState, Role
from accounts.models import IssuedPaper, PrintItem, PrintJob
from accounts.services.papers import revoke_paper
from accounts.services.press import print_file, print_folder, run_print_job
from competitions.essays import pdf
from competitions.essays.models import Competition, Entry, JudgeResult
from competitions.essays.services.consent import erase_expired
from competitions.essays.services.papers import issue_service, print_advice, print_school_papers
from competitions.essays.services.results import issue_certificates
from core.pdf.specimens import RIGHT_TO_LEFT
from tests.factories.accounts import UserFactory
from tests.factories.essays import (
    CompetitionFactory,
    make_entry,
    make_teacher,
)
from tests.factories.papers import held, order_school, order_slips, text_of, withdraw


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


@pytest.mark.django_db
def test_a_name_whose_time_is_over_leaves_the_print_room_too(officer, django_capture_on_commit_callbacks):
    competition, entries, _teacher = held(officer)
    jobs = [*order_slips(competition, officer), order_school(competition, entries[0].entrant.school, entries, officer)]
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
