"""The adults, the club and the numbers of a school; where it is, and how sure that is."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Role
from schools.imports.places import place_schools
from schools.models import ClassLevel, Club, Contact, EnrolmentSnapshot, School, SubCounty
from schools.services.people import end_contact, save_club, save_contact
from schools.services.places import unplace_school
from schools.services.school import save_school
from tests.factories.schools import SchoolFactory
from tests.factories.workshops import make_levels

pytestmark = pytest.mark.django_db


class TestPeople:
    def test_a_contact_is_added_changed_confirmed_and_wiped(self, as_role):
        school, client = SchoolFactory(), as_role(Role.OFFICER)
        add = reverse("schools:contact-add", args=[school.pk])
        data = {"name": "J. Mwema", "position": "principal", "language": "sw", "reach": "sms"}
        response = client.post(add, data)
        assert response.status_code == 422
        assert "Give an e-mail address or a phone number" in response.content.decode()
        client.post(add, {**data, "phone": "0722000001", "phone2": "0110 123 456"})
        contact = Contact.objects.get()
        assert (str(contact.phone), str(contact.phone2), contact.reach) == ("+254722000001", "+254110123456", "sms")
        page = client.get(school.get_absolute_url()).content.decode()
        assert "J. Mwema" in page
        assert "J. Mwema" not in as_role(Role.VIEWER).get(school.get_absolute_url()).content.decode()
        client.post(reverse("schools:contact-change", args=[contact.pk]), {**data, "phone": "0733000002"})
        Contact.objects.update(confirmed_at=timezone.now() - timezone.timedelta(days=400))
        assert School.objects.lacking("stale").get() == school
        client.post(reverse("schools:contact-confirm", args=[contact.pk]))
        assert not School.objects.lacking("stale").exists()
        client.post(reverse("schools:contact-end", args=[contact.pk]))
        contact.refresh_from_db()
        assert (contact.name, contact.phone) == ("", "")
        assert client.get(reverse("schools:contact-change", args=[contact.pk])).status_code == 404

    def test_who_has_left_leaves_once(self, officer):
        contact = save_contact(contact=Contact(school=SchoolFactory(), phone="+254722000001"), by=officer)
        end_contact(contact=contact, by=officer)
        with pytest.raises(ValidationError, match="left the school already"):
            end_contact(contact=contact, by=officer)

    def test_a_club_has_a_patron_of_its_own_school(self, as_role, officer):
        school, other = SchoolFactory(), SchoolFactory()
        patron = save_contact(contact=Contact(school=school, name="P", phone="+254722000001"), by=officer)
        client, url = as_role(Role.OFFICER), reverse("schools:club-change", args=[school.pk])
        client.post(url, {"name": "Haki Club", "patron": patron.pk, "learners": "24", "is_active": "on"})
        assert Club.objects.get().patron == patron
        client.post(url, {"name": "Haki Yetu Club", "patron": patron.pk})
        assert Club.objects.get().name == "Haki Yetu Club"
        assert "Haki Yetu Club" in client.get(school.get_absolute_url()).content.decode()
        assert client.post(url, {"name": "X", "founded": "12"}).status_code == 422
        with pytest.raises(ValidationError, match="another school"):
            save_club(club=Club(school=other, name="X", patron=patron), by=officer)

    def test_learners_are_counted_by_class_and_sex(self, as_role):
        make_levels()
        school, client = SchoolFactory(), as_role(Role.OFFICER)
        url = reverse("schools:enrolment-change", args=[school.pk])
        client.post(url, {"year": "2026", "source": "principal", "F3-girls": "40", "F3-boys": ""})
        client.post(url, {"year": "2026", "source": "principal", "F3-girls": "41"})
        assert EnrolmentSnapshot.objects.get().count == 41
        assert client.post(url, {"year": "2026", "source": "x", "F3-girls": "-1"}).status_code == 422
        ClassLevel.objects.filter(code="F3").update(last_year=2026)
        response = client.post(url, {"year": "2030", "source": "x", "F3-girls": "1"})
        assert "In 2030 there is no Form 3" in response.content.decode()
        assert "Form 3" in client.get(school.get_absolute_url()).content.decode()


@pytest.mark.parametrize("role", [Role.FACILITATOR, Role.VIEWER])
def test_only_an_officer_writes(role, person):
    with pytest.raises(ValidationError, match="Your role"):
        save_contact(contact=Contact(school=SchoolFactory(), phone="+254722000001"), by=person(role))


class TestPlaces:
    @pytest.fixture
    def places(self, officer):
        """Schools of Baringo, of which the list of 2016 knows some; its own records are not in the register."""
        call_command("load_register", stdout=io.StringIO())
        School.objects.all().delete()
        area = SubCounty.objects.create(county_id="030", name="Baringo North", kind="education")
        names = {
            "exact": "Kapkelelwa High School AIC",
            "fuzzy": "Philemon Chelagatt AIC",
            "area": "Zebra",
            "county": "Lion",
        }
        found = {}
        for key, name in names.items():
            school = School(name=name, county_id="030", education_sub_county=area if key == "area" else None)
            found[key] = save_school(school=school, by=officer)
        found["exact"].name = "AIC Kapkelelwa Secondary School"
        save_school(school=found["exact"], by=officer)
        return found

    def test_each_school_keeps_how_sure_its_place_is(self, places, officer):
        assert place_schools(by=officer) == 4
        for school in places.values():
            school.refresh_from_db()
        assert (places["exact"].placing, places["exact"].placing_score) == ("matched", 100)
        assert str(places["exact"].latitude) == "0.37258"
        assert places["fuzzy"].placing == "likely"
        assert 92 <= places["fuzzy"].placing_score < 100
        assert places["area"].placing == "sub_county"
        assert places["county"].placing == "county"
        assert place_schools(by=officer) == 0

    def test_a_wrong_match_is_undone_by_hand_and_not_made_again(self, places, officer, as_role):
        place_schools(by=officer)
        school = School.objects.get(pk=places["exact"].pk)
        page = as_role(Role.OFFICER).get(school.get_absolute_url()).content.decode()
        assert "another school’s place" in page
        as_role(Role.OFFICER).post(reverse("schools:school-unplace", args=[school.pk]))
        place_schools(by=officer)
        school.refresh_from_db()
        assert school.placing in {"county", "sub_county"}
        with pytest.raises(ValidationError, match="not taken over from a list"):
            unplace_school(school=school, by=officer)
