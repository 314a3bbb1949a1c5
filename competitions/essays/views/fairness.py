"""Whether groups were treated alike, and how well the judges agree."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from competitions.essays.models import Competition
from competitions.essays.reports.fairness import fairness_of, fairness_rows, reliability_of
from competitions.essays.rules import can_run_competition
from competitions.essays.views.moderation import UnderResults
from competitions.scoring import ScoringError
from core.exports import csv_response
from core.pages import Link, OwnRows, Page, ThingPage


class FairnessPage(UnderResults, ThingPage):
    """Adjusted points by group, with intervals; then how well the judges agree."""

    rule = can_run_competition
    template_name = "essays/fairness.html"
    lead = _("Adjusted points by group. A difference between groups is not in itself an injustice; it is a question.")

    def get_title(self) -> str:
        """What it is."""
        return str(_("Fairness and reliability"))

    def get_links(self) -> Iterable[Link]:
        """The same as a file."""
        yield Link(_("As CSV"), reverse("essays:fairness-file", args=[self.get_object().pk]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Both reports; nothing while the marks say nothing."""
        competition = self.get_object()
        try:
            found = {"fairness": fairness_of(competition), "reliability": reliability_of(competition)}
        except ScoringError:
            found = {}
        return super().get_context_data(**found, **kwargs)


class FairnessFile(OwnRows, Page, View):
    """The groups as CSV."""

    rule = can_run_competition
    queryset = Competition.objects.all()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Send it.

        Raises:
            Http404: the marks say nothing yet.
        """
        competition = self.get_object()
        try:
            report = fairness_of(competition)
        except ScoringError as error:
            raise Http404 from error
        return csv_response(fairness_rows(report), f"fairness-{competition.pk}")
