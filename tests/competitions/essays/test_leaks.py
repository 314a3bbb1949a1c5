"""The leak checklist, surface by surface: nothing that a judge can reach says who wrote a work.

One competition of six telling works is judged; a judge walks every page and file that links lead to, and does every
deed; each test then looks at one surface of what came back. A new address that is open to judges is red until the walk
reaches it (`test_every_address_of_judges_is_walked`).
"""

import csv
import io
import json
import re
from pathlib import Path
from statistics import mean
from urllib.parse import urlsplit

import pikepdf
import pytest
import time_machine
from django.db import transaction
from django.urls import resolve, reverse
from PIL import Image
from scipy.stats import spearmanr

from accounts.choices import Role
from accounts.models import Message
from competitions.essays.models import Assignment, Entry, Page
from competitions.essays.services.competition import close_entries, set_judges
from tests.competitions.essays.hall import (
    ACCESS,
    NOW,
    REASON,
    REGISTER,
    STAMP,
    TELLS,
    bare,
    build_hall,
    files,
    inside,
    texts,
)
from tests.factories.accounts import UserFactory
from tests.factories.essays import (
    CompetitionFactory,
    deal,
    decide,
    give,
    make_entry,
    make_teacher,
    works_of,
)
from tests.factories.schools import SchoolFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def hall(django_db_setup, django_db_blocker):
    """The judged competition, and all that one judge saw of it: made once for this file, never committed."""
    with time_machine.travel(NOW, tick=False), django_db_blocker.unblock(), transaction.atomic():
        yield build_hall()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _undone(request):
    """What a test does to the hall is undone after it."""
    if "hall" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("hall")
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def for_judges() -> list[str]:
    """Every address of this room that the access table opens to judges and not to the world."""
    with ACCESS.open(newline="") as file:
        rows = [
            row for row in csv.DictReader(file) if row["judge"] in {"200", "302", "422"} and row["anonymous"] != "200"
        ]
    return sorted({row["name"] for row in rows})


@pytest.mark.parametrize("name", for_judges())
def test_every_address_of_judges_is_walked(hall, name):
    walked = {path: one.status for path, one in hall.seen.items()} | {
        one.path: one.status for one in hall.said.values()
    }
    paths = [urlsplit(path).path for path, status in walked.items() if status in (200, 302, 405, 409, 422)]
    assert name in {resolve(path).view_name for path in paths}, f"the walk does not reach {name}"


def test_pages(hall):
    """Every page: no name, school, county, teacher, number, time, mark or word of others."""
    walked = dict(texts(hall))
    assert len(walked) > 15
    assert {path: TELLS.findall(text) for path, text in walked.items() if TELLS.search(text)} == {}
    assert {path for path, text in walked.items() if hall.judges[1].name in text} == set()


def test_files_of_every_kind(hall):
    """Whatever is sent, page or picture, JSON, PDF or archive: it tells nothing inside."""
    answers = [(path, one) for path, one in [*hall.seen.items(), *hall.said.items()] if not path.startswith(REGISTER)]
    answers = [(path, one) for path, one in answers if not getattr(one, "path", "").startswith(REGISTER)]
    assert {one.headers.get("Content-Type", "").split(";")[0] for _path, one in answers} >= {
        "text/html",
        "application/json",
        "application/pdf",
        "image/jpeg",
    }
    assert [path for path, one in answers if TELLS.search(inside(one))] == []


def test_the_test_would_notice(hall, sign_in):
    """The same needles are found where they belong: on the pages of the office."""
    entry = hall.works[0].entry
    text = sign_in(hall.officer).get(entry.get_absolute_url()).content.decode()
    assert len({found.lower() for found in re.findall("tellme|zuhura", text, re.I)}) == 2
    assert str(entry.number) in text


def test_headers(hall):
    answers = [*hall.seen.items(), *hall.said.items()]
    assert {path for path, found in answers if TELLS.search(f"{found.headers}")} == set()


def test_list_and_sort_order(hall):
    """The desk is in the order of the own aliases, from one on."""
    aliases = re.findall(r'href="/judging/\d+/(\d+)/">[^<]*</a> <', hall.seen["/judging/"].body.decode())
    assert list(map(int, aliases)) == sorted(map(int, aliases))
    everything = Assignment.objects.filter(place__judge=hall.judges[0]).order_by("alias")
    assert list(everything.values_list("alias", flat=True)) == [1, 2, 3, 4, 5, 6]


def test_two_judges_call_one_work_differently(hall):
    mine, theirs = (
        dict(Assignment.objects.filter(place__judge=judge).values_list("entry", "alias")) for judge in hall.judges
    )
    assert any(mine[entry] != theirs[entry] for entry in mine)


def test_timing_and_order_of_handing_in(officer):
    """Over many draws an alias says nothing of the number, nor does the order of one judge of another's."""
    judges = [UserFactory(roles=[Role.JUDGE]) for _n in range(3)]
    competition, teacher = CompetitionFactory(marks_per_entry=2), make_teacher()
    for n in range(9):
        make_entry(competition, teacher, name=f"Learner {n}")
    close_entries(competition=competition, by=officer)
    set_judges(competition=competition, offers=dict.fromkeys(judges, (True, True, None)), by=officer)
    desks, pairs = [], []
    for seed in range(14):
        with transaction.atomic():
            deal(competition, officer, seed=seed)
            held = [
                dict(Assignment.objects.filter(place__judge=judge).values_list("entry__number", "alias"))
                for judge in judges
            ]
            transaction.set_rollback(True)
        desks += [spearmanr(list(desk), list(desk.values())).statistic for desk in held]
        common = sorted(held[0].keys() & held[1].keys())
        if len(common) > 2:
            pairs.append(spearmanr([held[0][n] for n in common], [held[1][n] for n in common]).statistic)
    assert abs(mean(desks)) < 0.3
    assert abs(mean(pairs)) < 0.75
    assert min(desks) < 0 < max(desks)


@pytest.mark.parametrize("query", ["?q=tellme", "?sort=number", "?school=1", "?export=csv", "?county=110", "?print=1"])
def test_search_filters_exports_and_print(hall, query):
    """The desk and the work know no search, sort, filter, export or print: whatever is asked, they are the same."""
    for path in (reverse("essays:desk"), hall.works[0].mark_url):
        plain, asked = (bare(hall.clients[0].get(path + more)) for more in ("", query))
        assert plain == asked


def test_counts(hall):
    """A judge counts the own works only: neither all works nor those of a school or county."""
    desk = hall.seen["/judging/"].body.decode()
    assert re.search(r"\b1 of 5 marked", desk)
    assert not re.search(r"\bof 6\b|\b12\b works", desk)


def test_elimination(hall):
    """Naming a tie says the same whether or not a work of that school is on the desk, and moves nothing at once."""
    client, said = hall.clients[0], []
    mine = hall.works[0].entry.entrant.school
    other = SchoolFactory(name="Nobody High")
    before = bare(client.get(reverse("essays:desk")))
    for school in (mine, other):
        with transaction.atomic():
            answer = client.post(reverse("essays:tie-add", args=[school.pk]))
            after = client.get(answer.url).content.decode()
            client.get("/today/")
            said.append((answer.status_code, answer.url, len(re.findall("Somewhere|Noted", after))))
            assert bare(client.get(reverse("essays:desk"))) == before
            transaction.set_rollback(True)
    assert said[0] == said[1]


def test_bulk_views(hall):
    """The start page and the list of all places say how many, and no title of a work."""
    for path in ("/today/", "/more/"):
        assert "By " not in re.sub(r"(?s)<head>.*?</head>", "", hall.seen[path].body.decode()).replace("By and", "")


def test_answers_to_devices(hall):
    """JSON: what was saved, and no word of the work."""
    found = {deed: one for deed, one in hall.said.items() if deed.startswith("autosave")}
    assert [one.status for one in found.values()] == [200, 409, 422]
    for one in found.values():
        assert not TELLS.search(one.body.decode())
        assert set(re.findall(r'"(\w+)":', one.body.decode())) <= {"said", "version", "state", "next"}
    after = json.loads(found["autosave"].body)["next"]
    assert re.fullmatch(r"/judging/(\d+/\d+/)?", after)


def test_file_names(hall):
    names = [found.headers["Content-Disposition"] for path, found in hall.seen.items() if "/pages/" in path]
    assert names
    assert all(re.fullmatch(r'inline; filename="page-\d+\.jpg"', name) for name in names)


def test_metadata_of_pictures(hall):
    pictures = files(hall, "image/jpeg")
    assert {path.rpartition("/")[2] for path, _found in pictures} == {
        "page-1.jpg",
        "page-2.jpg",
    }  # the second was a PDF
    for _path, found in pictures:
        with Image.open(io.BytesIO(found.body)) as picture:
            assert not picture.getexif()
            assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi"}
        assert not TELLS.search(found.body.decode("latin-1"))


def test_metadata_of_pdfs(hall):
    papers = files(hall, "application/pdf")
    assert papers
    assert not [path for path, _found in papers if "/pages/" in path]  # only what we print, nothing that came in
    for _path, found in papers:
        with pikepdf.open(io.BytesIO(found.body)) as pdf:
            assert not TELLS.search("".join(map(repr, pdf.objects)))


def test_a_stamp_is_burnt_over(hall):
    """The picture that a judge gets is black where the officer drew, and the page itself is at no judge's address."""
    original = {Path(page.file.path).read_bytes() for page in Page.objects.all()}
    for _path, found in files(hall, "image/jpeg"):
        assert found.body not in original
        with Image.open(io.BytesIO(found.body)) as picture:
            left, top, width, height = (side / 100 for side in STAMP)
            wide, high = picture.size
            box = (left * wide, top * high, (left + width) * wide, (top + height) * high)
            assert picture.crop(tuple(map(int, box))).getextrema()[1] <= 8


def test_thumbnails_cover_slips_and_certificates(hall):
    """The pictures of the office are closed to judges, and so is every file of the storage."""
    entry = hall.works[0].entry
    page = Page.objects.first()
    for path in (
        reverse("essays:entry-page", args=[page.entry_id, 1]),
        reverse("essays:covered-picture", args=[page.entry_id, 1]),
        reverse("essays:cover-page", args=[page.entry_id, 1]),
        reverse("essays:certificate", args=[entry.pk]),
        reverse("essays:sheet-picture", args=[1, 1]),
        reverse("essays:slips", args=[hall.competition.pk, entry.entrant.school_id]),
    ):
        assert hall.clients[0].get(path).status_code == 403
    for name in (str(page.file), str(page.cover.file)):
        for root in ("/", "/media/", "/files/"):
            assert hall.clients[0].get(f"{root}{name}").status_code == 404


def test_addresses(hall):
    """No address holds a key of an entry, a page, a school of a work or another judge's place."""
    place = hall.works[0].place_id
    for path in [*hall.seen, *(one.path for one in hall.said.values())]:
        assert not re.search(r"/entries/|/essays/\d", path), path
        found = re.match(r"/judging/(\d+)/", path)
        assert found is None or int(found[1]) == place
    keys = {str(key) for key in Page.objects.values_list("key", flat=True)} | {str(e.key) for e in Entry.objects.all()}
    for path, text in texts(hall):
        assert not [key for key in keys if key in text], path


def test_comments_of_others(hall):
    """Words of another judge, of who handed back and of the officer stay where they are."""
    for path, text in texts(hall):
        assert REASON not in text, path
        assert "No name in it" not in text, path


def test_other_judges_marks_before_the_close(hall):
    """A work that another judge has marked looks as if nobody had."""
    for work in hall.works:
        text = hall.clients[0].get(work.mark_url).content.decode()
        assert "checked" not in text
        assert not re.search(r"\bmean\b|average|rank|other judge", text, re.I)


def test_the_outbox(hall):
    """Messages to judges say how many works, and where the desk is."""
    sent = Message.objects.filter(key__startswith="deal-")
    assert sent.count() >= 2
    for message in sent:
        text = f"{message.subject} {message.body} {message.about_url} {message.key}"
        assert not TELLS.search(text)
        assert not re.search(r"/essays/", text)


@pytest.mark.parametrize("name", ["accounts:action-list", "accounts:message-list", "essays:entry-list"])
@pytest.mark.parametrize("query", ["", "?q=tellme", "?export=csv", "?sort=number"])
def test_the_log_the_outbox_and_the_lists_are_shut(hall, name, query):
    assert hall.clients[0].get(reverse(name) + query).status_code == 403


def test_there_is_no_second_door(hall):
    """No admin site, no browsable interface."""
    for path in ("/admin/", "/api/", "/admin/essays/entry/"):
        assert hall.clients[0].get(path).status_code == 404


def test_what_is_not_there_and_what_is_not_mine_look_the_same(hall):
    client, work = hall.clients[0], hall.works[0]
    foreign = Assignment.objects.filter(place__judge=hall.judges[1]).first()
    nothing = f"/judging/{work.place_id}/9999/"
    for more in ("", "pages/page-1.jpg", "hand-back/", "concern/"):
        want = client.get(nothing + more)
        assert want.status_code == 404
        assert bare(client.get(foreign.mark_url + more)) == bare(want)
    assert bare(client.get(hall.hidden.mark_url)) == bare(client.get(nothing))
    assert bare(client.get(f"{hall.hidden.mark_url}pages/page-1.jpg")) == bare(client.get(nothing))
    for name in ("entry-detail", "entry-names", "entry-consent", "decide-entry"):
        there, gone = (client.get(reverse(f"essays:{name}", args=[pk])) for pk in (work.entry_id, 999_999))
        assert there.status_code == gone.status_code == 403
        assert bare(there) == bare(gone)


def test_form_errors(hall):
    for deed in ("half", "wrong", "hand back wrong", "concern empty"):
        assert hall.said[deed].status == 422
        assert not TELLS.search(hall.said[deed].body.decode())


def test_redirects(hall):
    places = {deed: one.headers["Location"] for deed, one in hall.said.items() if "Location" in one.headers}
    assert {"save", "finish", "name seen", "hand back", "concern", "tie"} <= places.keys()
    assert all(re.fullmatch(r"/judging/(\d+/\d+/|ties/)?", place) for place in places.values())


def test_caches(hall):
    """Nothing about a work is kept by a browser or a proxy."""
    for path, found in hall.seen.items():
        if re.match(r"/judging/(\d|$)", path) and found.status == 200:
            assert found.headers["Cache-Control"] == "private, no-store", path
    for deed, one in hall.said.items():
        if one.path.startswith(hall.works[0].mark_url):
            assert one.headers["Cache-Control"] == "private, no-store", deed


def test_pictures_carry_no_time_and_no_tag(hall):
    """Two judges get the same picture with the same headers: no tag, no time of the upload."""
    work = next(w for w in hall.works if w.entry.pages.exists())
    other = Assignment.objects.get(place__judge=hall.judges[1], entry=work.entry_id)
    answers = [
        client.get(f"{w.mark_url}pages/page-1.jpg") for client, w in zip(hall.clients, (work, other), strict=True)
    ]
    assert answers[0].content == answers[1].content
    one, two = (dict(answer.headers) for answer in answers)
    assert one == two
    assert not {"ETag", "Last-Modified", "Date", "Accept-Ranges"} & set(one)


def test_exact_number_of_words(hall):
    for work in hall.works:
        if work.entry.text:
            text = re.sub("<[^>]+>", " ", hall.clients[0].get(work.mark_url).content.decode())
            assert f"about {work.entry.about_words} words" in text
            assert not re.search(rf"\b{work.entry.words} words", text)


def test_covered_words_all_have_one_width(hall):
    for work in hall.works:
        if work.entry.text:
            text = hall.clients[0].get(work.mark_url).content.decode()
            assert set(re.findall("█+", text)) == {"█████"}


def test_names_seen_by_another_judge_say_nothing_of_who(hall):
    """The judge whose work is away learns neither which colleague nor what name."""
    desk = hall.seen["/judging/"].body.decode()
    assert "a name can be seen" in desk
    assert hall.judges[1].name not in desk


def test_the_round_before(hall):
    """When it is decided the works are shut, and the own figures are all that is left."""
    Entry.objects.update(names_seen_at=None)
    for work in works_of(hall.competition):
        if work.version == 0:
            give(work, 4)
    decide(hall.competition, hall.officer)
    client = hall.clients[0]
    for work in hall.works:
        assert client.get(work.mark_url).status_code == 404
        assert client.get(f"{work.mark_url}pages/page-1.jpg").status_code == 404
        assert client.post(f"{work.mark_url}name-seen/").status_code == 404
    desk = client.get(reverse("essays:desk")).content.decode()
    assert not TELLS.search(desk)
    assert "/judging/" + str(hall.works[0].place_id) not in desk
