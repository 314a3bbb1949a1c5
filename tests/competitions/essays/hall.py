"""A judged competition of telling works, and all that one judge sees and does in it: for the leak checklist."""

import io
import re
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit
from uuid import uuid4
from zipfile import ZipFile

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from PIL import Image, ImageDraw, ImageFont
from pypdf import PdfReader

from accounts.choices import ConsentChannel, Purpose, Role
from competitions.essays.choices import NamesFound
from competitions.essays.models import Assignment, Entry, JudgePlace, Page, Tie
from competitions.essays.services.consent import answer_consent
from competitions.essays.services.covers import cover_page, cover_phrases, draw_cover
from competitions.essays.services.entry import change_work, submit_entry
from competitions.essays.services.judging import hand_back_work, report_name_seen
from competitions.essays.services.names import settle_names
from competitions.essays.services.pages import read_page
from tests.conftest import enter
from tests.core.test_scans import written
from tests.factories.accounts import UserFactory
from tests.factories.essays import (
    CompetitionFactory,
    begin_entry,
    give,
    make_exemplar,
    make_teacher,
    start_judging,
    works_of,
)
from tests.factories.schools import CountyFactory, SchoolFactory

NAME, SCHOOL, COUNTY, TEACHER = "Zuhura Tellmename", "Tellmeschool Girls", "Tellmecounty", "Tellmeteacher"
FILE, PHONE, REASON = "zuhura-tellme-scan.jpg", "Tellmephone X9", "Othermark"
NUMBER = 1_977_000_000  # of the entries: so long that no digest or address holds it by chance
NOW = datetime(2026, 5, 4, 6, 0, tzinfo=UTC)  # the hour of the walk: no clock then shows what WHEN would show
WHEN = datetime(2019, 3, 14, 1, 59, 26, tzinfo=UTC)  # when they came in
TIMES = r"14 Mar|Mar(?:ch)? 14|2019-03-14|14/0?3/2019|\b0?[14]:59\b|1552528766"
TELLS = re.compile(rf"tellme|zuhura|learner 1|dc:creator|{NUMBER // 1000}\d\d\d|{REASON}|{TIMES}", re.I)
# The whole register of schools and the counties are open to judges, so that they can name a tie: that tells nothing.
REGISTER = ("/judging/ties/add/", "/judging/ties/county/")
ACCESS = Path(__file__).parent / "access.csv"
STAMP = [5.0, 2.0, 90.0, 12.0]


def photo(n: int) -> SimpleUploadedFile:
    """A phone's picture of a page with a stamp: a telling name, the phone, where it was taken."""
    exif = Image.Exif()
    exif[0x0110], exif[0x010E], exif[0x8298], exif[0x0132] = PHONE, NAME, NAME, "2019:03:14 01:59:26"
    exif.get_ifd(0x8825)[1] = "S"
    page, out = written((700, 900), seed=n), io.BytesIO()
    ImageDraw.Draw(page).text((60, 30), SCHOOL, fill="black", font=ImageFont.load_default(48))
    page.save(out, "JPEG", exif=exif.tobytes(), comment=NAME.encode())
    return SimpleUploadedFile(FILE, out.getvalue(), "image/jpeg")


def document() -> SimpleUploadedFile:
    """A PDF whose properties tell, what is typed at its head, and what lies unseen under it."""
    pdf, out = pikepdf.new(), io.BytesIO()
    page = pdf.add_blank_page(page_size=(595, 842))
    face = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Courier)
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=face))
    typed = f"BT /F 20 Tf 60 770 Td ({SCHOOL}) Tj 0 -300 Td (Who hears?) Tj 3 Tr ({NAME}) Tj ET"
    page.Contents = pdf.make_stream(typed.encode())
    pdf.docinfo["/Author"], pdf.docinfo["/Title"], pdf.docinfo["/CreationDate"] = NAME, SCHOOL, "D:20190314015926Z"
    with pdf.open_metadata() as meta:
        meta["dc:creator"] = [NAME]
    pdf.save(out)
    return SimpleUploadedFile("tellme.pdf", out.getvalue(), "application/pdf")


def enter_telling_works(competition, officer) -> None:
    """Six, of six counties: typed, photographed, as PDF; the typed ones name their writer, and an officer covers it."""
    for n in range(6):
        county = CountyFactory(code=f"1{n}0", name=f"{COUNTY} {n}")
        teacher = make_teacher(SchoolFactory(name=f"{SCHOOL} {n}", county=county))
        teacher.name = f"{TEACHER} {n}"
        teacher.save()
        title, text = (f"By {NAME}", f"I, {NAME} of {SCHOOL}, ask. " + "Who hears? " * (20 + n)) if n % 2 else ("", "")
        entry = begin_entry(competition, teacher, name=f"{NAME} {n}", title=title, text=text)
        change_work(entry=entry, base=1, pages=[] if n % 2 else [photo(n), document()], by=teacher)
        assert {read_page.func(page.pk) for page in entry.pages.all()} <= {"ready"}
        answers = dict.fromkeys(Purpose, True)
        answer_consent(entry=entry, answers=answers, channel=ConsentChannel.SCHOOL, by=teacher)
        submit_entry(entry=entry, by=teacher)
        if n % 2:
            cover_phrases(entry=entry, phrases=[NAME, SCHOOL], base=0, key=uuid4(), by=officer)
        else:
            for page in entry.pages.all():
                cover = cover_page(page=page, boxes=[STAMP], base=0, key=uuid4(), by=officer)
                assert draw_cover.func(cover.pk) == "ready"
    times = {"number": 0, "entered_at": WHEN, "submitted_at": WHEN}
    for n, pk in enumerate(Entry.objects.order_by("pk").values_list("pk", flat=True), 1):
        Entry.objects.filter(pk=pk).update(**{**times, "number": NUMBER + n})
    Page.objects.update(touched_at=WHEN)


def walk(client, first) -> dict[str, SimpleNamespace]:
    """Everything that links and scripts lead to: status, headers and body by address."""
    seen: dict[str, SimpleNamespace] = {}
    todo = list(first)
    while todo:
        path = todo.pop()
        if path in seen or path.startswith(("/judging/ties/add/?", "/static/", "/theme", "/materials/", "/booklets/")):
            continue
        if path.startswith("/judging/ties/add/") and sum(p.startswith("/judging/ties/add/") for p in seen) > 2:
            continue
        response = client.get(path)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        seen[path] = SimpleNamespace(status=response.status_code, headers=dict(response.headers), body=body)
        if "html" in response.headers.get("Content-Type", ""):
            for link in re.findall(r"(?:href|src|action|data-\w+)=\"(/[^\"#]*)\"", body.decode()):
                if not urlsplit(link).netloc:
                    todo.append(link.replace("&amp;", "&"))
    return seen


def deeds(client, work, tie) -> dict[str, SimpleNamespace]:
    """Everything a judge can send, right and wrong, as (deed: answer); each is taken back."""
    sheet = {"key": str(uuid4()), "base": str(work.version), "points_1": "3", "points_2": "4", "words": "Good."}
    auto = {"headers": {"X-Autosave": "1"}}
    tried = {
        "save": (work.mark_url, {**sheet, "keep": "1"}, {}),
        "finish": (work.mark_url, {**sheet, "finish": "1"}, {}),
        "half": (work.mark_url, {**sheet, "points_2": "", "finish": "1"}, {}),
        "wrong": (work.mark_url, {**sheet, "points_1": "99"}, {}),
        "autosave": (work.mark_url, sheet, auto),
        "autosave stale": (work.mark_url, {**sheet, "base": "7"}, auto),
        "autosave wrong": (work.mark_url, {**sheet, "points_1": "99"}, auto),
        "name seen": (f"{work.mark_url}name-seen/", {}, {}),
        "hand back": (f"{work.mark_url}hand-back/", {"reason": "known"}, {}),
        "hand back wrong": (f"{work.mark_url}hand-back/", {"reason": "x"}, {}),
        "concern": (f"{work.mark_url}concern/", {"text": "A worry."}, {}),
        "concern empty": (f"{work.mark_url}concern/", {}, {}),
        "tie": (reverse("essays:tie-add", args=[tie.pk]), {}, {}),
    }
    said = {}
    for deed, (path, data, more) in tried.items():
        with transaction.atomic():
            answer = client.post(path, data, **more)
            said[deed] = SimpleNamespace(
                status=answer.status_code, headers=dict(answer.headers), body=answer.content, path=path
            )
            if answer.status_code == 302:
                after = client.get(answer.url)
                said[f"{deed}, after"] = SimpleNamespace(
                    status=after.status_code, headers=dict(after.headers), body=after.content, path=answer.url
                )
            transaction.set_rollback(True)
    return said


def build_hall() -> SimpleNamespace:
    """The competition, its people, all that the first judge saw, and what was said to all the judge did."""
    officer = UserFactory(roles=[Role.OFFICER])
    competition = CompetitionFactory(marks_per_entry=2)
    enter_telling_works(competition, officer)
    judges = [UserFactory(roles=[Role.JUDGE], name=f"Judge {letter}") for letter in "AB"]
    start_judging(competition, judges, officer)
    mine, theirs = ([w for w in works_of(competition) if w.place.judge == judge] for judge in judges)
    criteria = competition.criteria.count()
    for work in theirs[:4]:
        sheet = give(work, [5] * criteria)
        assert sheet.finished
    hand_back_work(assignment=theirs[5], reason="other", words=f"{REASON} {NAME}", by=judges[1])
    give(mine[0], 3)
    report_name_seen(assignment=theirs[4], by=judges[1])
    looked = Entry.objects.get(pk=theirs[3].entry_id)
    settle_names(entry=looked, found=NamesFound.CLEAN, reason=f"{REASON} {NAME}", base=0, key=uuid4(), by=officer)
    far = CountyFactory(code="990", name="Faraway")
    Tie.objects.create(judge=judges[0], school=SchoolFactory(name="Somewhere High", county=far))
    clients = []
    for judge in judges:
        client = Client()
        enter(client, judge)
        clients.append(client)
    early = CompetitionFactory()  # where the first judge has to train
    make_exemplar(early, officer)
    JudgePlace.objects.create(competition=early, judge=judges[0])
    sheet_scan = reverse("essays:sheet-scan", args=[mine[1].code])  # the square on paper
    seen = walk(clients[0], ["/today/", reverse("essays:desk"), "/more/", "/me/", sheet_scan])
    open_works = list(Assignment.objects.visible_to(judges[0]).select_related("place", "entry"))
    open_works = [work for work in open_works if work.entry_id != mine[0].entry_id]
    said = deeds(clients[0], open_works[0], SchoolFactory(name="Anywhere High", county=far))
    return SimpleNamespace(
        competition=competition,
        officer=officer,
        judges=judges,
        clients=clients,
        works=open_works,
        seen=seen,
        said=said,
        hidden=Assignment.objects.get(place__judge=judges[0], entry=theirs[4].entry_id),
    )


def texts(hall, kind="html"):
    """(address, body as text) of every answer of a kind, but for the register of schools."""
    for path, answer in [*hall.seen.items(), *((deed, answer) for deed, answer in hall.said.items())]:
        register = path.startswith(REGISTER) or getattr(answer, "path", "").startswith(REGISTER)
        if kind in answer.headers.get("Content-Type", "") and not register:
            yield path, answer.body.decode("utf-8", "ignore")


def files(hall, ending):
    """(address, answer) of every file of a type."""
    return [(path, found) for path, found in hall.seen.items() if found.headers.get("Content-Type") == ending]


def inside(found) -> str:
    """What a file says, out of its packing: the texts of a PDF's pages, the members of an archive, else the bytes."""
    kind = found.headers.get("Content-Type", "")
    if "pdf" in kind:
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(found.body)).pages)
    if "zip" in kind:
        with ZipFile(io.BytesIO(found.body)) as packed:
            return "\n".join(f"{name} {packed.read(name).decode('latin-1')}" for name in packed.namelist())
    return found.body.decode("utf-8", "ignore")


def bare(response) -> str:
    """A page without what is new in each answer."""
    text = response.content.decode()
    return re.sub(r'(name="(csrfmiddlewaretoken|key|next)" value=")[^"]*|(nonce|href="/language)[^>]*', "", text)
