"""The register, for the access table."""

from datetime import date

from schools.models import (
    Blackout,
    CalendarVersion,
    Contact,
    ImportBatch,
    ImportRow,
    ImportSource,
    SavedFilter,
    SchoolMerge,
    VisitRule,
)
from tests.factories.schools import MembershipFactory, SchoolFactory, UniversityFactory

DAY = date(2026, 5, 4)
READING = {"kind": "csv", "encoding": "utf-8-sig", "delimiter": ",", "headings": ["name", "county"], "first_row": 2}


def make_batch(by, **fields):
    source, _new = ImportSource.objects.get_or_create(name="Ministry")
    said = {"file_name": "list.csv", "sha256": "0" * 64, "state": "checked", "total": 1, **fields}
    return ImportBatch.objects.create(source=source, sent_by=by, reading=READING, **said)


def make_row(batch, number, **fields):
    said = {"outcome": "conflict", "reason": "same-name", "values": {"name": f"School {number}"}, **fields}
    return ImportRow.objects.create(batch=batch, number=number, digest=str(number), **said)


def build(world):
    world.school = SchoolFactory(name="Kabarnet Boys")
    world.foreign_school = SchoolFactory(name="Kapkelelwa")
    world.closed_school = SchoolFactory(name="Closed School", is_open=False)
    world.university = UniversityFactory()
    world.membership = MembershipFactory(school=world.school, user=world.teacher)
    world.batch = make_batch(world.officer)
    world.blackout = Blackout.objects.create(school=world.school, first=DAY, last=DAY, reason="Prize day")
    world.contact = Contact.objects.create(school=world.school, name="J. Mwema", phone="+254722000001")
    world.merger = SchoolMerge.objects.create(kept=world.school, gone=world.closed_school, by=world.officer)
    world.saved_filter = SavedFilter.objects.create(owner=world.officer, name="Boys", query="gender=boys")
    world.calendar = CalendarVersion.objects.create(year=2026, number=1, source="Ministry", effective_from=DAY)
    world.visit_rule = VisitRule.objects.create(kind="authority", words="Ask", source="x", effective_from=DAY)
    world.import_row = make_row(world.batch, 2, school=world.school, score=97)


def _batches(n):
    for _ in range(n):
        make_batch(ImportBatch.objects.first().sent_by)


def _rows(n):
    batch = ImportBatch.objects.last()
    for _ in range(n):
        make_row(batch, batch.rows.count() + 10)


LISTS = {
    "schools:school-list": lambda n: SchoolFactory.create_batch(n),
    "schools:import-list": _batches,
    "schools:import-rows": _rows,
    "schools:university-list": lambda n: UniversityFactory.create_batch(n),
    "workshops:forum-school": lambda n: SchoolFactory.create_batch(n),
}
