"""What the world sees of honoured works: no more than guardians allow, and nothing of it once they take it back."""

import io

import pikepdf
import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader

from accounts.choices import ConsentChannel, Purpose, Role
from competitions.essays import pdf
from competitions.essays.choices import CompetitionState, Kind
from competitions.essays.models import Competition, Page
from competitions.essays.reports import winners_of
from competitions.essays.services.consent import answer_consent
from competitions.essays.services.entry import submit_entry
from competitions.essays.services.pages import read_page
from competitions.essays.services.results import publish_competition
from core.scans import read_scan
from tests.factories.accounts import UserFactory
from tests.factories.essays import (
    CompetitionFactory,
    begin_entry,
    decide,
    draw_jpeg,
    make_entry,
    make_teacher,
    mark_all,
    start_judging,
)

pytestmark = pytest.mark.django_db
ALL = ("publish_name", "publish_work")
NAME, OTHER = "Wanjikũ wa Mũgĩthi", "Achieng’ Odhiambo"


@pytest.fixture(autouse=True)
def _no_brake():
    cache.clear()


def published(officer, *, kind=Kind.ESSAY, allow=(ALL, ALL), text="The fence carries it.", pages=()):
    """A published competition with two honoured works, each by a learner of a school of its own."""
    competition = CompetitionFactory(kind=kind)
    for n, purposes in enumerate(allow):
        name, words = (NAME, OTHER)[n], f"{text} Number {n + 1}." if text else ""
        entry = begin_entry(competition, make_teacher(), name=name, text=words or "x", language="sw" if n else "en")
        for order, data in enumerate(pages, 1):
            Page(entry=entry, order=order).file.save("page.jpg", ContentFile(data), save=True)
        finish(entry, purposes)
        if not words:
            competition.entries.filter(pk=entry.pk).update(text="", title="")
    start_judging(competition, [UserFactory(roles=[Role.JUDGE]) for _n in range(2)], officer)
    mark_all(competition)
    decide(competition, officer)
    return publish_competition(competition=competition, by=officer)


def finish(entry, purposes):
    answers = {purpose: purpose in {Purpose.TAKE_PART, *purposes} for purpose in Purpose}
    answer_consent(entry=entry, answers=answers, channel=ConsentChannel.SCHOOL, by=entry.entered_by)
    submit_entry(entry=entry, by=entry.entered_by)


def take_back(entry, purpose=Purpose.PUBLISH_WORK):
    answer_consent(entry=entry, answers={purpose: False}, channel=ConsentChannel.PHONE, by=entry.entered_by)


def read(client, competition):
    response = client.get(reverse("essays:anthology", args=[competition.pk]))
    assert response.status_code == 200
    return response, " ".join(
        " ".join(page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages).split()
    )


class TestTheAnthology:
    def test_works_in_their_order_with_names_only_where_allowed(self, officer, client):
        competition = published(officer, allow=(ALL, ["publish_work"]))
        response, text = read(client, competition)
        assert text.index("PLACE 1") < text.rindex("The fence carries it. Number 1.") < text.rindex("Number 2.")
        assert NAME in text
        assert OTHER not in text
        assert "Mwanafunzi ambaye hatajwi hapa" in text  # the frame of a work is in its language
        assert response["Content-Disposition"] == f'inline; filename="anthology-{competition.pk}.pdf"'
        assert "no-store" in response["Cache-Control"]
        assert "2 works were handed in, from 2 schools. 2 judges read them" in text

    def test_it_has_a_title_a_language_and_bookmarks(self, officer, client):
        response, _text = read(client, published(officer))
        with pikepdf.open(io.BytesIO(response.content)) as document, document.open_outline() as outline:
            assert str(document.docinfo["/Title"]).endswith(": the honoured works")
            assert str(document.Root.Lang) == "en"
            assert len(outline.root) == 2

    def test_scanned_works_stand_in_it_page_by_page(self, officer, client):
        pages = [draw_jpeg((1240, 1754)), draw_jpeg((1414, 2000))]
        response, _text = read(client, published(officer, text="", pages=pages))
        with pikepdf.open(io.BytesIO(response.content)) as document:
            # cover, contents, back; of each work a title page, two pictures
            assert len(document.pages) == 3 + 2 * 3
            assert sum(len(page.get_images()) > 0 for page in document.pages) == 4

    @pytest.mark.parametrize("purpose", [Purpose.PUBLISH_WORK, Purpose.TAKE_PART])
    def test_a_consent_that_is_taken_back_takes_the_work_out_and_leaves_no_file_with_it(self, officer, client, purpose):
        competition = published(officer, text="Unmistakable sentence.")
        read(client, competition)
        entry = competition.entries.get(number=1)
        take_back(entry, purpose)
        _response, text = read(client, competition)
        assert "Unmistakable sentence. Number 1." not in text
        assert "Unmistakable sentence. Number 2." in text
        assert NAME not in text or purpose == Purpose.PUBLISH_WORK
        kept = settings.STORAGES["default"]["OPTIONS"]["location"]
        assert not [path for path in kept.rglob("*") if "anthology" in path.name]

    def test_the_name_alone_may_be_taken_back(self, officer, client):
        competition = published(officer)
        take_back(competition.entries.get(number=1), Purpose.PUBLISH_NAME)
        _response, text = read(client, competition)
        assert NAME not in text
        assert "Number 1." in text

    def test_without_any_work_or_before_publication_there_is_none(self, officer, client):
        silent = published(officer, allow=((), ()))
        assert client.get(reverse("essays:anthology", args=[silent.pk])).status_code == 404
        assert "anthology" not in client.get(reverse("essays:winners", args=[silent.pk])).content.decode()
        Competition.objects.filter(pk=silent.pk).update(state=CompetitionState.DECIDED)
        assert client.get(reverse("essays:anthology", args=[silent.pk])).status_code == 404

    @pytest.mark.usefixtures("still_clock")
    def test_who_asks_too_often_waits(self, officer, client):
        competition = published(officer, allow=((), ()))
        url = reverse("essays:anthology", args=[competition.pk])
        assert [client.get(url).status_code for _n in range(21)] == [404] * 20 + [429]

    def test_a_file_that_is_lost_does_not_lose_the_booklet(self, officer, client):
        competition = published(officer, pages=[draw_jpeg()])
        page = Page.objects.first()
        page.file.storage.delete(str(page.file))
        assert "Number 1." in read(client, competition)[1]

    def test_strange_text_prints(self, officer):
        competition = published(officer, text="<pdf:nextpage> {{ x }} & عبد ŋũ")
        assert pdf.anthology(competition, winners_of(competition)).print().notes == ()


class TestTheGallery:
    def addresses(self, competition, number=1):
        return [
            reverse("essays:winning-work", args=[competition.pk, number]),
            reverse("essays:winning-picture", args=[competition.pk, number, "small", 1]),
            reverse("essays:winning-picture", args=[competition.pk, number, "picture", 1]),
        ]

    def test_pictures_stand_with_their_slogans_and_open_large(self, officer, client):
        competition = published(officer, kind=Kind.IMAGE, pages=[draw_jpeg((2000, 1500), "teal")])
        page = client.get(reverse("essays:winners", args=[competition.pk])).content.decode()
        work, small, large = self.addresses(competition)
        assert small in page
        assert work in page
        assert 'alt="The fence carries it. Number 1."' in page
        assert large in client.get(work).content.decode()
        for address, side in ((small, 480), (large, 1600)):
            response = client.get(address)
            assert response["Content-Type"] == "image/jpeg"
            assert response["Cache-Control"] == "private, no-store"
            assert response["Content-Disposition"] == 'inline; filename="picture-1.jpg"'
            with Image.open(io.BytesIO(response.content)) as picture:
                assert max(picture.size) == side
                assert picture.mode == "RGB"
                assert not picture.getexif()

    def test_a_work_that_is_not_released_is_nowhere(self, officer, client):
        competition = published(
            officer, kind=Kind.IMAGE, allow=(ALL, ["publish_name", "publish_photo"]), pages=[draw_jpeg()]
        )
        assert [client.get(address).status_code for address in self.addresses(competition, 2)] == [404] * 3
        page = client.get(reverse("essays:winners", args=[competition.pk])).content.decode()
        assert "Number 2." not in page
        assert OTHER in page

    @pytest.mark.parametrize("purpose", [Purpose.PUBLISH_WORK, Purpose.TAKE_PART])
    def test_it_vanishes_at_once(self, officer, client, purpose):
        competition = published(officer, kind=Kind.IMAGE, pages=[draw_jpeg()])
        addresses = self.addresses(competition)
        assert [client.get(address).status_code for address in addresses] == [200] * 3
        take_back(competition.entries.get(number=1), purpose)
        assert [client.get(address).status_code for address in addresses] == [404] * 3
        page = client.get(reverse("essays:winners", args=[competition.pk])).content.decode()
        assert "Number 1." not in page
        assert "Number 2." in page

    def test_without_any_picture_the_page_says_so(self, officer, client):
        competition = published(officer, kind=Kind.IMAGE, allow=((), ()), pages=[draw_jpeg()])
        page = client.get(reverse("essays:winners", args=[competition.pk])).content.decode()
        assert "No picture may be shown now." in page

    def test_an_essay_that_came_as_scans_is_shown_by_its_pages(self, officer, client):
        competition = published(officer, text="", pages=[draw_jpeg(), draw_jpeg()])
        page = client.get(self.addresses(competition)[0]).content.decode()
        assert self.addresses(competition)[2] in page
        second = reverse("essays:winning-picture", args=[competition.pk, 1, "picture", 2])
        assert second in page
        assert client.get(second)["Content-Disposition"] == 'inline; filename="picture-2.jpg"'

    def test_before_publication_nothing_is_open(self, officer, client):
        competition = published(officer, kind=Kind.IMAGE, pages=[draw_jpeg()])
        Competition.objects.filter(pk=competition.pk).update(state=CompetitionState.DECIDED)
        assert [client.get(address).status_code for address in self.addresses(competition)] == [404] * 3


def test_a_drawing_keeps_its_colours_when_it_comes_in():
    for kind, mode in ((Kind.IMAGE, "RGB"), (Kind.ESSAY, "L")):
        competition = CompetitionFactory(kind=kind)
        page = Page(entry=begin_entry(competition, make_teacher()), order=1, state="waiting")
        page.raw.save("part.bin", ContentFile(draw_jpeg((900, 700), "teal")), save=True)
        assert read_page.func(page.pk) == "ready"
        page.refresh_from_db()
        with page.file.open("rb") as raw, Image.open(raw) as kept:
            assert kept.mode == mode


def test_a_page_in_colour_is_looked_at_like_a_grey_one():
    upload = ContentFile(draw_jpeg((900, 700), "teal"))
    grey, colour = read_scan(upload), read_scan(upload, colour=True)
    assert (grey.advice, grey.print) == (colour.advice, colour.print)


def test_winners_cost_the_same_queries_however_many(officer, django_assert_max_num_queries):
    competition = published(officer, pages=[draw_jpeg()])
    make_entry(CompetitionFactory(), make_teacher())
    with django_assert_max_num_queries(4):
        winners_of(competition)
