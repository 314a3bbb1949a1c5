"""Names are covered, on pages and in words: judges get a picture that is drawn anew, and blocks for words."""

import io
from uuid import uuid4

import numpy as np
import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from accounts.choices import ConsentChannel, Purpose
from accounts.models import Action
from competitions.essays.choices import CoverState, NamesFound
from competitions.essays.models import Entry, PageCover, WordCover
from competitions.essays.reports.names import suspects_of
from competitions.essays.services import covers as service
from competitions.essays.services.consent import answer_consent, erase_expired
from competitions.essays.services.covers import (
    cover_phrases,
    draw_cover,
    resume_waiting_covers,
)
from competitions.essays.services.entry import submit_entry
from competitions.essays.services.names import settle_names
from competitions.essays.services.pages import add_pages
from competitions.essays.services.results import publish_competition
from core.guards import erasing
from tests.competitions.essays.covered import BLOCK, STAMP, cover, page_url, work_of
from tests.competitions.essays.test_bundles import pile
from tests.competitions.essays.test_services import make_begun_with_consent
from tests.core.test_scans import written
from tests.factories.essays import (
    CompetitionFactory,
    decide,
    give,
    make_teacher,
    start_judging,
    works_of,
)

pytestmark = pytest.mark.django_db


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
    def test_names_on_its_pages_are_covered_like_on_any(self, officer, judges, sign_in, at_work):
        teacher = make_teacher()
        begun = make_begun_with_consent(CompetitionFactory(), teacher)
        with at_work():
            add_pages(entry=begun, files=[pile(written(), written(seed=2))], key=uuid4(), by=teacher)
        entry = submit_entry(entry=begun, by=teacher)
        start_judging(entry.competition, judges, officer)
        judge, work = sign_in(judges[0]), work_of(entry, judges[0])
        assert judge.get(work.mark_url).content.decode().count("<img") == 2
        along = judge.get(reverse("essays:pack", args=[work.place_id])).json()
        assert [url for url, _digest in along["works"][0]["files"]] == [page_url(work, 1), page_url(work, 2)]
        with at_work():
            cover(entry.pages.get(order=2), officer)
        shown = Image.open(io.BytesIO(judge.get(page_url(work, 2)).content))
        width, height = shown.size
        box = [side / 100 * long for side, long in zip((12, 7, 48, 13), (width, height, width, height), strict=True)]
        assert shown.crop(tuple(map(int, box))).getextrema()[1] <= 8


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
