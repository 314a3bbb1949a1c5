"""Planning and reporting in a real browser: without JavaScript, with the keyboard, and with the network gone."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import User
from workshops.models import Forum

pytestmark = pytest.mark.browser


def overdue_forum_of(user):
    return Forum.objects.led_by(user).awaiting_report().first()


def open_day():
    """A day in February of next year, of which no calendar is published: nothing bars it."""
    return timezone.localdate().replace(year=timezone.localdate().year + 1, month=2, day=10)


def test_a_forum_is_planned_without_javascript(demo, visit):
    officer = User.objects.get(email="officer@demo.example")
    page = visit(demo, officer, java_script_enabled=False).new_page()
    page.goto("/today/")
    page.click("text=Plan a forum")
    page.fill("input[name=q]", "kabarnet boys")
    page.click("button:has-text('Show')")
    page.click("a:has-text('Kabarnet Boys')")
    page.fill("input[name=topic]", "A right to be heard")
    page.fill("input[name=day]", open_day().isoformat())
    page.select_option("select[name=lead]", label="Amina Said")
    page.click("form.asks button.btn-primary")
    expect(page.locator("h1")).to_have_text("Forum at Kabarnet Boys")
    expect(page.locator(".notices")).to_contain_text("in the calendar")
    assert Forum.objects.filter(topic="A right to be heard").count() == 1


def test_filters_work_without_reloading_the_page(demo, visit):
    page = visit(demo, User.objects.get(email="officer@demo.example")).new_page()
    page.goto("/schools/")
    page.evaluate("window.stayed = true")
    page.select_option("select[name=gender]", "girls")
    expect(page.locator("#list-count")).not_to_contain_text("8,833")
    assert "gender=girls" in page.url
    page.click("th a:has-text('County')")
    expect(page.locator("th[aria-sort=ascending]")).to_have_text("County")
    assert page.evaluate("window.stayed") is True
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"


def test_a_report_survives_a_closed_page_and_no_network(demo, visit):
    user = User.objects.get(email="facilitator@demo.example")
    forum = overdue_forum_of(user)
    window = visit(demo, user, width=360)
    page = window.new_page()
    url = f"{forum.get_absolute_url()}report/"
    page.goto(url)
    page.fill("input[name=count_F3_girls]", "23")
    page.fill("textarea[name=done]", "We spoke about dignity.")
    expect(page.locator(".kept")).to_contain_text("Kept on this device")
    page.close()

    page = window.new_page()
    page.goto(url)
    expect(page.locator("textarea[name=done]")).to_have_value("We spoke about dignity.")
    expect(page.locator("input[name=count_F3_girls]")).to_have_value("23")
    window.set_offline(True)
    page.fill("input[name=count_F4_boys]", "19")
    expect(page.locator(".kept")).to_contain_text("Kept on this device")
    page.wait_for_timeout(400)
    page.click("form.asks button.btn-primary")  # goes nowhere
    page.wait_for_timeout(300)
    window.set_offline(False)

    page = window.new_page()
    page.goto(url)
    expect(page.locator("input[name=count_F4_boys]")).to_have_value("19")
    page.click("form.asks button.btn-primary")
    expect(page.locator(".notices")).to_contain_text("The report is in")
    assert forum.reports.get().learners == 42
    page.goto(url)
    expect(page.locator(".kept")).to_be_hidden()  # the draft has done its work


def test_what_the_server_refuses_is_still_there(demo, visit):
    officer = User.objects.get(email="officer@demo.example")
    page = visit(demo, officer).new_page()
    page.goto("/workshops/forums/add/5/")
    page.fill("input[name=topic]", "Words that must not be lost")
    page.fill("textarea[name=programme]", "no minutes here")
    page.click("form.asks button.btn-primary")
    expect(page.locator(".problems")).to_be_focused()
    expect(page.locator("input[name=topic]")).to_have_value("Words that must not be lost")
