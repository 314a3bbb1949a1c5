"""Every page that a role can reach, seen in a real browser: wide and by day, on a phone and by night.

From the start page on all links are followed. No page may break a rule of accessibility (axe), run over its edge,
say anything on the console (the content security policy speaks there), or answer anything but 200.
"""

import re
from collections import Counter
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import Resolver404, resolve

from accounts.choices import Role
from accounts.models import User

pytestmark = pytest.mark.browser
START = "/today/"
LINK = re.compile(r'<a\b[^>]*\shref="([^"]*)"')
EXAMPLES = 1  # pages of one address to look at
FILES = (".pdf", ".ics", ".csv", ".xlsx", ".zip", ".epub", ".jpg", ".png")
NOISE = ("preload assets",)  # axe's own
SIZES = {"desk": {"width": 1280, "color_scheme": "light"}, "phone": {"width": 360, "color_scheme": "dark"}}


def name_of(path: str) -> str | None:
    """Which address it is, whatever the key in it; None if it is none of ours."""
    try:
        found = resolve(path)
    except Resolver404:
        return None
    return f"{found.view_name} {found.route}"


def wanted(link: str, base: str, seen: Counter) -> str | None:
    """The path of a link that is still to be looked at."""
    parts = urlsplit(link)
    if parts.netloc and parts.netloc != urlsplit(base).netloc:
        return None
    if parts.path.endswith(FILES) or "export=" in parts.query or "save" in parts.query:
        return None
    name = name_of(parts.path)
    if name is None or seen[name] >= EXAMPLES:
        return None
    seen[name] += 1
    return parts.path + (f"?{parts.query}" if parts.query else "")


def problems_of(page, path: str) -> list[str]:
    """What is wrong with a page as it stands in the window."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    response = page.goto(path)
    found = [f"{path} answers {response.status}"] if response.status != 200 else []
    over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    found += [f"{path} runs {over} pixels over its edge"] if over > 0 else []
    found += [f"{path} says {text[:200]}" for text in said if not any(noise in text for noise in NOISE)]
    for rule in Axe().run(page).response["violations"]:
        found.append(f"{path} breaks {rule['id']}: {rule['nodes'][0]['html'][:160]}")
    return found


def look(window, path: str) -> tuple[list[str], list[str]]:
    """A page in the window; gives (links on it, problems)."""
    page = window.new_page()
    problems = problems_of(page, path)
    links = page.eval_on_selector_all("a[href]", "links => links.map(link => link.getAttribute('href'))")
    page.close()
    return links, problems


def ask(window, path: str) -> tuple[list[str], list[str]]:
    """The same without drawing it."""
    response = window.request.get(path)
    problems = [f"{path} answers {response.status}"] if response.status != 200 else []
    return [unescape(link) for link in LINK.findall(response.text())], problems


def walk(window, base: str, known: Counter) -> tuple[list[str], list[str]]:
    """Follow every link from the start page on; gives (paths seen, problems).

    To look at a page takes most of the time: what another role looked at, and `known` counts, is only asked for.
    """
    seen: Counter = Counter()
    todo, done, problems = [wanted(START, base, seen)], [], []
    while todo:
        path = todo.pop(0)
        name = name_of(urlsplit(path).path)
        links, wrong = look(window, path) if path == START or name not in known else ask(window, path)
        known[name] += 1
        problems += wrong
        done.append(path)
        todo += filter(None, (wanted(urljoin(path, link), base, seen) for link in links))
    return done, problems


@pytest.mark.longest
@pytest.mark.parametrize("size", SIZES)
def test_every_page_of_every_role(demo, visit, size):
    known: Counter = Counter()
    wrong, short = {}, {}
    for role in Role.values:
        user = User.objects.get(email=f"{role}@demo.example")
        done, problems = walk(visit(demo, user, **SIZES[size]), demo, known)
        wrong |= {role: problems} if problems else {}
        short |= {role: done} if len(done) < 4 else {}
    assert not wrong, "\n".join(f"{role}: {problem}" for role, found in wrong.items() for problem in found)
    assert short == {}


@pytest.mark.parametrize("size", SIZES)
def test_the_pages_outside(demo, visit, size):
    window = visit(demo, **SIZES[size])
    problems = []
    for path in ("/sign-in/", "/sign-in/code/", "/sign-up/", "/sign-in/closed/"):
        problems += problems_of(window.new_page(), path)
    assert problems == []
    page = window.new_page()
    assert page.goto("/nowhere/").status == 404
    assert "There is nothing here" in page.inner_text("h1")
    assert Axe().run(page).response["violations"] == []
