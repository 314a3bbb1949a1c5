"""For those who read the numbers: who downloaded what."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.pages import ListPage
from materials.filters import DownloadFilter
from materials.models import Download
from materials.reports import taken_by_form
from materials.rules import can_see_downloads
from materials.tables import DownloadTable
from materials.views.reading import LIBRARY


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
    crumbs = LIBRARY
    export_name = "downloads"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Sums of the filtered rows."""
        context = super().get_context_data(**kwargs)
        return {**context, "sums": taken_by_form(self.object_list)}
