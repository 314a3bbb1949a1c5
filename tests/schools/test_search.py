"""The search forgives, and the quality page knows what is missing."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.choices import Role
from core.likeness import WordIndex, kilometres, likeness
from schools.models import Contact, School
from schools.reports.quality import gaps, twins
from schools.services.school import save_school
from tests.factories.schools import CountyFactory, MembershipFactory, SchoolFactory

TEXTS = [
    "moi kabartonjo mixed day baringo",
    "moi high school kabartonjo baringo",
    "kabarnet boys baringo",
    "st marys kitui",
]
INDEX = WordIndex.of(dict(enumerate(TEXTS)))


@pytest.mark.parametrize(
    ("search", "finds"),
    [
        ("kabartonjo mixd", [0]),
        ("kabartnjo", [0, 1]),
        ("kabarnet", [2]),
        ("kabrnet boys", [2]),
        ("bois kabarnet", [2]),
        ("st maris", [3]),
        ("moi baringo", [0, 1]),
        ("zebra", []),
        ("", [0, 1, 2, 3]),
    ],
)
def test_a_search_forgives_spelling(search, finds):
    assert sorted(INDEX.find(search)) == finds


@given(st.sampled_from(TEXTS[:3]), st.data())
def test_one_slip_in_a_long_word_is_forgiven(text, data):
    word = data.draw(st.sampled_from([word for word in text.split() if len(word) >= 6]))
    place = data.draw(st.integers(1, len(word) - 1))
    slip = data.draw(st.sampled_from([word[:place] + word[place + 1 :], word[:place] + "q" + word[place:]]))
    assert TEXTS.index(text) in INDEX.find(slip)


WORDS = st.text("abcd", min_size=1, max_size=4)
LINES = st.lists(st.lists(WORDS, max_size=4).map(" ".join), max_size=6)


@given(LINES, WORDS)
def test_a_part_of_a_word_is_found_as_a_plain_scan_would(texts, word):
    index = WordIndex.of(dict(enumerate(texts)))
    assert index.holders(word) == {key for key, text in enumerate(texts) if word in text}


@given(LINES, LINES)
def test_an_index_that_hears_of_changes_is_the_one_that_would_be_built_anew(before, after):
    new = dict(enumerate(after))
    gone = dict.fromkeys(range(len(after), len(before)))
    patched, built = WordIndex.of(dict(enumerate(before))).patched({**new, **gone}), WordIndex.of(new)
    assert (patched.texts, patched.places) == (built.texts, built.places)


def test_distances_and_likeness():
    assert kilometres(-1.2921, 36.8219, -4.0435, 39.6682) == pytest.approx(440, abs=5)  # Nairobi to Mombasa
    assert likeness("moi kabartonjo", "kabartonjo moi") == 100


@pytest.mark.django_db
class TestRegister:
    def test_the_index_hears_of_every_change(self, officer):
        school = save_school(school=School(name="Kabartonjo Mixed", county=CountyFactory()), by=officer)
        assert list(School.objects.search("kabartonjo mixd")) == [school]
        school.name = "Tumaini Mixed"
        save_school(school=school, by=officer)
        other = save_school(school=School(name="Upendo", county=CountyFactory()), by=officer)
        assert list(School.objects.search("tumaini mixd")) == [school]
        assert list(School.objects.search("upendu")) == [other]
        assert list(School.objects.search("kabartonj mixd")) == [school]  # by its former name

    def test_what_is_lacking_is_counted_and_listed(self, as_role, officer):
        full = SchoolFactory(name="Full", uic="AA11", knec_code="33000001", latitude=1, longitude=36, placing="exact")
        MembershipFactory(school=full)
        SchoolFactory.create_batch(2, placing="county")
        counts = {gap.key: gap.count for gap in gaps()}
        assert counts == {"uic": 2, "knec": 2, "place": 2, "contact": 2, "stale": 0}
        client = as_role(Role.OFFICER)
        assert "67 %" in client.get(reverse("schools:quality")).content.decode()
        for key, count in counts.items():
            page = client.get(reverse("schools:school-list"), {"lack": key}).content.decode()
            assert f"{count} entr" in page
            assert page.count(">Mend</a>") == count
        assert client.get(reverse("schools:school-list"), {"lack": "uic", "export": "csv"}).status_code == 200
        page = client.get(reverse("schools:quality")).content.decode()
        assert page.count("Mend now") == 4
        contact = Contact.objects.create(school=full, phone="+254722000001")
        Contact.objects.update(confirmed_at=timezone.now() - timedelta(days=400))
        change = reverse("schools:contact-change", args=[contact.pk])
        assert change in client.get(reverse("schools:quality")).content.decode()
        assert (
            ">Mend</a>"
            not in as_role(Role.VIEWER).get(reverse("schools:school-list"), {"lack": "uic"}).content.decode()
        )

    def test_schools_that_may_be_one_are_shown_and_those_that_cannot_are_not(self, officer, as_role):
        county = CountyFactory()
        for name, gender, uic in [
            ("Tumaini High School", "", "AA11"), ("Tumaini Secondary", "", None),
            ("Kabimoi High School", "boys", None), ("Kabimoi Mixed Day", "mixed", None),
            ("Amani", "", "BB11"), ("Amani Sec", "", "BB12"),
        ]:  # fmt: skip
            save_school(school=School(name=name, gender=gender, uic=uic, county=county), by=officer)
        (pair,) = twins()
        assert pair.keep.uic == "AA11"
        assert [school.name for school in pair.others] == ["Tumaini Secondary"]
        assert "Tumaini Secondary" in as_role(Role.OFFICER).get(reverse("schools:quality")).content.decode()

    def test_places_are_looked_for_in_the_background(self, as_role):
        response = as_role(Role.OFFICER).post(reverse("schools:place-all"))
        assert response.headers["Location"] == reverse("schools:quality")
