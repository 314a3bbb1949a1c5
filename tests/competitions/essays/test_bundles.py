"""A pile of posted paper: each page finds its entry by its slip, in order; the rest is sorted by hand; names are not kept."""

import io
from uuid import uuid4

import pikepdf
import pytest
import segno
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from competitions.essays.choices import BundleState, EntryState, SheetState
from competitions.essays.models import Bundle, BundleSheet, Entry, HeadCertificate, Page
from competitions.essays.pdf import cover_slips
from competitions.essays.services import bundles as service
from competitions.essays.services.bundles import (
    read_bundle,
    read_slip,
    resume_bundles,
    send_bundle,
    slip_text,
    sort_sheet,
)
from tests.core.test_scans import written
from tests.factories.essays import CompetitionFactory, begin_entry, make_entry, make_teacher
from tests.factories.workshops import make_levels

pytestmark = pytest.mark.django_db


def paper(text="", *, turned=0, seed=1) -> Image.Image:
    """A written A4 page with a slip at its foot."""
    page = written((1000, 1414), seed=seed)
    if text:
        out = io.BytesIO()
        segno.make(text, error="m", micro=False).save(out, kind="png", scale=4, border=4)
        page.paste(Image.open(out).convert("RGB"), (60, 1250))
    return page.rotate(turned, expand=True)


def pile(*pages, name="pile.pdf") -> SimpleUploadedFile:
    out = io.BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=120)
    return SimpleUploadedFile(name, out.getvalue())


@pytest.fixture
def competition():
    return CompetitionFactory()


@pytest.fixture
def entries(competition):
    return [begin_entry(competition, make_teacher(), text="", name=f"Zuhura {n}") for n in range(3)]


def read(competition, officer, *files) -> Bundle:
    bundle = send_bundle(competition=competition, files=files, key=uuid4(), by=officer)
    read_bundle.func(bundle.pk)
    bundle.refresh_from_db()
    return bundle


class TestSlip:
    def test_a_slip_of_the_pen_is_seen(self, entries):
        text = slip_text(entries[0], 3)
        assert read_slip(text) == (entries[0].competition_id, entries[0].number, 3)
        assert read_slip(text.replace(f"-{entries[0].number}-", "-7-")) is None
        assert read_slip("https://example.org") is None

    def test_the_paper_has_the_name_once_and_codes_that_can_be_read(self, competition, entries):
        with pikepdf.open(io.BytesIO(cover_slips(competition, entries[:1]).pdf())) as pdf:
            assert len(pdf.pages) == 1


class TestRead:
    def test_pages_find_their_entries_in_order_and_the_cover_is_not_kept(self, competition, entries, officer):
        one, two = entries[:2]
        bundle = read(
            competition,
            officer,
            pile(
                paper(slip_text(one, 0)),
                paper(slip_text(one, 2), seed=2),
                paper(slip_text(one, 1), turned=180, seed=3),
                paper(slip_text(two, 0)),
                paper(slip_text(two, 1), turned=90, seed=4),
                paper(seed=5),
            ),
        )
        assert (bundle.state, bundle.done, bundle.total) == (BundleState.READ, 6, 6)
        states = [sheet.state for sheet in bundle.sheets.all()]
        assert states == ["cover", "filed", "filed", "cover", "filed", "open"]
        assert [(p.order, p.entry_id) for p in Page.objects.order_by("entry", "order")] == [
            (1, one.pk), (2, one.pk), (1, two.pk),
        ]  # fmt: skip
        sheets = {sheet.order: sheet for sheet in bundle.sheets.all()}
        assert one.pages.get(order=1).print == sheets[3].print
        assert not sheets[1].file
        assert sheets[6].likely == two
        with two.pages.get().file.open("rb") as kept:
            assert Image.open(kept).size == (1415, 2000)  # upright again
        assert not bundle.parts.exists()

    def test_pictures_work_too_and_read_twice_nothing_is_there_twice(self, competition, entries, officer):
        out = io.BytesIO()
        paper(slip_text(entries[0], 1)).save(out, "HEIF")
        bundle = read(competition, officer, SimpleUploadedFile("a.heic", out.getvalue()))
        assert entries[0].pages.count() == 1
        assert read_bundle.func(bundle.pk) == "taken"
        Bundle.objects.update(
            state=BundleState.READING, touched_at=timezone.now() - timezone.timedelta(hours=1), done=0
        )
        assert resume_bundles() == 1
        assert entries[0].pages.count() == 1

    def test_what_does_not_fit_waits_for_a_hand_with_a_sentence(self, competition, entries, officer):
        elsewhere = begin_entry(CompetitionFactory(), make_teacher(), text="")
        done = make_entry(competition, make_teacher())
        bundle = read(
            competition,
            officer,
            pile(
                paper(slip_text(elsewhere, 1)),
                paper(slip_text(done, 1)),
                paper(slip_text(entries[0], 1)),
                paper(slip_text(entries[0], 1), seed=9),
                Image.new("RGB", (1000, 1414), "white"),
            ),
        )
        said = [(sheet.state, sheet.problem) for sheet in bundle.sheets.all()]
        assert said[0] == ("open", "This slip belongs to no entry of this competition.")
        assert said[1] == ("open", f"{done} takes no more pages.")
        assert said[2] == ("filed", "")
        assert said[3] == ("open", "This page is here twice.")
        assert said[4] == ("aside", "Nothing seems to be written on it.")

    def test_a_page_that_cannot_be_drawn_is_sorted_by_hand(self, competition, officer):
        pdf, out = pikepdf.open(pile(paper(), paper(seed=2))), io.BytesIO()
        pdf.Root.Pages.Kids[0] = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Nothing))
        pdf.save(out)
        bundle = read(competition, officer, SimpleUploadedFile("a.pdf", out.getvalue()))
        first, second = bundle.sheets.all()
        assert "no picture" in first.problem
        assert "No slip" in second.problem

    def test_nor_a_pile_that_cannot_be_opened(self, competition, officer, monkeypatch):
        def refuse(_file, pages):
            raise ValidationError("no")

        monkeypatch.setattr(service, "draw_pages", refuse)
        bundle = read(competition, officer, pile(paper(), paper(seed=2)))
        assert bundle.state == BundleState.READ
        assert ["no picture" in sheet.problem for sheet in bundle.sheets.all()] == [True, True]


class TestPages:
    @pytest.fixture
    def desk(self, officer, sign_in):
        return sign_in(officer)

    def many(self, count):
        pdf, out = pikepdf.new(), io.BytesIO()
        for _n in range(count):
            pdf.add_blank_page()
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        pdf.save(out)
        return SimpleUploadedFile("a.pdf", out.getvalue())

    @pytest.mark.parametrize(
        ("file", "says"),
        [
            (lambda self: self.many(301), "301 pages; at most 300"),
            (lambda self: SimpleUploadedFile("a.pdf", b"%PDF-1.7 nothing"), "damaged"),
            (lambda self: SimpleUploadedFile("a.pdf", b"MZ"), "not a picture we can use"),
            (lambda self: SimpleUploadedFile("a.pdf", b""), "empty"),
        ],
    )
    def test_a_bad_pile_is_refused_with_a_sentence(self, desk, competition, file, says):
        url = reverse("essays:bundles", args=[competition.pk])
        response = desk.post(url, {"key": uuid4(), "files": file(self)})
        assert response.status_code == 422
        assert says in response.content.decode()
        assert not Bundle.objects.exists()

    def test_three_hundred_pages_are_taken_and_scripts_are_not(self, desk, competition):
        url, key = reverse("essays:bundles", args=[competition.pk]), uuid4()
        for _n in range(2):
            assert desk.post(url, {"key": key, "files": self.many(300)}).status_code == 302
        bundle = Bundle.objects.get()
        assert bundle.total == 300
        with bundle.parts.get().raw.open("rb") as kept:
            assert b"JavaScript" not in kept.read()
        assert "Bundle" in desk.get(url).content.decode()

    def test_what_could_not_be_read_is_sorted_by_hand(
        self, desk, competition, entries, officer, django_capture_on_commit_callbacks
    ):
        bundle = read(competition, officer, pile(paper(slip_text(entries[0], 1)), paper(), paper(seed=2)))
        page = desk.get(bundle.get_absolute_url()).content.decode()
        assert "2 pages wait for a hand" in page
        assert "Zuhura" not in page
        url = reverse("essays:sheet-sort", args=[bundle.pk, 2])
        form = desk.get(url).content.decode()
        assert f'value="{entries[0].pk}" selected' in form
        assert "Zuhura" not in form
        kept = bundle.sheets.get(order=2).file
        assert desk.get(reverse("essays:sheet-picture", args=[bundle.pk, 2])).status_code == 200
        with django_capture_on_commit_callbacks(execute=True):
            response = desk.post(url, {"entry": entries[0].pk})
        assert response.headers["Location"] == reverse("essays:sheet-sort", args=[bundle.pk, 3])
        assert [page.order for page in entries[0].pages.all()] == [1, 2]
        assert not kept.storage.exists(str(kept))
        desk.post(reverse("essays:sheet-sort", args=[bundle.pk, 3]), {"entry": ""})
        assert BundleSheet.objects.get(order=3).state == SheetState.ASIDE
        assert desk.post(url, {"entry": 999_999}).status_code == 422

    def test_filed_twice_is_filed_once(self, competition, entries, officer):
        bundle = read(competition, officer, pile(paper()))
        sheet = bundle.sheets.get()
        for _n in range(2):
            sort_sheet(sheet=sheet, entry=entries[0], by=officer)
        assert entries[0].pages.count() == 1
        with pytest.raises(ValidationError, match="filed already"):
            sort_sheet(sheet=sheet, entry=entries[1], by=officer)
        with pytest.raises(ValidationError):
            sort_sheet(sheet=sheet, entry=entries[0], by=make_teacher())


class TestSchool:
    def lines(self, levels, count, **more):
        fields = {"key": str(uuid4()), **more}
        for n in range(8):
            fields |= {f"name_{n}": f"Zuhura {n}" if n < count else "", f"class_{n}": levels[0].pk}
            fields |= {f"sex_{n}": "girl", f"language_{n}": "en"}
        return fields

    def test_eight_entrants_are_listed_once_and_their_papers_print(self, competition, sign_in):
        teacher, levels = make_teacher(), make_levels()
        school = teacher.memberships.first().school
        client, url = sign_in(teacher), reverse("essays:school-desk", args=[competition.pk, school.pk])
        fields = self.lines(levels, 8)
        for _n in range(2):
            assert client.post(url, fields).status_code == 302
        assert Entry.objects.filter(entrant__school=school, state=EntryState.DRAFT).count() == 8
        assert "Zuhura 7" in client.get(url).content.decode()
        for name in ("slips", "head-paper"):
            paper = client.get(reverse(f"essays:{name}", args=[competition.pk, school.pk]))
            assert paper.headers["Content-Type"] == "application/pdf"
            assert "Zuhura" not in str(paper.headers)

    def test_quota_class_and_nobody_are_refused(self, competition, sign_in, officer):
        school, levels = make_teacher().memberships.first().school, make_levels()
        client, url = sign_in(officer), reverse("essays:school-desk", args=[competition.pk, school.pk])
        assert "at least one learner" in client.post(url, self.lines(levels, 0)).content.decode()
        competition.quota = 2
        competition.save()
        response = client.post(url, self.lines(levels, 3))
        assert (response.status_code, "at most 2 works" in response.content.decode()) == (422, True)
        assert not Entry.objects.exists()
        competition.class_levels.set([levels[1]])
        with pytest.raises(ValidationError, match="This competition is for"):
            begin_entry(competition, officer, school=school)

    def test_an_officer_enters_for_a_school_and_the_head_teacher_certifies(self, competition, sign_in, officer):
        school, levels = make_teacher().memberships.first().school, make_levels()
        client = sign_in(officer)
        assert school.name in client.get(reverse("essays:choose-school", args=[competition.pk])).content.decode()
        client.post(reverse("essays:school-desk", args=[competition.pk, school.pk]), self.lines(levels, 1))
        assert Entry.objects.get().entered_by == officer
        url = reverse("essays:head-certificate", args=[competition.pk, school.pk])
        for _n in range(2):
            out = io.BytesIO()
            written().save(out, "JPEG")
            assert client.post(url, {"paper": SimpleUploadedFile("Akinyi.jpg", out.getvalue())}).status_code == 302
        assert HeadCertificate.objects.get().school == school
        bad = client.post(url, {"paper": SimpleUploadedFile("a.jpg", b"MZ nothing")})
        assert bad.status_code == 422
