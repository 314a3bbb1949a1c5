"""What a competition hands out once it is decided: feedback slips, a school's papers, what the office keeps."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import PrintJob
from competitions.essays import pdf
from competitions.essays.models import Competition, Entry
from competitions.essays.rules import can_get_papers, can_see_entries
from competitions.essays.services.papers import print_advice
from competitions.essays.views.results import Publish
from core.pages import PdfPage
from core.pdf import Paper


class AdvicePaper(PdfPage):
    """The feedback slip of one entry, for its school and the office."""

    rule = can_see_entries
    queryset = Entry.objects.submitted().select_related("competition", "entrant__school__county")

    def paper(self, thing: Entry) -> Paper:
        """Print.

        Raises:
            Http404: nobody may know yet.
        """
        if not can_get_papers(self.request.user, thing.competition):
            raise Http404
        return pdf.advice_slip(thing)


class PrintsMany(Publish):
    """A button that orders papers from the print room, and leads there."""

    done = _("The papers are being printed.")
    jobs: list[PrintJob]

    def get_next_url(self, thing: Competition) -> str:
        """To the job where it is one, to the print room where they are several."""
        jobs = getattr(self, "jobs", [])
        if not jobs:
            return super().get_next_url(thing)
        return jobs[0].get_absolute_url() if len(jobs) == 1 else reverse("accounts:print-list")


class AdvicePrint(PrintsMany):
    """All feedback slips."""

    def act(self, thing: Competition) -> None:
        """Order them."""
        self.jobs = print_advice(competition=thing, orders=pdf.advice_orders(thing), by=self.request.user)
