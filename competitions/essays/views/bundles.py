"""Posted paper: scanned, read, and what could not be read sorted by hand."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from competitions.essays.choices import SheetState
from competitions.essays.forms.bundles import BundleForm, SortForm
from competitions.essays.models import Bundle, BundleSheet, Competition
from competitions.essays.rules import can_run_competition
from competitions.essays.views.competition import OneCompetition
from core.pages import ChangePage, OwnRows, Page, ThingPage

BUNDLES = Bundle.objects.select_related("competition", "sent_by").with_open()


def bundle_crumbs(competition: Competition) -> list[Any]:
    """The way back from a pile."""
    return [
        (_("Essays"), reverse("essays:competition-list")),
        (str(competition), competition.get_absolute_url()),
        (_("Posted paper"), reverse("essays:bundles", args=[competition.pk])),
    ]


class Bundles(OneCompetition, ChangePage):
    """Scan a pile; and the piles that were scanned."""

    rule = can_run_competition
    queryset = Competition.objects.takes_posted()
    form_class = BundleForm
    template_name = "essays/bundles.html"
    title = _("Posted paper")
    lead = _("Scan the whole pile with its slips. Each page finds its entry by the code on it.")
    button = _("Send")
    done = _("The pile is here. It is being read.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The piles, the newest first."""
        piles = BUNDLES.filter(competition=self.get_object())[:30]
        return super().get_context_data(piles=piles, **kwargs)


class BundleDetail(ThingPage):
    """One pile: how far it is, and the pages that wait for a hand."""

    rule = can_run_competition
    queryset = BUNDLES
    template_name = "essays/bundle_detail.html"

    def get_crumbs(self) -> list[Any]:
        """Under the competition."""
        return bundle_crumbs(self.get_object().competition)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What was filed where, and what was not."""
        sheets = self.get_object().sheets.select_related("entry__entrant__school")
        waiting = [sheet for sheet in sheets if sheet.state == SheetState.OPEN]
        return super().get_context_data(sheets=sheets, waiting=waiting, **kwargs)


class OneSheet(OwnRows):
    """A page of a pile."""

    rule = can_run_competition
    queryset = Bundle.objects.all()

    def get_sheet(self) -> BundleSheet:
        """The page of the address."""
        sheets = BundleSheet.objects.select_related("bundle__competition", "likely")
        return get_object_or_404(sheets, bundle=self.get_object(), order=self.kwargs["order"])


class SheetPicture(OneSheet, Page, View):
    """Its picture, while it has no entry."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Send it."""
        sheet = self.get_sheet()
        file = get_object_or_404(BundleSheet.objects.exclude(file=""), pk=sheet.pk).file
        with file.open("rb") as kept:
            response = HttpResponse(kept.read(), content_type="image/jpeg")
        response["Content-Disposition"] = f'inline; filename="page-{sheet.order}.jpg"'
        response["Cache-Control"] = "private, no-store"
        return response


class SheetSort(OneSheet, ChangePage):
    """A page beside a choice of entries."""

    form_class = SortForm
    template_name = "essays/sheet.html"
    button = _("File it")
    done = _("The page is sorted.")

    def get_title(self) -> str:
        """Which."""
        return str(self.get_sheet())

    def get_lead(self) -> str:
        """Why it is here."""
        return self.get_sheet().problem

    def get_crumbs(self) -> list[Any]:
        """Under the pile."""
        bundle = self.get_sheet().bundle
        return [*bundle_crumbs(bundle.competition), (str(bundle), bundle.get_absolute_url())]

    def get_form_kwargs(self) -> dict[str, Any]:
        """The page."""
        return {**super().get_form_kwargs(), "instance": self.get_sheet()}

    def get_success_url(self) -> str:
        """The next page that waits, or the pile."""
        later = self.saved.bundle.sheets.filter(state=SheetState.OPEN).first()
        if later:
            return reverse("essays:sheet-sort", args=[self.saved.bundle_id, later.order])
        return self.saved.bundle.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The page itself."""
        return super().get_context_data(sheet=self.get_sheet(), **kwargs)
