"""Judging on paper: a pack to print for a judge, and mark sheets that are typed in when they come back."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from competitions.essays import pdf
from competitions.essays.choices import CompetitionState, RecuseReason
from competitions.essays.forms.packs import SheetCodeForm, TypeForm
from competitions.essays.models import Assignment, Competition, JudgePlace
from competitions.essays.reports import packs_of, paper_line, paper_lines
from competitions.essays.rules import can_judge, can_run_competition
from competitions.essays.services.packs import hand_back_from_paper
from competitions.essays.views.competition import OneCompetition
from competitions.essays.views.judging import Unkept
from core.access import signed_in
from core.pages import ButtonPage, ChangePage, OwnRows, Page, PdfPage
from core.pdf import Paper


class MyPack(Unkept, PdfPage):
    """What waits on a judge's desk, on paper."""

    rule = can_judge
    queryset = JudgePlace.objects.judging_now().select_related("judge", "competition")

    def get_lookup(self) -> dict[str, Any]:
        """The judge's place."""
        return {"pk": self.kwargs["place"]}

    def paper(self, thing: JudgePlace) -> Paper:
        """Print one part.

        Raises:
            Http404: there is no such part (any more).
        """
        works = Assignment.objects.on_desks().unsealed().filter(place=thing).select_related("entry", "place__judge")
        packs = packs_of(works.order_by("alias"))
        if not 0 < self.kwargs["part"] <= len(packs):
            raise Http404
        return pdf.judging_pack(thing, packs[self.kwargs["part"] - 1])

    def get_next_url(self, thing: JudgePlace) -> str:
        """The desk."""
        return reverse("essays:desk")


class JudgePack(MyPack):
    """The same, printed by an officer for a judge."""

    rule = can_run_competition

    def get_queryset(self) -> Any:
        """Every judge's."""
        return self.queryset.filter(active=True)

    def get_next_url(self, thing: JudgePlace) -> str:
        """The page of the sheets."""
        return reverse("essays:sheets", args=[thing.competition_id])


class Sheets(OneCompetition, ChangePage):
    """Type a code, or print packs: one page for judging on paper."""

    rule = can_run_competition
    queryset = Competition.objects.filter(state=CompetitionState.JUDGING)
    form_class = SheetCodeForm
    template_name = "essays/sheets.html"
    title = _("Judging on paper")
    lead = _("Print a pack for each judge without a network; type in the mark sheets that come back.")
    button = _("Open the sheet")

    def get_success_url(self) -> str:
        """To the sheet."""
        return reverse("essays:sheet-type", args=[self.saved.place_id, self.saved.alias])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Every judge's pile."""
        return super().get_context_data(lines=paper_lines(self.get_object()), **kwargs)


class SheetType(ChangePage):
    """One sheet of paper, typed in by keys alone; then the next."""

    rule = can_run_competition
    form_class = TypeForm
    template_name = "essays/sheet_type.html"
    title = _("Type in a mark sheet")
    button = _("Save, and the next sheet")

    def get_queryset(self) -> Any:
        """Any judge's, while it counts."""
        return Assignment.objects.on_desks().select_related("place__judge", "place__competition")

    def get_lookup(self) -> dict[str, Any]:
        """Place and alias."""
        return {"place": self.kwargs["place"], "alias": self.kwargs["alias"]}

    def get_crumbs(self) -> list[Any]:
        """Under the competition."""
        competition = self.get_object().place.competition
        sheets = reverse("essays:sheets", args=[competition.pk])
        return [(str(competition), competition.get_absolute_url()), (_("Judging on paper"), sheets)]

    def get_lead(self) -> str:
        """Whose sheet, of which work."""
        work = self.get_object()
        return f"{work.place.judge.name} · {work} · {work.code}"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Whether the paper is complete."""
        return {**super().get_form_kwargs(), "finish": "keep" not in self.request.POST}

    def get_done(self) -> str:
        """How far this judge's pile is."""
        line = paper_line(self.get_object().place)
        values = {"typed": line.typed, "all": len(line.works), "name": line.place.judge.name}
        return _t("Saved. %(typed)s of %(all)s works of %(name)s are typed in.") % values

    done = _("Saved.")

    def get_success_url(self) -> str:
        """Back to the code field."""
        return reverse("essays:sheets", args=[self.get_object().place.competition_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The pile it belongs to."""
        return super().get_context_data(line=paper_line(self.get_object().place), **kwargs)


class SheetBack(ButtonPage):
    """The judge ticked that another must mark it."""

    rule = can_run_competition
    done = _("The work is handed back. Another judge gets it when works are dealt again.")

    def get_queryset(self) -> Any:
        """Any judge's."""
        return Assignment.objects.select_related("place")

    def get_lookup(self) -> dict[str, Any]:
        """Place and alias."""
        return {"place": self.kwargs["place"], "alias": self.kwargs["alias"]}

    def act(self, thing: Assignment) -> None:
        """Hand it back."""
        unread = "unreadable" in self.request.POST
        reason = RecuseReason.UNREADABLE if unread else RecuseReason.KNOWN
        hand_back_from_paper(assignment=thing, reason=reason, by=self.request.user)

    def get_next_url(self, thing: Assignment) -> str:
        """On to the next sheet."""
        return reverse("essays:sheets", args=[thing.place.competition_id])


class SheetScan(OwnRows, Page, View):
    """Where the square of a sheet leads: its judge to the page where it is marked, an officer to where it is typed."""

    rule = signed_in

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """Go there."""
        work = get_object_or_404(Assignment.objects.on_desks().of_sheet(code).select_related("place"))
        if work.place.judge_id == request.user.pk:
            return HttpResponseRedirect(work.mark_url)
        if not can_run_competition(request.user):
            raise Http404
        return HttpResponseRedirect(reverse("essays:sheet-type", args=[work.place_id, work.alias]))
