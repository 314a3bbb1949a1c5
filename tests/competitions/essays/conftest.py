"""Three works that name their writer, dealt to two judges; a file may make its own instead."""

import pytest

from accounts.choices import Role
from tests.competitions.essays.covered import judged
from tests.factories.accounts import UserFactory


@pytest.fixture
def judges():
    return [UserFactory(roles=[Role.JUDGE], name=f"Judge {letter}") for letter in "AB"]


@pytest.fixture
def competition(officer, judges):
    return judged(officer, judges)


@pytest.fixture
def entry(competition):
    return competition.entries.order_by("number").first()


@pytest.fixture
def page(entry):
    return entry.pages.get()


@pytest.fixture
def at_work(django_capture_on_commit_callbacks):
    """The worker does at once what it is told."""
    return lambda: django_capture_on_commit_callbacks(execute=True)
