"""Each role of the demonstration signs in by the page, as a newcomer would."""

import re

import pytest
from playwright.sync_api import expect

from accounts.choices import SECOND_FACTOR_ROLES, Role
from accounts.validators import DEMO_PASSWORD

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize("role", Role.values)
def test_a_person_signs_in(demo, visit, role, script):
    page = visit(demo, width=360, java_script_enabled=script).new_page()
    page.goto("/")
    page.fill("input[name=login]", f"{role}@demo.example")
    page.fill("input[name=password]", DEMO_PASSWORD)
    page.click("form[data-login] button")
    if Role(role) in SECOND_FACTOR_ROLES:
        expect(page.locator("h1")).to_have_text("Second factor")
        code = re.search(r"\b\d{6}\b", page.inner_text(".missing"))[0]
        page.fill("input[name=code]", code)
        page.click("form button.btn-primary")
    expect(page.locator("h1")).to_contain_text("Good ")
    expect(page.locator(".bar")).to_be_visible()


def test_one_tap_fills_the_form_in_the_demo(demo, visit):
    page = visit(demo).new_page()
    page.goto("/sign-in/")
    page.click("button[data-fill-login='judge@demo.example']")
    expect(page.locator("h1")).to_contain_text("Good ")
