"""Ten mark sheets that came back on paper, typed in by keyboard alone, as a clerk or a hand scanner would."""

import pytest
from playwright.sync_api import expect

from accounts.choices import Role
from competitions.essays.models import MarkSheet
from tests.factories.accounts import UserFactory
from tests.factories.essays import CompetitionFactory, make_entry, make_teacher, start_judging, works_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_ten_sheets_by_keyboard_alone(live_server, visit):
    officer, judge = UserFactory(roles=[Role.OFFICER]), UserFactory(roles=[Role.JUDGE], name="Judge Pack")
    competition, teacher = (
        CompetitionFactory(marks_per_entry=1, criteria=["Argument", "Voice", "Order"]),
        make_teacher(),
    )
    for _n in range(10):
        make_entry(competition, teacher)
    start_judging(competition, [judge], officer)
    page = visit(live_server.url, officer, width=1280).new_page()
    strange = []
    page.on("pageerror", lambda error: strange.append(str(error)))
    page.goto(f"/essays/{competition.pk}/sheets/")
    for n, work in enumerate(works_of(competition), 1):
        expect(page.locator("input[name=code]")).to_be_focused()
        page.keyboard.type(work.code.lower() if n % 2 else f"HTTPS://HAKI.EXAMPLE.ORG/MS/{work.code}")
        page.keyboard.press("Enter")
        expect(page.locator("fieldset.crit")).to_have_count(3)
        for points in (1 + n % 5, 3, 5):
            page.keyboard.press(str(points))
        expect(page.locator("button[name=finish]")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("body")).to_contain_text(f"{n} of 10 works of Judge Pack are typed in.")
    assert strange == []
    given = {sheet.assignment.code: [m.points for m in sheet.marks.all()] for sheet in MarkSheet.objects.all()}
    assert given == {work.code: [1 + n % 5, 3, 5] for n, work in enumerate(works_of(competition), 1)}
    assert set(MarkSheet.objects.values_list("typed_by", "finished")) == {(officer.pk, True)}
