"""A second person approves; every version of a section is kept; schools that took an edition are told."""

import threading
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from accounts.choices import Role
from accounts.models import Message
from materials.choices import Kind, Status
from materials.models import Edition, Section, SectionVersion
from materials.reports import changes_of, needs_of
from materials.services.notices import schools_to_tell, tell_schools
from materials.services.publishing import offer_edition, publish_edition, return_edition, withdraw_edition
from materials.services.titles import discard_edition, start_edition
from materials.services.writing import add_section, delete_section, restore_version, save_section
from schools.models import Contact
from tests.factories.accounts import UserFactory
from tests.factories.materials import DownloadFactory, SectionFactory, TitleFactory, published
from tests.factories.schools import MembershipFactory, SchoolFactory
from tests.materials.test_services import printing_of


@pytest.fixture
def draft(officer):
    edition = start_edition(title=TitleFactory(), language="en", by=officer)
    add_section(edition=edition, heading="Dignity", text="one\ntwo", by=officer)
    edition.refresh_from_db()
    return edition


@pytest.mark.django_db
class TestApproval:
    def test_who_wrote_does_not_approve_and_a_colleague_does(self, draft, officer, person):
        offer_edition(edition=draft, by=officer)
        with pytest.raises(ValidationError, match="does not approve"):
            publish_edition(edition=draft, printing=printing_of(draft), by=officer)
        colleague = person(Role.OFFICER)
        done = publish_edition(edition=draft, printing=printing_of(draft), by=colleague)
        assert (done.status, done.offered_by, done.published_by) == (Status.CURRENT, officer, colleague)

    def test_a_director_may_although_he_wrote(self, director):
        edition = SectionFactory().edition
        add_section(edition=edition, heading="x", text="y", by=director)
        edition.refresh_from_db()
        offer_edition(edition=edition, by=director)
        assert publish_edition(edition=edition, printing=printing_of(edition), by=director).status == Status.CURRENT

    def test_who_only_mended_a_word_is_a_writer_too(self, draft, officer, person):
        colleague = person(Role.OFFICER)
        section = draft.sections.get()
        save_section(section=section, version=1, heading="Dignity", text="one", by=colleague)
        draft.refresh_from_db()
        offer_edition(edition=draft, by=officer)
        with pytest.raises(ValidationError, match="does not approve"):
            publish_edition(edition=draft, printing=printing_of(draft), by=colleague)

    def test_nobody_publishes_what_was_not_offered(self, draft, director):
        with pytest.raises(ValidationError, match="Nobody has asked"):
            publish_edition(edition=draft, printing=printing_of(draft), by=director)

    def test_it_is_given_back_with_words(self, draft, officer, director):
        offer_edition(edition=draft, by=officer)
        assert [need.words for need in needs_of(director)] == [f"Booklet to approve: {draft.name}"]
        assert list(needs_of(officer)) == []
        returned = return_edition(edition=draft, reason="Name the source.", by=director)
        assert (returned.is_offered, returned.returned_reason) == (False, "Name the source.")
        with pytest.raises(ValidationError, match="Nobody has asked"):
            return_edition(edition=draft, reason="again", by=director)

    def test_the_pages(self, as_role, draft, officer, sign_in):
        client, boss = sign_in(officer), as_role(Role.DIRECTOR)
        assert client.post(reverse("materials:edition-offer", args=[draft.pk])).status_code == 302
        page = client.get(draft.desk_url).content.decode()
        assert "Offered for approval" in page
        assert "Approve and publish" not in page
        assert "Approve and publish" in boss.get(draft.desk_url).content.decode()
        url = reverse("materials:edition-return", args=[draft.pk])
        assert boss.post(url, {"reason": ""}).status_code == 422
        boss.post(url, {"reason": "Name the source."})
        assert "Name the source." in client.get(draft.desk_url).content.decode()


@pytest.mark.django_db
class TestHistory:
    def test_each_version_says_what_it_changed(self, draft, officer, person):
        section = draft.sections.get()
        save_section(section=section, version=1, heading="Worth", text="one\nthree", by=person(Role.OFFICER))
        latest, first = changes_of(SectionVersion.objects.filter(edition=draft))
        assert latest.lines == [("", "one"), ("theirs", "two"), ("mine", "three")]
        assert latest.heading_before == "Dignity"
        assert first.lines == [("mine", "one"), ("mine", "two")]

    def test_an_earlier_text_and_a_deleted_section_come_back(self, draft, officer):
        section = draft.sections.get()
        save_section(section=section, version=1, heading="Dignity", text="other", by=officer)
        restore_version(version=SectionVersion.objects.get(number=1), by=officer)
        section.refresh_from_db()
        assert (section.text, section.version) == ("one\ntwo", 3)
        delete_section(section=section, by=officer)
        assert restore_version(version=SectionVersion.objects.get(number=2), by=officer).text == "other"

    def test_the_page_shows_signs_and_words(self, draft, officer, sign_in):
        section = draft.sections.get()
        save_section(section=section, version=1, heading="Dignity", text="one\n<b>three", by=officer)
        page = sign_in(officer).get(section.history_url).content.decode()
        assert '<span class="visually-hidden">only before: </span>two' in page
        assert '<span class="visually-hidden">only after: </span>&lt;b&gt;three' in page
        client = sign_in(officer)
        assert client.get(reverse("materials:section-history", args=[draft.pk, uuid4()])).status_code == 404
        url = reverse("materials:version-restore", args=[SectionVersion.objects.get(number=1).pk])
        client.post(url)
        assert Section.objects.get().text == "one\ntwo"

    def test_it_is_frozen_with_its_edition(self, draft, officer, director):
        offer_edition(edition=draft, by=officer)
        publish_edition(edition=draft, printing=printing_of(draft), by=director)
        with pytest.raises(IntegrityError, match="section_version_frozen"), transaction.atomic():
            SectionVersion.objects.update(text="x")
        with pytest.raises(IntegrityError, match="writer_frozen"), transaction.atomic():
            draft.writers.all().delete()

    def test_a_draft_goes_with_its_history(self, draft, officer):
        discard_edition(edition=draft, by=officer)
        assert not SectionVersion.objects.exists()

    def test_one_of_each_other_part(self, draft, officer):
        for kind in (Kind.BACK, Kind.GLOSSARY, Kind.FRONT):
            add_section(edition=draft, heading=kind.label, text="x", kind=kind, by=officer)
        with pytest.raises(ValidationError, match="that part already"):
            add_section(edition=draft, heading="x", text="x", kind=Kind.FRONT, by=officer)
        kinds = [section.kind for section in draft.sections.all()]
        assert kinds == [Kind.FRONT, Kind.CHAPTER, Kind.GLOSSARY, Kind.BACK]


@pytest.mark.django_db
class TestPreview:
    def test_the_button_shows_and_saves_nothing(self, as_role):
        section = SectionFactory(text="old")
        url = reverse("materials:section-change", args=[section.pk])
        told = {"heading": "", "text": "**new** <script>", "version": 1, "key": section.key, "preview": "1"}
        answer = as_role(Role.OFFICER).post(url, told)
        page = answer.content.decode()
        assert answer.status_code == 200
        assert "<strong>new</strong> &lt;script&gt;" in page
        assert "**new** &lt;script&gt;</textarea>" in page
        assert "Not saved yet" not in page
        section.refresh_from_db()
        assert section.text == "old"

    def test_the_text_asks_for_it_while_one_types(self, as_role):
        section = SectionFactory()
        page = as_role(Role.OFFICER).get(reverse("materials:section-change", args=[section.pk])).content.decode()
        assert 'hx-target="#seen"' in page
        assert 'id="seen"' in page


@pytest.mark.django_db
class TestNotices:
    def test_a_school_hears_once_that_there_is_a_newer_edition(self, officer, director):
        old = published()
        teacher = MembershipFactory(user=UserFactory(roles=[Role.TEACHER], language="sw"))
        DownloadFactory(edition=old, school=teacher.school)
        DownloadFactory(edition=old, school=teacher.school, form="a4")
        without = Contact.objects.create(school=SchoolFactory(name="Zebra School"), phone="+254700000099")
        DownloadFactory(edition=old, school=without.school)
        DownloadFactory(edition=published(), school=SchoolFactory())
        DownloadFactory(edition=old)
        assert [reached.school for reached in schools_to_tell(edition=old)][-1] == without.school
        draft = start_edition(title=old.title, language="en", by=officer)
        offer_edition(edition=draft, by=officer)
        publish_edition(edition=draft, printing=printing_of(draft), by=director)
        assert {message.to for message in Message.objects.all()} == {teacher.user.email, "+254700000099"}
        assert "toleo" in Message.objects.get(to=teacher.user.email).body.lower()
        tell_schools(edition=old, template="superseded", newer=draft)
        assert Message.objects.count() == 2

    def test_withdrawing_shows_before_whom_it_tells(self, as_role, officer):
        edition = published()
        school = MembershipFactory(school=SchoolFactory(name="Moi High School")).school
        DownloadFactory(edition=edition, school=school)
        page = as_role(Role.OFFICER).get(reverse("materials:edition-withdraw", args=[edition.pk])).content.decode()
        assert "Moi High School" in page
        assert not Message.objects.exists()
        withdraw_edition(edition=edition, reason="Article 49 is wrong.", by=officer)
        assert "Article 49 is wrong." in Message.objects.get().body


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_two_who_publish_in_the_same_moment():
    edition = SectionFactory().edition
    writer, *people = (UserFactory(roles=[Role.DIRECTOR]) for _n in range(3))
    offer_edition(edition=edition, by=writer)
    printing, start, said = printing_of(edition), threading.Barrier(2), []

    def publish(who):
        try:
            start.wait()
            mine = Edition.objects.select_related("title").get(pk=edition.pk)
            publish_edition(edition=mine, printing=printing, by=who)
            said.append("done")
        except ValidationError:
            said.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=publish, args=[who]) for who in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["done", "refused"]
    assert edition.printed.count() == len(edition.forms)
