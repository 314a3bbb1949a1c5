"""Judging on paper: packs that tell nothing, and mark sheets that are typed in as if they had been saved online."""

import io
import re
import threading
from uuid import uuid4

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import DatabaseError, connection
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader

from accounts.choices import Role
from accounts.models import Action
from competitions.essays import pdf
from competitions.essays.choices import PageState, RecuseReason, TaskState
from competitions.essays.models import Assignment, MarkSheet, Outcome, Page
from competitions.essays.reports import packs_of, paper_line, paper_lines, sheet_of
from competitions.essays.services.judging import StaleSheetError
from competitions.essays.services.packs import hand_back_from_paper, type_in_marks
from competitions.essays.services.pages import read_page
from tests.competitions.essays.test_bundles import pile
from tests.core.test_scans import written
from tests.factories.accounts import UserFactory
from tests.factories.essays import (
    CompetitionFactory,
    begin_entry,
    give,
    make_entry,
    make_teacher,
    start_judging,
    works_of,
)

pytestmark = pytest.mark.django_db


def jpeg(side=(1700, 2400)):
    out = io.BytesIO()
    Image.effect_noise(side, 60).save(out, "JPEG", quality=82)
    return ContentFile(out.getvalue())


def add_page(entry, content):
    """As it comes in, and looked at."""
    page = Page(entry=entry, order=entry.pages.count() + 1, state=PageState.WAITING)
    page.raw.save("page.bin", content, save=True)
    assert read_page.func(page.pk) == "ready"


@pytest.fixture
def judged(officer):
    """Three works (typed, a picture, a PDF of two pages) in the hands of one judge."""
    competition = CompetitionFactory(marks_per_entry=1)
    for n in range(3):
        make_entry(
            competition, make_teacher(), name=f"Tellme {n}", text=f"The fence number {n} carries it.", title="Fence"
        )
    typed, picture, paper = competition.entries.order_by("number")
    competition.entries.exclude(pk=typed.pk).update(text="", title="")
    add_page(picture, jpeg())
    add_page(paper, pile(written(), written(seed=2)))
    judge = UserFactory(roles=[Role.JUDGE], name="Judge Pack", language="en")
    start_judging(competition, [judge], officer)
    return competition


def pack(competition, number=0):
    place = competition.places.get()
    works = Assignment.objects.on_desks().filter(place=place).select_related("entry", "place__judge").order_by("alias")
    return pdf.judging_pack(place, packs_of(works)[number])


def type_in(work, officer, points=4, **more):
    criteria = list(work.place.competition.criteria.all())
    sheet = {"base": work.version, "key": uuid4(), "finish": True, **more}
    return type_in_marks(assignment=work, points=dict.fromkeys(criteria, (points, "from paper")), by=officer, **sheet)


class TestThePack:
    def test_each_work_is_followed_by_its_sheet_with_its_own_code(self, judged):
        printed = pack(judged).print()
        assert printed.notes == ()
        pages = [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(printed.pdf)).pages]
        order = [n for text in pages for n in re.findall(r"Mark sheet Work (\d)", text, re.I)]
        assert order == ["1", "2", "3"]
        for work in works_of(judged):
            (sheet,) = [text for text in pages if re.search(rf"Mark sheet Work {work.alias}\b", text, re.I)]
            assert work.code in sheet
            assert all(work.code in text for text in pages if text.startswith(f"Work {work.alias} "))
        assert "The fence number 0 carries it." in " ".join(pages)

    def test_scans_are_in_it_drawn_smaller_and_pages_of_a_pdf_one_by_one(self, judged):
        paper = pack(judged)
        with pikepdf.open(io.BytesIO(paper.pdf())) as document:
            # two pages of how to mark; a text, a picture, two pages of a PDF; three sheets
            assert len(document.pages) == 2 + 1 + 1 + 2 + 3
            drawn = [image for page in document.pages for image in page.get_images().values() if image.Width > 500]
            assert [max(image.Width, image.Height) for image in drawn] == [1500] * 3
            assert not any("scan.invalid" in str(page.get("/Annots", "")) for page in document.pages)
            assert str(document.docinfo["/Title"]) == "Judging pack"
            assert str(document.Root.Lang) == "en"

    def test_what_cannot_be_printed_is_said_on_the_cover(self, judged):
        page = Page.objects.order_by("pk").first()
        page.file.storage.delete(str(page.file))
        text = " ".join(PdfReader(io.BytesIO(pack(judged).pdf())).pages[0].extract_text().split())
        work = Assignment.objects.get(entry=page.entry)
        assert f"Not in this pack • Work {work.alias}: 1 file that cannot be printed" in text

    def test_nothing_in_it_tells(self, judged, sign_in):
        client = sign_in(judged.places.get().judge)
        desk = client.get(reverse("essays:desk")).content.decode()
        (address,) = re.findall(r"/judging/\d+/pack-1\.pdf", desk)
        response = client.get(address)
        assert response.headers["Content-Disposition"] == 'inline; filename="judging-pack-1.pdf"'
        reader = PdfReader(io.BytesIO(response.content))
        said = " ".join(page.extract_text() for page in reader.pages) + str(reader.metadata)
        for entry in judged.entries.all():
            for secret in (entry.entrant.name, entry.entrant.school.name, entry.slip, str(entry)):
                assert secret not in said

    def test_a_large_pile_is_parted_and_what_is_marked_is_not_printed_again(self, judged, officer):
        works = works_of(judged)
        assert [len(part.works) for part in packs_of(works * 8)] == [10, 10, 4]
        type_in(works[0], officer)
        (part,) = packs_of(works_of(judged))
        assert len(part.works) == 2

    def test_another_judge_and_a_part_that_is_not_there_get_404(self, judged, sign_in):
        place = judged.places.get()
        other = sign_in(UserFactory(roles=[Role.JUDGE]))
        assert other.get(reverse("essays:my-pack", args=[place.pk, 1])).status_code == 404
        assert sign_in(place.judge).get(reverse("essays:my-pack", args=[place.pk, 2])).status_code == 404


class TestTypingIn:
    def test_it_counts_like_what_is_saved_online_and_says_who_typed(self, judged, officer):
        work = works_of(judged)[0]
        sheet = type_in(work, officer, words="Strong. Next: an example.")
        assert (sheet.version, sheet.newest, sheet.finished, sheet.typed_by) == (1, True, True, officer)
        assert [(mark.points, mark.reason) for mark in sheet.marks.all()] == [(4, "from paper")] * 2
        work.refresh_from_db()
        assert (work.state, work.version) == (TaskState.DONE, 1)
        assert Action.objects.get(about_type="essays.assignment", about_id=str(work.pk)).by == officer
        assert [row[0] for row in Outcome.of(judged).inputs["marks"]] == [work.entry_id] * 2
        assert sheet_of(work).typed

    def test_sent_twice_it_is_there_once(self, judged, officer):
        work, key = works_of(judged)[0], uuid4()
        assert type_in(work, officer, key=key) == type_in(work, officer, key=key, base=0)
        assert MarkSheet.objects.count() == 1

    def test_a_slip_of_the_finger_is_mended_and_both_are_kept(self, judged, officer):
        work = works_of(judged)[0]
        type_in(work, officer, 3)
        work.refresh_from_db()
        type_in(work, officer, 5)
        assert [sheet.marks.first().points for sheet in work.sheets.order_by("version")] == [3, 5]
        assert work.sheets.filter(newest=True).count() == 1

    def test_what_the_judge_finished_online_is_never_typed_over(self, judged, officer):
        work = works_of(judged)[0]
        give(work, 2)
        work.refresh_from_db()
        with pytest.raises(ValidationError, match="finished this work online"):
            type_in(work, officer)
        with pytest.raises(ValidationError, match="finished this work online"):
            hand_back_from_paper(assignment=work, reason=RecuseReason.KNOWN, by=officer)
        assert MarkSheet.objects.get().marks.first().points == 2

    def test_what_was_begun_online_meanwhile_is_told_and_stays(self, judged, officer):
        work = works_of(judged)[0]
        give(work, [2, None], finish=False)
        with pytest.raises(StaleSheetError):
            type_in(work, officer, base=0)
        assert MarkSheet.objects.get().typed_by is None

    def test_the_judge_may_still_change_what_was_typed(self, judged, officer):
        work = works_of(judged)[0]
        type_in(work, officer)
        work.refresh_from_db()
        give(work, 5)
        assert [sheet.typed_by for sheet in work.sheets.order_by("version")] == [officer, None]

    def test_points_off_the_scale_missing_points_and_the_wrong_person_are_refused(self, judged, officer):
        work = works_of(judged)[0]
        for points, said in ((9, "takes points from 1 to 5"), (None, "Give points for every criterion")):
            with pytest.raises(ValidationError, match=said):
                type_in(work, officer, points)
        for stranger in (work.place.judge, make_teacher()):
            with pytest.raises(ValidationError):
                type_in(work, stranger)
            with pytest.raises(ValidationError):
                hand_back_from_paper(assignment=work, reason=RecuseReason.KNOWN, by=stranger)
        assert not MarkSheet.objects.exists()

    def test_an_incomplete_paper_is_kept_and_waits(self, judged, officer):
        work = works_of(judged)[0]
        type_in(work, officer, None, finish=False)
        work.refresh_from_db()
        assert (work.state, work.version) == (TaskState.OPEN, 1)
        assert paper_line(work.place).typed == 0

    def test_handed_back_on_paper_it_leaves_the_pile_once(self, judged, officer):
        work = works_of(judged)[0]
        for _time in range(2):
            hand_back_from_paper(assignment=work, reason=RecuseReason.UNREADABLE, by=officer)
        assert (work.state, work.recuse_reason) == (TaskState.RECUSED, "unreadable")
        assert Action.objects.filter(verb="handed back from paper").count() == 1
        assert len(paper_lines(judged)[0].works) == 2


@pytest.mark.django_db(transaction=True)
def test_judge_and_officer_at_once_one_of_them_is_kept(judged, officer):
    work, done, told = works_of(judged)[0], [], []

    def press(act):
        try:
            done.append(act())
        except (ValidationError, DatabaseError) as error:
            told.append(error)
        finally:
            connection.close()

    acts = (lambda: type_in(work, officer, 4), lambda: give(Assignment.objects.get(pk=work.pk), 2, base=0))
    threads = [threading.Thread(target=press, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(done), len(told)) == (1, 1)
    assert MarkSheet.objects.count() == 1


class TestThePages:
    def test_from_code_to_sheet_to_the_next_code(self, judged, officer, sign_in):
        client, work = sign_in(officer), works_of(judged)[0]
        sheets = reverse("essays:sheets", args=[judged.pk])
        opened = client.post(sheets, {"code": f"HTTPS://HAKI.EXAMPLE.ORG/MS/{work.code}"})
        address = reverse("essays:sheet-type", args=[work.place_id, work.alias])
        assert opened.url == address
        page = client.get(address)
        assert "Judge Pack" in page.content.decode()
        assert work.entry.entrant.school.name not in page.content.decode()
        form = page.context["form"]
        data = {"key": form["key"].value(), "base": 0, "points_1": 4, "points_2": 5, "reason_1": "", "words": ""}
        saved = client.post(address, data, follow=True)
        assert saved.redirect_chain == [(sheets, 302)]
        assert "1 of 3 works of Judge Pack are typed in." in saved.content.decode()
        assert "autofocus" in saved.content.decode()

    @pytest.mark.parametrize("wrong", ["", "M1-1", "M0-0-A", "hello", "{code}X", "{other}"])
    def test_a_wrong_code_is_refused(self, judged, officer, sign_in, wrong):
        work = works_of(judged)[0]
        letter = "A" if work.code[-1] != "A" else "B"
        code = wrong.format(code=work.code, other=work.code[:-1] + letter)
        page = sign_in(officer).post(reverse("essays:sheets", args=[judged.pk]), {"code": code})
        assert page.status_code == 422

    @pytest.mark.parametrize("way", ["{}", "{} ", "m{}"])
    def test_small_letters_and_blanks_do_not_matter(self, judged, officer, sign_in, way):
        code = works_of(judged)[0].code
        typed = way.format(code) if way[0] != "m" else code.lower().replace("-", " ")
        assert sign_in(officer).post(reverse("essays:sheets", args=[judged.pk]), {"code": typed}).status_code == 302

    def test_an_entrants_slip_is_no_mark_sheet(self, judged, officer, sign_in):
        slip = judged.entries.first().slip
        page = sign_in(officer).post(reverse("essays:sheets", args=[judged.pk]), {"code": slip})
        assert page.status_code == 422

    def test_a_sheet_that_no_longer_counts_says_so(self, judged, officer, sign_in):
        work = works_of(judged)[0]
        hand_back_from_paper(assignment=work, reason=RecuseReason.KNOWN, by=officer)
        page = sign_in(officer).post(reverse("essays:sheets", args=[judged.pk]), {"code": work.code})
        assert "no longer in that judge" in page.content.decode()

    def test_saved_meanwhile_by_the_judge_it_is_told_and_nothing_overwritten(self, judged, officer, sign_in):
        work = works_of(judged)[0]
        address = reverse("essays:sheet-type", args=[work.place_id, work.alias])
        client = sign_in(officer)
        give(work, [2, None], finish=False)
        data = {"key": uuid4(), "base": 0, "points_1": 4, "points_2": 5, "words": ""}
        for _time in range(2):
            page = client.post(address, data)
            assert page.status_code == 422
            assert "Nothing was overwritten" in page.content.decode()
        give(Assignment.objects.get(pk=work.pk), 3)
        assert "What stands there counts" in client.get(address).content.decode()
        assert not MarkSheet.objects.filter(typed_by__isnull=False).exists()

    def test_the_square_leads_its_judge_to_the_work_and_an_officer_to_typing(self, judged, officer, sign_in):
        work = works_of(judged)[0]
        address = f"/MS/{work.code}"
        assert sign_in(work.place.judge).get(address).url == work.mark_url
        assert sign_in(officer).get(address).url.startswith("/essays/sheets/")
        assert sign_in(UserFactory(roles=[Role.JUDGE])).get(address).status_code == 404

    def test_the_judge_reads_on_the_mark_page_that_it_came_from_paper(self, judged, officer, sign_in):
        work = works_of(judged)[0]
        type_in(work, officer)
        assert "Typed in from your sheet of paper" in sign_in(work.place.judge).get(work.mark_url).content.decode()

    def test_a_tick_at_the_foot_hands_the_work_back(self, judged, officer, sign_in):
        work = works_of(judged)[0]
        sign_in(officer).post(reverse("essays:sheet-back", args=[work.place_id, work.alias]), {"known": ""})
        work.refresh_from_db()
        assert (work.state, work.recuse_reason) == (TaskState.RECUSED, "known")


def test_queries_of_the_page_do_not_grow_with_judges(officer, sign_in, django_assert_max_num_queries):
    competition = CompetitionFactory(marks_per_entry=1)
    for _n in range(6):
        make_entry(competition, make_teacher())
    start_judging(competition, [UserFactory(roles=[Role.JUDGE]) for _n in range(6)], officer)
    client = sign_in(officer)
    with django_assert_max_num_queries(20):
        client.get(reverse("essays:sheets", args=[competition.pk]))


def test_a_work_that_is_only_begun_has_no_sheet(officer):
    competition = CompetitionFactory()
    begin_entry(competition, make_teacher())
    assert paper_lines(competition) == []
