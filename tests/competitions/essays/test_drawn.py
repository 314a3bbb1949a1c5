"""A PDF that a teacher hands in becomes its pages, each a picture like any other, in its place and once."""

import io
import threading
from uuid import uuid4

import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from competitions.essays.choices import EntryState, PageState
from competitions.essays.models import Entry, Page
from competitions.essays.services import pages as service
from competitions.essays.services.copies import look_for_copies
from competitions.essays.services.entry import submit_entry
from competitions.essays.services.pages import (
    add_pages,
    read_page,
    remove_page,
    replace_page,
    resume_waiting_pages,
)
from tests.competitions.essays.test_bundles import pile
from tests.competitions.essays.test_pages import photo, send
from tests.competitions.essays.test_services import make_begun_with_consent
from tests.core.handwriting import cropped, handwritten
from tests.core.test_drawing import LOCK, made, saved
from tests.core.test_scans import written
from tests.factories.essays import CompetitionFactory, begin_entry, make_entry, make_teacher

pytestmark = pytest.mark.django_db


def scans(*seeds) -> SimpleUploadedFile:
    """A PDF from a scanner, a page for each."""
    return pile(*(written((700, 990), seed=seed) for seed in seeds))


@pytest.fixture
def teacher():
    return make_teacher()


@pytest.fixture
def entry(teacher):
    return make_begun_with_consent(CompetitionFactory(), teacher)


@pytest.fixture
def url(entry):
    return reverse("essays:entry-pages", args=[entry.pk])


@pytest.fixture
def add(entry, teacher, at_work):
    """Send these files and let them be looked at; gives the pages that are there then."""

    def sent(*files):
        with at_work():
            add_pages(entry=entry, files=files, key=uuid4(), by=teacher)
        return list(entry.pages.all())

    return sent


def of(entry) -> list[tuple[int, str]]:
    return list(entry.pages.values_list("order", "state"))


class TestPages:
    def test_in_its_place_in_order_with_print_and_advice(self, entry, teacher, at_work):
        files = [photo(7), pile(written((700, 990)), Image.new("RGB", (700, 990), "white")), photo(8)]
        with at_work():
            before = add_pages(entry=entry, files=files, key=uuid4(), by=teacher)
        after = list(entry.pages.all())
        assert of(entry) == [(n, "ready") for n in (1, 2, 3, 4)]
        assert [after[0], after[1], after[3]] == before
        assert [bool(page.print) for page in after] == [True, True, False, True]
        assert [page.advice for page in after] == ["", "", "empty", ""]
        assert not any(page.raw or page.problem for page in after)
        for page in after:
            with page.file.open("rb") as kept:
                assert Image.open(kept).format == "JPEG"
                assert kept.size == page.size or page in before

    def test_looked_at_twice_it_is_there_once(self, entry, add):
        (one, _two) = add(scans(1, 2))
        assert read_page.func(one.pk) == "gone"
        assert entry.pages.count() == 2

    def test_a_worker_that_was_too_late_changes_nothing(self, entry, teacher, monkeypatch):
        """It is replaced while it is drawn."""
        (page,) = add_pages(entry=entry, files=[scans(1, 2)], key=uuid4(), by=teacher)
        draw = service.draw_pages

        def slowly(*args, **more):
            replace_page(page=Page.objects.get(), file=photo(), by=teacher)
            yield from draw(*args, **more)

        monkeypatch.setattr(service, "draw_pages", slowly)
        assert read_page.func(page.pk) == "gone"
        assert of(entry) == [(1, "waiting")]
        assert read_page.func(page.pk) == "ready"
        assert of(entry) == [(1, "ready")]

    def test_sent_twice_it_says_so_on_each_page(self, add):
        data = scans(1, 2).read()
        pages = add(SimpleUploadedFile("a.pdf", data), SimpleUploadedFile("b.pdf", data))
        assert [page.advice for page in pages] == ["", "", "twice", "twice"]

    def test_in_pieces_from_a_telephone_and_again_after_a_page_was_taken_out(self, entry, teacher, at_work):
        data, key = scans(1, 2, 3).read(), uuid4()
        with at_work():
            send(entry, teacher, key, data)
            send(entry, teacher, key, data)
        assert of(entry) == [(1, "ready"), (2, "ready"), (3, "ready")]
        assert entry.pages.first().key == key
        with at_work():
            remove_page(page=entry.pages.first(), by=teacher)
            send(entry, teacher, key, data)
        assert of(entry) == [(1, "ready"), (2, "ready"), (3, "ready")]
        assert entry.pages.get(order=3).key == key  # the others are here already
        assert "twice" not in entry.pages.get(order=3).advice

    def test_a_page_is_replaced_by_a_pdf_and_that_by_another(self, entry, add, sign_in, teacher, at_work):
        add(photo(1), photo(2), photo(3))
        for seeds, count in (((4, 5), 4), ((6, 7, 8), 6)):
            page = entry.pages.get(order=2)
            with at_work():
                replaced = reverse("essays:page-replace", args=[entry.pk, page.key])
                assert sign_in(teacher).post(replaced, {"pages": scans(*seeds)}).status_code == 302
            assert of(entry) == [(n, "ready") for n in range(1, count + 1)]
            assert entry.pages.get(order=2) == page

    def test_a_picture_in_a_drawing_competition_keeps_its_colours(self, teacher, at_work):
        entry = make_begun_with_consent(CompetitionFactory(kind="image"), teacher)
        with at_work():
            add_pages(entry=entry, files=[scans(1)], key=uuid4(), by=teacher)
        with entry.pages.get().file.open("rb") as kept:
            assert Image.open(kept).mode == "RGB"

    def test_a_copy_is_found_though_one_came_as_pdf(self, entry, add, teacher, officer, at_work):
        other = make_begun_with_consent(entry.competition, make_teacher())
        add(pile(handwritten(1), handwritten(2)))
        out = io.BytesIO()
        cropped(handwritten(2), 0.03, 9).save(out, "JPEG")
        with at_work():
            files = [SimpleUploadedFile("a.jpg", out.getvalue())]
            add_pages(entry=other, files=files, key=uuid4(), by=other.entered_by)
        for one in (entry, other):
            Entry.objects.filter(pk=one.pk).update(text="")
            one.refresh_from_db()
            submit_entry(entry=one, by=one.entered_by)
        assert look_for_copies(competition=entry.competition, by=officer) == 1


def scripted(pages=1, **options) -> bytes:
    """It runs a script when it is opened, and carries a program."""
    document = pikepdf.open(made(b"0 0 100 100 re f", pages=pages))
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    document.attachments["evil.exe"] = b"MZ"
    return saved(document, **options).getvalue()


def claiming(side: int) -> bytes:
    return made(b"0 0 100 100 re f", MediaBox=pikepdf.Array([0, 0, side, side])).getvalue()


def torn() -> bytes:
    document = pikepdf.open(made(pages=3))
    document.Root.Pages.Kids[1] = document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Nothing))
    return saved(document).getvalue()


class TestHostile:
    @pytest.mark.parametrize(
        ("data", "says"),
        [
            (scripted(pages=300), "300 pages; at most 20"),
            (scripted(encryption=LOCK), "locked with a password"),
            (scripted()[:400], "damaged"),
            (saved(pikepdf.new()).getvalue(), "no pages"),
        ],
    )
    def test_refused_with_a_sentence_by_the_form_and_after_pieces(
        self, entry, teacher, sign_in, url, at_work, data, says
    ):
        client = sign_in(teacher)
        answer = client.post(url, {"key": uuid4(), "pages": SimpleUploadedFile("a.pdf", data)})
        assert (answer.status_code, says in answer.content.decode()) == (422, True)
        assert not Page.objects.exists()
        with at_work():
            send(entry, teacher, uuid4(), data)
        page = Page.objects.get()
        assert (page.state, bool(page.raw), bool(page.file)) == (PageState.REFUSED, False, False)
        assert says in client.get(url).content.decode()

    def test_a_page_that_cannot_be_drawn_refuses_it_and_says_which(self, entry, add, sign_in, teacher, url):
        (page,) = add(SimpleUploadedFile("a.pdf", torn()))
        assert page.state == PageState.REFUSED
        assert "Page 2 of this PDF cannot be drawn" in sign_in(teacher).get(url).content.decode()

    @pytest.mark.parametrize(
        "data",
        [scripted(), claiming(28_346), claiming(1)],
        ids=["scripts", "ten metres", "a point"],
    )
    def test_others_become_pictures_and_no_more(self, add, data):
        (page,) = add(SimpleUploadedFile("a.pdf", data))
        assert page.state == PageState.READY
        with page.file.open("rb") as kept:
            picture, written_there = kept.read(), Image.open(kept)
            assert max(written_there.size) <= 2000
        assert not [said for said in (b"JavaScript", b"alert", b"evil") if said in picture]

    def test_twenty_pages_at_most_with_those_that_are_there(self, entry, add):
        add(*(photo(n) for n in range(3)))
        *_three, page = add(pile(*[written((70, 99))] * 18))
        assert (page.state, page.problem) == (PageState.REFUSED, "An entry has at most 20 pages.")
        assert entry.pages.count() == 4

    def test_nor_more_where_others_came_while_it_was_drawn(self, entry, add, teacher, monkeypatch):
        (page,) = add_pages(entry=entry, files=[pile(*[written((70, 99))] * 18)], key=uuid4(), by=teacher)
        draw = service.draw_pages

        def slowly(*args, **more):
            add_pages(entry=entry, files=[photo(), photo(), photo()], key=uuid4(), by=teacher)
            yield from draw(*args, **more)

        monkeypatch.setattr(service, "draw_pages", slowly)
        assert read_page.func(page.pk) == "refused"
        assert entry.pages.count() == 4


class TestHandedIn:
    """A PDF that waits in a work that is handed in, as those of before do (see below): nobody can send it again."""

    @pytest.fixture
    def page(self, entry, add, teacher):
        """Between two pictures."""
        add(photo(1), photo(2))
        (page,) = add_pages(entry=entry, files=[scans(1)], key=uuid4(), by=teacher)
        service.place_page(page=page, place=2, by=teacher)
        Entry.objects.update(state=EntryState.SUBMITTED)
        Page.objects.filter(pk=page.pk).update(touched_at=timezone.now() - service.LATE)
        return Page.objects.get(pk=page.pk)

    def fill(self, page, data):
        with page.raw.storage.open(str(page.raw), "wb") as file:
            file.write(data)

    def test_it_is_drawn_however_many_pages_there_are(self, entry, page, at_work):
        self.fill(page, scans(*range(25)).read())
        assert resume_waiting_pages() == 1
        assert of(entry) == [(n, "ready") for n in range(1, 28)]
        assert entry.pages.get(order=2) == page

    def test_of_what_cannot_be_drawn_nothing_is_lost(self, page, officer, sign_in):
        self.fill(page, torn())
        assert resume_waiting_pages() == 1
        before = str(page.raw)
        page.refresh_from_db()
        assert (page.state, str(page.raw)) == (PageState.REFUSED, before)
        assert page.raw.storage.exists(before)
        names = reverse("essays:entry-names", args=[page.entry_id])
        assert "Page 2 of this PDF cannot be drawn" in sign_in(officer).get(names).content.decode()


@pytest.mark.django_db(transaction=True)
def test_works_of_before_are_drawn():
    """A PDF that was kept as it came: the step of the installation makes it wait, and the running system draws it."""
    entry = make_entry(CompetitionFactory(), make_teacher())
    Page(entry=entry, order=1).file.save("page.jpg", ContentFile(photo().read()), save=True)
    name = default_storage.save("essays/ab/abc.pdf", ContentFile(scans(1, 2).read()))
    try:
        before = MigrationExecutor(connection).migrate([("essays", "0002_judging")])
        old = before.apps.get_model("essays", "Page")
        assert list(old.objects.values_list("is_pdf", flat=True)) == [False]
        old.objects.create(entry_id=entry.pk, order=2, is_pdf=True, file=name, state="ready", advice="twice")
    finally:
        call_command("migrate", "essays", verbosity=0)  # with the guards of the tables that were rebuilt
    first, page = entry.pages.all()
    assert (first.state, bool(first.raw)) == (PageState.READY, False)
    assert (page.state, str(page.raw), bool(page.file)) == (PageState.WAITING, name, False)
    assert resume_waiting_pages() == 1
    assert of(entry) == [(1, "ready"), (2, "ready"), (3, "ready")]
    assert not default_storage.exists(name)


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_two_workers_that_draw_one_pdf_at_once_make_its_pages_once():
    entry, said = begin_entry(CompetitionFactory(), make_teacher(), text=""), []
    page = Page(entry=entry, order=1, state=PageState.WAITING)
    page.raw.save("page.bin", ContentFile(scans(1, 2).read()), save=True)

    def draw():
        try:
            said.append(read_page.func(page.pk))
        finally:
            connection.close()

    threads = [threading.Thread(target=draw) for _n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["gone", "gone", "ready"]
    assert of(entry) == [(1, "ready"), (2, "ready")]
