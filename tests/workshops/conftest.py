"""Facilitators with their papers, and a letter of the ministry: what a visit needs before anything else is tried."""

import pytest

from accounts.choices import Role
from schools.imports.seed import read_calendar, read_rules
from schools.services.calendar import load_calendar_year
from tests.factories.accounts import UserFactory
from tests.factories.workshops import clear, make_authority


@pytest.fixture
def person(person):
    """Makes somebody with these roles; a facilitator holds all papers, unless `cleared=False`."""

    def make(*roles, cleared=True, **fields):
        made = person(*roles, **fields)
        if cleared and Role.FACILITATOR in roles:
            clear(made)
        return made

    return make


@pytest.fixture(autouse=True)
def authority(request):
    """The ministry's letter for the county of the test schools, where a test has a database."""
    if not request.node.get_closest_marker("django_db"):
        return None
    request.getfixturevalue("db")
    return make_authority(by=UserFactory(name="Who Entered It"))


@pytest.fixture(autouse=True)
def no_holidays(monkeypatch):
    """Tests plan for days from today on: whether one of them is a holiday is nobody's business here."""
    monkeypatch.setattr("schools.reports.calendar.public_holidays", lambda year, language: {})


@pytest.fixture
def calendar_2026(db):
    """The ministry's calendar of 2026, and the rules about visitors."""
    load_calendar_year(calendar=read_calendar(), rules=read_rules())
