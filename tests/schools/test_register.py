"""The register: loaded from the ministry's list, found in spite of spelling, kept in order."""

import csv
import io

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from openpyxl import load_workbook

from accounts.choices import Role
from accounts.models import User
from schools.imports.cells import gender_in_name
from schools.imports.seed import county_code
from schools.models import Membership, School, SubCounty
from schools.services.school import end_membership, save_school
from tests.factories.schools import CountyFactory, MembershipFactory, SchoolFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Murang’a", "021"),
        ("MURANGA", "021"),
        ("Elgeyo Marakwet", "028"),
        ("Tharaka Nithi", "013"),
        ("Nairobi West", "047"),
        ("Homabay", "043"),
        ("Atlantis", None),
    ],
)
def test_counties_are_known_by_many_names(name, code):
    assert county_code(name) == code


@pytest.mark.parametrize(
    ("name", "gender"),
    [
        ("Kabarnet Boys", "boys"),
        ("Moi Girls High", "girls"),
        ("Kapkelelwa Mixed Day", "mixed"),
        ("Kariahu", ""),
        ("St Girlson", ""),
    ],
)
def test_a_name_says_who_learns_there_or_nothing(name, gender):
    assert gender_in_name(name) == gender


class TestPages:
    def test_the_list_filters_sorts_and_pages(self, as_role):
        nandi = CountyFactory(code="029", name="Nandi", iso="KE-32", knec_prefix="28")
        SchoolFactory.create_batch(30)
        SchoolFactory(name="Zebra Girls", county=nandi, gender="girls", searchable="zebra girls nandi")
        client = as_role(Role.OFFICER)
        url = reverse("schools:school-list")
        assert client.get(url).content.decode().count("<tr>") == 26
        assert "Zebra" in client.get(url, {"sort": "-name"}).content.decode()
        for query in ({"q": "zebra"}, {"county": "029"}, {"gender": "girls"}, {"q": "ZEBRA nandi", "gender": "girls"}):
            page = client.get(url, query).content.decode()
            assert "1 entry" in page
            assert "Zebra Girls" in page
        assert "Nothing matches" in client.get(url, {"q": "nowhere"}).content.decode()

    def test_the_files_hold_what_the_list_shows(self, as_role):
        SchoolFactory(name="=HYPERLINK(1)", searchable="x")
        SchoolFactory.create_batch(40)
        client, url = as_role(Role.OFFICER), reverse("schools:school-list")
        response = client.get(url, {"export": "csv", "sort": "name"})
        rows = list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"))))
        assert len(rows) == 42
        assert rows[1][0] == "'=HYPERLINK(1)"
        book = load_workbook(io.BytesIO(client.get(url, {"export": "xlsx", "q": "x"}).getvalue()))
        assert book.active.max_row == 2
        assert book.active["A2"].value == "=HYPERLINK(1)"
        assert book.active["A2"].data_type == "s"
        assert client.get(url, {"export": "exe"}).status_code == 404

    def test_a_teacher_sees_the_own_school_and_no_other(self, person, sign_in):
        teacher = person(Role.TEACHER)
        own, other = MembershipFactory(user=teacher).school, SchoolFactory()
        client = sign_in(teacher)
        assert client.get(own.get_absolute_url()).status_code == 200
        assert client.get(other.get_absolute_url()).status_code == 404
        end_membership(membership=Membership.objects.get(), by=person(Role.OFFICER))
        assert client.get(own.get_absolute_url()).status_code == 404

    def test_an_officer_adds_a_school(self, as_role):
        data = {
            "name": " Mũrang’a  Girls ",
            "level": "secondary",
            "county": CountyFactory(code="008").pk,
            "uic": "we4t",
            "knec_code": "8219108",
        }
        response = as_role(Role.OFFICER).post(reverse("schools:school-add"), data)
        school = School.objects.get()
        assert response.headers["Location"] == school.get_absolute_url()
        assert (school.name, school.uic, school.knec_code) == ("Mũrang’a Girls", "WE4T", "08219108")
        assert School.objects.search("muranga").exists()

    @pytest.mark.parametrize(
        ("changed", "says"),
        [
            ({"uic": "12345"}, "at most 4 characters"),
            ({"uic": "A-B1"}, "Four capital letters or digits"),
            ({"knec_code": "12ab5678"}, "Eight digits"),
            ({"knec_code": "08219108"}, "begin with 30"),
            ({"latitude": "north"}, "Enter a number"),
            ({"county": "999"}, "Select a valid choice"),
            ({"name": ""}, "This field is required"),
        ],
    )
    def test_bad_input_gets_a_sentence(self, as_role, changed, says):
        data = {"name": "School", "level": "secondary", "county": CountyFactory().pk, **changed}
        response = as_role(Role.OFFICER).post(reverse("schools:school-add"), data)
        assert response.status_code == 422
        assert says in response.content.decode()
        assert not School.objects.exists()

    def test_two_schools_do_not_share_a_code(self, officer):
        SchoolFactory(uic="WE4T")
        with pytest.raises(ValidationError, match="already exists"):
            save_school(school=School(name="Other", county=CountyFactory(), uic="WE4T"), by=officer)

    def test_a_sub_county_lies_in_its_county(self, officer):
        nandi = CountyFactory(code="029", name="Nandi", iso="KE-32", knec_prefix="28")
        mosop = SubCounty.objects.create(county=nandi, name="Mosop", kind="constituency")
        with pytest.raises(ValidationError, match="lies in another county"):
            save_school(school=School(name="S", county=CountyFactory(), sub_county=mosop), by=officer)

    def test_a_teacher_is_invited_for_one_school(self, as_role):
        school = SchoolFactory()
        data = {"name": "Asha Ali", "position": "patron", "phone": "0712345678", "language": "sw"}
        response = as_role(Role.OFFICER).post(reverse("schools:teacher-invite", args=[school.pk]), data)
        assert response.headers["Location"] == school.get_absolute_url()
        member = Membership.objects.get()
        assert (member.school, member.user.roles) == (school, {Role.TEACHER})
        assert not User.objects.get(pk=member.user_id).is_active

    def test_readers_see_no_contacts(self, as_role):
        member = MembershipFactory()
        url = member.school.get_absolute_url()
        assert member.user.email in as_role(Role.OFFICER).get(url).content.decode()
        assert member.user.name not in as_role(Role.VIEWER).get(url).content.decode()
