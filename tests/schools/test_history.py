"""What became of a record, told field by field; and other names by which a school is found."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.choices import Role
from schools.models import School, SchoolVersion, SubCounty
from schools.reports.history import history_of
from schools.services.commit import commit_batch, undo_batch
from schools.services.merge import merge_schools
from schools.services.school import add_alias, close_school, save_school
from tests.factories.schools import SchoolFactory
from tests.schools.lists import HEAD, ROWS, check

pytestmark = pytest.mark.django_db


def said(change):
    return {str(line.field): (line.before, line.after) for line in change.lines}


def test_each_change_says_what_stood_there_before_who_made_it_and_which_list(officer, as_role):
    commit_batch(batch=check(officer), by=officer)
    batch = check(officer, HEAD + ROWS.replace("TUMAINI HIGH SCHOOL,C2", "TUMAINI JUU,C1"), name="2026.csv")
    commit_batch(batch=batch, by=officer)
    school = School.objects.get(uic="AA11")
    school.sub_county = SubCounty.objects.create(county_id="030", name="Mogotio", kind="constituency")
    save_school(school=school, by=officer)
    close_school(school=school, by=officer)
    undo_batch(batch=batch, by=officer)
    undone, closed, changed, second, first = history_of(school)
    assert said(second) == {"name": ("Tumaini High School", "Tumaini Juu"), "category": ("C2", "C1")}
    assert (second.batch, second.by) == (batch, officer.short_name)
    assert said(undone)["name"] == ("Tumaini Juu", "Tumaini High School")
    assert said(changed) == {"constituency": ("", "Mogotio")}
    assert said(closed) == {"open": ("yes", "no")}
    assert said(first)["county"] == ("", "Baringo")
    assert said(first)["gender"] == ("", "Boys")
    url = reverse("schools:school-history", args=[school.pk])
    page = as_role(Role.OFFICER).get(url).content.decode()
    assert "Tumaini Juu" in page
    assert "2026.csv" in page
    assert "2026.csv" not in as_role(Role.VIEWER).get(url).content.decode()
    assert (
        "Nothing has changed"
        in as_role(Role.VIEWER).get(reverse("schools:school-history", args=[SchoolFactory().pk])).content.decode()
    )


def test_a_merger_stands_in_the_history_of_both(officer):
    keep, gone = SchoolFactory(name="Tumaini"), SchoolFactory(name="Tumaini Sec")
    merge_schools(keep=keep, gone=gone, by=officer)
    assert [change.lines for change in history_of(keep)] == [[]]
    assert said(history_of(gone)[0])["merged into"] == ("", "Tumaini")


def test_another_name_is_found_by_the_search_and_by_the_next_list(officer, as_role, person):
    school = save_school(school=SchoolFactory(name="Moi Girls"), by=officer)
    assert not School.objects.search("highlandz").exists()
    client, url = as_role(Role.OFFICER), reverse("schools:alias-add", args=[school.pk])
    assert client.post(url, {"name": ""}).status_code == 422
    assert "its name already" in client.post(url, {"name": "MOI GIRLS"}).content.decode()
    client.post(url, {"name": "Highlands"})
    client.post(url, {"name": "Highlands"})
    assert list(School.objects.search("highlandz")) == [school]
    assert school.aliases.get().kind == "spelling"
    assert "Highlands" in client.get(school.get_absolute_url()).content.decode()
    with pytest.raises(ValidationError, match="Your role"):
        add_alias(school=school, name="X", by=person(Role.VIEWER))
    assert SchoolVersion.objects.filter(school_id=school.pk).count() == 1
