"""A visit walked through all its states by four people: teacher, officer, principal by link, facilitator; and checked."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Role
from tests.factories.schools import MembershipFactory
from tests.factories.workshops import clear, make_authority, make_levels
from workshops.choices import State
from workshops.models import Booking, Forum


@pytest.mark.django_db
def test_from_a_teachers_wish_to_a_verified_report(as_role, sign_in, person, client, monkeypatch):
    monkeypatch.setattr("schools.reports.calendar.public_holidays", lambda year, language: {})
    make_levels()
    teacher, facilitator = person(Role.TEACHER), person(Role.FACILITATOR, name="Nekesa Makokha")
    school = MembershipFactory(user=teacher).school
    clear(facilitator)
    make_authority(by=facilitator)
    at_school, at_office, on_the_road = sign_in(teacher), as_role(Role.OFFICER), sign_in(facilitator)

    at_school.post(reverse("workshops:request-add"), {"school": school.pk, "kind": "forum", "topic": "Rights"})
    forum = Forum.objects.get()
    page = reverse("workshops:forum-detail", args=[forum.pk])
    assert "Answer the request" in at_office.get(page).content.decode()
    assert on_the_road.get(page).status_code == 404

    at_office.post(reverse("workshops:forum-accept", args=[forum.pk]), {"take": "yes"})
    day = (timezone.localdate() + timezone.timedelta(days=20)).isoformat()
    plan = {"kind": "forum", "topic": "Rights", "day": day, "start": "15:30", "end": "16:45", "lead": facilitator.pk}
    at_office.post(reverse("workshops:forum-propose", args=[forum.pk]), plan)
    assert on_the_road.get(page).status_code == 200

    link = reverse("workshops:school-visit", args=[forum.token])
    client.post(link, {"answer": "yes", "who": "Wanza Mutiso, principal"})
    assert "The visit is confirmed" in client.get(link).content.decode()

    yesterday = {"starts_at": timezone.now() - timezone.timedelta(days=1, hours=2)}
    yesterday["ends_at"] = yesterday["starts_at"] + timezone.timedelta(hours=1)
    Forum.objects.update(**yesterday)
    Booking.objects.update(**yesterday)
    on_the_road.post(reverse("workshops:forum-delivered", args=[forum.pk]))
    report = {"key": "6d1c7a2e-31a5-4a8b-9d05-3a1a1a1a1a1a", "adults": 1, "done": "Fine", "count_F3_girls": 5}
    on_the_road.post(reverse("workshops:forum-report", args=[forum.pk]), report)
    at_office.post(reverse("workshops:forum-verify", args=[forum.pk]), {"stands": "yes"})
    answer = {"useful": 5, "safe": 5, "again": "yes", "who": "Wanza Mutiso, principal"}
    client.post(reverse("workshops:feedback", args=[forum.token]), answer)
    assert "5 of 5" in at_office.get(page).content.decode()
    assert client.get(reverse("workshops:school-thanks", args=[forum.token])).content[:4] == b"%PDF"

    forum.refresh_from_db()
    assert [step.state for step in forum.steps.all()] == [
        State.REQUESTED,
        State.TRIAGED,
        State.PROPOSED,
        State.AGREED,
        State.CONFIRMED,
        State.DELIVERED,
        State.REPORTED,
        State.VERIFIED,
    ]
    assert all(step.name for step in forum.steps.all() if step.state != State.CONFIRMED)
