"""Twelve pages over a network that is cut five times: each arrives, and is there once."""

import io

import pytest
from playwright.sync_api import expect

from accounts.models import User
from competitions.essays.choices import PageState
from competitions.essays.models import Entry, Page
from tests.core.test_scans import written

pytestmark = pytest.mark.browser
CUTS = (2, 9, 17, 26, 31)  # the piece at which the network goes


def photos(count):
    made = []
    for seed in range(count):
        out = io.BytesIO()
        written((1100, 1500), seed=seed).save(out, "JPEG", quality=88)
        made.append({"name": f"IMG_{seed}.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()})
    return made


@pytest.fixture
def draft(demo):
    teacher = User.objects.get(email="teacher@demo.example")
    entry = Entry.objects.visible_to(teacher).drafts().order_by("-pk").first()
    entry.pages.all().delete()
    return teacher, entry


def test_an_upload_that_is_cut_five_times_resumes(demo, visit, draft):
    teacher, entry = draft
    window = visit(demo, teacher, width=360)
    page, sent = window.new_page(), {"pieces": 0, "cuts": 0}

    def cut(route):
        sent["pieces"] += 1
        if sent["pieces"] in CUTS:
            if sent["pieces"] % 2:
                route.fetch()  # it came, but the answer is lost
            route.abort("connectionreset")
            sent["cuts"] += 1
        else:
            route.continue_()

    window.route("**/part/", cut)
    url = f"/essays/entries/{entry.pk}/pages/"
    page.goto(url)
    page.set_input_files("input[type=file]", photos(12))
    page.click("form.asks button.btn-primary")
    note = page.locator("#sending")
    for number in range(len(CUTS)):
        while sent["cuts"] <= number:
            page.wait_for_timeout(20)
        expect(note).to_contain_text("No network")
        if number == 2:  # the phone is put away, and taken out the next day
            page.close()
            page = window.new_page()
            page.goto(url)
            note = page.locator("#sending")
        else:
            page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(note).to_contain_text("All pages are with us", timeout=30_000)
    kept = Page.objects.filter(entry=entry)
    assert kept.count() == 12
    assert len(set(kept.values_list("digest", flat=True))) == 12
    assert set(kept.values_list("state", flat=True)) == {PageState.READY}
    assert [p.order for p in kept] == list(range(1, 13))
    expect(page.locator(".scans li")).to_have_count(12)
    left = "new Promise((d) => { const o = indexedDB.open('pages', 1); o.onsuccess = () => { const q = o.result.transaction('pages').objectStore('pages').count(); q.onsuccess = () => { o.result.close(); d(q.result); }; }; })"
    assert page.evaluate(left) == 0


def test_pages_go_without_javascript_and_are_ordered_with_the_keyboard(demo, visit, draft):
    teacher, entry = draft
    page = visit(demo, teacher, java_script_enabled=False).new_page()
    page.goto(f"/essays/entries/{entry.pk}/pages/")
    page.set_input_files("input[type=file]", photos(2))
    page.click("form.asks button.btn-primary")
    expect(page.locator(".scans li")).to_have_count(2)
    first = Page.objects.filter(entry=entry).first()
    page.locator(".scans li").first.get_by_role("button", name="Move down").press("Enter")
    expect(page.locator(".scans li")).to_have_count(2)
    first.refresh_from_db()
    assert first.order == 2
