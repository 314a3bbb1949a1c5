"""Booklets that go to a school: kept for a visit, and handed out there."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.guards import AppendOnly
from materials.models import Title
from workshops.models.forum import Forum
from workshops.models.report import ForumReport

MOST_COPIES = 20_000


class Reservation(models.Model):
    """One row is how many copies of one booklet are kept for one visit, and who put them aside.

    `workshops.services.copies.reserve_copies` writes it; none is no row.
    """

    forum = models.ForeignKey(Forum, models.CASCADE, related_name="reservations")
    title = models.ForeignKey(Title, models.PROTECT, related_name="+", verbose_name=_("booklet"))
    copies = models.PositiveIntegerField(validators=[MinValueValidator(1), MaxValueValidator(MOST_COPIES)])
    reserved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reserved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["title__name"]
        constraints = [models.UniqueConstraint(fields=["forum", "title"], name="reservation_once")]

    def __str__(self) -> str:
        return f"{self.copies} × {self.title}"


class HandedOut(models.Model):
    """One row is how many copies of one booklet a team handed out, as one report says."""

    report = models.ForeignKey(ForumReport, models.PROTECT, related_name="handed_out")
    title = models.ForeignKey(Title, models.PROTECT, related_name="+", verbose_name=_("booklet"))
    copies = models.PositiveIntegerField(validators=[MinValueValidator(1), MaxValueValidator(MOST_COPIES)])

    guards = (AppendOnly(),)

    class Meta:
        ordering = ["title__name"]
        constraints = [models.UniqueConstraint(fields=["report", "title"], name="handed_out_once")]

    def __str__(self) -> str:
        return f"{self.copies} × {self.title}"
