"""The map of the register says where nobody has been."""

import pytest
from django.urls import reverse

from accounts.choices import Role
from tests.factories.schools import CountyFactory, SchoolFactory
from tests.factories.workshops import ForumFactory

pytestmark = pytest.mark.django_db


def test_reach_and_gaps_stand_beside_the_schools(as_role):
    nandi = CountyFactory(code="029", name="Nandi")
    SchoolFactory.create_batch(2, county=nandi)
    ForumFactory(school=SchoolFactory())
    page = as_role(Role.VIEWER).get(reverse("schools:map")).content.decode()
    assert "nobody has been in 2 counties" in page
    assert page.count("gap") >= 2
