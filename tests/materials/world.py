"""Booklets, for the access table."""

from tests.factories.materials import (
    DownloadFactory,
    EditionFactory,
    PictureFactory,
    SectionFactory,
    TitleFactory,
    published,
)
from tests.factories.schools import SchoolFactory


def build(world):
    world.title = TitleFactory(code="WORLD1")
    world.booklet = published(title=world.title, number=1)
    world.draft = EditionFactory(title=world.title, number=2)
    world.section = SectionFactory(edition=world.draft, order=1)
    world.picture = PictureFactory(edition=world.draft)
    world.way, world.one, world.phone = "up", 1, "phone"


def _library(n):
    for _k in range(n):
        published()


def _titles(n):
    for _k in range(n):
        DownloadFactory(edition=published())
        EditionFactory()


def _downloads(n):
    edition = published()
    for _k in range(n):
        DownloadFactory(edition=edition, school=SchoolFactory())


LISTS = {"materials:library": _library, "materials:title-list": _titles, "materials:download-list": _downloads}
