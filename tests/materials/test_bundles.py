"""Bundles, ready-made PDFs, EPUBs, opinions, numbers, short addresses: services and pages."""

import hashlib
import io
import re
import zipfile
from datetime import date

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from pypdf import PdfReader

from accounts.choices import Role
from accounts.sms import plain, segments
from materials import pdf
from materials.choices import Kind
from materials.models import Download, Edition, Opinion, PrintedForm
from materials.reports import never_taken, opinions_of
from materials.services.bundles import pack_bundle
from materials.services.opinions import give_opinion, moderate_opinion
from materials.services.publishing import offer_edition, publish_edition
from materials.services.ready import drop_ready_pdf, take_ready_pdf
from schools.models import CalendarVersion, Term
from tests.core.test_epub import check_epub
from tests.factories.materials import (
    DownloadFactory,
    EditionFactory,
    OpinionFactory,
    PictureFactory,
    SectionFactory,
    TitleFactory,
    published,
)
from tests.factories.schools import MembershipFactory, SchoolFactory

pytestmark = pytest.mark.django_db


def pdf_upload(colour="teal", size=(600, 850), **made) -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "PDF", resolution=72, title="secret title", **made)
    return SimpleUploadedFile("x.pdf", out.getvalue(), "application/pdf")


def hostile_upload() -> SimpleUploadedFile:
    """A page of text that runs a script, opens a program and carries a file."""
    out = io.BytesIO()
    with pikepdf.new() as made:
        page = made.add_blank_page(page_size=(420, 595))
        page.Contents = made.make_stream(b"BT ET")
        made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        made.attachments["x.exe"] = b"MZ"
        made.docinfo["/Author"] = "Somebody"
        made.save(out)
    return SimpleUploadedFile("x.pdf", out.getvalue(), "application/pdf")


def read(file) -> bytes:
    with file.open("rb") as opened:
        return opened.read()


def packed(editions) -> bytes:
    with pack_bundle(editions=editions, language="en") as file:
        return file.read()


class TestEpub:
    def test_a_booklet_becomes_a_valid_book(self):
        edition = EditionFactory(title=TitleFactory(code="HAKI1"), language="sw", subtitle="Kwa & kwa")
        PictureFactory(edition=edition)
        for n, kind in enumerate((Kind.FRONT, Kind.CHAPTER, Kind.GLOSSARY, Kind.BACK), 1):
            SectionFactory(edition=edition, order=n, kind=kind, text='![](1 "Mti")\n\n::: questions\n1. Nani?\n:::')
        book = check_epub(pdf.epub(edition), title=edition.name, language="sw")
        assert "Maswali ya majadiliano" in book.read("EPUB/page-2.xhtml").decode()
        assert pdf.epub(edition) == pdf.epub(Edition.objects.get(pk=edition.pk))

    def test_it_is_downloaded_with_its_own_type(self, as_role):
        edition = published(title=TitleFactory(code="RIGHTS3"), number=2)
        answer = as_role(Role.TEACHER).get(reverse("materials:download", args=[edition.pk, "book"]))
        assert answer["Content-Type"] == "application/epub+zip"
        assert 'filename="RIGHTS3-en-2.epub"' in answer["Content-Disposition"]


class TestParts:
    def test_front_matter_glossary_and_back_cover_print(self):
        edition = EditionFactory()
        for n, (kind, words) in enumerate([(1, "Sources and thanks"), (2, "Text"), (3, "Words"), (4, "Behind")], 1):
            SectionFactory(edition=edition, order=n, kind=kind, heading=f"Part {n}", text=words)
        pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf.booklet(edition, "a5").pdf())).pages]
        assert "Sources and thanks" in pages[1]
        assert "Contents" in pages[2]
        assert "Part 3" in pages[2]
        assert "Part 4" not in pages[2]
        assert "Behind" in pages[-1]

    def test_a_back_cover_has_an_end(self):
        edition = SectionFactory().edition
        SectionFactory(edition=edition, kind=Kind.BACK, text="x" * 701)
        assert "The back cover has room for 700 characters." in edition.what_is_missing()

    def test_large_print_sets_nothing_below_18_points(self):
        edition = EditionFactory(subtitle="A line")
        text = "## One\n\nText\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n::: quote Source\nWords\n:::\n\n::: key\nIdea\n:::"
        SectionFactory(edition=edition, text=text)
        sizes, size = set(), 0.0
        with pikepdf.open(io.BytesIO(pdf.booklet(edition, "large").pdf())) as opened:
            for page in opened.pages[1:-1]:
                for operands, operator in pikepdf.parse_content_stream(page):
                    if str(operator) == "Tf":
                        size = float(operands[1])
                    elif str(operator) in ("Tj", "TJ") and str(operands[0]).strip():
                        sizes.add(size)
        assert min(sizes) >= 18


class TestReady:
    def test_it_is_cleaned_thumbnailed_and_published_as_it_is(self, officer, director, as_role):
        edition = take_ready_pdf(edition=EditionFactory(), upload=pdf_upload(), by=officer)
        assert edition.ready_pages == 1
        with pikepdf.open(io.BytesIO(read(edition.ready))) as kept:
            assert "/Info" not in kept.trailer
        with Image.open(io.BytesIO(read(edition.thumbnail))) as cover:
            assert cover.getpixel((50, 50))[0] < 20  # the picture that fills the first page
        offer_edition(edition=edition, by=officer)
        edition = Edition.objects.get(pk=edition.pk)
        publish_edition(edition=edition, printing=pdf.print_edition(edition), by=director)
        assert [printed.form for printed in edition.printed.all()] == ["ready"]
        client = as_role(Role.TEACHER)
        assert edition.thumbnail_url in client.get(edition.booklet_url).content.decode()
        answer = client.get(reverse("materials:download", args=[edition.pk, "ready"]))
        assert b"".join(answer.streaming_content).startswith(b"%PDF")
        answer = client.get(edition.thumbnail_url)
        assert answer["Content-Type"] == "image/jpeg"
        assert b"".join(answer.streaming_content).startswith(b"\xff\xd8")

    def test_a_hostile_one_is_made_harmless_and_gets_a_drawn_cover(self, officer):
        edition = take_ready_pdf(edition=EditionFactory(), upload=hostile_upload(), by=officer)
        data = read(edition.ready)
        for word in (b"JavaScript", b"app.alert", b"x.exe", b"Somebody"):
            assert word not in data
        with Image.open(io.BytesIO(read(edition.thumbnail))) as cover:
            assert cover.size == (600, 850)

    @pytest.mark.parametrize("data", [b"", b"MZ", b"%PDF-1.7 broken", b"<svg/>"])
    def test_what_is_no_pdf_is_refused(self, as_role, data):
        url = reverse("materials:ready-add", args=[EditionFactory().pk])
        told = {"upload": SimpleUploadedFile("x.pdf", data, "application/pdf")}
        assert as_role(Role.OFFICER).post(url, told).status_code == 422

    def test_it_is_taken_back_with_its_files(self, officer, django_capture_on_commit_callbacks):
        edition = take_ready_pdf(edition=EditionFactory(), upload=pdf_upload(), by=officer)
        names = [edition.ready.name, edition.thumbnail.name]
        with django_capture_on_commit_callbacks(execute=True):
            edition = drop_ready_pdf(edition=edition, by=officer)
        assert not edition.ready
        assert not any(default_storage.exists(name) for name in names)


class TestBundle:
    def test_it_works_from_a_stick_and_has_the_same_bytes(self):
        edition = EditionFactory(title=TitleFactory(code="RIGHTS1"), number=1)
        PictureFactory(edition=edition)
        for n in (1, 2):
            SectionFactory(edition=edition, order=n, text="![](1)\n\n<script>x</script>")
        Edition.objects.filter(pk=edition.pk).update(status="current", published_at=timezone.now())
        other = published(title=TitleFactory(code="RIGHTS2"), language="sw")
        editions = [Edition.objects.get(pk=pk) for pk in (edition.pk, other.pk)]
        data = packed(editions)
        assert data == packed(editions)
        archive = zipfile.ZipFile(io.BytesIO(data))
        names = set(archive.namelist())
        for name in [n for n in names if n.endswith(".html")]:
            page, folder = archive.read(name).decode(), name.rpartition("/")[0]
            assert "<script" not in page
            assert "<style>" in page
            for target in re.findall(r'(?:href|src)="([^"#]+)', page):
                path = "/".join([folder, target])
                while "/../" in path:
                    path = re.sub(r"[^/]+/\.\./", "", path, count=1)
                assert path in names, target
        assert "booklets/RIGHTS1-en-1/picture-1.jpg" in names
        assert f"booklets/RIGHTS2-sw-{other.number}/RIGHTS2-sw-{other.number}.epub" in names
        for line in archive.read("booklets/checksums.txt").decode().splitlines():
            digest, name = line.split("  ")
            assert hashlib.sha256(archive.read(f"booklets/{name}")).hexdigest() == digest

    def test_a_broken_download_goes_on_with_the_same_bytes(self, sign_in):
        editions, member = [published(), published()], MembershipFactory()
        client = sign_in(member.user)
        url = reverse("materials:bundle-file") + "?" + "&".join(f"edition={e.pk}" for e in editions)
        first = client.get(url)
        assert first["Content-Type"] == "application/zip"
        whole = b"".join(first.streaming_content)
        rest = client.get(url, headers={"range": "bytes=1000-", "if-range": first["ETag"]})
        assert rest.status_code == 206
        assert whole[:1000] + b"".join(rest.streaming_content) == whole
        assert Download.objects.filter(form="bundle", school=member.school).count() == 2

    @pytest.mark.parametrize("query", ["", "?edition=x", "?edition=999999", "?edition=٣", "?edition=99999999999999"])
    def test_nothing_chosen_goes_back_with_a_sentence(self, as_role, query):
        answer = as_role(Role.TEACHER).get(reverse("materials:bundle-file") + query, follow=True)
        assert "Choose at least one booklet" in answer.content.decode()

    def test_drafts_and_withdrawn_ones_are_not_packed(self, as_role):
        draft = EditionFactory()
        answer = as_role(Role.OFFICER).get(reverse("materials:bundle-file"), {"edition": draft.pk})
        assert answer.status_code == 302

    def test_the_titles_of_a_term(self, as_role, director):
        today = timezone.localdate()
        version = CalendarVersion.objects.create(
            year=today.year, number=9, effective_from=date(today.year, 1, 1), published_by=director
        )
        begun = date(today.year, 1, 1)
        term = Term.objects.create(version=version, number=1, first=begun, last=today)
        published(title=TitleFactory(name="Of this term"))
        published(title=TitleFactory(name="Long ago"), days_ago=800)
        client, url = as_role(Role.TEACHER), reverse("materials:bundle")
        page = client.get(url, {"term": term.pk}).content.decode()
        assert "Of this term" in page
        assert "Long ago" not in page
        assert "Long ago" in client.get(url, {"term": "nonsense"}).content.decode()


class TestOpinions:
    def test_a_comment_is_shown_after_it_was_read_and_without_a_name(self, sign_in, as_role, officer, person):
        edition, teacher = published(), person(Role.TEACHER, name="Kiprono Cheruiyot")
        client, url = sign_in(teacher), reverse("materials:opinion-give", args=[edition.pk])
        client.post(url, {"stars": 4, "comment": "The questions helped."})
        page = client.get(edition.booklet_url).content.decode()
        assert "4.0 of 5 stars, from 1 person" in page
        assert "The questions helped." not in page
        desk = sign_in(officer)
        assert "1 comment on a booklet to read" in desk.get("/today/").content.decode()
        listed = desk.get(reverse("materials:opinion-list")).content.decode()
        assert "The questions helped." in listed
        assert "Kiprono" not in listed
        moderate = reverse("materials:opinion-moderate", args=[Opinion.objects.get().pk])
        desk.post(moderate, {"state": "shown", "comment": "The questions helped."})
        page = as_role(Role.TEACHER).get(edition.booklet_url).content.decode()
        assert "The questions helped." in page
        assert "Kiprono" not in page

    def test_another_opinion_takes_the_place_of_the_first_and_is_read_again(self, officer, person):
        edition, teacher = published(), person(Role.TEACHER)
        first = give_opinion(edition=edition, stars=5, comment="Good", by=teacher)
        moderate_opinion(opinion=first, state="shown", comment="Good", by=officer)
        assert give_opinion(edition=edition, stars=3, comment="Good", by=teacher).state == "shown"
        again = give_opinion(edition=edition, stars=1, comment="Bad", by=teacher)
        assert (again.pk, again.state) == (first.pk, "waiting")
        with pytest.raises(ValidationError, match="Read it again"):
            moderate_opinion(opinion=again, state="shown", comment="Good", by=officer)
        assert opinions_of(edition).n == 1

    @pytest.mark.parametrize("told", [{}, {"stars": 9}, {"stars": 0}, {"stars": 3, "comment": "x" * 700}])
    def test_bad_words_are_refused(self, as_role, told):
        url = reverse("materials:opinion-give", args=[published().pk])
        assert as_role(Role.TEACHER).post(url, told).status_code == 422

    def test_only_teachers_and_facilitators_have_one(self, officer):
        with pytest.raises(ValidationError, match="role"):
            give_opinion(edition=published(), stars=5, by=officer)

    def test_nonsense_from_the_list_is_refused(self, as_role):
        opinion = OpinionFactory(edition=published())
        url = reverse("materials:opinion-moderate", args=[opinion.pk])
        as_role(Role.OFFICER).post(url, {"state": "waiting", "comment": opinion.comment})
        opinion.refresh_from_db()
        assert opinion.state == "waiting"


class TestNumbers:
    def test_each_figure_opens_to_its_rows(self, as_role):
        edition, school = published(), SchoolFactory()
        for form in ("phone", "phone", "book"):
            DownloadFactory(edition=edition, school=school, form=form)
        DownloadFactory(edition=published(language="sw"), form="a4")
        unused = published(title=TitleFactory(name="Nobody took it"))
        client = as_role(Role.VIEWER)
        answer = client.get(reverse("materials:numbers"))
        cuts = answer.context["cuts"]
        assert [cut.words for cut in cuts] == [
            f"By {what}" for what in ("edition", "form", "language", "county", "school", "day")
        ]
        for cut in cuts:
            assert sum(part.times for part in cut.parts) == 4
            for part in cut.parts:
                listed = client.get(f"{reverse('materials:download-list')}?{part.query}")
                assert listed.context["count"] == part.times, part
        assert list(never_taken()) == [unused]
        assert "Nobody took it" in answer.content.decode()

    def test_neither_person_nor_address_is_kept(self):
        assert {f.name for f in Download._meta.get_fields()} == {"id", "edition", "form", "school", "day"}


class TestShortWords:
    def test_what_is_passed_on_fits_one_sms(self, settings):
        settings.SITE_URL = "https://haki.programme.example.org"
        edition = EditionFactory(title=TitleFactory(code="A" * 12), name="Ĩ“" * 40)
        assert len(edition.share_words) <= 160
        assert segments(plain(edition.share_words)) == 1
        assert edition.share_words.endswith("/m/AAAAAAAAAAAA")

    def test_the_links_are_plain(self, as_role):
        edition = published(title=TitleFactory(name="Rights & duties", code="RIGHTS3"))
        page = as_role(Role.TEACHER).get(edition.booklet_url).content.decode()
        assert 'href="https://wa.me/?text=Rights%20%26%20duties%3A%20' in page
        assert 'href="sms:?body=Rights%20%26%20duties%3A%20' in page


def test_every_kept_form_is_sent(as_role):
    edition, client = published(), as_role(Role.TEACHER)
    for printed in PrintedForm.objects.filter(edition=edition):
        answer = client.get(printed.url)
        assert len(b"".join(answer.streaming_content)) == printed.size
