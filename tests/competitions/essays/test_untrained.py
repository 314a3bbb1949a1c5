"""Officers see who has still to train, and may deal to the others only."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.choices import Role
from competitions.essays.models import Assignment, Deal, DealPlan, JudgePlace
from competitions.essays.models.exemplar import untrained_of
from competitions.essays.services.competition import close_entries, set_judges
from competitions.essays.services.judging import deal_entries
from competitions.essays.services.training import let_judge_begin
from tests.factories.accounts import UserFactory
from tests.factories.essays import CompetitionFactory, deal, make_entry, make_exemplar, make_teacher

pytestmark = pytest.mark.django_db


@pytest.fixture
def judges():
    return [UserFactory(roles=[Role.JUDGE], name=f"Judge {letter}") for letter in "ABC"]


@pytest.fixture
def competition(officer, judges):
    """Three judges, of whom A and B may begin; a training work in English, nothing is dealt."""
    competition = CompetitionFactory(marks_per_entry=2)
    for n in range(4):
        make_entry(competition, make_teacher(), text=f"Work of its own, the {n}.")
    make_exemplar(competition, officer)
    close_entries(competition=competition, by=officer)
    set_judges(competition=competition, offers=dict.fromkeys(judges, (True, True, None)), by=officer)
    for place in JudgePlace.objects.filter(judge__in=judges[:2]):
        let_judge_begin(place=place, reason="An old hand.", by=officer)
    return competition


def who_reads(competition):
    held = Assignment.objects.in_hand().filter(place__competition=competition)
    return set(held.values_list("place__judge__name", flat=True))


def test_who_has_still_to_train(competition, judges, officer):
    assert [place.judge for place in untrained_of(competition)] == [judges[2]]
    JudgePlace.objects.filter(judge=judges[2]).update(reads_english=False)  # the training is in English
    assert untrained_of(competition) == []
    JudgePlace.objects.update(reads_english=True, active=False)
    assert untrained_of(competition) == []
    assert untrained_of(CompetitionFactory()) == []


def test_the_pages_say_it_with_names(competition, officer, judges, sign_in):
    client, words = sign_in(officer), "1 judge has still to pass the training:"
    for name in ("deal", "judging-progress"):
        page = client.get(reverse(f"essays:{name}", args=[competition.pk])).content.decode()
        assert words in page
        assert "Judge C. Their works open" in " ".join(page.split())
    place = JudgePlace.objects.get(judge=judges[2])
    let_judge_begin(place=place, reason="An old hand.", by=officer)
    for name in ("deal", "judging-progress"):
        assert words not in client.get(reverse(f"essays:{name}", args=[competition.pk])).content.decode()


def test_only_those_who_have_passed_may_be_chosen_on_the_preview(competition, officer, sign_in):
    client, url = sign_in(officer), reverse("essays:deal", args=[competition.pk])
    page = client.get(f"{url}?trained=True").context
    assert {person.name for person, _load, _done in page["loads"]} == {"Judge A", "Judge B"}
    sent = {**page["form"].initial}
    assert client.post(url, {**sent, "trained": ""}).status_code == 422  # another question than was looked at
    assert not Deal.objects.exists()
    assert client.post(url, sent).status_code == 302
    assert who_reads(competition) == {"Judge A", "Judge B"}
    kept = Deal.objects.get()
    assert kept.inputs["trained"] is True
    usual = client.get(url).context
    assert "trained" not in usual["plan"].inputs
    assert "Judge C" in {person.name for person, _load, _done in usual["loads"]}


def test_by_default_all_get_works_and_what_is_not_begun_may_move_later(competition, officer):
    deal(competition, officer)
    assert "Judge C" in who_reads(competition)
    digest = DealPlan.of(competition, 8, trained=True).inputs_hash
    deal_entries(competition=competition, seed=8, inputs_hash=digest, trained=True, by=officer)
    assert who_reads(competition) == {"Judge A", "Judge B"}


def test_too_few_have_passed(competition, judges, officer, sign_in):
    JudgePlace.objects.filter(judge=judges[1]).update(active=False)
    page = sign_in(officer).get(reverse("essays:deal", args=[competition.pk]) + "?trained=True").content.decode()
    assert "not enough judges" in page
    assert 'name="trained" value="True" checked' in page  # to be taken off again
    with pytest.raises(ValidationError, match="not enough judges"):
        deal_entries(competition=competition, seed=1, inputs_hash="x", trained=True, by=officer)


def test_it_changes_the_finger_print(competition):
    assert DealPlan.of(competition, 1).inputs_hash != DealPlan.of(competition, 1, trained=True).inputs_hash
