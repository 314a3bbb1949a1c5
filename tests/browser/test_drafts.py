"""What was typed stays on the device until the server says that it has it, whatever page comes in between."""

import json

import pytest
from playwright.sync_api import expect

from accounts.models import User
from accounts.validators import DEMO_PASSWORD
from workshops.models import Forum, ForumReport

pytestmark = pytest.mark.browser
WORDS = "We spoke about dignity."


def typed_report(visit, demo):
    """A window with a report that is typed and not sent."""
    user = User.objects.get(email="facilitator@demo.example")
    forum = Forum.objects.led_by(user).awaiting_report().first()
    window = visit(demo, user, width=360)
    page = window.new_page()
    page.goto(f"{forum.get_absolute_url()}report/")
    page.fill("input[name=count_F3_girls]", "23")
    page.fill("textarea[name=done]", WORDS)
    return window, page, forum


def drafts(page):
    kept = page.evaluate("JSON.stringify(Object.entries(localStorage).filter(([k]) => k.startsWith('draft:')))")
    return json.loads(kept)


def sign_in(page):
    page.fill("form[data-login] input[name=login]", "facilitator@demo.example")
    page.fill("form[data-login] input[name=password]", DEMO_PASSWORD)
    page.click("form[data-login] button.btn-primary")


def test_the_session_and_its_token_are_gone(demo, visit):
    window, page, forum = typed_report(visit, demo)
    window.clear_cookies()
    page.click("form.asks button.btn-primary")
    expect(page.locator("h1")).to_contain_text("open too long")
    assert WORDS in str(drafts(page))
    page.goto("/today/")
    assert WORDS in str(drafts(page))
    sign_in(page)
    page.goto(f"{forum.get_absolute_url()}report/")
    expect(page.locator("textarea[name=done]")).to_have_value(WORDS)


def test_a_sign_in_in_between(demo, visit):
    window, page, _forum = typed_report(visit, demo)
    window.clear_cookies(name="sessionid")
    page.click("form.asks button.btn-primary")
    expect(page.locator("form[data-login]")).to_be_visible()
    sign_in(page)
    expect(page.locator("textarea[name=done]")).to_have_value(WORDS)
    expect(page.locator("input[name=count_F3_girls]")).to_have_value("23")
    assert drafts(page)


def test_the_network_is_gone_and_another_page_comes_next(demo, visit):
    window, page, forum = typed_report(visit, demo)
    window.set_offline(True)
    page.click("form.asks button.btn-primary", no_wait_after=True)
    page.wait_for_timeout(500)
    window.set_offline(False)
    page.goto("/today/")
    page.goto(f"{forum.get_absolute_url()}report/")
    expect(page.locator("textarea[name=done]")).to_have_value(WORDS)


def test_an_answer_that_was_lost_makes_no_second_report(demo, visit):
    _window, page, forum = typed_report(visit, demo)

    def lose(route):
        if route.request.method == "POST":
            route.fetch(max_redirects=0)
            route.abort()
        else:
            route.continue_()

    page.route("**/report/", lose)
    page.click("form.asks button.btn-primary", no_wait_after=True)
    page.wait_for_timeout(1500)
    assert ForumReport.objects.filter(forum=forum).count() == 1
    page.unroute("**/report/")
    page.context.clear_cookies(name="draft_done")  # it was in the answer that never came
    page.goto(f"{forum.get_absolute_url()}report/")
    expect(page.locator("textarea[name=done]")).to_have_value(WORDS)
    page.click("form.asks button.btn-primary")
    expect(page.locator(".notices")).to_contain_text("The report is in")
    assert ForumReport.objects.filter(forum=forum).count() == 1
    assert not drafts(page)
    assert not page.evaluate("document.cookie.includes('draft_done')")


def test_signing_out_leaves_nothing_behind(demo, visit):
    window, page, _forum = typed_report(visit, demo)
    page.fill("textarea[name=concern]", "What a child said")
    expect(page.locator(".kept")).to_contain_text("Kept on this device")
    page = window.new_page()
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("/today/")
    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.click("form[data-sign-out] button")
    assert "not sent yet" in asked[0]
    assert "What a child said" in str(drafts(page))
    page.once("dialog", lambda dialog: dialog.accept())
    page.click("form[data-sign-out] button")
    expect(page.locator("form[data-login]")).to_be_visible()
    assert not drafts(page)
