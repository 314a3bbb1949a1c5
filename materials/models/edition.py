"""A title and its editions."""

from typing import Any

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from core.guards import Frozen
from core.markdown import Figure, marked
from core.uploads import RandomName
from materials.choices import READY_FORMS, STATUS_TONE, WRITTEN_FORMS, Kind, Language, PaperForm, Status
from materials.querysets import EditionQuerySet, TitleQuerySet

SMS = 160  # letters of one message
MAX_BACK = 700  # characters of a back cover
COVERS = 4  # colours of covers, taken in turn


class Title(models.Model):
    """One row is one booklet as people speak of it, whatever its language and edition.

    `code` stands on paper and in messages: /m/RIGHTS3 leads to the edition that is current.
    `materials.services.titles` keeps it.
    """

    name = models.CharField(_("name"), max_length=80)
    code = models.CharField(
        _("short code"),
        max_length=12,
        unique=True,
        validators=[RegexValidator(r"^[A-Z][A-Z0-9]{2,11}$", _("Three to twelve capital letters or digits."))],
        error_messages={"unique": _("Another title has this code.")},
    )
    audience = models.CharField(_("for whom"), max_length=80, blank=True)
    summary = models.CharField(_("what it is about"), max_length=300, blank=True)
    archived = models.BooleanField(_("no longer offered"), default=False)

    objects = TitleQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("title")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page for those who write."""
        return reverse("materials:title-detail", args=[self.pk])

    @property
    def short_url(self) -> str:
        """The address that fits on paper and in a message."""
        return f"{settings.SITE_URL}{reverse('materials:short', args=[self.code])}"

    @property
    def short_words(self) -> str:
        """The same as one reads it aloud."""
        return self.short_url.partition("//")[2]

    @property
    def cover(self) -> int:
        """Which colour its cover has."""
        return self.pk % COVERS


class Edition(models.Model):
    """One row is one edition of a title: a language, a number, a state.

    A draft is written by `materials.services.writing`, which raises `revision` with every change; or it is a PDF that
    came in `ready`-made. It is offered for approval at one revision and published by a second person
    (`materials.services.publishing`), which freezes it with all its parts; the database keeps them so. What was wrong
    is said in `errata` and mended in the next edition.
    """

    title = models.ForeignKey(Title, models.PROTECT, related_name="editions", verbose_name=_("title"))
    language = models.CharField(_("language"), max_length=2, choices=Language.choices, default=Language.ENGLISH)
    number = models.PositiveSmallIntegerField(_("edition"))
    name = models.CharField(_("name on the cover"), max_length=80)
    subtitle = models.CharField(_("line under the name"), max_length=160, blank=True)
    status = models.CharField(_("state"), max_length=10, choices=Status.choices, default=Status.DRAFT)
    errata = models.TextField(_("errata"), max_length=3000, blank=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True, editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    offered_at = models.DateTimeField(null=True, blank=True, editable=False)
    offered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    offered_revision = models.PositiveIntegerField(null=True, blank=True, editable=False)
    returned_reason = models.CharField(max_length=300, blank=True, editable=False)
    ready = models.FileField(upload_to=RandomName("booklets"), blank=True, editable=False)
    ready_pages = models.PositiveSmallIntegerField(default=0, editable=False)
    thumbnail = models.FileField(upload_to=RandomName("booklet-covers"), blank=True, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    objects = EditionQuerySet.as_manager()
    guards = (
        Frozen(
            name="edition_frozen", state="status", until="draft", may_change=("status", "errata", "withdrawn_reason")
        ),
    )

    class Meta:
        ordering = ["title__name", "language", "-number"]
        verbose_name = _("edition")
        constraints = [
            models.UniqueConstraint(fields=["title", "language", "number"], name="edition_number"),
            models.UniqueConstraint(
                fields=["title", "language"], condition=Q(status="current"), name="edition_current_once"
            ),
            models.UniqueConstraint(
                fields=["title", "language"],
                condition=Q(status="draft"),
                name="edition_draft_once",
                violation_error_message=_("There is a draft in this language already."),
            ),
            models.CheckConstraint(
                name="edition_published_or_not",
                condition=Q(status="draft", published_at=None) | (~Q(status="draft") & Q(published_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Where it is worked on while it is a draft; where it is read once it is published."""
        return self.desk_url if self.is_draft else self.booklet_url

    @property
    def desk_url(self) -> str:
        """Where it is worked on."""
        return reverse("materials:edition-detail", args=[self.pk])

    @property
    def booklet_url(self) -> str:
        """Where it is read and downloaded."""
        return reverse("materials:booklet", args=[self.pk])

    @property
    def edition_words(self) -> str:
        """Which edition, in words: "English, edition 2"."""
        words = {"language": self.get_language_display(), "number": self.number}
        return _t("%(language)s, edition %(number)d") % words

    @property
    def share_words(self) -> str:
        """What one sends to somebody else: it fits one SMS."""
        room = SMS - len(self.title.short_url) - 2
        name = self.name if len(self.name) <= room else f"{self.name[: room - 3]}..."
        return f"{name}: {self.title.short_url}"

    @property
    def chip(self) -> tuple[str, str]:
        """Its state as (tone, words)."""
        return STATUS_TONE[Status(self.status)], str(self.get_status_display())

    @property
    def is_draft(self) -> bool:
        """Whether it may still be changed."""
        return self.status == Status.DRAFT

    @property
    def is_offered(self) -> bool:
        """Whether a second person is asked to approve it as it stands."""
        return self.is_draft and self.offered_revision == self.revision

    @property
    def forms(self) -> tuple[PaperForm, ...]:
        """In which forms it is published."""
        return READY_FORMS if self.ready else WRITTEN_FORMS

    @property
    def thumbnail_url(self) -> str:
        """Where the picture of its cover is, if it has one."""
        return reverse("materials:thumbnail", args=[self.pk]) if self.thumbnail else ""

    @property
    def file_stem(self) -> str:
        """How its files are called: RIGHTS3-en-2."""
        return f"{self.title.code}-{self.language}-{self.number}"

    @cached_property
    def chapters(self) -> list[Any]:
        """Its sections in order."""
        return list(self.sections.all())

    def part(self, kind: Kind) -> Any:
        """Its front matter, its glossary or its back cover, if it has one."""
        return next((section for section in self.chapters if section.kind == kind), None)

    @cached_property
    def body(self) -> list[Any]:
        """What is printed page after page: its chapters and its glossary."""
        return [section for section in self.chapters if section.kind in (Kind.CHAPTER, Kind.GLOSSARY)]

    @cached_property
    def figures(self) -> dict[str, Figure]:
        """Its pictures as its texts may show them, by their numbers."""
        return {
            str(picture.number): Figure(picture.url, picture.alt, picture.credit, picture.width, picture.height)
            for picture in self.pictures.all()
        }

    def what_is_missing(self) -> list[str]:
        """What stands between a draft and its publication, in sentences."""
        missing = []
        if not self.ready and not any(section.is_chapter for section in self.chapters):
            missing.append(_t("It has no chapter yet."))
        back = self.part(Kind.BACK)
        if back and len(back.text) > MAX_BACK:
            missing.append(_t("The back cover has room for %(most)d characters.") % {"most": MAX_BACK})
        for section in self.chapters:
            if not section.text.strip():
                missing.append(_t("“%(heading)s” is empty.") % {"heading": section.heading})
            for name in marked(section.text, figures=self.figures).missing:
                words = {"heading": section.heading, "name": name}
                missing.append(_t("“%(heading)s” shows a picture “%(name)s” that is not here.") % words)
        for picture in self.pictures.all():
            if not picture.alt.strip():
                words = {"number": picture.number}
                missing.append(_t("Picture %(number)d has no words for those who do not see it.") % words)
            if not picture.credit.strip():
                words = {"number": picture.number}
                missing.append(_t("Picture %(number)d does not say whose it is.") % words)
        return missing
