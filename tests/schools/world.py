"""The register, for the access table."""

from schools.models import ImportBatch, ImportRow, ImportSource
from tests.factories.schools import MembershipFactory, SchoolFactory, UniversityFactory

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
