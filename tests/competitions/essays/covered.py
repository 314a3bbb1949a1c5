"""Works with a page each, and short ways to cover it: for the tests of names and covers."""

import io
from uuid import uuid4

from django.core.files.base import ContentFile

from competitions.essays.models import Assignment, Page
from competitions.essays.services.covers import (
    cover_page,
)
from tests.core.test_scans import written
from tests.factories.essays import (
    CompetitionFactory,
    make_entry,
    make_teacher,
    start_judging,
)

BLOCK = "█████"
STAMP = [10.0, 5.0, 40.0, 10.0]


def jpeg(seed=1, size=(700, 900)) -> bytes:
    out = io.BytesIO()
    written(size, seed=seed).convert("L").save(out, "JPEG")
    return out.getvalue()


def add_page(entry, data=None, *, order=1) -> Page:
    page = Page(entry=entry, order=order)
    page.file.save("page.jpg", ContentFile(data or jpeg()), save=True)
    return page


def cover(page, by, boxes=(STAMP,), base=0, key=None):
    return cover_page(page=Page.objects.get(pk=page.pk), boxes=boxes, base=base, key=key or uuid4(), by=by)


def work_of(entry, judge) -> Assignment:
    return Assignment.objects.select_related("place__judge", "place__competition").get(entry=entry, place__judge=judge)


def page_url(work, order=1) -> str:
    return f"{work.mark_url}pages/page-{order}.jpg"


def judged(officer, judges):
    """Three works that name their writer, dealt to these judges."""
    competition = CompetitionFactory()
    for n in range(3):
        entry = make_entry(competition, make_teacher(), name=f"Zuhura Nekesa {n}", title="Of Zuhura", text="I, Zuhura.")
        add_page(entry)
    start_judging(competition, judges, officer)
    return competition
