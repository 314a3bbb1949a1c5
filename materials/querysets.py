"""The words in which booklets are asked for."""

from datetime import date
from typing import Any

from django.db.models import Count, F, Max, QuerySet

from materials.choices import Moderation, Status
from materials.rules import can_moderate_opinions, can_see_downloads, can_write_booklets


class TitleQuerySet(QuerySet):
    """Titles."""

    def visible_to(self, user: Any) -> "TitleQuerySet":
        """Who writes booklets sees them all; readers come by their editions."""
        return self if can_write_booklets(user) else self.none()


class EditionQuerySet(QuerySet):
    """Editions."""

    def visible_to(self, user: Any) -> "EditionQuerySet":
        """Everybody who is signed in reads what was published; drafts are for those who write."""
        if not user.is_authenticated:
            return self.none()
        return self if can_write_booklets(user) else self.published()

    def drafts(self) -> "EditionQuerySet":
        """Still being written."""
        return self.filter(status=Status.DRAFT)

    def offered(self) -> "EditionQuerySet":
        """Drafts that wait for a second person, as they stand."""
        return self.drafts().filter(offered_revision=F("revision"))

    def published(self) -> "EditionQuerySet":
        """Published at some time: current, superseded or withdrawn."""
        return self.exclude(status=Status.DRAFT)

    def current(self) -> "EditionQuerySet":
        """What one should read now."""
        return self.filter(status=Status.CURRENT, title__archived=False)

    def published_since(self, day: date) -> "EditionQuerySet":
        """Published on this day or later."""
        return self.filter(published_at__date__gte=day)


class PartQuerySet(QuerySet):
    """What an edition is made of: sections, pictures, printed forms."""

    def visible_to(self, user: Any) -> "PartQuerySet":
        """As the edition is."""
        if not user.is_authenticated:
            return self.none()
        return self if can_write_booklets(user) else self.exclude(edition__status=Status.DRAFT)

    def of_drafts(self) -> "PartQuerySet":
        """Those that may still be changed."""
        return self.filter(edition__status=Status.DRAFT)


class DownloadQuerySet(QuerySet):
    """Downloads."""

    def visible_to(self, user: Any) -> "DownloadQuerySet":
        """Who reads the numbers."""
        return self if can_see_downloads(user) else self.none()

    def by_edition_and_form(self) -> "QuerySet[Any, dict[str, Any]]":
        """How often each form of each edition was taken."""
        rows = self.order_by().values("edition__name", "edition__language", "edition__number", "form")
        return rows.annotate(n=Count("pk")).order_by("-n", "edition__name", "form")

    def by_edition(self) -> "QuerySet[Any, dict[str, Any]]":
        """How often each edition was taken, and when last."""
        rows = self.order_by().values("edition", "edition__name", "edition__language", "edition__number")
        return rows.annotate(n=Count("pk"), last=Max("day")).order_by("-last", "-n")


class OpinionQuerySet(QuerySet):
    """What people think of booklets."""

    def visible_to(self, user: Any) -> "OpinionQuerySet":
        """Officers read what was said before it is shown."""
        return self if can_moderate_opinions(user) else self.none()

    def waiting(self) -> "OpinionQuerySet":
        """Comments that nobody has read yet."""
        return self.filter(state=Moderation.WAITING).exclude(comment="")

    def shown(self) -> "OpinionQuerySet":
        """Comments that everybody may read."""
        return self.filter(state=Moderation.SHOWN).exclude(comment="")
