"""Pages come in piece by piece, each once; they are looked at in the background, put in order, replaced, removed."""

import io
import threading
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from accounts.models import Action
from competitions.essays.choices import EntryState, PageState
from competitions.essays.models import Entry, Page
from competitions.essays.services import pages as service
from competitions.essays.services.entry import submit_entry
from competitions.essays.services.pages import add_pages, place_page, receive_part, resume_waiting_pages
from tests.competitions.essays.test_services import make_begun_with_consent
from tests.core.test_scans import written
from tests.factories.essays import CompetitionFactory, begin_entry, make_entry, make_teacher

pytestmark = pytest.mark.django_db


def photo(seed=1, name="Akinyi.jpg", kind="JPEG", **options) -> SimpleUploadedFile:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Phone of Akinyi"
    written((700, 900), seed=seed).save(out, kind, exif=exif, **options)
    return SimpleUploadedFile(name, out.getvalue())


@pytest.fixture
def teacher():
    return make_teacher()


@pytest.fixture
def entry(teacher):
    return begin_entry(CompetitionFactory(), teacher, text="")


@pytest.fixture
def url(entry):
    return reverse("essays:entry-pages", args=[entry.pk])


def send(entry, by, key, data, *, step=20_000, start=0, until=None):
    """A page in pieces, from there to there."""
    for at in range(start, until or len(data), step):
        piece = SimpleUploadedFile("part", data[at : at + step])
        page = receive_part(entry=entry, key=key, size=len(data), offset=at, part=piece, by=by)
    return page


class TestPieces:
    def test_a_page_comes_whole_and_is_looked_at(self, entry, teacher, at_work):
        data, key = photo().read(), uuid4()
        with at_work():
            send(entry, teacher, key, data)
        page = Page.objects.get()
        assert (page.state, page.received, page.order, bool(page.raw)) == (PageState.READY, len(data), 1, False)
        with page.file.open("rb") as kept:
            assert Image.open(kept).mode == "L"
        assert Action.objects.filter(verb="added a page to").count() == 1

    def test_what_was_cut_off_goes_on_and_nothing_is_there_twice(self, entry, teacher, at_work):
        data, key = photo().read(), uuid4()
        half = send(entry, teacher, key, data, until=40_000)
        assert (half.state, half.received) == (PageState.COMING, 40_000)
        send(entry, teacher, key, data, until=40_000)  # the answer was lost: sent again
        with pytest.raises(service.OffsetError) as refused:
            send(entry, teacher, key, data, start=60_000)
        assert refused.value.received == 40_000
        with at_work():
            send(entry, teacher, key, data, start=40_000)
            send(entry, teacher, key, data)  # and once more from the beginning
        page = Page.objects.get()
        assert page.state == PageState.READY
        assert Action.objects.filter(verb="added a page to").count() == 1

    def test_the_page_tells_a_device_what_is_here(self, entry, teacher, sign_in, url):
        data, key, client = photo().read(), uuid4(), sign_in(teacher)
        part = reverse("essays:page-part", args=[entry.pk, key])

        def post(offset, piece):
            fields = {"size": len(data), "offset": offset, "part": SimpleUploadedFile("part", piece)}
            return client.post(part, fields)

        assert post(0, data[:9000]).json()["received"] == 9000
        late = post(20_000, data[20_000:21_000])
        assert (late.status_code, late.json()) == (409, {"received": 9000})
        said = client.get(reverse("essays:page-states", args=[entry.pk])).json()["pages"]
        assert said == [{"key": str(key), "received": 9000, "size": len(data), "state": "coming"}]
        assert "Coming in" in client.get(url).content.decode()

    @pytest.mark.parametrize(
        ("fields", "says"),
        [
            ({"size": 30 * 1024 * 1024}, "too large"),
            ({"size": 0}, "does not belong"),
            ({"offset": -1}, "does not belong"),
            ({"size": 3}, "does not belong"),
            ({"offset": "x"}, "does not belong"),
        ],
    )
    def test_nonsense_gets_a_sentence(self, entry, teacher, sign_in, fields, says):
        part = reverse("essays:page-part", args=[entry.pk, uuid4()])
        body = {"size": 10, "offset": 0, "part": SimpleUploadedFile("part", b"12345"), **fields}
        answer = sign_in(teacher).post(part, body)
        assert answer.status_code == 422
        assert says in answer.json()["said"]

    def test_a_handed_in_work_takes_none(self, teacher, sign_in):
        done = make_entry(CompetitionFactory(), teacher)
        with pytest.raises(ValidationError, match="handed in"):
            send(done, teacher, uuid4(), photo().read())
        with pytest.raises(ValidationError, match="teacher of the entrant’s school"):
            send(done, make_teacher(), uuid4(), photo().read())

    def test_twenty_pages_at_most(self, entry, teacher):
        add_pages(entry=entry, files=[photo() for _n in range(20)], key=uuid4(), by=teacher)
        with pytest.raises(ValidationError, match="at most 20"):
            send(entry, teacher, uuid4(), photo().read())


class TestLook:
    @pytest.mark.parametrize(
        ("file", "says"),
        [
            (lambda: SimpleUploadedFile("a.jpg", photo().read()[:9000]), "damaged"),
            (lambda: SimpleUploadedFile("a.jpg", b"MZ" * 500), "not a picture"),
            (lambda: SimpleUploadedFile("a.jpg", b"%PDF-1.7 nothing"), "PDF is damaged"),
        ],
    )
    def test_a_hostile_page_is_refused_with_a_sentence_and_blocks_handing_in(
        self, teacher, at_work, sign_in, file, says
    ):
        entry = make_begun_with_consent(CompetitionFactory(), teacher)
        data = file().read()
        with at_work():
            send(entry, teacher, uuid4(), data)
        page = Page.objects.get()
        assert page.state == PageState.REFUSED
        assert says in page.problem
        assert not page.raw
        assert says in sign_in(teacher).get(reverse("essays:entry-pages", args=[entry.pk])).content.decode()
        with pytest.raises(ValidationError, match="cannot be used"):
            submit_entry(entry=entry, by=teacher)

    def test_advice_in_a_sentence_and_the_same_page_twice(self, entry, teacher, at_work, sign_in, url):
        dark = io.BytesIO()
        written((700, 900)).point(lambda v: v * 0.2).save(dark, "JPEG")
        with at_work():
            files = [SimpleUploadedFile("a.jpg", dark.getvalue()) for _n in range(2)]
            sign_in(teacher).post(url, {"key": uuid4(), "pages": files})
        text = sign_in(teacher).get(url).content.decode()
        assert "Too dark: take it again by a window" in text
        assert text.count("This page is here twice") == 1

    def test_a_page_forgotten_by_a_worker_is_taken_up_again(self, entry, teacher):
        add_pages(entry=entry, files=[photo()], key=uuid4(), by=teacher)
        assert resume_waiting_pages() == 0
        Page.objects.update(touched_at=timezone.now() - timezone.timedelta(minutes=5))
        assert resume_waiting_pages() == 1
        assert Page.objects.get().is_ready
        assert service.read_page.func(Page.objects.get().pk) == "gone"


class TestOrder:
    @pytest.fixture
    def three(self, entry, teacher, at_work):
        with at_work():
            add_pages(entry=entry, files=[photo(n) for n in range(3)], key=uuid4(), by=teacher)
        return list(entry.pages.all())

    def test_the_plain_form_sends_several_and_sent_twice_they_are_there_once(self, entry, teacher, sign_in, url):
        client, key = sign_in(teacher), uuid4()
        for _n in range(2):
            response = client.post(url, {"key": key, "pages": [photo(1), photo(2, kind="HEIF", name="b.heic")]})
            assert response.status_code == 302
        assert [p.order for p in entry.pages.all()] == [1, 2]
        assert "being looked at" in client.get(url).content.decode().lower()

    def test_put_in_order_with_buttons(self, entry, teacher, three, sign_in):
        client = sign_in(teacher)
        for _n in range(2):  # pressed twice
            client.post(reverse("essays:page-place", args=[entry.pk, three[2].key, 1]))
        assert list(entry.pages.all()) == [three[2], three[0], three[1]]
        assert [p.order for p in entry.pages.all()] == [1, 2, 3]
        with pytest.raises(ValidationError, match="no such place"):
            place_page(page=three[0], place=9, by=teacher)

    def test_replaced_in_its_place(self, entry, teacher, three, sign_in, at_work):
        old = str(three[1].file)
        url = reverse("essays:page-replace", args=[entry.pk, three[1].key])
        assert "Page 2" in sign_in(teacher).get(url).content.decode()
        with at_work():
            sign_in(teacher).post(url, {"pages": photo(9)})
        three[1].refresh_from_db()
        assert (three[1].order, three[1].state) == (2, PageState.READY)
        assert not three[1].file.storage.exists(old)

    def test_taken_out_of_a_draft_only_and_the_rest_closes_up(self, entry, teacher, three, sign_in, at_work):
        client = sign_in(teacher)
        with at_work():
            client.post(reverse("essays:page-remove", args=[entry.pk, three[0].key]))
        assert [p.order for p in entry.pages.all()] == [1, 2]
        assert not three[0].file.storage.exists(str(three[0].file))
        Entry.objects.update(state=EntryState.SUBMITTED)
        client.post(reverse("essays:page-remove", args=[entry.pk, three[1].key]))
        assert entry.pages.count() == 2


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_two_devices_that_send_one_page_at_once_make_one():
    teacher = make_teacher()
    entry = begin_entry(CompetitionFactory(), teacher, text="")
    data, key, wrong = photo().read(), uuid4(), []

    def push():
        try:
            send(entry, teacher, key, data)
        except Exception as error:
            wrong.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=push) for _n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    page = Page.objects.get()
    assert (page.received, page.state) == (len(data), PageState.READY)
