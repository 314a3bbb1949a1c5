"""What is printed: the consent form in both languages, and certificates with a code that leads to the public page."""

import io

import pikepdf
import pytest
from django.urls import reverse
from pypdf import PdfReader

from accounts.choices import ConsentChannel, PrintState, Purpose, Role
from accounts.models import IssuedPaper, PrintItem, PrintJob
from accounts.services.press import print_file, print_folder, run_print_job
from accounts.services.printing import order_again
from competitions.essays import pdf
from competitions.essays.choices import Language
from competitions.essays.services.consent import answer_consent
from competitions.essays.services.results import issue_certificates, print_certificates
from core.pdf.specimens import LONG_NAME, RIGHT_TO_LEFT
from tests.factories.accounts import UserFactory
from tests.factories.essays import CompetitionFactory, decide, make_entry, make_teacher, mark_all, start_judging
from tests.factories.signing import make_key

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", list(Language))
def test_the_consent_form_is_one_page_in_the_guardians_language(language):
    printed = pdf.consent_form(CompetitionFactory(), language).print()
    assert printed.notes == ()
    with pikepdf.open(io.BytesIO(printed.pdf)) as document:
        assert len(document.pages) == 1
        assert str(document.Root.get("/Lang", language.value)) in {language.value, language.value.upper()}


def test_a_certificate_prints_for_the_school_and_is_verified_by_anybody(officer, sign_in, client):
    competition = CompetitionFactory()
    teacher = make_teacher()
    entries = [make_entry(competition, teacher, allow=["publish_name"], name="Wanjikũ wa Mũgĩthi"), None]
    entries[1] = make_entry(competition, make_teacher())
    start_judging(competition, [UserFactory(roles=[Role.JUDGE]) for _n in range(2)], officer)
    mark_all(competition)
    decide(competition, officer)
    url = reverse("essays:certificate", args=[entries[0].pk])
    assert sign_in(teacher).get(url).status_code == 404
    issue_certificates(competition=competition, by=officer)
    response = sign_in(teacher).get(url)
    assert response.headers["Content-Type"] == "application/pdf"
    assert "Mũgĩthi" not in response.headers["Content-Disposition"]
    with pikepdf.open(io.BytesIO(response.content)) as document:
        assert len(document.pages) == 1
    paper = IssuedPaper.objects.get(about_id=str(entries[0].pk))
    page = client.get(paper.get_absolute_url()).content.decode()
    assert "This paper is genuine" in page
    assert "Wanjikũ wa Mũgĩthi" in page
    other = IssuedPaper.objects.get(about_id=str(entries[1].pk))
    page = client.get(other.get_absolute_url()).content.decode()
    assert "This paper is genuine" in page
    assert entries[1].entrant.name not in page


def decided(officer, *, languages=("en",), names=("Wanjikũ wa Mũgĩthi",)):
    """A decided competition with an entry a name and language, each of a school of its own."""
    competition = CompetitionFactory(question="Is torture ever justified? " * 30)
    entries = [
        make_entry(competition, make_teacher(), allow=["publish_name"], name=name, language=language)
        for language in languages
        for name in (*names, "Achieng’ Odhiambo")
    ]
    start_judging(competition, [UserFactory(roles=[Role.JUDGE]) for _n in range(2)], officer)
    mark_all(competition)
    decide(competition, officer)
    return competition, entries


class TestCertificatesForMany:
    def test_a_button_numbers_and_prints_them_in_the_background(
        self, officer, sign_in, django_capture_on_commit_callbacks
    ):
        competition, entries = decided(officer)
        with django_capture_on_commit_callbacks(execute=True):
            response = sign_in(officer).post(reverse("essays:certificates", args=[competition.pk]))
        job = PrintJob.objects.get()
        assert response.url == job.get_absolute_url()
        assert (job.state, job.done, job.total) == (PrintState.DONE, 2, 2)
        pages = [" ".join(page.extract_text().split()) for page in PdfReader(print_file(job)).pages]
        assert "Wanjikũ wa Mũgĩthi" in pages[0]
        assert "place 1 among all works" in pages[0]
        for entry, page in zip(entries, pages, strict=True):
            paper = IssuedPaper.objects.get(about_id=str(entry.pk))
            assert paper.number in page
            assert paper.token_groups in page
            assert entry.entrant.school.full_name in page
        assert "Wanjikũ" not in "".join(job.items.values_list("label", flat=True))

    def test_asked_again_the_numbers_stay(self, officer):
        competition, _entries = decided(officer)
        for _time in range(2):
            print_certificates(competition=competition, orders=pdf.certificate_orders(competition), by=officer)
        for job in PrintJob.objects.all():
            run_print_job.call(job.pk)
        assert IssuedPaper.objects.count() == 2
        first, second = (list(job.items.values_list("paper", flat=True)) for job in PrintJob.objects.all())
        assert first == second

    def test_each_language_is_a_job_in_its_own_words(self, officer):
        competition, _entries = decided(officer, languages=("en", "sw"))
        jobs = print_certificates(competition=competition, orders=pdf.certificate_orders(competition), by=officer)
        assert [job.language for job in jobs] == ["en", "sw"]
        run_print_job.call(jobs[1].pk)
        text = "".join(page.extract_text() for page in PdfReader(print_file(jobs[1])).pages)
        assert "Cheti" in text
        assert "Certificate" not in text

    @pytest.mark.parametrize("name", [LONG_NAME, RIGHT_TO_LEFT, "<b>B</b> & <pdf:nextpage>", "Mũ" * 60])
    def test_no_name_breaks_a_certificate(self, officer, name):
        competition, _entries = decided(officer, names=(name,))
        (job,) = print_certificates(competition=competition, orders=pdf.certificate_orders(competition), by=officer)
        run_print_job.call(job.pk)
        job.refresh_from_db()
        assert len(PdfReader(print_file(job)).pages) == 2
        assert not job.items.filter(outcome__in=["", "failed"]).exists()

    def test_the_wrong_person_an_early_day_and_an_empty_field_are_refused(self, officer, sign_in):
        competition = CompetitionFactory()
        url = reverse("essays:certificates", args=[competition.pk])
        assert sign_in(make_teacher()).post(url).status_code == 403
        page = sign_in(officer).post(url, follow=True).content.decode()
        assert "Decide the competition first." in page
        assert not PrintJob.objects.exists()

    def test_a_withdrawn_name_leaves_the_print_room_with_its_file(self, officer, django_capture_on_commit_callbacks):
        competition, entries = decided(officer)
        (job,) = print_certificates(competition=competition, orders=pdf.certificate_orders(competition), by=officer)
        (waiting,) = print_certificates(competition=competition, orders=pdf.certificate_orders(competition), by=officer)
        run_print_job.call(job.pk)
        answers = dict.fromkeys(Purpose, False)
        with django_capture_on_commit_callbacks(execute=True):
            answer_consent(entry=entries[0], answers=answers, channel=ConsentChannel.SCHOOL, by=officer)
        job.refresh_from_db()
        waiting.refresh_from_db()
        assert not job.is_ready
        assert not print_folder(job).exists()
        assert waiting.state == PrintState.CANCELLED
        assert "Wanjikũ" not in str(list(PrintItem.objects.values_list("fields", "label")))
        assert PrintItem.objects.filter(fields__name="Achieng’ Odhiambo").count() == 2
        again = order_again(job=job, items=job.items.select_related("paper"), by=officer)
        assert again.total == 1


class TestSigned:
    def test_a_certificate_is_signed_on_request_where_there_is_a_key(self, officer, sign_in, settings, tmp_path):
        competition, entries = decided(officer)
        issue_certificates(competition=competition, by=officer)
        url = reverse("essays:certificate-signed", args=[entries[0].pk])
        browser = sign_in(officer)
        assert browser.get(url).status_code == 404
        assert url not in browser.get(entries[0].get_absolute_url()).content.decode()
        settings.PDF_SIGNATURE, _root = make_key(tmp_path)
        assert url in browser.get(entries[0].get_absolute_url()).content.decode()
        answer = browser.get(url)
        assert answer.headers["Content-Disposition"].endswith('-signed.pdf"')
        assert b"/ETSI.CAdES.detached" in answer.content
        assert "Wanjikũ" in PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
        assert sign_in(make_teacher()).get(url).status_code == 404

    def test_a_key_that_fails_is_said_on_the_page(self, officer, sign_in, settings, tmp_path):
        competition, entries = decided(officer)
        issue_certificates(competition=competition, by=officer)
        settings.PDF_SIGNATURE = {**settings.PDF_SIGNATURE, "key": "/none/key.pem", "certificate": "/none/c.pem"}
        url = reverse("essays:certificate-signed", args=[entries[0].pk])
        page = sign_in(officer).get(url, follow=True)
        assert page.redirect_chain == [(entries[0].get_absolute_url(), 302)]
        assert "could not be printed" in page.content.decode()
