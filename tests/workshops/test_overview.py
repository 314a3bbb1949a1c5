"""The year's visits at a glance: each sum, and the page."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Role
from tests.factories.schools import CountyFactory, SchoolFactory
from tests.factories.workshops import BookingFactory, ForumFactory, in_days, make_wish
from workshops.choices import State
from workshops.models import Facilitator, Forum
from workshops.reports import cancellations, loads, pipeline, visits_by_county
from workshops.rules.door import road_km, round_trip_km
from workshops.services.forum import cancel_forum

YEAR = timezone.localdate().year


def test_a_round_trip():
    home, there = (0.0, 36.0), (1.0, 36.0)
    assert round_trip_km(home, []) == 0
    assert round_trip_km(home, [there]) == pytest.approx(2 * road_km(home, there))
    assert round_trip_km(home, [there, there]) == pytest.approx(2 * road_km(home, there))


@pytest.mark.django_db
class TestSums:
    def today(self, **fields):
        return ForumFactory(starts_at=in_days(0, 8), ends_at=in_days(0, 9), **fields)

    def test_the_pipeline_counts_each_visit_once(self):
        self.today()
        self.today(state=State.VERIFIED)
        make_wish()
        found = {state: n for state, n in pipeline(YEAR) if n}
        assert found == {State.CONFIRMED: 1, State.VERIFIED: 1, State.REQUESTED: 1}

    def test_cancellations_by_cause(self, officer):
        for _n in range(2):
            cancel_forum(forum=self.today(), reason="x", party="school", cause="date", by=officer)
        cancel_forum(forum=self.today(), reason="x", cause="weather", by=officer)
        assert cancellations(YEAR) == [
            ("The school", "The date does not suit the school", 2),
            ("We", "Weather or roads", 1),
        ]

    def test_loads(self, person):
        nekesa, amina = person(Role.FACILITATOR), person(Role.FACILITATOR)
        school = SchoolFactory(latitude=1.5, longitude=35.7)
        BookingFactory(forum=self.today(school=school), facilitator=nekesa)
        later = ForumFactory(starts_at=in_days(0, 12), ends_at=in_days(0, 13), school=school)
        BookingFactory(forum=later, facilitator=nekesa)
        Facilitator.objects.create(person=nekesa, home=CountyFactory())
        first, second = loads(YEAR)
        assert (first.person, first.visits, first.field_days) == (nekesa, 2, 1)
        assert first.km == pytest.approx(300, abs=5)  # one degree, there and back, 1.35 times
        assert (second.person, second.visits, second.km) == (amina, 0, None)

    def test_by_county_held_and_to_come(self):
        self.today(state=State.REPORTED)
        self.today()
        assert visits_by_county(YEAR, held=True) == visits_by_county(YEAR, held=False) == {"030": 1}


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["", "?year=2024", "?year=x", "?year=99999999999", "?year=²", "?map=ahead"])
def test_the_page_survives_any_year(as_role, query):
    ForumFactory()
    page = as_role(Role.OFFICER).get(reverse("workshops:overview") + query).content.decode()
    assert "Who carries them" in page


@pytest.mark.django_db
def test_the_page_asks_equally_often_for_many(as_role, django_assert_max_num_queries):
    for _n in range(10):
        BookingFactory()
    assert Forum.objects.count() == 10
    client = as_role(Role.OFFICER)
    with django_assert_max_num_queries(14):
        client.get(reverse("workshops:overview"))
