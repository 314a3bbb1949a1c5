"""The pages of a work, as they come in and as they are kept."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from competitions.essays.choices import PAGE_TONE, CoverState, PageAdvice, PageState
from competitions.essays.models.entry import Entry
from core.uploads import RandomName

# A half-sent page waits so long for the rest: longer than a phone is without network or a teacher away for half-term,
# and no longer, for until it is drawn anew it holds all that the camera wrote along.
HALF_SENT_FOR = timedelta(days=14)


@dataclass(frozen=True)
class ShownPage:
    """A page as somebody outside may see it: its place, and the one file that may be shown of it."""

    order: int
    file: Any

    def __str__(self) -> str:
        return str(_("Page %(n)s") % {"n": self.order})


class Page(models.Model):
    """One row is one page: on its way, waiting to be looked at, or drawn anew. A PDF becomes a row for each page.

    `key` is made by the device that sends: the same page sent again is one page. While it comes in, `raw` holds the
    first `received` of `size` bytes; once looked at, `file` holds it drawn anew (no camera, no metadata, no file name)
    and `raw` is gone. `services.pages` keeps it.
    """

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="pages")
    order = models.PositiveSmallIntegerField()
    key = models.UUIDField(default=uuid4, editable=False)
    state = models.CharField(max_length=8, choices=PageState.choices, default=PageState.READY)
    size = models.PositiveIntegerField(default=0)
    received = models.PositiveIntegerField(default=0)
    raw = models.FileField(upload_to=RandomName("arriving"), blank=True)
    file = models.FileField(upload_to=RandomName("essays"), blank=True)
    advice = models.CharField(max_length=40, blank=True)  # of PageAdvice, comma between
    problem = models.CharField(max_length=200, blank=True)  # why it cannot be used
    digest = models.CharField(max_length=64, blank=True)  # of the bytes that were sent
    print = models.CharField(max_length=72, blank=True)  # how the picture looks (core.prints)
    touched_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "order"], name="page_order"),
            models.UniqueConstraint(fields=["entry", "key"], name="page_once"),
        ]

    def __str__(self) -> str:
        return str(_("Page %(n)s") % {"n": self.order})

    @property
    def chip(self) -> tuple[str, str]:
        """Its state as (tone, words)."""
        return PAGE_TONE[PageState(self.state)], str(self.get_state_display())

    @property
    def is_ready(self) -> bool:
        """It can be looked at."""
        return self.state == PageState.READY

    @property
    def said(self) -> list[str]:
        """What is wrong with it, in sentences."""
        advice = [str(PageAdvice(code).label) for code in self.advice.split(",") if code]
        return [self.problem, *advice] if self.problem else advice

    @property
    def percent(self) -> int:
        """How much of it is here."""
        return self.received * 100 // self.size if self.size else 100

    @property
    def is_half_sent(self) -> bool:
        """Begun, and not here whole."""
        return self.state == PageState.COMING

    @property
    def go_on_by(self) -> Any:
        """Until when the rest of it can be sent."""
        return self.touched_at + HALF_SENT_FOR

    @property
    def file_name(self) -> str:
        """What a browser calls it: nothing that tells."""
        return f"page-{self.order}.jpg"

    @property
    def cover(self) -> Any:
        """The newest `PageCover`, or None where nothing was ever covered."""
        return next((cover for cover in self.covers.all() if cover.newest), None)

    @property
    def is_for_judges(self) -> bool:
        """Judges know of it: it can be used."""
        return self.state != PageState.REFUSED

    def open_file(self, *, named: bool) -> Any:
        """The file that may leave the house, if there is one: the covered one, unless the writer is `named`."""
        if not self.is_ready:
            return None
        if named or self.cover is None:
            return self.file
        return self.cover.file if self.cover.state == CoverState.READY else None

    @property
    def blind_file(self) -> Any:
        """The file for judges, who get it from nowhere else; None while there is none: never the page itself then."""
        return None if self.entry.names_seen_at else self.open_file(named=False)
