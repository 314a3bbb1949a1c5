"""The ministry's own list, whole."""

import io

import pytest
from django.core.management import call_command

from schools.models import CalendarVersion, ClassLevel, County, School, SubCounty, VisitRule
from schools.reports import county_map, schools_by_county

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def _real_list(django_db_setup, django_db_blocker):
    """The whole list, loaded once for this file and taken away after it."""
    with django_db_blocker.unblock():
        call_command("load_register", stdout=io.StringIO())
        yield
        for model in (School, SubCounty, County, ClassLevel, CalendarVersion, VisitRule):
            model.objects.all().delete()


@pytest.mark.usefixtures("_real_list")
class TestRealList:
    def test_nothing_of_it_is_lost(self):
        assert School.objects.secondary().count() == 8833
        assert County.objects.count() == 47
        assert SubCounty.objects.count() == 290
        assert School.objects.secondary().filter(county=None).count() == 0
        assert sum(schools_by_county().values()) == 8833

    def test_loading_it_again_changes_nothing(self):
        out = io.StringIO()
        call_command("load_register", stdout=out)
        assert "schools added 0, universities added 0" in out.getvalue()

    @pytest.mark.parametrize(
        ("words", "found"),
        [
            ("kabarnet boys", "Kabarnet Boys"),
            ("BOYS Kabarnet", "Kabarnet Boys"),
            ("kabarnet baringo", "Kabarnet Boys"),
            ("32744", "Kabarnet Boys"),
        ],
    )
    def test_a_school_is_found(self, words, found):
        assert found in set(School.objects.search(words).values_list("name", flat=True))

    def test_apostrophes_do_not_matter(self):
        counts = {School.objects.search(words).count() for words in ("muranga", "Murang'a", "Mũrang’a")}
        assert len(counts) == 1
        assert counts.pop() > 300

    @pytest.mark.parametrize(("year", "codes"), [(2024, "F1 F2 F3 F4"), (2026, "F3 F4 G10"), (2028, "G10 G11 G12")])
    def test_classes_change_with_the_year(self, year, codes):
        assert list(ClassLevel.objects.of_year(year).values_list("code", flat=True)) == codes.split()

    def test_the_map_says_what_it_counts(self):
        drawn = county_map(schools_by_county(), limits=(1, 100, 300), counts="schools", url="/x/%s")
        assert drawn.legend == [(0, "0"), (1, "1–99"), (2, "100–299"), (3, "300+")]
        assert next(c for c in drawn.counties if c.code == "005").step == 1  # Lamu
