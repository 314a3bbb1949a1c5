"""Long print jobs: printed in steps, stopped, taken up again after a death; each number exactly once."""

import io
import os
import re
import signal
import subprocess
import sys
import time
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from pypdf import PdfReader

from accounts.choices import PaperKind, PrintState, Role
from accounts.models import Action, IssuedPaper, PrintItem, PrintJob
from accounts.services import press
from accounts.services.papers import revoke_paper
from accounts.services.press import expire_print_jobs, print_file, print_folder, resume_print_jobs, run_print_job
from accounts.services.printing import cancel_print, order_again
from core.pdf.specimens import RIGHT_TO_LEFT, certificate
from tests.factories.printing import make_job

ROOT = Path(__file__).resolve().parent.parent.parent


def text_of(job) -> str:
    return "".join(page.extract_text() for page in PdfReader(print_file(job)).pages)


def run(job) -> PrintJob:
    run_print_job.call(job.pk)
    job.refresh_from_db()
    return job


@pytest.mark.django_db
class TestJob:
    def test_it_prints_notes_and_is_logged(self, officer):
        job = run(make_job(officer, ["Wanjikũ Kĩmani", RIGHT_TO_LEFT, "Mũgĩthi " * 40]))
        assert (job.state, job.done, job.total) == (PrintState.DONE, 3, 3)
        assert list(job.items.values_list("outcome", flat=True)) == ["stamped", "single", "cut"]
        assert "Wanjikũ Kĩmani" in text_of(job)
        assert Action.objects.about(job).get().verb == "ordered the print"

    def test_numbers_are_given_out_as_it_prints(self, officer):
        job = run(make_job(officer, ["A", "B", "C"], numbered=True))
        papers = IssuedPaper.objects.order_by("number")
        assert [paper.number for paper in papers] == re.findall(r"C-\d{4}-\d{5}", text_of(job))
        assert papers[0].facts == {"Awarded for": "an essay"}
        assert papers[0].token_groups in text_of(job)

    def test_printed_again_it_keeps_its_numbers_and_leaves_out_the_revoked(self, officer):
        job = run(make_job(officer, ["A", "B", "C"], numbered=True))
        revoke_paper(paper=job.items.get(label="B").paper, reason="a mistake", by=officer)
        chosen = job.items.filter(label__in=["A", "B", "C"]).order_by("-label").select_related("paper")
        again = run(order_again(job=job, items=chosen, by=officer))
        assert IssuedPaper.objects.count() == 3
        numbers = [item.paper.number for item in job.items.filter(label__in="AC").order_by("-label")]
        assert re.findall(r"C-\d{4}-\d{5}", text_of(again)) == numbers

    def test_a_zip_holds_a_file_for_each(self, officer):
        job = run(make_job(officer, ["A", RIGHT_TO_LEFT, "C"], one_each=True))
        with zipfile.ZipFile(print_file(job)) as folder:
            assert folder.namelist() == [f"certificates-{n:05d}.pdf" for n in (1, 2, 3)]
            assert "x00002x" in PdfReader(io.BytesIO(folder.read(folder.namelist()[2]))).pages[0].extract_text()
        assert job.done == 3

    def test_nobody_prints_what_is_being_printed(self, officer):
        job = make_job(officer)
        PrintJob.objects.filter(pk=job.pk).update(
            state=PrintState.RUNNING, leased_until=timezone.now() + timedelta(minutes=1)
        )
        assert run_print_job.call(job.pk) == "taken"

    def test_a_cancelled_job_stops_and_leaves_nothing(self, officer, monkeypatch):
        monkeypatch.setattr(press, "STEP", 1)
        job = make_job(officer, ["A", "B", "C"])
        keep = press._keep

        def cancel_after_first(path, state):
            keep(path, state)
            if state["done"] == 1:
                cancel_print(job=job, by=officer)

        monkeypatch.setattr(press, "_keep", cancel_after_first)
        assert run(job).state == PrintState.CANCELLED
        assert not print_folder(job).exists()
        with pytest.raises(ValidationError, match="ended already"):
            cancel_print(job=job, by=officer)

    def test_what_cannot_be_printed_fails_and_says_why(self, officer):
        job = make_job(officer)
        PrintJob.objects.filter(pk=job.pk).update(template="core/pdf/nothing.html")
        job = run(job)
        assert (job.state, job.error) == (PrintState.FAILED, "TemplateDoesNotExist")

    def test_nothing_to_print_and_the_wrong_person_are_refused(self, officer, person):
        with pytest.raises(ValidationError, match="nothing to print"):
            make_job(officer, [])
        with pytest.raises(ValidationError):
            make_job(person(Role.TEACHER))

    def test_files_and_names_go_when_their_time_is_over(self, officer):
        job = run(make_job(officer))
        assert expire_print_jobs() == 0
        PrintJob.objects.filter(pk=job.pk).update(expires_at=timezone.now() - timedelta(minutes=1))
        assert expire_print_jobs() == 1
        job.refresh_from_db()
        assert (job.state, job.is_ready) == (PrintState.EXPIRED, False)
        assert not print_folder(job).exists()
        assert set(job.items.values_list("label", flat=True)) == {""}

    def test_a_job_nobody_was_told_of_is_taken_up(self, officer):
        job = make_job(officer)
        PrintJob.objects.filter(pk=job.pk).update(
            state=PrintState.WAITING, ordered_at=timezone.now() - timedelta(minutes=5)
        )
        assert resume_print_jobs() == 1
        job.refresh_from_db()
        assert job.state == PrintState.DONE


def database_url() -> str:
    made = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{made['NAME']}"
    return f"postgres://{made['USER']}:{made['PASSWORD']}@{made['HOST']}:{made['PORT']}/{made['NAME']}"


def worker(job) -> subprocess.Popen:
    """A worker of its own process, on the same database and files."""
    code = f"import django; django.setup(); from accounts.services.press import run_print_job as r; r.call({job.pk})"
    own = {
        "DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": database_url(), "SECRET_KEY": "x" * 60,
        "ALLOWED_HOSTS": "testserver", "VAR_DIR": str(settings.VAR_DIR), "DEMO": "0",
    }  # fmt: skip
    return subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, env={**os.environ, **own})


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_of_ten_thousand_each_number_is_printed_once(officer):
    """kill -9 twice; the third worker ends it."""
    count = 10_000
    job = make_job(officer, ["Somebody"])
    first = job.items.get()
    first.delete()
    PrintItem.objects.bulk_create(
        [
            PrintItem(
                job=job, place=n, label=f"N{n}", fields={**first.fields, "name": f"Nekesa {n}"},
                about_type="x.y", about_id=str(n),
            )
            for n in range(count)
        ],
        batch_size=500,
    )  # fmt: skip
    again = {"state": PrintState.WAITING, "done": 0, "total": count, "kind": PaperKind.CERTIFICATE}
    PrintJob.objects.filter(pk=job.pk).update(**again)
    press.shutil.rmtree(print_folder(job), ignore_errors=True)
    for until in (2000, 5000):
        process = worker(job)
        deadline = time.monotonic() + 900
        while PrintJob.objects.get(pk=job.pk).done < until:
            assert process.poll() is None, "the worker ended by itself"
            assert time.monotonic() < deadline
            time.sleep(0.5)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert PrintJob.objects.get(pk=job.pk).state == PrintState.RUNNING
        PrintJob.objects.filter(pk=job.pk).update(leased_until=timezone.now() - timedelta(seconds=1))
    assert worker(job).wait() == 0
    job.refresh_from_db()
    assert (job.state, job.done) == (PrintState.DONE, count)
    assert not job.items.exclude(outcome="stamped").exists()
    numbers = list(IssuedPaper.objects.order_by("number").values_list("number", flat=True))
    assert len(numbers) == len(set(numbers)) == count
    text = subprocess.run(["pdftotext", str(print_file(job)), "-"], capture_output=True, text=True).stdout
    assert sorted(re.findall(r"C-\d{4}-\d{5}", text)) == numbers
    assert re.findall(r"Nekesa (\d+)", text) == [str(n) for n in range(count)]


def test_a_job_may_hold_every_paper_that_is_shared():
    """What batches share goes through JSON: plain words and numbers."""
    assert certificate().context
