"""Pages about booklets: they work, refuse the wrong person, refuse bad input."""

import io
import re

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.choices import Role
from materials.models import Download, Edition, Section, Title
from materials.services.publishing import withdraw_edition
from tests.factories.materials import (
    DownloadFactory,
    EditionFactory,
    PictureFactory,
    SectionFactory,
    TitleFactory,
    picture_upload,
    published,
)
from tests.factories.schools import MembershipFactory, SchoolFactory

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 " + bytes(range(256)) * 800


class TestReading:
    def test_the_library_shows_what_is_current(self, as_role):
        current = published(title=TitleFactory(name="Rights today"))
        published(title=TitleFactory(name="Archived", archived=True))
        EditionFactory(title=TitleFactory(name="Only a draft"))
        page = as_role(Role.TEACHER).get(reverse("materials:library")).content.decode()
        assert current.name in page
        assert "Archived" not in page
        assert "Only a draft" not in page
        assert "Write and publish" not in page

    def test_an_empty_library_says_what_will_stand_there(self, as_role):
        assert "No booklet yet" in as_role(Role.JUDGE).get(reverse("materials:library")).content.decode()

    def test_it_filters_by_language_and_word(self, as_role):
        published(title=TitleFactory(name="In English"))
        published(title=TitleFactory(name="Kwa Kiswahili"), language="sw")
        client = as_role(Role.TEACHER)
        page = client.get(reverse("materials:library"), {"language": "sw"}).content.decode()
        assert "Kwa Kiswahili" in page
        assert "In English" not in page
        assert "Nothing matches" in client.get(reverse("materials:library"), {"q": "nowhere"}).content.decode()

    def test_a_chapter_is_small_plain_and_leads_on(self, as_role):
        edition = EditionFactory()
        for n in (1, 2, 3):
            SectionFactory(edition=edition, order=n, text="Every person has dignity. " * 690)
        page = self.read(as_role, edition, 2)
        assert len(page) < 40_000
        assert "<script>" not in page
        assert 'rel="prev"' in page
        assert 'rel="next"' in page

    @staticmethod
    def read(as_role, edition, order):
        Edition.objects.filter(pk=edition.pk).update(status="current", published_at="2026-01-01T00:00Z")
        return as_role(Role.TEACHER).get(reverse("materials:chapter", args=[edition.pk, order])).content.decode()

    def test_a_script_in_a_booklet_is_only_text(self, as_role):
        edition = SectionFactory(order=1, text="<script>alert(1)</script> ![](file:///etc/passwd)").edition
        page = self.read(as_role, edition, 1)
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page
        assert "<img" not in page

    def test_there_is_no_such_chapter(self, as_role):
        client, edition = as_role(Role.TEACHER), published()
        assert client.get(reverse("materials:chapter", args=[edition.pk, 99])).status_code == 404
        assert client.get(reverse("materials:booklet", args=[9999])).status_code == 404

    def test_a_withdrawn_edition_says_why_and_gives_nothing(self, as_role, officer):
        edition = withdraw_edition(edition=published(), reason="The law changed.", by=officer)
        client = as_role(Role.TEACHER)
        page = client.get(edition.booklet_url).content.decode()
        assert "The law changed." in page
        assert "Take it along" not in page
        assert client.get(reverse("materials:download", args=[edition.pk, "phone"])).status_code == 404
        assert client.get(reverse("materials:chapter", args=[edition.pk, 1])).status_code == 404

    def test_an_old_edition_leads_to_the_new_one(self, as_role):
        old = published()
        Edition.objects.filter(pk=old.pk).update(status="superseded")
        new = published(title=old.title, number=50)
        page = as_role(Role.TEACHER).get(old.booklet_url).content.decode()
        assert "There is a newer edition" in page
        assert new.booklet_url in page

    def test_a_picture_is_shown_to_readers_once_it_is_published(self, as_role):
        picture = PictureFactory()
        url = reverse("materials:picture", args=[picture.edition_id, 1])
        teacher = as_role(Role.TEACHER)
        assert teacher.get(url).status_code == 404
        Edition.objects.update(status="current", published_at="2026-01-01T00:00Z")
        answer = teacher.get(url)
        assert answer["Content-Type"] == "image/jpeg"
        assert b"".join(answer.streaming_content).startswith(b"\xff\xd8")


class TestShortAddress:
    def test_it_leads_to_the_edition_in_the_readers_language(self, sign_in, person):
        title = TitleFactory(code="RIGHTS3")
        english, kiswahili = published(title=title), published(title=title, language="sw")
        for language, edition in (("en", english), ("sw", kiswahili)):
            client = sign_in(person(Role.TEACHER, language=language))
            assert client.get("/m/rights3").headers["Location"] == edition.booklet_url

    def test_who_is_not_signed_in_comes_back_after_it(self, client):
        published(title=TitleFactory(code="RIGHTS3"))
        assert client.get("/m/RIGHTS3").headers["Location"] == "/sign-in/?next=/m/RIGHTS3"

    @pytest.mark.parametrize("code", ["NOTHING", "DRAFT1", "x" * 200])
    def test_nothing_there(self, as_role, code):
        EditionFactory(title=TitleFactory(code="DRAFT1"))
        assert as_role(Role.TEACHER).get(f"/m/{code}").status_code == 404


class TestDownload:
    def url(self, edition, form="phone"):
        return reverse("materials:download", args=[edition.pk, form])

    def test_a_broken_download_is_resumed_and_counted_once(self, sign_in):
        edition, member = published(pdf=PDF, title=TitleFactory(code="RIGHTS3"), number=2), MembershipFactory()
        client = sign_in(member.user)
        first = client.get(self.url(edition), headers={"accept-encoding": "gzip"})
        assert first.headers["Content-Disposition"] == 'attachment; filename="RIGHTS3-en-2-phone.pdf"'
        assert "Content-Encoding" not in first.headers
        begun = b"".join(first.streaming_content)[:70_000]
        rest = client.get(
            self.url(edition),
            headers={"range": f"bytes={len(begun)}-", "if-range": first["ETag"], "accept-encoding": "gzip"},
        )
        assert rest.status_code == 206
        assert "Content-Encoding" not in rest.headers
        assert begun + b"".join(rest.streaming_content) == PDF
        assert client.get(self.url(edition), headers={"if-none-match": first["ETag"]}).status_code == 304
        assert client.head(self.url(edition)).status_code == 200
        assert Download.objects.get().school == member.school

    def test_no_other_form_and_no_draft(self, as_role):
        client = as_role(Role.TEACHER)
        assert client.get(f"/materials/{published().pk}/epub.pdf").status_code == 404
        assert client.get(self.url(EditionFactory())).status_code == 404

    def test_the_list_exports_and_a_formula_stays_text(self, as_role):
        school = SchoolFactory(name='=HYPERLINK("http://evil.example")')
        DownloadFactory(edition=published(title=TitleFactory(name="+1+cmd")), school=school)
        client = as_role(Role.VIEWER)
        answer = client.get(reverse("materials:download-list"), {"export": "csv"})
        text = b"".join(answer.streaming_content).decode()
        assert "\"'=HYPERLINK(" in text
        assert "'+1+cmd" in text
        answer = client.get(reverse("materials:download-list"), {"export": "xlsx"})
        sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
        assert sheet["D2"].data_type == "s"

    def test_the_sums_follow_the_filters(self, as_role):
        edition = published()
        DownloadFactory(edition=edition, school=SchoolFactory(name="Alliance"))
        DownloadFactory(edition=edition, school=SchoolFactory(name="Moi"), form="a4")
        page = as_role(Role.OFFICER).get(reverse("materials:download-list"), {"q": "alliance"})
        assert [(row.form, row.times) for row in page.context["sums"]] == [("For the phone", 1)]


class TestDesk:
    def test_bad_words_about_a_title_are_refused(self, as_role):
        TitleFactory(code="TAKEN1")
        client = as_role(Role.OFFICER)
        for told, says in (
            ({"name": "x", "code": "taken1"}, "Another title has this code"),
            ({"name": "x", "code": "no good"}, "capital letters or digits"),
            ({"name": "", "code": "FINE1"}, "This field is required"),
            ({"name": "x" * 90, "code": "FINE1"}, "at most 80"),
        ):
            answer = client.post(reverse("materials:title-add"), told)
            assert answer.status_code == 422
            assert says in answer.content.decode()
        assert Title.objects.count() == 1

    def test_a_title_is_changed_and_taken_out(self, as_role):
        title = published().title
        told = {"name": "New name", "code": title.code, "archived": "on"}
        client = as_role(Role.OFFICER)
        client.post(reverse("materials:title-change", args=[title.pk]), told)
        assert "New name" in client.get(reverse("materials:title-list"), {"offered": "no"}).content.decode()
        assert "No booklet yet" in client.get(reverse("materials:library")).content.decode()

    def test_two_editors_lose_nothing(self, as_role):
        section = SectionFactory(heading="Dignity", text="one\ntwo")
        url = reverse("materials:section-change", args=[section.pk])
        first, second = as_role(Role.OFFICER), as_role(Role.DIRECTOR)
        told = {"heading": "Dignity", "version": 1, "key": section.key}
        assert first.post(url, {**told, "text": "one\ntwo\nby the first"}).status_code == 302
        answer = second.post(url, {**told, "text": "one\ntwo\nby the second"})
        page = answer.content.decode()
        assert answer.status_code == 422
        lines = re.findall(r'<div class="(theirs|mine)">(.*?)</div>', page)
        assert [(tone, " ".join(re.sub("<[^>]+>", "", line).split())) for tone, line in lines] == [
            ("theirs", "− only before: by the first"),
            ("mine", "+ only after: by the second"),
        ]
        assert "one\ntwo\nby the second</textarea>" in page
        assert Section.objects.get().text == "one\ntwo\nby the first"
        version = answer.context["form"]["version"].value()
        second.post(url, {**told, "version": version, "text": "one\ntwo\nby both"})
        assert Section.objects.get().text == "one\ntwo\nby both"

    def test_an_over_long_text_is_refused_and_kept(self, as_role):
        section = SectionFactory()
        url = reverse("materials:section-change", args=[section.pk])
        told = {"heading": "x", "version": 1, "key": section.key, "text": "word " * 4000}
        answer = as_role(Role.OFFICER).post(url, told)
        assert answer.status_code == 422
        assert "word word" in answer.content.decode()

    def test_the_long_form_keeps_a_draft_on_the_device(self, as_role):
        section = SectionFactory()
        page = as_role(Role.OFFICER).get(reverse("materials:section-change", args=[section.pk])).content.decode()
        assert 'data-draft="section-' in page

    @pytest.mark.parametrize("data", [b"<svg onload=alert(1)>", b"MZ not a picture", b""])
    def test_a_wrong_upload_gets_a_sentence(self, as_role, data):
        url = reverse("materials:picture-add", args=[EditionFactory().pk])
        told = {"upload": SimpleUploadedFile("tree.jpg", data), "alt": "A tree", "credit": "Us"}
        answer = as_role(Role.OFFICER).post(url, told)
        assert answer.status_code == 422
        assert "picture we can use" in answer.content.decode() or "empty" in answer.content.decode()

    def test_a_picture_gets_other_words(self, as_role):
        picture = PictureFactory()
        url = reverse("materials:picture-change", args=[picture.pk])
        client = as_role(Role.OFFICER)
        assert client.post(url, {"alt": "", "credit": ""}).status_code == 422
        client.post(url, {"alt": "A tall tree", "credit": "Us"})
        picture.refresh_from_db()
        assert picture.alt == "A tall tree"

    def test_the_cover_errata_withdrawal(self, as_role):
        draft, edition, client = EditionFactory(), published(), as_role(Role.OFFICER)
        client.post(reverse("materials:edition-change", args=[draft.pk]), {"name": "Other", "subtitle": "Line"})
        draft.refresh_from_db()
        assert (draft.name, draft.subtitle) == ("Other", "Line")
        client.post(reverse("materials:edition-errata", args=[edition.pk]), {"errata": "Page 3"})
        assert "Page 3" in client.get(edition.booklet_url).content.decode()
        url = reverse("materials:edition-withdraw", args=[edition.pk])
        assert client.post(url, {"reason": ""}).status_code == 422
        client.post(url, {"reason": "The law changed."})
        edition.refresh_from_db()
        assert edition.status == "withdrawn"

    def test_a_published_edition_refuses_every_change(self, as_role):
        edition, client = published(), as_role(Role.OFFICER)
        section = edition.sections.first()
        for url in (
            reverse("materials:section-change", args=[section.pk]),
            reverse("materials:section-delete", args=[section.pk]),
            reverse("materials:picture-add", args=[edition.pk]),
        ):
            assert client.post(url, {"alt": "x", "upload": picture_upload()}).status_code == 404
        told = {"name": "Other", "subtitle": ""}
        assert client.post(reverse("materials:edition-change", args=[edition.pk]), told).status_code == 422

    def test_kiswahili(self, sign_in, person):
        published()
        client = sign_in(person(Role.OFFICER, language="sw"))
        page = client.get(reverse("materials:library")).content.decode()
        assert "Vijitabu" in page
        assert "Andika na uchapishe" in page
