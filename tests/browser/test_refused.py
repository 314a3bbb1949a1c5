# ruff: noqa: F401, F811 (fixtures of another file)
"""Marks typed without network that the server does not take: told on the desk, kept until the judge deletes them."""

import pytest
from playwright.sync_api import expect

from accounts.choices import Role
from accounts.models import User
from competitions.essays.models import Assignment, Criterion, Deal, Final
from competitions.essays.services.judging import hand_back_work
from tests.browser.test_offline import (
    KEYS,
    away,
    back,
    leave,
    line,
    new_judge,
    newest,
    take_along,
    tap,
    until,
    works,
)

pytestmark = pytest.mark.browser
EVIL = "<img src=x onerror=document.title='evil'>"


def mark(page, work, points):
    """A whole sheet, with a reason, finished."""
    page.goto(work.mark_url)
    for criterion in (1, 2, 3, 4):
        tap(page, criterion, points)
    page.fill("[name=reason_1]", f"{EVIL} because")
    page.fill("[name=words]", f"Go on. {EVIL}")
    before = page.url
    page.click("button[name=finish]")
    leave(page, before)


def test_what_is_not_taken_is_told_and_kept_until_it_is_deleted(line, visit, new_judge):
    judge = new_judge(5, scanned=0)
    one, two, three, four, _five = works(judge)
    window = visit(line.url, judge, width=360)
    page = window.new_page()
    take_along(page, 5)
    away(window, line)
    for work, points in ((one, 3), (two, 4), (three, 5), (four, 2)):
        mark(page, work, points)
    page.goto("/judging/")
    expect(page.locator("[data-waiting]")).to_have_text("4 works wait on this device for the network.")
    # Meanwhile: handed back on another device; the final begins, and work 4 is dealt in it; a scale is shorter.
    hand_back_work(assignment=one, reason="known", by=judge)
    officer, competition = User.objects.with_role(Role.OFFICER).first(), one.place.competition
    Final.objects.create(competition=competition, inputs={}, inputs_hash="x", by=officer)
    more = {"seed": 1, "inputs": {}, "inputs_hash": "x", "added": 2, "dropped": 0, "by": officer}
    later = Deal.objects.create(competition=competition, **more)
    Assignment.objects.filter(pk__in=[three.pk, four.pk]).update(deal=later)
    Criterion.objects.filter(competition=competition, order=1).update(max_points=4)
    back(window, line)
    told = page.locator("[data-refusals] section")
    expect(told).to_have_count(3)
    expect(told.nth(0)).to_contain_text("Not taken: Work 1. This work was handed back: another judge marks it.")
    expect(told.nth(1)).to_contain_text("Not taken: Work 2. The screening is over: its marks are as they were saved")
    expect(told.nth(2)).to_contain_text("Not saved: Work 3.")
    expect(told.nth(2).get_by_role("link", name="Open the sheet")).to_have_attribute("href", three.mark_url)
    expect(told.nth(2).get_by_role("button")).to_be_hidden()
    expect(told.nth(0).get_by_role("link")).to_be_hidden()
    until(page, f"{KEYS}.length === 3")
    assert newest(four) == dict.fromkeys((1, 2, 3, 4), 2)
    assert [work.version for work in works(judge)] == [0, 0, 0, 1, 0]
    # Nothing waits, and what arrived is said. The next look says the same, and what was typed stands there as text.
    expect(page.locator("[data-waiting]")).to_have_text("Marks that waited on this device are on the server now.")
    page.goto("/judging/")
    expect(told).to_have_count(3)
    expect(page.locator("[data-waiting]")).to_be_hidden()
    told.nth(0).locator("summary").click()
    expect(told.nth(0).locator("dd").nth(0)).to_have_text(f"3 · {EVIL} because")
    expect(told.nth(0).locator("dd").last).to_have_text(f"Go on. {EVIL}")
    expect(told.nth(0).locator("dt").nth(0)).to_have_text(competition.criteria.first().name)
    assert page.locator("[data-refusals] img").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    # What is sealed is read, not changed.
    page.locator("details summary", has_text="The screening").click()
    page.locator("details a", has_text="Work 2").click()
    expect(page.locator("aside.rubric")).to_contain_text("The screening is over")
    assert page.locator("aside form").count() == 0
    # A sheet that was wrong is put right, and goes.
    page.goto(three.mark_url)
    expect(page.locator(".saved")).not_to_be_empty()
    tap(page, 1, 4)
    until(page, f"{KEYS}.length === 2")
    assert newest(works(judge)[2])[1] == 4
    # Who signs out is asked about what was not taken; then each is deleted by a tap.
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("/judging/")
    page.click("form[data-sign-out] button")
    assert asked == ["Marks that were not taken are still on this device. Signing out deletes them. Sign out?"]
    for left in (1, 0):
        told.nth(0).get_by_role("button", name="Delete from this device").click()
        expect(told).to_have_count(left)
        assert page.evaluate(f"{KEYS}.length") == left
    expect(page.locator("[data-waiting]")).to_be_hidden()
    page.goto("/judging/")
    expect(told).to_have_count(0)
