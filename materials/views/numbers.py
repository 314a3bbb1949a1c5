"""For those who read the numbers: who downloaded what."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.pages import Link, ListPage, PlainPage
from materials.filters import DownloadFilter
from materials.models import Download
from materials.reports import cuts_of, never_taken, taken_by_form
from materials.rules import can_see_downloads
from materials.tables import DownloadTable
from materials.views.reading import LIBRARY


class Numbers(PlainPage):
    """Downloads cut in every way, and what nobody took; each figure opens to the rows behind it."""

    rule = can_see_downloads
    template_name = "materials/numbers.html"
    title = _("Booklets in numbers")
    crumbs = LIBRARY

    def get_links(self) -> Iterable[Link]:
        """The rows."""
        yield Link(_("Each download"), reverse("materials:download-list"), "primary")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The cuts, the sum, the unused."""
        downloads = Download.objects.visible_to(self.request.user)
        cuts = cuts_of(downloads)
        return super().get_context_data(cuts=cuts, n=downloads.count(), never=never_taken(), **kwargs)


class DownloadList(ListPage):
    """Every download, with the sums of what is shown above it."""

    rule = can_see_downloads
    queryset = Download.objects.select_related("edition__title", "school__county")
    table_class = DownloadTable
    filterset_class = DownloadFilter
    template_name = "materials/download_list.html"
    title = _("Downloads")
    lead = _("Counted when a file is asked for from its beginning; neither person nor address is kept.")
    empty = _("Nobody has downloaded a booklet yet.")
    crumbs = (*LIBRARY, (_("Numbers"), "materials:numbers"))
    export_name = "downloads"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Sums of the filtered rows."""
        context = super().get_context_data(**kwargs)
        return {**context, "sums": taken_by_form(self.object_list)}
