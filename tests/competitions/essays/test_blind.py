"""Blindness: every page and file that a judge can reach is walked, and nothing in it tells who wrote what."""

import io
import re
from urllib.parse import urlsplit

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from accounts.choices import ConsentChannel, Purpose, Role
from accounts.models import Message
from competitions.essays.models import Assignment, Entry
from competitions.essays.services.consent import answer_consent
from competitions.essays.services.entry import change_work, submit_entry
from competitions.essays.services.pages import read_page
from tests.factories.accounts import UserFactory
from tests.factories.essays import CompetitionFactory, begin_entry, give, make_teacher, start_judging
from tests.factories.schools import CountyFactory, SchoolFactory

pytestmark = pytest.mark.django_db

NAME, SCHOOL, COUNTY = "Zuhura Tellmename", "Tellmeschool Girls", "Tellmecounty"
FILE, PHONE = "zuhura-tellme-scan.jpg", "Tellmephone X9"


def photo() -> SimpleUploadedFile:
    """A phone's picture: a telling name, the phone, the place where it was taken."""
    exif = Image.Exif()
    exif[0x0110], exif[0x010E], exif[0x8298] = PHONE, NAME, NAME
    out = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(out, "JPEG", exif=exif.tobytes(), comment=NAME.encode())
    return SimpleUploadedFile(FILE, out.getvalue(), "image/jpeg")


def document() -> SimpleUploadedFile:
    """A PDF whose properties tell."""
    pdf, out = pikepdf.new(), io.BytesIO()
    pdf.add_blank_page()
    pdf.docinfo["/Author"], pdf.docinfo["/Title"] = NAME, SCHOOL
    with pdf.open_metadata() as meta:
        meta["dc:creator"] = [NAME]
    pdf.save(out)
    return SimpleUploadedFile("tellme.pdf", out.getvalue(), "application/pdf")


@pytest.fixture
def judged(officer):
    """Four entries by invented learners of telling schools, dealt to two judges; the teacher is telling too."""
    competition = CompetitionFactory()
    for n in range(4):
        county = CountyFactory(code=f"1{n}0", name=f"{COUNTY} {n}")
        teacher = make_teacher(SchoolFactory(name=f"{SCHOOL} {n}", county=county))
        teacher.name = f"Tellmeteacher {n}"
        teacher.save()
        pages = [photo(), document()] if n % 2 else []
        entry = begin_entry(competition, teacher, name=f"{NAME} {n}")
        change_work(entry=entry, base=1, pages=pages, by=teacher)
        assert {read_page.func(page.pk) for page in entry.pages.all()} <= {"ready"}
        answers = dict.fromkeys(Purpose, True)
        answer_consent(entry=entry, answers=answers, channel=ConsentChannel.SCHOOL, by=teacher)
        submit_entry(entry=entry, by=teacher)
    judges = [UserFactory(roles=[Role.JUDGE], name=f"Judge {letter}") for letter in "AB"]
    start_judging(competition, judges, officer)
    return judges


def walk(client) -> dict[str, tuple[dict, bytes]]:
    """Everything that can be reached by links from the start page and the desk: headers and body by address."""
    seen: dict[str, tuple[dict, bytes]] = {}
    todo = ["/today/", reverse("essays:desk"), "/more/"]
    while todo:
        path = todo.pop()
        if path in seen or path.startswith(("/judging/ties/", "/static/", "/theme")):
            continue
        response = client.get(path)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        seen[path] = (dict(response.headers), body)
        if "html" in response.headers.get("Content-Type", ""):
            for link in re.findall(r"(?:href|src|action)=\"([^\"#]+)\"", body.decode()):
                if not urlsplit(link).netloc and link.startswith("/"):
                    todo.append(link)
    return seen


def test_nothing_tells_anywhere_a_judge_can_go(judged, sign_in):
    judge, other = judged
    client = sign_in(judge)
    works = list(Assignment.objects.visible_to(judge).select_related("place__judge", "place__competition", "entry"))
    give(works[0], 4)
    seen = walk(client)
    for work in works:
        assert work.mark_url in seen
    assert sum("/pages/" in path for path in seen) == 4
    tells = re.compile(r"tellme|zuhura|learner 1|dc:creator", re.I)
    for path, (headers, body) in seen.items():
        assert not tells.search(path), path
        assert not tells.search(str(headers)), path
        assert not tells.search(body.decode("utf-8", "ignore")), path
        assert other.name not in body.decode("utf-8", "ignore"), path


def test_no_key_number_or_order_tells(judged, sign_in):
    judge = judged[0]
    client = sign_in(judge)
    Entry.objects.update(number=77_000 + Entry.objects.first().pk) if Entry.objects.count() == 1 else None
    for n, entry in enumerate(Entry.objects.order_by("pk"), 1):
        Entry.objects.filter(pk=entry.pk).update(number=77_000 + n)
    for path, (_headers, body) in walk(client).items():
        text = body.decode("utf-8", "ignore") if b"<html" in body else ""
        assert "7700" not in text, path
        assert not re.search(r"/essays/entries/\d", text), path
    mine = list(Assignment.objects.filter(place__judge=judge).order_by("alias").values_list("entry", "alias"))
    theirs = dict(Assignment.objects.filter(place__judge=judged[1]).values_list("entry", "alias"))
    assert [alias for _entry, alias in mine] == [1, 2, 3, 4]
    assert any(theirs[entry] != alias for entry, alias in mine)


def test_files_are_drawn_anew_and_named_by_their_order(judged, sign_in):
    client = sign_in(judged[0])
    files = {path: found for path, found in walk(client).items() if "/pages/" in path}
    for headers, body in files.values():
        assert re.search(r'filename="page-\d+\.(jpg|pdf)"', headers["Content-Disposition"])
        assert headers["Cache-Control"] == "private, no-store"
        if headers["Content-Type"] == "image/jpeg":
            with Image.open(io.BytesIO(body)) as picture:
                assert not picture.getexif()
                assert "comment" not in picture.info
        else:
            with pikepdf.open(io.BytesIO(body)) as pdf:
                assert "/Author" not in pdf.docinfo
                assert "/Metadata" not in pdf.Root


@pytest.mark.parametrize(
    "name", ["essays:entry-list", "essays:competition-list", "accounts:action-list", "accounts:message-list"]
)
def test_lists_exports_search_and_logs_stay_shut(judged, sign_in, name):
    client = sign_in(judged[0])
    for query in ("", "?export=csv", "?q=tellme", "?sort=number"):
        assert client.get(reverse(name) + query).status_code == 403


def test_other_doors_stay_shut(judged, sign_in, officer):
    judge, other = judged
    client, entry = sign_in(judge), Entry.objects.first()
    foreign = Assignment.objects.filter(place__judge=other).first()
    for name, args in (
        ("essays:entry-detail", [entry.pk]),
        ("essays:entry-page", [entry.pk, 1]),
        ("essays:certificate", [entry.pk]),
        ("essays:competition-detail", [entry.competition_id]),
        ("essays:results", [entry.competition_id]),
        ("schools:school-detail", [entry.entrant.school_id]),
    ):
        assert client.get(reverse(name, args=args)).status_code == 403
    assert client.get(foreign.mark_url).status_code == 404
    assert client.get(f"{foreign.mark_url}pages/page-1.jpg").status_code == 404


def test_messages_to_a_judge_say_only_how_many(judged):
    for message in Message.objects.filter(key__startswith="deal-"):
        assert not re.search(r"tellme|zuhura", f"{message.subject} {message.body} {message.about_url}", re.I)


def test_a_judge_sees_no_marks_of_others_and_no_mean(judged, sign_in):
    judge, other = judged
    theirs = Assignment.objects.filter(place__judge=other).select_related("place__judge", "place__competition").first()
    criteria = list(theirs.place.competition.criteria.all())
    give(theirs, [5 for _c in criteria])
    mine = Assignment.objects.get(place__judge=judge, entry=theirs.entry)
    page = sign_in(judge).get(mine.mark_url).content.decode()
    assert "checked" not in page
