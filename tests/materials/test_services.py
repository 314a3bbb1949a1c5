"""Writing, publishing, counting: what is published stands still, and what two people type is both kept."""

import threading
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from accounts.choices import Role
from accounts.models import Action
from materials.choices import WRITTEN_FORMS, Status, Way
from materials.models import Download, Edition, Picture, PrintedForm, Section, Title
from materials.reports import needs_of, taken_by_form, taken_by_school
from materials.services.downloads import count_download
from materials.services.publishing import (
    PrintedPaper,
    Printing,
    note_errata,
    offer_edition,
    publish_edition,
    withdraw_edition,
)
from materials.services.titles import change_edition, change_title, create_title, discard_edition, start_edition
from materials.services.writing import (
    CONFLICT,
    add_picture,
    add_section,
    delete_picture,
    delete_section,
    describe_picture,
    move_section,
    save_section,
)
from tests.factories.accounts import UserFactory
from tests.factories.materials import (
    EditionFactory,
    PictureFactory,
    SectionFactory,
    TitleFactory,
    picture_upload,
    published,
)
from tests.factories.schools import MembershipFactory, SchoolFactory


def printing_of(edition: Edition) -> Printing:
    return Printing(edition.revision, {form: PrintedPaper(b"%PDF", 4) for form in edition.forms})


def publish(edition: Edition, *, by) -> Edition:
    """Offered by who wrote it, approved by a director."""
    edition = Edition.objects.get(pk=edition.pk)
    offer_edition(edition=edition, by=by)
    return publish_edition(edition=edition, printing=printing_of(edition), by=UserFactory(roles=[Role.DIRECTOR]))


@pytest.mark.django_db
class TestTitles:
    def test_a_title_and_its_first_edition(self, officer):
        title = create_title(title=Title(name="Your rights", code="RIGHTS3"), by=officer)
        edition = start_edition(title=title, language="en", by=officer)
        assert (edition.name, edition.number, edition.status) == ("Your rights", 1, Status.DRAFT)
        assert Action.objects.about(edition).get().verb == "started the edition"

    @pytest.mark.parametrize("code", ["rights", "R", "RIGHTS-3", "A" * 13, "3AB", "RI GHTS"])
    def test_a_code_that_nobody_could_type_is_refused(self, officer, code):
        with pytest.raises(ValidationError, match="capital letters|at most"):
            create_title(title=Title(name="x", code=code), by=officer)

    def test_a_code_on_paper_stays(self, officer):
        title = published(title=TitleFactory(code="OLD1")).title
        title.code = "NEW1"
        with pytest.raises(ValidationError, match="printed booklets"):
            change_title(title=title, by=officer)

    def test_the_next_edition_begins_with_the_current_one(self, officer):
        draft = EditionFactory(subtitle="A line")
        picture = PictureFactory(edition=draft)
        SectionFactory(edition=draft, order=1, heading="One", text="![](1)")
        publish(draft, by=officer)
        following = start_edition(title=draft.title, language="en", by=officer)
        assert (following.number, following.name, following.subtitle) == (draft.number + 1, draft.name, "A line")
        assert [(s.order, s.heading, s.text) for s in following.sections.all()] == [(1, "One", "![](1)")]
        assert following.pictures.get().file.name == picture.file.name
        assert following.what_is_missing() == []

    def test_one_draft_a_language(self, officer):
        edition = EditionFactory()
        with pytest.raises(ValidationError, match="draft in this language already"):
            start_edition(title=edition.title, language="en", by=officer)
        assert start_edition(title=edition.title, language="sw", name="Haki zako", by=officer).name == "Haki zako"

    def test_a_draft_is_discarded_with_its_files(self, officer, django_capture_on_commit_callbacks):
        draft = SectionFactory().edition
        name = PictureFactory(edition=draft).file.name
        with django_capture_on_commit_callbacks(execute=True):
            discard_edition(edition=draft, by=officer)
        assert not Edition.objects.exists()
        assert not default_storage.exists(name)
        edition = published()
        with pytest.raises(ValidationError, match="never changes"):
            discard_edition(edition=edition, by=officer)

    def test_others_may_not(self, person):
        teacher = person(Role.TEACHER)
        for refused in (
            lambda: create_title(title=Title(name="x", code="XXX"), by=teacher),
            lambda: start_edition(title=TitleFactory(), language="en", by=teacher),
            lambda: add_section(edition=EditionFactory(), heading="x", text="", by=teacher),
            lambda: publish_edition(edition=EditionFactory(), printing=Printing(0, {}), by=teacher),
            lambda: withdraw_edition(edition=published(), reason="x", by=teacher),
        ):
            with pytest.raises(ValidationError, match="role"):
                refused()


@pytest.mark.django_db
class TestWriting:
    def test_sections_stand_in_order_and_move(self, officer):
        edition = EditionFactory()
        a, b, c = (add_section(edition=edition, heading=h, text="x", by=officer) for h in "abc")
        move_section(section=c, way=Way.UP, by=officer)
        assert list(edition.sections.values_list("heading", "order")) == [("a", 1), ("c", 2), ("b", 3)]
        move_section(section=a, way=Way.UP, by=officer)  # is first already
        delete_section(section=a, by=officer)
        assert list(edition.sections.values_list("heading", "order")) == [("c", 1), ("b", 2)]
        b.refresh_from_db()
        move_section(section=b, way=Way.DOWN, by=officer)

    def test_the_same_section_sent_twice_is_one(self, officer):
        edition, key = EditionFactory(), uuid4()
        first = add_section(edition=edition, heading="a", text="x", key=key, by=officer)
        assert add_section(edition=edition, heading="a", text="x", key=key, by=officer) == first

    def test_who_saves_over_another_is_told_and_overwrites_nothing(self, officer):
        section = SectionFactory(text="first")
        save_section(section=section, version=1, heading="h", text="mine", by=officer)
        with pytest.raises(ValidationError) as refused:
            save_section(section=section, version=1, heading="h", text="theirs", by=officer)
        assert refused.value.code == CONFLICT
        section.refresh_from_db()
        assert (section.text, section.version) == ("mine", 2)
        assert save_section(section=section, version=2, heading="h", text="both", by=officer).version == 3

    def test_too_long_a_text_is_refused(self, officer):
        with pytest.raises(ValidationError, match="at most"):
            save_section(section=SectionFactory(), version=1, heading="h", text="x" * 18_001, by=officer)

    def test_every_change_raises_the_revision(self, officer):
        edition = EditionFactory()
        section = add_section(edition=edition, heading="a", text="x", by=officer)
        save_section(section=section, version=1, heading="a", text="y", by=officer)
        picture = add_picture(edition=edition, upload=picture_upload(), alt="A tree", credit="Us", by=officer)
        describe_picture(picture=picture, alt="A tall tree", credit="Us", by=officer)
        edition.refresh_from_db()
        assert edition.revision == 4
        edition.name = "Other"
        assert change_edition(edition=edition, by=officer).revision == 5

    def test_a_picture_is_drawn_anew_and_numbered(self, officer):
        edition = EditionFactory()
        for number in (1, 2):
            upload = picture_upload((3000, 1500), fmt="PNG")
            picture = add_picture(edition=edition, upload=upload, alt="A tree", credit="Us", by=officer)
            assert (picture.number, picture.width, picture.height) == (number, 1400, 700)
        assert "photo" not in picture.file.name

    @pytest.mark.parametrize(
        ("upload", "says"),
        [
            (SimpleUploadedFile("x.jpg", b"<svg onload=alert(1)>"), "not a picture"),
            (SimpleUploadedFile("x.jpg", b"%PDF-1.7 x"), "not a picture"),
            (SimpleUploadedFile("x.jpg", b""), "empty"),
            (SimpleUploadedFile("x.jpg", b"\xff\xd8\xff\xe0 broken"), "damaged|not a picture"),
        ],
    )
    def test_a_wrong_upload_is_refused_at_its_field(self, officer, upload, says):
        with pytest.raises(ValidationError, match=says) as refused:
            add_picture(edition=EditionFactory(), upload=upload, alt="A tree", credit="Us", by=officer)
        assert "upload" in refused.value.message_dict

    def test_a_picture_without_words_is_refused(self, officer):
        with pytest.raises(ValidationError, match="Say what the picture shows"):
            add_picture(edition=EditionFactory(), upload=picture_upload(), alt="  ", credit="Us", by=officer)

    def test_a_file_goes_with_its_last_picture(self, officer, django_capture_on_commit_callbacks):
        first = PictureFactory()
        other = PictureFactory(file=first.file.name)
        name = first.file.name
        with django_capture_on_commit_callbacks(execute=True):
            delete_picture(picture=first, by=officer)
        assert default_storage.exists(name)
        with django_capture_on_commit_callbacks(execute=True):
            delete_picture(picture=other, by=officer)
        assert not default_storage.exists(name)


@pytest.mark.django_db
class TestPublishing:
    def test_the_current_one_is_superseded_in_its_language_only(self, officer):
        old = published()
        kiswahili = published(title=old.title, language="sw", number=90)
        draft = start_edition(title=old.title, language="en", by=officer)
        publish(draft, by=officer)
        status = dict(Edition.objects.values_list("pk", "status"))
        assert status == {old.pk: "superseded", kiswahili.pk: "current", draft.pk: "current"}
        assert {p.form for p in draft.printed.all()} == set(WRITTEN_FORMS)

    @pytest.mark.parametrize(
        ("text", "says"), [("", "is empty"), ("![x](3)", "picture “3”"), ("![x](https://e.org/x.png)", "https://e.org")]
    )
    def test_what_is_not_finished_is_refused(self, officer, text, says):
        edition = SectionFactory(text=text).edition
        with pytest.raises(ValidationError, match=says):
            publish_edition(edition=edition, printing=printing_of(edition), by=officer)
        with pytest.raises(ValidationError, match=says):
            offer_edition(edition=edition, by=officer)

    def test_nothing_and_pictures_without_words(self, officer):
        edition = EditionFactory()
        PictureFactory(edition=edition, alt=" ", credit=" ")
        with pytest.raises(ValidationError) as refused:
            publish_edition(edition=edition, printing=printing_of(edition), by=officer)
        assert refused.value.messages == [
            "It has no chapter yet.",
            "Picture 1 has no words for those who do not see it.",
            "Picture 1 does not say whose it is.",
        ]

    def test_what_was_changed_since_it_was_printed_is_not_published(self, officer):
        old = published()
        draft = start_edition(title=old.title, language="en", by=officer)
        director = UserFactory(roles=[Role.DIRECTOR])
        printing = printing_of(offer_edition(edition=draft, by=officer))
        add_section(edition=draft, heading="Late", text="x", by=officer)
        with pytest.raises(ValidationError, match="Nobody has asked"):
            publish_edition(edition=draft, printing=printing, by=director)
        draft.refresh_from_db()
        offer_edition(edition=draft, by=officer)
        with pytest.raises(ValidationError, match="while it was printed"):
            publish_edition(edition=draft, printing=printing, by=director)
        old.refresh_from_db()
        assert old.status == Status.CURRENT
        assert not draft.printed.exists()

    def test_half_a_printing_is_refused(self, officer):
        edition = SectionFactory().edition
        with pytest.raises(ValidationError, match="Not every form"):
            publish_edition(edition=edition, printing=Printing(0, {}), by=officer)

    def test_withdrawn_with_a_reason_and_errata(self, officer):
        edition = published()
        note_errata(edition=edition, errata="Page 3: 24, not 42.", by=officer)
        assert withdraw_edition(edition=edition, reason="The law changed.", by=officer).status == Status.WITHDRAWN
        with pytest.raises(ValidationError, match="Only a published"):
            withdraw_edition(edition=edition, reason="x", by=officer)
        with pytest.raises(ValidationError, match="mend it"):
            note_errata(edition=EditionFactory(), errata="x", by=officer)

    def test_services_refuse_to_touch_it(self, officer):
        edition = published()
        section = edition.sections.first()
        for refused in (
            lambda: add_section(edition=edition, heading="x", text="y", by=officer),
            lambda: save_section(section=section, version=1, heading="x", text="y", by=officer),
            lambda: move_section(section=section, way="down", by=officer),
            lambda: delete_section(section=section, by=officer),
            lambda: add_picture(edition=edition, upload=picture_upload(), alt="A tree", credit="Us", by=officer),
            lambda: change_edition(edition=edition, by=officer),
        ):
            with pytest.raises(ValidationError, match="never changes"):
                refused()

    def test_the_database_itself_keeps_it(self, officer):
        draft = EditionFactory()
        PictureFactory(edition=draft)
        section = SectionFactory(edition=draft, order=1, text="x")
        publish(draft, by=officer)
        other = SectionFactory()
        for deed, name in (
            (lambda: Section.objects.filter(pk=section.pk).update(text="y"), "section_frozen"),
            (lambda: Section.objects.filter(pk=section.pk).delete(), "section_frozen"),
            (lambda: Section.objects.filter(pk=other.pk).update(edition=draft), "section_frozen"),
            (lambda: SectionFactory(edition=draft), "section_frozen"),
            (lambda: Picture.objects.update(alt="y"), "picture_frozen"),
            (lambda: Edition.objects.filter(pk=draft.pk).update(name="y"), "edition_frozen"),
            (lambda: Edition.objects.filter(pk=draft.pk).update(status="draft", published_at=None), "edition_frozen"),
            (lambda: PrintedForm.objects.update(size=1), "never rewritten"),
        ):
            with pytest.raises(IntegrityError, match=name), transaction.atomic():
                deed()
        with pytest.raises((IntegrityError, ProtectedError)), transaction.atomic():
            draft.delete()
        Section.objects.filter(pk=other.pk).update(text="a draft may change")


@pytest.mark.django_db
class TestDownloads:
    def test_it_is_counted_for_the_one_school_of_a_person(self, person):
        edition, teacher = published(), person(Role.TEACHER)
        member = MembershipFactory(user=teacher)
        count_download(edition=edition, form="phone", by=teacher)
        MembershipFactory(user=teacher)
        count_download(edition=edition, form="a4", by=teacher)
        assert list(Download.objects.order_by("pk").values_list("school", "form")) == [
            (member.school_id, "phone"),
            (None, "a4"),
        ]
        assert {f.name for f in Download._meta.concrete_fields} == {"id", "edition", "form", "school", "day"}

    def test_the_row_is_never_changed(self, officer):
        download = count_download(edition=published(), form="phone", by=officer)
        with pytest.raises(IntegrityError), transaction.atomic():
            Download.objects.filter(pk=download.pk).update(form="a4")
        with pytest.raises(IntegrityError), transaction.atomic():
            download.delete()

    def test_sums(self, person):
        edition, school = published(), SchoolFactory()
        teacher = MembershipFactory(school=school).user
        for form in ("phone", "phone", "a4"):
            count_download(edition=edition, form=form, by=teacher)
        assert [(row.form, row.times) for row in taken_by_form(Download.objects.all())] == [
            ("For the phone", 2),
            ("A4, to print or read", 1),
        ]
        assert [(row.times, row.edition_id) for row in taken_by_school(school)] == [(3, edition.pk)]


@pytest.mark.django_db
class TestNeeds:
    def test_a_draft_waits_for_an_officer(self, officer):
        draft = SectionFactory().edition
        (need,) = needs_of(officer)
        assert need.words == f"Booklet to write: {draft.name}"
        assert "1 section" in need.detail

    def test_a_teacher_hears_of_what_is_new_until_the_school_has_it(self, person):
        teacher = MembershipFactory(user=person(Role.TEACHER)).user
        new = published(days_ago=3)
        published(days_ago=40)
        assert [need.words for need in needs_of(teacher)] == [f"New booklet: {new.name}"]
        count_download(edition=new, form="phone", by=teacher)
        assert list(needs_of(teacher)) == []


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_two_who_save_in_the_same_moment(person):
    section = SectionFactory(text="first")
    people = [person(Role.OFFICER), person(Role.OFFICER)]
    start, said = threading.Barrier(2), []

    def save(who):
        try:
            start.wait()
            mine = Section.objects.select_related("edition").get(pk=section.pk)
            save_section(section=mine, version=1, heading="h", text=f"by {who.pk}", by=who)
            said.append(f"by {who.pk}")
        except ValidationError as error:
            said.append(error.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=[who]) for who in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    section.refresh_from_db()
    assert section.version == 2
    assert CONFLICT in said
    assert section.text in said
