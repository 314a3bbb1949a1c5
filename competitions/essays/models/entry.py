"""A work, and apart from it who wrote it."""

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from competitions.essays.choices import ENTRY_TONE, EntryState, Language, PageState, Sex, check_letter
from competitions.essays.models.competition import Competition
from competitions.essays.querysets import EntryQuerySet
from core.blinding import cover_words
from schools.models import ClassLevel, School


class Entrant(models.Model):
    """One row is one learner who takes part: the only table that knows who wrote what.

    Only the school's own teachers and officers see it; it holds no more than a certificate needs. When a guardian takes
    the consent back, or the time to keep it is over, the name is taken out. `services.entry` and `services.consent`
    keep it.
    """

    name = models.CharField(_("learner’s name"), max_length=120)
    class_level = models.ForeignKey(ClassLevel, models.PROTECT, related_name="+", verbose_name=_("class"))
    sex = models.CharField(_("sex"), max_length=4, choices=Sex.choices)
    school = models.ForeignKey(School, models.PROTECT, related_name="entrants", verbose_name=_("school"))

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        # Never the name: logs and ledgers call a learner by this.
        return str(_("Entrant %(n)s") % {"n": self.pk})


class Entry(models.Model):
    """One row is one work in one competition, known to everybody by its number.

    It is typed text, or scanned pages, or both. `version` grows with every change, so that two who write at once do not
    overwrite each other. `services.entry` keeps it.
    """

    competition = models.ForeignKey(Competition, models.PROTECT, related_name="entries")
    entrant = models.OneToOneField(Entrant, models.PROTECT, related_name="entry")
    number = models.PositiveIntegerField(_("number"))
    key = models.UUIDField(unique=True, default=uuid4, editable=False)  # the same form sent twice is one entry
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    title = models.CharField(_("title"), max_length=120, blank=True)
    text = models.TextField(_("text"), max_length=40_000, blank=True)
    own_work = models.BooleanField(_("own work"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=EntryState.choices, default=EntryState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(_("handed in"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    concern_at = models.DateTimeField(null=True, blank=True)  # opens the work to safeguarding leads, and says no more
    names_seen_at = models.DateTimeField(
        null=True, blank=True
    )  # a judge saw a name: no judge reads it until it is gone

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        verbose_name = _("entry")
        constraints = [models.UniqueConstraint(fields=["competition", "number"], name="entry_number_once")]
        indexes = [models.Index(fields=["competition", "state"])]

    def __str__(self) -> str:
        return str(_("Entry %(n)s") % {"n": self.number})

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("essays:entry-detail", args=[self.pk])

    @property
    def chip(self) -> tuple[str, str]:
        """Its state as (tone, words)."""
        return ENTRY_TONE[EntryState(self.state)], str(self.get_state_display())

    @property
    def words(self) -> int:
        """How long the typed text is."""
        return len(self.text.split())

    @property
    def about_words(self) -> int:
        """The same rounded to fifty: an exact count would tell a judge which work it is."""
        return max(50, round(self.words / 50) * 50) if self.text else 0

    @property
    def covered_phrases(self) -> list[str]:
        """What judges do not read of the typed work."""
        newest = next((cover for cover in self.word_covers.all() if cover.newest), None)
        return newest.phrases.splitlines() if newest else []

    @property
    def covered_title(self) -> str:
        """The title with the names covered."""
        return cover_words(self.title, self.covered_phrases)

    @property
    def covered_text(self) -> str:
        """The typed work with the names covered."""
        return cover_words(self.text, self.covered_phrases)

    @property
    def blind_title(self) -> str:
        """The title for judges, who get it from nowhere else; nothing while a name can be seen."""
        return "" if self.names_seen_at else self.covered_title

    @property
    def blind_text(self) -> str:
        """The typed work for judges, who get it from nowhere else; nothing while a name can be seen."""
        return "" if self.names_seen_at else self.covered_text

    @property
    def blind_pages(self) -> list[Any]:
        """The pages for judges; each says itself what may be shown of it (`Page.blind_file`)."""
        return [] if self.names_seen_at else [page for page in self.pages.all() if page.is_for_judges]

    @property
    def pages_pending(self) -> bool:
        """Some page has not come whole, is not looked at yet, or cannot be used."""
        return self.pages.exclude(state=PageState.READY).exists()

    @property
    def slip(self) -> str:
        """What its cover slip says: the letter at the end tells a slip of the pen."""
        code = f"{self.competition_id}-{self.number}"
        return f"{code}-{check_letter(code)}"

    @property
    def is_draft(self) -> bool:
        """Not handed in yet."""
        return self.state == EntryState.DRAFT
