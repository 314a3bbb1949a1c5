"""What all tests share: the people of the house, and a database that lets a test clean up after itself."""

import os
from collections.abc import Callable, Iterator
from types import SimpleNamespace

# Each worker has one core: threads of the linear algebra would only wait for each other. Before numpy is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import hypothesis
import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.core.management.commands import flush
from django.db import transaction
from django.test import Client
from django.utils import timezone, translation

from accounts.choices import Role
from accounts.middleware import SESSION_KEY
from accounts.models import User
from accounts.sms import MemoryBackend
from core.guards import erasing
from schools import filters, querysets
from tests.access import WHO, build_world
from tests.factories.accounts import UserFactory

# Playwright's loop runs in the thread that talks to the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
# The same examples in every run, and no clock: a busy machine is no bug.
hypothesis.settings.register_profile("house", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("house")


def pytest_addoption(parser):
    """`--only-db` leaves out what never touches a database: for the second run, on PostgreSQL."""
    parser.addoption("--only-db", action="store_true")


def pytest_collection_modifyitems(config, items):
    """Keep the database tests only, where asked, without those that are long and run once."""
    if config.getoption("--only-db"):
        wanted = {"db", "transactional_db", "live_server"}
        chosen = [item for item in items if item.get_closest_marker("django_db") or wanted & set(item.fixturenames)]
        chosen = [item for item in chosen if not item.get_closest_marker("once")]
        config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
        items[:] = chosen


@pytest.fixture(scope="session", autouse=True)
def _flush_may_erase():
    """Between two tests the tables are emptied, append-only ones too."""
    handle = flush.Command.handle

    def handle_erasing(self, **options):
        with erasing():
            return handle(self, **options)

    flush.Command.handle = handle_erasing
    yield
    flush.Command.handle = handle


@pytest.fixture(autouse=True)
def _fresh_memory(settings):
    """Nothing of one test stays in memory for the next."""
    cache.clear()
    filters.counties.clear()
    querysets.kept.index = None
    MemoryBackend.sent.clear()
    translation.activate(settings.LANGUAGE_CODE)  # a request in Kiswahili leaves its language in the thread


SignIn = Callable[[User], Client]


def enter(client: Client, user: User) -> None:
    """Sign somebody in, second factor done."""
    client.force_login(user, backend="accounts.backends.Backend")
    session = client.session
    session[SESSION_KEY] = True
    session.save()


@pytest.fixture
def sign_in() -> SignIn:
    """A browser in which somebody is signed in, second factor done."""

    def _sign_in(user: User) -> Client:
        client = Client()
        enter(client, user)
        return client

    return _sign_in


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[SimpleNamespace]:
    """One person of each role, signed in, and the objects of every app: made once for a file, in a transaction that
    is never committed. What a test does to them is undone after it.

    `world.enter(who)` is a fresh browser of a role, or of nobody.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        made = build_world()
        sessions = {}
        for who in WHO[1:]:
            client = Client()
            enter(client, getattr(made, who))
            sessions[who] = client.cookies

        def browser(who: str) -> Client:
            client = Client()
            client.cookies.load({key: morsel.value for key, morsel in sessions.get(who, {}).items()})
            return client

        made.enter = browser
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def person(db) -> Callable[..., User]:
    """Makes somebody with these roles."""

    def make(*roles: Role, **fields) -> User:
        return UserFactory(roles=roles, **fields)

    return make


@pytest.fixture
def as_role(person, sign_in) -> Callable[..., Client]:
    """A browser in which somebody with these roles is signed in."""

    def _as_role(*roles: Role, **fields) -> Client:
        return sign_in(person(*roles, **fields))

    return _as_role


@pytest.fixture
def officer(person) -> User:
    """A programme officer."""
    return person(Role.OFFICER)


@pytest.fixture
def director(person) -> User:
    """A director."""
    return person(Role.DIRECTOR)


@pytest.fixture
def still_clock() -> Iterator[None]:
    """The clock stands: a brake that counts by the minute sees one minute."""
    with time_machine.travel(timezone.now(), tick=False):
        yield


@pytest.fixture
def on_postgres() -> bool:
    """Which of the two databases this run is on."""
    return "postgresql" in settings.DATABASES["default"]["ENGINE"]
