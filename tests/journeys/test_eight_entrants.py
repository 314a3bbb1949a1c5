"""Eight entrants of a school: listed, photographed with the network gone in the middle, posted, copied, one withdrawn."""

import io
import re
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import Consent, PrintItem
from accounts.services.printing import Wanted, order_print
from competitions.essays.choices import EntryState
from competitions.essays.models import Bundle, CopyPair, Entry, Page
from competitions.essays.services.bundles import slip_text
from competitions.essays.services.entry import change_work
from config.demo.printing import letter
from tests.competitions.essays.test_bundles import paper, pile
from tests.core.test_copies import text
from tests.core.test_scans import written
from tests.factories.essays import CompetitionFactory, make_teacher
from tests.factories.workshops import make_levels

pytestmark = pytest.mark.django_db
CHILD = "Zuhura Nekesa"
SKIP = ("/static/", "/theme", "/logout", "/schools/", "/print/specimens/", "/materials/", "/workshops/")


def walk(client, first):
    """Every page and file that links lead to, and every list as a file: bodies by address."""
    seen, todo = {}, list(first)
    while todo:
        path = todo.pop()
        if path in seen or path.startswith(SKIP) or len(seen) > 40:
            continue
        response = client.get(path)
        seen[path] = b"".join(response.streaming_content) if response.streaming else response.content
        if "html" in response.headers.get("Content-Type", ""):
            for link in re.findall(r"href=\"([^\"#]+)\"", seen[path].decode()):
                link = link.replace("&amp;", "&")
                if not urlsplit(link).netloc and link.startswith("/") and "sort=" not in link:
                    todo.append(link)
    return seen


def kept_files() -> set[str]:
    root = Path(default_storage.location)
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


def test_eight_entrants(sign_in, officer, client, django_capture_on_commit_callbacks):
    before = kept_files()
    competition, teacher, levels = CompetitionFactory(), make_teacher(), make_levels()
    school = teacher.memberships.first().school
    phone, office = sign_in(teacher), sign_in(officer)

    # Listed, and the papers printed.
    fields = {"key": str(uuid4())}
    for n in range(8):
        fields |= {f"name_{n}": f"{CHILD} {n}", f"class_{n}": levels[0].pk, f"sex_{n}": "girl", f"language_{n}": "en"}
    phone.post(reverse("essays:school-desk", args=[competition.pk, school.pk]), fields)
    entries = list(Entry.objects.order_by("number"))
    assert len(entries) == 8
    for name, more in (("slips", school.pk), ("head-paper", school.pk), ("consent-form", "sw")):
        assert phone.get(reverse(f"essays:{name}", args=[competition.pk, more])).status_code == 200

    # Photographed; the network goes in the middle of the second page, the rest is sent the next day.
    for seed, key in ((1, uuid4()), (2, uuid4())):
        out = io.BytesIO()
        written((700, 900), seed=seed).save(out, "JPEG")
        data, at = out.getvalue(), 0
        part = reverse("essays:page-part", args=[entries[0].pk, key])
        while at < len(data):
            piece = SimpleUploadedFile("part", data[at : at + 60_000])
            with django_capture_on_commit_callbacks(execute=True):
                phone.post(part, {"size": len(data), "offset": at, "part": piece})
            states = phone.get(reverse("essays:page-states", args=[entries[0].pk])).json()["pages"]
            at = next(page["received"] for page in states if page["key"] == str(key))
    assert [page.state for page in entries[0].pages.all()] == ["ready", "ready"]

    # The officer scans what came by post.
    with django_capture_on_commit_callbacks(execute=True):
        bundle = pile(paper(slip_text(entries[1], 0)), paper(slip_text(entries[1], 1)), paper(slip_text(entries[2], 1)))
        office.post(reverse("essays:bundles", args=[competition.pk]), {"key": uuid4(), "files": bundle})
    assert Bundle.objects.get().state == "read"
    assert entries[1].pages.count() == entries[2].pages.count() == 1

    # Typed works, guardians' answers with the signed form, handed in; two are copies.
    for n, entry in enumerate(entries):
        if n > 2:
            entry.text = text(50 if n in {3, 4} else n)
        entry.refresh_from_db(fields=["version"])
        entry.own_work, entry.title = True, f"Zuhura’s title {n}"
        change_work(entry=entry, base=entry.version, by=teacher)
        signed = io.BytesIO()
        written((300, 400)).save(signed, "JPEG")
        answers = {"take_part": "on", "publish_name": "on", "publish_work": "on"}
        answers["evidence"] = SimpleUploadedFile("Zuhura.jpg", signed.getvalue())
        with django_capture_on_commit_callbacks(execute=True):
            phone.post(reverse("essays:entry-consent", args=[entry.pk]), answers)
            phone.post(reverse("essays:entry-submit", args=[entry.pk]))
    assert Entry.objects.submitted().count() == 8
    office.post(reverse("essays:copies-look", args=[competition.pk]))
    pair = CopyPair.objects.get(kind="text")
    assert {pair.first, pair.second} == {entries[3], entries[4]}
    office.post(pair.get_absolute_url(), {"state": "second", "reason": "Word for word."})
    with django_capture_on_commit_callbacks(execute=True):
        wanted = [Wanted(label=e.entrant.name, fields={"name": e.entrant.name}, about=e) for e in entries]
        order_print(words="Letters", batch=letter(), wanted=wanted, by=officer)

    # One guardian after the other takes the consent back: nothing of those children is left anywhere.
    for entry in entries:
        with django_capture_on_commit_callbacks(execute=True):
            phone.post(reverse("essays:entry-consent", args=[entry.pk]), {})
    assert set(Entry.objects.values_list("state", flat=True)) == {EntryState.WITHDRAWN}
    assert not Page.objects.exists()
    assert not CopyPair.objects.exists()
    assert not PrintItem.objects.exclude(label="").exists()
    assert Consent.objects.granted(entries[0].entrant) == set()
    assert kept_files() - before == set()
    lists = ["/today/", "/log/", "/messages/", reverse("essays:competition-list")]
    lists += [f"{reverse('essays:entry-list')}{query}" for query in ("", "?q=Zuhura", "?export=csv", "?export=xlsx")]
    lists += [reverse("essays:copies", args=[competition.pk]), reverse("essays:bundles", args=[competition.pk])]
    lists += [Bundle.objects.get().get_absolute_url(), "/print/"]
    for somebody in (phone, office, client):
        for path, body in walk(somebody, lists).items():
            assert b"Zuhura" not in re.sub(rb'value="Zuhura"|q=Zuhura', b"", body), path
            assert b"Nekesa" not in body, path
    for path in (entries[0].get_absolute_url(), reverse("essays:entry-page", args=[entries[0].pk, 1])):
        assert phone.get(path).status_code == office.get(path).status_code == 404
