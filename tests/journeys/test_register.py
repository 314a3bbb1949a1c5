"""An officer's year with the register: last year's list, this year's, a merger, a place, a day for a visit."""

import pytest
from django.urls import reverse

from accounts.choices import Role
from schools.imports.checking import check_batch
from schools.imports.seed import read_calendar, read_rules
from schools.models import ImportBatch, School, SchoolMerge
from schools.services.calendar import load_calendar_year
from tests.schools.lists import HEAD, ROWS, make_counties, upload
from workshops.models import Forum

pytestmark = pytest.mark.django_db


def take_in(client, text, name):
    """Send a list, confirm its columns, take in what is clear."""
    client.post(reverse("schools:import-add"), {"source": "Ministry", "level": "secondary", "file": upload(text, name)})
    batch = ImportBatch.objects.first()
    columns = {f"column{place}": field for field, place in batch.columns.items()}
    client.post(reverse("schools:import-columns", args=[batch.pk]), columns)
    check_batch.call(batch.pk)
    client.post(reverse("schools:import-commit", args=[batch.pk]))
    batch.refresh_from_db()
    return batch


def test_the_register_through_a_year(as_role, officer):
    make_counties()
    load_calendar_year(calendar=read_calendar(), rules=read_rules())
    client = as_role(Role.OFFICER)
    first = take_in(client, HEAD + ROWS, "2025.csv")
    assert (first.state, School.objects.count()) == ("committed", 5)

    # Next year's list: one school renamed, one gone, one without its codes, one new.
    later = ROWS.replace("TUMAINI HIGH SCHOOL", "TUMAINI NATIONAL SCHOOL").replace("3,ELGEYO", "#,ELGEYO")
    lines = [line for line in later.splitlines() if not line.startswith("#")]
    lines += [
        "8,BARINGO,KOIBATEK,,,UPENDO SEC,C4,DAY,MIXED,,",
        "9,BARINGO,KOIBATEK,AH18,33521299,ZAWADI SCHOOL,C4,DAY,MIXED,,",
    ]
    second = take_in(client, HEAD + "\n".join(lines) + "\n", "2026.csv")
    assert second.rows.counts() == {"changed": 1, "unchanged": 3, "new": 1, "conflict": 1, "rejected": 1}
    row = second.rows.open().get()
    client.post(row.get_absolute_url(), {"decision": "new"})
    client.post(reverse("schools:import-commit", args=[second.pk]))
    assert School.objects.count() == 7

    # It was the same school after all: found on the quality page, merged in two taps.
    page = client.get(reverse("schools:quality")).content.decode()
    assert "Upendo Sec" in page
    keep = School.objects.get(name="Upendo Secondary School")
    client.post(reverse("schools:school-merge", args=[keep.pk]), {"other": School.objects.get(name="Upendo Sec").pk})
    assert SchoolMerge.objects.get().kept == keep

    # It is found by a name it no longer has, and misspelt.
    page = client.get(reverse("schools:school-list"), {"q": "tumaini hihg"}).content.decode()
    assert "Tumaini National School" in page

    # A day in May is open there, one in September is not, and says why.
    days = reverse("schools:school-windows", args=[keep.pk])
    assert "15:30–16:45" in client.get(days, {"from": "2026-05-04"}).content.decode()
    assert "Term 3 is closed" in client.get(days, {"from": "2026-09-01"}).content.decode()

    # The second list was the wrong one: taken back as a whole; what was merged into stays, the rest is as before.
    client.post(reverse("schools:import-undo", args=[second.pk]))
    assert School.objects.get(uic="AA11").name == "Tumaini High School"
    assert not School.objects.filter(uic="AH18").exists()
    assert not Forum.objects.exists()
