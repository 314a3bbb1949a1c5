"""Judging where there is no network: works taken along, marks typed with the network cut, tabs killed, two devices."""

import io
import random
import re
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from playwright.sync_api import expect

from accounts.choices import Role
from competitions.essays.choices import CompetitionState, TaskState
from competitions.essays.models import Assignment, Deal, JudgePlace, MarkSheet, Page, TrainingPass
from competitions.essays.reports.along import packs_of
from tests.browser.line import Line
from tests.core.test_scans import written
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.browser
SEED = 20261121
PHOTO = io.BytesIO()
written((900, 1200), seed=1).save(PHOTO, "JPEG", quality=70)
KEYS = "Object.keys(localStorage).filter((k) => k.startsWith('marks:'))"
STATE = "[document.querySelector('.saved').textContent, navigator.onLine, JSON.stringify(localStorage)]"
STORED = """(async () => { const found = []; for (const name of await caches.keys())
for (const one of await (await caches.open(name)).keys()) found.push(name + ' ' + new URL(one.url).pathname); return found; })()"""


@pytest.fixture
def new_judge(demo):
    """Makes a judge with so many works that nobody has touched; two scanned pages in each of the first three."""

    def make(count=5, scanned=3):
        judge = UserFactory(roles=[Role.JUDGE])
        deal = Deal.objects.filter(competition__state=CompetitionState.JUDGING).first()
        place = JudgePlace.objects.create(competition=deal.competition, judge=judge)
        TrainingPass.objects.create(place=place)
        entries = list(deal.competition.entries.submitted().filter(names_seen_at=None).order_by("pk"))
        entries = entries[:count] if scanned else entries[-count:]
        for entry in entries[:scanned]:
            for order in (1, 2):
                if not entry.pages.filter(order=order).exists():
                    page = Page(entry=entry, order=order)
                    page.file.save("page.jpg", ContentFile(PHOTO.getvalue()), save=True)
        for alias, entry in enumerate(entries, 1):
            Assignment.objects.create(place=place, entry=entry, deal=deal, alias=alias)
        return judge

    return make


@pytest.fixture
def line(demo):
    """The way to the demonstration, which can be cut."""
    line = Line(demo)
    yield line
    line.close()


def works(judge):
    return list(Assignment.objects.filter(place__judge=judge).select_related("place").order_by("alias"))


def tap(page, criterion, points):
    page.check(f"form:not([inert]) input[name=points_{criterion}][value='{points}']", force=True)


def newest(work):
    return {m.criterion.order: m.points for m in MarkSheet.objects.get(assignment=work, newest=True).marks.all()}


def until(page, expression):
    """Wait in the page; the content security policy forbids Playwright's own way."""
    for _try in range(400):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"never: {expression}")


def leave(page, here):
    """Wait for another page than this."""
    for _try in range(300):
        if page.url != here:
            page.wait_for_load_state("domcontentloaded")
            return
        page.wait_for_timeout(50)
    pytest.fail(f"still at {here}: {page.evaluate(STATE)}")


def take_along(page, count):
    page.goto("/judging/")
    box = page.locator("[data-pack]")
    box.get_by_role("button", name="Take along").click()
    expect(box).to_contain_text(f"{count} of {count} on this device")
    until(page, "Boolean(navigator.serviceWorker.controller)")


def away(window, line):
    """No network."""
    line.cut()
    window.set_offline(True)


def back(window, line):
    """The network again."""
    line.mend()
    window.set_offline(False)


def settle(window, line, page):
    """Back in the network, until nothing waits."""
    back(window, line)
    page.goto("/judging/")
    until(page, f"{KEYS}.length === 0")


def test_works_taken_along_are_marked_without_network_and_arrive(line, visit, new_judge):
    judge = new_judge()
    window = visit(line.url, judge, width=360)
    page = window.new_page()
    take_along(page, 5)
    box = page.locator("[data-pack]")
    pack = packs_of(judge)[works(judge)[0].place_id]
    weights = page.evaluate("""(async () => { const store = await caches.open((await caches.keys())[0]); let sum = 0;
        for (const one of await store.keys()) if (/judging.\\d+.\\d+/.test(one.url)) sum += (await (await store.match(one)).blob()).size; return sum; })()""")
    assert 0.9 < pack.size / weights < 1.1  # what was said before is what was fetched
    expect(box).to_contain_text(
        f"Take the works along: 5 works, {pack.size / 1e6:.1f} MB" if pack.size >= 1e6 else "5 works, "
    )
    away(window, line)
    page.goto("/judging/")
    page.locator(".quiet a", has_text="Work 1").first.click()
    for _n in range(3):
        until(page, "document.querySelector('form[data-autosave]')")
        pictures = page.locator("img.scan")
        expect(pictures).to_have_count(2)
        for n in range(2):
            pictures.nth(n).scroll_into_view_if_needed()
            until(page, f"document.querySelectorAll('img.scan')[{n}].naturalWidth > 0")
        for criterion in (1, 2, 3, 4):
            tap(page, criterion, 4)
        before = page.url
        page.click("button[name=finish]")
        leave(page, before)
    assert page.url == f"{line.url}{works(judge)[3].mark_url}"
    page.goto("/judging/")
    expect(page.locator("[data-waiting]")).to_have_text("3 works wait on this device for the network.")
    expect(page.locator("[data-work]:visible")).to_have_count(3)
    expect(page.locator("[data-go]")).to_have_text("Go on with Work 4")
    assert not MarkSheet.objects.filter(assignment__place__judge=judge).exists()
    back(window, line)
    expect(page.locator("[data-waiting]")).to_contain_text("are on the server now")
    done = works(judge)
    assert [work.state for work in done[:3]] == [TaskState.DONE] * 3
    assert [work.version for work in done] == [1, 1, 1, 0, 0]
    # The kept page is older than what was sent from here; the device knows, and no second device is blamed.
    away(window, line)
    page.goto(done[0].mark_url)
    expect(page.locator("input[name=points_2][value='4']")).to_be_checked()
    tap(page, 2, 5)
    settle(window, line, page)
    assert newest(done[0]) == {1: 4, 2: 5, 3: 4, 4: 4}
    assert works(judge)[0].version == 2


def test_a_fetch_that_is_stopped_goes_on_with_what_is_missing(line, visit, new_judge):
    judge = new_judge()
    window = visit(line.url, judge)
    page, asked = window.new_page(), []

    def look(route):
        asked.append(route.request.url)
        if len(asked) == 5:
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route(re.compile(r"/judging/\d+/\d+/"), look)
    page.goto("/judging/")
    box = page.locator("[data-pack]")
    box.get_by_role("button").click()
    expect(box).to_contain_text("The network broke off")
    box.get_by_role("button", name="Fetch the rest").click()
    expect(box).to_contain_text("5 of 5 on this device")
    assert len(asked) == 5 + 6 + 1  # five pages, six pictures, and the one that broke off again
    # What is handed back leaves the device with the next look.
    back = works(judge)[1]
    Assignment.objects.filter(pk=back.pk).update(state=TaskState.RECUSED)
    page.goto("/judging/")
    expect(box).to_contain_text("4 of 4 on this device")
    assert not [one for one in page.evaluate(STORED) if back.mark_url in one]
    # So does all of it when judging is over.
    JudgePlace.objects.filter(judge=judge).update(active=False)
    page.goto("/judging/")
    until(page, "caches.keys().then((names) => !names.length)")


def test_the_pack_is_shut_for_others_and_gone_after_sign_out(line, visit, new_judge):
    judge, other = new_judge(), new_judge(2)
    window = visit(line.url, judge)
    page = window.new_page()
    take_along(page, 5)
    assert all(re.search(r" /(judging|static)/| /theme-", one) for one in page.evaluate(STORED))
    script = page.request.get("/judging/worker.js")
    assert script.headers["service-worker-allowed"] == "/judging/"
    assert script.headers["cache-control"] == "no-cache"
    assert "worker-src 'self'" in script.headers["content-security-policy"]
    # The session ends: the sign-in page shuts the pack, also without network.
    cookies = window.cookies()
    window.clear_cookies()
    page.goto("/judging/")
    expect(page.locator("form[data-login]")).to_be_visible()
    until(page, "caches.has('judging-shut')")
    away(window, line)
    with pytest.raises(Exception, match="ERR_"):
        page.goto("/judging/")
    back(window, line)
    # The same person signs in again, with another token: nothing is lost, and the pack opens.
    window.add_cookies([one for one in cookies if one["name"] == "sessionid"])
    page.goto(works(judge)[0].mark_url)
    until(page, "caches.has('judging-shut').then((shut) => !shut)")
    away(window, line)
    tap(page, 1, 3)
    window.clear_cookies(name="csrftoken")
    back(window, line)
    expect(page.locator(".saved")).to_contain_text("Saved on this device and on the server")
    assert newest(works(judge)[0])[1] == 3
    # Another judge at the same device never gets it.
    theirs = visit(line.url, other).cookies()
    window.clear_cookies()
    window.add_cookies(theirs)
    page.goto("/judging/")
    expect(page.locator("[data-pack]")).to_contain_text("2 works")
    until(page, "caches.keys().then((names) => !names.length)")
    away(window, line)
    with pytest.raises(Exception, match="ERR_"):
        page.goto(works(judge)[0].mark_url)
    back(window, line)
    take_along(page, 2)
    assert {one.split()[0] for one in page.evaluate(STORED)} == {f"judging-{other.pk}"}
    assert page.request.get("/judging/worker.js").text().count(f'"judging-{other.pk}"') == 1
    # Signed out: asked first, because marks wait; then all is gone.
    page.goto(works(other)[0].mark_url)
    away(window, line)
    tap(page, 1, 2)
    page.goto("/judging/")
    asked = []
    page.on(
        "dialog", lambda dialog: (asked.append(dialog.message), dialog.accept() if len(asked) > 1 else dialog.dismiss())
    )
    page.click("form[data-sign-out] button")
    assert page.evaluate(f"{KEYS}.length") == 1
    page.click("form[data-sign-out] button")
    page.wait_for_event("load")  # the browser's own words: there is no network
    assert len(asked) == 2
    back(window, line)
    page.goto("/judging/")
    assert page.evaluate("caches.keys()") == []
    assert page.evaluate(f"{KEYS}.length") == 0
    take_along(page, 2)
    page.click("form[data-sign-out] button")
    page.wait_for_url("**/sign-in/**")
    assert len(asked) == 2
    assert page.evaluate("caches.keys()") == []
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0


def test_nothing_is_offered_without_script_and_nothing_is_shown_after_judging_closes(line, visit, new_judge):
    judge = new_judge(2)
    plain = visit(line.url, judge, java_script_enabled=False).new_page()
    plain.goto("/judging/")
    expect(plain.locator("[data-pack]")).to_be_hidden()
    window = visit(line.url, judge)
    page = window.new_page()
    take_along(page, 2)
    assert packs_of(judge)[works(judge)[0].place_id].until >= timezone.now() + timedelta(hours=23)
    page.evaluate("""(async () => { const store = await caches.open((await caches.keys())[0]);
        for (const one of await store.keys()) { const kept = await store.match(one); if (!kept.headers.has('X-Until')) continue;
        await store.put(one, new Response(await kept.blob(), { headers: { ...Object.fromEntries(kept.headers), 'x-until': '2026-01-01' } })); } })()""")
    away(window, line)
    with pytest.raises(Exception, match="ERR_"):
        page.goto("/judging/")


def test_the_first_work_weighs_less_than_300_kilobytes(line, visit, new_judge):
    judge = new_judge(1, scanned=0)
    page, weight = visit(line.url, judge, width=360).new_page(), []
    page.on(
        "requestfinished",
        lambda request: weight.append(sum(map(request.sizes().get, ("responseBodySize", "responseHeadersSize")))),
    )
    page.goto(works(judge)[0].mark_url)
    page.wait_for_load_state("networkidle")
    assert 5 <= len(weight) < 20
    assert sum(weight) < 300_000


def test_keys_give_points_to_the_focused_criterion_and_go_on(line, visit, new_judge):
    judge = new_judge(1, scanned=0)
    work = works(judge)[0]
    page = visit(line.url, judge).new_page()
    page.goto(work.mark_url)
    page.wait_for_selector("form:not([inert])")
    page.keyboard.press("4")  # no focus: the first criterion without points
    assert page.evaluate("document.activeElement.name") == "points_2"
    page.keyboard.press("3")
    page.keyboard.press("9")  # off the scale: nothing
    assert page.evaluate("document.activeElement.name") == "points_3"
    page.focus("input[name=points_1][value='4']")
    page.keyboard.press("5")
    page.fill("input[name=reason_3]", "page ")
    page.press("input[name=reason_3]", "2")
    page.focus("textarea[name=words]")
    page.keyboard.type("In 1963 5 voices")
    page.keyboard.press("Control+5")
    page.focus("input[name=points_3][value='1']")
    page.keyboard.press("2")
    page.keyboard.press("1")
    assert page.evaluate("document.activeElement.name") == "finish"
    expect(page.locator(".saved")).to_contain_text("Saved on this device and on the server")
    assert newest(work) == {1: 5, 2: 3, 3: 2, 4: 1}
    sheet = MarkSheet.objects.get(assignment=work, newest=True)
    assert (sheet.marks.get(criterion__order=3).reason, sheet.words) == ("page 2", "In 1963 5 voices")
    page.keyboard.press("Enter")
    page.wait_for_url("**/judging/")
    assert works(judge)[0].state == TaskState.DONE


class Cuts:
    """Cuts of a line: gone for a while, marks that never come, an answer that is lost."""

    def __init__(self, window, line):
        self.window, self.line, self.left, self.count = window, line, 0, 0

    def make(self, kind, marks):
        """The next cut; `marks` is for how many marks the network stays away."""
        self.count += 1
        if kind == "gone":
            self.left = marks
            away(self.window, self.line)
        else:
            self.heal()
            self.line.lose = kind

    def wait(self, page):
        """Until what was to be lost is lost."""
        for _try in range(500):
            if not self.line.lose:
                return
            page.wait_for_timeout(20)
        pytest.fail(f"nothing was sent from {page.url}: {page.evaluate(STATE)}")

    def typed(self):
        """A mark was typed; after some the network comes back."""
        if self.left == 1:
            self.heal()
        self.left = max(0, self.left - 1)

    def heal(self):
        """The network is there."""
        self.left = 0
        back(self.window, self.line)


def mark(page, dice, given, criterion):
    """A tap; now and then one thinks better of it."""
    for _n in range(1 + (dice.random() < 0.3)):
        given[criterion] = dice.randint(1, 5)
        tap(page, criterion, given[criterion])


def test_forty_marks_over_a_network_cut_twenty_times_arrive_once(line, visit, new_judge):
    """Two tabs are killed, one of them without network; a second device comes between twice."""
    print(f"seed {SEED}")
    dice = random.Random(SEED)
    judge = new_judge(10, scanned=1)
    window = visit(line.url, judge, width=360)
    page, cuts = window.new_page(), Cuts(window, line)
    take_along(page, 10)
    second, stale = visit(line.url, judge), {}
    for alias in (4, 8):  # opened on the second device before the first one marks them
        stale[alias] = second.new_page()
        stale[alias].goto(works(judge)[alias - 1].mark_url)
    kinds = ["gone"] * 8 + ["request"] * 6 + ["answer"] * 6
    dice.shuffle(kinds)
    moments = dict(zip(sorted(dice.sample(range(40), 20)), kinds, strict=True))
    wanted, number, kills = {}, 0, {True, False}
    page.goto(works(judge)[0].mark_url)
    while not page.url.endswith("/judging/"):
        here, given = page.url, wanted.setdefault(int(page.url.split("/")[-2]), {})
        for criterion in dice.sample((1, 2, 3, 4), 4):
            if number in moments:
                cuts.make(moments[number], dice.randint(1, 4))
            mark(page, dice, given, criterion)
            cuts.wait(page)
            if number > 12 and line.dead in kills:  # killed with the network, killed without
                kills.remove(line.dead)
                page.close()
                page = window.new_page()
                page.goto(here)
                for order, points in given.items():
                    expect(page.locator(f"input[name=points_{order}][value='{points}']")).to_be_checked()
            cuts.typed()
            number += 1
        page.click("button[name=finish]")
        leave(page, here)
    settle(window, line, page)
    assert (number, cuts.count, line.lost, kills) == (40, 20, 12, set())
    for alias, device in stale.items():
        choice = {criterion: dice.randint(1, 5) for criterion in (1, 2, 3, 4)}
        for criterion, points in choice.items():
            tap(device, criterion, points)
        expect(device.locator(".stale")).to_be_visible()
        for criterion, points in choice.items():
            expect(device.locator(f"input[name=points_{criterion}][value='{points}']")).to_be_checked()
        assert newest(works(judge)[alias - 1]) == wanted[alias]  # nothing was overwritten
        if alias == 4:
            device.click("[data-keep]")
            expect(device.locator(".saved")).to_contain_text("Saved on this device and on the server")
            wanted[alias] = choice
        else:
            device.click("[data-take]")
            expect(device.locator(f"input[name=points_1][value='{wanted[alias][1]}']")).to_be_checked()
    found = works(judge)
    assert {work.alias: newest(work) for work in found} == wanted
    assert {work.state for work in found} == {TaskState.DONE}
    for work in found:
        sheets = MarkSheet.objects.filter(assignment=work)
        assert sorted(sheets.values_list("version", flat=True)) == list(range(1, work.version + 1))
        assert sheets.filter(newest=True).count() == 1
    for device in (page, *stale.values()):
        assert device.evaluate(f"{KEYS}.length") == 0
