"""Posted paper, scanned in one go."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from competitions.essays.choices import BUNDLE_TONE, SHEET_TONE, BundleState, SheetState
from competitions.essays.models.competition import Competition
from competitions.essays.models.entry import Entry
from competitions.essays.querysets import BundleQuerySet
from core.uploads import RandomName


class Bundle(models.Model):
    """One row is one pile of paper that an officer scanned for a competition. `services.bundles` keeps it.

    Its files are gone once they are read; `done` says how many of its `total` pages are.
    """

    competition = models.ForeignKey(Competition, models.PROTECT, related_name="bundles")
    key = models.UUIDField(unique=True, default=uuid4, editable=False)
    state = models.CharField(_("state"), max_length=8, choices=BundleState.choices, default=BundleState.WAITING)
    total = models.PositiveSmallIntegerField(_("pages"), default=0)
    done = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=200, blank=True)
    touched_at = models.DateTimeField(default=timezone.now)  # a worker that says nothing for long has died
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)

    objects = BundleQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("bundle")

    def __str__(self) -> str:
        return str(_("Bundle %(n)s") % {"n": self.pk})

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("essays:bundle-detail", args=[self.pk])

    @property
    def chip(self) -> tuple[str, str]:
        """Its state as (tone, words)."""
        return BUNDLE_TONE[BundleState(self.state)], str(self.get_state_display())

    @property
    def runs(self) -> bool:
        """The machine is at it."""
        return self.state in {BundleState.WAITING, BundleState.READING}


class BundlePart(models.Model):
    """One row is one file of a bundle as it was sent; it is gone once its pages are read."""

    bundle = models.ForeignKey(Bundle, models.CASCADE, related_name="parts")
    order = models.PositiveSmallIntegerField()
    raw = models.FileField(upload_to=RandomName("arriving"), blank=True)
    pages = models.PositiveSmallIntegerField(default=1)
    is_pdf = models.BooleanField(default=False)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["bundle", "order"], name="bundle_part_order")]

    def __str__(self) -> str:
        return str(_("File %(n)s") % {"n": self.order})


class BundleSheet(models.Model):
    """One row is one page of a bundle: filed with an entry, waiting for a hand, or set aside.

    Filed, its picture is the entry's; a cover slip, which has a name on it, keeps none.
    """

    bundle = models.ForeignKey(Bundle, models.CASCADE, related_name="sheets")
    order = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=SheetState.choices)
    code = models.CharField(max_length=40, blank=True)  # what its QR code says, where it is one of ours
    entry = models.ForeignKey(Entry, models.SET_NULL, null=True, blank=True, related_name="+")
    likely = models.ForeignKey(Entry, models.SET_NULL, null=True, blank=True, related_name="+")  # the entry before it
    file = models.FileField(upload_to=RandomName("bundles"), blank=True)
    print = models.CharField(max_length=72, blank=True)
    problem = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["bundle", "order"], name="bundle_sheet_order")]

    def __str__(self) -> str:
        return str(_("Page %(n)s") % {"n": self.order})

    @property
    def chip(self) -> tuple[str, str]:
        """Its state as (tone, words)."""
        return SHEET_TONE[SheetState(self.state)], str(self.get_state_display())
