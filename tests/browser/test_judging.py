"""Judging in a real browser: the network cut, the tab closed, a second device; every mark arrives, and arrives once."""

import pytest
from playwright.sync_api import expect

from accounts.models import User
from competitions.essays.choices import TaskState
from competitions.essays.models import Assignment, MarkSheet

pytestmark = pytest.mark.browser


@pytest.fixture
def judge(demo):
    return User.objects.get(email="judge@demo.example")


def waiting(judge):
    """A work of this judge that nobody has touched."""
    works = Assignment.objects.visible_to(judge).to_mark().filter(version=0)
    return works.select_related("place").order_by("alias").first()


def tap(page, criterion, points):
    page.check(f"input[name=points_{criterion}][value='{points}']", force=True)


def newest(work):
    return {m.criterion.order: m.points for m in MarkSheet.objects.get(assignment=work, newest=True).marks.all()}


def test_marks_save_themselves_and_the_next_work_comes(demo, visit, judge):
    work = waiting(judge)
    page = visit(demo, judge, width=360).new_page()
    page.goto(work.mark_url)
    tap(page, 1, 4)
    page.fill("input[name=reason_1]", "Clear from the first line")
    expect(page.locator(".saved")).to_contain_text("Saved on this device and on the server")
    for criterion in (2, 3, 4):
        tap(page, criterion, 5)
    page.click("button[name=finish]")
    expect(page).not_to_have_url(f"{demo}{work.mark_url}")
    work.refresh_from_db()
    assert work.state == TaskState.DONE
    assert newest(work) == {1: 4, 2: 5, 3: 5, 4: 5}
    assert page.evaluate("Object.keys(localStorage).filter((k) => k.startsWith('marks:')).length") == 0


def test_marks_typed_without_network_in_a_closed_tab_all_arrive_once(demo, visit, judge):
    work = waiting(judge)
    window = visit(demo, judge, width=360)
    page = window.new_page()
    page.goto(work.mark_url)
    window.set_offline(True)
    for criterion, points in enumerate((2, 3, 4, 5), 1):
        tap(page, criterion, points)
        page.fill(f"input[name=reason_{criterion}]", f"reason {criterion}")
    page.fill("textarea[name=words]", "The fence carries it.")
    expect(page.locator(".saved")).to_contain_text("No network")
    page.click("button[name=finish]")
    expect(page.locator(".saved")).to_contain_text("No network")
    expect(page.locator("button[name=finish]")).to_be_enabled()
    assert not MarkSheet.objects.filter(assignment=work).exists()
    page.close()

    window.set_offline(False)
    page = window.new_page()
    page.goto("/judging/")
    expect(page.locator("[data-waiting]")).to_be_visible()
    sheet = MarkSheet.objects.get(assignment=work)
    assert newest(work) == {1: 2, 2: 3, 3: 4, 4: 5}
    assert sorted(sheet.marks.values_list("reason", flat=True)) == [f"reason {n}" for n in (1, 2, 3, 4)]
    assert sheet.words == "The fence carries it."
    page.goto(work.mark_url)
    expect(page.locator("input[name=points_4][value='5']")).to_be_checked()
    work.refresh_from_db()
    assert (work.state, work.version) == (TaskState.DONE, 1)  # who was done with it without network is done with it


def test_a_second_device_is_told_and_loses_nothing(demo, visit, judge):
    work = waiting(judge)
    phone, desk = visit(demo, judge, width=360).new_page(), visit(demo, judge).new_page()
    phone.goto(work.mark_url)
    desk.goto(work.mark_url)
    tap(desk, 1, 5)
    expect(desk.locator(".saved")).to_contain_text("Saved on this device and on the server")
    tap(phone, 1, 2)
    expect(phone.locator(".stale")).to_be_visible()
    assert newest(work)[1] == 5
    assert phone.is_checked("input[name=points_1][value='2']")
    phone.click("[data-keep]")
    expect(phone.locator(".saved")).to_contain_text("Saved on this device and on the server")
    expect(phone.locator(".stale")).to_be_hidden()
    assert newest(work)[1] == 2
    assert MarkSheet.objects.filter(assignment=work).count() == 2


def test_judging_works_without_javascript_and_with_the_keyboard(demo, visit, judge):
    works = Assignment.objects.visible_to(judge).to_mark()
    work = works.select_related("place").order_by("alias").first()  # the desk's own next, begun or not
    page = visit(demo, judge, java_script_enabled=False).new_page()
    page.goto("/judging/")
    page.click("a.btn-primary")
    expect(page).to_have_url(f"{demo}{work.mark_url}")
    page.focus("input[name=points_1] >> nth=0")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    for criterion in (2, 3, 4):
        tap(page, criterion, 3)
    page.click("button[name=finish]")
    expect(page).not_to_have_url(f"{demo}{work.mark_url}")
    work.refresh_from_db()
    assert work.state == TaskState.DONE
    assert newest(work)[1] == 2
