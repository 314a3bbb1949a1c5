"""Booklets."""

import io
from uuid import uuid4

import factory
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from factory.django import DjangoModelFactory
from PIL import Image

from accounts.choices import Role
from materials.choices import WRITTEN_FORMS, PaperForm, Status
from materials.models import Download, Edition, Opinion, Picture, PrintedForm, Section, SectionVersion, Title
from tests.factories.accounts import UserFactory


def picture_upload(size=(60, 40), name="photo.jpg", fmt="JPEG") -> SimpleUploadedFile:
    """A picture as a browser sends it."""
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, fmt)
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


class TitleFactory(DjangoModelFactory):
    class Meta:
        model = Title

    name = factory.Sequence(lambda n: f"Your rights {n}")
    code = factory.Sequence(lambda n: f"RIGHTS{n}")
    summary = "What the Bill of Rights says to learners."


class EditionFactory(DjangoModelFactory):
    """A draft without sections."""

    class Meta:
        model = Edition

    title = factory.SubFactory(TitleFactory)
    number = factory.Sequence(lambda n: n + 1)
    name = factory.SelfAttribute("title.name")
    started_by = factory.SubFactory(UserFactory, roles=[Role.OFFICER])


class SectionFactory(DjangoModelFactory):
    class Meta:
        model = Section

    edition = factory.SubFactory(EditionFactory)
    order = factory.Sequence(lambda n: n + 1)
    heading = factory.Sequence(lambda n: f"Section {n}")
    text = "Every person has *dignity*."


class PictureFactory(DjangoModelFactory):
    class Meta:
        model = Picture

    edition = factory.SubFactory(EditionFactory)
    number = 1
    file = factory.LazyFunction(lambda: ContentFile(picture_upload().read(), name="picture.jpg"))
    width, height = 60, 40
    alt = "A tree whose leaves are rights"
    credit = "Drawn here"


def published(sections=2, days_ago=0, pdf=b"%PDF-1.7 a booklet " * 500, **fields) -> Edition:
    """A published edition, without the work of printing it."""
    edition = EditionFactory(**fields)
    for n in range(1, sections + 1):
        SectionFactory(edition=edition, order=n)
    when = timezone.now() - timezone.timedelta(days=days_ago)
    Edition.objects.filter(pk=edition.pk).update(
        status=Status.CURRENT, published_at=when, published_by=edition.started_by
    )
    for form in WRITTEN_FORMS:
        PrintedForm.objects.create(
            edition=edition,
            form=form,
            file=ContentFile(pdf, name="booklet.pdf"),
            size=len(pdf),
            pages=8,
            digest=f"{edition.pk}-{form}",
        )
    return Edition.objects.get(pk=edition.pk)


class DownloadFactory(DjangoModelFactory):
    class Meta:
        model = Download

    form = PaperForm.PHONE


class VersionFactory(DjangoModelFactory):
    class Meta:
        model = SectionVersion

    edition = factory.SubFactory(EditionFactory)
    key = factory.LazyFunction(uuid4)
    number = 1
    heading = "Dignity"
    text = "Every person has *dignity*."
    by = factory.SubFactory(UserFactory, roles=[Role.OFFICER])


class OpinionFactory(DjangoModelFactory):
    class Meta:
        model = Opinion

    edition = factory.SubFactory(EditionFactory)
    by = factory.SubFactory(UserFactory, roles=[Role.TEACHER])
    stars = 4
    comment = "The questions helped."
