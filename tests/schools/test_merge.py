"""Two records that are one become one with all their history, and two again; renamed schools are still found."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.choices import Role
from schools.models import Contact, Membership, School, SchoolMerge, SchoolVersion
from schools.services.merge import merge_schools, unmerge_schools
from schools.services.school import change_many, reopen_school, save_school
from tests.factories.schools import MembershipFactory, SchoolFactory, UniversityFactory
from tests.factories.workshops import ForumFactory
from tests.schools.lists import HEAD, ROWS, check, make_counties
from workshops.models import Forum

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    make_counties()
    keep = SchoolFactory(name="Tumaini High School", county_id="030", uic="AA11")
    gone = SchoolFactory(name="Tumaini Boys Secondary", county_id="030", uic="ZZ99")
    return keep, gone


def hangs_on(school):
    school.refresh_from_db()
    return {
        "forums": list(Forum.objects.filter(school=school).order_by("pk").values_list("pk", flat=True)),
        "members": list(Membership.objects.filter(school=school).order_by("pk").values_list("pk", flat=True)),
        "contacts": list(Contact.objects.filter(school=school).order_by("pk").values_list("pk", flat=True)),
        "state": school.state(),
        "names": sorted(school.aliases.values_list("name", flat=True)),
        "searchable": school.searchable,
    }


def test_all_history_moves_and_goes_back_exactly(pair, officer):
    keep, gone = pair
    for school in pair:
        save_school(school=school, by=officer)
    ForumFactory(school=gone, days=9)
    ForumFactory(school=keep, days=5)
    MembershipFactory(school=gone)
    Contact.objects.create(school=gone, name="J. Mwema", phone="+254722000001")
    before = [hangs_on(school) for school in pair]
    merge = merge_schools(keep=keep, gone=gone, by=officer)
    after = hangs_on(keep)
    assert (len(after["forums"]), len(after["members"]), len(after["contacts"])) == (2, 1, 1)
    assert after["names"] == ["Tumaini Boys Secondary"]
    gone.refresh_from_db()
    assert (gone.is_open, gone.merged_into) == (False, keep)
    assert list(School.objects.open().search("tumaini boys")) == [keep]
    with pytest.raises(ValidationError, match="Take the merger back"):
        reopen_school(school=gone, by=officer)
    unmerge_schools(merge=merge, by=officer)
    assert [hangs_on(school) for school in pair] == before
    with pytest.raises(ValidationError, match="taken back already"):
        unmerge_schools(merge=merge, by=officer)


def test_what_cannot_stand_twice_stays_where_it_is(pair, officer, person):
    keep, gone = pair
    teacher = person(Role.TEACHER)
    for school in pair:
        MembershipFactory(school=school, user=teacher)
    MembershipFactory(school=gone)
    ForumFactory(school=gone, days=5)
    ForumFactory(school=keep, days=5)  # at the same time
    merge = merge_schools(keep=keep, gone=gone, by=officer)
    assert merge.stayed == 2
    assert (keep.members.count(), gone.members.count()) == (2, 1)


@pytest.mark.parametrize("case", ["itself", "university", "twice"])
def test_what_is_no_merger(pair, officer, case):
    keep, gone = pair
    if case == "itself":
        gone = keep
    elif case == "university":
        gone = UniversityFactory()
    else:
        merge_schools(keep=keep, gone=gone, by=officer)
    with pytest.raises(ValidationError):
        merge_schools(keep=keep, gone=gone, by=officer)
    assert SchoolMerge.objects.count() == (case == "twice")


def test_the_code_of_a_merged_school_leads_to_the_one_that_was_kept(pair, officer):
    keep, gone = pair
    merge_schools(keep=keep, gone=gone, by=officer)
    batch = check(officer, HEAD + ROWS.splitlines()[0].replace("AA11", "ZZ99") + "\n")
    row = batch.rows.get()
    assert (row.reason, row.school) == ("by-uic", keep)


def test_a_renamed_school_is_found_by_its_old_name(officer):
    school = save_school(school=SchoolFactory(name="Highlands Girls"), by=officer)
    school.name = "Moi Girls Eldoret"
    save_school(school=school, by=officer)
    assert list(School.objects.search("highlands")) == [school]
    version = SchoolVersion.objects.filter(school_id=school.pk).first()
    assert (version.before, version.after) == ({"name": "Highlands Girls"}, {"name": "Moi Girls Eldoret"})


def test_many_at_once(officer):
    SchoolFactory.create_batch(3, ownership="")
    SchoolFactory(ownership="public")
    assert change_many(schools=School.objects.all(), field="ownership", value="public", by=officer) == 3
    assert SchoolVersion.objects.filter(cause="bulk").count() == 3
    assert change_many(schools=School.objects.all(), field="ownership", value="public", by=officer) == 0
    for field, value in (("name", "X"), ("ownership", "nobody")):
        with pytest.raises(ValidationError):
            change_many(schools=School.objects.all(), field=field, value=value, by=officer)


class TestPages:
    def test_merge_and_take_back(self, pair, as_role):
        keep, gone = pair
        client, url = as_role(Role.OFFICER), reverse("schools:school-merge", args=[pair[0].pk])
        assert "ZZ99" in client.get(url, {"with": "ZZ99"}).content.decode()
        assert "No school has this code" in client.post(url, {"other": "QQQQ"}).content.decode()
        assert client.post(url, {"other": str(gone.pk)}).headers["Location"] == keep.get_absolute_url()
        assert "Merged from" in client.get(keep.get_absolute_url()).content.decode()
        assert "merged into" in client.get(gone.get_absolute_url()).content.decode()
        client.post(reverse("schools:merge-undo", args=[SchoolMerge.objects.get().pk]))
        gone.refresh_from_db()
        assert gone.is_open

    def test_one_field_of_a_whole_list(self, pair, as_role):
        client, url = as_role(Role.OFFICER), f"{reverse('schools:school-many')}?county=030"
        assert "This list has 2 schools" in client.get(url).content.decode()
        response = client.post(url, {"what": "boarding:day", "count": "3"})
        assert "The list has 2 schools" in response.content.decode()
        response = client.post(url, {"what": "boarding:day", "count": "2"})
        assert response.headers["Location"].endswith("?county=030")
        assert set(School.objects.values_list("boarding", flat=True)) == {"day"}

    def test_a_filter_is_kept_and_forgotten(self, pair, as_role):
        client = as_role(Role.VIEWER)
        client.post(f"{reverse('schools:filter-save')}?gender=boys&page=3", {"name": "Boys"})
        page = client.get(reverse("schools:school-list")).content.decode()
        assert "?gender=boys" in page
        assert "page=3" not in page
        saved = page.split("/schools/filters/")[1].split("/")[0]
        assert as_role(Role.VIEWER).post(reverse("schools:filter-drop", args=[saved])).status_code == 404
        client.post(reverse("schools:filter-drop", args=[saved]))
        assert "?gender=boys" not in client.get(reverse("schools:school-list")).content.decode()
        assert client.post(reverse("schools:filter-save"), {"name": ""}).status_code == 422
