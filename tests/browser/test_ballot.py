"""A ballot on a phone: it adds up, survives a dead network, and works without JavaScript."""

import pytest
from playwright.sync_api import expect

from accounts.models import User
from competitions.debates.models import Ballot, Debate

pytestmark = pytest.mark.browser


def own_debate(user) -> Debate:
    """The room whose ballot this judge still owes."""
    rooms = Debate.objects.filter(round__state__in=("released", "ballots"), panel__adjudicator__user=user)
    return next(room for room in rooms if any(judge.user_id == user.pk for judge in room.get_ballot_judges()))


def fill(page, debate: Debate, first: int = 80) -> None:
    for seat in debate.teams.all():
        for order in (1, 2):
            page.fill(f"input[name=score_{seat.team_id}_{order}]", str(first - seat.side))


def test_a_ballot_is_kept_on_the_phone_and_sent_once(demo, visit):
    user = User.objects.get(email="adjudicator@demo.example")
    debate = own_debate(user)
    window = visit(demo, user, width=360)
    page = window.new_page()
    page.goto("/today/")
    page.click("text=Fill in")
    url = page.url
    seats = list(debate.teams.all())
    fill(page, debate)
    expect(page.locator(f"[data-total='{seats[0].team_id}']")).to_have_text("Total 160 · 1")
    expect(page.locator(f"[data-total='{seats[3].team_id}']")).to_have_text("Total 154 · 4")
    expect(page.locator(".kept")).to_contain_text("Kept on this device")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.wait_for_timeout(400)

    window.set_offline(True)
    page.click("form.asks button.btn-primary")  # goes nowhere
    page.wait_for_timeout(300)
    window.set_offline(False)
    assert not Ballot.objects.filter(debate=debate).exists()

    page = window.new_page()
    page.goto(url)
    expect(page.locator(f"input[name=score_{seats[2].team_id}_1]")).to_have_value("78")
    expect(page.locator(f"[data-total='{seats[2].team_id}']")).to_have_text("Total 156 · 3")
    page.click("form.asks button.btn-primary")
    expect(page.locator(".notices")).to_contain_text("The ballot is in")
    assert Ballot.objects.filter(debate=debate).count() == 1


def test_equal_totals_are_said_and_nothing_is_lost_without_javascript(demo, visit):
    user = User.objects.get(email="judge3@demo.example")
    debate = own_debate(user)
    page = visit(demo, user, width=360, java_script_enabled=False).new_page()
    page.goto(f"/debates/rooms/{debate.pk}/ballot/")
    fill(page, debate)
    two = debate.teams.all()[1]
    for order in (1, 2):
        page.fill(f"input[name=score_{two.team_id}_{order}]", "80")
    page.click("form.asks button.btn-primary")
    expect(page.locator(".problems")).to_contain_text("have equal totals")
    expect(page.locator(f"input[name=score_{two.team_id}_1]")).to_have_value("80")
    page.fill(f"input[name=score_{two.team_id}_1]", "79")
    page.click("form.asks button.btn-primary")
    expect(page.locator(".notices")).to_contain_text("The ballot is in")
    assert Ballot.objects.get(debate=debate).sent_by == user
