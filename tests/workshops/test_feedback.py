"""The host teacher's answer, by link; the thanks; the pack that leads to it."""

import io
from datetime import timedelta
from uuid import uuid4

import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from accounts.choices import Role
from accounts.models import Message
from accounts.sms import segments
from tests.factories.schools import SchoolFactory
from tests.factories.workshops import BookingFactory, ForumFactory, make_levels
from workshops.choices import Sex, State
from workshops.models import Feedback, Forum, Module, VisitRequest
from workshops.reports import voices, ways_to
from workshops.rules.door import bearing
from workshops.services.report import mark_delivered, send_report, verify_report

pytestmark = pytest.mark.django_db
ANSWER = {"useful": 4, "safe": 5, "again": "yes", "good": "The story", "better": "", "who": "Wanza Mutiso, patron"}


@pytest.fixture
def nekesa(person):
    return person(Role.FACILITATOR, name="Nekesa Makokha")


@pytest.fixture
def forum(nekesa):
    forum = BookingFactory(forum=ForumFactory(days=-1), facilitator=nekesa).forum
    VisitRequest.objects.create(forum=forum, school=forum.school, name="Wanza Mutiso", phone="+254722000111")
    return forum


def page_of(forum):
    return reverse("workshops:feedback", args=[forum.token])


class TestFeedback:
    def test_it_is_given_without_an_account_and_mended(self, client, forum, as_role):
        assert client.post(page_of(forum), ANSWER).headers["Location"] == reverse(
            "workshops:school-visit", args=[forum.token]
        )
        client.post(page_of(forum), {**ANSWER, "useful": 2})
        feedback = Feedback.objects.get()
        assert (feedback.useful, feedback.mended_at is not None) == (2, True)
        assert "2 of 5" in as_role(Role.OFFICER).get(forum.get_absolute_url()).content.decode()
        assert "Wanza" not in as_role(Role.VIEWER).get(forum.get_absolute_url()).content.decode()

    @pytest.mark.parametrize(
        ("changed", "says"),
        [({"useful": 6}, "not one of the available"), ({"who": ""}, "required"), ({"again": "x"}, "not one of the")],
    )
    def test_bad_input_gets_a_sentence(self, client, forum, changed, says):
        response = client.post(page_of(forum), {**ANSWER, **changed})
        assert response.status_code == 422
        assert says in response.content.decode()
        assert not Feedback.objects.exists()

    @pytest.mark.parametrize("days", [3, -40])
    def test_before_the_visit_and_long_after_it_is_closed(self, client, days):
        forum = ForumFactory(days=days)
        assert "Send the answer" not in client.get(page_of(forum)).content.decode()
        assert client.post(page_of(forum), ANSWER).status_code == 422
        assert not Feedback.objects.exists()

    def test_a_wrong_link_is_not_found(self, client):
        assert client.get(reverse("workshops:feedback", args=["ABCDEFGHJKLMNPQR"])).status_code == 404

    def test_it_is_asked_for_once_and_counted(self, forum, nekesa, client):
        mark_delivered(forum=forum, by=nekesa)
        self.report(forum, nekesa)
        message = Message.objects.get(key__contains="-feedback-")
        assert forum.school_url + "feedback/" in message.body
        assert segments(message.body) == 1
        client.post(page_of(forum), ANSWER)
        found = voices(timezone.localtime(forum.starts_at).year)
        assert (found.asked, found.answered, found.useful, found.again) == (1, 1, 4, 1)

    def report(self, forum, by):
        return send_report(
            forum=forum, key=uuid4(), counts={(make_levels()[0], Sex.GIRLS): 30}, done="x", promised="Ten more", by=by
        )

    def test_the_thanks_come_with_the_verification(self, forum, nekesa, officer, client):
        address = reverse("workshops:school-thanks", args=[forum.token])
        assert client.get(address).status_code == 404
        self.report(forum, nekesa)
        forum.refresh_from_db()
        verify_report(forum=forum, by=officer)
        message = Message.objects.get(key__contains="-thanks-")
        assert "thank-you.pdf" in message.body
        assert segments(message.body) == 1
        (page,) = PdfReader(io.BytesIO(client.get(address).content)).pages
        text = page.extract_text()
        assert "30 learners took part" in text
        assert "Ten more" in text


class TestPack:
    def read(self, client, forum):
        response = client.get(reverse("workshops:forum-pack", args=[forum.pk]))
        assert response["Content-Disposition"] == f'inline; filename="pack-{forum.number}.pdf"'
        return PdfReader(io.BytesIO(response.content))

    def test_it_holds_everything_and_no_learners(self, as_role, nekesa, authority):
        make_levels()
        school = SchoolFactory(latitude=0.6, longitude=35.9)
        forum = ForumFactory(school=school, place="Hall", host="Mr. Shikuku")
        BookingFactory(forum=forum, facilitator=nekesa)
        forum.modules.add(Module.objects.create(name="Torture is never right", notes="Read **slowly**.", care="Pain"))
        book = self.read(as_role(Role.OFFICER), forum)
        assert [mark.title for mark in book.outline] == [
            "Letter to the principal",
            "Authority",
            "Programme",
            "Module notes",
            "Attendance register",
            "Feedback form",
            "Directions and contacts",
            "Safeguarding card",
        ]
        text = "\n".join(page.extract_text() for page in book.pages)
        for words in (authority.reference, "Torture is never right", "slowly", "0.6000", "minutes", "116", "Hall"):
            assert words in text
        assert f"Page {len(book.pages)} of {len(book.pages)}" in text

    def test_the_ministrys_letter_is_laid_into_it(self, as_role, nekesa, authority):
        letter, out = pikepdf.new(), io.BytesIO()
        for _n in range(2):
            letter.add_blank_page(page_size=(595, 842))
        letter.save(out)
        authority.document.save("letter.pdf", ContentFile(out.getvalue()))
        forum = BookingFactory(facilitator=nekesa).forum
        before = len(self.read(as_role(Role.OFFICER), ForumFactory(days=2000)).pages)
        book = self.read(as_role(Role.OFFICER), forum)
        assert len(book.pages) == before + 2
        assert book.outline[-1].title == "The ministry’s letter"
        assert all("/XObject" in page["/Resources"] for page in list(book.pages)[-2:])

    def test_a_cancelled_visit_has_none(self, as_role):
        forum = ForumFactory(active=False, state=State.CANCELLED)
        assert as_role(Role.OFFICER).get(reverse("workshops:forum-pack", args=[forum.pk])).status_code == 404


def test_directions_from_the_county_and_from_the_visit_before(nekesa):
    here, there = SchoolFactory(latitude=0.0, longitude=36.0), SchoolFactory(latitude=0.0, longitude=36.4)
    first = BookingFactory(facilitator=nekesa, forum=ForumFactory(school=here)).forum
    forum = ForumFactory(school=there, starts_at=first.ends_at + timedelta(hours=16))
    BookingFactory(forum=forum, facilitator=nekesa)
    county, before = ways_to(forum)
    assert county.start.startswith("the middle of")
    assert (before.km, before.direction) == (60, "east")
    assert ways_to(ForumFactory(school=SchoolFactory(latitude=None, longitude=None))) == []
    assert bearing((0, 36), (1, 36)) == pytest.approx(0)
    assert Forum.objects.count() == 3
