"""What an edition is made of, and what is printed of it."""

from uuid import uuid4

from django.core.validators import MaxLengthValidator, MinLengthValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.guards import AppendOnly, Frozen
from core.uploads import RandomName
from materials.choices import Kind, PaperForm
from materials.models.edition import Edition
from materials.querysets import PartQuerySet

MAX_SECTION = 18_000  # characters: as a page it stays under 40 kB


class Section(models.Model):
    """One row is one section of an edition: a heading and its text in Markdown. A booklet has many chapters and at most
    one each of front matter, glossary and back cover.

    `version` grows with every save: whoever saves over a version that is gone is told, and loses nothing. `key` comes
    from the form, so that the same section sent twice is one. `materials.services.writing` keeps it.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="sections")
    kind = models.PositiveSmallIntegerField(_("what it is"), choices=Kind.choices, default=Kind.CHAPTER)
    order = models.PositiveSmallIntegerField()
    heading = models.CharField(_("heading"), max_length=100)
    text = models.TextField(_("text"), max_length=MAX_SECTION, blank=True, validators=[MaxLengthValidator(MAX_SECTION)])
    version = models.PositiveIntegerField(default=1, editable=False)
    key = models.UUIDField(default=uuid4, editable=False)

    objects = PartQuerySet.as_manager()
    guards = (Frozen(name="section_frozen", state="edition.status", until="draft"),)

    class Meta:
        ordering = ["kind", "order"]
        verbose_name = _("section")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "kind"],
                condition=~models.Q(kind=Kind.CHAPTER),
                name="section_kind_once",
                violation_error_message=_("The booklet has that part already: write it there."),
            ),
            models.UniqueConstraint(fields=["edition", "order"], name="section_order"),
            models.UniqueConstraint(fields=["edition", "key"], name="section_once"),
        ]

    def __str__(self) -> str:
        return self.heading

    def get_absolute_url(self) -> str:
        """Its edition, at this section."""
        return f"{self.edition.desk_url}#section-{self.pk}"

    @property
    def history_url(self) -> str:
        """How it came to be."""
        return reverse("materials:section-history", args=[self.edition_id, self.key])

    @property
    def is_chapter(self) -> bool:
        """Whether it stands in the row of chapters, and so may be moved."""
        return self.kind == Kind.CHAPTER

    @property
    def read_url(self) -> str:
        """Where it is read."""
        return reverse("materials:chapter", args=[self.edition_id, self.order])


class Picture(models.Model):
    """One row is one picture of an edition, drawn anew when it came in; texts call it by its number.

    An edition started from another shares the file with it. `materials.services.writing` keeps it.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="pictures")
    number = models.PositiveSmallIntegerField(_("number"))
    file = models.FileField(upload_to=RandomName("booklet-pictures"))
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    alt = models.CharField(_("what it shows"), max_length=300, validators=[MinLengthValidator(3)])
    credit = models.CharField(_("credit"), max_length=120)

    objects = PartQuerySet.as_manager()
    guards = (Frozen(name="picture_frozen", state="edition.status", until="draft"),)

    class Meta:
        ordering = ["number"]
        verbose_name = _("picture")
        constraints = [models.UniqueConstraint(fields=["edition", "number"], name="picture_number")]

    def __str__(self) -> str:
        return f"{self.number}: {self.alt}"

    def get_absolute_url(self) -> str:
        """Its edition, at this picture."""
        return f"{self.edition.desk_url}#pictures"

    @property
    def url(self) -> str:
        """Where it is shown; a view decides to whom."""
        return reverse("materials:picture", args=[self.edition_id, self.number])


class PrintedForm(models.Model):
    """One row is one form in which a published edition is taken along: the file as it was made on that day.

    `materials.services.publishing.publish_edition` writes it; it never changes.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="printed")
    form = models.CharField(_("form"), max_length=8, choices=PaperForm.choices)
    file = models.FileField(upload_to=RandomName("booklets"))
    size = models.PositiveIntegerField()
    pages = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)

    objects = PartQuerySet.as_manager()
    guards = (AppendOnly(),)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("printed form")
        constraints = [models.UniqueConstraint(fields=["edition", "form"], name="printed_form_once")]

    def __str__(self) -> str:
        return f"{self.edition} {self.form}"

    @property
    def url(self) -> str:
        """Where it is downloaded."""
        return reverse("materials:download", args=[self.edition_id, self.form])

    @property
    def file_name(self) -> str:
        """What it is called on the reader's device."""
        if self.form == PaperForm.EPUB:
            return f"{self.edition.file_stem}.epub"
        return f"{self.edition.file_stem}-{self.form}.pdf"

    @property
    def sent_as(self) -> dict[str, str]:
        """What it is called, and what a browser takes it for."""
        kind = "application/epub+zip" if self.form == PaperForm.EPUB else "application/pdf"
        return {"name": self.file_name, "content_type": kind}

    @property
    def kind_words(self) -> str:
        """PDF or EPUB."""
        return "EPUB" if self.form == PaperForm.EPUB else "PDF"
