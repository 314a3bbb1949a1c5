"""What the register asks for on a start page: lists that wait for an answer."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.needs import Need
from schools.choices import ImportState
from schools.models import ImportBatch
from schools.rules import can_edit_register


def needs_of(user: Any) -> Iterator[Need]:
    """Lists that are checked and not yet taken in, with the number of their open questions."""
    if not can_edit_register(user):
        return
    for batch in ImportBatch.objects.filter(state=ImportState.CHECKED).select_related("source"):
        count = batch.rows.open().count()
        words = ngettext("%(n)d row is to be decided", "%(n)d rows are to be decided", count) % {"n": count}
        yield Need(
            words=_("List of schools: %(source)s") % {"source": batch.source},
            detail=words if count else _("Ready for the register."),
            url=batch.get_absolute_url(),
            action=_("Open"),
        )
