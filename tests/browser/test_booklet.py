"""Booklets in a real browser: read without JavaScript, downloaded on a phone, written without losing a word."""

import pytest
from playwright.sync_api import expect

from accounts.models import User
from materials.models import Download, Edition
from materials.services.writing import save_section

pytestmark = pytest.mark.browser


def test_a_teacher_reads_and_downloads_on_a_phone_without_javascript(demo, visit):
    teacher = User.objects.get(email="teacher@demo.example")
    page = visit(demo, teacher, width=360, java_script_enabled=False, accept_downloads=True).new_page()
    page.goto("/materials/")
    page.click("h2 a:has-text('Your rights, every day')")
    page.click("a.btn:has-text('Read')")
    expect(page.locator("h1")).to_have_text("About this booklet")
    page.click("a[rel=next]")
    expect(page.locator("h1")).to_have_text("How to use this booklet")
    page.click("nav.crumbs a >> nth=1")
    before = Download.objects.filter(form="phone").count()
    with page.expect_download() as started:
        page.click("a:has-text('For the phone')")
    assert started.value.suggested_filename == "RIGHTS1-en-1-phone.pdf"
    with open(started.value.path(), "rb") as file:  # noqa: PTH123
        data = file.read()
    assert data.startswith(b"%PDF")
    assert len(data) < 1_000_000
    assert Download.objects.filter(form="phone").count() == before + 1


def test_what_is_written_survives_a_closed_page(demo, visit):
    officer = User.objects.get(email="officer@demo.example")
    draft = Edition.objects.drafts().get()
    window = visit(demo, officer)
    page = window.new_page()
    page.goto(draft.desk_url)
    page.click("ol.quiet a >> nth=0")
    page.fill("textarea[name=text]", "A new beginning.")
    expect(page.locator("#seen .reading")).to_have_text("A new beginning.")  # beside it, as one types
    expect(page.locator(".kept")).to_contain_text("Kept on this device")
    address = page.url
    page.close()
    page = window.new_page()
    page.goto(address)
    expect(page.locator("textarea[name=text]")).to_have_value("A new beginning.")
    page.click("form.asks button.btn-primary")
    expect(page.locator(".notices")).to_contain_text("The section is saved")
    page.goto(address)
    expect(page.locator(".kept")).to_be_hidden()


def test_a_draft_that_comes_back_overwrites_nobody(demo, visit):
    officer, director = (User.objects.get(email=f"{key}@demo.example") for key in ("officer", "director"))
    section = Edition.objects.drafts().get().sections.last()
    window = visit(demo, officer)
    page = window.new_page()
    address = f"/materials/sections/{section.pk}/"
    page.goto(address)
    page.fill("textarea[name=text]", "What the officer wrote.")
    expect(page.locator(".kept")).to_contain_text("Kept on this device")
    page.close()
    heading, text = section.heading, "What the director wrote."
    save_section(section=section, version=section.version, heading=heading, text=text, by=director)

    page = window.new_page()
    page.goto(address)
    expect(page.locator("textarea[name=text]")).to_have_value("What the officer wrote.")
    page.click("form.asks button.btn-primary")
    expect(page.locator(".difference .theirs")).to_contain_text(text)
    expect(page.locator(".difference .mine")).to_contain_text("What the officer wrote.")
    section.refresh_from_db()
    assert section.text == text
    page.click("form.asks button.btn-primary")  # having seen both
    expect(page.locator(".notices")).to_contain_text("The section is saved")
    section.refresh_from_db()
    assert section.text == "What the officer wrote."
