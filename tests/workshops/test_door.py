"""What stands at the door: papers, the ministry's letter, a director's exception; and the warnings with their sums."""

import io
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from accounts.choices import Role
from accounts.models import Action
from tests.factories.schools import CountyFactory, SchoolFactory
from tests.factories.workshops import BookingFactory, ForumFactory, clear, in_days
from workshops.choices import Paper, State
from workshops.models import AccessAuthority, Clearance, Facilitator, Forum, Override, Terrain
from workshops.reports import needs_of
from workshops.rules.door import great_circle_km, road_km, too_many_learners, travel_minutes
from workshops.services.door import set_speed, warnings_of, withdraw_authority
from workshops.services.forum import plan_forum
from workshops.services.request import agree_to_visit, confirm_visit

NAIROBI, NAKURU = (-1.2864, 36.8172), (-0.3031, 36.0800)


def a_visit(days=7, hour=15, **fields):
    school = fields.pop("school", None) or SchoolFactory()
    return Forum(topic="x", school=school, starts_at=in_days(days, hour), ends_at=in_days(days, hour + 1, 45), **fields)


class TestSums:
    def test_the_way_from_nairobi_to_nakuru(self):
        """137 km as the crow flies; the road is some 160, the rule of thumb says 185."""
        assert great_circle_km(NAIROBI, NAKURU) == pytest.approx(136.8, abs=1)
        assert road_km(NAIROBI, NAKURU) == pytest.approx(1.35 * 136.8, abs=2)

    @pytest.mark.parametrize(("km", "kmh", "minutes"), [(0, 45, 15), (45, 45, 75), (45, 30, 105), (1, 45, 17)])
    def test_travel(self, km, kmh, minutes):
        assert travel_minutes(km, kmh) == minutes

    @pytest.mark.parametrize(
        ("expected", "team", "many"),
        [(None, 1, False), (120, 1, False), (121, 1, True), (240, 2, False), (1, 0, False)],
    )
    def test_heads(self, expected, team, many):
        assert too_many_learners(expected, team) is many


@pytest.mark.django_db
class TestBars:
    @pytest.mark.parametrize("lacking", list(Paper))
    def test_without_one_of_the_papers_nobody_goes(self, officer, person, lacking):
        nekesa = person(Role.FACILITATOR, name="Nekesa Makokha")
        Clearance.objects.filter(kind=lacking).update(valid_until=timezone.localdate() + timedelta(days=6))
        with pytest.raises(ValidationError) as refused:
            plan_forum(forum=a_visit(days=7), team=[nekesa], by=officer)
        sentence = refused.value.message_dict["team"][0]
        assert sentence == f"Nekesa Makokha has no valid clearance on that day: {lacking.label}."
        assert plan_forum(forum=a_visit(days=6), team=[nekesa], by=officer).pk

    @pytest.mark.parametrize(
        "change",
        [
            {"valid_until": timezone.localdate() + timedelta(days=6)},
            {"valid_from": timezone.localdate() + timedelta(days=8)},
            {"withdrawn_at": timezone.now()},
        ],
    )
    def test_without_the_ministrys_letter_nothing_is_confirmed(self, officer, person, change):
        AccessAuthority.objects.update(**change)
        with pytest.raises(ValidationError, match="No authority of the ministry covers Baringo"):
            plan_forum(forum=a_visit(), team=[person(Role.FACILITATOR)], by=officer)

    def test_a_letter_for_another_county_does_not_help(self, officer, person):
        school = SchoolFactory(county=CountyFactory(code="031"))
        with pytest.raises(ValidationError, match="No authority"):
            plan_forum(forum=a_visit(school=school), team=[person(Role.FACILITATOR)], by=officer)

    def test_only_a_director_makes_an_exception_with_a_reason_in_the_log(self, officer, director, person):
        AccessAuthority.objects.all().update(withdrawn_at=timezone.now())
        team = [person(Role.FACILITATOR)]
        with pytest.raises(ValidationError, match="Only a director"):
            plan_forum(forum=a_visit(), team=team, override="Trust me", by=officer)
        forum = plan_forum(forum=a_visit(), team=team, override="The letter is on its way", by=director)
        row = forum.overrides.get()
        assert (row.bar, row.reason, row.by) == ("authority", "The letter is on its way", director)
        assert Action.objects.about(forum).filter(verb="made an exception for").exists()
        with pytest.raises(IntegrityError), transaction.atomic():
            Override.objects.update(reason="x")

    def test_what_the_school_agreed_to_waits_for_the_letter(self, officer, director, person, authority):
        withdraw_authority(authority=authority, by=officer)
        forum = ForumFactory(state=State.PROPOSED)
        BookingFactory(forum=forum, facilitator=person(Role.FACILITATOR))
        agree_to_visit(forum=forum, who="The principal")
        assert forum.state == State.AGREED
        assert [str(need.words) for need in needs_of(officer)] == [f"Not confirmed yet: {forum.school}"]
        with pytest.raises(ValidationError, match="No authority"):
            confirm_visit(forum=forum, by=officer)
        AccessAuthority.objects.update(withdrawn_at=None)
        assert confirm_visit(forum=forum, by=officer).state == State.CONFIRMED

    def test_a_paper_that_ends_soon_is_on_the_start_page(self, officer, person):
        person(Role.FACILITATOR, name="Nekesa Makokha")
        Clearance.objects.filter(kind=Paper.CONDUCT).update(valid_until=timezone.localdate() + timedelta(days=10))
        assert [str(need.words) for need in needs_of(officer)] == ["Certificate of good conduct ends: Nekesa Makokha"]


@pytest.mark.django_db
class TestWarnings:
    def test_a_quiet_visit_has_none(self, person):
        assert warnings_of(a_visit(expected=90), [person(Role.FACILITATOR)]) == []

    def test_too_far_to_be_there_in_time(self, person):
        nekesa = person(Role.FACILITATOR, name="Nekesa Makokha")
        here = SchoolFactory(name="Near", latitude=NAIROBI[0], longitude=NAIROBI[1])
        there = SchoolFactory(latitude=NAKURU[0], longitude=NAKURU[1])
        first = ForumFactory(school=here, starts_at=in_days(7, 9), ends_at=in_days(7, 10))
        BookingFactory(forum=first, facilitator=nekesa)
        (words,) = warnings_of(a_visit(hour=12, school=there), [nekesa])
        assert words.startswith("Nekesa Makokha needs 26")
        assert "and has 120" in words
        assert warnings_of(a_visit(hour=16, school=there), [nekesa]) == []
        set_speed(terrain=Terrain(name="Slow", kmh=20, counties=["030"]), by=first.planned_by)
        assert warnings_of(a_visit(hour=16, school=there), [nekesa]) != []

    def test_a_fourth_day_in_the_field(self, person):
        nekesa = person(Role.FACILITATOR, name="Nekesa Makokha")
        monday = -timezone.localdate().weekday() + 14
        for day in range(3):
            BookingFactory(forum=ForumFactory(days=monday + day), facilitator=nekesa)
        assert warnings_of(a_visit(days=monday + 2, hour=8), [nekesa]) == []
        assert "4 field days" in warnings_of(a_visit(days=monday + 3), [nekesa])[0]

    def test_a_school_that_was_just_visited(self, person):
        school = SchoolFactory()
        ForumFactory(school=school, days=-60)
        assert "within 90 days" in warnings_of(a_visit(school=school), [person(Role.FACILITATOR)])[0]
        assert warnings_of(a_visit(school=school, days=40), [person(Role.FACILITATOR)]) == []

    def test_too_many_learners_and_no_woman_for_a_girls_school(self, person):
        nekesa = person(Role.FACILITATOR)
        forum = a_visit(school=SchoolFactory(gender="girls"), expected=130)
        many, woman = warnings_of(forum, [nekesa])
        assert "more than 120" in many
        assert "no woman" in woman
        Facilitator.objects.create(person=nekesa, sex="woman")
        assert len(warnings_of(forum, [nekesa])) == 1


@pytest.mark.django_db
class TestPages:
    def test_a_letter_is_entered_cleaned_and_read_by_those_who_may(self, as_role, settings, tmp_path):
        settings.STORAGES["default"]["OPTIONS"]["location"] = tmp_path
        picture = io.BytesIO()
        Image.new("RGB", (40, 40)).save(picture, "JPEG", exif=b"Exif\0\0secret-place")
        upload = SimpleUploadedFile("letter.jpg", picture.getvalue())
        county = CountyFactory(code="031")
        data = {"reference": "MOE/9", "issued_by": "Ministry", "valid_from": "2026-01-01", "valid_until": "2030-01-01"}
        client = as_role(Role.OFFICER)
        client.post(reverse("workshops:authority-add"), {**data, "places": [county.pk], "upload": upload})
        letter = AccessAuthority.objects.get(reference="MOE/9")
        kept = client.get(reverse("workshops:authority-document", args=[letter.pk])).content
        assert kept[:2] == b"\xff\xd8"
        assert b"secret-place" not in kept
        assert list(letter.counties.all()) == [county]

    @pytest.mark.parametrize(
        ("changed", "says"),
        [
            ({"places": []}, "This field is required"),
            ({"valid_until": "2020-01-01"}, "must not come before"),
            ({"upload": SimpleUploadedFile("x.exe", b"MZ1234567890")}, "not a picture"),
        ],
    )
    def test_bad_letters_are_refused(self, as_role, changed, says):
        county = CountyFactory()
        data = {"reference": "MOE/9", "issued_by": "M", "valid_from": "2026-01-01", "valid_until": "2030-01-01"}
        response = as_role(Role.OFFICER).post(
            reverse("workshops:authority-add"), {**data, "places": [county.pk], **changed}
        )
        assert response.status_code == 422
        assert says in response.content.decode()

    def test_a_paper_and_the_sex_are_entered(self, as_role, person):
        nekesa, client = person(Role.FACILITATOR, cleared=False), as_role(Role.OFFICER)
        data = {"kind": "conduct", "valid_from": "2026-01-01", "valid_until": "2025-01-01"}
        url = reverse("workshops:clearance-add", args=[nekesa.pk])
        assert client.post(url, data).status_code == 422
        client.post(url, {**data, "valid_until": "2030-01-01"})
        client.post(reverse("workshops:facilitator-change", args=[nekesa.pk]), {"sex": "woman"})
        page = client.get(reverse("workshops:facilitator-detail", args=[nekesa.pk])).content.decode()
        assert "Woman" in page
        assert "Code of conduct, signed" in page  # still lacking
        clear(nekesa)
        assert "complete" in client.get(reverse("workshops:facilitator-detail", args=[nekesa.pk])).content.decode()

    def test_a_facilitator_sees_the_own_papers_only(self, sign_in, person):
        nekesa, other = person(Role.FACILITATOR), person(Role.FACILITATOR)
        assert sign_in(nekesa).get(reverse("workshops:facilitator-detail", args=[nekesa.pk])).status_code == 200
        assert sign_in(nekesa).get(reverse("workshops:facilitator-detail", args=[other.pk])).status_code == 404

    def test_a_speed_is_changed(self, as_role):
        terrain = Terrain.objects.create(name="Sand", kmh=20)
        client, url = as_role(Role.OFFICER), reverse("workshops:terrain-change", args=[terrain.pk])
        assert client.post(url, {"name": "Sand", "kmh": 500}).status_code == 422
        client.post(url, {"name": "Sand", "kmh": 25, "places": [CountyFactory().pk]})
        terrain.refresh_from_db()
        assert (terrain.kmh, terrain.counties) == (25, ["030"])

    def test_only_a_director_is_offered_an_exception(self, as_role):
        url = reverse("workshops:forum-add", args=[SchoolFactory().pk])
        assert 'name="override"' in as_role(Role.DIRECTOR).get(url).content.decode()
        assert 'name="override"' not in as_role(Role.OFFICER).get(url).content.decode()

    def test_the_visits_page_says_what_bars_it_and_what_to_think_about(self, as_role, officer, authority):
        forum = ForumFactory(state=State.AGREED, expected=300)
        withdraw_authority(authority=authority, by=officer)
        client = as_role(Role.DIRECTOR)
        page = client.get(forum.get_absolute_url()).content.decode()
        assert "This bars the visit" in page
        assert "300 learners are expected" in page
        confirm = reverse("workshops:forum-confirm", args=[forum.pk])
        assert client.post(confirm, {"override": ""}).status_code == 422
        client.post(confirm, {"override": "The letter is on its way"})
        page = client.get(forum.get_absolute_url()).content.decode()
        assert "This bars the visit" not in page
        assert "The letter is on its way" in page
