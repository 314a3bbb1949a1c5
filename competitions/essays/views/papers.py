"""What a competition hands out once it is decided: feedback slips, a school's papers, what the office keeps."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from accounts.choices import PaperKind
from accounts.models import IssuedPaper, PrintJob
from competitions.essays import pdf
from competitions.essays.models import Competition, Entry, JudgeResult
from competitions.essays.reports.counties import Counties, counties_of, county_rows, how_counted
from competitions.essays.rules import (
    can_get_papers,
    can_judge,
    can_run_competition,
    can_see_counties,
    can_see_entries,
)
from competitions.essays.services.papers import issue_service, print_advice, print_school_papers, print_service
from competitions.essays.views.competition import OneCompetition
from competitions.essays.views.moderation import UnderResults
from competitions.essays.views.results import Publish
from competitions.essays.views.school import ChooseSchool, OfSchool
from core.exports import csv_response
from core.pages import ButtonPage, Link, OwnRows, Page, PdfPage, ThingPage
from core.pdf import Listing, Paper, Stack


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


class _AllOfSchool(OfSchool):
    """The papers of the entries of a school that stand."""

    def chosen(self) -> list[Entry]:
        """Those entries.

        Raises:
            Http404: nobody may know yet, or there is none.
        """
        found = list(self.entries.submitted())
        if not found or not can_get_papers(self.request.user, self.get_object()):
            raise Http404
        return found


class SchoolPapers(_AllOfSchool, PdfPage):
    """A letter to the head teacher, then each writer's slip and certificate."""

    def paper(self, thing: Competition) -> Stack:
        """Print."""
        return pdf.school_papers(thing, self.school, self.chosen())


class SchoolPapersPrint(_AllOfSchool, ButtonPage):
    """The same by the print room, certificates numbered."""

    rule = can_run_competition
    done = _("The papers are being printed.")

    def act(self, thing: Competition) -> None:
        """Order them."""
        order = pdf.school_order(thing, self.school, self.chosen())
        self.job = print_school_papers(competition=thing, order=order, by=self.request.user)

    def get_next_url(self, thing: Competition) -> str:
        """To the job."""
        return self.job.get_absolute_url() if hasattr(self, "job") else self.get_success_url()


class ServiceIssue(ButtonPage):
    """A judge asks for the own certificate of service."""

    rule = can_judge
    queryset = JudgeResult.objects.select_related("judge", "run__competition")

    def act(self, thing: JudgeResult) -> None:
        """Number it."""
        self.issued = issue_service(result=thing, by=self.request.user)

    def get_next_url(self, thing: JudgeResult) -> str:
        """The certificate itself."""
        return reverse("essays:service", args=[thing.pk]) if hasattr(self, "issued") else reverse("essays:desk")


class ServicePaper(PdfPage):
    """A judge's own certificate, once it has its number."""

    rule = can_judge
    queryset = ServiceIssue.queryset

    def paper(self, thing: JudgeResult) -> Paper:
        """Print."""
        about = {"about_type": thing._meta.label_lower, "about_id": str(thing.pk)}
        issued = get_object_or_404(IssuedPaper, kind=PaperKind.CERTIFICATE, revoked_at=None, **about)
        return pdf.service_certificate(thing, issued)

    def get_next_url(self, thing: JudgeResult) -> str:
        """The desk."""
        return reverse("essays:desk")


class ServicePrint(PrintsMany):
    """All judges' certificates."""

    def act(self, thing: Competition) -> None:
        """Order them."""
        self.jobs = print_service(competition=thing, orders=pdf.service_orders(thing), by=self.request.user)


class _ListPaper(PdfPage):
    """A paper that is a list."""

    def answer(self, paper: Listing) -> HttpResponse:
        """As it is."""
        return paper.response()


class MarkSheetsPaper(_ListPaper):
    """What each judge gave each entry, once the result is frozen."""

    rule = can_run_competition
    queryset = Competition.objects.filter(result__isnull=False).select_related("result")

    def paper(self, thing: Competition) -> Listing:
        """Print."""
        return pdf.mark_sheets(thing)


class ByCounty(OneCompetition):
    """The competition by county; honours stand there once they may be known."""

    rule = can_see_counties
    request: HttpRequest

    def table(self) -> Counties:
        """The figures."""
        competition = self.get_object()
        return counties_of(competition, honours=bool(can_get_papers(self.request.user, competition)))


class CountiesPage(ByCounty, ThingPage):
    """The table, and how it was counted."""

    template_name = "essays/counties.html"
    lead = _("Where the works come from.")

    def get_title(self) -> str:
        """What it is."""
        return str(_("The competition by county"))

    def get_links(self) -> Iterable[Link]:
        """The same as files."""
        at = [self.get_object().pk]
        yield Link(_("As PDF"), reverse("essays:counties-paper", args=at))
        yield Link(_("As CSV"), reverse("essays:counties-file", args=at))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Lines, sum, sentences."""
        table = self.table()
        return super().get_context_data(table=table, how=how_counted(table, self.get_object()), **kwargs)


class CountiesPaper(ByCounty, _ListPaper):
    """The same on paper."""

    def paper(self, thing: Competition) -> Listing:
        """Print."""
        return pdf.county_table(thing, self.table())


class CountiesFile(ByCounty, OwnRows, Page, View):
    """The same as CSV."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Send it."""
        competition = self.get_object()
        return csv_response(county_rows(self.table(), competition), f"counties-{competition.pk}")


class PapersPage(UnderResults, ThingPage):
    """All that can be printed of a competition that is decided."""

    rule = can_run_competition
    queryset = Competition.objects.filter(result__isnull=False)
    template_name = "essays/papers.html"
    lead = _("What is printed for many goes to the print room, and waits there.")

    def get_title(self) -> str:
        """What it is."""
        return str(_("Papers"))


class PapersSchools(ChooseSchool):
    """The schools that took part; a tap leads to a school's papers."""

    title = _("Schools that took part")
    lead = _("A tap on a school leads to its papers.")

    @cached_property
    def one(self) -> Competition:
        """The competition, once it is decided."""
        return get_object_or_404(PapersPage.queryset.visible_to(self.request.user), pk=self.kwargs["pk"])

    def get_queryset(self) -> QuerySet:
        """Those with a work that stands."""
        works = self.one.entries.submitted().values("entrant__school")
        return super().get_queryset().filter(pk__in=works)
