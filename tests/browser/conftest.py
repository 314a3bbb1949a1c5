"""A real browser, and a house for it to visit."""

import io
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY
from django.contrib.auth import SESSION_KEY as USER_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from pytest_django.live_server_helper import LiveServer

from accounts.middleware import SESSION_KEY
from accounts.models import User

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
QUIET = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync"]
QUIET += ["--disable-component-update", "--no-sandbox"]  # the container is the sandbox; it often runs as root

Visit = Callable[..., BrowserContext]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """The longest begin first, one on each of two workers: each is dealt one half of the list."""
    longest = [item for item in items if item.get_closest_marker("longest")]
    others = [item for item in items if item not in longest]
    half = len(others) // 2
    items[:] = longest[:1] + others[:half] + longest[1:] + others[half:]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests of a worker."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium) -> Iterator[Visit]:
    """Opens a window in which somebody is signed in (or nobody), as a phone or as a desk."""
    opened: list[BrowserContext] = []

    def open_window(base_url: str, user: User | None = None, *, width: int = 1280, **options) -> BrowserContext:
        size = {"width": width, "height": 900 if width > 600 else 780}
        window = chromium.new_context(
            base_url=base_url, viewport=size, locale="en-KE", timezone_id="Africa/Nairobi", **options
        )
        if user is not None:
            window.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session_of(user), "url": base_url}])
        opened.append(window)
        return window

    yield open_window
    for window in opened:
        window.close()


def session_of(user: User) -> str:
    """A session of somebody who is signed in, second factor done."""
    session = SessionStore()
    session[USER_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session[SESSION_KEY] = True
    session.save()
    return session.session_key


@contextmanager
def in_database(path: Path) -> Iterator[None]:
    """For a while the connection leads to another file."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = str(path)
    settings.DEMO = True
    try:
        yield
    finally:
        settings.DEMO = False
        connection.close()
        connection.settings_dict["NAME"] = before


@pytest.fixture(scope="session")
def demonstration(django_test_environment, django_db_blocker, tmp_path_factory) -> Path:
    """The database of the demonstration, loaded once for all workers; its files lie where this worker's files lie."""
    own = tmp_path_factory.getbasetemp()
    shared = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "demonstration"
    files, whole = Path(settings.STORAGES["default"]["OPTIONS"]["location"]), shared / "whole"
    while not whole.exists():
        try:
            shared.mkdir()
        except FileExistsError:
            time.sleep(0.5)  # another worker loads it
            continue
        try:
            with django_db_blocker.unblock(), in_database(shared / "demo.sqlite3"):
                call_command("migrate", verbosity=0)
                call_command("load_register", stdout=io.StringIO())
                call_command("demo", stdout=io.StringIO())
            shutil.copytree(files, shared / "files")
            whole.touch()
        except BaseException:
            shutil.rmtree(shared)  # the next one shall see for itself what is wrong
            raise
    shutil.copytree(shared / "files", files, dirs_exist_ok=True)
    return shared / "demo.sqlite3"


@pytest.fixture(scope="module")
def demo(demonstration, django_db_blocker, tmp_path_factory) -> Iterator[str]:
    """The demonstration in a database of its own, fresh for each file, and the address where it is served."""
    mine = shutil.copy(demonstration, tmp_path_factory.mktemp("demo"))
    with django_db_blocker.unblock(), in_database(Path(mine)):
        server = LiveServer("localhost:0")
        yield server.url
        server.stop()


@pytest.fixture(autouse=True)
def _database(request, django_db_blocker):
    """Tests that visit the demonstration look into its database, which outlives each of them."""
    if "demo" in request.fixturenames:
        with django_db_blocker.unblock():
            yield
    else:
        yield
