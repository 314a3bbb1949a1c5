"""The print room's pages."""

import io

import pytest
from django.utils import timezone
from pypdf import PdfReader

from accounts.choices import PrintState, Role
from accounts.models import PrintJob
from accounts.services.papers import revoke_paper
from accounts.services.press import run_print_job
from tests.factories.printing import job_row, make_job


@pytest.mark.django_db
class TestPages:
    def test_a_running_job_shows_a_bar_and_a_way_out(self, officer, sign_in):
        job = job_row(officer)
        PrintJob.objects.filter(pk=job.pk).update(
            state=PrintState.RUNNING, total=100, done=40, started_at=timezone.now()
        )
        browser = sign_in(officer)
        page = browser.get(job.get_absolute_url()).content.decode()
        assert 'max="100" value="40"' in page
        assert 'hx-trigger="every 2s"' in page
        answer = browser.post(f"/print/{job.pk}/cancel/", follow=True).content.decode()
        assert "cancelled" in answer
        assert "hx-trigger" not in answer

    def test_the_file_can_be_had_until_its_time_is_over(self, officer, sign_in, as_role):
        job = make_job(officer)
        run_print_job.call(job.pk)
        job.refresh_from_db()
        browser = sign_in(officer)
        answer = browser.get(f"/print/files/{job.folder}/{job.file_name}")
        assert len(PdfReader(io.BytesIO(b"".join(answer.streaming_content))).pages) == 2
        assert "no-store" in answer["Cache-Control"]
        assert as_role(Role.TEACHER).get(f"/print/files/{job.folder}/{job.file_name}").status_code == 403
        PrintJob.objects.filter(pk=job.pk).update(expires_at=timezone.now())
        assert browser.get(f"/print/files/{job.folder}/{job.file_name}").status_code == 404

    def test_what_the_list_holds_is_printed_again_in_its_order(
        self, officer, sign_in, django_capture_on_commit_callbacks
    ):
        job = make_job(officer, ["Achieng’ A", "Barasa B", "Achieng’ C"], numbered=True)
        run_print_job.call(job.pk)
        with django_capture_on_commit_callbacks(execute=True):
            answer = sign_in(officer).post(f"/print/{job.pk}/again/?q=Achieng&sort=-label")
        again = PrintJob.objects.first()
        assert answer.url == again.get_absolute_url()
        assert [item.label for item in again.items.all()] == ["Achieng’ C", "Achieng’ A"]
        assert again.state == PrintState.DONE

    def test_nothing_chosen_is_said(self, officer, sign_in):
        job = job_row(officer)
        page = sign_in(officer).post(f"/print/{job.pk}/again/?q=nobody", follow=True).content.decode()
        assert "nothing to print" in page
        assert PrintJob.objects.count() == 1

    def test_one_is_printed_again_unless_it_was_revoked(self, officer, sign_in):
        job = make_job(officer, ["Wanjikũ Kĩmani"], numbered=True)
        run_print_job.call(job.pk)
        item, browser = job.items.get(), sign_in(officer)
        answer = browser.get(item.get_absolute_url())
        text = PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
        assert "Wanjikũ Kĩmani" in text
        assert item.paper.number in text
        revoke_paper(paper=item.paper, reason="x", by=officer)
        assert browser.get(item.get_absolute_url()).status_code == 404
