"""Booklets, for the access table."""

from django.core.files.base import ContentFile

from tests.factories.materials import (
    DownloadFactory,
    EditionFactory,
    OpinionFactory,
    PictureFactory,
    SectionFactory,
    TitleFactory,
    VersionFactory,
    picture_upload,
    published,
)
from tests.factories.schools import SchoolFactory


def build(world):
    world.title = TitleFactory(code="WORLD1")
    world.booklet = published(title=world.title, number=1)
    cover = ContentFile(picture_upload().read(), name="cover.jpg")
    world.draft = EditionFactory(title=world.title, number=2, thumbnail=cover)
    world.section = SectionFactory(edition=world.draft, order=1)
    world.picture = PictureFactory(edition=world.draft)
    world.version = VersionFactory(edition=world.draft, key=world.section.key)
    world.opinion = OpinionFactory(edition=world.booklet)
    world.way, world.one, world.phone, world.epub = "up", 1, "phone", "book"


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


def _opinions(n):
    for _k in range(n):
        OpinionFactory(edition=published())


LISTS = {
    "materials:library": _library,
    "materials:title-list": _titles,
    "materials:download-list": _downloads,
    "materials:opinion-list": _opinions,
}
