"""The whole story of an essay: prepared, entered with consent, judged blind, decided, published, printed, withdrawn."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Role
from accounts.models import IssuedPaper
from competitions.essays.models import Assignment, Competition, Entry
from tests.factories.accounts import UserFactory
from tests.factories.essays import make_teacher
from tests.factories.schools import SchoolFactory
from tests.factories.workshops import make_levels

pytestmark = pytest.mark.django_db


def hidden_of(page, *names):
    return dict(re.findall(rf'name="({"|".join(names)})" value="([^"]+)"', page))


def test_from_a_question_to_a_verified_certificate_and_a_consent_taken_back(sign_in, officer, client):
    make_levels()
    schools = [SchoolFactory(name=name) for name in ("Kabarnet Boys", "Kapkelelwa", "Sacho")]
    teachers = [make_teacher(school) for school in schools]
    judges = [UserFactory(roles=[Role.JUDGE], name=f"Judge {letter}") for letter in "ABC"]
    office = sign_in(officer)

    # The officer prepares and opens a competition.
    day = timezone.localdate()
    terms = {
        "name": "National essay competition",
        "question": "Is torture ever justified?",
        "kind": "essay",
        "in_english": "on",
        "in_kiswahili": "on",
        "opens": day.isoformat(),
        "closes": (day + timezone.timedelta(days=20)).isoformat(),
        "judged": (day + timezone.timedelta(days=40)).isoformat(),
        "keep_until": (day + timezone.timedelta(days=700)).isoformat(),
        "word_limit": 1000,
        "marks_per_entry": 2,
        "prize_places": 1,
        "merit_places": 1,
        "tie_break": "Equal scores share the place.",
    }
    for n, name in enumerate(("Argument", "Own voice", "", "", "", "")):
        terms |= {f"name_{n}": name, f"weight_{n}": 1, f"most_{n}": 5, f"bands_{n}": ""}
    office.post(reverse("essays:competition-add"), terms)
    competition = Competition.objects.get()
    office.post(reverse("essays:competition-open", args=[competition.pk]))

    # Teachers read of it on their start page, print the consent form, and enter works.
    names = ("Akinyi Otieno", "Baraka Mwangi", "Chepkoech Cherono")
    for teacher, name in zip(teachers, names):
        school = sign_in(teacher)
        assert "A competition is open" in school.get("/today/").content.decode()
        assert school.get(reverse("essays:consent-form", args=[competition.pk, "sw"])).status_code == 200
        work = {
            "key": str(uuid4()),
            "base": 1,
            "school": teacher.memberships.first().school_id,
            "name": name,
            "class_level": "F3",
            "sex": "girl",
            "language": "en",
            "title": f"Title {names.index(name)}",
            "text": f"The work of number {names.index(name)}.",
            "take_part": "on",
            "publish_name": "on",
            "publish_work": "on",
            "own_work": "on",
            "hand_in": "1",
        }
        assert school.post(reverse("essays:entry-add", args=[competition.pk]), work).status_code == 302
    assert Entry.objects.submitted().count() == 3

    # The officer closes the entries, names the judges and deals the works.
    office.post(reverse("essays:competition-close", args=[competition.pk]))
    fields = {f"{part}_{judge.pk}": "on" for judge in judges for part in ("takes", "en", "sw")}
    office.post(reverse("essays:judges", args=[competition.pk]), fields)
    deal = reverse("essays:deal", args=[competition.pk])
    office.post(deal, hidden_of(office.get(deal).content.decode(), "seed", "inputs_hash"))
    assert Assignment.objects.count() == 6

    # Each judge marks what is on the desk, blind; one hands a work back, which goes to another judge.
    first = Assignment.objects.filter(place__judge=judges[0]).first()
    sign_in(judges[0]).post(f"{first.mark_url}hand-back/", {"reason": "known"})
    assert "lacks judges" in office.get("/today/").content.decode()
    office.post(deal, hidden_of(office.get(deal).content.decode(), "seed", "inputs_hash"))
    for judge in judges:
        desk = sign_in(judge)
        page = desk.get(reverse("essays:desk")).content.decode()
        assert not any(name in page for name in names)
        while found := re.search(r'class="btn btn-primary" href="(/judging/\d+/\d+/)"', page):
            sheet = desk.get(found[1]).content.decode()
            assert not any(word in sheet for word in (*names, "Kabarnet", "Kapkelelwa", "Sacho"))
            number = int(re.search(r"The work of number (\d)", sheet)[1])
            marks = {"points_1": 5 - number, "points_2": 5 - 2 * number or 1, "words": "Go on.", "finish": "1"}
            assert desk.post(found[1], {**marks, **hidden_of(sheet, "key", "base")}).status_code == 302
            page = desk.get(reverse("essays:desk")).content.decode()

    # The officer looks at the result, decides, issues certificates, publishes.
    url = reverse("essays:results", args=[competition.pk])
    page = office.get(url).content.decode()
    assert page.index("Entry 1<") < page.index("Entry 2<") < page.index("Entry 3<")
    office.post(url, hidden_of(page, "inputs_hash"))
    office.post(reverse("essays:certificates", args=[competition.pk]))
    office.post(reverse("essays:publish", args=[competition.pk]))

    # The world reads of the winner; the certificate prints at the school, and its code says that it is genuine.
    winners = reverse("essays:winners", args=[competition.pk])
    assert "Akinyi Otieno" in client.get(winners).content.decode()
    work = reverse("essays:winning-work", args=[competition.pk, 1])
    assert "The work of number 0" in client.get(work).content.decode()
    winner = Entry.objects.get(number=1)
    assert sign_in(teachers[0]).get(reverse("essays:certificate", args=[winner.pk])).status_code == 200
    paper = IssuedPaper.objects.get(about_id=str(winner.pk))
    page = client.get(f"/V/{paper.token}").content.decode()
    assert "This paper is genuine" in page
    assert "Akinyi Otieno" in page

    # The guardian takes everything back: nothing of the child is left in any list, file, page or export.
    sign_in(teachers[0]).post(reverse("essays:entry-consent", args=[winner.pk]), {})
    for reader, address in (
        (client, winners),
        (client, paper.get_absolute_url()),
        (office, url),
        (office, reverse("essays:entry-list")),
        (office, f"{reverse('essays:entry-list')}?q=Title"),
        (office, competition.get_absolute_url()),
        (sign_in(teachers[0]), reverse("essays:entry-list")),
        (office, schools[0].get_absolute_url()),
    ):
        page = reader.get(address).content.decode()
        assert "Akinyi" not in page
        assert "Title 0" not in page
        assert "Entry 1<" not in page
    assert client.get(work).status_code == 404
    assert office.get(winner.get_absolute_url()).status_code == 404
    lines = b"".join(office.get(f"{reverse('essays:entry-list')}?export=csv").streaming_content).decode()
    assert "Entry 1" not in lines
    assert "This paper is genuine" in client.get(paper.get_absolute_url()).content.decode()
