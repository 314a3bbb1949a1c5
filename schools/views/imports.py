"""Pages of the import: send, map, look, decide, take in, undo."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from core.pages import ButtonPage, ChangePage, FormPage, Link, ListPage, ThingPage
from schools.choices import ImportState
from schools.filters import ImportFilter, ImportRowFilter
from schools.forms.imports import ColumnsForm, DecideForm, DecideManyForm, ListForm
from schools.imports.checking import check_batch
from schools.models import ImportBatch, ImportRow
from schools.reports.imports import batch_report, row_report
from schools.rules import can_edit_register
from schools.services.commit import commit_batch, undo_batch
from schools.tables.imports import ImportRowTable, ImportTable

IMPORTS = ((_("Schools"), "schools:school-list"), (_("Lists"), "schools:import-list"))


class ImportList(ListPage):
    """Lists that were sent."""

    rule = can_edit_register
    queryset = ImportBatch.objects.select_related("source")
    table_class = ImportTable
    filterset_class = ImportFilter
    title = _("Lists")
    lead = _("Lists of schools that were sent, and what became of them.")
    crumbs = IMPORTS[:1]
    empty = _("No list has been sent yet. The ministry’s next list will stand here.")

    def get_links(self) -> Iterable[Link]:
        """Send one."""
        yield Link(_("Send a list"), reverse("schools:import-add"), "primary")


class ImportAdd(FormPage):
    """Send a list."""

    rule = can_edit_register
    form_class = ListForm
    title = _("Send a list")
    lead = _("Everything is read as text. The register changes only when you say so, and all of it can be undone.")
    button = _("Send")
    crumbs = IMPORTS

    def get_success_url(self) -> str:
        """To its columns."""
        return reverse("schools:import-columns", args=[self.saved.pk])


class OneImport:
    """Pages under one list."""

    rule = can_edit_register
    queryset: QuerySet = ImportBatch.objects.select_related("source", "sent_by")
    get_object: Any

    def get_crumbs(self) -> list[Any]:
        """Under the list."""
        batch = self.get_object()
        around = [(words, reverse(name)) for words, name in IMPORTS]
        return [*around, (str(batch), batch.get_absolute_url())]


class ImportColumns(OneImport, ChangePage):
    """Which column is which field?"""

    form_class = ColumnsForm
    title = _("Which column is what?")
    lead = _("Guessed from the headings and from what stands under them. Under each column are its first cells.")
    button = _("Check the list")


class ImportDetail(OneImport, ThingPage):
    """One list: how far it is, what it would do, what is open."""

    template_name = "schools/import_detail.html"

    def get_crumbs(self) -> list[Any]:
        """Under the lists."""
        return super().get_crumbs()[:-1]

    def get_lead(self) -> str:
        """Its state."""
        return str(self.get_object().get_state_display())

    def get_links(self) -> Iterable[Link]:
        """What can be done now."""
        batch = self.get_object()
        if batch.state == ImportState.CHECKING and batch.stopped:
            yield Link(_("Go on checking"), reverse("schools:import-continue", args=[batch.pk]), post=True)
        if batch.state in {ImportState.CHECKED, ImportState.COMMITTED} and batch.rows.to_take().exists():
            yield Link(_("Take into the register"), reverse("schools:import-commit", args=[batch.pk]), "primary", True)
        if batch.state == ImportState.COMMITTED:
            yield Link(_("Undo the whole list"), reverse("schools:import-undo", args=[batch.pk]), "harm", post=True)
        elif batch.state != ImportState.CHECKING and not batch.emptied_at:
            yield Link(_("Columns, and check again"), reverse("schools:import-columns", args=[batch.pk]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The counts."""
        return super().get_context_data(report=batch_report(self.get_object()), **kwargs)


class ImportRows(ListPage):
    """The rows of a list."""

    rule = can_edit_register
    table_class = ImportRowTable
    filterset_class = ImportRowFilter
    title = _("Rows of the list")
    export_name = "rows"

    @cached_property
    def batch(self) -> ImportBatch:
        """The list of the address."""
        found = ImportBatch.objects.visible_to(self.request.user).select_related("source")
        return get_object_or_404(found, pk=self.kwargs["pk"])

    def get_queryset(self) -> QuerySet:
        """Its rows."""
        return ImportRow.objects.visible_to(self.request.user).filter(batch=self.batch)

    def get_lead(self) -> str:
        """Which list."""
        return str(self.batch)

    def get_crumbs(self) -> list[Any]:
        """Under the list."""
        return [(_("Lists"), reverse("schools:import-list")), _crumb(self.batch)]


def _crumb(batch: ImportBatch) -> tuple[str, str]:
    return str(batch), batch.get_absolute_url()


class ImportRowPage(ChangePage):
    """One row beside the school it may be."""

    rule = can_edit_register
    queryset = ImportRow.objects.select_related("batch__source", "school__county", "school__education_sub_county")
    form_class = DecideForm
    template_name = "schools/import_row.html"
    title = _("Is it the same school?")
    button = _("Decide")

    def get_title(self) -> Any:
        """A question, where there is one."""
        row = self.get_object()
        return self.title if row.outcome == "conflict" else row.name

    def get_lead(self) -> str:
        """Why it is asked."""
        return str(self.get_object().get_reason_display())

    def get_crumbs(self) -> list[Any]:
        """Under the rows of the list."""
        batch = self.get_object().batch
        rows = (_("Rows of the list"), reverse("schools:import-rows", args=[batch.pk]))
        around = [(words, reverse(name)) for words, name in IMPORTS]
        return [*around, (str(batch), batch.get_absolute_url()), rows]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Both sides."""
        return super().get_context_data(report=row_report(self.get_object()), **kwargs)

    def get_success_url(self) -> str:
        """To the next open question, or back to the list."""
        row = self.saved
        later = row.batch.rows.open().filter(number__gt=row.number).first() or row.batch.rows.open().first()
        return later.get_absolute_url() if later else row.batch.get_absolute_url()


class ImportDecide(OneImport, ChangePage):
    """One answer to many questions."""

    form_class = DecideManyForm
    title = _("Answer many at once")
    lead = _("For questions that look alike. Each answer can be changed until the list is in the register.")
    button = _("Answer")

    def get_done(self) -> str:
        """How many."""
        return str(_("Answered."))


class ImportContinue(OneImport, ButtonPage):
    """A check whose worker died goes on."""

    done = _("The check goes on.")

    def act(self, thing: ImportBatch) -> None:
        """Enqueue it anew; it goes on where it was."""
        check_batch.enqueue(thing.pk)


class ImportCommit(OneImport, ButtonPage):
    """Into the register."""

    done = _("The list is in the register. It can be undone as a whole.")

    def act(self, thing: ImportBatch) -> None:
        """Take in."""
        commit_batch(batch=thing, by=self.request.user)


class ImportUndo(OneImport, ButtonPage):
    """Out of the register again."""

    done = _("The list is out of the register again.")

    def act(self, thing: ImportBatch) -> None:
        """Undo."""
        undo_batch(batch=thing, by=self.request.user)
