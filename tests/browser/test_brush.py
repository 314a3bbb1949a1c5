"""The brush in a real browser: rectangles drawn with the mouse and with a finger, taken off, typed without JavaScript."""

import pytest

from accounts.models import User
from competitions.essays.models import Entry, Page, PageCover, WordCover

pytestmark = pytest.mark.browser


@pytest.fixture
def officer(demo):
    return User.objects.get(email="officer@demo.example")


@pytest.fixture
def scan(demo):
    """A page of the demonstration on which nothing is covered."""
    return Page.objects.filter(entry__state="submitted", covers=None).order_by("pk").first()


def numbers(page, n):
    return [page.input_value(f"[name={side}_{n}]") for side in ("left", "top", "width", "height")]


def at(page, left, top):
    """A place on the picture, in per cent."""
    area = page.locator(".brush svg").bounding_box()
    return area["x"] + area["width"] * left / 100, area["y"] + area["height"] * top / 100


def test_drawn_taken_off_and_saved(demo, visit, officer, scan):
    page = visit(demo, officer).new_page()
    page.goto(f"/essays/entries/{scan.entry_id}/pages/{scan.order}/cover/")
    page.locator(".brush svg").scroll_into_view_if_needed()
    for start, end in (((10, 5), (40, 15)), ((60, 20), (50, 10))):
        page.mouse.move(*at(page, *start))
        page.mouse.down()
        page.mouse.move(*at(page, 45, 12))
        page.mouse.move(*at(page, *end))
        page.mouse.up()
    first, second = ([float(value) for value in numbers(page, n)] for n in (0, 1))
    assert first == pytest.approx([10, 5, 30, 10], abs=0.3)
    assert second == pytest.approx([50, 10, 10, 10], abs=0.3)
    page.mouse.click(*at(page, 80, 8))
    assert numbers(page, 2) == [""] * 4  # a tap is no rectangle
    page.locator("[data-row='2'] [data-off]").click()
    assert numbers(page, 1) == [""] * 4
    page.fill("[name=width_0]", "35")
    assert page.locator("[data-box='1']").get_attribute("width") == "35"
    page.click("form.asks button.btn-primary")
    page.wait_for_url("**/names/")
    assert PageCover.objects.get(page=scan).boxes == [[pytest.approx(10, abs=0.3), pytest.approx(5, abs=0.3), 35, 10]]


def test_a_finger_scrolls_until_it_shall_draw(demo, visit, officer, scan):
    window = visit(demo, officer, width=360, has_touch=True)
    page = window.new_page()
    page.goto(f"/essays/entries/{scan.entry_id}/pages/{scan.order}/cover/")
    wire = window.new_cdp_session(page)

    def drag(start, end):
        (x, y), (to_x, to_y) = at(page, *start), at(page, *end)
        wire.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
        for share in (0.3, 0.6, 1):
            point = {"x": x + (to_x - x) * share, "y": y + (to_y - y) * share}
            wire.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
        wire.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    drag((20, 30), (60, 31))
    assert numbers(page, 0) == [""] * 4
    page.click("[data-touch]")
    page.locator(".brush svg").scroll_into_view_if_needed()
    drag((20, 30), (60, 50))
    assert [float(value) for value in numbers(page, 0)] == pytest.approx([20, 30, 40, 20], abs=0.6)


def test_it_is_typed_without_javascript(demo, visit, officer, scan):
    page = visit(demo, officer, java_script_enabled=False).new_page()
    page.goto(f"/essays/entries/{scan.entry_id}/pages/{scan.order}/cover/")
    for side, value in (("left", "5"), ("top", "80.5"), ("width", "20"), ("height", "5")):
        page.fill(f"[name={side}_0]", value)
    page.click("form.asks button.btn-primary")
    page.wait_for_url("**/names/")
    assert PageCover.objects.get(page=scan, newest=True).boxes == [[5, 80.5, 20, 5]]


def test_the_demonstration_shows_it(demo):
    """A stamp and a name are covered, and one signed work waits because a judge saw the name."""
    assert PageCover.objects.filter(newest=True, state="ready").exclude(file="").exists()
    covered = WordCover.objects.get(newest=True).entry
    assert covered.blind_text.endswith("█████")
    waiting = Entry.objects.exclude(names_seen_at=None).get()
    assert waiting.text.endswith(waiting.entrant.name)
    assert waiting.blind_text == ""
