"""Names are covered, on pages and in words: judges get a picture that is drawn anew, and blocks for words."""

import io
from uuid import uuid4

import numpy as np
import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from accounts.choices import ConsentChannel, Purpose, Role
from accounts.models import Action
from competitions.essays.choices import CoverState, NamesFound, PageState
from competitions.essays.models import Entry, Page, PageCover, WordCover
from competitions.essays.reports.names import suspects_of
from competitions.essays.services import covers as service
from competitions.essays.services.consent import answer_consent, erase_expired
from competitions.essays.services.covers import (
    cover_page,
    cover_phrases,
    draw_cover,
    resume_waiting_covers,
    show_pictures_instead,
)
from competitions.essays.services.names import settle_names
from competitions.essays.services.results import publish_competition
from core.guards import erasing
from tests.competitions.essays.covered import BLOCK, STAMP, add_page, cover, jpeg, judged, page_url, work_of
from tests.competitions.essays.test_bundles import pile
from tests.core.test_scans import written
from tests.factories.accounts import UserFactory
from tests.factories.essays import (
    decide,
    give,
    works_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def judges():
    return [UserFactory(roles=[Role.JUDGE], name=f"Judge {letter}") for letter in "AB"]


@pytest.fixture
def competition(officer, judges):
    return judged(officer, judges)


@pytest.fixture
def entry(competition):
    return competition.entries.order_by("number").first()


@pytest.fixture
def page(entry):
    return entry.pages.get()


@pytest.fixture
def at_work(django_capture_on_commit_callbacks):
    """The worker does at once what it is told."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


class TestPages:
    def test_judges_get_the_covered_picture_and_officers_and_the_school_the_page(
        self, page, entry, officer, judges, sign_in, at_work
    ):
        judge, work = sign_in(judges[0]), work_of(entry, judges[0])
        before = judge.get(page_url(work)).content
        with at_work():
            cover(page, officer)
        drawn = judge.get(page_url(work)).content
        with Image.open(io.BytesIO(drawn)) as picture:
            assert picture.crop((70, 45, 350, 135)).getextrema()[1] <= 8
            assert picture.mode == "L"
            assert not picture.getexif()
        original = reverse("essays:entry-page", args=[entry.pk, 1])
        assert sign_in(officer).get(original).content == before != drawn
        assert sign_in(entry.entered_by).get(original).content == before
        assert judge.get(original).status_code == 403

    def test_until_it_is_drawn_judges_get_nothing(self, page, entry, officer, judges, sign_in):
        judge, work = sign_in(judges[0]), work_of(entry, judges[0])
        cover(page, officer)
        answer = judge.get(page_url(work))
        assert answer.status_code == 404
        text = judge.get(work.mark_url).content.decode()
        assert "is being prepared" in text
        assert "<img" not in text

    def test_where_drawing_fails_judges_still_get_nothing_and_the_officer_is_told(
        self, page, entry, officer, judges, sign_in, at_work, monkeypatch
    ):
        def fail(*_args):
            raise OSError("no space")

        monkeypatch.setattr(service, "cover_boxes", fail)
        with at_work():
            row = cover(page, officer)
        row.refresh_from_db()
        assert row.state == CoverState.FAILED
        work = work_of(entry, judges[0])
        assert sign_in(judges[0]).get(page_url(work)).status_code == 404
        office = sign_in(officer)
        assert "could not be drawn" in office.get(reverse("essays:entry-names", args=[entry.pk])).content.decode()
        with pytest.raises(ValidationError, match="could not be drawn"):
            settle_names(entry=entry, found=NamesFound.COVERED, base=0, key=uuid4(), by=officer)
        monkeypatch.undo()
        with at_work():
            cover(page, officer, base=1)
        assert sign_in(judges[0]).get(page_url(work)).status_code == 200

    def test_taking_all_covers_off_leaves_a_drawn_picture_and_never_the_page(
        self, page, entry, officer, judges, sign_in, at_work
    ):
        with at_work():
            cover(page, officer)
        with at_work():
            cover(page, officer, boxes=[], base=1)
        work = work_of(entry, judges[0])
        answer = sign_in(judges[0]).get(page_url(work))
        assert answer.status_code == 200
        with page.file.open("rb") as kept:
            assert answer.content != kept.read()
        with Image.open(io.BytesIO(answer.content)) as picture:
            assert np.asarray(picture.crop((70, 45, 350, 135))).max() > 200

    def test_every_saving_is_a_row_and_the_same_key_is_one(self, page, officer, director, at_work):
        key = uuid4()
        with at_work():
            first = cover(page, officer, key=key)
        assert cover(page, officer, key=key) == first
        first.refresh_from_db()
        name = str(first.file)
        assert name.startswith("covered/")
        assert default_storage.exists(name)
        with at_work():
            cover(page, director, boxes=[STAMP, [60, 60, 20, 20]], base=1)
        rows = list(PageCover.objects.values_list("version", "newest", "by", "state", "boxes"))
        assert rows[0] == (1, False, officer.pk, CoverState.READY, [STAMP])
        assert rows[1][:4] == (2, True, director.pk, CoverState.READY)
        assert not default_storage.exists(name)
        assert Action.objects.filter(verb="covered names on a page of").count() == 2

    def test_who_was_slower_looks_again(self, page, officer):
        cover(page, officer)
        with pytest.raises(ValidationError, match="meanwhile"):
            cover(page, officer, boxes=[[1, 1, 2, 2]])

    @pytest.mark.parametrize(
        "boxes", [[[-1, 0, 5, 5]], [[0, 0, 0, 5]], [[90, 0, 20, 5]], [[0, 99, 5, 5]], [[1, 1, 1, 1]] * 25, []]
    )
    def test_bad_rectangles(self, page, officer, boxes):
        with pytest.raises(ValidationError):
            cover(page, officer, boxes=boxes)
        assert not PageCover.objects.exists()

    def test_only_officers_and_only_before_the_results(self, competition, page, officer, judges):
        with pytest.raises(ValidationError):
            cover(page, page.entry.entered_by)
        for work in works_of(competition):
            give(work, 4)
        decide(competition, officer)
        with pytest.raises(ValidationError, match="frozen"):
            cover(page, officer)

    def test_an_old_row_that_is_drawn_late_is_thrown_away(self, page, officer):
        old = cover(page, officer)
        cover(page, officer, boxes=[[1, 1, 2, 2]], base=1)
        assert draw_cover.func(old.pk) == "gone"

    def test_a_worker_that_died(self, page, officer, django_capture_on_commit_callbacks):
        row = cover(page, officer)
        assert resume_waiting_covers() == 0
        with erasing():
            PageCover.objects.update(at=timezone.now() - service.LATE * 2)
        with django_capture_on_commit_callbacks(execute=True):
            assert resume_waiting_covers() == 1
        row.refresh_from_db()
        assert row.state == CoverState.READY

    def test_a_row_is_never_rewritten(self, page, officer):
        cover(page, officer)
        with pytest.raises(Exception, match="history is never rewritten"):
            PageCover.objects.update(boxes=[])


class TestBrush:
    def data(self, page, *boxes, base=0, **more):
        sides = ("left", "top", "width", "height")
        rows = {f"{side}_{n}": value for n, box in enumerate(boxes) for side, value in zip(sides, box, strict=True)}
        return {"key": uuid4(), "base": base, **rows, **more}

    def test_it_works_by_typing(self, page, entry, officer, sign_in, at_work):
        client, url = sign_in(officer), reverse("essays:cover-page", args=[entry.pk, 1])
        assert client.get(url).status_code == 200
        with at_work():
            answer = client.post(url, self.data(page, STAMP, (60, 60, 20.5, 20)))
        assert answer.url == reverse("essays:entry-names", args=[entry.pk])
        assert PageCover.objects.get().boxes == [STAMP, [60, 60, 20.5, 20]]
        text = client.get(url).content.decode()
        assert 'x="10.0" y="5.0" width="40.0" height="10.0"' in text
        assert client.get(reverse("essays:covered-picture", args=[entry.pk, 1])).status_code == 200

    @pytest.mark.parametrize("row", [(10, 5, 40, ""), (10, 5, 40, 200), ("a", 5, 40, 1)])
    def test_half_a_row_is_refused(self, page, entry, officer, sign_in, row):
        url = reverse("essays:cover-page", args=[entry.pk, 1])
        answer = sign_in(officer).post(url, self.data(page, row))
        assert answer.status_code == 422
        assert not PageCover.objects.exists()

    def test_what_is_not_drawn_is_not_there(self, page, entry, officer, sign_in):
        assert sign_in(officer).get(reverse("essays:covered-picture", args=[entry.pk, 1])).status_code == 404


class TestPdf:
    @pytest.fixture
    def pdf(self, entry):
        Page.objects.filter(entry=entry).delete()
        first = add_page(entry, jpeg(3), order=2)
        second = add_page(entry, pile(written(seed=1), written(seed=2)).read(), is_pdf=True, order=1)
        assert first.order > second.order
        return second

    def test_its_pictures_take_its_place(self, pdf, entry, officer, judges, sign_in, at_work):
        judge, work = sign_in(judges[0]), work_of(entry, judges[0])
        assert judge.get(page_url(work)).status_code == 200
        url = reverse("essays:pictures-instead", args=[entry.pk, 1])
        with at_work():
            assert sign_in(officer).post(url, {"key": uuid4(), "base": 0}).status_code == 302
        orders = list(Page.objects.filter(entry=entry).values_list("order", "is_pdf", "state"))
        assert orders == [(1, True, "ready"), (2, False, "ready"), (3, False, "ready"), (4, False, "ready")]
        assert judge.get(page_url(work)).status_code == 404
        text = judge.get(work.mark_url).content.decode()
        assert text.count("<img") == 3
        assert "PDF" not in text
        with at_work():
            cover_page(page=entry.pages.get(order=2), boxes=[STAMP], base=0, key=uuid4(), by=officer)
        assert judge.get(page_url(work, 2)).status_code == 200

    def test_photographs_take_its_place(self, pdf, entry, officer, judges, sign_in, at_work):
        url, key = reverse("essays:pictures-instead", args=[entry.pk, 1]), uuid4()
        for _again in range(2):
            data = {"key": key, "base": 0, "pages": [SimpleUploadedFile("Zuhura.jpg", jpeg(9))]}
            with at_work():
                assert sign_in(officer).post(url, data).status_code == 302
        assert list(entry.pages.values_list("order", "is_pdf")) == [(1, True), (2, False), (3, False)]
        assert entry.pages.get(order=2).state == PageState.READY

    def test_a_pdf_without_pictures_stays_shut_until_somebody_photographs(
        self, entry, officer, judges, sign_in, at_work
    ):
        out, blank = io.BytesIO(), pikepdf.new()
        blank.add_blank_page()
        blank.save(out)
        page = add_page(entry, out.getvalue(), is_pdf=True, order=2)
        with at_work():
            row = show_pictures_instead(page=page, files=[], base=0, key=uuid4(), by=officer)
        row.refresh_from_db()
        assert row.state == CoverState.FAILED
        assert sign_in(judges[0]).get(page_url(work_of(entry, judges[0]), 2)).status_code == 404
        text = sign_in(officer).get(reverse("essays:entry-names", args=[entry.pk])).content.decode()
        assert "Photograph its pages" in text

    def test_no_second_pdf_and_no_brush_on_one(self, pdf, entry, officer, sign_in):
        client = sign_in(officer)
        data = {"key": uuid4(), "base": 0, "pages": [pile(written())]}
        assert client.post(reverse("essays:pictures-instead", args=[entry.pk, 1]), data).status_code == 422
        assert client.get(reverse("essays:cover-page", args=[entry.pk, 1])).status_code == 404
        assert client.get(reverse("essays:pictures-instead", args=[entry.pk, 2])).status_code == 404
        with pytest.raises(ValidationError):
            cover(pdf, officer)


class TestWords:
    def save(self, entry, by, *phrases, base=0, key=None):
        return cover_phrases(entry=entry, phrases=phrases, base=base, key=key or uuid4(), by=by)

    def test_judges_read_blocks_in_title_and_text_and_the_work_stays(self, entry, officer, judges, sign_in):
        client, url = sign_in(officer), reverse("essays:cover-words", args=[entry.pk])
        assert "Zuhura" in client.get(url).content.decode()
        answer = client.post(url, {"key": uuid4(), "base": 0, "phrases": "zuhura\n\n zuhura "})
        assert answer.status_code == 302
        text = sign_in(judges[0]).get(work_of(entry, judges[0]).mark_url).content.decode()
        assert f"Of {BLOCK}" in text
        assert f"I, {BLOCK}." in text
        assert "Zuhura" not in text
        entry.refresh_from_db()
        assert (entry.title, entry.text) == ("Of Zuhura", "I, Zuhura.")
        assert "Zuhura" in sign_in(entry.entered_by).get(entry.get_absolute_url()).content.decode()

    def test_a_title_that_is_nothing_but_a_name_does_not_come_back(self, entry, officer, judges, sign_in):
        Entry.objects.filter(pk=entry.pk).update(title="Zuhura", text="Zuhura")
        entry.refresh_from_db()
        self.save(entry, officer, "Zuhura")
        assert (entry.blind_title, entry.blind_text) == (BLOCK, BLOCK)

    def test_a_phrase_that_is_not_there_is_refused(self, entry, officer, sign_in):
        url = reverse("essays:cover-words", args=[entry.pk])
        answer = sign_in(officer).post(url, {"key": uuid4(), "base": 0, "phrases": "Zuhuru"})
        assert answer.status_code == 422
        assert "does not stand in this work" in answer.content.decode()

    def test_history_key_and_who_was_slower(self, entry, officer):
        key = uuid4()
        first = self.save(entry, officer, "Zuhura", key=key)
        assert self.save(entry, officer, "Zuhura", key=key) == first
        with pytest.raises(ValidationError, match="meanwhile"):
            self.save(entry, officer, "I")
        self.save(entry, officer, base=1)
        assert list(WordCover.objects.values_list("version", "newest", "phrases")) == [
            (1, False, "Zuhura"),
            (2, True, ""),
        ]
        with pytest.raises(ValidationError):
            self.save(entry, officer, *(str(n) for n in range(61)), base=2)

    def test_the_log_does_not_say_the_words(self, entry, officer):
        self.save(entry, officer, "Zuhura")
        action = Action.objects.get(verb="covered words of")
        assert "Zuhura" not in f"{action.facts} {action.about_text}"

    def test_a_winner_whose_name_stays_secret_is_published_with_the_words_covered(
        self, competition, entry, officer, client
    ):
        answers = dict.fromkeys(Purpose, True) | {Purpose.PUBLISH_NAME: False}
        answer_consent(entry=entry, answers=answers, channel=ConsentChannel.SCHOOL, by=entry.entered_by)
        self.save(entry, officer, "Zuhura")
        for work in works_of(competition):
            give(work, 5 if work.entry_id == entry.pk else 2)
        decide(competition, officer)
        publish_competition(competition=competition, by=officer)
        url = reverse("essays:winning-work", args=[competition.pk, entry.number])
        assert f"I, {BLOCK}." in client.get(url).content.decode()
        answer_consent(
            entry=entry, answers=dict.fromkeys(Purpose, True), channel=ConsentChannel.SCHOOL, by=entry.entered_by
        )
        assert "I, Zuhura." in client.get(url).content.decode()

    def test_words_that_may_be_names_are_pointed_at(self, entry, officer):
        school = entry.entrant.school
        school.name = "Moi Girls High School"
        entry.text = "I, Zuhura, of Moi, a girls school, high up."
        assert suspects_of(entry) == ["Zuhura", "Moi"]

    def test_when_the_name_goes_the_phrases_go_and_stay_out_of_the_text(
        self, competition, page, entry, officer, at_work
    ):
        with at_work():
            cover(page, officer)
        self.save(entry, officer, "Zuhura")
        drawn = str(PageCover.objects.get().file)
        competition.keep_until = timezone.localdate() - timezone.timedelta(days=1)
        competition.save(update_fields=["keep_until"])
        with at_work():
            assert erase_expired() == 3
        entry = Entry.objects.get(pk=entry.pk)
        assert (entry.title, entry.text) == (f"Of {BLOCK}", f"I, {BLOCK}.")
        assert not WordCover.objects.exists()
        assert not PageCover.objects.exists()
        assert not default_storage.exists(drawn)

    def test_a_withdrawn_work_leaves_nothing(self, page, entry, officer, at_work):
        with at_work():
            cover(page, officer)
        self.save(entry, officer, "Zuhura")
        answers = {Purpose.TAKE_PART: False}
        with at_work():
            answer_consent(entry=entry, answers=answers, channel=ConsentChannel.SCHOOL, by=entry.entered_by)
        assert not WordCover.objects.exists()
        assert not PageCover.objects.exists()
