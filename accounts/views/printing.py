"""The print room: long jobs, their progress, their files."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from accounts.filters import PrintItemFilter, PrintJobFilter
from accounts.models import PrintItem, PrintJob
from accounts.rules import can_print
from accounts.services.press import batch_of, print_file
from accounts.services.printing import cancel_print, order_again
from accounts.tables import PrintItemTable, PrintJobTable
from core.pages import ButtonPage, Link, ListPage, OwnRows, Page, PdfPage, SignedPage, ThingPage
from core.pdf import Paper
from core.pdf.signing import can_sign

PRINT = ((_("Print room"), "accounts:print-list"),)


class PrintList(ListPage):
    """What is being printed, and what is ready."""

    rule = can_print
    queryset = PrintJob.objects.select_related("ordered_by")
    table_class = PrintJobTable
    filterset_class = PrintJobFilter
    title = _("Print room")
    lead = _("Papers that were ordered for many people. A file is kept for a week.")
    empty = _("Nothing has been ordered. Certificates, slips and letters for many people will stand here.")

    def get_links(self) -> Iterable[Link]:
        """The papers that carry a number, the gallery."""
        yield Link(_("Numbered papers"), reverse("accounts:paper-list"))
        yield Link(_("Specimens"), reverse("specimens"))


class PrintDetail(ThingPage):
    """One job: how far it is, and its file."""

    rule = can_print
    queryset = PrintJob.objects.select_related("ordered_by")
    template_name = "accounts/print_detail.html"
    crumbs = PRINT

    def get_links(self) -> Iterable[Link]:
        """Its papers, a way out; the file is in the page itself, which turns up there by itself."""
        job = self.get_object()
        if job.state != "expired":
            yield Link(_("Choose papers"), reverse("accounts:print-papers", args=[job.pk]))
        if job.runs:
            yield Link(_("Cancel"), reverse("accounts:print-cancel", args=[job.pk]), "harm", post=True)


class PrintPapers(ListPage):
    """The copies of a job: find one, choose some, print them again."""

    rule = can_print
    queryset = PrintItem.objects.select_related("paper")
    table_class = PrintItemTable
    filterset_class = PrintItemFilter
    template_name = "accounts/print_papers.html"
    title = _("Papers of the job")
    lead = _("Search, filter and sort; what the list then holds can be printed again, in this order.")

    def get_queryset(self) -> QuerySet:
        """Those of the job."""
        self.job = get_object_or_404(PrintJob.objects.visible_to(self.request.user), pk=self.kwargs["pk"])
        return super().get_queryset().filter(job=self.job)

    def get_table_kwargs(self) -> dict[str, Any]:
        """Signed ones where the organisation has a key."""
        return {**super().get_table_kwargs(), **({} if can_sign() else {"exclude": ("signed",)})}

    def get_crumbs(self) -> list[tuple[Any, str]]:
        """Print room, job."""
        job = PrintJob.objects.get(pk=self.kwargs["pk"])
        return [(PRINT[0][0], reverse("accounts:print-list")), (str(job), job.get_absolute_url())]


class PrintAgain(ButtonPage):
    """Print what the list of papers holds, in its order."""

    rule = can_print
    queryset = PrintJob.objects.all()
    done = _("It is being printed.")

    def act(self, thing: PrintJob) -> None:
        """The same filter and order as the list."""
        items = PrintItem.objects.visible_to(self.request.user).filter(job=thing).select_related("paper")
        chosen = PrintItemFilter(self.request.GET, items, request=self.request)
        table = PrintItemTable(chosen.qs if chosen.is_valid() else items.none())
        table.order_by = self.request.GET.get("sort")
        one_each = "one_each" in self.request.POST
        self.again = order_again(job=thing, items=table.data.data, by=self.request.user, one_each=one_each)

    def get_next_url(self, thing: PrintJob) -> str:
        """To the new job."""
        return getattr(self, "again", thing).get_absolute_url()


class PrintCancel(ButtonPage):
    """Stop a job."""

    rule = can_print
    queryset = PrintJob.objects.all()
    done = _("The job is cancelled.")

    def act(self, thing: PrintJob) -> None:
        """One service."""
        cancel_print(job=thing, by=self.request.user)


class PrintFile(OwnRows, Page, View):
    """The file of a job, as long as it is kept."""

    rule = can_print
    queryset = PrintJob.objects.all()

    def get_lookup(self) -> dict[str, Any]:
        """By its folder, which nobody guesses."""
        return {"folder": self.kwargs["folder"]}

    def get(self, request: HttpRequest, **kwargs: Any) -> FileResponse:
        """The file, streamed; 404 when its time is over."""
        job = self.get_object()
        if not job.is_ready or self.kwargs["name"] != job.file_name:
            raise Http404
        response = FileResponse(print_file(job).open("rb"), filename=job.file_name, as_attachment=job.one_each)
        response["Cache-Control"] = "private, no-store"
        return response


class PrintOne(PdfPage):
    """One copy, printed again by itself. What was revoked is not printed."""

    rule = can_print
    queryset = PrintItem.objects.filter(paper__revoked_at=None).select_related("job", "paper")

    def paper(self, thing: PrintItem) -> Paper:
        """The same page as in the job."""
        return batch_of(thing.job).single(thing.copy)

    def get_next_url(self, thing: PrintItem) -> str:
        """The list it was chosen from."""
        return reverse("accounts:print-papers", args=[thing.job_id])


class PrintOneSigned(SignedPage, PrintOne):
    """The same with the signature of the organisation."""
