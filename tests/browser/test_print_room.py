"""The print room in a real browser: what is filtered is what is printed; the bar becomes a file by itself."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.choices import PrintState, Role
from accounts.models import PrintJob
from tests.factories.accounts import UserFactory
from tests.factories.printing import job_row, make_job

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_button_prints_what_the_filter_left(live_server, visit):
    officer = UserFactory(roles=[Role.OFFICER])
    job = make_job(officer, ["Achieng’ A", "Barasa B", "Achieng’ C"])
    page = visit(live_server.url, officer).new_page()
    page.goto(f"/print/{job.pk}/papers/")
    page.get_by_placeholder("Name or number").fill("Barasa")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Print 1 paper").click()
    page.get_by_text("It is being printed.").wait_for()
    assert [item.label for item in PrintJob.objects.first().items.all()] == ["Barasa B"]


def test_the_bar_becomes_a_file(live_server, visit):
    officer = UserFactory(roles=[Role.OFFICER])
    job = job_row(officer)
    later = timezone.now() + timedelta(hours=1)
    PrintJob.objects.filter(pk=job.pk).update(state=PrintState.RUNNING, started_at=timezone.now(), leased_until=later)
    page = visit(live_server.url, officer).new_page()
    page.goto(job.get_absolute_url())
    page.get_by_role("progressbar").wait_for()
    PrintJob.objects.filter(pk=job.pk).update(state=PrintState.DONE, done=1, expires_at=later)
    page.get_by_role("link", name="Open the file").wait_for(timeout=30_000)
