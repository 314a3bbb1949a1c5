"""An import in a real browser: without JavaScript, and with progress that moves by itself."""

import pytest
from playwright.sync_api import expect

from accounts.models import User
from schools.imports.checking import check_batch
from schools.models import ImportBatch, School
from schools.services.imports import map_columns

pytestmark = pytest.mark.browser


def test_a_row_is_decided_and_a_list_taken_in_and_undone_without_javascript(demo, visit):
    officer = User.objects.get(email="officer@demo.example")
    page = visit(demo, officer, java_script_enabled=False, width=360).new_page()
    before = School.objects.count()
    page.goto("/schools/lists/")
    page.click("tbody a")
    page.click("text=Look at them")
    page.click("a:has-text('Kabarnet Boys High School')")
    page.check("input[value=same]")
    page.click("form.asks button.btn-primary")
    page.goto(ImportBatch.objects.get().get_absolute_url())
    page.click("button:has-text('Take into the register')")
    expect(page.locator(".notices")).to_contain_text("in the register")
    assert School.objects.get(uic="D1XA").list_code == "32744"
    page.click("button:has-text('Undo the whole list')")
    expect(page.locator(".notices")).to_contain_text("out of the register")
    assert School.objects.count() == before


def test_the_progress_moves_by_itself(demo, visit):
    officer = User.objects.get(email="officer@demo.example")
    batch = ImportBatch.objects.get()
    map_columns(batch=batch, columns=batch.columns, by=officer)
    page = visit(demo, officer).new_page()
    page.goto(batch.get_absolute_url())
    expect(page.locator("progress")).to_be_visible()
    page.evaluate("window.stayed = true")
    check_batch.call(batch.pk)
    expect(page.locator("h2").first).to_have_text("Why", timeout=15_000)
    assert page.evaluate("window.stayed") is True
