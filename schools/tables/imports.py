"""Lists of imports and of their rows."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.tables import ChipColumn, ChoiceColumn, Column, DateColumn, NumberColumn, Table
from schools.choices import Reason
from schools.models import ImportBatch, ImportRow


class ImportTable(Table):
    """Lists that were sent."""

    source = Column(_("Source"), "source.name", sort="source__name", link=True)
    file_name = Column(_("File"), sort="file_name")
    total = NumberColumn(_("Rows"), sort="total")
    sent_at = DateColumn(_("Sent"), sort="sent_at")
    state = ChipColumn(_("State"), "chip", sort="state")

    class Meta(Table.Meta):
        model = ImportBatch
        fields = ()


def _row_link(row: Any) -> str:
    return reverse("schools:import-row", args=[row.pk])


class ImportRowTable(Table):
    """Rows of one list."""

    name = Column(_("School"), "name", link=_row_link)
    number = NumberColumn(_("Row"), sort="number")
    outcome = ChipColumn(_("Outcome"), "chip", sort="outcome")
    reason = ChoiceColumn(_("Why"), Reason, sort="reason")
    score = NumberColumn(_("Likeness"), sort="score")
    distance = NumberColumn(_("km apart"), sort="distance")

    class Meta(Table.Meta):
        model = ImportRow
        fields = ()
        empty_text = _("No rows of this kind.")
