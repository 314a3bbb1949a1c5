"""A whole competition: works that were typed, photographed and posted; dealt, marked, a judge leaves, further marks, a
meeting, frozen, published, printed; then one guardian takes the consent back.
"""

import io
import re
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from pypdf import PdfReader

from accounts.choices import Role
from accounts.models import IssuedPaper, PrintItem
from competitions.essays.choices import Award, CompetitionState, EntryState
from competitions.essays.models import Assignment, Bundle, Decision, Entry, EntryResult, ExtraMark
from competitions.essays.services.bundles import slip_text
from tests.competitions.essays.test_bundles import paper, pile
from tests.core.test_scans import written
from tests.factories.accounts import UserFactory
from tests.factories.essays import CompetitionFactory, begin_entry, make_entry, make_teacher
from tests.factories.schools import SchoolFactory
from tests.journeys.test_an_essay import hidden_of
from tests.journeys.test_eight_entrants import walk

pytestmark = pytest.mark.django_db
NAMES = ("Akinyi", "Baraka", "Chepkoech", "Daudi", "Esther", "Farida", "Gathoni", "Hamisi")
SCHOOLS = ("Kabarnet Boys", "Kapkelelwa")
YES = {"take_part": "on", "publish_name": "on", "publish_work": "on"}
QUALITY = {number: (5, 5, 4, 4, 3, 3, 2, 2)[number - 1] for number in range(1, 9)}
STRICT = 1  # points that the last judge gives less


def photograph(phone, entry, seed):
    """One page of a work, sent as a phone sends it: in pieces."""
    out = io.BytesIO()
    written((700, 900), seed=seed).save(out, "JPEG")
    data, at, key = out.getvalue(), 0, uuid4()
    while at < len(data):
        piece = SimpleUploadedFile("part", data[at : at + 90_000])
        phone.post(reverse("essays:page-part", args=[entry.pk, key]), {"size": len(data), "offset": at, "part": piece})
        pages = phone.get(reverse("essays:page-states", args=[entry.pk])).json()["pages"]
        at = next(page["received"] for page in pages if page["key"] == str(key))


def press(browser, url, *hidden, **more):
    """Send the form of a page as it stands."""
    return browser.post(url, {**hidden_of(browser.get(url).content.decode(), *hidden), **more})


def mark_desk(browser, judge, *, lower=0, most=None):
    """A judge marks what is on the desk, from the top, and sees no name."""
    done = 0
    page = browser.get(reverse("essays:desk")).content.decode()
    while most != done and (found := re.search(r'class="btn btn-primary" href="(/judging/\d+/\d+/)"', page)):
        sheet = browser.get(found[1]).content.decode()
        assert not any(word in sheet for word in (*NAMES, *SCHOOLS))
        place, alias = map(int, re.findall(r"\d+", found[1]))
        number = Assignment.objects.get(place=place, alias=alias).entry.number
        points = max(1, QUALITY[number] - lower)
        marks = {"points_1": points, "points_2": max(1, points - alias % 2), "words": "Go on.", "finish": "1"}
        answer = browser.post(found[1], {**marks, **hidden_of(sheet, "key", "base")})
        assert answer.status_code == 302
        done += 1
        page = browser.get(reverse("essays:desk")).content.decode()
    return done


def said_by(response):
    """The words of a printed answer."""
    assert response.status_code == 200
    data = b"".join(response.streaming_content) if response.streaming else response.content
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).split())


@pytest.fixture
def works(sign_in, officer, django_capture_on_commit_callbacks):
    """Eight works of two schools: five typed, two photographed, one that came by post."""
    competition = CompetitionFactory(name="Voices", prize_places=2, merit_places=2)
    teachers = [make_teacher(SchoolFactory(name=name)) for name in SCHOOLS]
    office = sign_in(officer)
    for n, name in enumerate(NAMES):
        teacher = teachers[n % 2]
        if n < 5:
            allow = ["publish_name", "publish_work"]
            make_entry(competition, teacher, name=name, text=f"My own story of the fence, number {n}.", allow=allow)
            continue
        entry = begin_entry(competition, teacher, name=name, text="")
        phone = sign_in(teacher)
        with django_capture_on_commit_callbacks(execute=True):
            if n < 7:
                photograph(phone, entry, seed=n)
            else:
                scans = pile(paper(slip_text(entry, 0)), paper(slip_text(entry, 1), seed=9))
                office.post(reverse("essays:bundles", args=[competition.pk]), {"key": uuid4(), "files": scans})
        phone.post(reverse("essays:entry-consent", args=[entry.pk]), YES)
        phone.post(reverse("essays:entry-submit", args=[entry.pk]))
    assert Bundle.objects.get().state == "read"
    assert Entry.objects.submitted().count() == 8
    return competition


def test_from_eight_works_to_certificates_and_one_consent_taken_back(
    works, sign_in, officer, client, tmp_path, capsys, django_capture_on_commit_callbacks
):
    competition, office = works, sign_in(officer)
    page = {
        name: reverse(f"essays:{name}", args=[competition.pk])
        for name in ("competition-close", "judges", "deal", "results", "extra", "meeting", "certificates", "publish")
    }

    # Closed, judges named, dealt.
    office.post(page["competition-close"])
    judges = [UserFactory(roles=[Role.JUDGE], name=f"Judge {letter}") for letter in "PQRS"]

    def name_judges(people):
        office.post(page["judges"], {f"{part}_{j.pk}": "on" for j in people for part in ("takes", "en", "sw")})

    name_judges(judges)
    assert press(office, page["deal"], "seed", "inputs_hash").status_code == 302
    assert Assignment.objects.count() == 16

    # One judge leaves after one work: it stays, the rest goes to the others.
    desks = {judge: sign_in(judge) for judge in judges}
    leaver = judges[0]
    assert mark_desk(desks[leaver], leaver, most=1) == 1
    name_judges(judges[1:])
    press(office, page["deal"], "seed", "inputs_hash")
    assert not Assignment.objects.to_mark().filter(place__judge=leaver).exists()
    assert re.search(r'href="/judging/\d+/\d+/"', desks[leaver].get(reverse("essays:desk")).content.decode()) is None
    for judge in judges[1:]:
        mark_desk(desks[judge], judge, lower=STRICT if judge == judges[-1] else 0)
    assert Assignment.objects.marked().count() == 16

    # Further marks where they matter, and the judges who are free give them.
    extra = f"{page['extra']}?n=2"
    assert press(office, extra, "marks", "seed", "inputs_hash").status_code == 302
    assert ExtraMark.objects.count() == 2
    for judge in judges[1:]:
        mark_desk(desks[judge], judge, lower=STRICT if judge == judges[-1] else 0)
    assert Assignment.objects.marked().count() == 18

    # The meeting exchanges two works, and says why.
    assert "Moderation meeting" in office.get(page["meeting"]).content.decode()
    up, down = Entry.objects.get(number=3), Entry.objects.get(number=2)
    for entry, award in ((up, Award.WINNER), (down, Award.MERIT)):
        url = reverse("essays:decide-entry", args=[entry.pk])
        press(
            office, url, "key", "seen", award=award, place=2 if award == Award.WINNER else "", reason="The clearer end."
        )
    assert Decision.objects.count() == 2

    # Frozen; the file computes again to the same result.
    assert press(office, page["results"], "inputs_hash").status_code == 302
    competition.refresh_from_db()
    assert competition.state == CompetitionState.DECIDED
    kept = tmp_path / "result.zip"
    kept.write_bytes(office.get(reverse("essays:result-file", args=[competition.pk])).content)
    call_command("verify_result", str(kept))
    assert "NOT" not in capsys.readouterr().out
    told = (
        dict(EntryResult.objects.values_list("entry", "award")),
        dict(EntryResult.objects.values_list("entry", "computed")),
    )
    assert [honours[up.pk] for honours in told] == [Award.WINNER, Award.MERIT]
    assert [honours[down.pk] for honours in told] == [Award.MERIT, Award.WINNER]

    # Published and printed; the world reads of the winners.
    with django_capture_on_commit_callbacks(execute=True):
        office.post(page["certificates"])
    office.post(page["publish"])
    winner = Entry.objects.get(number=1)
    public = client.get(reverse("essays:winners", args=[competition.pk])).content.decode()
    assert NAMES[0] in public
    school = sign_in(winner.entered_by)
    assert school.get(reverse("essays:certificate", args=[winner.pk])).status_code == 200
    paper_of = IssuedPaper.objects.get(about_id=str(winner.pk))
    assert NAMES[0] in client.get(paper_of.get_absolute_url()).content.decode()

    # The school gets what is for its writers, the world a booklet, a judge the thanks.
    anthology = reverse("essays:anthology", args=[competition.pk])
    papers = reverse("essays:school-papers", args=[competition.pk, winner.entrant.school_id])
    advice = reverse("essays:advice", args=[winner.pk])
    assert "Go on." in said_by(school.get(advice))
    assert NAMES[0] in said_by(school.get(papers))
    assert "of the fence, number 0" in said_by(client.get(anthology))
    thanks = re.search(
        r'action="(/judging/service/\d+/)"', desks[judges[1]].get(reverse("essays:desk")).content.decode()
    )
    desks[judges[1]].post(thanks[1])
    assert judges[1].name in said_by(desks[judges[1]].get(f"{thanks[1]}certificate.pdf"))

    # One guardian takes the consent back: the child leaves every page and file, the others stay.
    with django_capture_on_commit_callbacks(execute=True):
        school.post(reverse("essays:entry-consent", args=[winner.pk]), {})
    winner.refresh_from_db()
    assert winner.state == EntryState.WITHDRAWN
    assert not PrintItem.objects.filter(label__startswith=f"{winner} ").exists()
    starts = ["/today/", "/print/", page["results"], page["meeting"], reverse("essays:entry-list")]
    starts += [f"{reverse('essays:entry-list')}?export=csv", reverse("essays:winners", args=[competition.pk])]
    for somebody in (client, school, office):
        for path, body in walk(somebody, starts).items():
            assert NAMES[0].encode() not in body, path
            assert b"of the fence, number 0" not in body, path
    assert school.get(advice).status_code == 404
    for reader, paper_at in ((school, papers), (client, anthology)):
        text = said_by(reader.get(paper_at))
        assert NAMES[0] not in text
        assert "of the fence, number 0" not in text
        assert NAMES[2] in text
    assert NAMES[2] in client.get(reverse("essays:winners", args=[competition.pk])).content.decode()
    assert "This paper is genuine" in client.get(paper_of.get_absolute_url()).content.decode()
