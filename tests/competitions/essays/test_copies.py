"""Two works that are alike are shown side by side; an officer decides, and may decide otherwise."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.models import Action
from competitions.essays.choices import CompetitionState, CopyState, EntryState
from competitions.essays.models import Competition, CopyPair, Entry, Page
from competitions.essays.services.copies import decide_copy, look_for_copies
from core.scans import read_scan
from tests.core.test_copies import text
from tests.core.test_scans import upload, written
from tests.factories.essays import CompetitionFactory, make_entry, make_teacher
from tests.factories.schools import SchoolFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def competition():
    return CompetitionFactory()


@pytest.fixture
def pair(competition, officer):
    first = make_entry(competition, make_teacher(), text=text(1), name="Zuhura One")
    make_entry(competition, make_teacher(), text=text(2))
    make_entry(competition, make_teacher(), text=f"{text(1, 250)} {text(3, 40)}", name="Zuhura Two")
    assert look_for_copies(competition=competition, by=officer) == 1
    pair = CopyPair.objects.get()
    assert pair.first == first
    return pair


def test_a_copy_is_found_once_and_shown_side_by_side_without_names(pair, competition, officer, sign_in):
    look_for_copies(competition=competition, by=officer)
    assert CopyPair.objects.count() == 1
    client = sign_in(officer)
    there = reverse("essays:copies", args=[competition.pk])
    response = client.post(reverse("essays:copies-look", args=[competition.pk]))
    assert response.headers["Location"] == there
    assert str(pair) in client.get(there).content.decode()
    page = client.get(pair.get_absolute_url()).content.decode()
    assert "<mark>" in page
    assert "Zuhura" not in page


def test_an_officer_decides_and_the_copy_leaves_the_competition(pair, officer, sign_in, competition):
    client = sign_in(officer)
    assert "Say why" in client.post(pair.get_absolute_url(), {"state": "second"}).content.decode()
    assert client.post(pair.get_absolute_url(), {"state": "nonsense"}).status_code == 422
    client.post(pair.get_absolute_url(), {"state": "second", "reason": "Word for word."})
    pair.second.refresh_from_db()
    assert pair.second.state == EntryState.ASIDE
    assert pair.second not in competition.entries.submitted()
    assert Action.objects.filter(verb="decided on a likeness in").get().facts["decision"] == "second"
    client.post(pair.get_absolute_url(), {"state": "fine"})
    pair.second.refresh_from_db()
    assert pair.second.state == EntryState.SUBMITTED
    assert look_for_copies(competition=competition, by=officer) == 0


def test_frozen_results_and_other_people_decide_nothing(pair, officer):
    with pytest.raises(ValidationError):
        decide_copy(pair=pair, state=CopyState.FINE, by=make_teacher())
    Competition.objects.update(state=CompetitionState.DECIDED)
    with pytest.raises(ValidationError, match="frozen"):
        decide_copy(pair=CopyPair.objects.get(), state=CopyState.FINE, by=officer)


def test_one_photograph_in_two_entries_is_found(competition, officer):
    school = SchoolFactory()
    entries = [make_entry(competition, make_teacher(school)) for _n in range(3)]
    Entry.objects.update(text="")
    for entry, seed, quality in zip(entries, (1, 1, 2), (90, 50, 90)):
        scan = read_scan(upload(written(seed=seed), quality=quality))
        Page.objects.create(entry=entry, order=1, print=scan.print)
    look_for_copies(competition=competition, by=officer)
    pair = CopyPair.objects.get()
    assert ({pair.first, pair.second}, pair.kind, pair.same_school) == (set(entries[:2]), "picture", True)
